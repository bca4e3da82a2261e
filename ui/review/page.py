"""A page of charts and words below each other, on paper."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget


class Paper(QScrollArea):
    """Paper that scrolls, with a ``column`` for what stands on it."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        inner.setObjectName("page")
        inner.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.column = QVBoxLayout(inner)
        self.setWidget(inner)


class PaperPage(Paper):
    """``add`` puts something below what is there."""

    def __init__(self) -> None:
        super().__init__()
        self.column.setContentsMargins(16, 14, 16, 14)
        self.column.setSpacing(18)
        self.column.addStretch(1)

    def add(self, *widgets: QWidget) -> None:
        """Put widgets beside each other, below what is there."""
        row = QHBoxLayout()
        row.setSpacing(20)
        for widget in widgets:
            row.addWidget(widget, 1, Qt.AlignmentFlag.AlignTop)
        self.column.insertLayout(self.column.count() - 1, row)
