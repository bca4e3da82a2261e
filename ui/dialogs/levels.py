"""From which probabilities on suggestions are shown, perhaps right and likely; with what that hides, counted live."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from annotator.scheme import Levels
from annotator.spread import Spread
from ui import signs

_ROWS = (
    ("shown", "&Shown from", "What is less likely is hidden; the list of hidden suggestions has it."),
    ("perhaps", "&Perhaps right from", "Short dashes; below that dots."),
    ("likely", "&Likely from", "Long dashes; Shift+Enter and “accept the rest” take these."),
)


class LevelsDialog(QDialog):
    """Three percentages; ``levels()`` are what was chosen."""

    def __init__(self, parent: QWidget | None, levels: Levels, here: Sequence[float]) -> None:
        """``here`` are the probabilities of the suggestions for the article on the desk."""
        super().__init__(parent)
        self.setObjectName("levelsDialog")
        self.setWindowTitle("Which suggestions are shown")
        self._here = here
        self._spread: Spread | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(10)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(9)
        self.boxes: dict[str, QSpinBox] = {}
        for row, (name, words, meaning) in enumerate(_ROWS):
            grid.addWidget(self._name(name, words, levels), row, 0)
            grid.addWidget(self.boxes[name], row, 1)
            note = QLabel(meaning)
            note.setObjectName("schemeNote")
            grid.addWidget(note, row, 2)
        column.addLayout(grid)
        self.told = QLabel("")
        self.told.setObjectName("levelsTold")
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.told.setFont(signs.sized(self.font(), 1.0, bold=True))
        self.told.setMinimumHeight(2 * self.told.fontMetrics().height() + 4)
        column.addWidget(self.told)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column.addWidget(self.buttons)
        self._tell()

    def _name(self, name: str, words: str, levels: Levels) -> QLabel:
        box = self.boxes[name] = QSpinBox()
        box.setObjectName(f"levels_{name}")
        box.setAccessibleName(words.replace("&", ""))
        box.setRange(0, 100)
        box.setSuffix(" %")
        box.setValue(round(getattr(levels, name) * 100))
        box.valueChanged.connect(lambda _value: self._changed(name))
        label = QLabel(words)
        label.setBuddy(box)
        return label

    def levels(self) -> Levels:
        """What stands in the boxes."""
        return Levels(**{name: box.value() / 100 for name, box in self.boxes.items()})

    def show_spread(self, spread: Spread | None) -> None:
        """What is counted of the project so far."""
        if spread is not None:
            self._spread = spread
            self._tell()

    def _changed(self, name: str) -> None:
        """Perhaps is never more than likely: the other one gives way."""
        low, high = self.boxes["perhaps"], self.boxes["likely"]
        if low.value() > high.value():
            (high if name == "perhaps" else low).setValue((low if name == "perhaps" else high).value())
        self._tell()

    def _tell(self) -> None:
        shown = self.levels().shown
        hidden = sum(p < shown for p in self._here)
        lines = [f"In this article {hidden:,} of {len(self._here):,} suggestions are hidden."]
        if (spread := self._spread) is not None:
            part = f"in {spread.articles:,} of {spread.total:,}" if spread.articles < spread.total else "in all"
            lines.append(
                f"{spread.below(shown):,} of {spread.suggestions:,} are hidden {part} articles that are not done."
            )
        self.told.setText("\n".join(lines))
