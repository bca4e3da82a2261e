"""The measure of the rules: what counts as found, and where marks in a text stand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotator.errors import InputError
from annotator.spans import Range
from annotator.suggest import Suggester
from benchmarks.fixed_gold import FixedEntity, FixedGold, FixedStance
from benchmarks.rules import compare, half, marked, measure_events, read_pairs
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


RECORD = {
    "id": "r1", "event": "SUPPORT", "text": "Mr Poland said (twice) that Poland praised Hungary.",
    "source": [{"actorText": "Poland"}], "target": [{"actorText": "Hungary"}],
    "textInfo": {"markup": "Mr Poland said (twice) that (SRC: Poland) (EVT: praised) (LOC: (TAR: Hungary))."},
}  # fmt: skip


def test_marks_are_places_in_the_plain_text() -> None:
    sources, targets = marked(RECORD)
    assert [s.of(str(RECORD["text"])) for s in (*sources, *targets)] == ["Poland", "Hungary"]
    assert sources[0].start > 20


def test_events_are_counted_in_two_halves(suggester: Suggester, tmp_path: Path) -> None:
    path = tmp_path / "events.json"
    path.write_text(json.dumps([RECORD, {**RECORD, "event": "REJECT"}]), encoding="utf-8")
    lines = list(measure_events(suggester, path))
    assert lines[half("r1")].endswith("2 sentences, 50.0% right, when it speaks 50.0%")
    assert "0 sentences" in lines[1 - half("r1")]


def test_pairs_are_read_and_a_missing_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "pairs.txt"
    path.write_text("[Poland] praised [Hungary].\tPoland\tHungary\t1\nbroken\t1\n", encoding="utf-8")
    assert read_pairs(path, 5) == [(TEXT, (Range(0, 6), Range(15, 22)), 1)]
    with pytest.raises(InputError):
        read_pairs(tmp_path / "none.txt", 5)
