"""The process that packs and unpacks spaCy's DocBins, so that neither the window nor a command imports spaCy for them.

``python -m annotator.packing pack`` reads gold lines and writes a DocBin; ``part FOLDER NAMES`` reads gold lines and
writes those of each part into ``FOLDER/PART.spacy``, where the file NAMES has a part for each line. ``unpack`` reads a
DocBin and writes a line of JSON for each doc: its text, its spans, and what this program put into it; or ``bad``, why a
doc cannot be read. The last line of ``unpack`` is ``end``; without it the file was not read to its end.
"""

from __future__ import annotations

import json
import sys
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import msgspec

from annotator.errors import InputError
from annotator.formats.tokens import parted
from annotator.gold import GoldRecord, decode, encode
from annotator.spans import Range

if TYPE_CHECKING:
    from spacy.tokens import Doc, DocBin, Span
    from spacy.vocab import Vocab

MOST_PACKED = 200_000_000
MOST_BYTES = 400_000_000
"""A larger file, or one that unpacks to more, is refused before it fills the memory."""
SHARD = 16_000_000
"""Of a part with more than so many bytes of gold lines, a DocBin of each so many is written into a folder: spaCy reads
either, and memory holds one of them."""
GROUP, KEY = "mentions", "annotator"
_GROUPS = (GROUP, "sc", "entities", "ner")
"""Groups of spans that are taken for mentions, the first that is there; else the entities of the doc."""


class _Packed:
    """A DocBin that grows, with its size in bytes of gold lines."""

    def __init__(self) -> None:
        from spacy.tokens import DocBin
        from spacy.vocab import Vocab

        self._vocab = Vocab()
        self._docs = DocBin(attrs=["ORTH", "ENT_IOB", "ENT_TYPE"], store_user_data=True)
        self.size = 0

    def add(self, line: bytes) -> None:
        self._docs.add(_doc(self._vocab, decode(line)))
        self.size += len(line)

    def to_bytes(self) -> bytes:
        data: bytes = self._docs.to_bytes()
        return data


def pack(lines: Iterable[bytes]) -> bytes:
    """The DocBin with a doc for each gold line."""
    packed = _Packed()
    for line in lines:
        packed.add(line)
    return packed.to_bytes()


def part(lines: Iterable[bytes], parts: Iterable[str], folder: Path, most: int = SHARD) -> None:
    """Write the lines of each part into ``PART.spacy``: a DocBin, or a folder of them when it is large."""
    open_parts: dict[str, _Packed] = {}
    for line, name in zip(lines, parts, strict=True):
        packed = open_parts.setdefault(name, _Packed())
        packed.add(line)
        if packed.size > most:
            _write_shard(folder / f"{name}.spacy", open_parts.pop(name))
    for name, packed in open_parts.items():
        path = folder / f"{name}.spacy"
        if path.is_dir():
            _write_shard(path, packed)
        else:
            path.write_bytes(packed.to_bytes())


def _write_shard(path: Path, packed: _Packed) -> None:
    path.mkdir(exist_ok=True)
    number = sum(1 for _ in path.iterdir())
    (path / f"{number:05}.spacy").write_bytes(packed.to_bytes())


def _doc(vocab: Vocab, record: GoldRecord) -> Doc:
    from spacy.tokens import Doc, Span, SpanGroup

    words, spaces, first, last = _tokens(record)
    doc = Doc(vocab, words=words, spaces=spaces)
    spans = [Span(doc, first[m.start], last[m.end] + 1, label=m.label) for m in record.mentions]
    doc.spans[GROUP] = SpanGroup(doc, name=GROUP, spans=spans)
    kept = _flat(record, spans)
    doc.set_ents(kept, missing=_unread(doc, record, kept))
    data = json.loads(encode(record))
    del data["text"]
    doc.user_data[KEY] = json.dumps(data, ensure_ascii=False)
    return doc


def _flat(record: GoldRecord, spans: list[Span]) -> list[Span]:
    """The spans that do not overlap, the longest first; white space at an edge is nothing that spaCy trains on."""
    kept: list[Span] = []
    for mention, span in sorted(zip(record.mentions, spans, strict=True), key=lambda pair: -len(pair[1])):
        if mention.text == mention.text.strip() and not any(k.start < span.end and span.start < k.end for k in kept):
            kept.append(span)
    return kept


def _unread(doc: Doc, record: GoldRecord, kept: list[Span]) -> list[Span]:
    """The tokens of boilerplate without those of entities: nobody says that there are no others."""
    taken = {number for span in kept for number in range(span.start, span.end)}
    apart = [Range(s.start, s.end) for s in record.sections if s.kind == "boilerplate"]
    return [
        doc[token.i : token.i + 1]
        for token in (doc if apart else ())
        if token.i not in taken and any(r.holds(token.idx) for r in apart)
    ]


def _tokens(record: GoldRecord) -> tuple[list[str], list[bool], dict[int, int], dict[int, int]]:
    """The words of a record's tokens, whether a space follows, and the tokens' numbers by their starts and ends."""
    text = record.text
    starts, ends = {m.start for m in record.mentions}, {m.end for m in record.mentions}
    words, spaces = list[str](), list[bool]()
    first, last = dict[int, int](), dict[int, int]()
    for token in parted(text, [Range(m.start, m.end) for m in record.mentions], all_spaces=True):
        alone = token.start in starts or token.end in ends
        if token.of(text) == " " and words and not alone and not spaces[-1]:
            spaces[-1] = True
            continue
        first[token.start] = last[token.end] = len(words)
        words.append(token.of(text))
        spaces.append(False)
    return words, spaces, first, last


# --- unpacking


def unpack(file: BinaryIO) -> Iterator[dict[str, Any]]:
    """What each doc of a DocBin says; raises InputError for a file that is none."""
    vocab, packed = _opened(file.read(MOST_PACKED + 1))
    docs = packed.get_docs(vocab)
    while True:
        try:
            doc = next(docs, None)
            if doc is None:
                return
            yield _told(doc)
        except (ValueError, KeyError, IndexError, TypeError, OverflowError, AttributeError) as error:
            yield {"bad": f"no doc of spaCy: {error}.".replace("\n", " ")}
            return


def _opened(data: bytes) -> tuple[Vocab, DocBin]:
    unpacking = zlib.decompressobj()
    try:
        whole = unpacking.decompress(data, MOST_BYTES) if len(data) <= MOST_PACKED else b""
    except zlib.error as error:
        raise InputError(f"no DocBin of spaCy: {error}.") from error
    if not unpacking.eof or len(data) > MOST_PACKED:
        raise InputError(f"cut off, or larger than {MOST_BYTES // 1_000_000} MB unpacked.")
    _check(whole)
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    try:
        return Vocab(), DocBin().from_bytes(zlib.compress(whole, 0))
    except (ValueError, KeyError, TypeError, IndexError, OverflowError, AttributeError) as error:
        raise InputError(f"no DocBin of spaCy: {error!r}.") from error


def _check(whole: bytes) -> None:
    """Raise InputError unless the parts of a DocBin are there and fit together: spaCy trusts them."""
    try:
        parts = msgspec.msgpack.decode(whole)
        lengths = memoryview(parts["lengths"]).cast("i")
        words, wanted = sum(lengths), sum(lengths) * len(parts["attrs"]) * 8
        right = min(lengths, default=0) >= 0 and len(parts["tokens"]) == wanted and len(parts["spaces"]) == words
    except (msgspec.DecodeError, RecursionError, KeyError, TypeError, ValueError) as error:
        raise InputError(f"no DocBin of spaCy: {error!r}.") from error
    if not right or "strings" not in parts:
        raise InputError("no DocBin of spaCy: its parts do not fit together.")


def _told(doc: Doc) -> dict[str, Any]:
    group: Iterable[Span] = next((doc.spans[key] for key in _GROUPS if key in doc.spans), doc.ents)
    ours = doc.user_data.get(KEY)
    return {
        "text": doc.text,
        "spans": [(s.start_char, s.end_char, s.label_ or "ENTITY") for s in group],
        "ours": ours if isinstance(ours, str) else None,
        "categories": len(doc.cats),
        "annotated": doc.has_annotation("ENT_IOB") or len(doc.spans) > 0,
    }


def main() -> None:
    """Pack, part or unpack, from standard input to standard output or a folder."""
    out = sys.stdout.buffer
    match sys.argv[1:]:
        case ["pack"]:
            out.write(pack(sys.stdin.buffer))
            return
        case ["part", folder, names]:
            with Path(names).open(encoding="utf-8") as parts:
                part(sys.stdin.buffer, (name.rstrip("\n") for name in parts), Path(folder))
            return
    try:
        for told in unpack(sys.stdin.buffer):
            out.write(msgspec.json.encode(told) + b"\n")
        out.write(b'{"end": true}\n')
    except InputError as error:
        out.write(msgspec.json.encode({"refused": str(error)}) + b"\n")


if __name__ == "__main__":
    main()
