"""The corpora of the benchmark as documents: text as an editor writes it, names in our convention, the rest left open."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotator.suggest.ner import Found
from benchmarks.entities.corpora import Document, read_gum, read_re3d, read_wikigold
from benchmarks.entities.scoring import Counted, count


def names(document: Document) -> list[tuple[str, str]]:
    return [(g.range.of(document.text), g.label) for g in document.gold]


def test_columns_become_text_with_names(tmp_path: Path) -> None:
    lines = [
        "Ada I-PER",
        "Byrd I-PER",
        "'s O",
        "Acme I-ORG",
        ", O",
        '" O',
        "Oh I-MISC",
        '" O',
        "in O",
        "Oslo I-LOC",
        ". O",
    ]
    (tmp_path / "w").write_text("\n".join(lines) + "\n\nMore O\n", encoding="utf-8")
    (document,) = read_wikigold(tmp_path / "w")
    assert document.text == 'Ada Byrd\'s Acme, "Oh" in Oslo.\nMore'
    assert names(document) == [("Ada Byrd", "PERSON"), ("Acme", "ORG"), ("Oh", "MISC"), ("Oslo", "PLACE")]
    assert [document.coarse(label) for label in ("GPE", "NORP", "EVENT", "DATE")] == ["PLACE", "MISC", "MISC", None]


def test_descriptions_and_names_within_names_are_open(tmp_path: Path) -> None:
    text = "U.S. forces met the Bank of Oslo and President Ada Byrd."
    places = {
        "U.S. forces": "Organisation",
        "the Bank of Oslo": "Organisation",
        "Oslo": "Location",
        "President Ada Byrd": "Person",
    }
    rows = [
        {"documentId": "d", "begin": text.index(w), "end": text.index(w) + len(w), "type": t} for w, t in places.items()
    ]
    (tmp_path / "X").mkdir()
    (tmp_path / "X" / "entities.json").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (tmp_path / "X" / "documents.json").write_text(json.dumps({"_id": "d", "text": text}), encoding="utf-8")
    (document,) = read_re3d(tmp_path)
    assert names(document) == [("Bank of Oslo", "ORG"), ("Ada Byrd", "PERSON")]
    us, oslo, ada = Found(0, 4, "GPE", 0.9), Found(28, 32, "GPE", 0.9), Found(47, 55, "ORG", 0.4)
    counted = count(document, [us, oslo, ada])
    assert (counted.gold, counted.suggested, counted.edges, counted.right) == (2, 1, 1, 0)


def test_chains_join_names(tmp_path: Path) -> None:
    row = "{0}\t{1}\t{2}\t{3}\t_\t_\t_\t_\t{4}\t{5}\t"
    cells = [
        ("1-1", "0-3", "Ada", "person[1]", "coref", "1-4[2_1]"),
        ("1-2", "4-8", "Byrd", "person[1]", "_", "_"),
        ("1-3", "9-13", "says", "_", "_", "_"),
        ("1-4", "14-18", "Byrd", "person[2]", "bridge", "1-5[3_2]"),
        ("1-5", "19-23", "Oslo", "place[3]", "_", "_"),
    ]
    (tmp_path / "a.tsv").write_text(
        "#FORMAT=WebAnno TSV 3.2\n\n" + "\n".join(row.format(*c) for c in cells) + "\n", encoding="utf-8"
    )
    (document,) = read_gum(tmp_path)
    one, two, place = document.chained
    assert one.entity == two.entity != place.entity


def test_the_calibration_error_is_the_mean_gap_between_said_and_right() -> None:
    assert Counted(said=[(0.9, True), (0.9, True), (0.3, False), (0.3, True)]).ece == pytest.approx((0.2 + 0.4) / 4)
