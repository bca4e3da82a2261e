"""A model against gold: the figures by hand, what is told of disagreements, and the command."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from annotator.errors import InputError
from annotator.evaluating import (
    Disagreement,
    Evaluation,
    GoldSource,
    as_json,
    as_table,
    evaluate,
    open_gold,
    write_disagreements,
)
from annotator.evaluating.reading import spread
from annotator.gold import encode, to_gold
from annotator.importing import import_files
from annotator.project import Project
from annotator.quality.counting import Score
from annotator.records import Annotation, Article
from tests.core.test_commands import annotator, problem
from tests.evaluating.fake import Fake, gold, judged

DESIGNED = {"entities", "stances", "articles", "seconds", "model"}


def run(source: GoldSource, model: Fake, **options: Any) -> Evaluation:
    work = evaluate(source, model, **options)
    while True:
        try:
            next(work)
        except StopIteration as end:
            found: Evaluation = end.value
            return found


def source(*cases: tuple[Article, Annotation], **fields: Any) -> GoldSource:
    return GoldSource("some gold", cases or (gold(),), **fields)


def test_from_end_to_end_mentions_and_stances_are_counted() -> None:
    found = run(source(), Fake())
    assert found.mentions.strict == Score(3, 5, 3, 7)
    assert found.mentions.partial == Score(4, 5, 4, 7)
    assert found.mentions.confused == {("GPE", "ORG"): 1}
    assert found.clusters.b_cubed.precision == pytest.approx((1 + 0 + 1 + 1 + 1) / 5)  # the plan's edges are another's
    assert found.clusters.b_cubed.recall == pytest.approx((1 + 1 + 0 + 1 / 2 + 0 + 1 / 2 + 0) / 7)
    assert found.stances.triplet == Score(1, 3, 1, 3)
    assert found.stances.pair == Score(2, 3, 2, 3)
    assert found.stances.polarity_accuracy == 0.5
    assert found.calibration["entities"].n == 5
    assert found.calibration["stances"].brier == pytest.approx((0.01 + 0.16 + 0.04) / 3)
    assert (found.articles, found.pairs, found.targets) == (1, None, None)


def test_json_has_the_keys_that_were_promised() -> None:
    end_to_end = json.loads(msgspec.json.encode(as_json(run(source(), Fake()))))
    assert set(end_to_end) >= DESIGNED
    assert {"strict", "partial", "by_label"} <= set(end_to_end["entities"])
    assert {"triplet", "pair", "polarity_accuracy"} <= set(end_to_end["stances"])
    assert {"p", "r", "f1"} <= set(end_to_end["stances"]["triplet"])
    assert not {"directed_macro_f1", "target_macro_f1"} & set(end_to_end)
    given = as_json(run(source(), Fake(judged()), given="entities"))
    assert {*DESIGNED, "directed_macro_f1", "directed_micro_f1", "target_macro_f1"} <= set(given)


def test_given_entities_each_pair_and_each_target_has_a_class() -> None:
    model = Fake(judged())
    found = run(source(), model, given="entities")
    assert model.asked == ["entities"]
    assert found.pairs is not None
    assert found.targets is not None
    # gold's entities in reading order: Dora Lind, the plan, Oslo, Emil
    assert found.pairs.gold == ("against >", "none", "favor <", "none", "none", "favor >")
    assert found.pairs.said == ("against >", "against >", "favor >", "none", "none", "none")
    assert found.targets.gold == ("favor", "against", "none", "favor")
    assert found.targets.said == ("favor", "none", "none", "none")
    figures = as_json(found)
    assert figures["directed_micro_f1"] == 3 / 6
    assert figures["target_accuracy"] == 2 / 4
    assert figures["calibration"]["pairs"]["n"] == 4


def test_what_gold_does_not_mark_is_not_shown_as_a_figure() -> None:
    pairs = as_table(run(source(marks=("pairs",)), Fake(judged()), given="entities"))
    assert "five-class macro F1" in pairs
    assert "TARGETS" not in pairs
    assert "STANCES" not in pairs
    alone = as_table(run(source(marks=("pairs",)), Fake()))
    assert "--given entities" in alone
    assert "this gold has none" in as_table(run(source(marks=("entities",)), Fake()))


@pytest.mark.parametrize("given", [None, "entities"])
def test_of_gold_without_stances_nothing_is_said_of_stances(given: str | None) -> None:
    article, annotation = gold()
    names = GoldSource("names", ((article, msgspec.structs.replace(annotation, stances={})),))
    table = as_table(run(names, Fake(judged()) if given else Fake(), given=given))
    assert "Stances: this gold has none, so nothing is said of them." in table
    for words in ("STANCES", "PAIRS", "TARGETS", "suggested stances", "is there a stance"):
        assert words not in table


def test_the_table_says_what_and_on_how_many() -> None:
    table = as_table(run(source(), Fake()))
    assert "fake 1.0 (fake-1.0-0) on some gold: 1 article" in table
    row = next(line for line in table.split("\n") if line.startswith("range and label right"))
    assert row.split()[-5:] == ["0.600", "0.429", "0.500", "7", "5"]
    assert "GPE → ORG 1" in table


def test_an_article_that_cannot_be_read_is_told_and_left_out() -> None:
    article, annotation = gold()
    other = Article("long", "an unreadable text"), Annotation(status="done")
    found = run(source(other, (article, annotation)), Fake())
    assert found.articles == 1
    assert found.problems == ("long: it is too long.",)


def test_it_can_be_stopped() -> None:
    model = Fake()
    work = evaluate(source(gold(), gold(), gold()), model)
    assert next(work).words == "1 of 3 articles"
    work.close()
    assert len(model.asked) == 1


def test_disagreements_are_told_by_kind(tmp_path: Path) -> None:
    told: list[Disagreement] = []
    run(source(), Fake(), tell=told.append)
    kinds = sorted((d.what, d.kind) for d in told)
    assert kinds == [
        ("mention", "edges"), ("mention", "label"), ("mention", "missed"), ("mention", "missed"),
        ("stance", "invented"), ("stance", "missed"), ("stance", "polarity"),
    ]  # fmt: skip
    wrong = next(d for d in told if d.kind == "polarity")
    assert wrong.gold == "Emil → Dora Lind, favor"
    assert wrong.suggested == "Emil → Dora Lind, against (0.40)"
    path = tmp_path / "errors.txt"
    assert write_disagreements(told, path) == 7
    lines = path.read_text(encoding="utf-8").split("\n")
    assert lines[0] == "7 disagreements"
    assert any("stance: polarity · article" in line for line in lines)


def test_given_entities_disagreements_are_pairs_and_targets() -> None:
    told: list[Disagreement] = []
    run(source(marks=("pairs",)), Fake(judged()), given="entities", tell=told.append)
    assert sorted((d.kind, d.gold, d.suggested) for d in told) == [
        ("direction", "Dora Lind | Emil: favor <", "Dora Lind | Emil: favor >"),
        ("invented", "Dora Lind | Oslo: none", "Dora Lind | Oslo: against >"),
        ("missed", "Oslo | Emil: favor >", "Oslo | Emil: none"),
    ]


def test_labels_of_other_makers_are_compared_in_coarse_classes() -> None:
    article, annotation = gold()
    coarse = {"PERSON": "PER", "GPE": "LOC", "TOPIC": "TOPIC"}
    mentions = {k: msgspec.structs.replace(m, label=coarse[m.label]) for k, m in annotation.mentions.items()}
    found = run(source((article, msgspec.structs.replace(annotation, mentions=mentions))), Fake())
    assert set(found.mentions.by_label) == {"LOC", "PER", "TOPIC"}  # ORG is nothing that this gold marks


# --- where gold comes from


def test_a_limit_takes_articles_from_all_over() -> None:
    assert spread(range(10), 3) == [0, 3, 6]
    assert spread(range(3), 5) == spread(range(3), None) == range(3)


def gold_file(folder: Path) -> Path:
    path = folder / "gold.jsonl"
    path.write_bytes(encode(to_gold(*gold())))
    return path


def test_a_project_and_its_export_measure_the_same(tmp_path: Path) -> None:
    path = tmp_path / "p.annot"
    with Project.create(path) as project:
        for _ in import_files(project, [gold_file(tmp_path)]):
            pass
    from_project, from_file = open_gold(path), open_gold(gold_file(tmp_path))
    assert len(from_project.cases) == len(from_file.cases) == 1
    one, other = (as_json(run(s, Fake())) for s in (from_project, from_file))
    assert one["stances"] == other["stances"]
    assert one["entities"] == other["entities"]


@pytest.mark.parametrize(
    ("name", "content", "cause"),
    [
        ("plain.txt", "Only words.\n", "carries no annotation"),
        ("empty.jsonl", '{"sentence_normalized": "A", "targets": 1}\n', "no finished article"),
    ],
)
def test_a_file_without_gold_is_refused(tmp_path: Path, name: str, content: str, cause: str) -> None:
    path = tmp_path / name
    path.write_text(content)
    with pytest.raises(InputError, match=cause):
        open_gold(path)


# --- the command, with the real model


def test_the_command_measures_and_writes_what_is_wrong(tmp_path: Path) -> None:
    path, errors = gold_file(tmp_path), tmp_path / "errors.txt"
    done = annotator("evaluate", path, "--json", "--errors", errors)
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    assert set(figures) >= DESIGNED
    assert figures["articles"] == 1
    assert figures["entities"]["strict"]["gold"] == 7
    assert errors.read_text(encoding="utf-8").split("\n")[0].endswith("disagreements")
    given = annotator("evaluate", path, "--given", "entities")
    assert given.returncode == 0, given.stderr
    assert "five-class macro F1" in given.stdout


def test_the_command_tells_problems_in_one_line(tmp_path: Path) -> None:
    assert "no such file" in problem("evaluate", tmp_path / "none.jsonl")
    path = gold_file(tmp_path)
    assert "no model" in problem("evaluate", path, "--model", "no_such_model")
    assert "no format" in problem("evaluate", path, "--format", "nonsense")
    assert annotator("evaluate", path, "--given", "words").returncode == 2
