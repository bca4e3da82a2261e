"""Exports of a part of the gold, and gold that may not leave."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from typer.testing import CliRunner

from annotator.bringing import difference
from annotator.cli import app
from annotator.errors import InputError
from annotator.exporting import Exported, export, preview, records, sound
from annotator.filtering import ALL, Filter, Matching, matching, sources
from annotator.formats import find_format
from annotator.gold import GoldRange
from annotator.project import Coming, Project
from annotator.records import Annotation, Article, Entity, Mention
from tests.formats.everything import full

run = CliRunner().invoke
ARTICLES: tuple[tuple[str, dict[str, Any], Annotation], ...] = (
    ("a", {"source": "Post", "date": "2024-01-31"}, Annotation("done", curators=("ann",))),
    ("b", {"source": "Post", "date": "2024-02-01T10:00:00Z"}, Annotation("done", flagged=True, curators=("bob",))),
    ("c", {"source": "Mail", "published": {"on": "2024-02-03"}}, Annotation("done", curators=("ann", "bob"))),
    ("d", {"source": "Post"}, Annotation("started", curators=("ann",))),
)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "p.annot", curator="ann") as made:
        made.add([Article(id, f"Kim is {id}.", meta) for id, meta, _ in ARTICLES])
        for id, _, annotation in ARTICLES:
            if id in "ad":
                mention = Mention("m1", 0, 3, "PERSON", "e1")
                annotation = msgspec.structs.replace(
                    annotation, entities={"e1": Entity("e1", "PERSON", "Kim")}, mentions={"m1": mention}
                )
            made.bring([Coming(id, annotation, difference(Annotation(), annotation, "import", "import"), "ann")])
        yield made


def exported(project: Project, path: Path, **more: Any) -> Exported:
    work = export(project, path, **more)
    while True:
        try:
            next(work)
        except StopIteration as end:
            done: Exported = end.value
            return done


def counted(project: Project, wanted: Filter, **more: Any) -> Matching:
    work = matching(project, wanted, **more)
    while True:
        try:
            next(work)
        except StopIteration as end:
            found: Matching = end.value
            return found


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        (ALL, "abc"),
        (Filter(source="Post"), "ab"),
        (Filter(since="2024-02-01"), "b"),
        (Filter(until="2024-01"), "a"),
        (Filter(until="2024-02-01"), "ab"),
        (Filter(since="2024", until="2024"), "ab"),
        (Filter(until="2024-1"), "a"),
        (Filter(since="2024-2-1", until="2024-12"), "b"),
        (Filter(since="2024-02", date="published.on"), "c"),
        (Filter(curator="bob"), "bc"),
        (Filter(label="PERSON"), "a"),
        (Filter(flagged=True), "b"),
        (Filter(flagged=False), "ac"),
        (Filter(source="Post", curator="bob", flagged=True), "b"),
    ],
)
def test_only_what_is_wanted_goes_and_is_counted_before(
    project: Project, tmp_path: Path, wanted: Filter, ids: str
) -> None:
    done = exported(project, tmp_path / "out.jsonl", wanted=wanted)
    assert "".join(record.id for record in records(project, wanted=wanted)) == ids
    assert (done.articles, done.left_out, done.filtered) == (len(ids), 1, 3 - len(ids))
    assert counted(project, wanted) == Matching(len(ids), len(ids), tuple(ids))


def test_what_is_not_done_is_filtered_too(project: Project, tmp_path: Path) -> None:
    wanted = Filter(label="PERSON")
    assert exported(project, tmp_path / "out.jsonl", wanted=wanted, include_undone=True).articles == 2
    assert counted(project, wanted, include_undone=True) == Matching(2, 1, ("a", "d"))


def test_a_filter_that_takes_nothing_replaces_nothing(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="no article is such"):
        exported(project, path, wanted=Filter(source="Times"))
    assert path.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("option", "words"), [("--since", "last week"), ("--until", "2024-05-011"), ("--until", "5/24")]
)
def test_a_date_that_is_none_is_refused(project: Project, tmp_path: Path, option: str, words: str) -> None:
    assert counted(project, Filter(**{option[2:]: words})).articles == 0, "nothing lies in it"  # type: ignore[arg-type]
    project.close()
    done = run(app, ["export", str(project.path), str(tmp_path / "o.jsonl"), option, words])
    assert (done.exit_code, "2024-05-01" in done.stderr) == (2, True)
    assert not (tmp_path / "o.jsonl").exists()


def test_an_article_whose_date_is_written_otherwise_is_in_no_range(project: Project) -> None:
    project.add([Article("e", "Kim is e.", {"date": "3 May 2024"})])
    assert counted(project, Filter(since="2024"), include_undone=True).first == ("a", "b")


def test_the_command_filters(project: Project, tmp_path: Path) -> None:
    project.close()
    words = [
        "export",
        str(project.path),
        str(tmp_path / "o.jsonl"),
        "--source",
        "Post",
        "--until",
        "2024-01",
        "--no-flagged",
    ]
    done = run(app, words)
    assert done.exit_code == 0, done.output
    assert "1 articles; 1 are not done and stayed out; 2 more are not such as was asked for." in done.stdout


def test_what_the_dialog_offers(project: Project) -> None:
    assert sources(project) == ["Mail", "Post"]
    assert '"id":"b"' in preview(project, find_format("gold"), ids=("b",))
    assert '"id":"a"' not in preview(project, find_format("gold"), ids=("b",))


def test_gold_with_errors_does_not_leave(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good, path = full(), tmp_path / "out.jsonl"
    assert list(sound([good])) == [good]
    mention = good.mentions[0]
    stance = good.stances[0]
    path.write_text("mine", encoding="utf-8")
    for broken, cause in (
        ({"mentions": (msgspec.structs.replace(mention, text="other"), *good.mentions[1:])}, "words differ"),
        ({"mentions": (msgspec.structs.replace(mention, end=9999), *good.mentions[1:])}, "range outside"),
        ({"mentions": (*good.mentions, mention)}, "mention twice"),
        ({"stances": (msgspec.structs.replace(stance, target="e99"),)}, "no such entity"),
        ({"stances": (msgspec.structs.replace(stance, cues=(GoldRange(3, 4, "no"),)),)}, "words differ"),
    ):
        record = msgspec.structs.replace(good, **broken)
        monkeypatch.setattr("annotator.exporting.records", lambda *_, record=record, **__: iter([good, record]))
        with pytest.raises(InputError, match=cause) as told:
            exported(project, path)
        assert told.value.where == "the-id"
        assert path.read_text(encoding="utf-8") == "mine"
