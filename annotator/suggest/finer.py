"""The labels within a class of the table of clues, and what tells them apart: lists, the recogniser, telling words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from annotator.suggest.gazetteer import KINDS_OF, WORDS

FINE: Mapping[str, Mapping[str, float]] = {
    "PLACE": {"GPE": 0.8, "LOC": 0.12, "FAC": 0.08},
    "OTHER": {"EVENT": 0.35, "WORK_OF_ART": 0.35, "PRODUCT": 0.2, "LAW": 0.1},
}
"""How the labels of a class are shared when nothing tells: a guess, since no open corpus of ours tells them apart."""
SURE = 0.9
"""The share of the label that the recogniser or a list tells, within its class."""
_TOLD = {"structure": "FAC", "place": "LOC", "event": "EVENT", "work": "WORK_OF_ART", "law": "LAW"}


def told(shares: Mapping[str, float], mark: str, folded: str) -> str | None:
    """The label of ``shares`` that a list, a telling word or the recogniser's ``mark`` says of a folded name."""
    return next((label for label in (_listed(folded), mark, _by_last_word(folded)) if label in shares), None)


@lru_cache(maxsize=50_000)
def _listed(folded: str) -> str:
    kinds = KINDS_OF.get(folded, ())
    if "country" in kinds or "city" in kinds or "state" in kinds:
        return "GPE"
    return "LOC" if "region" in kinds else ""


def _by_last_word(folded: str) -> str:
    return _TOLD.get(WORDS.get(folded.rsplit(" ", 1)[-1], ""), "")


def all_told(mark: str, folded: str) -> Iterator[str]:
    """What is told within each class."""
    for shares in FINE.values():
        label = told(shares, mark, folded)
        if label is not None:
            yield label


def shared(labels: Mapping[str, float], said: str | None) -> dict[str, float]:
    """The shares of a class's labels when ``said`` is told (None: nothing is)."""
    if said is None:
        return dict(labels)
    rest = (1 - SURE) / (1 - labels[said])
    return {label: SURE if label == said else share * rest for label, share in labels.items()}
