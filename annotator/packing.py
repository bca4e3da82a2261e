"""The process that packs and unpacks spaCy's DocBins, so that neither the window nor a command imports spaCy for them.

``python -m annotator.packing pack`` reads gold lines and writes a DocBin; ``unpack`` reads a DocBin and writes a line
of JSON for each doc: its text, its spans, and what this program put into it; or ``bad``, why a doc cannot be read. The
last line of ``unpack`` is ``end``; without it the file was not read to its end.
"""

from __future__ import annotations

import json
import sys
import zlib
from collections.abc import Iterable, Iterator
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
GROUP, KEY = "mentions", "annotator"
_GROUPS = (GROUP, "sc", "entities", "ner")
"""Groups of spans that are taken for mentions, the first that is there; else the entities of the doc."""


def pack(lines: Iterable[bytes]) -> bytes:
    """The DocBin with a doc for each gold line."""
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    vocab = Vocab()
    packed = DocBin(attrs=["ORTH", "ENT_IOB", "ENT_TYPE"], store_user_data=True)
    for line in lines:
        packed.add(_doc(vocab, decode(line)))
    return packed.to_bytes()


def _doc(vocab: Vocab, record: GoldRecord) -> Doc:
    from spacy.tokens import Doc, Span, SpanGroup

    words, spaces, first, last = _tokens(record)
    doc = Doc(vocab, words=words, spaces=spaces)
    spans = [Span(doc, first[m.start], last[m.end] + 1, label=m.label) for m in record.mentions]
    doc.spans[GROUP] = SpanGroup(doc, name=GROUP, spans=spans)
    doc.set_ents(_flat(record, spans))
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
    """Pack or unpack between standard input and standard output."""
    out = sys.stdout.buffer
    if sys.argv[1:] == ["pack"]:
        out.write(pack(sys.stdin.buffer))
        return
    try:
        for told in unpack(sys.stdin.buffer):
            out.write(msgspec.json.encode(told) + b"\n")
        out.write(b'{"end": true}\n')
    except InputError as error:
        out.write(msgspec.json.encode({"refused": str(error)}) + b"\n")


if __name__ == "__main__":
    main()
