"""A window on a small project with suggestions made by hand: no model is needed to test hands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtTest import QTest

from annotator.formats.text import article_id
from annotator.project import Project
from annotator.records import (
    Article,
    Outline,
    Predicate,
    Run,
    SuggestedEntity,
    SuggestedMention,
    SuggestedStance,
    Suggestion,
)
from annotator.spans import Range
from ui.app import application
from ui.driving import Driver
from ui.window import Window

TEXT = (
    "Mayor Ann Reed praised the new bridge. Her rival Bob Reed hates the new bridge 😀 and said so.\n"
    "Reed’s party, the Greens, met in Oslo on Monday.\n"
    "Ann Reed thanked the Greens.\n"
)
OTHER = "Ann Reed went to Oslo. The Greens did not. Oslo was cold, said Ann Reed.\n"


def suggestion(text: str, run: str = "r1") -> Suggestion:
    """Names wherever they stand, one topic, and two stances."""
    labels = {"Ann Reed": "PERSON", "Bob Reed": "ORG", "Greens": "ORG", "Oslo": "GPE", "the new bridge": "TOPIC"}
    mentions: list[SuggestedMention] = []
    entities: dict[str, SuggestedEntity] = {}
    for words, label in labels.items():
        at = text.find(words)
        while at >= 0:
            made = SuggestedEntity(f"e{len(entities) + 1}", label, words)
            entity = entities.setdefault(words, made)
            p = 0.9 if label != "ORG" else 0.5
            mentions.append(SuggestedMention("", at, at + len(words), label, entity.id, p))
            at = text.find(words, at + 1)
    mentions.sort(key=lambda m: (m.start, -m.end))
    numbered = tuple(
        SuggestedMention(f"m{n}", m.start, m.end, m.label, m.entity, m.p, "a name") for n, m in enumerate(mentions, 1)
    )
    stances: list[SuggestedStance] = []
    predicates: list[Predicate] = []
    for cue, holder, polarity in (("praised", "Ann Reed", "favor"), ("hates", "Bob Reed", "against")):
        at = text.find(cue)
        if at >= 0:
            span = Range(at, at + len(cue))
            ends = entities[holder].id, entities["the new bridge"].id
            stances.append(SuggestedStance(f"s{len(stances) + 1}", *ends, polarity, 0.8, (span,)))  # type: ignore[arg-type]
            predicates.append(Predicate(span, Range(max(0, at - 30), at + 30)))
    lines = [i for i, sign in enumerate(text) if sign == "\n"]
    sentences = tuple(Range(a, b) for a, b in zip([0, *(i + 1 for i in lines)], lines, strict=False))
    return Suggestion(run, tuple(entities.values()), numbered, tuple(stances), Outline(sentences, tuple(predicates)))


def article(text: str, **meta: object) -> Article:
    """An article as the text format makes one."""
    sections = meta.pop("sections", ())
    return Article(article_id(text), text, meta, sections)  # type: ignore[arg-type]


@pytest.fixture
def project_path(tmp_path: Path) -> Path:
    """The small project."""
    return small_project(tmp_path / "p.annot")


def small_project(path: Path) -> Path:
    """Make a project of two articles with suggestions."""
    with Project.create(path, curator="tester") as project:
        articles = [article(TEXT), article(OTHER)]
        project.add(articles)
        project.add_run(Run("r1", "hand", "1", "2025-01-01T00:00:00Z"))
        project.put_suggestions([(a.id, suggestion(a.text)) for a in articles])
    return path


@pytest.fixture
def open_window(tmp_path: Path, qapp: object) -> Iterator[Callable[[Path | None], Driver]]:
    """Opens windows; each is closed at the end."""
    windows: list[Window] = []

    def opened(path: Path | None) -> Driver:
        if not windows:
            application().setStyleSheet("")  # as at the program's start: built undressed, a window takes a quarter
        settings = QSettings(str(tmp_path / f"settings{len(windows)}.ini"), QSettings.Format.IniFormat)
        settings.setValue("mode", "light")
        window = Window(settings=settings)
        windows.append(window)
        window.show()
        window.activateWindow()
        assert QTest.qWaitForWindowActive(window, 5000)
        if path is not None:
            assert window.open_path(path)
        driver = Driver(window)
        driver.settle()
        return driver

    yield opened
    for window in windows:
        window.close()


@pytest.fixture
def driver(open_window: Callable[[Path | None], Driver], project_path: Path) -> Driver:
    """A window on the small project, its first article on the desk."""
    return open_window(project_path)
