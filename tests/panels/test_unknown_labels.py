"""The dialog about labels of other tools: what it offers, what comes out, and that keys alone do it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.labelmap import LabelMap
from annotator.scheme import default_scheme
from ui.dialogs.unknown_labels import ForeignLabel, UnknownLabels

K = Qt.Key
ROWS = (
    ForeignLabel("MISC", 1204, ("Blue Star", "World Cup"), None, "MISC"),
    ForeignLabel("PER", 1, ("Ann Keller",), "PERSON", "PER"),
    ForeignLabel("Person <b>", 7, (), None, "PERSON_B"),
)


@pytest.fixture
def opened(show: Callable[..., None]) -> Callable[..., UnknownLabels]:
    def made(*args: object, rows: tuple[ForeignLabel, ...] = ROWS, **more: object) -> UnknownLabels:
        dialog = UnknownLabels(None, rows, default_scheme(), *args, **more)  # type: ignore[arg-type]
        show(dialog)
        return dialog

    return made


def options(dialog: UnknownLabels) -> list[str]:
    return [dialog.boxes[0].itemText(n) for n in range(dialog.boxes[0].count())][-3:]


def test_at_first_each_label_becomes_what_is_likely_and_none_is_lost(opened: Callable[..., UnknownLabels]) -> None:
    dialog = opened()
    assert dialog.choice == LabelMap(
        {"MISC": "MISC", "PER": "PERSON", "Person <b>": "PERSON_B"}, add=("MISC", "PERSON_B")
    )
    assert dialog.told.text() == "1 becomes a label of the scheme; new in the scheme: MISC, PERSON_B."
    assert options(dialog) == ["", "New label MISC", "Leave out"]


def test_keys_alone_choose(opened: Callable[..., UnknownLabels]) -> None:
    dialog = opened()
    dialog.activateWindow()
    assert QApplication.focusWidget() is dialog.boxes[0]
    QTest.keyClick(dialog.boxes[0], K.Key_End)
    QTest.keyClick(dialog.boxes[0], K.Key_Tab)
    assert QApplication.focusWidget() is dialog.boxes[1]
    QTest.keyClicks(dialog.boxes[1], "NO")
    assert dialog.choice.labels == {"MISC": "", "PER": "NORP", "Person <b>": "PERSON_B"}
    assert dialog.told.text().endswith("left out: MISC (1,204 mentions so far).")
    QTest.keyClick(dialog.boxes[1], K.Key_Return)
    assert dialog.result() == UnknownLabels.DialogCode.Accepted


def test_esc_is_no_choice(opened: Callable[..., UnknownLabels]) -> None:
    dialog = opened()
    QTest.keyClick(dialog.boxes[0], K.Key_Escape)
    assert dialog.result() == UnknownLabels.DialogCode.Rejected


def test_what_came_later_is_never_left_out(opened: Callable[..., UnknownLabels]) -> None:
    dialog = opened("after")
    assert options(dialog) == ["", "New label MISC", "Keep its name"]
    for box in dialog.boxes:
        QTest.keyClick(box, K.Key_End)
    assert dialog.choice == LabelMap()
    assert dialog.told.text() == "3 keep their names."


def test_what_is_remembered_can_be_forgotten(opened: Callable[..., UnknownLabels]) -> None:
    dialog = opened("kept", rows=(ForeignLabel("PER", 0, (), "PERSON", "PER"), ForeignLabel("X", 0, (), "", "X")))
    assert dialog.choice == LabelMap({"PER": "PERSON", "X": ""})
    assert options(dialog) == ["New label PER", "Leave out", "Ask again"]
    QTest.keyClick(dialog.boxes[0], K.Key_End)
    assert dialog.choice == LabelMap({"X": ""})
    assert dialog.ok.text() == "&Save"


def test_many_labels_and_long_ones_have_room(opened: Callable[..., UnknownLabels]) -> None:
    rows = tuple(ForeignLabel(f"LABEL {n} " + "x" * 90, n, ("y" * 300,), None, f"L{n}") for n in range(60))
    dialog = opened(rows=rows)
    for _ in range(50):
        QTest.keyClick(QApplication.focusWidget(), K.Key_Tab)
    box = dialog.boxes[50]
    assert QApplication.focusWidget() is box
    inside = box.rect().translated(box.mapTo(dialog, box.rect().topLeft()))
    assert dialog.rect().contains(inside), "the row in focus is seen as a whole"
