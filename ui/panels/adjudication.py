"""The panel of disagreements: what is left, and for the one in hand all versions with the keys that take them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QListView,
    QSplitter,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

from annotator.adjudicating import Disputed
from ui import signs
from ui.keymap import Keymap, shown
from ui.models.entities import ITEM_ROLE
from ui.models.versions import DisputedModel, VersionRow, VersionsModel, kind_words
from ui.models.words import short
from ui.panels.listed import ListedPanel
from ui.panels.rows import SMALL, Delegate, Index
from ui.theme import Theme

_NAME = 0.35
"""The most that a name gets of the width, as a share."""
_KEYS = (
    (("take_1", "take_2"), "right"),
    (("take_both",), "both"),
    (("take_neither",), "neither"),
    (("settle",), "as it stands"),
    (("by_hand",), "by hand"),
    (("undo",), "undoes"),
    (("finish",), "done"),
)


class _DisputedRows(Delegate):
    """What it is about, and at the right what of it is seen differently."""

    def paint_row(self, painter: QPainter, box: QRectF, option: QStyleOptionViewItem, index: Index) -> None:
        """One disagreement."""
        item, theme = index.data(ITEM_ROLE), self.looks.theme
        if not isinstance(item, Disputed):
            return
        self.paint_ground(painter, box, option, focused=bool(option.state & QStyle.StateFlag.State_Selected))
        line, font, kind = box.adjusted(10, 0, -10, 0), option.font, kind_words(item)
        small = signs.sized(font, SMALL)
        room = min(signs.words_width(small, kind) + 2, line.width() * 0.6)
        painter.setFont(small)
        painter.setPen(theme.faded)
        signs.paint_words(painter, QRectF(line.right() - room, line.top(), room, line.height()), kind)
        painter.setFont(signs.sized(font, 1.0, bold=True))
        painter.setPen(theme.ink)
        line.setRight(line.right() - room - 10)
        signs.paint_words(painter, line, short(item.title))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One line."""
        return QSize(100, option.fontMetrics.height() + 9)


class _VersionRows(Delegate):
    """The key that takes it, whose it is, what it says, and beneath it the line, or a stance's parts."""

    name_width = 0.0
    """How wide (pixels) the widest key with its name is."""

    def paint_row(self, painter: QPainter, box: QRectF, option: QStyleOptionViewItem, index: Index) -> None:
        """One version."""
        item, theme = index.data(ITEM_ROLE), self.looks.theme
        if not isinstance(item, VersionRow):
            return
        painter.setPen(theme.edge)
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        line = painter.fontMetrics().height()
        first = QRectF(box.left() + 10, box.top() + 5, box.width() - 20, line + 2)
        left = self._key(painter, first, item.key)
        at = first.left() + min(self.name_width, first.width() * _NAME)
        painter.setPen(theme.faded)
        signs.paint_words(painter, QRectF(left, first.top(), at - left - 6, first.height()), item.name)
        said = QRectF(at, first.top(), first.right() - at, first.height())
        painter.setFont(signs.sized(option.font, 1.0, bold=True))
        painter.setPen(theme.ink if item.pieces else theme.faded)
        signs.paint_words(painter, said, item.head)
        painter.setFont(signs.sized(option.font, 0.95))
        if item.pieces:
            signs.paint_pieces(painter, said.translated(0, line + 4), item.pieces, theme.faded, theme.ink)

    def _key(self, painter: QPainter, box: QRectF, key: str) -> float:
        """A digit as on the text, any other key as a cap; where it ends."""
        if not key.isdigit():
            return signs.paint_cap(painter, box.left(), box, key, self.looks.palette) + 8
        theme, side = self.looks.theme, box.height()
        badge = QRectF(box.left(), box.top(), side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.hint)
        painter.drawRoundedRect(badge, 3, 3)
        painter.setPen(theme.hint_ink)
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, key)
        return badge.right() + 8

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines."""
        return QSize(100, 2 * option.fontMetrics.height() + 18)


class _List(QListView):
    """Letters are keys of the panel: what is no key of it does nothing, and nothing is searched by typing.

    ``sideChosen(int)``: an arrow to the left (0) or right (1).
    """

    sideChosen = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right take a version; everything else but letters is as in any list."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and not event.isAutoRepeat():
            self.sideChosen.emit(int(event.key() == Qt.Key.Key_Right))
        elif event.text().isprintable() and event.text():
            event.ignore()
        else:
            super().keyPressEvent(event)


class AdjudicationPanel(ListedPanel[Disputed]):
    """It decides nothing: what is wanted comes out as signals, and its keys are those of the table of actions.

    ``pointed(Disputed | None)``: this one is in hand. ``takeWanted(int)``: take the version in this row (from 0) of those
    shown. ``namesWanted()``: hide names, or show them. ``closed()``: the panel was left.
    """

    takeWanted = Signal(int)
    namesWanted = Signal()
    lines = 9

    def __init__(self, parent: QWidget | None = None) -> None:
        disputed = _List()
        super().__init__("adjudication", "Adjudication", DisputedModel(), disputed, parent)
        disputed.sideChosen.connect(self.takeWanted)
        self.versions_model = VersionsModel(self)
        self._build()

    def _build(self) -> None:
        self.names = self._button("Names", "Hide names")
        self.names.setCheckable(True)
        self.names.clicked.connect(self.namesWanted)
        for button in (self.names, self.close_button):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setObjectName("disputedList")
        self.list.setAccessibleName("Disagreements that are left")
        self.versions = QListView()
        self.versions.setObjectName("versionsList")
        self.versions.setAccessibleName("All versions of it")
        self.versions.setModel(self.versions_model)
        self._rows = _VersionRows(self.looks, self)
        self.versions.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.versions.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.versions.doubleClicked.connect(lambda index: self.takeWanted.emit(index.row()))
        self._set_rows(self.list, _DisputedRows(self.looks, self))
        self._set_rows(self.versions, self._rows)
        self.halves = QSplitter(Qt.Orientation.Horizontal)
        self.halves.setChildrenCollapsible(False)
        for view, share in ((self.list, 4), (self.versions, 5)):
            self.halves.addWidget(view)
            self.halves.setStretchFactor(self.halves.count() - 1, share)
        self.halves.setSizes([300, 420])
        self._lay_out(self.names, self.halves)

    # --- what is shown

    def show_disputed(self, items: Sequence[Disputed], head: str, at: str = "") -> None:
        """Show these, the one with the key ``at`` in hand; without it the row stays, or the last."""
        self.head.setText(head)
        row = next((n for n, item in enumerate(items) if item.key == at), max(self.list.currentIndex().row(), 0))
        self._show(items, row)

    def show_versions(self, rows: Sequence[VersionRow]) -> None:
        """Show the versions of the one in hand."""
        font = self.versions.font()
        widths = [signs.cap_width(font, row.key) + signs.words_width(font, row.name) for row in rows]
        self._rows.name_width = max(widths, default=0.0) + 24
        self.versions_model.show(rows)

    def step(self, by: int) -> None:
        """Take the next (1) or previous (-1) disagreement in hand, going round."""
        if self.model.items:
            row = (self.list.currentIndex().row() + by) % len(self.model.items)
            self.list.setCurrentIndex(self.model.index(row, 0))

    def show_hidden(self, hidden: bool) -> None:
        """Say whether names are hidden."""
        self.names.setChecked(hidden)
        self.names.setText("Names are hidden" if hidden else "Hide names")

    def set_keymap(self, keymap: Keymap) -> None:
        """Say the keys that hold."""
        words = []
        for actions, does in _KEYS:
            keys = [shown(keymap.of(action)[0]) for action in actions if keymap.of(action)]
            words += [f"{' '.join(keys)} {does}"] if keys else []
        self.keys.setText(" · ".join([*words, "Esc closes"]))
        self.names.setToolTip(f"Curators are called by numbers, in an order by chance ({keymap.call('hide_names')})")

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        super().set_theme(theme)
        self.looks.palette = self.palette()
        self.versions.viewport().update()
