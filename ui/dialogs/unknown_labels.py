"""Labels of other tools: for each a label of the scheme, a new one, or none. Asked at imports, and remembered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.labelmap import LabelMap
from annotator.scheme import Scheme
from ui import signs

Occasion = Literal["before", "after", "kept"]
"""Before an import; after one that brought labels which nobody was asked about; or what is remembered."""
_LEAVE_OUT, _AS_IT_IS = "", "?"
_ROWS_SHOWN = 9
_EXAMPLES_WIDE = 36
_CHOICE_WIDE = 23
"""The widths (letters) that examples may take, and that a choice has."""


@dataclass(frozen=True, slots=True)
class ForeignLabel:
    """A label of another tool. ``count`` mentions have it, as far as was looked; ``choice`` is the scheme's label that is
    chosen at first, "" for left out, None for a new label, which would be called ``name``."""

    label: str
    count: int
    examples: tuple[str, ...]
    choice: str | None
    name: str


class UnknownLabels(QDialog):
    """A row for each label, with a list of what becomes of it; Tab goes from row to row, letters and arrows choose.

    Before an import ``files`` names what it is about, and ``whole`` says whether all of that was looked at.
    """

    def __init__(
        self,
        parent: QWidget | None,
        rows: Sequence[ForeignLabel],
        scheme: Scheme,
        occasion: Occasion = "before",
        *,
        files: str = "the files",
        whole: bool = True,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("unknownLabels")
        self.setWindowTitle("Labels of other tools")
        self._rows, self._scheme, self._occasion = rows, scheme, occasion
        self.boxes = [self._box(row) for row in rows]
        self.told = self._words("unknownTold")
        self.told.setFont(signs.sized(self.font(), 1.0, bold=True))
        self.told.setMinimumHeight(2 * self.fontMetrics().height() + 4)
        self._lay_out(self._title(files), self._note(whole))
        self._tell()
        if self.boxes:
            self.boxes[0].setFocus()

    # --- building

    def _box(self, row: ForeignLabel) -> QComboBox:
        box = QComboBox()
        box.setObjectName(f"becomes_{row.label}")
        count = f", {row.count:,} mentions" if row.count else ""
        box.setAccessibleName(f"{row.label}{count} becomes")
        box.setAccessibleDescription(", ".join(row.examples))
        for label in self._scheme.label:
            box.addItem(label.name, label.name)
            box.setItemData(box.count() - 1, label.guideline, Qt.ItemDataRole.ToolTipRole)
        box.insertSeparator(box.count())
        box.addItem(f"New label {row.name}", None)
        if self._occasion != "after":
            box.addItem("Leave out", _LEAVE_OUT)
        if self._occasion != "before":
            box.addItem("Keep its name" if self._occasion == "after" else "Ask again", _AS_IT_IS)
        at = box.findData(row.choice) if row.choice is not None else box.findText(f"New label {row.name}")
        box.setCurrentIndex(at)
        box.currentIndexChanged.connect(lambda _at: self._tell())
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(_CHOICE_WIDE)
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the wheel scrolls the list of rows, not what is chosen
        return box

    def _title(self, files: str) -> QLabel:
        many = len(self._rows)
        which, are = ("A label", "is") if many == 1 else (f"{many} labels", "are")
        title = self._words("unknownTitle")
        title.setText(
            {
                "before": f"{which} in {files} {are} not in the scheme",
                "after": f"{which} that came later in the files {are} not in the scheme",
                "kept": "What labels of other tools are called here",
            }[self._occasion]
        )
        title.setFont(signs.sized(self.font(), 1.2, bold=True))
        return title

    def _note(self, whole: bool) -> QLabel:
        note = self._words("schemeNote")
        later = (
            ""
            if whole
            else "Only the beginning was looked at: labels that come later are asked about when all is read. "
        )
        note.setText(
            {
                "before": f"{later}What is left out is told with its count. The project remembers what is chosen.",
                "after": "They are imported under their names. Giving them others is one act, which one undo takes back.",
                "kept": "Imports follow this, and say so. What is imported already stays as it is.",
            }[self._occasion]
        )
        return note

    def _words(self, name: str) -> QLabel:
        words = QLabel()
        words.setObjectName(name)
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        return words

    def _lay_out(self, title: QLabel, note: QLabel) -> None:
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(2, 1)
        for at, (row, box) in enumerate(zip(self._rows, self.boxes, strict=True)):
            self._lay_row(grid, at, row, box)
        grid.setRowStretch(len(self._rows), 1)
        area = QScrollArea()
        area.setObjectName("unknownRows")
        area.setAccessibleName("Labels")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        words = {"before": "&Import", "after": "&Apply", "kept": "&Save"}[self._occasion]
        self.ok = self.buttons.addButton(words, QDialogButtonBox.ButtonRole.AcceptRole)
        self.ok.setObjectName("unknownOk")
        self.ok.setDefault(True)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(10)
        column.addWidget(title)
        column.addWidget(note)
        column.addWidget(area, 1)
        column.addWidget(self.told)
        column.addWidget(self.buttons)
        line = self.boxes[0].sizeHint().height() + 6 if self.boxes else 30
        wide = inside.sizeHint().width() + 36 + area.verticalScrollBar().sizeHint().width()
        wanted = QSize(wide, min(len(self._rows), _ROWS_SHOWN) * line + 12 * self.fontMetrics().height())
        self.resize(wanted.boundedTo(self.screen().availableGeometry().size() * 0.94))

    def _lay_row(self, grid: QGridLayout, at: int, row: ForeignLabel, box: QComboBox) -> None:
        name = QLabel(row.label)
        name.setTextFormat(Qt.TextFormat.PlainText)
        name.setFont(signs.sized(self.font(), 1.0, bold=True))
        name.setToolTip(row.label)
        name.setMaximumWidth(24 * self.fontMetrics().averageCharWidth())
        name.setBuddy(box)
        count = QLabel(f"{row.count:,} ×" if row.count else "")
        count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        examples = QLabel(self._fitted(" · ".join(row.examples)))
        examples.setTextFormat(Qt.TextFormat.PlainText)
        examples.setObjectName("schemeNote")
        examples.setToolTip("\n".join(row.examples))
        for column, widget in enumerate((name, count, examples, QLabel("→"), box)):
            grid.addWidget(widget, at, column)

    def _fitted(self, words: str) -> str:
        metrics = self.fontMetrics()
        return metrics.elidedText(words, Qt.TextElideMode.ElideRight, _EXAMPLES_WIDE * metrics.averageCharWidth())

    # --- what is chosen

    @property
    def choice(self) -> LabelMap:
        """The table that is chosen; labels that keep their names, or are asked about again, are not in it."""
        labels: dict[str, str] = {}
        new: dict[str, None] = {}
        for row, box in zip(self._rows, self.boxes, strict=True):
            chosen = box.currentData()
            if chosen == _AS_IT_IS:
                continue
            labels[row.label] = row.name if chosen is None else str(chosen)
            if chosen is None:
                new[row.name] = None
        return LabelMap(labels, add=tuple(new))

    def _tell(self) -> None:
        """What becomes of the labels, in a line or two."""
        chosen = self.choice
        left = [row for row in self._rows if chosen.labels.get(row.label) == _LEAVE_OUT]
        parts = []
        if renamed := sum(1 for ours in chosen.labels.values() if ours and ours not in chosen.add):
            parts.append(f"{renamed} {'becomes a label' if renamed == 1 else 'become labels'} of the scheme")
        if chosen.add:
            parts.append(f"new in the scheme: {', '.join(chosen.add)}")
        if left:
            lost = sum(row.count for row in left)
            mentions = f" ({lost:,} {'mention' if lost == 1 else 'mentions'} so far)" if lost else ""
            parts.append(f"left out: {', '.join(row.label for row in left)}{mentions}")
        if asked := len(self._rows) - len(chosen.labels):
            parts.append(f"{asked} {'keep their names' if self._occasion == 'after' else 'will be asked about again'}")
        words = "; ".join(parts)
        self.told.setText(f"{words[:1].upper()}{words[1:]}." if words else "")

    @classmethod
    def ask(
        cls,
        parent: QWidget | None,
        rows: Sequence[ForeignLabel],
        scheme: Scheme,
        occasion: Occasion = "before",
        *,
        files: str = "the files",
        whole: bool = True,
    ) -> LabelMap | None:
        """The table that was chosen; None when it was cancelled."""
        dialog = cls(parent, rows, scheme, occasion, files=files, whole=whole)
        return dialog.choice if dialog.exec() == QDialog.DialogCode.Accepted else None
