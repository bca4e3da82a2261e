"""Targets with a sentiment each: who holds it is unnamed, and a neutral target is an entity without a stance."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.formats.reading import read, same_bytes, stances, there_and_back, words, written

TEXT = "Critics mocked Dora Lind, but she shrugged and left 😀 Emil."


def target(words: str, polarity: float, *further: str) -> dict[str, Any]:
    def place(w: str) -> dict[str, Any]:
        return {"from": TEXT.index(w), "to": TEXT.index(w) + len(w), "mention": w}

    more = {"further_mentions": [place(w) for w in further]} if further else {}
    return {"Input.gid": "x", **place(words), "polarity": polarity, **more}


def line(*targets: dict[str, Any], gid: str = "g1") -> str:
    return json.dumps({"primary_gid": gid, "sentence_normalized": TEXT, "targets": targets}) + "\n"


def test_targets_are_entities_and_neutral_ones_have_no_stance(tmp_path: Path) -> None:
    path = written(tmp_path, "t.jsonl", line(target("Dora Lind", 2.0, "she"), target("Emil", 4.0)))
    (case,), bad = read(path, "newsmtsc")
    assert not bad
    assert [(w, name) for w, _, name in words(case)] == [
        ("Dora Lind", "Dora Lind"),
        ("she", "Dora Lind"),
        ("Emil", "Emil"),
    ]
    assert stances(case) == [("unnamed", "Dora Lind", "against")]
    assert case[1].looked_at[0].end == len(TEXT)
    assert case[0].meta["gid"] == "g1"


def test_positive_is_in_favor(tmp_path: Path) -> None:
    (case,), _ = read(written(tmp_path, "t.jsonl", line(target("Emil", 6))), "newsmtsc")
    assert stances(case) == [("unnamed", "Emil", "favor")]


def test_bad_lines_are_told(tmp_path: Path) -> None:
    moved = target("Emil", 2) | {"from": 0, "to": 4}
    lines = [
        line(target("Emil", 3)),
        line(moved),
        '{"sentence_normalized": "A", "targets": 3}\n',
        "{no json\n",
        line(target("Emil", 2)),
    ]
    cases, bad = read(written(tmp_path, "t.jsonl", "".join(lines)), "newsmtsc")
    assert len(cases) == 1
    assert [b.line for b in bad] == [1, 2, 3, 4]
    assert "not 2, 4 or 6" in bad[0].cause
    assert "'Crit', not 'Emil'" in bad[1].cause


def test_it_goes_into_a_project_and_out_as_it_was(tmp_path: Path) -> None:
    path = written(tmp_path, "t.jsonl", line(target("Dora Lind", 2, "she"), target("Emil", 6)))
    found, done = there_and_back(tmp_path, path)
    assert (done.gold, done.refused) == (1, 0)
    assert same_bytes(read(path, "newsmtsc")[0], found)
