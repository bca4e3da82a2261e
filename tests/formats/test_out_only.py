"""Formats that are only written: what they hold is what the gold says, and nothing in an article can do harm in them."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings

from annotator.formats import FORMATS, Format, find_format
from annotator.formats.stance_rows import harmless
from annotator.gold import GoldRecord, to_gold
from annotator.records import Annotation, Article, Entity, Mention, Stance
from annotator.spans import Range
from tests.formats.everything import full
from tests.nasty import cases

ONLY = [f for f in FORMATS if f.writes and not f.reads and not f.lacks]


def content(format: str, *records: GoldRecord) -> dict[str, str]:
    """What is written of some records, by file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "out"
        list(find_format(format).write(iter(records), path))
        files = list(path.iterdir()) if path.is_dir() else [path]
        return {file.name: file.read_bytes().decode() for file in files}


def small() -> GoldRecord:
    text = "Ann likes Bob.\nEve met Bob and Ann.\nNobody else."
    names = {"e1": "Ann", "e2": "Bob", "e3": "Eve"}
    mentions = [("e1", 0), ("e2", 10), ("e3", 15), ("e2", 23), ("e1", 31)]
    return to_gold(
        Article("a", text, {"title": "=cmd|' /C calc'!A0"}),
        Annotation(
            "done",
            entities={id: Entity(id, "PERSON", name) for id, name in names.items()},
            mentions={f"m{n}": Mention(f"m{n}", at, at + 3, "PERSON", id) for n, (id, at) in enumerate(mentions, 1)},
            stances={"s1": Stance("s1", "e1", "e2", "favor", (Range(4, 9),))},
            looked_at=(Range(0, 20), Range(20, len(text))),
        ),
    )


def test_pairs_are_marked_and_those_without_a_stance_are_of_a_class_too() -> None:
    lines = [json.loads(line) for line in content("stance_pairs", small())["out"].split("\n")[:-1]]
    told = [(line["text"], line["label"]) for line in lines]
    assert told == [
        ("[HOLDER]Ann[/HOLDER] likes [TARGET]Bob[/TARGET].", "favor"),
        ("[TARGET]Ann[/TARGET] likes [HOLDER]Bob[/HOLDER].", "none"),
    ]  # the second paragraph was looked at in two parts, neither of them the whole
    record = msgspec.structs.replace(small(), looked_at=(Range(0, len(small().text)),))
    lines = [json.loads(line) for line in content("stance_pairs", record)["out"].split("\n")[:-1]]
    assert len(lines) == 2 + 6
    assert all(record.text[line["start"] : line["end"]].count(line["target"]) for line in lines)


def test_gold_of_names_alone_says_of_no_pair_that_it_has_no_stance() -> None:
    names = msgspec.structs.replace(small(), looked_at=(Range(0, len(small().text)),), stances=())
    assert content("stance_pairs", names)["out"] == ""


def test_rows_of_stances() -> None:
    text = content("stance_csv", full(), small())["out"]
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [(r["holder"], r["target"], r["polarity"], r["cues"]) for r in rows if r["article"] == "the-id"] == [
        ("Emil", "Mayor Dora Lind", "favor", ""),
        ("Mayor Dora Lind", "Oslo's plan", "against", "rebuffed … mocked"),
        ("writer", "Oslo's plan", "against", "mocked"),
        ("unnamed", "Oslo", "neutral", ""),
        ("unnamed", "Mayor Dora Lind", "mixed", "Bad"),
    ]
    assert rows[-1]["title"].startswith("'=cmd")
    assert rows[-1]["paragraph"] == "Ann likes Bob."


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=1", "＝1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


def test_plain_cells_stay() -> None:
    assert [harmless(cell) for cell in ("", "Oslo", "a=b", "3-2")] == ["", "Oslo", "a=b", "3-2"]


TAGS = {"html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "small", "mark", "span"}
TAGS |= {"table", "tr", "th", "td"}


class Page(HTMLParser):
    """The tags and the words of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.open: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "p" in self.open and "small" not in self.open:
            self.text.append(data)


def test_a_report_is_only_words() -> None:
    nasty = '<script>alert(1)</script> & "quotes" <img src=x onerror=y> \u202etxt'
    record = msgspec.structs.replace(small(), id=nasty, text=nasty, meta={"title": nasty, nasty: nasty}, mentions=(),
                                     entities=tuple(msgspec.structs.replace(e, name=nasty) for e in small().entities),
                                     stances=())  # fmt: skip
    page = Page()
    page.feed(content("report", record, full())["out"])
    assert page.open == []
    assert page.tags <= TAGS
    assert page.attributes <= {"lang", "charset", "http-equiv", "content", "name", "class", "dir", "title"}
    assert "".join(page.text) == nasty.replace("\u202e", "⟨202E⟩") + full().text


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(cases(("PERSON", "<b>", "a b")))
def test_nasty_articles_are_written_whole(case: tuple[Article, Annotation]) -> None:
    record = to_gold(*case)
    page = Page()
    page.feed(content("report", record)["out"])
    assert "".join(page.text).split() == record.text.replace("\r\n", "\n").replace("\r", "\n").split()
    [line] = content("hugging_face", record)["train.jsonl"].split("\n")[:-1]
    data = json.loads(line)
    assert data["text"] == record.text
    assert len(data["tokens"]) == len(data["ner_tags"]) == len(data["token_starts"])
    starts = data["token_starts"]
    assert all(record.text.startswith(word, at) for word, at in zip(data["tokens"], starts, strict=True))
    for line in content("stance_pairs", record)["out"].split("\n")[:-1]:
        pair = json.loads(line)
        plain = pair["text"]
        for mark in ("[HOLDER]", "[/HOLDER]", "[TARGET]", "[/TARGET]"):
            plain = plain.replace(mark, "")
        assert plain == record.text[pair["start"] : pair["end"]]
    table = content("stance_csv", record)["out"].removeprefix("\ufeff")
    assert len(list(csv.reader(io.StringIO(table, newline="")))) == 1 + len(record.stances)


def test_each_line_has_the_features_of_the_card() -> None:
    files = content("hugging_face", full(), small())
    card: Any = files["README.md"].split("---")[1]
    named = [line.removeprefix("  - name: ") for line in card.split("\n") if line.startswith("  - name: ")]
    for line in files["train.jsonl"].split("\n")[:-1]:
        assert list(json.loads(line)) == named


@pytest.mark.parametrize("format", [f for f in ONLY if f.loses], ids=lambda f: f.name)
def test_what_is_dropped_is_told(format: Format, tmp_path: Path) -> None:
    [dropped] = list(format.write(iter([full()]), tmp_path / "out"))
    assert dropped["rejections"] == 1
    assert dropped.get("mentions", 0) == (5 if "stance" in format.name else 0)
