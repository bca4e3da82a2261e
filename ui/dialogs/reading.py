"""How the text reads: font, size, spacing, width, theme; every change shows on the text itself at once."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontDatabase, QShowEvent
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from ui.desk.geometry import SPACINGS
from ui.desk.looks import SIZES, WIDTHS, ReadingSettings

_OWN = {"Serif": "serif", "Sans serif": "sans"}
_THEMES = {"As the system": "system", "Light": "light", "Dark": "dark"}


class ReadingDialog(QDialog):
    """``changed(ReadingSettings)``: something else is chosen now, though perhaps not for good."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None, settings: ReadingSettings) -> None:
        super().__init__(parent)
        self.setObjectName("readingDialog")
        self.setWindowTitle("Reading settings")
        self.family = self._choice("readingFont", "Font")
        self.family.setEditable(True)
        self.family.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.family.addItems([*_OWN, *QFontDatabase.families()])
        self.size_ = self._number("readingSize", "Size", SIZES, " pt")
        self.spacing = self._choice("readingSpacing", "Line spacing")
        self.spacing.addItems([name.title() for name in SPACINGS])
        self.width_ = self._number("readingWidth", "Reading width", WIDTHS, " em")
        self.mode = self._choice("readingTheme", "Theme")
        self.mode.addItems(list(_THEMES))
        form = QFormLayout()
        for words, widget in (
            ("&Font", self.family),
            ("&Size", self.size_),
            ("&Line spacing", self.spacing),
            ("Reading &width", self.width_),
            ("&Theme", self.mode),
        ):
            form.addRow(words, widget)
        kinds = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel | kinds.RestoreDefaults)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        buttons.button(kinds.RestoreDefaults).clicked.connect(lambda: self.show_settings(ReadingSettings()))
        note = QLabel("The text shows every change at once. Return keeps it, Esc takes it back.")
        note.setWordWrap(True)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(note)
        column.addWidget(buttons)
        self._told = settings
        self.show_settings(settings)
        for box in (self.family, self.spacing, self.mode):
            box.currentTextChanged.connect(lambda _text: self._tell())
        for number in (self.size_, self.width_):
            number.valueChanged.connect(lambda _value: self._tell())

    def _choice(self, name: str, spoken: str) -> QComboBox:
        box = QComboBox()
        box.setObjectName(name)
        box.setAccessibleName(spoken)
        return box

    def _number(self, name: str, spoken: str, limits: tuple[int, int], unit: str) -> QSpinBox:
        box = QSpinBox()
        box.setObjectName(name)
        box.setAccessibleName(spoken)
        box.setRange(*limits)
        box.setSuffix(unit)
        return box

    def show_settings(self, settings: ReadingSettings) -> None:
        """Show some settings, as if they had been chosen."""
        names = {own: words for words, own in _OWN.items()}
        self.family.setCurrentText(names.get(settings.family, settings.family))
        self.size_.setValue(round(settings.size))
        self.spacing.setCurrentText(settings.spacing.title())
        self.width_.setValue(settings.width)
        self.mode.setCurrentText(next(words for words, mode in _THEMES.items() if mode == settings.mode))

    @property
    def settings(self) -> ReadingSettings:
        """What is chosen; while a font's name is only half typed, the font before."""
        typed = self.family.currentText()
        known = self.family.findText(typed) >= 0
        return ReadingSettings(
            _OWN.get(typed, self.family.itemText(self.family.findText(typed))) if known else self._told.family,
            float(self.size_.value()),
            next(name for name in SPACINGS if name.title() == self.spacing.currentText()),
            self.width_.value(),
            _THEMES[self.mode.currentText()],
        )

    def _tell(self) -> None:
        chosen = self.settings
        if chosen != self._told:
            self._told = chosen
            self.changed.emit(chosen)

    def showEvent(self, event: QShowEvent) -> None:
        """Stand at the right of the window: the text must be seen."""
        super().showEvent(event)
        window = self.parentWidget()
        if window is not None:
            corner = window.mapToGlobal(window.rect().topRight())
            self.move(max(0, corner.x() - self.width() - 16), corner.y() + 60)
