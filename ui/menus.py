"""Menus and shortcuts, made from the one table of actions."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

from annotator.scheme import Scheme
from ui.actions import Action, Context, table


class Menus(QObject):
    """The actions of one window. Keys of the place "desk" work where the text or what belongs to it has the keyboard."""

    def __init__(self, window: QMainWindow, context: Context, desk: Sequence[QWidget]) -> None:
        super().__init__(window)
        self._window = window
        self._context = context
        self._desk = desk
        self._made: dict[str, QAction] = {}
        self.actions: tuple[Action, ...] = ()

    def make(self, scheme: Scheme) -> None:
        """Make all anew: another scheme has other labels and keys."""
        for old in self._made.values():
            for widget in (self._window, *self._desk):
                widget.removeAction(old)
            old.deleteLater()
        self._window.menuBar().clear()
        self.actions = table(scheme)
        self._made = {}
        menus: dict[str, QMenu] = {}
        for action in self.actions:
            menu = menus.get(action.group)
            if menu is None:
                menu = menus[action.group] = self._window.menuBar().addMenu(action.group)
                menu.aboutToShow.connect(self._disable_impossible)
                menu.aboutToHide.connect(lambda: QTimer.singleShot(0, self._enable_all))
            menu.addAction(self._make(action))

    def _make(self, action: Action) -> QAction:
        made = QAction(action.words, self._window)
        made.setObjectName(action.id)
        made.setShortcuts([QKeySequence(key) for key in action.keys])
        made.triggered.connect(lambda _checked=False: self.trigger(action))
        if action.place == "window":
            made.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            self._window.addAction(made)
        else:
            made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            for widget in self._desk:
                widget.addAction(made)
        self._made[action.id] = made
        return made

    def trigger(self, action: Action) -> None:
        """Do an action, or say why it cannot be done now."""
        bridge = self._context.bridge
        if action.when(self._context):
            action.run(self._context)
        elif bridge.project is None:
            bridge.said.emit("told", "Open a project first.")
        else:
            bridge.said.emit("told", f"{action.words.rstrip('…')}: not possible on what is in focus.")

    def _disable_impossible(self) -> None:
        for action in self.actions:
            self._made[action.id].setEnabled(action.when(self._context))

    def _enable_all(self) -> None:
        """Outside menus every key answers, if only with a word why it does nothing."""
        for made in self._made.values():
            made.setEnabled(True)
