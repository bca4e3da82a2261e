"""Making a dataset: how the gold is parted, what stays together, and what the card says of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ui import signs
from ui.dialogs.export import FormatLike, fill_formats
from ui.dialogs.wording import words_label

_PARTS = ("train", "dev", "test")
_SHARES = (80, 10, 10)
_NEAR = 0.6
_NEVER = 2.0


@dataclass(frozen=True, slots=True)
class ReleaseChoice:
    """What was chosen. ``shares`` add up to 1; ``by`` is "chance" or "date"; ``group`` and ``date`` are keys of meta;
    ``keep_test`` is the folder of an earlier release."""

    folder: Path
    format: str
    shares: tuple[float, float, float]
    by: str
    group: str
    date: str
    alike: float
    seed: int
    keep_test: Path | None
    title: str
    description: str
    licence: str


class ReleaseDialog(QDialog):
    """Everything in one form; the reason when a dataset cannot be made. ``keys`` are those of the articles' meta."""

    def __init__(
        self, parent: QWidget | None, formats: Sequence[FormatLike], suggested: Path, done: int, keys: Sequence[str]
    ) -> None:
        super().__init__(parent)
        self.setObjectName("releaseDialog")
        self.setWindowTitle("Make a dataset")
        self._formats, self._done = formats, done
        self.folder = self._line("releaseFolder", "Folder", str(suggested))
        self.format = QComboBox()
        fill_formats(self.format, formats)
        self.shares = [self._share(part, value) for part, value in zip(_PARTS, _SHARES, strict=True)]
        self.by = QComboBox()
        self.by.addItem("By chance, labels spread evenly", "chance")
        self.by.addItem("By date, the newest for testing", "date")
        self.seed = QSpinBox()
        self.seed.setRange(0, 99_999)
        self.group, self.date = self._key(["", *keys], ""), self._key(list(keys), "date")
        self.near = QCheckBox("Articles that say nearly the &same stay together")
        self.near.setChecked(True)
        self.keep = self._line("releaseKeep", "Earlier dataset", "")
        self.keep.setPlaceholderText("none: a new test part is drawn")
        self.title = self._line("releaseTitle", "Title", suggested.stem)
        self.description = self._line("releaseDescription", "Description", "")
        self.licence = self._line("releaseLicence", "Licence", "")
        self.licence.setPlaceholderText("CC-BY-4.0")
        self.told = QLabel()
        self.told.setObjectName("releaseTold")
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.told.setFont(signs.sized(self.font(), 1.0, bold=True))
        self.reason = words_label("releaseReason")
        for box, name in ((self.format, "Format"), (self.by, "By"), (self.seed, "Seed"), (self.near, "Near")):
            box.setObjectName(f"release{name}")
        self.group.setObjectName("releaseGroup")
        self.date.setObjectName("releaseDate")
        self._lay_out()
        for line in (self.folder, self.keep, self.title):
            line.textChanged.connect(lambda _text: self._tell())
        for box in self.shares:
            box.valueChanged.connect(lambda _value: self._tell())
        for box in (self.by, self.format):
            box.currentIndexChanged.connect(lambda _index: self._tell())
        self._tell()

    # --- the form

    def _line(self, name: str, told: str, words: str) -> QLineEdit:
        line = QLineEdit(words)
        line.setObjectName(name)
        line.setAccessibleName(told)
        return line

    def _share(self, part: str, value: int) -> QSpinBox:
        box = QSpinBox()
        box.setObjectName(f"release_{part}")
        box.setAccessibleName(f"Per cent for {part}")
        box.setRange(0, 100)
        box.setPrefix(f"{part} ")
        box.setSuffix(" %")
        box.setValue(value)
        return box

    def _key(self, keys: Sequence[str], chosen: str) -> QComboBox:
        box = QComboBox()
        box.setEditable(True)
        box.addItems(list(keys))
        box.setCurrentText(chosen)
        return box

    def _lay_out(self) -> None:
        inside = QWidget()
        form = QFormLayout(inside)
        form.setContentsMargins(0, 0, 0, 0)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        parts = QHBoxLayout()
        for box in self.shares:
            parts.addWidget(box)
        parts.addStretch(1)
        rows: tuple[tuple[str, QWidget | QLayout, QWidget], ...] = (
            ("&New folder", self._browsed(self.folder, "Make a dataset"), self.folder),
            ("F&ormat", self.format, self.format),
            ("&Parts", parts, self.shares[0]),
            ("Parted &by", self.by, self.by),
            ("Se&ed", self.seed, self.seed),
            ("D&ate is in", self.date, self.date),
            ("Stay to&gether by", self.group, self.group),
            ("", self.near, self.near),
            ("&Keep the test part of", self._browsed(self.keep, "An earlier dataset"), self.keep),
            ("&Title", self.title, self.title),
            ("Descr&iption", self.description, self.description),
            ("&Licence", self.licence, self.licence),
        )
        for words, field, buddy in rows:
            label = QLabel(words)
            label.setBuddy(buddy)
            form.addRow(label, field)
            if not buddy.accessibleName():
                buddy.setAccessibleName(words.replace("&", "") or self.near.text().replace("&", ""))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.ok = buttons.addButton("&Make it", QDialogButtonBox.ButtonRole.AcceptRole)
        self.ok.setObjectName("releaseOk")
        self.ok.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self.reason, 1)
        foot.addWidget(buttons)
        column = QVBoxLayout(self)
        column.addWidget(self.told)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setAccessibleName("What the dataset is")
        area.setWidget(inside)
        column.addWidget(area, 1)
        column.addLayout(foot)
        foot_room = 6 * self.fontMetrics().height()
        wanted = QSize(84 * self.fontMetrics().averageCharWidth(), inside.sizeHint().height() + foot_room)
        self.resize(wanted.boundedTo(self.screen().availableGeometry().size() * 0.94))

    def _browsed(self, line: QLineEdit, title: str) -> QHBoxLayout:
        button = QPushButton("Choose…")
        button.setAutoDefault(False)
        button.setAccessibleName(f"Choose: {line.accessibleName()}")

        def choose() -> None:
            path = QFileDialog.getExistingDirectory(self, title, line.text())
            if path:
                line.setText(path)

        button.clicked.connect(choose)
        row = QHBoxLayout()
        row.addWidget(line, 1)
        row.addWidget(button)
        return row

    # --- what it says

    def _tell(self) -> None:
        one = self._done == 1
        self.told.setText(
            f"{self._done:,} {'article is' if one else 'articles are'} done and will be in it."
            if self._done
            else "No article is done."
        )
        self.date.setEnabled(self.by.currentData() == "date")
        self.seed.setEnabled(self.by.currentData() == "chance")
        reason = self._problem()
        self.reason.setText(reason)
        self.ok.setEnabled(not reason)

    def _problem(self) -> str:
        """Why there can be no dataset, or ""."""
        if not self._done:
            return "No article is done yet. Space marks the open one as done; then it is gold."
        if lacks := self._formats[self.format.currentIndex()].lacks:
            return lacks
        if sum(box.value() for box in self.shares) != 100:
            return "The parts do not add up to 100 %."
        if not self.folder.text().strip():
            return "Say which folder."
        folder = self._path(self.folder)
        if folder.exists():
            return f"{folder.name} is there already: a dataset is never overwritten."
        if not folder.parent.is_dir():
            return f"There is no folder {folder.parent}."
        if self.keep.text().strip() and not (self._path(self.keep) / "manifest.json").is_file():
            return "The earlier dataset has no manifest."
        return "" if self.title.text().strip() else "Give it a title."

    @staticmethod
    def _path(line: QLineEdit) -> Path:
        written = Path(line.text().strip())
        try:
            return written.expanduser()
        except RuntimeError:  # a user whom nobody knows: it is a name, then
            return written

    @property
    def choice(self) -> ReleaseChoice:
        """What is chosen now."""
        train, dev, test = (box.value() / 100 for box in self.shares)
        return ReleaseChoice(
            folder=self._path(self.folder),
            format=self._formats[self.format.currentIndex()].name,
            shares=(train, dev, test),
            by=str(self.by.currentData()),
            group=self.group.currentText().strip(),
            date=self.date.currentText().strip(),
            alike=_NEAR if self.near.isChecked() else _NEVER,
            seed=self.seed.value(),
            keep_test=self._path(self.keep) if self.keep.text().strip() else None,
            title=self.title.text().strip(),
            description=self.description.text().strip(),
            licence=self.licence.text().strip(),
        )

    @classmethod
    def ask(
        cls, parent: QWidget | None, formats: Sequence[FormatLike], suggested: Path, done: int, keys: Sequence[str]
    ) -> ReleaseChoice | None:
        """What was chosen; None when it was cancelled."""
        dialog = cls(parent, formats, suggested, done, keys)
        return dialog.choice if dialog.exec() == QDialog.DialogCode.Accepted else None
