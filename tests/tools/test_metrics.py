"""Our metrics against independent implementations, on the same made-up data: nervaluate and scikit-learn."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from annotator.quality.agreement import cohen_kappa
from annotator.quality.calibration import calibrate
from annotator.quality.counting import macro_f1, micro_f1
from annotator.quality.mentions import score_mentions
from annotator.quality.overlaps import WAYS, Overlaps, score_overlaps
from annotator.spans import Range
from tests.tools.asking import ask

LABELS = ("PERSON", "ORG", "GPE")
_NERVALUATE = """
from nervaluate.evaluator import Evaluator
*sides, labels = json.load(open(sys.argv[2]))
def inclusive(doc): return [{"label": label, "start": start, "end": end - 1} for start, end, label in doc]
gold, said = ([inclusive(doc) for doc in side] for side in sides)
found = Evaluator(gold, said, tags=labels, loader="dict").evaluate()
ways = ("strict", "exact", "partial", "ent_type")
def figures(scores): return {way: [scores[way].precision, scores[way].recall, scores[way].f1] for way in ways}
by_label = {label: figures(found["entities"][label]) for label in labels}
answer({"overall": figures(found["overall"]), "labels": by_label})
"""
_SKLEARN = """
import numpy as np
from sklearn.calibration import calibration_curve
from sklearn.metrics import accuracy_score, brier_score_loss, cohen_kappa_score, f1_score
gold, said, p, right = json.load(open(sys.argv[2]))
true, mean = calibration_curve(right, p, n_bins=10)
answer({"macro": f1_score(gold, said, average="macro"), "accuracy": accuracy_score(gold, said),
        "kappa": cohen_kappa_score(gold, said), "brier": brier_score_loss(right, p),
        "true": true.tolist(), "mean": mean.tolist()})
"""


def documents() -> tuple[list[list[tuple[int, int, str]]], list[list[tuple[int, int, str]]]]:
    """Twenty articles of mentions that one side has, or both, with the same or other edges and labels."""
    chance = random.Random(11)
    gold: list[list[tuple[int, int, str]]] = []
    said: list[list[tuple[int, int, str]]] = []
    for _ in range(20):
        ours, theirs = [], []
        for slot in range(30):  # a mention of either side never touches two of the other
            start = 40 * slot + 10
            one = (start, start + chance.randint(4, 12), chance.choice(LABELS))
            other = (one[0] + chance.choice((0, 0, 0, 1, -2)), one[1] + chance.choice((0, 0, 0, 2)), one[2])
            if chance.random() < 0.2:
                other = (*other[:2], chance.choice(LABELS))
            ours += [one] if chance.random() < 0.85 else []
            theirs += [other] if chance.random() < 0.8 else []
        gold.append(ours)
        said.append(theirs)
    return gold, said


def test_overlaps_and_labels_are_those_of_nervaluate(tools: Path, tmp_path: Path) -> None:
    gold, said = documents()
    data = tmp_path / "data.json"
    data.write_text(json.dumps([gold, said, LABELS]), encoding="utf-8")
    theirs = ask(tools, _NERVALUATE, data, home=tmp_path)
    ours, by_label = Overlaps(), score_mentions([], [])
    for wanted, given in zip(gold, said, strict=True):
        sides = [[(Range(start, end), label) for start, end, label in side] for side in (wanted, given)]
        ours += score_overlaps(*sides)
        by_label += score_mentions(*sides)
    for way in WAYS:
        score = ours.score(way)
        figures = theirs["overall"]["ent_type" if way == "type" else way]
        assert (score.precision, score.recall, score.f1) == pytest.approx(tuple(figures))
    assert by_label.strict.f1 == pytest.approx(theirs["overall"]["strict"][2])
    for label in LABELS:
        score_of = by_label.by_label[label]
        assert (score_of.p, score_of.r) == pytest.approx(tuple(theirs["labels"][label]["strict"][:2]))


def test_classes_agreement_and_calibration_are_those_of_scikit_learn(tools: Path, tmp_path: Path) -> None:
    chance = random.Random(5)
    gold = [chance.choice("abcd") for _ in range(400)]
    said = [g if chance.random() < 0.6 else chance.choice("abc") for g in gold]
    p = [round(chance.random(), 3) for _ in range(400)]
    right = [chance.random() < share for share in p]
    data = tmp_path / "data.json"
    data.write_text(json.dumps([gold, said, p, right]), encoding="utf-8")
    theirs = ask(tools, _SKLEARN, data, home=tmp_path)
    assert macro_f1(gold, said) == pytest.approx(theirs["macro"])
    assert micro_f1(gold, said) == pytest.approx(theirs["accuracy"])
    pairs: dict[tuple[str, str], float] = {}
    for pair in zip(gold, said, strict=True):
        pairs[pair] = pairs.get(pair, 0) + 1
    assert cohen_kappa(pairs) == pytest.approx(theirs["kappa"])
    found = calibrate(zip(p, right, strict=True))
    assert found is not None
    assert found.brier == pytest.approx(theirs["brier"])
    assert [b.accuracy for b in found.bins] == pytest.approx(theirs["true"])
    assert [b.confidence for b in found.bins] == pytest.approx(theirs["mean"])
