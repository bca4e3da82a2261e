"""How the window looks: light or dark, and how the text reads; chosen by the curator, kept in the settings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from ui.desk.geometry import SPACINGS
from ui.desk.looks import SIZES, WIDTHS, ReadingSettings
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
        self._shown = ReadingSettings()  # as a desk is made
        self.theme = _theme(self.reading.mode)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_changed)  # no lambda: it would outlive us

    def restore(self) -> None:
        """Take over what the settings say."""
        self._read(self.reading)
        self.apply()

    @property
    def reading(self) -> ReadingSettings:
        """What the settings say; what they say wrongly is as it was at first."""
        plain, value = ReadingSettings(), self.settings.value
        spacing, mode = str(value("line_spacing", "")), str(value("mode", ""))
        return ReadingSettings(
            str(value("font_family", plain.family)),
            _number(value("font_size"), plain.size, SIZES),
            next((name for name in SPACINGS if name == spacing), plain.spacing),
            round(_number(value("reading_width"), plain.width, WIDTHS)),
            mode if mode in ("light", "dark") else "system",
        )

    def try_out(self, settings: ReadingSettings) -> None:
        """Look like that, until :meth:`keep` or another trial."""
        self._read(settings)
        self._follow(settings.mode)

    def keep(self, settings: ReadingSettings) -> None:
        """Look like that from now on."""
        for name, value in (
            ("font_family", settings.family),
            ("font_size", settings.size),
            ("line_spacing", settings.spacing),
            ("reading_width", settings.width),
            ("mode", settings.mode),
        ):
            self.settings.setValue(name, value)
        self.try_out(settings)

    def _read(self, settings: ReadingSettings) -> None:
        desk, shown = self._desk, self._shown
        if (settings.family, settings.size) != (shown.family, shown.size):
            desk.set_font_family(settings.family)
            desk.set_font_size(settings.size)
        if settings.spacing != shown.spacing:
            desk.set_spacing(settings.spacing)
        if settings.width != shown.width:
            desk.set_reading_width(settings.width)
        self._shown = settings

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
        self._shown = self.reading
        self.changed.emit()

    def switch_theme(self) -> None:
        """From light to dark and back."""
        self.settings.setValue("mode", "light" if self.theme.dark else "dark")
        self._follow()

    def _system_changed(self, _scheme: Qt.ColorScheme) -> None:
        self._follow()

    def _follow(self, mode: str | None = None) -> None:
        """The setting or the system may want another theme now."""
        theme = _theme(mode or self.reading.mode)
        if theme != self.theme:
            self.theme = theme
            self.apply()


def _theme(mode: str) -> Theme:
    return Theme.of(system_mode() if mode == "system" else mode)


def _number(value: object, plain: float, limits: tuple[int, int]) -> float:
    """A number from the settings, within limits."""
    try:
        return min(max(float(str(value)), limits[0]), limits[1]) if value is not None else plain
    except ValueError:
        return plain
