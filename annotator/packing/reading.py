"""What the docs of a DocBin say, one after the other."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

import msgspec
import numpy as np
from srsly.msgpack import Unpacker, UnpackException

from annotator.errors import InputError
from annotator.packing.columns import Columns, survey
from annotator.packing.docs import GROUP, KEY, MOST_TEXT, MOST_TOKENS
from annotator.packing.rows import Row, rows
from annotator.packing.words import Words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

_GROUPS = (GROUP, "sc", "entities", "ner")
"""Groups of spans that are taken for mentions, the first that is there; else the entities of the doc."""
_MOST_IN_GROUPS = 8_000_000
"""So many bytes the groups of spans of a doc may have: some 170,000 spans."""
_HELD = 1_000_000
"""About so many bytes of words stay in memory from one doc to the next, so that the common ones are looked up once."""
_KEY = msgspec.msgpack.encode(KEY)
_WORD = 100
"""What spaCy needs for a word beside its letters, in bytes."""
_BROKEN = (
    ValueError, KeyError, IndexError, TypeError, OverflowError, AttributeError, RecursionError, struct.error,
    UnpackException,
)  # fmt: skip
"""What is raised when a doc is none."""


def unpack(file: BinaryIO) -> Iterator[dict[str, Any]]:
    """What each doc of a DocBin says, or ``bad``, why it is none; raises InputError for a file that is no DocBin."""
    with Words() as words:
        columns = survey(file, words)
        docs = _Docs(columns, words)
        for row in rows(file, columns, docs.places):
            try:
                yield docs.told(row)
            except _BROKEN as error:
                yield {"bad": f"no doc of spaCy: {' '.join(str(error).split())[:500]}."}


class _Docs:
    """spaCy's docs of rows: each is made by a DocBin that has no other. ``places`` are those of the attributes it wants."""

    def __init__(self, columns: Columns, words: Words) -> None:
        from spacy.tokens import DocBin
        from spacy.vocab import Vocab

        self._words, self._vocab, self._held = words, Vocab(), 0
        wanted: list[Any] = list(DocBin(attrs=["ENT_IOB", "ENT_TYPE"]).attrs)  # numbers, the words' first
        if wanted[0] not in columns.attrs:
            raise InputError("no DocBin of spaCy: its tokens have no words.")
        self._attrs = [attr for attr in wanted if attr in columns.attrs]
        self.places = [columns.attrs.index(attr) for attr in self._attrs]

    def told(self, row: Row) -> dict[str, Any]:
        """What a doc says."""
        doc = self._doc(row)
        if doc.to_array("LENGTH").sum() + len(doc) > MOST_TEXT:
            raise ValueError(f"its text has more than {MOST_TEXT:,} characters: this is no article")
        spans: Iterable[Span] = next((doc.spans[key] for key in _GROUPS if key in doc.spans), doc.ents)
        self._bring({span.label for span in spans})
        return {
            "text": doc.text,
            "spans": [(s.start_char, s.end_char, s.label_ or "ENTITY") for s in spans],
            "ours": _ours(row.user_data),
            "categories": row.categories,
            "annotated": doc.has_annotation("ENT_IOB") or len(doc.spans) > 0,
        }

    def _doc(self, row: Row) -> Doc:
        from spacy.tokens import DocBin
        from spacy.vocab import Vocab

        if row.tokens is None:
            raise ValueError(f"it has more than {MOST_TOKENS:,} tokens: this is no article")
        if len(row.span_groups) > _MOST_IN_GROUPS:
            raise ValueError("it has more spans than an article")
        if self._held > _HELD:
            self._vocab, self._held = Vocab(), 0
        self._bring(np.unique(row.tokens).tolist())
        one = DocBin()
        one.attrs, one.tokens, one.spaces = self._attrs, [row.tokens], [row.spaces]
        one.flags, one.cats = [{"has_unknown_spaces": row.unknown}], [{}]
        one.span_groups, one.user_data = [row.span_groups], [None]
        return next(one.get_docs(self._vocab))

    def _bring(self, numbers: Iterable[int]) -> None:
        """Have spaCy know the words with these numbers."""
        known: Any = self._vocab.strings
        size = 0
        for text in self._words.of(number for number in numbers if number not in known):
            known.add(text)
            size += len(text)
            self._held += len(text) + _WORD
            if size > MOST_TEXT:
                raise ValueError("its words are longer than an article")


def _ours(user_data: bytes) -> str | None:
    """What this program put into the user data of a doc; whatever else is there is passed over."""
    there = Unpacker(raw=False, max_buffer_size=len(user_data) + 1, max_array_len=0, max_map_len=0)
    there.feed(user_data)
    for _ in range(there.read_map_header() if user_data else 0):
        start = there.tell()
        there.skip()
        if user_data[start : there.tell()] == _KEY:
            found = there.unpack()
            return found if isinstance(found, str) else None
        there.skip()
    return None
