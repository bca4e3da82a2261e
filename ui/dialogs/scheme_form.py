"""The fields of one label, or of one polarity, in the scheme editor."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from annotator.relabelling import Use
from annotator.scheme import HUES, Label
from ui.dialogs.scheme_parts import HueBox, Preview
from ui.dialogs.wording import words_label
from ui.models.scheme import SchemeModel

_KEYS = ("", *"123456789")


class SchemeForm(QWidget):
    """Name, key, colour, guideline and models' labels of one row of a model, which it changes at once. ``edited()``: it
    did."""

    edited = Signal()

    def __init__(self, model: SchemeModel) -> None:
        super().__init__()
        self._model = model
        self._draft = model.draft
        self.row = 0
        self.name = QLineEdit()
        self.name.setObjectName("schemeName")
        self.key = QComboBox()
        self.key.setObjectName("schemeKey")
        self.hue = HueBox()
        self.guideline = QPlainTextEdit()
        self.guideline.setObjectName("schemeGuideline")
        self.guideline.setTabChangesFocus(True)
        self.takes = QLineEdit()
        self.takes.setObjectName("schemeTakes")
        self.takes.setPlaceholderText("Beside the usual ones, with commas between: CHARACTER, DEITY")
        self.takes.setToolTip(
            "What a model calls so is suggested with this label. Usual names need not be said: PER is PERSON."
        )
        self.preview = Preview()
        self.use = words_label("schemeUse", told="How often it is used")
        self.note = words_label("schemeNote", told="Mind")
        self._lay_out()
        self.name.textEdited.connect(self._named)
        self.key.activated.connect(lambda at: self._keyed(_KEYS[at]))
        self.hue.activated.connect(lambda at: self._change(hue=HUES[at]))
        self.guideline.textChanged.connect(self._guided)
        self.takes.textEdited.connect(self._took)

    def _lay_out(self) -> None:
        self._fields = QFormLayout()
        self._fields.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        fields: tuple[tuple[str, QWidget], ...] = (
            ("&Name", self.name),
            ("&Key", self.key),
            ("&Colour", self.hue),
            ("&Guideline", self.guideline),
            ("Models' la&bels", self.takes),
        )
        for words, field in fields:
            self._fields.addRow(words, field)
            field.setAccessibleName(words.replace("&", ""))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.preview)
        column.addLayout(self._fields, 1)
        column.addWidget(self.use)
        column.addWidget(self.note)

    # --- what is shown

    @property
    def label_row(self) -> int | None:
        """The row, when it is a label's."""
        return self.row if self.row < self._model.labels else None

    def show_row(self, row: int) -> None:
        """Fill the fields with a label or a polarity."""
        self.row = row
        at, polarity = self.label_row, self._model.polarity(row)
        for field in (self.name, self.key, self.hue, self.takes):
            self._fields.setRowVisible(field, at is not None)
        self.preview.setVisible(at is not None)
        if at is not None:
            label = self._draft.rows[at].label
            words = label.guideline
            if self.name.text() != label.name:
                self.name.setText(label.name)
            if _split(self.takes.text()) != list(label.takes):
                self.takes.setText(", ".join(label.takes))
        else:
            words = str(getattr(self._draft.polarity, polarity)) if polarity is not None else ""
        if self.guideline.toPlainText() != words:
            self.guideline.blockSignals(True)
            self.guideline.setPlainText(words)
            self.guideline.blockSignals(False)
        self.tell()
        self.note_down(self._same_colour())

    def tell(self) -> None:
        """Say how the label looks, which keys and colours others have, and how often it is used."""
        row = self.label_row
        self.use.setText("" if row is None else _used(self._model.use(row)))
        if row is not None:
            label = self._draft.rows[row].label
            self._show_keys(row, label)
            self.hue.show_hue(label.hue, {hue: self._owners(hue, row) for hue in HUES})
            self.preview.show_label(label)

    def note_down(self, words: str) -> None:
        """Say something about the change just made."""
        self.note.setText(words)

    def edit_name(self) -> None:
        """Have the name ready to be typed; of a polarity, the guideline."""
        (self.name if self.label_row is not None else self.guideline).setFocus()
        self.name.selectAll()

    def _show_keys(self, row: int, label: Label) -> None:
        self.key.clear()
        for key in _KEYS:
            owner = self._draft.owner(key, row)
            self.key.addItem(f"{key} — {owner} has it" if owner else key or "none")
        self.key.setCurrentIndex(_KEYS.index(label.key) if label.key in _KEYS else 0)

    def _owners(self, hue: str, besides: int) -> tuple[str, ...]:
        return tuple(r.label.name for n, r in enumerate(self._draft.rows) if n != besides and r.label.hue == hue)

    def _same_colour(self) -> str:
        row = self.label_row
        alike = self._owners(self._draft.rows[row].label.hue, row) if row is not None else ()
        return f"{', '.join(alike)} {'has' if len(alike) == 1 else 'have'} the same colour." if alike else ""

    # --- what is changed

    def _change(self, **fields: str) -> None:
        row = self.label_row
        if row is not None:
            self._model.change(row, **fields)
            self.tell()
            if "hue" in fields:
                self.note_down(self._same_colour())
            self.edited.emit()

    def _named(self, typed: str) -> None:
        """Names are capitals; who types small letters or spaces means those."""
        name, caret = typed.upper().replace(" ", "_").replace("-", "_"), self.name.cursorPosition()
        if name != typed:
            self.name.setText(name)
            self.name.setCursorPosition(caret)
        self._change(name=name)

    def _keyed(self, key: str) -> None:
        row = self.label_row
        if row is not None:
            owner = self._model.give_key(row, key)
            theirs = next((r.label.key for r in self._draft.rows if r.label.name == owner), "")
            told = f"{owner} has the key {theirs} now." if theirs else f"{owner} has no key now."
            self.tell()
            self.note_down(told if owner else "")
            self.edited.emit()

    def _took(self, typed: str) -> None:
        row = self.label_row
        if row is not None:
            self._model.take(row, _split(typed))
            self.edited.emit()

    def _guided(self) -> None:
        words, polarity = self.guideline.toPlainText().strip(), self._model.polarity(self.row)
        if polarity is not None:
            self._draft.guide(polarity, words)
            self.edited.emit()
        else:
            self._change(guideline=words)


def _split(typed: str) -> list[str]:
    """The names between commas."""
    return [name for part in typed.split(",") if (name := part.strip())]


def _used(use: Use | None) -> str:
    if use is None:
        return "Being counted …"
    if not use.articles:
        return "Not used in any decision yet."
    return f"Used: {use.words()}. To be rid of it, merge it into another."
