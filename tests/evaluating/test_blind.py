"""The headline on blind gold beside that on all gold: planted so that the two must differ."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from annotator.evaluating import as_json, as_table, open_gold
from annotator.formats.building import Named, Said, finished
from annotator.gold import encode, to_gold
from annotator.importing import import_files
from annotator.project import Project
from annotator.quality.counting import Score
from annotator.records import Annotation, Article
from tests.evaluating.fake import TEXT, Case, Fake, places, suggestion
from tests.evaluating.test_evaluating import run, source


def flattering() -> Case:
    """Gold that says what the model says, as it comes of accepting everything."""
    made = suggestion()
    names = {e.id: (e.name, e.label) for e in made.entities}
    named = [
        Named(id, name, [m.range for m in made.mentions if m.entity == id], label)
        for id, (name, label) in names.items()
    ]
    return finished(TEXT, named, [Said(s.holder, s.target, s.polarity, s.cues) for s in made.stances], {})


def honest() -> Case:
    """Blind gold, of which the model finds one mention of two and no stance."""
    named = [
        Named("d", "Dora Lind", places("Dora Lind")[:1], "PERSON"),
        Named("p", "harbour plan", places("harbour plan"), "TOPIC"),
    ]
    article, annotation = finished(TEXT, named, [Said("p", "d", "favor")], {})
    return Article(article.id + "-blind", article.text), msgspec.structs.replace(annotation, blind=True)


def test_the_headline_is_of_blind_gold_alone_and_the_old_keys_of_all() -> None:
    found = run(source(flattering(), honest(), curated=True), Fake())
    assert found.blind is not None
    assert (found.articles, found.blind.articles) == (2, 1)
    assert found.blind.mentions.strict == Score(1, 5, 1, 2)
    assert found.mentions.strict == Score(6, 10, 6, 7)
    told = as_json(found)
    assert told["blind"]["entities"]["strict"]["f1"] == pytest.approx(2 * 1 / (5 + 2))
    assert told["entities"]["strict"]["f1"] == pytest.approx(2 * 6 / (10 + 7))
    assert told["blind"]["stances"]["triplet"]["f1"] == 0
    assert told["stances"]["triplet"]["f1"] == pytest.approx(2 * 3 / (6 + 4))
    assert set(told) - {"blind"} == set(told["blind"])
    alone = as_json(run(source(honest()), Fake()))
    for key in ("entities", "stances", "articles", "calibration"):
        assert told["blind"][key] == alone[key]


def test_the_table_tells_both_side_by_side() -> None:
    lines = as_table(run(source(flattering(), honest(), curated=True), Fake())).splitlines()
    head = lines.index(next(line for line in lines if line.startswith("HEADLINE")))
    rows = {line[:32].strip(): line[32:].split() for line in lines[head : head + 5]}
    assert rows["HEADLINE (F1)"] == ["blind", "gold", "all", "gold"]
    assert rows["articles"] == ["1", "2"]
    assert rows["entities: range and label right"] == ["0.286", "0.706"]
    assert rows["stances: all right"] == ["0.000", "0.600"]


def test_a_figure_that_blind_gold_says_nothing_of_is_a_dash() -> None:
    article, annotation = honest()
    silent = article, msgspec.structs.replace(annotation, stances={})
    lines = as_table(run(source(flattering(), silent, curated=True), Fake())).splitlines()
    (row,) = [line for line in lines if line.startswith("stances: all right")]
    assert row.split()[3:] == ["–", "0.667"]


def test_without_blind_gold_it_says_so_of_its_own_gold_only() -> None:
    own, other = (run(source(flattering(), curated=c), Fake()) for c in (True, False))
    assert "No blind gold yet" in as_table(own)
    assert "blind" not in as_table(other)
    assert as_json(own)["blind"] is as_json(other)["blind"] is None


def test_an_article_that_cannot_be_read_counts_nowhere() -> None:
    _, annotation = honest()
    lost = Article("b", "This is unreadable."), Annotation(status="done", blind=True, curators=annotation.curators)
    assert run(source(flattering(), lost), Fake()).blind is None


def test_a_project_and_its_export_know_which_gold_is_blind(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_bytes(b"".join(encode(to_gold(*case)) for case in (flattering(), honest())))
    assert open_gold(path).curated
    assert [a.blind for _, a in open_gold(path).cases] == [False, True]
    article, _ = honest()
    other = msgspec.structs.replace(article, text=TEXT + " ")
    lines = [json.loads(line) for line in path.read_bytes().splitlines()]
    lines[1]["text"] = other.text  # one text is one article
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    with Project.create(tmp_path / "p.annot", curator="ann") as project:
        for _ in import_files(project, [path]):
            pass
    found = open_gold(tmp_path / "p.annot")
    assert found.curated
    assert [a.blind for _, a in found.cases] == [False, True]
