"""Menus and shortcuts, made from the one table of actions and the keys that hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QWidget

from annotator.errors import OutputError
from annotator.scheme import Scheme, default_scheme
from ui.actions import Action, Context, table, with_keys
from ui.keymap import LABEL, KeyFile, Keymap, Settings, caps_of, resolve, works


class Menus(QObject):
    """The actions of one window. Keys of the place "desk" work where the text or what belongs to it has the keyboard, those
    of "versions" in the panel of adjudication.

    ``remade(Keymap)``: other keys hold now.
    """

    remade = Signal(object)

    def __init__(
        self,
        window: QMainWindow,
        context: Context,
        desk: Sequence[QWidget],
        keys: KeyFile,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._context = context
        self._desk = desk
        self._versions: list[QWidget] = []
        self._keys = keys
        self._scheme = default_scheme()
        self._made: dict[str, QAction] = {}
        self._told: tuple[str, ...] = ()
        self.keymap = Keymap()
        self.actions: tuple[Action, ...] = ()

    def make(self, scheme: Scheme) -> None:
        """Make all anew: another scheme has other labels and keys."""
        for old in self._made.values():
            for widget in (self._window, *self._desk, *self._versions):
                widget.removeAction(old)
            old.deleteLater()
        self._window.menuBar().clear()
        self._scheme = scheme
        declared = table(scheme)
        self.keymap = resolve(declared, self._keys.settings)
        self.actions = with_keys(declared, self.keymap.of)
        self._made = {}
        menus: dict[str, QMenu] = {}
        for action in self.actions:
            menu = menus.get(action.group)
            if menu is None:
                menu = menus[action.group] = self._window.menuBar().addMenu(action.group)
                menu.aboutToShow.connect(self._disable_impossible)
                menu.aboutToHide.connect(lambda: QTimer.singleShot(0, self._enable_all))
            menu.addAction(self._make(action))
        self.remade.emit(self.keymap)
        self._tell_problems()

    def _make(self, action: Action) -> QAction:
        made = QAction(action.words, self._window)
        made.setObjectName(action.id)
        made.setShortcuts([QKeySequence(key) for key in action.keys])
        made.setAutoRepeat(action.repeats)
        made.triggered.connect(lambda _checked=False: self._pressed(action))
        if action.place == "window":
            made.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            self._window.addAction(made)
        else:
            made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            for place, widgets in (("desk", self._desk), ("versions", self._versions)):
                for widget in widgets if works(action, place) else ():
                    widget.addAction(made)
        self._made[action.id] = made
        return made

    def serve_versions(self, panel: QWidget) -> None:
        """Have the keys of the place "versions" work in a panel."""
        self._versions.append(panel)
        for action in self.actions:
            if action.place != "window" and works(action, "versions"):
                panel.addAction(self._made[action.id])

    # --- keys

    @property
    def scheme(self) -> Scheme:
        """The scheme with the keys of its labels that hold, as the screen shows them."""
        labels = [replace(x, key="".join(caps_of(self.keymap.of(LABEL + x.name)[:1]))) for x in self._scheme.label]
        return replace(self._scheme, label=tuple(labels))

    @property
    def file(self) -> Path:
        """The file of keys."""
        return self._keys.path

    def change_keys(self, act: Callable[[Settings], Settings]) -> None:
        """Change the settings of keys, write them, and have them hold at once."""
        try:
            self._keys.change(act)
        except OutputError as error:
            self._context.bridge.said.emit("problem", str(error))
        self.make(self._scheme)

    def do(self, key: str, place: str = "desk") -> bool:
        """Do what a key stands for there (as :func:`ui.keymap.as_key` writes it); False when it stands for nothing."""
        action = next((action for action in self.actions if key in action.keys and works(action, place)), None)
        if action is not None:
            self.trigger(action)
        return action is not None

    def _tell_problems(self) -> None:
        """Say once what is wrong with the file of keys; all of it stands on the sheet of keys."""
        problems = self.keymap.problems
        if problems and problems != self._told:
            more = f" (and {len(problems) - 1} more: see All keys)" if len(problems) > 1 else ""
            self._context.bridge.said.emit("problem", problems[0] + more)
        self._told = problems

    # --- doing

    def _pressed(self, action: Action) -> None:
        """Do what a key or a menu says, but nothing behind a dialog: keys typed before it is painted come here."""
        if QApplication.activeModalWidget() is None:
            self.trigger(action)

    def trigger(self, action: Action) -> None:
        """Do an action, or say why it cannot be done now."""
        bridge = self._context.bridge
        if action.when(self._context):
            action.run(self._context)
        elif bridge.project is None:
            bridge.said.emit("told", "Open a project first.")
        else:
            bridge.said.emit("told", action.need)

    def _disable_impossible(self) -> None:
        for action in self.actions:
            self._made[action.id].setEnabled(action.when(self._context))

    def _enable_all(self) -> None:
        """Outside menus every key answers, if only with a word why it does nothing."""
        for made in self._made.values():
            made.setEnabled(True)
