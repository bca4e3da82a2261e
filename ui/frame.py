"""Where things are in the main window: what stands beside and below the text, and in the status line."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui.bridge import BLIND
from ui.desk.strip import Strip
from ui.desk.view import Desk
from ui.dialogs.labels import LabelBar
from ui.dialogs.progress import ProgressStrip
from ui.dialogs.start import StartScreen
from ui.panels.find import FindBar
from ui.panels.inspector import InspectorPanel
from ui.panels.queue import QueuePanel
from ui.panels.told import Apart, LastWord


class Frame(QMainWindow):
    """Queue left, reading desk in the middle, inspector right, status line below."""

    def _build(self) -> None:
        self.queue = QueuePanel()
        self.desk = Desk()
        self.margin = Strip(self.desk)
        self.inspector = InspectorPanel()
        self.find_bar = FindBar()
        self.find_bar.hide()
        self.text_parts = QSplitter(Qt.Orientation.Vertical)
        self.text_parts.setChildrenCollapsible(False)
        self.text_parts.addWidget(self._build_text())
        for _ in range(3):
            self.text_parts.addWidget(_room())
        self.text_parts.setStretchFactor(0, 1)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.find_bar)
        column.addWidget(self.text_parts, 1)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        for widget, stretch in ((self.queue, 2), (middle, 7), (self.inspector, 3)):
            self.splitter.addWidget(widget)
            self.splitter.setStretchFactor(self.splitter.count() - 1, stretch)
        self.splitter.setSizes([250, 720, 330])
        self.halves = QSplitter(Qt.Orientation.Vertical)
        self.halves.setChildrenCollapsible(False)
        for widget, stretch in ((self.splitter, 3), (_room(), 2)):
            self.halves.addWidget(widget)
            self.halves.setStretchFactor(self.halves.count() - 1, stretch)
        self.halves.setSizes([500, 260])
        self.start = StartScreen()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.start)
        self.stack.addWidget(self.halves)
        self.setCentralWidget(self.stack)
        self.label_bar = LabelBar(self.desk)
        self._build_status()

    def _build_text(self) -> QWidget:
        """The text with its margin strip, and below it, before any panel, what is asked about it."""
        self.asked = QLabel()
        self.asked.setObjectName("asked")
        self.asked.setAccessibleDescription("What the program waits for")
        self.asked.setTextFormat(Qt.TextFormat.PlainText)
        self.asked.setWordWrap(True)
        keeps = self.asked.sizePolicy()
        keeps.setRetainSizeWhenHidden(True)  # or the last line of the text would hide behind each question
        self.asked.setSizePolicy(keeps)
        self.asked.hide()
        text = QWidget()
        text.setObjectName("page")
        text.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout()
        row.addWidget(self.desk, 1)
        row.addWidget(self.margin)
        row.setSpacing(0)
        column = QVBoxLayout(text)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row, 1)
        column.addWidget(self.asked)
        return text

    def _build_status(self) -> None:
        self.told = LastWord()
        self.model_label = QLabel("")
        self.model_label.setObjectName("model")
        self.model_label.setAccessibleDescription("Model")
        self.progress_label = QLabel("")
        self.progress_label.setObjectName("progress")
        self.progress_label.setAccessibleDescription("Progress")
        self.blind_label = QLabel(BLIND)
        self.blind_label.setObjectName("blind")
        self.blind_label.setToolTip(
            "Its gold shall owe nothing to a model: mark what you see.\n"
            "They stay hidden when it is done, too. Article → Show the suggestions… ends that, and then it is blind no more."
        )
        self.blind_label.hide()
        self.strip = ProgressStrip()
        self.strip.hide()
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        bar.addWidget(Apart(self.told), 1)
        self.newer = QToolButton()
        self.newer.setObjectName("newer")
        self.newer.setToolTip("A newer model read this article; what lies on the desk stays as it is until you want it")
        self.newer.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.newer.hide()
        self.training = QToolButton()
        self.training.setObjectName("training")
        self.training.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.training.hide()
        for widget in (self.strip, self.training, self.newer, self.blind_label, self.progress_label, self.model_label):
            bar.addPermanentWidget(widget)


def _room() -> QWidget:
    """Room that is kept for a panel which is made later."""
    room = QWidget()
    room.hide()
    return room
