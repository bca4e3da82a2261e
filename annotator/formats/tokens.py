"""Tokens for formats that need them: no mention begins or ends within one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from annotator.spans import Range, Tokens


def parted(text: str, mentions: Iterable[Range], *, all_spaces: bool = False) -> list[Range]:
    """The text's tokens, parted where mentions begin and end.

    White space is a token where a mention begins or ends with it; with ``all_spaces`` all of it is, so that the tokens
    together are the text.
    """
    tokens = Tokens(text)
    starts, ends = set[int](), set[int]()
    for mention in mentions:
        starts.add(mention.start)
        ends.add(mention.end)
    cuts = {0, len(text)} | starts | ends
    for number in range(len(tokens)):
        cuts |= {tokens[number].start, tokens[number].end}
    pieces = (Range(start, end) for start, end in pairwise(sorted(cuts)))
    return [
        piece
        for piece in pieces
        if all_spaces or piece.start in starts or piece.end in ends or not piece.of(text).isspace()
    ]


def words_of(text: str, mentions: Iterable[Range]) -> list[Range]:
    """The tokens without any white space, for mentions that neither begin nor end with it."""
    pieces = parted(text, mentions)
    return [
        Range(piece.start + m.start(), piece.start + m.end())
        for piece in pieces
        for m in re.finditer(r"\S+", piece.of(text))
    ]
