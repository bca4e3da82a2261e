"""Texts and articles as news never should be and sometimes is, for tests that generate; what a clean range of one is."""

from __future__ import annotations

from collections.abc import Sequence

import regex
from hypothesis import strategies as st

from annotator.records import (
    NOT_AN_ENTITY,
    POLARITIES,
    Annotation,
    Article,
    Entity,
    Mention,
    Rejection,
    Section,
    Stance,
)
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


# --- whole articles

NASTY_TEXT = st.text(
    alphabet=st.one_of(
        st.sampled_from('aZ é\u0301😀👩\u200d👩\u200d👧\r\n\t\u2028\u00a0\ufeffקםم“”’"\\'),
        st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
    ),
    min_size=3,
    max_size=60,
).filter(lambda t: bool(t.strip()))
LINKS: tuple[dict[str, str], ...] = ({}, {"wikidata": "Q1"}, {"page": "A b: c\n"})
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=8)


@st.composite
def cases(draw: st.DrawFn, labels: Sequence[str] = ("PERSON", "ORG")) -> tuple[Article, Annotation]:
    """A nasty article with everything that gold can hold: nested, crossing, doubled, without a holder, without a cue."""
    text = draw(NASTY_TEXT)

    def ranges(most: int) -> list[Range]:
        pairs = st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text)))
        return sorted({Range(a, b) for a, b in draw(st.lists(pairs, max_size=most)) if a < b})

    names = [f"e{n}" for n in range(1, draw(st.integers(1, 4)) + 1)]
    entities = {
        n: Entity(n, "PERSON", draw(WORDS), draw(st.sampled_from(LINKS)),
                  tuple(sorted(set(draw(st.lists(st.sampled_from(names), max_size=2))) - {n})))
        for n in names
    }  # fmt: skip
    mentions = {
        f"m{n}": Mention(f"m{n}", r.start, r.end, draw(st.sampled_from(labels)), draw(st.sampled_from(names)))
        for n, r in enumerate(ranges(6), 1)
    }
    stances = {
        f"s{n}": Stance(
            f"s{n}",
            draw(st.sampled_from((*names, *NOT_AN_ENTITY))),
            draw(st.sampled_from(names)),
            draw(st.sampled_from(POLARITIES)),
            tuple(ranges(2)),
            draw(st.sampled_from(("quoted", "reported", "acted"))),
            draw(st.sampled_from((None, *names))),
        )
        for n in range(1, draw(st.integers(0, 3)) + 1)
    }
    rejections = [Rejection("mention", r.start, r.end, "ORG", "run-1", item="m9") for r in ranges(2)]
    annotation = Annotation(
        status="done",
        sections=tuple(Section(r.start, r.end) for r in ranges(1)),
        entities=entities,
        mentions=mentions,
        stances=stances,
        rejected={r.key: r for r in rejections},
        looked_at=tuple(ranges(1)),
        curators=("tester",),
        done_at="2025-01-01T00:00:00Z",
    )
    meta = draw(st.dictionaries(WORDS, st.one_of(st.integers(), WORDS, st.booleans(), st.none()), max_size=3))
    return Article(draw(WORDS), text, meta), annotation
