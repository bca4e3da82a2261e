"""Texts come in exactly, gold goes out and in again to the byte, and nothing that was there is lost on the way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.errors import InputError, OutputError
from annotator.exporting import export
from annotator.files import replacing
from annotator.formats import FORMATS, BadLine, detect, find_format
from annotator.formats.text import decode as decode_text
from annotator.gold import decode, encode, from_gold, json_schema, to_gold
from annotator.importing import import_files
from annotator.project import Project
from annotator.records import Annotation, Article, Entity, Mention, Stance
from annotator.sections import find_tail, find_title
from annotator.spans import Range
from tests.conftest import SEED, SEEDS
from tests.nasty import NASTY_TEXT, WORDS, cases


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cases())
def test_gold_loses_nothing_and_is_the_same_to_the_byte(case: tuple[Article, Annotation]) -> None:
    article, annotation = case
    line = encode(to_gold(article, annotation))
    assert line.count(b"\n") == 1
    data = json.loads(line)
    jsonschema.validate(data, json_schema())
    assert data["text"] == article.text
    assert len(data["mentions"]) == len(annotation.mentions)
    assert len(data["stances"]) == len(annotation.stances)
    again, read = from_gold(decode(line))
    assert (again.id, again.text, again.meta) == (article.id, article.text, article.meta)
    assert encode(to_gold(again, read)) == line


@settings(max_examples=60, deadline=None)
@given(cases(), st.sampled_from(("", "mentions", "entities", "stances", "provenance")), WORDS)
def test_unknown_keys_of_a_newer_version_are_kept(case: tuple[Article, Annotation], where: str, key: str) -> None:
    data = json.loads(encode(to_gold(*case)))
    key = f"new {key}"
    places = [data] if not where else [data[where]] if where == "provenance" else data[where]
    for place in places:
        place[key] = {"deep": [1, None]}
    line = json.dumps(data).encode()
    assert json.loads(encode(to_gold(*from_gold(decode(line))))) == data


def gold() -> dict[str, object]:
    article = Article("x", "Kim hates Lee.")
    entities = {"e1": Entity("e1", "PERSON", "Kim"), "e2": Entity("e2", "PERSON", "Lee")}
    mentions = {"m1": Mention("m1", 0, 3, "PERSON", "e1"), "m2": Mention("m2", 10, 13, "PERSON", "e2")}
    stances = {"s1": Stance("s1", "e1", "e2", "against", (Range(4, 9),))}
    found = json.loads(encode(to_gold(article, Annotation(entities=entities, mentions=mentions, stances=stances))))
    assert isinstance(found, dict)
    return found


BROKEN = {
    "mentions[0]: its text is": lambda d: d["mentions"][0].update(text="Kin"),
    "is not within the text": lambda d: d["mentions"][1].update(end=99),
    "there is no entity 'e9'": lambda d: d["mentions"][0].update(entity="e9"),
    "stances[0].target": lambda d: d["stances"][0].update(target="writer"),
    "Invalid enum value 'for'": lambda d: d["stances"][0].update(polarity="for"),
    "Expected `int`, got `float`": lambda d: d["mentions"][0].update(start=0.0),
    "Expected `int`, got `bool`": lambda d: d["mentions"][0].update(start=False),
    "stands twice": lambda d: d["mentions"][1].update(id="m1"),
    "annotator.gold/2": lambda d: d.update(schema="annotator.gold/2"),
    "no gold": lambda d: d.update(schema="something else"),
    "text: empty": lambda d: d.update(text=" "),
    "NUL": lambda d: d.update(text="Kim hates Lee.\0"),
    "missing required field `id`": lambda d: d.pop("id"),
}


@pytest.mark.parametrize("words", BROKEN)
def test_broken_gold_is_told_with_the_place(words: str) -> None:
    data = gold()
    BROKEN[words](data)
    with pytest.raises(InputError, match=r"gold\.jsonl:7: ") as told:
        decode(json.dumps(data).encode(), "gold.jsonl:7")
    assert words in str(told.value)


HOSTILE = [b"", b"nonsense", b"[1]", b'{"a":NaN}', b'{"a":"\xff"}', b'{"a":"\\ud800"}', b'{"a":' * 5000, b'{"a":1e999}']


@pytest.mark.parametrize("line", HOSTILE)
def test_hostile_json_is_refused_and_never_more(line: bytes) -> None:
    with pytest.raises(InputError):
        decode(line)


# --- plain text


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(NASTY_TEXT)
def test_a_text_comes_in_exactly(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.txt"
    text = text.removeprefix("\ufeff")
    if not text.strip():
        return
    path.write_bytes(text.encode("utf-8"))
    [item] = find_format("text").read(path)
    assert isinstance(item, Article)
    assert item.text == text


def test_byte_order_marks_are_no_part_of_the_text() -> None:
    assert decode_text(b"\xef\xbb\xbfHi", "x") == "Hi"
    assert decode_text("Hí".encode("utf-16"), "x") == "Hí"


def test_the_seed_article_ends_in_boilerplate() -> None:
    text = SEED.read_text(encoding="utf-8")
    tail = find_tail(text)
    assert tail is not None
    assert text[tail.start :].startswith("Thailand and Cambodia to talk peace")
    assert tail.end == len(text)
    assert find_title(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "One sentence.\nTwo sentences.\nThree sentences.\nShe left.\n",
        "One sentence.\nTwo sentences.\nThree sentences.\n“I am done”\n“So am I”\n",
        "Roses are red\nViolets are blue\nSugar is sweet\nAnd so are you\n",
        "One sentence.\nTwo sentences.\nThree sentences.\nBy Ann Reed\nBy Bob Reed\n",
        "- milk\n- eggs\n- bread\n",
        "One line",
        "",
    ],
)
def test_what_is_no_tail(text: str) -> None:
    assert find_tail(text) is None


def test_titles_of_the_samples() -> None:
    found = {p.name[:3]: find_title(p.read_text(encoding="utf-8")) for p in sorted(SEEDS.glob("*.txt"))}
    assert found["001"] == "Tunnel vote splits the Halloran family, and the city"
    assert found["000"] is None
    assert found["005"] is None


# --- files


def test_every_format_has_its_file_and_says_what_it_does() -> None:
    folder = Path(__file__).resolve().parents[2] / "annotator" / "formats"
    rooms = {p.stem for p in folder.glob("*.py")} - {
        "__init__",
        "base",
        *("assembling", "building", "brat_lines", "cas_structures", "counting", "dkpro", "finishing", "items", "lines"),
        *("linking", "listed", "plugged", "regions", "room", "spaces", "tokens", "tying", "webanno_columns"),
        *("webanno_writing", "zips"),
    }
    modules = {(f.reader or f.writer).__module__.rsplit(".", 1)[1] for f in FORMATS}  # type: ignore[union-attr]
    assert rooms == modules
    assert all(f.reads or f.writes for f in FORMATS)


def test_formats_are_found_by_content(tmp_path: Path) -> None:
    mislabelled = tmp_path / "gold.txt"
    mislabelled.write_bytes(json.dumps(gold()).encode() + b"\n")
    assert detect(mislabelled).name == "gold"
    assert detect(SEED).name == "text"


def test_an_empty_line_is_no_record(tmp_path: Path) -> None:
    path = tmp_path / "g.jsonl"
    line = json.dumps(gold()).encode()
    path.write_bytes(b"\xef\xbb\xbf" + line + b"\n\n{bad\n")
    items = list(find_format("gold").read(path))
    assert [type(i) for i in items] == [tuple, BadLine]
    assert isinstance(items[1], BadLine)
    assert items[1].line == 3


def test_a_failing_write_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_bytes(b"before")

    def half() -> None:
        with replacing(path) as file:
            file.write(b"half")
            raise RuntimeError("a planted fault")

    with pytest.raises(RuntimeError):
        half()
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]
    with pytest.raises(OutputError, match="untouched"), replacing(tmp_path / "no" / "out.jsonl"):
        pass


def test_a_stopped_export_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_bytes(b"before")
    source = tmp_path / "g.jsonl"
    records = [{**gold(), "id": f"x{n}", "text": f"Kim hates Lee. {n}"} for n in range(5)]
    source.write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
    with Project.create(tmp_path / "p.annot") as project:
        for _ in import_files(project, [source]):
            pass
        work = export(project, path)
        assert next(work).done == 1
        work.close()
        assert path.read_bytes() == b"before"
        assert not [p for p in tmp_path.iterdir() if p.name.endswith(".part")]
        for _ in export(project, path):
            pass
        assert len(path.read_bytes().splitlines()) == 5


def test_gold_never_overwrites_decisions(tmp_path: Path) -> None:
    source = tmp_path / "g.jsonl"
    source.write_text(json.dumps(gold()) + "\n", encoding="utf-8")
    with Project.create(tmp_path / "p.annot", curator="me") as project:
        project.add([Article("x", "Kim hates Lee.")])
        from annotator import edits

        project.act(project.page("x"), edits.add, 0, 3, "ORG")
        summary = run(import_files(project, [source]))
        assert "decisions in this project, which were kept" in summary.problems[0]
        assert [m.label for m in project.page("x").mentions] == ["ORG"]


def run(work: Iterator[object]):  # type: ignore[no-untyped-def]
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value


def test_undone_articles_are_no_gold(tmp_path: Path) -> None:
    with Project.create(tmp_path / "p.annot", curator="me") as project:
        project.add([Article("x", "Kim hates Lee.")])
        out = tmp_path / "o.jsonl"
        assert run(export(project, out)).articles == 0
        assert out.read_bytes() == b""
        assert run(export(project, out, include_undone=True)).articles == 1
