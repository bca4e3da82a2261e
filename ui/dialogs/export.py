"""Exporting gold: where to, in which format, and what that format cannot carry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.records import Status


class FormatLike(Protocol):
    """What the dialog needs of a format."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def suffixes(self) -> tuple[str, ...]: ...
    @property
    def loses(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """What was chosen."""

    path: Path
    format: str
    include_undone: bool


class ExportDialog(QDialog):
    """Where to, which format, a look at the first records; the reason when nothing can be exported."""

    def __init__(
        self,
        parent: QWidget | None,
        formats: Sequence[FormatLike],
        suggested: Path,
        counts: dict[Status, int],
        preview: Callable[[str], str],
    ) -> None:
        super().__init__(parent)
        self.setObjectName("exportDialog")
        self.setWindowTitle("Export gold")
        self.resize(640, 440)
        self._formats = formats
        self._counts = counts
        self._preview = preview
        self.path = QLineEdit(str(suggested))
        self.path.setAccessibleName("File")
        browse = QPushButton("Choose…")
        browse.clicked.connect(self._browse)
        row = QHBoxLayout()
        row.addWidget(self.path, 1)
        row.addWidget(browse)
        self.format = QComboBox()
        self.format.setAccessibleName("Format")
        for item in formats:
            self.format.addItem(item.title, item.name)
        self.undone = QCheckBox("Also what is decided of unfinished articles (not gold)")
        self.told = QLabel("")
        self.told.setWordWrap(True)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.shown = QPlainTextEdit()
        self.shown.setReadOnly(True)
        self.shown.setAccessibleName("First records")
        self.shown.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.ok = buttons.addButton("Export", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.addRow("File", row)
        form.addRow("F&ormat", self.format)
        form.addRow("", self.undone)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(self.told)
        column.addWidget(self.shown, 1)
        column.addWidget(buttons)
        self.format.currentIndexChanged.connect(lambda _index: self._tell())
        self.undone.toggled.connect(lambda _on: self._tell())
        self.path.textChanged.connect(lambda _text: self._tell(preview=False))
        self.ok.setDefault(True)
        self._tell()

    def _tell(self, *, preview: bool = True) -> None:
        total, done = sum(self._counts.values()), self._counts["done"]
        going = total if self.undone.isChecked() else done
        lines = [f"{going} articles go out, {total - going} are not done and stay."]
        chosen = self._formats[self.format.currentIndex()]
        lines += [f"This format cannot carry {loss}." for loss in chosen.loses]
        if not going:
            lines = ["No article is done yet. Space marks the open one as done; then it is gold."]
        self.told.setText("\n".join(lines))
        self.ok.setEnabled(going > 0 and bool(self.path.text().strip()))
        if preview:
            self.shown.setPlainText(self._preview(chosen.name))

    def _browse(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, "Export gold", self.path.text())
        if path:
            self.path.setText(path)

    @classmethod
    def ask(
        cls,
        parent: QWidget | None,
        formats: Sequence[FormatLike],
        suggested: Path,
        counts: dict[Status, int],
        preview: Callable[[str], str],
    ) -> ExportChoice | None:
        """What was chosen; None when it was cancelled."""
        dialog = cls(parent, formats, suggested, counts, preview)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return None
        name = str(dialog.format.currentData())
        return ExportChoice(Path(dialog.path.text().strip()).expanduser(), name, dialog.undone.isChecked())
