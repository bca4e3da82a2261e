"""A project for pictures of the review room: the sample's gold, curated again by a machine with a curator's hands.

The model that comes with the program suggests; then each article is decided mention by mention as the sample's gold has
it, and finished, with the clock of a curator. An earlier model is the same with a part of its suggestions gone.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

import msgspec

from annotator import edits, shelved
from annotator.bringing import difference
from annotator.edits import Edit
from annotator.gold import GoldRecord, encode, to_gold
from annotator.importing import import_files
from annotator.learn.cards import Card, Counts, GoldUsed, PartReport, Scores, Settings, Verdict
from annotator.learn.shelf import write_card
from annotator.merging import merge
from annotator.project import Coming, Project
from annotator.records import NOT_AN_ENTITY, Annotation, Article, Run, Suggestion
from annotator.running import suggest_all

SAMPLE = Path(__file__).parents[2] / "datasets" / "sample"
EARLIER = Run("earlier", "an earlier model", "1.0", "2026-01-05T08:00:00Z")
BLIND = 0.3
SECONDS = (1.2, 6.0)
"""So long (least, most) a decision takes."""


class Clock:
    """A curator's: some days with some articles each."""

    def __init__(self) -> None:
        self.at = datetime(2026, 2, 2, 9, 0, tzinfo=UTC)

    def now(self) -> str:
        """As :func:`annotator.clock.now`."""
        return self.at.strftime("%Y-%m-%dT%H:%M:%SZ")

    def monotonic(self) -> float:
        """As :func:`time.monotonic`."""
        return self.at.timestamp()

    def pass_(self, seconds: float) -> None:
        """Let time go by."""
        self.at += timedelta(seconds=seconds)


def make(path: Path) -> None:
    """Make it; takes some seconds, for the model is loaded."""
    gold = path.with_name("gold.annot")
    with Project.create(gold, curator="ada") as project:
        list(import_files(project, sorted(SAMPLE.glob("*.jsonl"))))
        items = [(project.store.article(id), project.store.annotation(id)) for id in project.store.ids(("done",))]
    chance, clock = random.Random(4), Clock()
    with (
        Project.create(path, curator="ada", blind=BLIND) as project,
        patch("annotator.project.acts.now", clock.now),
        patch("annotator.project.acts.time", SimpleNamespace(monotonic=clock.monotonic)),
    ):
        project.add([article for article, _ in items])
        project.add_run(EARLIER)
        list(suggest_all(project))
        run = project.store.runs()[-1].id
        found = [(article.id, project.store.suggestion(article.id, run)) for article, _ in items]
        project.put_suggestions([(id, _weaker(told, chance)) for id, told in found if told is not None])
        for number, (article, annotation) in enumerate(items):
            _curate(project, article, annotation, clock, chance, skill=number / len(items))
        for number, taught in enumerate((24, 40, 65, 110)):
            _shelve(project, taught, number)
    gold.unlink()


def _weaker(found: Suggestion, chance: random.Random) -> Suggestion:
    mentions = tuple(
        msgspec.structs.replace(m, label="ORG" if m.label == "GPE" and chance.random() < 0.3 else m.label)
        for m in found.mentions
        if chance.random() < 0.85
    )
    stances = tuple(s for s in found.stances if chance.random() < 0.6)
    return msgspec.structs.replace(found, run=EARLIER.id, mentions=mentions, stances=stances)


def _curate(
    project: Project, article: Article, gold: Annotation, clock: Clock, chance: random.Random, *, skill: float
) -> None:
    """Decide an article by hand; ``skill`` (0 to 1) is how much faster than on the first day."""
    clock.pass_(90 + chance.randint(0, 8 * 3600) * (chance.random() < 0.3))
    for _ in range(400):
        page = project.page(article.id)
        step = next(_acts(page, gold), None)
        if step is None:
            break
        clock.pass_(chance.uniform(*SECONDS) * (1.3 - 0.6 * skill))
        for _press in range(chance.randint(1, 3)):
            project.count_press()
        project.apply(page, step)
    page = project.page(article.id)
    kept = _kept(page.annotation, gold)
    own = msgspec.structs.replace(page.annotation, entities=gold.entities, stances=gold.stances, mentions=kept)
    change = difference(page.annotation, own, "import", "stances of the sample")
    project.bring([Coming(article.id, own, change, "ada")])
    clock.pass_(3)
    project.count_press()
    page = project.page(article.id)
    project.apply(page, edits.finish(page, "ada", clock.now()))


def _kept(own: Annotation, gold: Annotation) -> dict[str, object]:
    """Gold's mentions, each with where the curator's came from."""
    origins = {(m.start, m.end, m.label): m.origin for m in own.mentions.values()}
    return {
        id: msgspec.structs.replace(m, origin=origins.get((m.start, m.end, m.label))) for id, m in gold.mentions.items()
    }


def _acts(page: object, gold: Annotation) -> Iterator[Edit]:
    """The next decision: accept what gold has, give what has gold's words its label, reject the rest, add what misses."""
    wanted = {(m.start, m.end): m.label for m in gold.mentions.values()}
    for item in page.open:  # type: ignore[attr-defined]
        mention = page.mention(item)  # type: ignore[attr-defined]
        if mention is None:
            continue
        label = wanted.get((mention.start, mention.end))
        if label == mention.label:
            yield edits.accept(page, item)  # type: ignore[arg-type]
        elif label is not None:
            yield edits.label(page, item, label)  # type: ignore[arg-type]
        else:
            yield edits.reject(page, item)  # type: ignore[arg-type]
    there = {(m.start, m.end) for m in page.annotation.mentions.values()}  # type: ignore[attr-defined]
    for (start, end), label in wanted.items():
        if (start, end) not in there:
            yield edits.add(page, start, end, label)  # type: ignore[arg-type]


def _shelve(project: Project, taught: int, number: int) -> None:
    """A model's card as a training leaves it; its scores follow a curve that trainings really take."""
    right = round(1000 * (1 - 0.85 * taught**-0.22)) + (0, 14, -9, 6)[number]
    after = Counts(right, 1000 - right, 1000 - right)
    gold = GoldUsed(taught + 12, taught, 4, 8, 40 * taught, 6 * taught, "ab" * 32)
    card = Card(
        f"model-{number + 1}", f"2026-02-0{number + 3}T18:00:00Z", "", "en_core_web_sm", "", "0.1", Settings(), gold,
        (PartReport("entities", True),), Scores(8, Counts(480, 520, 520)), Scores(8, after), Verdict(True, "Better."),
        60.0,
    )  # fmt: skip
    folder = shelved.shelf(project).folder / card.name
    folder.mkdir(parents=True)
    (folder / "config.cfg").write_text("")
    write_card(folder, card)


def second(path: Path) -> None:
    """Merge a second curator's work into the project, who has some labels, mentions and stances otherwise."""
    with Project.open(path) as project:
        records = [
            _otherwise(project.store.article(id), project.store.annotation(id)) for id in project.store.ids(("done",))
        ]
        other = path.with_name("second.jsonl")
        other.write_bytes(b"".join(map(encode, records)))
        for _ in merge(project, [other]):
            pass


def _otherwise(article: Article, annotation: Annotation) -> GoldRecord:
    mentions = {
        id: msgspec.structs.replace(m, label="ORG" if n % 9 == 4 else m.label)
        for n, (id, m) in enumerate(annotation.mentions.items())
        if n % 13 != 7
    }
    held = {m.entity for m in mentions.values()}
    stances = {
        id: msgspec.structs.replace(s, polarity="neutral" if n % 8 == 3 else s.polarity, source=None)
        for n, (id, s) in enumerate(annotation.stances.items())
        if s.target in held and (s.holder in held or s.holder in NOT_AN_ENTITY)
    }
    entities = {id: e for id, e in annotation.entities.items() if id in held and set(e.about) <= held}
    kept = {id: s for id, s in stances.items() if {s.holder, s.target} - {*NOT_AN_ENTITY} <= set(entities)}
    left = {id: m for id, m in mentions.items() if m.entity in entities}
    after = msgspec.structs.replace(annotation, entities=entities, mentions=left, stances=kept, curators=("second",))
    return to_gold(article, after)
