"""DocBins packed and unpacked piece by piece: spaCy says what is right, and memory does not grow with the file."""

from __future__ import annotations

import errno
import io
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.errors import InputError, OutputError
from annotator.formats.base import BadLine, whole
from annotator.formats.docbin import DOCBIN
from annotator.gold import GoldRecord, decode, encode, to_gold
from annotator.packing import columns, docs, reading, words, writing
from annotator.packing.reading import unpack
from annotator.packing.writing import pack
from annotator.records import Annotation, Article, Entity, Mention
from tests.formats.everything import full
from tests.formats.reading import written
from tests.nasty import cases

if TYPE_CHECKING:
    from spacy.tokens import Doc

GOLDEN = (Path(__file__).with_name("golden") / "docbin-1.spacy").read_bytes()


def small(number: int, size: int = 3) -> GoldRecord:
    """An article with one mention and so many words that no other has."""
    text = "Kim " + " ".join(f"w{number}x{n}" for n in range(size))
    entities = {"e1": Entity("e1", "PERSON", "Kim")}
    return to_gold(
        Article(f"a{number}", text),
        Annotation("done", entities=entities, mentions={"m1": Mention("m1", 0, 3, "PERSON", "e1")}),
    )


def packed(records: Iterable[GoldRecord], folder: Path) -> bytes:
    out = io.BytesIO()
    pack(map(encode, records), folder, out)
    return out.getvalue()


def told(data: bytes) -> list[dict[str, Any]]:
    return list(unpack(io.BytesIO(data)))


def changed(data: bytes = GOLDEN, **changes: object) -> bytes:
    """A DocBin with other parts; those that are None are left out."""
    parts = {**msgspec.msgpack.decode(zlib.decompress(data)), **changes}
    return zlib.compress(msgspec.msgpack.encode({k: v for k, v in parts.items() if v is not None}))


# --- spaCy is the judge


def by_spacy(records: Iterable[GoldRecord]) -> bytes:
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    whole, vocab = DocBin(attrs=["ORTH", "ENT_IOB", "ENT_TYPE"], store_user_data=True), Vocab()
    for record in records:
        whole.add(docs.doc_of(vocab, decode(encode(record))))
    data: bytes = whole.to_bytes()
    return data


@pytest.mark.parametrize("count", [0, 1, 40])
def test_what_is_put_together_on_the_disk_is_what_spacy_makes_in_memory(
    count: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "_KEPT", 20)  # the memory of spaCy is emptied often
    records = [full() if n % 7 == 3 else small(n) for n in range(count)]
    assert zlib.decompress(packed(records, tmp_path)) == zlib.decompress(by_spacy(records))
    assert not list(tmp_path.iterdir())


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(found=st.lists(cases(("PERSON", "ORG", "two words")), max_size=4))
def test_nasty_articles_too_and_they_come_back(found: list[tuple[Article, Annotation]], tmp_path: Path) -> None:
    records = [to_gold(*case) for case in found]
    data = packed(records, tmp_path)
    assert zlib.decompress(data) == zlib.decompress(by_spacy(records))
    assert [line["text"] for line in told(data)] == [record.text for record in records]


def spacys() -> list[Doc]:
    """Docs with all that spaCy's pipelines leave in them, and such as nobody looked at."""
    import spacy
    from spacy.tokens import Doc, Span

    nlp = spacy.blank("en")
    texts = ("Dora Lind met Emil in Oslo.", "", "Nobody came.", "A  b\n\nc 🙂 שלום", "Dora again.")
    made = [nlp(text) for text in texts]
    first, last = made[0], made[-1]
    for token in first:
        token.tag_, token.lemma_, token.head, token.dep_ = "NNP", token.text.lower(), first[0], "dep"
        token.set_morph("Case=Nom")
    first.ents = [Span(first, 0, 2, label="PERSON", kb_id="Q1"), Span(first, 5, 6, label="A Label")]
    first.cats = {"politics": 1.0, "sports": 0.0}
    first.user_data["a", 1, ("b",)] = {"deep": [1, 2.5, None]}
    last.spans["other"] = [Span(last, 0, 1, label="X")]
    last.spans["sc"] = [Span(last, 0, 2, label="PERSON"), Span(last, 0, 1, label="GIVEN")]
    return [*made, Doc(nlp.vocab, words=["un", "known"])]


@pytest.mark.parametrize("held", [0, reading._HELD])
@pytest.mark.parametrize("kept", [True, False])
def test_what_spacy_packs_is_read_as_spacy_reads_it(held: int, kept: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    from spacy.tokens import DocBin

    monkeypatch.setattr(reading, "_HELD", held)
    made = spacys()
    found = told(DocBin(docs=made * 3, store_user_data=kept).to_bytes())
    assert [line["text"] for line in found] == [doc.text for doc in made] * 3
    assert found[0]["spans"] == [(0, 9, "PERSON"), (22, 26, "A Label")]
    assert found[4]["spans"] == [(0, 10, "PERSON"), (0, 4, "GIVEN")]
    assert [line["categories"] for line in found[:3]] == [2, 0, 0]
    assert [line["annotated"] for line in found[:6]] == [d.has_annotation("ENT_IOB") or bool(d.spans) for d in made]
    assert {line["ours"] for line in found} == {None}


def test_parts_may_come_in_any_order_and_those_of_later_versions_be_missing_or_more() -> None:
    [want] = told(GOLDEN)
    parts = msgspec.msgpack.decode(zlib.decompress(GOLDEN))
    turned = {"new": {"deep": [1, {"a": b"x"}]}, **dict(reversed(parts.items()))}
    assert told(zlib.compress(msgspec.msgpack.encode(turned))) == [want]
    [old] = told(changed(span_groups=None, user_data=None, flags=None, cats=None, version=None))
    assert (old["text"], old["ours"]) == (want["text"], None)
    assert [text for *_, text in old["spans"]] == ["PERSON", "PERSON", "TOPIC", "PERSON"], "the entities of the doc"


# --- memory


MEASURED = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is measured otherwise there")


_PEAK = """
import runpy, sys
from pathlib import Path
runpy.run_module("annotator.packing", run_name="__main__")
own = Path("/proc/self/status").read_text().split("VmHWM:")[1]  # ru_maxrss begins with what the tests' own process had
print(own.split()[0], file=sys.stderr)
"""


def peak(source: Path, target: Path, *what: str) -> float:
    """The most memory (MB) of the process that packs or unpacks."""
    with source.open("rb") as file, target.open("wb") as out:
        command = [sys.executable, "-c", _PEAK, *what]
        done = subprocess.run(command, stdin=file, stdout=out, stderr=subprocess.PIPE, check=True)
    return int(done.stderr.split()[-1]) / 1024


@MEASURED
def test_memory_does_not_grow_with_the_articles(tmp_path: Path) -> None:
    """Many times the articles, each with words of its own: if all were kept that would be 35 MB more."""
    most: list[tuple[float, float]] = []
    for count in (50, 250):
        lines, file, back = (tmp_path / f"{name}{count}" for name in ("lines", "spacy", "back"))
        lines.write_bytes(b"".join(encode(small(n, size=400)) for n in range(count)))
        most.append((peak(lines, file, "pack", str(tmp_path)), peak(file, back, "unpack")))
        assert back.read_bytes().count(b"\n") == count + 1
    assert most[1][0] - most[0][0] < 8, most
    assert most[1][1] - most[0][1] < 8, most


ZEROS = bytes(1 << 20)


def one_column(head: bytes, megabytes: int) -> Callable[[], Iterator[bytes]]:
    return lambda: iter([head, *[ZEROS] * megabytes])


ENDLESS = {
    "tokens": (one_column(b"\x81\xa6tokens\xc6\x18\x00\x00\x00", 384), "its parts do not fit"),
    "lists": (one_column(b"\x84\xa4cats\xdd\x18\x00\x00\x00", 384), "more than 10,000,000 cats"),
    "something new": (one_column(b"\x81\xa3new\xdd\x18\x00\x00\x00", 384), "its parts do not fit"),
    "bytes": (one_column(b"\x81\xa3new\xc6\x18\x00\x00\x00", 384), "BufferFull"),
    "depth": (one_column(b"\x81\xa3new" + b"\x91" * 100_000, 1), "StackError"),
}


@MEASURED
@pytest.mark.parametrize("name", ENDLESS)
def test_columns_without_end_take_bounded_memory(name: str, tmp_path: Path) -> None:
    make, words = ENDLESS[name]
    path, back = tmp_path / "a.spacy", tmp_path / "back"
    packing = zlib.compressobj(1)
    with path.open("wb") as file:
        for piece in make():
            file.write(packing.compress(piece))
        file.write(packing.flush())
    assert peak(path, back, "unpack") < 250
    assert words in msgspec.json.decode(back.read_bytes())["refused"]


# --- hostile docs


def spread(**parts: list[object]) -> bytes:
    """Three docs of one word, with other things beside them."""
    from spacy.tokens import Doc, DocBin
    from spacy.vocab import Vocab

    data = DocBin(docs=[Doc(Vocab(), words=[word]) for word in ("a", "b", "c")], store_user_data=True).to_bytes()
    return changed(data, **parts)


GROUP = b"\x83\xa4name\xa2sc\xa5attrs\x80\xa5spans\x91\xc4\x01x"
"""A group of spaCy's with a span of one byte."""


@pytest.mark.parametrize(
    "parts",
    [
        {"span_groups": [b"", b"\xc1", b""]},
        {"span_groups": [b"", b"\x81\xc4\x01\x80\x91\xa2sc", b""]},
        {"span_groups": [b"", msgspec.msgpack.encode({GROUP: ["sc"]}), b""]},
        {"span_groups": [b"", bytes(reading._MOST_IN_GROUPS + 1), b""]},
        {"user_data": [b"\x80", b"\xdf\xff\xff\xff\xff", b"\x80"]},
        {"user_data": [b"\x80", b"\x81\xa9annotator\xdd\xff\xff\xff\xff", b"\x80"]},
    ],
)  # fmt: skip
def test_a_bad_doc_does_not_keep_the_others_out(parts: dict[str, list[object]], tmp_path: Path) -> None:
    first, bad, last = DOCBIN.read(written(tmp_path, "a.spacy", spread(**parts)))
    assert isinstance(bad, BadLine)
    assert bad.line == 2
    assert 10 < len(bad.cause) < 600
    assert not isinstance(first, BadLine)
    assert not isinstance(last, BadLine)
    assert (whole(first).article.text, whole(last).article.text) == ("a ", "c ")


@pytest.mark.parametrize(("limit", "value"), [("MOST_TOKENS", 2), ("MOST_TEXT", 9)], ids=["tokens", "letters"])
def test_what_is_larger_than_an_article_is_passed_over_and_not_written(
    limit: str, value: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from spacy.tokens import Doc, DocBin
    from spacy.vocab import Vocab

    from annotator.packing import rows

    texts = (["a"], ["longer"] * 3, ["b"])
    data = DocBin(docs=[Doc(Vocab(), words=text) for text in texts]).to_bytes()
    for module in (docs, rows, reading):
        monkeypatch.setattr(module, limit, value, raising=False)
    first, bad, last = told(data)
    assert (first["text"], last["text"]) == ("a ", "b ")
    assert "no article" in bad["bad"]
    with pytest.raises(OSError, match="no article"):
        packed([small(1)], tmp_path)


@pytest.mark.parametrize(
    ("limit", "value"),
    [("MOST_BYTES", 300), ("_MOST_RAW", 20), ("MOST_DOCS", 1), ("MOST_WORDS", 3), ("MOST_IN_WORDS", 9)],
)
def test_more_than_a_docbin_holds_is_not_written(
    limit: str, value: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, limit, value)
    with pytest.raises(OSError, match="more than a DocBin holds"):
        packed([small(1), small(2)], tmp_path)


@pytest.mark.parametrize(
    ("limit", "value"),
    [("MOST_BYTES", 300), ("MOST_DOCS", 2), ("MOST_WORDS", 3), ("MOST_IN_WORDS", 3), ("MOST_ATTRS", 2)],
)
def test_more_than_is_read_is_refused_before_the_first_doc(
    limit: str, value: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = spread()
    assert len(told(data)) == 3
    monkeypatch.setattr(columns, limit, value)
    with pytest.raises(InputError):
        next(unpack(io.BytesIO(data)))


@pytest.mark.parametrize(
    "parts",
    [
        {"tokens": b""}, {"tokens": "text"}, {"spaces": bytes(9)}, {"lengths": bytes(11)}, {"lengths": b"\xff" * 12},
        {"strings": None}, {"strings": [1]}, {"strings": [b"a"]}, {"attrs": []}, {"attrs": [1, 2]}, {"attrs": ["a"] * 12},
        {"flags": [{}]}, {"cats": [{}] * 4}, {"user_data": []}, {"span_groups": {}},
    ],
    ids=str,
)  # fmt: skip
def test_parts_that_do_not_fit_together_are_refused(parts: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="no DocBin of spaCy"):
        told(spread(**parts))


@settings(max_examples=150, deadline=None, database=None)
@given(st.lists(st.tuples(st.integers(0, 4000), st.binary(min_size=1, max_size=3)), min_size=1, max_size=4))
def test_whatever_is_in_it_is_read_or_refused(changes: list[tuple[int, bytes]]) -> None:
    data = zlib.decompress(GOLDEN)
    for place, new in changes:
        at = place % len(data)
        data = data[:at] + new + data[at + len(new) :]
    with suppress(InputError):
        assert all(len(line) in (1, 5) for line in told(zlib.compress(data)))


# --- a disk that is full


def test_words_that_cannot_be_put_down_are_told_as_a_full_disk() -> None:
    with words.Words() as there:
        there._db.execute("PRAGMA max_page_count = 3")
        with pytest.raises(OSError, match="full") as told_of:
            there.put(f"word {n}" for n in range(5000))
        assert told_of.value.errno == errno.ENOSPC


@pytest.mark.parametrize(
    ("code", "cause"),
    [(errno.ENOSPC, "the disk is full"), (errno.EFBIG, "more than 2 million tokens"), (1, "spaCy failed")],
)
@pytest.mark.skipif(sys.platform == "win32", reason="there is no such script there")
def test_why_it_cannot_be_written_is_told(
    code: int, cause: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "python"
    script.write_text(f"#!/bin/sh\ncat > /dev/null\nexit {code}\n", encoding="ascii")
    script.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(script))
    path = written(tmp_path, "a.spacy", b"mine")
    with pytest.raises(OutputError, match=cause):
        list(DOCBIN.write(iter([small(1)]), path))
    assert path.read_bytes() == b"mine"
