"""What the window shows while no project is open."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget


class StartScreen(QWidget):
    """``newWanted()``, ``openWanted()``, ``sampleWanted()``, ``projectChosen(str)``: a recent project's path."""

    newWanted = Signal()
    openWanted = Signal()
    sampleWanted = Signal()
    projectChosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("start")
        inner = QWidget()
        inner.setFixedWidth(520)
        column = QVBoxLayout(inner)
        title = QLabel("Annotator")
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 2)
        font.setBold(True)
        title.setFont(font)
        column.addWidget(title)
        column.addWidget(QLabel("Entities and stances in news, from suggestion to gold."))
        column.addSpacing(14)
        for words, signal in (
            ("New project…", self.newWanted),
            ("Open a project…", self.openWanted),
            ("Look around in the sample project", self.sampleWanted),
        ):
            button = QPushButton(words)
            button.clicked.connect(signal)
            column.addWidget(button)
        column.addSpacing(14)
        self.recent_label = QLabel("Recent projects")
        self.recent = QListWidget()
        self.recent.setAccessibleName("Recent projects")
        self.recent.itemActivated.connect(self._choose)
        self.recent.itemClicked.connect(self._choose)
        column.addWidget(self.recent_label)
        column.addWidget(self.recent, 1)
        column.addStretch(0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(40, 50, 40, 30)
        whole.addWidget(inner, 1, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)

    def set_recent(self, paths: list[str]) -> None:
        """List projects opened before; one whose file is gone says so."""
        self.recent.clear()
        for path in paths:
            there = Path(path).is_file()
            item = QListWidgetItem(f"{Path(path).stem}   {path}" + ("" if there else "   (missing)"))
            item.setData(int(Qt.ItemDataRole.UserRole), path)
            if not there:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
            self.recent.addItem(item)
        self.recent.setVisible(bool(paths))
        self.recent_label.setVisible(bool(paths))

    def _choose(self, item: QListWidgetItem) -> None:
        if item.flags() & Qt.ItemFlag.ItemIsEnabled:
            self.projectChosen.emit(str(item.data(int(Qt.ItemDataRole.UserRole))))
