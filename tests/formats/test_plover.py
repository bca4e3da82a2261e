"""Events as stances: actors where the markup has them, cooperation in favor, conflict against, the rest told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.errors import InputError
from annotator.formats import find_format
from tests.formats.reading import read, stances, words, written


def record(**changes: Any) -> dict[str, Any]:
    return {
        "id": "r1",
        "source": [{"actorText": "Norland", "code": "NOR"}],
        "target": [{"actorText": "the Isles"}],
        "event": "REJECT",
        "eventText": "refused",
        "text": "Norland on Friday refused talks with the Isles; Norland did not say why.",
        "textInfo": {
            "markup": "(SRC: Norland) on Friday (EVT: refused) talks with (TAR: the Isles); Norland did not say why."
        },
    } | changes


def file(folder: Path, *items: dict[str, Any]) -> Path:
    return written(folder, "events.txt", json.dumps(list(items)))


def test_actors_stand_where_they_are_marked_and_the_event_is_the_cue(tmp_path: Path) -> None:
    (case,), bad = read(file(tmp_path, record()), "plover")
    assert not bad
    assert [w for w, _, _ in words(case)] == ["Norland", "the Isles"]
    assert stances(case) == [("Norland", "the Isles", "against")]
    (stance,) = case[1].stances.values()
    assert [c.of(case[0].text) for c in stance.cues] == ["refused"]


def test_cooperation_is_in_favor_of_every_target(tmp_path: Path) -> None:
    both = [{"actorText": "the Isles"}, {"actorText": "Friday"}]
    (case,), _ = read(file(tmp_path, record(event="AID", target=both)), "plover")
    assert sorted(stances(case)) == [("Norland", "Friday", "favor"), ("Norland", "the Isles", "favor")]


def test_without_a_markup_of_this_text_the_words_are_looked_for(tmp_path: Path) -> None:
    other = {"markup": "(SRC: Norland) refused."}
    (case,), _ = read(file(tmp_path, record(textInfo=other)), "plover")
    assert [w for w, _, _ in words(case)] == ["Norland", "the Isles"]
    (case,), _ = read(file(tmp_path, record(target=[{"actorText": "Elsewhere"}])), "plover")
    assert stances(case) == [("Norland", "Elsewhere", "against")]  # it stands nowhere, and is kept


@pytest.mark.parametrize(
    ("changes", "cause"),
    [
        ({"event": "INVESTIGATE"}, "'INVESTIGATE'"),
        ({"target": ""}, "actors is missing"),
        ({"target": [{"actorText": "Norland"}]}, "actors are one"),
        ({"text": 3}, "no text"),
        ({"event": ["FIGHT"]}, "FIGHT"),
    ],
)
def test_what_is_no_stance_is_told(tmp_path: Path, changes: dict[str, Any], cause: str) -> None:
    cases, (bad,) = read(file(tmp_path, record(), record(**changes)), "plover")
    assert len(cases) == 1
    assert bad.line == 2
    assert cause in bad.cause


def test_a_file_that_is_no_list_is_refused_in_one_line(tmp_path: Path) -> None:
    path = written(tmp_path, "events.txt", '[{"eventText": 1}, 3')
    with pytest.raises(InputError, match="not a JSON list"):
        list(find_format("plover").read(path))
