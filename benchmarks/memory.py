"""What memory costs: a decision, opening the next article, opening the project; with a thousand decisions and with many.

``python -m benchmarks memory``. Projects are made once and kept (``--projects``), as those of the desk are.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Sequence
from pathlib import Path

from annotator import edits
from annotator.project import Project
from annotator.records import Annotation, Article, Entity, Mention, Run, Step
from annotator.records import Change as Decided
from annotator.store import Entry
from annotator.store.schema import VERSION
from benchmarks.material import D1, D2, Size, make_page
from benchmarks.rows import Row, figure, report, row, timed

MATERIAL = 1
"""Changes with what the projects are made of, so that older ones are made anew."""
PER_ARTICLE = 25
_SYLLABLES = "Bel Dor Fen Gar Hol Kel Lin Mar Nor Tal", "ast ent ick ova und wen"
NAMES = tuple(a + b for a in _SYLLABLES[0].split() for b in _SYLLABLES[1].split())
LABELS = ("PERSON", "ORG", "GPE", "TOPIC")
LEARN, OPEN_PAGE, OPEN_PROJECT = 50.0, 15.0, 100.0
"""Milliseconds: from a decision to the next article as it is suggested now; a page; what memory costs at opening."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """What can be asked for."""
    parser.add_argument("--json", type=Path, help="also write the rows to this file")
    parser.add_argument("--decisions", type=int, default=100_000, help="how many the large project has")
    parser.add_argument("--articles", type=int, default=100_000, help="how many articles the large project has")
    parser.add_argument("--projects", type=Path, help="where projects are kept for the next time")


def run(chosen: argparse.Namespace) -> int:
    """Measure and print; 1 when a limit does not hold."""
    home = chosen.projects or Path(tempfile.gettempdir()) / "annotator-benchmarks"
    home.mkdir(parents=True, exist_ok=True)
    rows = [
        line
        for decisions, articles in ((1_000, 1_000), (chosen.decisions, chosen.articles))
        for line in measure(_project(home, decisions, articles), f"{decisions // 1000}k decisions")
    ]
    return report(rows, chosen.json)


def measure(path: Path, size: str) -> list[Row]:
    """All rows about one project."""
    opened = [timed(lambda: _first_page(path)) for _ in range(7)]
    silent = [timed(lambda: _first_page(path, memory=False)) for _ in range(7)]
    rows = [row(f"project opened to its first page, {size}, p50", opened, None)]
    part = (sorted(opened)[3] - sorted(silent)[3]) * 1e3
    rows.append(figure(f"  of which memory, {size}", "ms", part, OPEN_PROJECT))
    with Project.open(path, "bench") as project:
        for name in ("D1", "D2"):
            pages, bare = _pages(project, name), []
            project.set_remembering(False)
            bare = _pages(project, name)
            project.set_remembering(True)
            rows.append(row(f"page of {name}, {size}, p95", pages, OPEN_PAGE if name == "D1" else None))
            rows.append(row(f"  without memory, {name}, {size}, p95", bare, None))
            rows += _decisions(project, name, size)
    return rows


def _first_page(path: Path, *, memory: bool = True) -> None:
    with Project.open(path, "bench") as project:
        project._remembers = memory
        project.page("D1-0")


def _pages(project: Project, name: str) -> list[float]:
    times = []
    for _ in range(4):
        for n in range(5):
            project._pages.clear()
            times.append(timed(lambda n=n: project.page(f"{name}-{n}")))  # type: ignore[misc]
    return times


def _decisions(project: Project, name: str, size: str) -> list[Row]:
    """Acts on one article, with the next one kept; each is taken back, so that the project stays as it is."""
    plain, reach, without = [], [], []
    for remembering in (True, False):
        project.set_remembering(remembering)
        for n in range(30):
            page = project.page(f"{name}-0")
            project.page(f"{name}-1")
            item = page.open[(n * 7) % len(page.open)]
            mention = page.mention(item)
            act = (lambda p=page, i=item: project.act(p, edits.label, i, "FAC")) if mention else None
            if act is None:
                continue
            seconds = timed(act)
            following = timed(lambda: project.page(f"{name}-1"))
            (plain if remembering else without).append(seconds)
            if remembering:
                reach.append(seconds + following)
            project.undo()
    project.set_remembering(True)
    return [
        row(f"label changed, here and on the disk, {name}, {size}, p50", plain, None),
        row(f"  without memory, {name}, {size}, p50", without, None),
        row(f"from a decision to the next page that knows it, {name}, {size}, p95", reach, LEARN),
    ]


# --- material


def _project(home: Path, decisions: int, articles: int) -> Path:
    path = home / f"memory-{decisions}-{articles}-{VERSION}-{MATERIAL}.annot"
    if not path.exists():
        part = home / f"memory-{decisions}.part.annot"
        for suffix in ("", "-wal", "-shm"):
            Path(f"{part}{suffix}").unlink(missing_ok=True)
        _fill(part, decisions, articles)
        part.rename(path)
    return path


def _fill(path: Path, decisions: int, articles: int) -> None:
    chance = random.Random(decisions)
    with Project.create(path, curator="bench") as project:
        project.add_run(Run("generated", "generated", "1", "2025-01-01T00:00:00Z"))
        for size in (D1, D2):
            _add_pages(project, size)
        decided = decisions // PER_ARTICLE
        texts = [_text(chance, n) for n in range(articles)]
        for at in range(0, articles, 5_000):
            project.add([Article(f"a{n}", texts[n][0]) for n in range(at, min(at + 5_000, articles))])
        entries = (_entry(f"a{n}", *texts[n]) for n in range(min(decided, articles)))
        project._write(entries)


def _add_pages(project: Project, size: Size) -> None:
    for n in range(5):
        page = make_page(size, seed=n + 1, decided=0)
        assert page.suggestion is not None
        project.add([Article(f"{size.name}-{n}", page.text)])
        project.put_suggestions([(f"{size.name}-{n}", page.suggestion)])


_KNOWN = [
    (m.range.of(page.text), m.label)
    for page in (make_page(D1, seed, decided=0) for seed in (1, 2, 3))
    for m in (page.suggestion.mentions if page.suggestion is not None else ())
]
"""Names that the articles to be opened have: half of all decisions are about them."""


def _text(chance: random.Random, number: int) -> tuple[str, list[tuple[int, int, str]]]:
    """An article with names in it, and where they stand with which label."""
    pieces, places, at = [f"Report {number}"], [], len(f"Report {number}")
    for _ in range(PER_ARTICLE):
        if chance.random() < 0.5:
            name, label = chance.choice(_KNOWN)
        else:
            name = f"{chance.choice(NAMES)} {chance.choice(NAMES)}{chance.choice(NAMES).lower()}"
            label = chance.choice(LABELS)
        pieces.append(f" said {name}")
        places.append((at + 6, at + 6 + len(name), label))
        at += 6 + len(name)
    return "".join(pieces) + ".", places


def _entry(id: str, text: str, places: Sequence[tuple[int, int, str]]) -> Entry:
    mentions = {
        f"m{n}": Mention(f"m{n}", start, end, label, f"e{n}", "accepted")
        for n, (start, end, label) in enumerate(places)
    }
    entities = {f"e{n}": Entity(f"e{n}", label, text[a:b]) for n, (a, b, label) in enumerate(places)}
    after = Annotation(status="done", mentions=mentions, entities=entities)
    steps = (
        *(Step(("entities", e.id), None, {"id": e.id, "label": e.label, "name": e.name}) for e in entities.values()),
        *(
            Step(("mentions", m.id), None, {"id": m.id, "start": m.start, "end": m.end, "label": m.label,
                 "entity": m.entity, "decision": "accepted"})
            for m in mentions.values()
        ),
        Step(("status",), "todo", "done"),
    )  # fmt: skip
    return Entry(id, "bench", "2025-01-01T00:00:00Z", Decided("accept", "accept", steps), after)
