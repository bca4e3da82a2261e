"""Positions and code points: exact for every text, as hostile as it may be."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QTextCursor, QTextDocument

from ui.desk.offsets import LONGEST_RUN, Offsets, display

HOSTILE = [
    "a", "b", " ", "\n", "\r", "\r\n", "\u2028", "\u2029", "\0", "\ufeff", "\ud800", "\udc00", "😀", "👩‍👩‍👧",
    "e\u0301", "\u202e", "\u202c", "ש", "م", "漢", "\xa0", "\xad", "\ufdd0", "\ufdd1", "\ufffe", "\uffff", "\ufffc",
    "\x0b", "\x0c", "\x85", "\x1c", "\x1e", "\t", "\U0010ffff", "🇬🇧", "\u200d", "\ufe0f", "\u2066", "\u2069",
]  # fmt: skip
texts = st.lists(st.sampled_from(HOSTILE) | st.characters(), max_size=60).map("".join)


def units(text: str) -> int:
    """The length in UTF-16."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def document(offsets: Offsets) -> QTextDocument:
    """A document that was given the words as the desk gives them."""
    made = QTextDocument()
    QTextCursor(made).insertText(offsets.shown)
    return made


@settings(max_examples=400, deadline=None)
@given(texts)
def test_the_document_keeps_every_position(qapp: object, text: str) -> None:
    offsets = Offsets(text)
    shown = document(offsets)
    assert [units(a) for a in text] == [units(b) for b in display(text)]
    assert shown.characterCount() - 1 == units(text)
    assert shown.blockCount() == len(offsets.block_ends)


@settings(max_examples=400, deadline=None)
@given(texts, st.data())
def test_a_selection_is_the_slice_that_was_meant(qapp: object, text: str, data: st.DataObject) -> None:
    offsets = Offsets(text)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    shown = document(offsets)
    cursor = QTextCursor(shown)
    cursor.setPosition(offsets.to_pos(start))
    cursor.setPosition(offsets.to_pos(end), QTextCursor.MoveMode.KeepAnchor)
    seen = cursor.selectedText().encode("utf-16-le", "surrogatepass")
    assert seen == display(text)[start:end].replace("\n", "\u2029").encode("utf-16-le", "surrogatepass")


@settings(max_examples=200, deadline=None)
@given(texts)
def test_positions_go_both_ways_and_blocks_hold_their_code_points(text: str) -> None:
    offsets = Offsets(text)
    shown = display(text)
    for offset in range(len(text) + 1):
        assert offsets.to_offset(offsets.to_pos(offset)) == offset
        assert offsets.block_of(offset) == shown[:offset].count("\n")


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(["x", "😀", "\xa0", "漢", "e\u0301"]), st.integers(1, 3), texts)
def test_a_run_without_a_space_is_broken_for_display_only(qapp: object, sign: str, times: int, tail: str) -> None:
    text = "before " + sign * (LONGEST_RUN * times) + tail
    offsets = Offsets(text)
    shown = document(offsets)
    longest = max(len(word) for line in offsets.shown.split("\n") for word in line.replace("\t", " ").split(" "))
    assert longest <= LONGEST_RUN
    assert shown.blockCount() == len(offsets.block_ends)
    spots = {0, 6, 7, LONGEST_RUN, LONGEST_RUN + 7, LONGEST_RUN + 8, len(text) - len(tail), len(text)}
    for offset in sorted(spot for spot in spots if spot <= len(text)):
        pos = offsets.to_pos(offset)
        assert offsets.to_offset(pos) == offset
        block = shown.findBlock(pos)
        assert block.blockNumber() == offsets.block_of(offset)
        if offset < len(text) and display(text[offset]) != "\n":
            assert shown.characterAt(pos) == display(text)[offset].encode("utf-16-le").decode("utf-16-le")[:1] or (
                units(text[offset]) == 2
            )


def test_a_short_text_is_shown_as_it_is() -> None:
    text = "One word, “two” words.\nA line."
    assert display(text) is text
    assert Offsets(text).shown == text
