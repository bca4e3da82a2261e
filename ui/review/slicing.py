"""The bar that says which finished articles count."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QRegularExpression, QSignalBlocker, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QSpinBox, QWidget

from annotator.review import Slice
from annotator.review.room import Choices

_DAY = QRegularExpression(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_LETTERS = 8
"""So many letters of what is chosen are seen at least; the list has all of them."""
_MOST_WORDS = 10_000_000
BLIND = (("All gold", None), ("Blind only", True), ("Not blind", False))


class SliceBar(QWidget):
    """Fields for everything that narrows. ``changed(Slice)``: another slice is wanted."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sliceBar")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(5)
        self.source = self._combo(row, "S&ource", "sliceSource")
        self.label = self._combo(row, "L&abel", "sliceLabel")
        self.curator = self._combo(row, "Curator", "sliceCurator")
        self.gold = self._combo(row, "&Gold", "sliceGold")
        self.since = self._day(row, "&From", "sliceSince")
        self.until = self._day(row, "&to", "sliceUntil")
        self.shortest = self._words(row, "&Words", "sliceShortest")
        self.longest = self._words(row, "to", "sliceLongest")
        self.clear = QPushButton("All again")
        self.clear.setObjectName("sliceClear")
        self.clear.setToolTip("Ctrl+0: every finished article counts again")
        self.clear.clicked.connect(lambda _checked=False: self.show_all())
        row.addWidget(self.clear)
        row.addStretch(1)
        for words, value in BLIND:
            self.gold.addItem(words, value)
        self.show_choices(Choices())

    def _name(self, row: QHBoxLayout, words: str, field: QWidget, name: str) -> None:
        label = QLabel(words)
        label.setObjectName("schemeNote")
        label.setBuddy(field)
        field.setObjectName(name)
        field.setAccessibleName(f"Slice: {words.replace('&', '').lower()}")
        row.addWidget(label)
        row.addWidget(field)

    def _combo(self, row: QHBoxLayout, words: str, name: str) -> QComboBox:
        box = QComboBox()
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(_LETTERS)
        box.setMaximumWidth(150)
        box.currentIndexChanged.connect(lambda _index: self._tell())
        self._name(row, words, box, name)
        return box

    def _day(self, row: QHBoxLayout, words: str, name: str) -> QLineEdit:
        field = QLineEdit()
        field.setValidator(QRegularExpressionValidator(_DAY, field))
        field.setPlaceholderText("day")
        field.setToolTip("A day, a month or a year of the article's date, as 2025-03-31, 2025-03 or 2025")
        field.setFixedWidth(field.fontMetrics().horizontalAdvance("2025-03-31") + 22)
        field.editingFinished.connect(self._tell)
        self._name(row, words, field, name)
        return field

    def _words(self, row: QHBoxLayout, words: str, name: str) -> QSpinBox:
        box = QSpinBox()
        box.setRange(0, _MOST_WORDS)
        box.setSingleStep(50)
        box.setSpecialValueText("any")
        box.setKeyboardTracking(False)
        box.setFixedWidth(box.fontMetrics().horizontalAdvance("10,000") + 26)
        box.valueChanged.connect(lambda _value: self._tell())
        box.setMinimumHeight(self.source.sizeHint().height())
        self._name(row, words, box, name)
        return box

    # --- what is shown

    def show_choices(self, choices: Choices) -> None:
        """What there is to choose from; what is chosen stays."""
        for box, everything, values in (
            (self.source, "every source", choices.sources),
            (self.label, "any label", choices.labels),
            (self.curator, "everybody", choices.curators),
        ):
            _fill(box, everything, values)
            box.setEnabled(len(values) > 0)
        self.since.setPlaceholderText(choices.first_day or "day")
        self.until.setPlaceholderText(choices.last_day or "day")
        for field in (self.since, self.until):
            field.setEnabled(bool(choices.first_day))

    def show_all(self) -> None:
        """Every article counts again."""
        with QSignalBlocker(self):
            for box in (self.source, self.label, self.curator, self.gold):
                box.setCurrentIndex(0)
            for field in (self.since, self.until):
                field.clear()
            for words in (self.shortest, self.longest):
                words.setValue(0)
        self._tell()

    @property
    def slice(self) -> Slice:
        """What stands in the fields."""
        return Slice(
            self.source.currentData() or "",
            _first(self.since.text()),
            _last(self.until.text()),
            self.label.currentData() or "",
            self.curator.currentData() or "",
            self.shortest.value(),
            self.longest.value() or None,
            self.gold.currentData(),
        )

    def _tell(self) -> None:
        self.clear.setEnabled(self.slice != Slice())
        self.changed.emit(self.slice)


def _fill(box: QComboBox, everything: str, values: Sequence[tuple[str, int]]) -> None:
    """Fill a box with values and how often there is each; the value chosen stays chosen, if it is still there."""
    rows: list[tuple[str, Any]] = [(everything, ""), *((f"{value} ({count:,})", value) for value, count in values)]
    if rows == [(box.itemText(n), box.itemData(n)) for n in range(box.count())]:
        return
    chosen = box.currentData()
    with QSignalBlocker(box):
        box.clear()
        for words, value in rows:
            box.addItem(words, value)
        found = box.findData(chosen)
        box.setCurrentIndex(max(0, found))
    if found < 0 and chosen:
        box.currentIndexChanged.emit(0)


def _first(text: str) -> str:
    """The first day of a day, a month or a year; "" for what is none."""
    return _day(text, "-01", "-01")


def _last(text: str) -> str:
    """The last day of it; days are compared as words, so that the 31st is behind every month's end."""
    return _day(text, "-12", "-31")


def _day(text: str, month: str, day: str) -> str:
    found = re.fullmatch(r"(\d{4})(-\d\d)?(-\d\d)?", text)
    return f"{found[1]}{found[2] or month}{found[3] or day}" if found else ""
