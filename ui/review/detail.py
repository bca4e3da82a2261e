"""The error in focus, to be read at leisure."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel

from annotator.review import Failure
from ui import signs
from ui.review.rows import as_html


class Detail(QLabel):
    """The article's title, the whole sentence and what both sides say, in the colours of the theme."""

    def __init__(self) -> None:
        super().__init__("")
        self._found: Failure | None = None
        self.setObjectName("reviewDetail")
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setMinimumHeight(5 * self.fontMetrics().height())

    def tell(self, found: Failure | None) -> None:
        """Show another error, or none."""
        self._found = found
        self.setText(as_html(found, signs.theme_of(self.palette())) if found is not None else "")

    def changeEvent(self, event: QEvent) -> None:
        """Its colours stand in the words."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.tell(self._found)
