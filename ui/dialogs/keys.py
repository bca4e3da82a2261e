"""The sheet of all keys, made from the table of actions."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui import signs
from ui.dialogs.keyedit import READY, Capture, KeyFoot, KeysLike
from ui.dialogs.keyrows import INDENT, NO_ROW, Group, Grouped, KeyCaps, groups_of, spread
from ui.dialogs.wording import words_label
from ui.keymap import Bound, caps_of, shown

__all__ = ["KeyCaps", "KeySheet", "caps_of", "shown", "spread"]

MOST_COLUMNS = 3
_COLUMN_LETTERS = 44
"""About how many letters wide a column has to be."""
_CALM = 60
"""How far (pixels) the chosen row keeps from the edge of what is seen."""
_TOLD = 4
"""So many problems of the file are told on the sheet, all of them in its tip."""


class KeySheet(QDialog):
    """All actions with their keys by group in up to three columns, and a box to narrow them. Esc closes.

    With ``keys`` they can be changed: Up and Down choose an action, Return asks for a new key, Delete takes one away.
    """

    def __init__(self, actions: Sequence[Grouped], parent: QWidget | None = None, keys: KeysLike | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("keySheet")
        self.setWindowTitle("All keys")
        self._keys = keys
        self.capture = Capture(self, keys) if keys is not None else None
        self.groups = groups_of(actions, all_of_them=keys is not None)
        self._current: tuple[Group, int] | None = None
        self.search = QLineEdit()
        self.search.setObjectName("keySearch")
        self.search.setPlaceholderText("Find a key or an action")
        self.search.setAccessibleName("Find a key or an action")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._narrow)
        self.asked = words_label("keyAsked", READY)
        self.problems = words_label("keyProblems")
        self.nothing = words_label("keyNothing", "No action is like that.")
        self.nothing.hide()
        self._build_area()
        whole = QVBoxLayout(self)
        for widget in (self.search, self.asked, self.problems, self.nothing):
            whole.addWidget(widget)
        whole.addWidget(self.area, 1)
        self.foot: KeyFoot | None = None
        if keys is not None and self.capture is not None:
            self.foot = KeyFoot(keys.file)
            whole.addWidget(self.foot)
            self._wire(self.capture, self.foot)
        self.asked.setVisible(keys is not None)
        self._show_state()
        self._resize_to_screen()
        self._flow()
        self._step(1)
        self.search.installEventFilter(self)
        self.search.setFocus()

    def _wire(self, capture: Capture, foot: KeyFoot) -> None:
        capture.asked.connect(self._ask)
        capture.changed.connect(self._show_keys)
        foot.resetWanted.connect(lambda: self._on_current(capture.reset))
        foot.resetAllWanted.connect(capture.ask_reset_all)
        foot.presetChosen.connect(capture.choose_preset)

    def _build_area(self) -> None:
        body = QWidget()
        self._columns: list[QVBoxLayout] = []
        self._shown_columns = 0
        self._row = QHBoxLayout(body)
        self._row.setContentsMargins(0, 8, 12, 4)
        self._row.setSpacing(32 - 2 * INDENT)
        for _ in range(MOST_COLUMNS):
            column = QVBoxLayout()
            column.setSpacing(0)
            self._columns.append(column)
            self._row.addLayout(column)
        self.area = QScrollArea()
        self.area.setObjectName("keyArea")
        self.area.setAccessibleName("Keys")
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(body)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _resize_to_screen(self) -> None:
        letter = self.fontMetrics().averageCharWidth()
        wanted = QSize(MOST_COLUMNS * _COLUMN_LETTERS * letter + 120, self.fontMetrics().height() * 46)
        screen = self.screen().availableGeometry().size()
        self.resize(wanted.boundedTo(screen * 0.94))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many columns as there is room for."""
        super().resizeEvent(event)
        self._flow()

    def _flow(self) -> None:
        letter = self.fontMetrics().averageCharWidth()
        count = max(1, min(MOST_COLUMNS, self.width() // (_COLUMN_LETTERS * letter)))
        if count == self._shown_columns:
            return
        self._shown_columns = count
        for column in self._columns:
            while column.count():
                column.takeAt(0)
        parts = spread([len(group.rows) + 2 for group in self.groups], count)
        for column, (start, end) in zip(self._columns, parts, strict=False):
            for group in self.groups[start:end]:
                column.addWidget(group)
            column.addStretch(1)
        for number in range(MOST_COLUMNS):
            self._row.setStretch(number, int(number < count))

    # --- keys and mouse

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The box keeps the keyboard, but some keys belong to the sheet, and all of them while it asks for one."""
        if event.type() == QEvent.Type.FocusOut and self.capture is not None and self.capture.active:
            self.capture.end()
        if not isinstance(event, QKeyEvent):
            return False
        if self.capture is not None and self.capture.active:
            return self.capture.handle(event)
        return event.type() == QEvent.Type.KeyPress and self._pressed(event)

    def _pressed(self, event: QKeyEvent) -> bool:
        bar = self.area.verticalScrollBar()
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            bar.setValue(bar.value() + (1 if key == Qt.Key.Key_PageDown else -1) * bar.pageStep())
        elif self.capture is None:
            step = {Qt.Key.Key_Down: bar.singleStep(), Qt.Key.Key_Up: -bar.singleStep()}.get(key)
            if step is not None:
                bar.setValue(bar.value() + step)
            return step is not None
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._step(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_current(self.capture.begin)
        elif key == Qt.Key.Key_Delete or (key == Qt.Key.Key_Backspace and not self.search.text()):
            self._on_current(self.capture.remove)
        else:
            return False
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click chooses a row."""
        super().mousePressEvent(event)
        if self.capture is not None:
            self.capture.end()
            at = event.globalPosition().toPoint()
            for group in self.groups:
                row = group.row_at(group.mapFromGlobal(at).y()) if _covers(group, at) else NO_ROW
                if row != NO_ROW:
                    self._choose(group, row)
            self.search.setFocus()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click asks for a new key."""
        self.mousePressEvent(event)
        if self.capture is not None:
            self._on_current(self.capture.begin)

    # --- the chosen action

    @property
    def current(self) -> Bound | None:
        """The action that is chosen."""
        return self._current[0].items[self._current[1]] if self._current is not None else None

    def _on_current(self, act: Callable[[Bound], None]) -> None:
        self.search.setFocus()
        if self.current is not None:
            act(self.current)

    def _step(self, by: int) -> None:
        """Go to the next or previous row that is shown; from the last to the first."""
        if self.capture is None:
            return
        rows = [(g, n) for g in self.groups for n, (_, (words, _)) in enumerate(g.rows) if not words.isHidden()]
        if rows:
            here = rows.index(self._current) if self._current in rows else (-1 if by > 0 else 0)
            self._choose(*rows[(here + by) % len(rows)])

    def _choose(self, group: Group, row: int) -> None:
        if self._current is not None:
            self._current[0].mark(NO_ROW)
        self._current = (group, row)
        group.mark(row)
        words, caps = group.rows[row][1]
        self.area.ensureWidgetVisible(words, 0, _CALM)
        self.search.setAccessibleDescription(f"{words.text()}: {caps.accessibleName()}")

    def _narrow(self, typed: str) -> None:
        words = typed.casefold().split()
        left = sum([group.narrow(words) for group in self.groups])
        self.nothing.setVisible(not left)
        if self._current is not None:
            self._current[0].mark(NO_ROW)
            self._current = None
        self._step(1)

    # --- what holds

    def _ask(self, words: str) -> None:
        self.asked.setText(words or READY)
        self.asked.setFont(signs.sized(self.font(), 1.0, bold=bool(words)))
        if self.foot is not None and self.capture is not None:
            self.foot.setEnabled(not self.capture.active)  # their keys are keys like others now
        self.search.setFocus()

    def _show_keys(self) -> None:
        """Other keys hold now."""
        if self._keys is not None:
            actions = {action.id: action for action in self._keys.actions}
            for group in self.groups:
                group.show_keys(actions)
            self._show_state()

    def _show_state(self) -> None:
        problems = self._keys.keymap.problems if self._keys is not None else ()
        more = [f"… and {len(problems) - _TOLD} more"] if len(problems) > _TOLD else []
        self.problems.setText("\n".join([*(f"⚠ {problem}" for problem in problems[:_TOLD]), *more]))
        self.problems.setToolTip("\n".join(problems))
        self.problems.setVisible(bool(problems))
        if self.foot is not None and self._keys is not None:
            self.foot.show_preset(self._keys.keymap.preset)


def _covers(widget: QWidget, at: QPoint) -> bool:
    return widget.isVisible() and widget.rect().contains(widget.mapFromGlobal(at))
