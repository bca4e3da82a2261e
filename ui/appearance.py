"""How the window looks: light or dark, the size of the text; chosen by the curator, kept in the settings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from ui.desk.view import Desk
from ui.theme import Theme, apply_theme, system_mode


class Themed(Protocol):
    """A part of the window that paints in a theme."""

    def set_theme(self, theme: Theme) -> None: ...


class Appearance(QObject):
    """Gives application, desk and panels their looks. ``changed()``: they look otherwise now."""

    changed = Signal()

    def __init__(self, settings: QSettings, desk: Desk, parts: Sequence[Themed], parent: QObject) -> None:
        super().__init__(parent)
        self.settings = settings
        self._desk = desk
        self._parts = parts
        self.theme = Theme.of(self._mode())
        QGuiApplication.styleHints().colorSchemeChanged.connect(lambda _scheme: self._follow())

    def restore(self) -> None:
        """Take over what the settings say."""
        size = self.settings.value("font_size")
        if size is not None:
            self._desk.set_font_size(float(str(size)))
        self.apply()

    def apply(self) -> None:
        """Paint everything in the theme."""
        application = QApplication.instance()
        if isinstance(application, QApplication):
            apply_theme(application, self.theme)
        for part in (self._desk, *self._parts):
            part.set_theme(self.theme)
        self.changed.emit()

    def zoom(self, step: int) -> None:
        """Make the text of the desk larger or smaller, in points."""
        self._desk.set_font_size(self._desk.font_size() + step)
        self.settings.setValue("font_size", self._desk.font_size())
        self.changed.emit()

    def switch_theme(self) -> None:
        """From light to dark and back."""
        self.settings.setValue("mode", "light" if self.theme.dark else "dark")
        self._follow()

    def _mode(self) -> str:
        chosen = str(self.settings.value("mode", "system"))
        return chosen if chosen in ("light", "dark") else system_mode()

    def _follow(self) -> None:
        """The setting or the system may want another theme now."""
        theme = Theme.of(self._mode())
        if theme != self.theme:
            self.theme = theme
            self.apply()
