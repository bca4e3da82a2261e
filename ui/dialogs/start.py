"""What the window shows while no project is open."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStyle,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ui import signs
from ui.keymap import Keymap
from ui.panels.rows import Index, RowDelegate

_PATH = int(Qt.ItemDataRole.UserRole)
_MISSING = " (missing)"


class _Delegate(RowDelegate):
    """A project's name, and its folder beneath; paler when the file is gone."""

    def paint_row(self, painter: QPainter, box: QRectF, option: QStyleOptionViewItem, index: Index) -> None:
        """One project."""
        path = Path(str(index.data(_PATH)))
        there = bool(index.flags() & Qt.ItemFlag.ItemIsEnabled)
        palette, line = option.palette, option.fontMetrics.height()
        lit = QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_Selected
        if there and option.state & lit:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.highlight())
            painter.drawRoundedRect(box.adjusted(0, 1, 0, -1), 5, 5)
        row = QRectF(box.left() + 10, box.top() + 5, box.width() - 20, line)
        painter.setFont(signs.sized(option.font, 1.0, bold=there))
        painter.setPen(palette.windowText().color() if there else palette.placeholderText().color())
        signs.paint_words(painter, row, path.stem + ("" if there else _MISSING))
        painter.setFont(signs.sized(option.font, 0.87))
        painter.setPen(palette.placeholderText().color())
        signs.paint_words(painter, row.translated(0, line), str(path.parent), Qt.TextElideMode.ElideMiddle)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines."""
        return QSize(100, 2 * option.fontMetrics.height() + 10)


class StartScreen(QWidget):
    """``newWanted()``, ``openWanted()``, ``sampleWanted()``, ``projectChosen(str)``: a recent project's path."""

    newWanted = Signal()
    openWanted = Signal()
    sampleWanted = Signal()
    projectChosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("start")
        self.setAccessibleName("Start")
        inner = QWidget()
        inner.setMaximumWidth(74 * self.fontMetrics().averageCharWidth())
        column = QVBoxLayout(inner)
        column.setSpacing(8)
        title = QLabel("Annotator")
        title.setObjectName("startTitle")
        title.setFont(signs.sized(self.font(), 2.2, bold=True))
        column.addWidget(title)
        about = QLabel("Entities and stances in news, from suggestion to gold.")
        about.setObjectName("startAbout")
        about.setWordWrap(True)
        column.addWidget(about)
        column.addSpacing(18)
        buttons = QHBoxLayout()
        for name, words, signal in (
            ("startNew", "&New project…", self.newWanted),
            ("startOpen", "&Open…", self.openWanted),
            ("startSample", "&Sample project", self.sampleWanted),
        ):
            button = QPushButton(words)
            button.setObjectName(name)
            button.clicked.connect(signal)
            buttons.addWidget(button, 1)
        column.addLayout(buttons)
        column.addSpacing(10)
        self.advice = QLabel()
        self.advice.setObjectName("startAdvice")
        self.advice.setWordWrap(True)
        column.addWidget(self.advice)
        column.addSpacing(22)
        self.recent_label = QLabel("&Recent projects")
        self.recent_label.setFont(signs.sized(self.font(), 1.0, bold=True))
        self.recent = QListWidget()
        self.recent.setObjectName("startRecent")
        self.recent.setAccessibleName("Recent projects")
        self.recent.setItemDelegate(_Delegate(self.recent))
        self.recent.setMouseTracking(True)
        self.recent.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.recent.itemActivated.connect(self._choose)
        self.recent.itemClicked.connect(self._choose)
        self.recent_label.setBuddy(self.recent)
        column.addWidget(self.recent_label)
        column.addWidget(self.recent, 1)
        column.addStretch()  # without recent projects, words and buttons stay together
        whole = QHBoxLayout(self)
        whole.setContentsMargins(30, 60, 30, 30)
        whole.addStretch(1)
        whole.addWidget(inner, 8)
        whole.addStretch(1)
        self.set_recent([])

    def set_keymap(self, keymap: Keymap) -> None:
        """What comes next, and where all keys stand, in the keys that hold."""
        bring, yes, no, done, keys, find = map(keymap.call, ("import", "accept", "reject", "finish", "keys", "palette"))
        self.advice.setText(
            f"A project is one file. Make one, {bring} imports articles, then decide by single keys: {yes} accepts a "
            f"suggestion, {no} rejects it, {done} is done and brings the next article. {keys} shows all keys, {find} finds "
            "everything by typing."
        )

    def set_recent(self, paths: list[str]) -> None:
        """List projects opened before; one whose file is gone says so and cannot be chosen."""
        self.recent.clear()
        for path in paths:
            there = Path(path).is_file()
            item = QListWidgetItem(self.recent)
            item.setData(_PATH, path)
            told = path + ("" if there else _MISSING)
            item.setToolTip(told)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, told)
            if not there:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
        self.recent.setVisible(bool(paths))
        self.recent_label.setVisible(bool(paths))

    def _choose(self, item: QListWidgetItem) -> None:
        if item.flags() & Qt.ItemFlag.ItemIsEnabled:
            self.projectChosen.emit(str(item.data(_PATH)))
