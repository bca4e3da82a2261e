"""The room as a page of HTML: whole, safe, and with the same figures."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest

from annotator.agreeing.report import Brief
from annotator.project import Project
from annotator.records import Suggestion
from annotator.review import Room, cache_of
from annotator.review.report import report
from tests.adjudicating.curators import both, merged
from tests.evaluating.fake import suggestion
from tests.review.conftest import OLD, finish, one
from tests.review.test_process import run
from tests.review.test_room import drained

VOID = {"meta", "br"}


class Reading(HTMLParser):
    """Fails on tags that do not close, and keeps what would run or be fetched."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.danger: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "iframe", "img", "link", "object"):
            self.danger.append(tag)
        self.danger += [
            name for name, value in attrs if name.startswith("on") or (value or "").startswith("javascript:")
        ]
        self.danger += [name for name, _ in attrs if name in ("src", "href")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def read(page: str) -> Reading:
    reading = Reading()
    reading.feed(page)
    reading.close()
    assert reading.open == []
    assert reading.danger == []
    return reading


def test_the_page_has_the_figures_the_charts_and_examples(room: Room, project: Project) -> None:
    page = drained(report(room, "new", project.path, "run"))
    assert isinstance(page, str)
    words = read(page).words
    strict = next(line for line in room.scores("new").lines if line.name == "strict")
    assert f"{strict.f1:.3f}" in words
    for expected in (
        "better 2",
        "F1 by label",
        "Against run",
        "Do probabilities mean what they say?",
        "missed by the model",
    ):
        assert expected in words
    assert "Dora Lind attacked the harbour plan" in words
    assert page.count("<svg") >= 10
    assert "on 5 finished articles; 1 finished ones it has not read." in words
    (mean,) = [row for row in page.split("<tr>") if "mean of the polarities" in row]
    assert "<td dir=auto>0</td>" not in mean, "there are no items of a mean"
    assert "Do curators agree?" not in words, "there is one curator alone"


def test_words_of_articles_are_words_only(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>&\"'>"
    with Project.create(tmp_path / "evil.annot") as project:
        article, annotation = one(1)
        finish(project, [(msgspec.structs.replace(article, text=article.text + evil), annotation)])
        project.add_run(msgspec.structs.replace(OLD, model=evil))
        mention = msgspec.structs.replace(suggestion().mentions[0], label="A\"<b>'&")
        mention = msgspec.structs.replace(mention, start=len(article.text), end=len(article.text) + len(evil))
        project.put_suggestions([("a1", msgspec.structs.replace(suggestion(), mentions=(mention,), stances=()))])
        cache = cache_of(project.path)
        room = Room(project.store, cache)
        page = drained(report(room, "run", project.path))
        cache.close()
    assert isinstance(page, str)
    assert evil in read(page).words


def test_of_several_curators_the_page_says_how_far_they_agree(tmp_path: Path) -> None:
    path, _ = merged(tmp_path, *both())
    with Project.open(path) as project:
        project.add_run(OLD)
        project.put_suggestions([(id, Suggestion("run")) for id in project.store.ids(("done",))])
        cache = cache_of(path)
        room = Room(project.store, cache)
        agreed = drained(room.agreement())
        page, hidden = (drained(report(room, "run", path, hide_names=hide)) for hide in (False, True))
        cache.close()
    assert isinstance(page, str)
    assert isinstance(hidden, str)
    assert isinstance(agreed, Brief)
    words, (pair,) = read(page).words, agreed.pairs
    assert f"ann and ben: {pair.articles} articles that both have done" in words
    for told in pair.figures:
        assert told.words in words
        assert told.figure.value is None or f"{told.figure.value:.3f}" in words
    assert f"Disagreements: {sum(count for _, count in pair.kinds)} (" in words
    assert "A and B: " in read(hidden).words
    assert "ann and ben" not in hidden


def test_the_command_writes_it_as_a_whole(project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project.close()
    out = tmp_path / "review.html"
    assert run("review", str(project.path), "--html", str(out)) == 0
    assert "the review of new" in capsys.readouterr().out
    read(out.read_text(encoding="utf-8"))
    assert run("review", str(project.path), "--html", str(tmp_path)) == 1
    assert "this is a folder" in capsys.readouterr().err
