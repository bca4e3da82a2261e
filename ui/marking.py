"""Mark hints: letters at words that could be marked next, so that a phrase is selected by a key or two."""

from __future__ import annotations

from annotator.page import Page, StanceItem
from annotator.phrases import cue_words, markable
from annotator.spans import Range
from ui.desk.hints import hint_letters

OTHER = "v"
"""Typed among the hints: offer other words."""
_MOST = 121
"""So many hints at most: 21 of one letter and 100 of two."""


def markable_hints(page: Page, seen: Range, near: int, batch: int = 0) -> dict[Range, str]:
    """Hints for words on the screen (``seen``) that may be marked as mentions, the likeliest and nearest first.

    What has no room in one ``batch`` is in the next.
    """
    spans = markable(
        page.outline,
        page.tokens,
        seen,
        near,
        taken={m.range for m in page.mentions},
        closed=[m.range for m in page.mentions if m.label != "TOPIC"],
        known={page.words(m) for m in page.mentions},
    )
    return _lettered(page, spans, batch)


def cue_hints(
    page: Page,
    seen: Range,
    near: int,
    ends: tuple[str, ...] = (),
    batch: int = 0,
    reserved: frozenset[str] = frozenset(),
) -> dict[Range, str]:
    """Hints for words on the screen (``seen``) that may show a stance, between the entities ``ends`` if any are given.

    No hint begins with a ``reserved`` letter, which means something else just then.
    """
    mentions = [[m.range for m in page.mentions_of(end)] for end in ends]
    return _lettered(page, cue_words(page.outline, page.tokens, seen, near, mentions), batch, reserved)


def _lettered(page: Page, spans: list[Range], batch: int, reserved: frozenset[str] = frozenset()) -> dict[Range, str]:
    body = [span for span in spans if not page.is_boilerplate(span.start)]
    spans = body[batch * _MOST : (batch + 1) * _MOST]
    return dict(zip(spans, hint_letters(len(spans), {OTHER, *reserved}), strict=True))


def place_in_hand(page: Page, seen: Range, focus: str, caret: int) -> int:
    """Where the curator reads (code points): at the item in focus, of a stance at its cue; else at the caret.

    When that is not on the screen (``seen``), at the top of the screen.
    """
    item = page.item(focus)
    place = caret
    if item is not None:
        place = item.cues[0].start if isinstance(item, StanceItem) and item.cues else page.place(focus)
    return place if seen.holds(place) else seen.start
