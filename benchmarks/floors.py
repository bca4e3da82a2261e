"""Two floors beneath the desk: the same words laid out and painted bare, and QTextEdit's own way of marking words."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QTextCharFormat, QTextCursor, QTextLayout, QTextOption
from PySide6.QtWidgets import QTextEdit, QWidget

from annotator.page import Page
from annotator.spans import OffsetMap
from ui.theme import Theme

_MARGIN = 90.0


class Bare(QWidget):
    """Paragraphs laid out with QTextLayout as far as they are seen, and painted: no marks, no caret, nothing else.

    The line spacing is the desk's, so that as many words are on the screen.
    """

    def __init__(self, font: QFont, band: float) -> None:
        super().__init__()
        self._font, self._band = font, band
        self._texts: list[str] = []
        self._layouts: dict[int, QTextLayout] = {}
        self._first = 0

    def show_page(self, page: Page) -> None:
        """Show another article from its top."""
        self._texts = page.text.split("\n")
        self._layouts = {}
        self._first = 0

    def scroll_to(self, share: float) -> None:
        """Show the article from some share of its paragraphs on."""
        self._first = int(share * (len(self._texts) - 1))

    def _laid_out(self, number: int) -> QTextLayout:
        found = self._layouts.get(number)
        if found is None:
            found = self._layouts[number] = QTextLayout(self._texts[number], self._font)
            option = QTextOption()
            option.setWrapMode(QTextOption.WrapMode.WordWrap)
            found.setTextOption(option)
            found.beginLayout()
            y = 0.0
            while (line := found.createLine()).isValid():
                line.setLineWidth(self.width() - 2 * _MARGIN)
                y += self._band
                line.setPosition(QPointF(0, y))
                y += line.height()
            found.endLayout()
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        """The paragraphs that are on the screen."""
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), QColor("white"))
            y, number = 0.0, self._first
            while y < self.height() and number < len(self._texts):
                layout = self._laid_out(number)
                layout.draw(painter, QPointF(_MARGIN, y))
                y += layout.boundingRect().height() + self._band
                number += 1


class Selections(QTextEdit):
    """A QTextEdit that shows each mention and cue as an extra selection: what Qt offers without painting by hand."""

    def __init__(self, font: QFont) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setFont(font)

    def show_page(self, page: Page) -> None:
        """Show another article with its marks."""
        self.setPlainText(page.text)
        self.mark(page)

    def mark(self, page: Page) -> None:
        """Show the marks of a page whose text is shown already."""
        to_pos: Callable[[int], int] = OffsetMap(page.text).to_pos
        spans = [(m.range, "grey") for m in page.mentions] + [(c, "gold") for s in page.stances for c in s.cues]
        found = []
        for span, hue in spans:
            selection = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.document())
            cursor.setPosition(to_pos(span.start))
            cursor.setPosition(to_pos(span.end), QTextCursor.MoveMode.KeepAnchor)
            style = QTextCharFormat()
            style.setBackground(Theme.of("light").hue(hue).decided)
            selection.cursor, selection.format = cursor, style  # type: ignore[attr-defined]
            found.append(selection)
        self.setExtraSelections(found)
