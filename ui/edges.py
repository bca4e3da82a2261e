"""Where the edges of a mention or a cue go when a key moves them."""

from __future__ import annotations

from annotator.page import Page
from annotator.spans import Range, next_character, previous_character, trim


def moved_edge(page: Page, span: Range, edge: str, outwards: bool, by_character: bool) -> Range | None:
    """``span`` with its "start" or "end" moved by one token or character; None when there is no room.

    By tokens an edge never stops at a possessive: from "Reed" it goes on to "Reed’s party", by characters to "Reed’".
    """
    start, end, text, tokens = span.start, span.end, page.text, page.tokens
    if by_character:
        step = previous_character if outwards == (edge == "start") else next_character
        moved = Range(step(text, start), end) if edge == "start" else Range(start, step(text, end))
        return moved if moved.start < moved.end and moved != span else None
    if edge == "start":
        start = tokens.previous_start(start) if outwards else tokens.next_start(start)
    else:
        end = tokens.next_end(end) if outwards else tokens.previous_end(end)
    moved = Range(start, end)
    if start >= end or moved == span:
        return None
    clean = trim(text, moved)
    if clean is None or (clean.start != start if edge == "start" else clean.end != end):
        return moved_edge(page, moved, edge, outwards, by_character)
    return clean if trim(text, span) == span else moved  # an edge that was forced by character stays
