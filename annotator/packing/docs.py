"""A gold record as a doc of spaCy."""

from __future__ import annotations

import errno
import json
from typing import TYPE_CHECKING

from annotator.formats.tokens import parted
from annotator.gold import GoldRecord, encode
from annotator.spans import Range

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span
    from spacy.vocab import Vocab

MOST_TOKENS = 2_000_000
"""A doc of more, for which spaCy would need more than 300 MB, is neither written nor read."""
MOST_TEXT = 20_000_000
"""Code points."""
GROUP, KEY = "mentions", "annotator"


def doc_of(vocab: Vocab, record: GoldRecord) -> Doc:
    """The doc with a record's mentions and, in its user data, everything else. Raises OSError for what is no article."""
    from spacy.tokens import Doc, Span, SpanGroup

    words, spaces, first, last = _tokens(record)
    if len(words) > MOST_TOKENS or len(record.text) > MOST_TEXT:
        raise OSError(errno.EFBIG, "this is no article")
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
