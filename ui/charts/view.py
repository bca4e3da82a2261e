"""A chart with all that goes with it: the numbers behind it, and pictures of it to take along."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QRect, QStandardPaths, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QMenu, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from annotator.charts import Drawing, Ink
from annotator.errors import OutputError
from ui import signs
from ui.charts import pictures
from ui.charts.inks import ink_of, print_ink
from ui.charts.numbers import Numbers
from ui.charts.picture import Picture

Draw = Callable[[Ink, float], Drawing]
"""Draws a chart with an ink, for a width in pixels of a screen at 1x."""
_KINDS = "Drawing (*.svg);;Picture (*.png)"


class ChartView(QWidget):
    """Shows what ``draw`` draws, anew for each width and theme, as high as the drawing is.

    ``opened(key)``: what is behind a place is asked for. ``said(kind, words)``: something to tell, "told" or "problem".
    Keys: arrows, Home, End, Return on the chart; N for the numbers and back; Ctrl+C copies what is shown.
    Pictures that leave the window are drawn for print, on white paper.
    """

    opened = Signal(str)
    said = Signal(str, str)

    def __init__(self, draw: Draw, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draw = draw
        self._drawn: tuple[float, Ink] | None = None
        self.picture = Picture()
        self.picture.opened.connect(self.opened)
        self.picture.reached.connect(self._reveal)
        self._scroll = QScrollArea(self)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self.picture)
        self.numbers = Numbers(self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._scroll)
        self._stack.addWidget(self.numbers)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self.setFocusProxy(self.picture)
        self._redraw()

    @property
    def drawing(self) -> Drawing:
        """What is shown."""
        return self.picture.drawing

    def again(self) -> None:
        """Draw anew: the figures are others."""
        self._drawn = None
        self._redraw()

    def _redraw(self) -> None:
        asked = (float(self.width()), ink_of(signs.theme_of(self.palette()), self.font()))
        if asked == self._drawn:
            return
        self._drawn = asked
        drawing = self._draw(asked[1], asked[0])
        self.picture.show_drawing(drawing)
        self.numbers.show_table(drawing.table)
        self.numbers.setAccessibleName(f"{drawing.title}: the numbers")
        self.numbers.setAccessibleDescription(drawing.description)
        self.setAccessibleName(drawing.title)
        self.setAccessibleDescription(drawing.description)
        wide = self.picture.width() > self.width()
        self.setFixedHeight(
            self.picture.height() + (self._scroll.horizontalScrollBar().sizeHint().height() if wide else 0)
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw for the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._redraw()

    def changeEvent(self, event: QEvent) -> None:
        """Draw in the new colours or font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._redraw()

    def _reveal(self, box: QRect) -> None:
        centre = box.center()
        self._scroll.ensureVisible(centre.x(), centre.y(), box.width() // 2 + 20, box.height() // 2)

    # --- numbers

    @property
    def shows_numbers(self) -> bool:
        """True while the numbers are shown instead of the chart."""
        return self._stack.currentWidget() is self.numbers

    def show_numbers(self, on: bool) -> None:
        """Show the numbers, or the chart again; the keys go with it."""
        shown: QWidget = self.numbers if on else self.picture
        had_focus = self.picture.hasFocus() or self.numbers.hasFocus()
        self._stack.setCurrentWidget(self.numbers if on else self._scroll)
        self.setFocusProxy(shown)
        if had_focus:
            shown.setFocus()

    # --- taking along

    def copy(self) -> None:
        """Copy what is shown: the numbers that are selected, or all; or the chart as a picture."""
        if self.shows_numbers:
            QGuiApplication.clipboard().setText(self.numbers.tsv())
            self.said.emit("told", "The numbers are copied.")
        else:
            self.copy_picture()

    def copy_picture(self) -> None:
        """Copy the chart as a picture, in points and as SVG."""
        pictures.copy(self.printed(here=True), self.printed(here=False))
        self.said.emit("told", "The chart is copied as a picture.")

    def printed(self, *, here: bool) -> Drawing:
        """The chart as it leaves the window, to be painted ``here`` or by others."""
        return self._draw(print_ink(self.font(), here=here), float(self.width()))

    def ask_and_save(self) -> None:
        """Ask for a file and save the chart there."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        name = "".join(c if c.isalnum() else "-" for c in self.drawing.title).strip("-")[:60] or "chart"
        path, kind = QFileDialog.getSaveFileName(self, "Save the chart", str(Path(folder) / f"{name}.svg"), _KINDS)
        if path:
            given = Path(path)
            known = given.suffix.lower() in (".svg", ".png")
            self.save_to(given if known else Path(path + (".png" if "png" in kind else ".svg")))

    def save_to(self, path: Path) -> None:
        """Save the chart as SVG or PNG, by the file's ending; says when that cannot be done."""
        try:
            pictures.save(self.printed(here=path.suffix.lower() == ".png"), path)
        except OutputError as error:
            self.said.emit("problem", str(error))
        else:
            self.said.emit("told", f"Saved: {path.name}")

    # --- menu and keys

    def menu(self) -> QMenu:
        """What can be done with the chart; the caller shows it."""
        menu = QMenu(self)
        on = self.shows_numbers
        for words, slot in (
            ("Show the chart\tN" if on else "Show the numbers\tN", lambda: self.show_numbers(not on)),
            ("Copy the numbers\tCtrl+C" if on else "Copy as picture\tCtrl+C", self.copy),
            ("Save as…", self.ask_and_save),
        ):
            action = QAction(words, menu)
            action.triggered.connect(slot)
            menu.addAction(action)
        return menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu, where it was asked for."""
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def event(self, event: QEvent) -> bool:
        """Our keys are ours while the chart has the focus, even where the window has uses for them."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._slot(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """N and Ctrl+C, and Escape back to the chart."""
        slot = self._slot(event)
        if slot is None:
            super().keyPressEvent(event)
        else:
            slot()

    def _slot(self, event: QKeyEvent) -> Callable[[], None] | None:
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if event.matches(QKeySequence.StandardKey.Copy):
            return self.copy
        if plain and (event.key() == Qt.Key.Key_N or (event.key() == Qt.Key.Key_Escape and self.shows_numbers)):
            return lambda: self.show_numbers(not self.shows_numbers)
        return None
