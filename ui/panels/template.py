"""What is put on places, as the search panel shows it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from annotator.edits import Template
from ui import signs
from ui.models.words import short
from ui.panels.rows import Looks

_NO_TEMPLATE = "Nothing to put on them yet: put a mention in focus and press Ctrl+F, or a label’s key in the list."


class TemplateLabel(QWidget):
    """What is put on places, painted as on the page: a chip, or a dashed one, or a chip and a name."""

    def __init__(self, looks: Looks) -> None:
        super().__init__()
        self.setObjectName("searchTemplate")
        self._looks = looks
        self._template: Template | None = None

    def show_template(self, template: Template | None) -> None:
        """Show another template, or (None) how to get one."""
        self._template = template
        self.setAccessibleName(f"Put {template.words()} on:" if template else _NO_TEMPLATE)
        self.setToolTip(self.accessibleName())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as its words, within reason."""
        metrics, template = self.fontMetrics(), self._template
        if template is None:
            return QSize(metrics.horizontalAdvance(_NO_TEMPLATE) + 4, metrics.height() + 10)
        words = metrics.horizontalAdvance(self._before() + short(template.name, 40) + " on:") + 20
        return QSize(round(words + signs.chip_width(self.font(), template.label)), metrics.height() + 10)

    def _before(self) -> str:
        kind = self._template.kind if self._template else ""
        return "Reject as " if kind == "reject" else "Join to " if kind == "join" else "Put "

    def paintEvent(self, event: QPaintEvent) -> None:
        """Words, chip, words."""
        box, template, theme = QRectF(self.rect()), self._template, self._looks.theme
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(theme.ink if template else theme.faded)
            if template is None:
                signs.paint_words(painter, box, _NO_TEMPLATE)
                return
            end = signs.paint_words(painter, box, self._before())
            hue = self._looks.hue(template.label)
            end = signs.paint_chip(painter, end + 2, box, template.label, hue, decided=template.kind != "reject")
            painter.setPen(theme.ink)
            name = f"{short(template.name, 40)} on:" if template.name else "on:"
            signs.paint_words(painter, box.adjusted(end + 6, 0, 0, 0), name)
