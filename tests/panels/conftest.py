"""Panels and dialogs on the screen, a page made by hand, and lists of articles that are not on a disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec
import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractTableModel
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QWidget

from annotator.errors import ProjectError
from annotator.page import Page
from annotator.project import Query, Row
from annotator.records import (
    Annotation,
    Article,
    SuggestedEntity,
    SuggestedMention,
    SuggestedStance,
    Suggestion,
)
from annotator.spans import Range
from annotator.versions import State
from ui.theme import Theme, apply_theme

TEXT = (
    "Ana Keller rebuffed the plan to close the harbour of Port Vesta on Monday.\n"
    "Ms Keller’s party praised Boris Lindqvist, and Lindqvist welcomed the plan.\n"
    "Port Vesta was silent; Ana Keller was not.\n"
)
"""Offsets in tests come from the words, never from counting."""
CLUSTERS = (
    ("PERSON", "Ana Keller", (("Ana Keller", 0), ("Ms Keller", 0), ("Ana Keller", 1))),
    ("TOPIC", "plan to close the harbour", (("plan to close the harbour", 0), ("the plan", 1))),
    ("GPE", "Port Vesta", (("Port Vesta", 0), ("Port Vesta", 1))),
    ("PERSON", "Boris Lindqvist", (("Boris Lindqvist", 0), ("Lindqvist", 1))),
)
STANCES = (
    ("Ana Keller", "plan to close the harbour", "against", "rebuffed"),
    ("Ana Keller", "Boris Lindqvist", "favor", "praised"),
    ("Boris Lindqvist", "plan to close the harbour", "favor", "welcomed"),
)


def place(words: str, which: int = 0) -> Range:
    """The place of some words in the text, from 0."""
    at = -1
    for _ in range(which + 1):
        at = TEXT.index(words, at + 1)
    return Range(at, at + len(words))


def suggestion() -> Suggestion:
    """Four entities, nine mentions, three stances."""
    found: list[tuple[Range, str, str]] = []
    ids = {name: f"e{n}" for n, (_, name, _) in enumerate(CLUSTERS, 1)}
    for label, name, mentions in CLUSTERS:
        found += [(place(words, which), label, ids[name]) for words, which in mentions]
    found.sort(key=lambda m: (m[0].start, -m[0].end))
    return Suggestion(
        "run",
        tuple(SuggestedEntity(ids[name], label, name) for label, name, _ in CLUSTERS),
        tuple(
            SuggestedMention(f"m{n}", span.start, span.end, label, entity, 0.87, "a name")
            for n, (span, label, entity) in enumerate(found, 1)
        ),
        tuple(
            SuggestedStance(f"s{n}", ids[holder], ids[target], polarity, 0.7, (place(cue),), why=f"“{cue}” governs it")  # type: ignore[arg-type]
            for n, (holder, target, polarity, cue) in enumerate(STANCES, 1)
        ),
    )


@pytest.fixture
def page() -> Page:
    """The small article with everything still undecided."""
    return Page(Article("a", TEXT), Annotation(), suggestion())


def after(page: Page, act: Callable[..., object], *args: object) -> Page:
    """The page after an act."""
    annotation = act(page, *args)[0]  # type: ignore[index]
    return Page(page.article, annotation, page.suggestion, page.tokens)


class Articles:
    """A list of articles in memory, which counts how many rows were asked for, and may break."""

    def __init__(self, count: int = 0) -> None:
        self.rows_: list[Row] = [
            Row(n + 1, f"a{n}", f"Article number {n}", "todo", words=400 + n) for n in range(count)
        ]
        self.asked = 0
        self.broken = ""
        self.seed_ = 0
        self.labelled: dict[str, set[str]] = {}
        self.curated: dict[str, set[str]] = {}

    def _check(self) -> None:
        if self.broken:
            raise ProjectError(self.broken)

    def _listed(self, query: Query) -> list[Row]:
        self._check()
        words = query.text.casefold().split()
        found = [
            row
            for row in self.rows_
            if (not query.statuses or row.status in query.statuses)
            and (query.flagged is None or row.flagged == query.flagged)
            and all(word in row.title.casefold() for word in words)
            and (not query.label or row.id in self.labelled.get(query.label, ()))
            and (not query.curator or row.id in self.curated.get(query.curator, ()))
        ]
        keys: dict[str, Callable[[Row], object]] = {
            "length": lambda row: row.words,
            "uncertainty": lambda row: -row.uncertainty,
            "disagreement": lambda row: -row.disagreement,
            "random": lambda row: hash((self.seed_, row.number)),
        }
        return sorted(found, key=keys.get(query.order, lambda row: row.number))  # type: ignore[arg-type,return-value]

    def labels(self) -> list[str]:
        self._check()
        return sorted(self.labelled)

    def curators(self) -> list[str]:
        self._check()
        return sorted(self.curated)

    def merged(self) -> dict[State, int]:
        self._check()
        return {}

    def seed(self) -> int:
        self._check()
        return self.seed_

    def rows(self, query: Query, offset: int = 0, limit: int = 256) -> list[Row]:
        found = self._listed(query)[offset : offset + limit]
        self.asked += len(found)
        return found

    def count(self, query: Query) -> int:
        return len(self._listed(query))

    def position(self, id: str, query: Query) -> int | None:
        return next((n for n, row in enumerate(self._listed(query)) if row.id == id), None)

    def change(self, id: str, **fields: object) -> None:
        """Another state of one article."""
        at = next(n for n, row in enumerate(self.rows_) if row.id == id)
        self.rows_[at] = msgspec.structs.replace(self.rows_[at], **fields)


@pytest.fixture
def checked() -> Iterator[Callable[[QAbstractItemModel], QAbstractItemModelTester]]:
    """Watches a model: what it does against the rules of Qt becomes a warning, and with it a failure."""
    testers: list[QAbstractItemModelTester] = []

    def watch(model: QAbstractItemModel) -> QAbstractItemModelTester:
        tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
        testers.append(tester)
        return tester

    yield watch
    testers.clear()


@pytest.fixture
def show(qapp: QApplication) -> Iterator[Callable[..., None]]:
    """Shows widgets in the light theme with the keyboard; each is closed at the end."""
    apply_theme(qapp, Theme.of("light"))
    shown: list[QWidget] = []

    def on_screen(widget: QWidget, width: int = 0, height: int = 0) -> None:
        if width:
            widget.resize(width, height)
        widget.show()
        widget.activateWindow()
        QTest.qWaitForWindowActive(widget, 3000)
        shown.append(widget)
        settle()

    yield on_screen
    for widget in shown:
        widget.close()
        widget.deleteLater()
    settle()


def settle() -> None:
    """Let everything lay out and paint."""
    for _ in range(4):
        QApplication.processEvents()


def titles(model: QAbstractTableModel) -> list[str]:
    """The titles that a list of articles shows."""
    return [str(model.index(row, 1).data()) for row in range(model.rowCount())]


def named(page: Page, name: str) -> str:
    """The id of the entity of that name."""
    return next(e.id for e in page.entities if e.name == name)


def mention(page: Page, words: str) -> str:
    """The id of the first mention with those words."""
    return next(m.id for m in page.mentions if page.words(m) == words)
