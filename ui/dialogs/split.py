"""Splitting a label: which of its words get another label, in all articles."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.errors import AnnotatorError
from annotator.progress import Progress
from annotator.scheme import is_name
from ui import signs
from ui.dialogs.wording import words_label
from ui.jobs import Sliced

MOST = 3000
"""So many wordings are listed, the most frequent; the filter looks in these."""
_WORDS = int(Qt.ItemDataRole.UserRole)
_COUNT = _WORDS + 1


@dataclass(frozen=True, slots=True)
class SplitChoice:
    """The label that the wordings get; it may be a new one."""

    new: str
    wordings: frozenset[str]


class SplitDialog(QDialog):
    """The label's words with their counts, to be ticked (Space), and the label that the ticked ones get."""

    def __init__(
        self,
        parent: QWidget | None,
        label: str,
        others: Sequence[str],
        counting: Generator[Progress, None, Mapping[str, int]],
    ) -> None:
        super().__init__(parent)
        self.setObjectName("splitDialog")
        self.setWindowTitle(f"Split {label}")
        self._label, self._others = label, others
        self._cut = 0
        self.words = QLineEdit()
        self.words.setObjectName("splitFind")
        self.words.setAccessibleName("Show only words with")
        self.words.setPlaceholderText("Type to find words")
        self.list = QListWidget()
        self.list.setObjectName("splitWords")
        self.list.setAccessibleName(f"Words with the label {label}")
        self.list.setUniformItemSizes(True)
        self.into = QComboBox()
        self.into.setObjectName("splitInto")
        self.into.setAccessibleName("The ticked ones become")
        self.into.setEditable(True)
        self.into.addItems(list(others))
        self.into.setCurrentText("")
        line = self.into.lineEdit()
        assert line is not None
        line.setPlaceholderText("a label, or the name of a new one")
        self.told = words_label("splitTold")
        self.told.setFont(signs.sized(self.font(), 1.0, bold=True))
        self.told.setMinimumHeight(2 * self.fontMetrics().height() + 4)
        self._lay_out()
        self.words.textChanged.connect(self._narrow)
        self.list.itemChanged.connect(lambda _item: self._tell())
        self.into.currentTextChanged.connect(lambda _words: self._tell())
        self._job: Sliced | None = Sliced(counting, self)
        self._job.finished.connect(self._fill)
        self._job.failed.connect(self._fail)
        self._job.start()
        self._tell()
        self.words.setFocus()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        label = QLabel("Ticked words &become")
        label.setBuddy(self.into)
        form.addRow(label, self.into)
        note = QLabel(
            f"Tick the words that are no {self._label}. Finished articles stay finished; one undo takes it back."
        )
        note.setObjectName("schemeNote")
        note.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.ok = buttons.addButton("&Split", QDialogButtonBox.ButtonRole.AcceptRole)
        self.ok.setObjectName("splitOk")
        self.ok.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(8)
        for widget in (note, self.words):
            column.addWidget(widget)
        column.addWidget(self.list, 1)
        column.addLayout(form)
        column.addWidget(self.told)
        column.addWidget(buttons)
        self.resize(64 * self.fontMetrics().averageCharWidth(), 28 * self.fontMetrics().height())

    def _fill(self, counts: Mapping[str, int]) -> None:
        self._over()
        self._cut = max(0, len(counts) - MOST)
        self.list.blockSignals(True)  # a tick is told, three thousand of them are not
        for words, count in list(counts.items())[:MOST]:
            item = QListWidgetItem(f"{words}   {count:,} ×", self.list)
            item.setData(_WORDS, words)
            item.setData(_COUNT, count)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
        self.list.blockSignals(False)
        self.list.setCurrentRow(0)
        self._narrow(self.words.text())
        self._tell()

    def _fail(self, error: AnnotatorError) -> None:
        self._over()
        self.told.setText(str(error))

    def _over(self) -> None:
        if self._job is not None:
            self._job.end()
            self._job = None

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]

    def _narrow(self, typed: str) -> None:
        """Hide what does not have the words; what is ticked stays in sight."""
        wanted = typed.strip().casefold()
        for item in self._items():
            ticked = item.checkState() == Qt.CheckState.Checked
            item.setHidden(not ticked and wanted not in str(item.data(_WORDS)).casefold())

    @property
    def choice(self) -> SplitChoice:
        """What is chosen now."""
        ticked = (item for item in self._items() if item.checkState() == Qt.CheckState.Checked)
        return SplitChoice(self.into.currentText().strip().upper(), frozenset(str(i.data(_WORDS)) for i in ticked))

    def _tell(self) -> None:
        choice = self.choice
        many = sum(int(i.data(_COUNT)) for i in self._items() if str(i.data(_WORDS)) in choice.wordings)
        problem = self._problem(choice)
        new = "" if choice.new in self._others else ", a new label"
        mentions = "mention becomes" if many == 1 else "mentions become"
        words = problem or f"{many:,} {mentions} {choice.new}{new}."
        if self._cut:
            words += f" {self._cut:,} rarer wordings are not listed."
        self.told.setText(words)
        self.ok.setEnabled(not problem)

    def _problem(self, choice: SplitChoice) -> str:
        """Why nothing can be split yet, or ""."""
        if self._job is not None:
            return "Looking at all articles…"
        if not choice.wordings:
            return "Tick words with Space."
        if not choice.new:
            return "Say which label they get."
        if choice.new == self._label:
            return f"They have the label {self._label} now."
        return "" if is_name(choice.new) else "A name is capital letters, digits and _, at most 32."

    def done(self, result: int) -> None:
        """Nothing runs on."""
        self._over()
        super().done(result)
