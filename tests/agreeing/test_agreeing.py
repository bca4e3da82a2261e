"""Curators against each other: planted disagreements are found, exactly; the figures; the command."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest

from annotator.agreeing import Agreement, Party, agree, as_json, as_list, as_table, open_parties
from annotator.agreeing.comparing import marked
from annotator.errors import InputError
from annotator.evaluating.reading import Case
from annotator.gold import encode, to_gold
from annotator.importing import import_files
from annotator.project import Project
from annotator.quality.comparing import compare
from annotator.quality.unitizing import unitize_label
from annotator.records import Annotation, Article, Entity, Mention
from tests.agreeing.planting import PLANTS, article, other_label, other_range, under_other_ids
from tests.core.test_commands import annotator, problem

EACH = 3
"""So many articles have a disagreement of each kind."""


def planted() -> tuple[list[Case], list[Case], list[tuple[str, str, int]]]:
    """Two curators' articles, and what they disagree on: article, kind, place."""
    mine, theirs, expected = [], [], []
    for number, plant in enumerate(list(PLANTS.values()) * EACH):
        text, annotation = article(number)
        changed, kinds = plant(annotation)
        mine.append((text, annotation))
        theirs.append((text, under_other_ids(changed)))
        expected += [(text.id, kind, place) for kind, place in kinds]
    return mine, theirs, expected


def party(name: str, *cases: Case) -> Party:
    return Party(name, "", {found.text: (found, annotation) for found, annotation in cases})


def changed(case: Case, **fields: object) -> Case:
    return case[0], msgspec.structs.replace(case[1], **fields)


def run(*parties: Party) -> Agreement:
    work = agree(parties)
    while True:
        try:
            next(work)
        except StopIteration as end:
            found: Agreement = end.value
            return found


def written(path: Path, cases: Sequence[Case]) -> Path:
    path.write_bytes(b"".join(encode(to_gold(*case)) for case in cases))
    return path


def test_planted_disagreements_are_found_and_nothing_else() -> None:
    mine, theirs, expected = planted()
    for parties in ((party("ann", *mine), party("ben", *theirs)), (party("ben", *theirs), party("ann", *mine))):
        (between,) = run(*parties).pairs
        assert between.articles == len(PLANTS) * EACH
        assert sorted((d.article, d.kind) for d in between.disagreements) == sorted(e[:2] for e in expected)
    (between,) = run(party("ann", *mine), party("ben", *theirs)).pairs
    assert sorted((d.article, d.kind, d.start) for d in between.disagreements) == sorted(expected)


def test_who_says_the_same_agrees_in_all() -> None:
    cases = [article(number) for number in range(3)]
    (between,) = run(party("ann", *cases), party("ben", *((a, under_other_ids(b)) for a, b in cases))).pairs
    assert between.disagreements == ()
    assert {name for name, figure in between.figures.items() if figure.value != pytest.approx(1)} == set()
    assert between.figures["mentions.strict"].interval == (1, 1)
    assert between.figures["stances.triplet"].ones == 9


def test_figures_by_hand() -> None:
    """Two articles of ten mentions and three stances each: two other ranges in one, one other label in the other."""
    first, second = article(0), article(1)
    wider = under_other_ids(other_range(first[1])[0])
    labelled = under_other_ids(other_label(second[1])[0])
    (between,) = run(party("ann", first, second), party("ben", (first[0], wider), (second[0], labelled))).pairs
    values = {name: figure.value for name, figure in between.figures.items()}
    assert values["mentions.strict"] == pytest.approx(17 / 20)
    assert values["mentions.exact"] == pytest.approx(18 / 20)
    assert values["mentions.type"] == pytest.approx(19 / 20)
    assert values["mentions.partial"] == pytest.approx(19 / 20)
    assert values["labels.GPE.f1"] == pytest.approx(2 * 3 / (4 + 3))
    assert {values[f"entities.{name}"] for name in ("b3", "lea", "matched")} == {1}  # edges and labels do no harm
    assert {value for name, value in values.items() if name.startswith("stances.")} == {1}
    low, high = between.figures["mentions.strict"].interval or (0, 0)
    assert (low, high) == (pytest.approx(0.8), pytest.approx(0.9))


def test_a_label_that_an_article_lacks_is_gap_there() -> None:
    first, second = article(0), article(1)
    dated = PLANTS["one more mention"](first[1])[0]
    day = msgspec.structs.replace(dated.mentions["m70"], end=dated.mentions["m70"].end - 3)
    shorter = msgspec.structs.replace(dated, mentions=dated.mentions | {"m70": day})
    (between,) = run(party("ann", (first[0], dated), second), party("ben", (first[0], shorter), second)).pairs
    length = len(first[0].text) + len(second[0].text)
    both = unitize_label(length, [marked(dated), marked(shorter)], "DATE").alpha
    assert between.figures["labels.DATE.unitizing_alpha"].value == pytest.approx(both)
    assert between.figures["labels.DATE.unitizing_alpha"].value != pytest.approx(1)


def test_parts_of_stances_are_told_apart() -> None:
    mine, theirs, _ = planted()
    (between,) = run(party("ann", *mine), party("ben", *theirs)).pairs
    stances, gone, once = 3 * len(mine), EACH, EACH
    paired = stances - gone

    def expected(wrong: int) -> float:
        return pytest.approx((paired - wrong) / paired)  # type: ignore[no-any-return]

    values = {name.rpartition(".")[2]: f.value for name, f in between.figures.items() if ".parts." in name}
    assert values["holder"] == values["target"] == expected(2 * once)  # reversed, and other
    assert values["polarity"] == values["cue"] == values["manner"] == values["source"] == expected(once)
    assert values["cue edges"] == expected(2 * once)
    agreed = stances - gone - 3 * once
    assert between.figures["stances.pair"].value == pytest.approx(2 * agreed / (stances + paired))
    assert between.figures["stances.triplet"].value == pytest.approx(2 * (agreed - once) / (stances + paired))
    assert between.figures["stances.polarity_kappa"].ones == agreed


def test_one_curator_silent() -> None:
    case = article(0)
    (between,) = run(party("ann", case), party("ben", changed(case, mentions={}, entities={}, stances={}))).pairs
    assert between.figures["mentions.strict"].value == 0
    assert between.figures["entities.b3"].value == 0
    assert between.figures["mentions.label_alpha"].value is None
    assert between.figures["stances.polarity_kappa"].value is None
    assert [d.kind for d in between.disagreements] == ["missing mention"] * 10 + ["missing stance"] * 3
    assert {d.versions[1] for d in between.disagreements} == {"nothing"}


def test_both_silent_is_undefined_and_no_disagreement() -> None:
    silent = changed(article(0), mentions={}, entities={}, stances={})
    found = run(party("ann", silent), party("ben", silent))
    assert {figure.value for figure in found.pairs[0].figures.values()} == {None}
    assert found.pairs[0].disagreements == ()
    assert as_table(found).endswith("\n0 disagreements")


def test_the_same_mention_twice_is_told_once() -> None:
    text, annotation = article(0)
    twin = msgspec.structs.replace(annotation.mentions["m1"], id="m77")
    (between,) = run(
        party("ann", (text, annotation)),
        party("ben", changed((text, annotation), mentions={**annotation.mentions, "m77": twin})),
    ).pairs
    assert [d.kind for d in between.disagreements] == ["missing mention"]
    assert between.figures["mentions.strict"].value == 1  # a set of ranges and labels


def test_a_name_within_a_longer_mention_of_something_else_is_another_mention() -> None:
    text = Article("a", "The mayor praised the harbour plan of Larvik.")

    def one(start: int, end: int, label: str) -> Annotation:
        mention, entity = Mention("m1", start, end, label, "e1"), Entity("e1", label, f"the {label}")
        return Annotation("done", entities={"e1": entity}, mentions={"m1": mention})

    plan, town = one(22, 44, "TOPIC"), one(38, 44, "GPE")
    assert [None in pair for pair in compare(text, plan, town).mentions] == [True, True]
    shorter = one(22, 34, "ORG")
    found = run(party("ann", (text, plan)), party("ben", (text, shorter))).pairs[0]
    assert {d.kind for d in found.disagreements} == {"other range", "other label"}


def test_an_entity_that_stands_nowhere_is_known_by_its_name() -> None:
    text, annotation = article(0)
    nowhere = annotation.entities | {
        "e70": Entity("e70", "ORG", "The Council"),
        "e71": Entity("e71", "ORG", "The Guild"),
    }
    theirs = annotation.entities | {"e80": Entity("e80", "ORG", "council")}
    mine, other = changed((text, annotation), entities=nowhere), changed((text, annotation), entities=theirs)
    (between,) = run(party("ann", mine), party("ben", other)).pairs
    assert [(d.kind, d.versions) for d in between.disagreements] == [("missing entity", ("The Guild ORG", "nothing"))]


def test_three_parties_are_compared_two_by_two_and_all_at_once() -> None:
    cases = [article(number) for number in range(4)]
    ben = party("ben", *((a, other_label(b)[0]) for a, b in cases))
    found = run(party("ann", *cases), ben, party("cat", *cases[:3]))
    assert [(p.one, p.other, p.articles) for p in found.pairs] == [
        ("ann", "ben", 4),
        ("ann", "cat", 3),
        ("ben", "cat", 3),
    ]
    assert [len(p.disagreements) for p in found.pairs] == [4, 0, 3]
    assert set(found.over_all) >= {"mentions.label_alpha", "mentions.unitizing_alpha", "labels.GPE.unitizing_alpha"}
    alpha = found.over_all["mentions.label_alpha"]
    assert alpha.ones + alpha.others == 3 * 30 + 2 * 10  # judgements
    assert as_json(found)["over_all"]["mentions.label_alpha"]["items"] == 110
    assert "ALL TOGETHER" in as_table(found)


def test_articles_that_only_one_has_are_told() -> None:
    both, mine, theirs = article(0), article(1), article(2)
    clash = (msgspec.structs.replace(theirs[0], id=mine[0].id), theirs[1])
    found = run(party("ann", both, mine), party("ben", both, clash, article(3)))
    assert [(o.party, o.article, o.why) for o in found.left_out] == [
        ("ann", mine[0].id, "another text under this id"),
        ("ben", mine[0].id, "another text under this id"),
        ("ben", article(3)[0].id, "nobody else has finished it"),
    ]
    assert f"Left out of ben: 1 (nobody else has finished it): {article(3)[0].id}" in as_table(found)
    with pytest.raises(InputError, match="finished in two"):
        run(party("ann", mine), party("ben", both))


def test_nobody_agrees_with_their_own_work_that_was_merged_into_another_file() -> None:
    anns, bens, taken = (changed(article(n), curators=(who,)) for n, who in ((0, "ann"), (0, "ben"), (1, "ben")))
    found = run(party("team", anns, taken), party("ben", bens, taken))
    assert [pair.articles for pair in found.pairs] == [1], "Ben's article that Ann took over is left out"
    assert [(o.article, o.why) for o in found.left_out] == [(taken[0].id, "it is the same curator's work in ben")]
    third = run(party("team", anns, taken), party("ben", bens, taken), party("cat", changed(taken, curators=("cat",))))
    alpha = third.over_all["mentions.label_alpha"]
    assert alpha.ones + alpha.others == 4 * 10, "of four works, each article with two: Ben's article once"
    again = run(party("before", bens, taken), party("later", bens, taken))
    assert [pair.articles for pair in again.pairs] == [2], "one curator who did all of it twice is compared"


def test_parties_have_the_names_of_curators_or_files(tmp_path: Path) -> None:
    case = article(0)
    ann = written(tmp_path / "x.jsonl", [case])
    two = written(tmp_path / "team.jsonl", [changed(case, curators=("ben", "cat")), changed(case, curators=("ben",))])
    again = written(tmp_path / "y.jsonl", [case])
    parties = open_parties([ann, two])
    assert [p.name for p in parties] == ["ann", "team"]
    assert [len(p.cases) for p in parties] == [1, 1]
    assert parties[1].problems == (f"team: the text of article {case[0].id} comes twice; the first counts.",)
    assert [p.name for p in open_parties([ann, again])] == ["x", "y"]
    assert len({p.name for p in open_parties([ann, ann])}) == 2
    assert [(p.name, p.file) for p in open_parties([ann, two], hide_names=True)] == [("A", ""), ("B", "")]
    with pytest.raises(InputError, match="two files"):
        open_parties([ann])


def test_the_list_has_both_versions_in_words() -> None:
    case = article(0)
    found = run(party("ann", case), party("ben", (case[0], under_other_ids(PLANTS["reversed direction"](case[1])[0]))))
    head, words, *versions = as_list(found).splitlines()
    assert head == f"reversed direction · article {case[0].id} at 74–81"
    assert words.startswith("    Bo Rask has praised Ada Moen more than once. The Harbour Union")
    assert versions == [
        "    ann  Bo Rask → Ada Moen, favor, “praised”, reported",
        "    ben  Ada Moen → Bo Rask, favor, “praised”, reported",
    ]


def test_the_command_on_a_project_and_a_file(tmp_path: Path) -> None:
    mine, theirs, expected = planted()
    ann, ben = tmp_path / "first.annot", written(tmp_path / "second.jsonl", theirs)
    with Project.create(ann) as project:
        for _ in import_files(project, [written(tmp_path / "mine.jsonl", mine)]):
            pass
    done = annotator("agree", ann, ben, "--json", "--list", "--hide-names")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    (between,) = told["pairs"]
    assert sorted((d["article"], d["kind"], d["start"]) for d in between["disagreements"]) == sorted(expected)
    assert [p["name"] for p in told["parties"]] == ["A", "B"]
    for secret in ("ann", "ben", "first", "second"):
        assert f'"{secret}' not in done.stdout
    table = annotator("agree", ann, ben)
    assert table.stdout.startswith("ann and ben: 45 articles that both have done\n")
    assert "45 disagreements: 6 missing mention, 6 other range" in table.stdout
    assert "    ben  " not in table.stdout
    assert "    ben  " in annotator("agree", ann, ben, "--list").stdout
    assert "two files" in problem("agree", ann)
