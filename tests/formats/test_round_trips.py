"""Every format that is read and written: nasty articles go out and come in, and what is lost on the way is in the report."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings

from annotator.formats import FORMATS, REFUSED, BadLine, Format, detect, whole
from annotator.formats.room import NOTHING_MARKED
from annotator.gold import GoldEntity, GoldRecord, encode, from_gold, to_gold
from annotator.importing import files_of
from annotator.records import Annotation, Article
from annotator.spans import Range
from tests.formats.everything import full
from tests.nasty import cases

TWO_WAY = [f for f in FORMATS if f.reads and f.writes]
SLOW = {"docbin": 3}
"""Formats that need a process for each trip, and how many examples they get."""
NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What no file of XML 1.0 can hold."""
LABELS = ("PERSON", "ORG", "favor", "two words", "x->[1]|_", "-DOCSTART-")
Dropped = Mapping[str, int]


def dropped_by(format: Format, records: Iterable[GoldRecord], path: Path) -> list[Dropped]:
    """Records written, and what was dropped of each."""
    return [dropped for dropped in format.write(iter(records), path) if dropped is not None]


def trip(format: Format, record: GoldRecord) -> tuple[GoldRecord, Dropped]:
    """A record written and read again, and what the writer said that it dropped."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"out{format.suffixes[0]}"
        [dropped] = dropped_by(format, [record], path)
        files = files_of([path])
        assert [detect(file).name for file in files] == [format.name]
        [item] = list(format.read(files[0]))
        assert not isinstance(item, BadLine), item
        brought = whole(item)
        case = brought.finished or (brought.article, Annotation(looked_at=(Range(0, len(brought.article.text)),)))
        assert (brought.finished is None) == (NOTHING_MARKED in dropped)
        return to_gold(*case), dropped


def refused(format: Format, record: GoldRecord) -> bool:
    """True when a record is left out and that is told, and nothing is written of it."""
    with tempfile.TemporaryDirectory() as folder:
        [dropped] = dropped_by(format, [record], Path(folder) / "out")
        return dropped == {REFUSED: 1} and not [p for p in files_of([Path(folder) / "out"]) if p.suffix == ".xmi"]


def check_losses(before: GoldRecord, after: GoldRecord, dropped: Dropped) -> None:
    """Each kind of item, compared by what it says and not by its id: as many are gone as the report tells."""
    assert before.text == after.text
    assert (before.id != after.id) == ("article ids" in dropped)
    assert sum(after.meta.get(k, KeyError) != v for k, v in before.meta.items()) == dropped.get("metadata", 0)
    for kind, field in (("sections", "sections"), ("ranges looked at", "looked_at"), ("rejections", "rejected")):
        gone = set(getattr(before, field)) - set(getattr(after, field))
        assert len(gone) == dropped.get(kind, 0) or before.looked_at == (Range(0, len(before.text)),), kind
    gone = set(before.provenance.curators) - set(after.provenance.curators)
    assert len(gone) == dropped.get("curators", 0)
    mentions = [Counter(mention(m, dropped) for m in r.mentions) for r in (before, after)]
    assert (mentions[0] - mentions[1]).total() == dropped.get("mentions", 0)
    assert not mentions[1] - mentions[0]
    stances = [Counter((s.polarity, s.cues) for s in r.stances) for r in (before, after)]
    assert (stances[0] - stances[1]).total() == dropped.get("stances", 0)
    assert not stances[1] - stances[0]
    if not dropped.keys() & {"mentions", "mentions' entities", "labels of mentions"}:
        check_entities(before, after, dropped)


def mention(m, dropped: Dropped) -> tuple[object, ...]:  # type: ignore[no-untyped-def]
    return (m.start, m.end, "" if "labels of mentions" in dropped else m.label)


def check_entities(before: GoldRecord, after: GoldRecord, dropped: Dropped) -> None:
    """Where all mentions are there, entities are known by them, and stances by their polarity and cues."""
    places = [{e.id: tuple((m.start, m.end, m.label) for m in r.mentions if m.entity == e.id) for e in r.entities}
              for r in (before, after)]  # fmt: skip
    found = [Counter(p.values()) for p in places]
    assert (found[0] - found[1]).total() == dropped.get("entities", 0)
    assert not found[1] - found[0]

    def gone(items: Callable[[GoldRecord, Mapping[object, object]], list[object]]) -> int:
        left, right = (Counter(items(r, p)) for r, p in zip((before, after), places, strict=True))
        return (left - right).total()

    def there(record: GoldRecord, at: Mapping[object, object]) -> list[GoldEntity]:
        return [e for e in record.entities if at[e.id] or "entities" not in dropped]

    def fields(what: Callable[[GoldEntity], Iterable[object]]) -> int:
        return gone(lambda r, at: [(at[e.id], value) for e in there(r, at) for value in what(e)])

    assert fields(lambda e: [e.name]) == dropped.get("names", 0)
    assert fields(lambda e: [e.label]) == dropped.get("labels of entities", 0)
    assert fields(lambda e: e.links.items()) == dropped.get("links", 0)
    about = gone(lambda r, at: [(at[e.id], at[a]) for e in there(r, at) for a in e.about])
    assert about == dropped.get("whom topics are about", 0)
    for field, kind in (("holder", "holders"), ("target", ""), ("manner", "manners"), ("source", "sources")):
        ends = gone(lambda r, at, f=field: [(s.polarity, s.cues, at.get(end := getattr(s, f), end)) for s in r.stances])
        whole, changed = dropped.get("stances", 0), dropped.get(kind, 0)
        assert max(whole, changed) <= ends <= whole + changed, field  # one may be changed to what another was


@pytest.mark.parametrize("format", TWO_WAY, ids=lambda f: f.name)
def test_nothing_is_lost_that_is_not_in_the_report(format: Format) -> None:
    @settings(
        max_examples=SLOW.get(format.name, 50), deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    @given(cases(LABELS))
    def there_and_back(case: tuple[Article, Annotation]) -> None:
        record = to_gold(*case)
        if format.name == "cas" and NO_XML.search(record.text):
            assert refused(format, record)
            return
        once, dropped = trip(format, record)
        check_losses(record, once, dropped)
        twice, again = trip(format, once)
        assert not again.keys() - {"metadata", NOTHING_MARKED}  # what is left is carried, all of it
        assert encode(plain(twice)) == encode(plain(once))

    there_and_back()


def plain(record: GoldRecord) -> GoldRecord:
    """Without the name of the file that it came from."""
    return msgspec.structs.replace(record, meta={k: v for k, v in record.meta.items() if k != "source"})


DROPPED = {
    "gold": {},
    "docbin": {},
    "web_annotation": {"counts of decisions": 1, "ranges looked at": 1, "rejections": 1, "sections": 1},
}


@pytest.mark.parametrize("format", TWO_WAY, ids=lambda f: f.name)
def test_one_of_everything(format: Format) -> None:
    after, dropped = trip(format, full())
    check_losses(full(), after, dropped)
    if format.name in DROPPED:
        assert dropped == DROPPED[format.name]
    if format.name in ("prodigy", "label_studio", "doccano", "brat"):
        assert len(after.mentions) == 5
        said = sorted((s.polarity, len(s.cues), s.manner, s.source is None) for s in after.stances)
        assert said == [("against", 1, "reported", True), ("against", 2, "acted", True), ("favor", 0, "reported", True),
                        ("mixed", 1, "quoted", False)]  # fmt: skip
        assert dropped["stances"] == dropped["entities"] == 1  # neither holder nor cue; an entity without a mention


@pytest.mark.parametrize("format", TWO_WAY, ids=lambda f: f.name)
def test_many_articles_in_one_go(format: Format, tmp_path: Path) -> None:
    """Also articles whose ids are no file names, or the same to a system that knows no capitals."""
    ids = ["a", "A", "../x", "con", "🙂", "x" * 300, "a"]
    records = [msgspec.structs.replace(full(), id=f"{id}", text=full().text) for n, id in enumerate(ids)]
    path = tmp_path / f"out{format.suffixes[0]}"
    assert len(dropped_by(format, records, path)) == len(ids)
    files = files_of([path])
    items = [item for file in files for item in format.read(file)]
    assert len(items) == len(ids)
    assert not [item for item in items if isinstance(item, BadLine)]
    assert sorted(p.name for p in tmp_path.iterdir()) == [path.name]


@pytest.mark.parametrize("format", TWO_WAY, ids=lambda f: f.name)
def test_a_writer_that_is_stopped_leaves_nothing(format: Format, tmp_path: Path) -> None:
    work = format.write(iter([full(), full()]), tmp_path / "out")
    next(work)
    work.close()  # type: ignore[attr-defined]
    assert not list(tmp_path.iterdir())


def test_the_record_of_everything_is_gold() -> None:
    assert encode(to_gold(*from_gold(full()))) == encode(full())


GOLDEN = Path(__file__).with_name("golden")
"""What each format was written like since it is written: ``NAME-1`` and, of the record that it holds, the gold line."""


def versions(format: Format) -> list[Path]:
    """The files of each version of a format, the newest last."""
    return sorted(p for p in GOLDEN.glob(f"{format.name}-*") if p.suffix != ".gold")


@pytest.mark.parametrize("format", TWO_WAY, ids=lambda f: f.name)
def test_what_was_ever_written_is_read_as_ever(format: Format) -> None:
    assert versions(format)
    for path in versions(format):
        files = files_of([path])
        [item] = list(format.read(files[0]))
        assert not isinstance(item, BadLine)
        case = whole(item).finished
        assert case is not None
        assert encode(to_gold(*case)) == path.with_suffix(".gold").read_bytes()


@pytest.mark.parametrize("format", [f for f in TWO_WAY if not f.packed], ids=lambda f: f.name)
def test_what_is_written_is_the_newest_version(format: Format, tmp_path: Path) -> None:
    """When this fails, the format has changed: keep the old file, and add the new one beside it."""
    newest = versions(format)[-1]
    list(format.write(iter([full()]), tmp_path / newest.name))
    assert contents(tmp_path / newest.name) == contents(newest)


def contents(path: Path) -> dict[str, bytes]:
    """The bytes of a file, or of each file in a folder."""
    files = path.iterdir() if path.is_dir() else [path]
    return {file.name: file.read_bytes() for file in files}
