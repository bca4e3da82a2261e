"""Doubtful gold: planted faults are found, what is fine is not told again, and fixes are acts."""

from __future__ import annotations

import json
import random
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import msgspec
import pytest

from annotator import edits
from annotator.clock import now
from annotator.doubting import Found, as_lines, call_fine, doubt, find, is_fine, mend, to_json
from annotator.doubts import CHECKS, Case, Check, table
from annotator.doubts.edges import clean_edges
from annotator.errors import EditError, InputError
from annotator.project import Project
from annotator.records import (
    Annotation,
    Article,
    Change,
    Choice,
    Entity,
    Mention,
    Outline,
    Run,
    Section,
    Stance,
    Step,
    SuggestedEntity,
    SuggestedMention,
    Suggestion,
)
from annotator.spans import Range
from annotator.store import Entry
from tests.core.test_commands import annotator

ARTICLES, EACH = 200, 20
FEW, TWO = 30, 2
PLANTED = (
    "edges", "cluster", "oneself", "contradiction", "unmentioned", "cue", "boilerplate", "labels", "unmarked", "hurry",
)  # fmt: skip
NAMES = {
    "PERSON": ["Ann Reed", "Bob Stone", "Cara Lund", "Dov Katz", "Eve Moss", "Finn Berg", "Gia Toro", "Hal Wynn"],
    "ORG": ["Norvik Steel", "Green Front", "Lake Bank", "Harbour Union", "Orion Press", "Dale College"],
    "PLACE": ["Oslo", "Bern", "Kyiv", "Lima", "Quito", "Dakar", "Hanoi"],
}
LABELS = tuple(NAMES)


@dataclass
class Made:
    """An article in the making: sentences, and what is marked in them."""

    id: str
    text: str = ""
    sentences: list[Range] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    entities: dict[str, Entity] = field(default_factory=dict)
    mentions: dict[str, Mention] = field(default_factory=dict)
    stances: dict[str, Stance] = field(default_factory=dict)
    suggested: list[SuggestedMention] = field(default_factory=list)
    ms: int = 20_000

    def say(self, sentence: str) -> int:
        start = len(self.text)
        self.text += sentence + "\n"
        self.sentences.append(Range(start, start + len(sentence)))
        return start

    def entity(self, name: str, label: str) -> str:
        id = f"e{len(self.entities) + 1}"
        self.entities[id] = Entity(id, label, name)
        return id

    def mark(self, start: int, words: str, label: str, entity: str) -> str:
        place = self.text.index(words, start)
        id = f"m{len(self.mentions) + 1}"
        self.mentions[id] = Mention(id, place, place + len(words), label, entity)
        return id

    def stance(self, holder: str, target: str, polarity: Any, start: int, cue: str) -> None:
        place = self.text.index(cue, start)
        id = f"s{len(self.stances) + 1}"
        self.stances[id] = Stance(id, holder, target, polarity, (Range(place, place + len(cue)),))

    def annotation(self) -> Annotation:
        return Annotation(
            status="done",
            sections=tuple(self.sections),
            entities=self.entities,
            mentions=self.mentions,
            stances=self.stances,
            curators=("me",),
            done_at="2025-01-01T00:00:00Z",
            serial=100,
        )

    def suggestion(self) -> Suggestion:
        entities = tuple(SuggestedEntity(f"e{m.id}", m.label, m.id) for m in self.suggested)
        return Suggestion("r1", entities, tuple(self.suggested), (), Outline(tuple(self.sentences)))


def an_article(number: int, chance: random.Random) -> Made:
    """Six names, each in two sentences, two to a label; a stance; some boilerplate. All of it is as it should be."""
    made = Made(f"a{number}")
    names = [(name, label) for label in LABELS for name in chance.sample(NAMES[label], 2)]
    homes = [made.entity(name, label) for name, label in names]
    for at in range(0, 6, 2):
        start = made.say(f"Today {names[at][0]} praised {names[at + 1][0]} and went on number{number}.")
        for n in (at, at + 1):
            made.mark(start, names[n][0], names[n][1], homes[n])
        made.stance(homes[at], homes[at + 1], "favor", start, "praised")
    made.say("Nothing else was said for a while.")
    for (name, label), home in zip(names, homes, strict=True):
        start = made.say(f"Later {name} was seen again.")
        made.mark(start, name, label, home)
    start = made.say("Read more in our letter.")
    made.sections.append(Section(start, len(made.text)))
    return made


def plant(made: Made, kind: str) -> tuple[str, int]:
    """Put one fault of a kind into an article; the check that must find it, and where (code points)."""
    first = made.mentions["m1"]
    match kind:
        case "edges":
            made.mentions["m12"] = msgspec.structs.replace(made.mentions["m12"], end=made.mentions["m12"].end + 1)
            return kind, made.mentions["m12"].start
        case "cluster":
            made.mentions["m1"] = msgspec.structs.replace(first, label="ORG")
        case "oneself":
            made.stances["s1"] = msgspec.structs.replace(made.stances["s1"], target="e1")
            return kind, made.stances["s1"].cues[0].start
        case "contradiction":
            made.stance("e1", "e2", "against", 0, "went on")
            return kind, made.stances["s4"].cues[0].start
        case "unmentioned":
            made.entity("Nobody", "PERSON")
            return kind, 0
        case "cue":
            made.stance("e1", "e2", "against", 0, "Nothing else")
            return kind, made.stances["s4"].cues[0].start
        case "boilerplate":
            made.entities["e9"] = Entity("e9", "ORG", "our letter")
            return kind, made.mentions[made.mark(0, "our letter", "ORG", "e9")].start
        case "labels":
            made.entities["e1"] = msgspec.structs.replace(made.entities["e1"], label="PLACE")
            for id in ("m1", "m7"):
                made.mentions[id] = msgspec.structs.replace(made.mentions[id], label="PLACE")
        case "unmarked":
            return kind, made.mentions.pop("m7").start
        case "hurry":
            made.ms = 500
            return kind, 0
    return kind, first.start


def suggest(made: Made, chance: random.Random) -> None:
    """What a model says that is right nine times out of ten, with probabilities that tell how sure it is."""
    for id, mention in made.mentions.items():
        right = chance.random() < 0.9
        said = mention.label if right else chance.choice([x for x in LABELS if x != mention.label])
        p = chance.betavariate(8, 2) if right else chance.betavariate(3, 3)
        rest = [x for x in LABELS if x != said]
        others = tuple(Choice(x, (1 - p) / 2) for x in rest)
        made.suggested.append(SuggestedMention(id, mention.start, mention.end, said, f"e{id}", p, others=others))


def flip(made: Made, chance: random.Random) -> tuple[str, int]:
    mention = made.mentions["m4"]
    label = chance.choice([x for x in LABELS if x != mention.label])
    made.mentions["m4"] = msgspec.structs.replace(mention, label=label)
    return made.id, mention.start


def a_project(path: Path, articles: list[Made]) -> Project:
    project = Project.create(path, curator="me")
    project.add([Article(m.id, m.text, {}, tuple(m.sections)) for m in articles])
    project.add_run(Run("r1", "hand", "1", "2025-01-01T00:00:00Z"))
    project.put_suggestions([(m.id, m.suggestion()) for m in articles])
    project.store.append(Entry(m.id, "me", now(), _change(m), m.annotation(), ms=m.ms) for m in articles)
    return project


def _change(made: Made) -> Change:
    after = msgspec.to_builtins(made.annotation())
    steps = [Step((name,), None, value) for name, value in after.items() if not isinstance(value, dict)]
    for name in ("entities", "mentions", "stances"):
        steps += [Step((name, id), None, value) for id, value in after.get(name, {}).items()]
    return Change("finish", "done", tuple(steps))


def result(work: Generator[Any, None, Any]) -> Any:
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value


def doubts(project: Project, *only: str) -> Found:
    found: Found = result(doubt(project, only))
    return found


@pytest.fixture
def articles() -> list[Made]:
    chance = random.Random(7)
    return [an_article(number, chance) for number in range(ARTICLES)]


Faulty = tuple[Project, set[tuple[str, str, int]]]


def planted_in(path: Path, articles: list[Made], each: int) -> Faulty:
    planted = set()
    for number, kind in enumerate(kind for kind in PLANTED for _ in range(each)):
        name, start = plant(articles[number], kind)
        planted.add((name, articles[number].id, start))
    return a_project(path, articles), planted


@pytest.fixture
def project(tmp_path: Path, articles: list[Made]) -> Iterator[Project]:
    """Thirty articles with two faults of each kind."""
    with planted_in(tmp_path / "p.annot", articles[:FEW], TWO)[0] as project:
        yield project


def test_gold_without_a_fault_raises_no_doubt(tmp_path: Path, articles: list[Made]) -> None:
    with a_project(tmp_path / "p.annot", articles) as project:
        assert doubts(project).doubts == ()


def test_every_planted_fault_is_found_and_little_else(tmp_path: Path, articles: list[Made]) -> None:
    project, planted = planted_in(tmp_path / "p.annot", articles, EACH)
    with project:
        assert project.check() == []
        found = doubts(project)
    told = {(d.check, d.article, d.start) for d in found.doubts}
    assert planted - told == set()
    assert len(planted) == EACH * len(PLANTED)
    # a label flip shows twice (both mentions), and one unlike its cluster is unlike its string too
    assert found.counts == {**dict.fromkeys(PLANTED, EACH), "labels": 3 * EACH, "model": 0}


def test_confident_learning_finds_most_flips_within_the_first_hundred(tmp_path: Path, articles: list[Made]) -> None:
    chance = random.Random(11)
    for made in articles:
        suggest(made, chance)
    flipped = {flip(made, chance) for made in chance.sample(articles, EACH)}
    with a_project(tmp_path / "p.annot", articles) as project:
        rows = doubts(project, "model").doubts
    first = {(d.article, d.start) for d in rows[:100]}
    print(f"{len(flipped & first)} of {len(flipped)} flips in the first 100 of {len(rows)} rows")  # noqa: T201
    assert len(flipped & first) >= 0.6 * len(flipped)
    assert [d.rank for d in rows] == sorted((d.rank for d in rows), reverse=True)


def test_fine_as_it_is_holds_until_the_gold_there_changes(project: Project) -> None:
    row = doubts(project, "edges").doubts[0]
    call_fine(project, row.key)
    found = doubts(project, "edges")
    assert is_fine(project, row.key)
    assert row.key not in {d.key for d in found.doubts}
    assert (found.counts["edges"], found.fine) == (TWO - 1, 1)

    project.act(project.page(row.article), edits.label, "m12", "PERSON")
    project.act(project.page(row.article), edits.finish, "me", now())
    again = next(d for d in doubts(project, "edges").doubts if (d.article, d.start) == (row.article, row.start))
    assert again.key != row.key

    call_fine(project, row.key, fine=False)
    assert not is_fine(project, row.key)
    with pytest.raises(InputError, match="no doubt has the key"):
        result(find(project, row.key))
    assert project.check() == []


def test_fixes_mend(project: Project) -> None:
    for name in ("edges", "cluster", "oneself", "boilerplate", "labels", "unmarked", "unmentioned"):
        row = doubts(project, name).doubts[0]
        project.apply(project.page(row.article), mend(project.page(row.article), row))
        if project.page(row.article).annotation.status != "done":
            project.act(project.page(row.article), edits.finish, "me", now())
        assert row.key not in {d.key for d in doubts(project, name).doubts}, name
    row = doubts(project, "contradiction").doubts[0]
    with pytest.raises(EditError, match="no fix"):
        mend(project.page(row.article), row)


@pytest.mark.parametrize(
    ("marked", "clean"),
    [
        ("Oslo,", "Oslo"),
        (" Oslo", "Oslo"),
        ("Oslo’s", "Oslo"),
        ("“Oslo", "Oslo"),
        ("“Oslo”", "“Oslo”"),
        ("(Oslo", "Oslo"),
        ("Oslo (city)", "Oslo (city)"),
        ("the U.S.", "the U.S."),
        ("Norvik Inc.", "Norvik Inc."),
        ("the vote.", "the vote"),
        ("…", None),
    ],
)
def test_clean_edges(marked: str, clean: str | None) -> None:
    text = f"In {marked} today"
    found = clean_edges(text, Range(3, 3 + len(marked)))
    assert (found.of(text) if found else None) == clean


def test_an_article_with_an_unknown_time_or_a_new_curator_is_in_no_hurry() -> None:
    check = next(c for c in CHECKS if c.name == "hurry")()
    case = Case(Article("a", "one two"), Annotation(status="done"))
    check.learn(case)
    assert list(check.doubts(case)) == []


def test_another_package_may_bring_a_check(monkeypatch: pytest.MonkeyPatch, project: Project) -> None:
    point = EntryPoint("short", "tests.core.test_doubts:Short", table.GROUP)
    monkeypatch.setattr(table, "entry_points", lambda group: [point] if group == table.GROUP else [])
    assert doubts(project, "short").counts == {"short": FEW}
    with pytest.raises(InputError, match="no check is called “long”"):
        doubts(project, "long")


class Short(Check):
    title = "a short article"

    def doubts(self, case: Case) -> Iterator[Any]:
        yield case.doubt(self.name, Range(0, 0), "It is short.", ())


def test_only_the_most_doubtful_are_kept_and_all_counted(project: Project) -> None:
    all_of_them = doubts(project, "labels")
    few: Found = result(doubt(project, ("labels",), most=5))
    assert few.doubts == all_of_them.doubts[:5]
    assert few.counts == all_of_them.counts
    assert f"labels{3 * TWO:>16} (the first 5 shown)" in as_lines(few)
    assert json.loads(to_json(few))["doubts"][0]["key"] == few.doubts[0].key


def test_the_command(project: Project) -> None:
    path = project.path
    key = doubts(project, "edges").doubts[0].key
    project.close()
    done = annotator("doubts", path, "--only", "edges", "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["counts"], told["doubts"][0]["key"]) == (0, {"edges": TWO}, key)
    assert annotator("doubts", path, "--fine", key).stdout == f"{key}: fine as it is.\n"
    done = annotator("doubts", path, "--only", "edges")
    assert done.returncode == 0
    assert key not in done.stdout
    assert done.stdout.splitlines()[-1] == f"{TWO - 1} doubts in {FEW} finished articles, 1 fine as they are."
    assert annotator("doubts", path, "--fine", "edges-0").returncode == 1
