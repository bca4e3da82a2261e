"""What is wrong with gold is found, and nothing in what is right."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from annotator.gold import GoldRange, GoldRecord, to_gold
from annotator.records import Annotation, Article
from annotator.release.facts import Facts
from annotator.release.lint import lint, lint_labels, lint_split
from tests.nasty import cases
from tests.release.conftest import changed


def kinds(record: GoldRecord) -> set[tuple[str, str]]:
    return {(flaw.level, flaw.kind) for flaw in lint(record)}


def test_good_gold_has_no_flaw(gold_record: GoldRecord) -> None:
    assert not kinds(gold_record)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cases())
def test_what_a_project_holds_has_no_error(case: tuple[Article, Annotation]) -> None:
    assert not {kind for level, kind in kinds(to_gold(*case)) if level == "error"}


def spoilt(record: GoldRecord, what: str) -> GoldRecord:
    first, second = record.mentions
    (stance,) = record.stances
    changes: dict[str, dict[str, Any]] = {
        "range outside": {"mentions": (first, changed(second, end=99))},  # type: ignore[arg-type]
        "words differ": {"mentions": (first, changed(second, start=9))},  # type: ignore[arg-type]
        "white space at an edge": {"mentions": (first, changed(second, start=9, text=" Lee"))},  # type: ignore[arg-type]
        "no such entity": {"mentions": (first, changed(second, entity="e9"))},  # type: ignore[arg-type]
        "stance on oneself": {"stances": (changed(stance, target="e1"),)},  # type: ignore[arg-type]
        "stance without cue": {"stances": (changed(stance, cues=()),)},  # type: ignore[arg-type]
        "entity without mention": {"mentions": (first,)},
        "mention twice": {"mentions": (first, second, changed(second, id="m3"))},  # type: ignore[arg-type]
        "stance twice": {"stances": (stance, changed(stance, id="s2"))},  # type: ignore[arg-type]
        "id twice": {"mentions": (first, changed(second, id="m1"))},  # type: ignore[arg-type]
        "not looked at": {"looked_at": record.looked_at[:0]},
        "no text": {"text": " \n", "mentions": (), "stances": (), "entities": ()},
    }
    return changed(record, **changes[what])


@pytest.mark.parametrize(
    ("what", "level"),
    [
        ("range outside", "error"), ("words differ", "error"), ("white space at an edge", "warning"),
        ("no such entity", "error"), ("stance on oneself", "warning"), ("stance without cue", "warning"),
        ("entity without mention", "warning"), ("mention twice", "error"), ("stance twice", "warning"),
        ("id twice", "error"), ("not looked at", "warning"), ("no text", "warning"),
    ],
)  # fmt: skip
def test_each_flaw_is_found(gold_record: GoldRecord, what: str, level: str) -> None:
    assert (level, what) in kinds(spoilt(gold_record, what))


def test_a_cue_is_checked_against_the_text(gold_record: GoldRecord) -> None:
    (stance,) = gold_record.stances
    wrong = changed(stance, cues=(GoldRange(4, 9, "loves"),))  # type: ignore[arg-type]
    assert ("error", "words differ") in kinds(changed(gold_record, stances=(wrong,)))


def test_a_label_that_a_part_lacks_and_an_id_that_stands_twice_are_told() -> None:
    facts = [Facts("a", "", 1, labels={"ORG": 1}), Facts("b", "", 1), Facts("b", "", 1)]
    found = {(f.level, f.kind, f.words) for f in lint_split(facts, {"a": "train", "b": "test"})}
    assert ("warning", "missing from a part", "label ORG is not in test") in found
    assert any(level == "error" and kind == "article twice" for level, kind, _ in found)


def test_labels_that_the_scheme_does_not_have_are_told() -> None:
    facts = [Facts("a", "", 1, labels={"ORG": 1, "PER": 2}), Facts("b", "", 1, labels={"PER": 1})]
    assert [f.words for f in lint_labels(facts, ("ORG",))] == ["PER, 3 mentions"]
