"""The document that hosts an article's words: how its lines stand, and laying it out ahead of the reader."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimerEvent
from PySide6.QtGui import QFont, QTextBlockFormat, QTextCursor, QTextDocument, QTextFrameFormat

from ui.desk.geometry import Measures

_BLOCKS_AHEAD = 40
"""How many paragraphs are laid out at a time when idle: a few milliseconds."""


def make_document(parent: QObject, shown: str, font: QFont, measures: Measures) -> QTextDocument:
    """A document that shows some words; it is laid out as far as it is looked at."""
    document = QTextDocument(parent)
    document.setUndoRedoEnabled(False)
    document.setDocumentMargin(0)
    document.setDefaultFont(font)
    QTextCursor(document).insertText(shown)
    format_blocks(document, measures)
    return document


def format_blocks(document: QTextDocument, measures: Measures) -> None:
    """Room above each line for chips, a little more between paragraphs; empty lines are low."""
    style = QTextBlockFormat()
    style.setLineHeight(measures.band, QTextBlockFormat.LineHeightTypes.LineDistanceHeight.value)
    style.setTopMargin(measures.gap)
    style.setBottomMargin(measures.gap)
    low = QTextBlockFormat()
    low.setLineHeight(measures.gap * 2.6, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    cursor.select(QTextCursor.SelectionType.Document)
    cursor.setBlockFormat(style)
    block = document.begin()
    while block.isValid():
        if block.length() == 1:
            QTextCursor(block).setBlockFormat(low)
        block = block.next()
    cursor.endEditBlock()


def set_margins(document: QTextDocument, left: float, right: float, measures: Measures) -> None:
    """Margins (pixels) around all words; above the first line there is room for its chips and an arc."""
    frame = document.rootFrame()
    style = QTextFrameFormat(frame.frameFormat())
    top = measures.band + 16
    if (style.leftMargin(), style.rightMargin(), style.topMargin()) != (left, right, top):
        style.setLeftMargin(left)
        style.setRightMargin(right)
        style.setTopMargin(top)
        style.setBottomMargin(120)
        frame.setFrameFormat(style)


class LayingAhead(QObject):
    """Lays a document out a few paragraphs at a time while nothing else is to do, so that scrolling never waits.

    Qt does so too, but in steps that double until one of them takes as long as several frames.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = 0  # a number: a QBasicTimer may outlive its object, and then crashes
        self._document: QTextDocument | None = None
        self._block = 0

    def begin(self, document: QTextDocument) -> None:
        """Begin with another document; the one before is let go."""
        self._document, self._block = document, 0
        self._timer = self._timer or self.startTimer(0)

    @property
    def busy(self) -> bool:
        """True until all is laid out."""
        return self._timer != 0

    def timerEvent(self, event: QTimerEvent) -> None:
        """Some more paragraphs."""
        document = self._document
        if document is not None:
            last = document.blockCount() - 1
            self._block = min(self._block + _BLOCKS_AHEAD, last)
            document.documentLayout().blockBoundingRect(document.findBlockByNumber(self._block))
            if self._block < last:
                return
        self.killTimer(self._timer)
        self._timer, self._document = 0, None
