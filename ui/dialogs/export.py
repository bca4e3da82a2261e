"""Exporting gold: where to, in which format, and what that format cannot carry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontDatabase
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

from annotator.errors import AnnotatorError
from annotator.filtering import ALL, Filter
from annotator.records import Status
from ui import signs
from ui.dialogs.export_filter import FilterRow, Filters
from ui.dialogs.wording import words_label

_LINE, _LINES = 600, 60
"""How much of a preview is shown: a line of a megabyte would keep the window busy for half a minute."""
_PROJECT = ".annot"


class FormatLike(Protocol):
    """What the dialog needs of a format; ``loses`` are ends of sentences, ``lacks`` why it cannot be
    written, and a ``folder`` is always a new one."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def suffixes(self) -> tuple[str, ...]: ...
    @property
    def loses(self) -> tuple[str, ...]: ...
    @property
    def folder(self) -> bool: ...
    @property
    def lacks(self) -> str: ...


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """What was chosen."""

    path: Path
    format: str
    include_undone: bool
    wanted: Filter = ALL


def fill_formats(box: QComboBox, formats: Sequence[FormatLike]) -> None:
    """The formats' titles in a list, which needs no more room than there is in large letters."""
    for item in formats:
        box.addItem(item.title, item.name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(16)


class ExportDialog(QDialog):
    """Where to, which format, a look at the first records; the reason when nothing can be exported.

    ``preview(format's name)`` gives the first records as text; with ids, those of these articles.
    """

    def __init__(
        self,
        parent: QWidget | None,
        formats: Sequence[FormatLike],
        suggested: Path,
        counts: dict[Status, int],
        preview: Callable[..., str],
        filters: Filters | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("exportDialog")
        self.setWindowTitle("Export gold")
        self.filter = FilterRow(filters, self) if filters is not None else None
        self._formats = formats
        self._done, self._total = counts.get("done", 0), sum(counts.values())
        self._preview = preview
        self.path = QLineEdit(str(suggested))
        self.path.setObjectName("exportPath")
        self.path.setAccessibleName("File")
        self.browse = QPushButton("&Choose…")
        self.browse.setObjectName("exportBrowse")
        self.browse.setAutoDefault(False)
        self.browse.clicked.connect(self._browse)
        self.format = QComboBox()
        self.format.setObjectName("exportFormat")
        self.format.setAccessibleName("Format")
        fill_formats(self.format, formats)
        self.undone = QCheckBox("&Also what is decided of articles that are not done")
        self.undone.setObjectName("exportUndone")
        self.undone.setEnabled(self._total > self._done)
        self.told = words_label("exportTold", told="What is exported")
        self.told.setFont(signs.sized(self.font(), 1.0, bold=True))
        self.warning = words_label("exportWarning", told="Mind")
        self.reason = words_label("exportReason", told="Why this cannot be exported")
        self.shown = QPlainTextEdit()
        self.shown.setObjectName("exportPreview")
        self.shown.setAccessibleName("First records")
        self.shown.setReadOnly(True)
        self.shown.setTabChangesFocus(True)
        self.shown.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.shown.setFont(signs.sized(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont), 0.9))
        self._lay_out()
        self.format.currentIndexChanged.connect(self._format_changed)
        self.undone.toggled.connect(self._undone_changed)
        if self.filter is not None:
            self.filter.counted.connect(self._counted)
        self.path.textChanged.connect(lambda _text: self._tell())
        self._suffix = self._chosen.suffixes[0]
        self._show_preview()
        self._tell()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.path, 1)
        row.addWidget(self.browse)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for words, field, buddy in (("&File", row, self.path), ("F&ormat", self.format, self.format)):
            label = QLabel(words)
            label.setBuddy(buddy)
            form.addRow(label, field)
        form.addRow("", self.undone)
        if self.filter is not None:
            self.filter.add_to(form)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.ok = buttons.addButton("&Export", QDialogButtonBox.ButtonRole.AcceptRole)
        self.ok.setObjectName("exportOk")
        self.ok.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        looks = QLabel("A &look at it")
        looks.setBuddy(self.shown)
        foot = QHBoxLayout()
        foot.addWidget(self.reason, 1)
        foot.addWidget(buttons)
        column = QVBoxLayout(self)
        column.addLayout(form)
        for widget in (self.told, self.warning, looks):
            column.addWidget(widget)
        column.addWidget(self.shown, 1)
        column.addLayout(foot)
        wanted = QSize(92 * self.fontMetrics().averageCharWidth(), 32 * self.fontMetrics().height())
        self.resize(wanted.boundedTo(self.screen().availableGeometry().size() * 0.94))

    @property
    def _chosen(self) -> FormatLike:
        return self._formats[self.format.currentIndex()]

    @property
    def _path(self) -> Path:
        written = Path(self.path.text().strip())
        try:
            return written.expanduser()
        except RuntimeError:  # a user whom nobody knows: it is a name, then
            return written

    def _format_changed(self) -> None:
        written, suffix = self.path.text(), self._chosen.suffixes[0]
        if written.endswith(self._suffix):
            self.path.setText(written.removesuffix(self._suffix) + suffix)
        self._suffix = suffix
        self._show_preview()
        self._tell()

    def _show_preview(self) -> None:
        try:
            first = self.filter.found.first if self.filter is not None and self.filter.wanted else ()
            words = self._preview(self._chosen.name, first) if first else self._preview(self._chosen.name)
        except AnnotatorError as error:
            words = str(error)
        lines = words.split("\n")
        kept = [line if len(line) <= _LINE else f"{line[:_LINE]} …" for line in lines[:_LINES]]
        self.shown.setPlainText("\n".join([*kept, "…"] if len(lines) > _LINES else kept))

    def _undone_changed(self, on: bool) -> None:
        if self.filter is not None:
            self.filter.include_undone = on
        self._tell()

    def _counted(self) -> None:
        if self.filter is not None and not self.filter.counting:
            self._show_preview()
        self._tell()

    def _going(self) -> tuple[int, str]:
        """How many articles go, and the words for it."""
        going = self._total if self.undone.isChecked() else self._done
        if self.filter is not None and self.filter.wanted and going:
            if self.filter.counting:
                return 0, f"Counting… {self.filter.so_far}".rstrip()
            which = "" if self.undone.isChecked() else " that are done"
            many = self.filter.found.articles
            return many, f"{many:,} of {going:,} articles{which} will be exported."
        left = self._total - going
        if self.undone.isChecked():
            return going, f"All {going:,} articles will be exported, {self._done:,} of them done."
        if going:
            are = "article is" if going == 1 else "articles are"
            return (
                going,
                f"{going:,} {are} done and will be exported, {left:,} {'is' if left == 1 else 'are'} not.",
            )
        return going, f"None of {left:,} articles is done."

    def _tell(self) -> None:
        going, words = self._going()
        self.told.setText(words)
        minds = [f"This format cannot carry {loss}." for loss in self._chosen.loses]
        if self.undone.isChecked():
            minds.append("What is not done was not looked at as a whole: it is not gold, and should not be trained on.")
        reason = self._problem(going)
        if not reason and not self._chosen.folder and self._path.exists():
            minds.append("This file is there already and will be replaced.")
        self.warning.setText("\n".join(minds))
        self.warning.setVisible(bool(minds))
        self.reason.setText(reason)
        self.ok.setEnabled(not reason)

    def _problem(self, going: int) -> str:
        """Why there can be no export, or ""."""
        if not self._total:
            return "There is no article yet."
        if self.filter is not None and self.filter.wanted and self._done:
            if self.filter.counting:
                return "Counting…"
            if not going:
                return "No article is such: ask for less."
        if not going:
            return "No article is done yet. Space marks the open one as done; then it is gold."
        if not self.path.text().strip():
            return "Say which file."
        if self._chosen.lacks:
            return self._chosen.lacks
        path = self._path
        try:
            if self._chosen.folder and path.exists():
                return "There is something of this name already; this format makes a new folder. Give a new name."
            if path.is_dir():
                return "This is a folder; say which file."
            if not path.parent.is_dir():
                return f"There is no folder {path.parent}."
        except OSError as error:
            return f"This cannot be a file: {error.strerror}."
        return "This would replace a project." if path.suffix == _PROJECT else ""

    def _browse(self) -> None:
        path, _ = QFileDialog.getSaveFileName(
            self, "Export gold", self.path.text(), options=QFileDialog.Option.DontConfirmOverwrite
        )
        if path:
            self.path.setText(path)

    @property
    def choice(self) -> ExportChoice:
        """What is chosen now."""
        wanted = self.filter.wanted if self.filter is not None else ALL
        return ExportChoice(self._path, self._chosen.name, self.undone.isChecked(), wanted)

    def done(self, result: int) -> None:
        """Nothing is counted any more."""
        if self.filter is not None:
            self.filter.stop()
        super().done(result)

    @classmethod
    def ask(
        cls,
        parent: QWidget | None,
        formats: Sequence[FormatLike],
        suggested: Path,
        counts: dict[Status, int],
        preview: Callable[..., str],
        filters: Filters | None = None,
    ) -> ExportChoice | None:
        """What was chosen; None when it was cancelled."""
        dialog = cls(parent, formats, suggested, counts, preview, filters)
        return dialog.choice if dialog.exec() == QDialog.DialogCode.Accepted else None
