"""The measure on the sample articles: what counts as found."""

from __future__ import annotations

from annotator.spans import Range
from benchmarks.fixed_gold import FixedEntity, FixedGold, FixedStance
from benchmarks.sample import compare
from tests.suggest.conftest import Read

TEXT = "Poland praised Hungary."


def gold(polarity: str) -> FixedGold:
    ends = {n: FixedEntity(n, "GPE", (Range(TEXT.index(n), TEXT.index(n) + len(n)),)) for n in ("Poland", "Hungary")}
    stance = FixedStance((Range(7, 14),), "Poland", "Hungary", polarity, "reported")  # type: ignore[arg-type]
    return FixedGold("a", TEXT, ends, (stance,))


def test_a_stance_is_found_when_ends_and_polarity_are_the_readers(read: Read) -> None:
    found, missed, wrong = compare(read(TEXT), gold("favor"))
    assert (len(found), missed, wrong) == (1, [], [])
    found, missed, wrong = compare(read(TEXT), gold("against"))
    assert (found, len(missed), len(wrong)) == ([], 1, 1)
