"""Texts as news never should be and sometimes is, for tests that generate; and what a clean range of one is."""

from __future__ import annotations

import regex
from hypothesis import strategies as st

from annotator.spans import Range

NASTY = (
    *(
        "Reed",
        "Ann",
        "’s",
        "'s",
        "s’",
        "Sanders",
        "’",
        "'",
        "‘",
        "“no”",
        "-",
        "—",
        "...",
        "U.S.",
        "1,000.5",
        "don’t",
        "S",
    ),
    *("😀", "👩‍👩‍👧", "👍🏽", "🇬🇧", "🇫", "1️⃣", "❤️", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "𝔘", "e\u0301", "o\u0302\u0323", "\u0301"),
    *("שלום", "נְתַנְיָהוּ", "محمد", "مُحَمَّد", "می‌خواهم", "क्ष", "क्‍ष", "한국", "각", "漢字", "ไทย"),
    *(" ", "  ", "\t", "\n", "\r\n", "\u2028", "\u00a0", "\u200b", "\u200f", "\u202b", "\u202c", "\ufeff", "\x1f"),
)
"""Pieces of texts: possessives, signs, emoji of every make, marks, right-to-left words, all kinds of space."""


def nasty_texts(most: int = 12) -> st.SearchStrategy[str]:
    """Texts of such pieces."""
    return st.lists(st.sampled_from(NASTY), min_size=1, max_size=most).map("".join)


def boundaries(text: str) -> set[int]:
    """Between which code points a character (grapheme cluster) ends, with 0 and the end."""
    return {0, len(text)} | {match.end() for match in regex.finditer(r"\X", text)}


def has_clean_edges(text: str, span: Range) -> bool:
    """True when no white space and no possessive stands at the edges; a possessive alone is what it is."""
    words = span.of(text)
    if not words.strip() or words != words.strip():
        return False
    alone = words in ("’s", "'s", "’S", "'S", "’", "'")
    opened = regex.search(r"(?<!\w)['‘]", text[span.start : span.end - 1]) is not None
    ends = regex.search(r"['’][sS]$", words) or (regex.search(r"[sS]['’]$", words) and not opened)
    before = text[: span.start]
    starts = regex.match(r"['’][sS](?![\p{L}\p{N}_\p{M}\p{GCB=Extend}\p{GCB=ZWJ}])", words) and regex.search(
        r"[\p{L}\p{N}\p{M}]$", before
    )
    return alone or not (ends or starts)
