"""Changing keys: pressing a new one, what is told about it, presets, and back to how it was."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from ui.keymap import PRESETS, Bound, Keymap, Settings, for_text, owner_of, pressed, shown

READY = "↑ ↓ choose an action · Enter: press a new key for it · Del: take its last key away"


class KeysLike(Protocol):
    """What is asked of the owner of the keys: what holds, and to change it at once."""

    @property
    def actions(self) -> Sequence[Bound]: ...
    @property
    def keymap(self) -> Keymap: ...
    @property
    def file(self) -> Path: ...
    def change_keys(self, act: Callable[[Settings], Settings]) -> None: ...


class Capture(QObject):
    """Takes the next key press for an action; told are conflicts, and asked is what to do about them.

    ``asked(str)``: what it waits for, or "". ``changed()``: other keys hold now.
    """

    asked = Signal(str)
    changed = Signal()

    def __init__(self, dialog: QWidget, keys: KeysLike) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        self._keys = keys
        self._action: Bound | None = None
        self._yes: Callable[[], None] | None = None
        self._shortcuts: list[QShortcut] = []

    @property
    def active(self) -> bool:
        """Whether the next key is for us."""
        return self._action is not None or self._yes is not None

    # --- asking

    def begin(self, action: Bound) -> None:
        """Take the next key for an action."""
        self._action = action
        for key in {key for other in self._keys.actions for key in other.keys if key != "Esc"}:
            self._listen(key)
        self.asked.emit(f"Press the new key for “{_words(action)}”. Esc leaves all as it is.")

    def ask_reset_all(self) -> None:
        """Take all changes of single actions back, if that is wanted."""
        changed = [action.id for action in self._keys.actions if action.id in self._keys.keymap.changed]
        if not changed:
            self.asked.emit("No key was changed.")
            return
        count = "the keys of 1 action" if len(changed) == 1 else f"the keys of {len(changed)} actions"
        self._yes = lambda: self._change(lambda settings: settings.without_keys(changed))
        self.asked.emit(f"Give {count} back as the preset has them? Enter does, Esc does not.")

    def end(self) -> None:
        """Ask no more."""
        self._action, self._yes = None, None
        self._forget()
        self.asked.emit("")

    def _listen(self, key: str) -> None:
        """Qt knows which key of another action a press is, on every keyboard: so ask it."""
        shortcut = QShortcut(QKeySequence(key), self._dialog)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(lambda: self._take(key))
        shortcut.activatedAmbiguously.connect(lambda: self._take(key))
        self._shortcuts.append(shortcut)

    def _forget(self) -> None:
        for shortcut in self._shortcuts:
            shortcut.setEnabled(False)
            shortcut.deleteLater()
        self._shortcuts = []

    # --- answers

    def handle(self, event: QKeyEvent) -> bool:
        """While active every key is ours; True when there is nothing left to do with it."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.ignore()  # no field shall keep it from being a shortcut
            return True
        if event.type() != QEvent.Type.KeyPress or event.isAutoRepeat():
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.end()
        elif self._yes is not None:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                yes = self._yes
                self.end()
                yes()
        elif key := pressed(event):
            self._take(key)
        return True

    def _take(self, key: str) -> None:
        action = self._action
        if action is None or self._yes is not None:
            return
        if for_text(key):
            self.asked.emit(f"{shown(key)} moves, selects or copies in the text. Press another, or Esc.")
            return
        owner = owner_of(self._keys.actions, self._keys.keymap, action, key)
        if owner is None:
            self.end()
            self._give(action, key)
            return
        self._forget()
        self._yes = lambda: self._give(action, key, owner)
        self.asked.emit(
            f"{shown(key)} is “{_words(owner)}”. Enter takes it over for “{_words(action)}”, Esc keeps it there."
        )

    def _give(self, action: Bound, key: str, owner: Bound | None = None) -> None:
        mine = [key, *(k for k in self._keys.keymap.of(action.id) if k != key)]
        theirs = [k for k in self._keys.keymap.of(owner.id) if k != key] if owner is not None else []

        def act(settings: Settings) -> Settings:
            left = settings.with_keys(owner.id, theirs) if owner is not None else settings
            return left.with_keys(action.id, mine)

        self._change(act)

    # --- without asking

    def remove(self, action: Bound) -> None:
        """Take the last key of an action away."""
        keys = self._keys.keymap.of(action.id)
        if keys:
            kept = [key for key in keys if shown(key) != shown(keys[-1])]
            self._change(lambda settings: settings.with_keys(action.id, kept))

    def reset(self, action: Bound) -> None:
        """Give an action the keys of the preset again."""
        self._change(lambda settings: settings.with_keys(action.id, None))

    def choose_preset(self, name: str) -> None:
        """Take another preset; what was changed for single actions stays."""
        self._change(lambda settings: settings.with_preset(name))

    def _change(self, act: Callable[[Settings], Settings]) -> None:
        self._keys.change_keys(act)
        self.changed.emit()


def _words(action: Bound) -> str:
    return action.words.rstrip("…")


class KeyFoot(QWidget):
    """Below the sheet: the preset and what differs in it, ways back, and where the file lies.

    ``resetWanted()``: for the action that is chosen; ``resetAllWanted()``; ``presetChosen(str)``.
    """

    resetWanted = Signal()
    resetAllWanted = Signal()
    presetChosen = Signal(str)

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._file = file
        label = QLabel("&Preset")
        self.preset = QComboBox()
        self.preset.setObjectName("keyPreset")
        self.preset.setAccessibleName("Preset")
        for name, preset in PRESETS.items():
            self.preset.addItem(preset.name, name)
        label.setBuddy(self.preset)
        self.differs = QLabel()
        self.differs.setObjectName("keyDiffers")
        self.differs.setWordWrap(True)
        self.path = QLineEdit(str(file))
        self.path.setObjectName("keyFile")
        self.path.setAccessibleName("The file of keys")
        self.path.setReadOnly(True)
        self.path.setCursorPosition(0)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setColumnStretch(2, 1)
        grid.addWidget(label, 0, 0)
        grid.addWidget(self.preset, 0, 1)
        grid.addWidget(self.differs, 0, 2)
        grid.addLayout(self._buttons(), 1, 0, 1, 3)
        self.preset.activated.connect(lambda _index: self.presetChosen.emit(self.preset.currentData()))

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        ways = {"&Reset": self.resetWanted, "Reset &all": self.resetAllWanted}
        for words, signal in ways.items():
            button = _button(words, row)
            button.clicked.connect(lambda _checked=False, signal=signal: signal.emit())
        row.addWidget(self.path, 1)
        _button("Open &folder", row).clicked.connect(lambda _checked=False: self._open_folder())
        return row

    def _open_folder(self) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._file.parent)))

    def show_preset(self, name: str) -> None:
        """Show which preset holds."""
        self.preset.setCurrentIndex(self.preset.findData(name))
        self.differs.setText(PRESETS[name].words)


def _button(words: str, row: QHBoxLayout) -> QPushButton:
    button = QPushButton(words)
    button.setObjectName(f"key{words.replace('&', '').title().replace(' ', '')}")
    button.setAutoDefault(False)
    row.addWidget(button)
    return button
