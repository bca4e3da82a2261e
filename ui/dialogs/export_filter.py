"""What of the gold an export is about: source, dates, curator, label, flag; counted while it is chosen."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLabel, QLineEdit, QWidget

from annotator.errors import AnnotatorError
from annotator.filtering import Filter, Matching
from annotator.progress import Progress
from ui.jobs import Sliced

_PATIENCE_MS = 250
"""So long (milliseconds) after the last change counting begins."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What an export can be narrowed to, and ``counting(wanted, include_undone)``, which finds out how much that is."""

    counting: Callable[[Filter, bool], Generator[Progress, None, Matching]]
    sources: Sequence[str] = ()
    curators: Sequence[str] = ()
    labels: Sequence[str] = ()


class FilterRow(QObject):
    """Two rows of a form. ``wanted`` is what they say, ``found`` what it takes once that is counted, ``so_far`` words until
    then. ``counted()``: there is something else to tell.
    """

    counted = Signal()

    def __init__(self, filters: Filters, parent: QWidget) -> None:
        super().__init__(parent)
        self._counting = filters.counting
        self._undone = False
        self._job: Sliced | None = None
        self.found = Matching()
        self.so_far = ""
        self.source = self._list("Source", "any source", [(s, s) for s in filters.sources])
        self.source.setEditable(True)
        self.curator = self._list("Curator", "anybody", [(c, c) for c in filters.curators])
        self.label = self._list("Label", "any label", [(name, name) for name in filters.labels])
        self.flag = self._list("Flag", "flagged or not", [("flagged", True), ("not flagged", False)])
        self.since, self.until = self._date("From date"), self._date("To date")
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._count)

    def _list(self, name: str, nothing: str, items: Sequence[tuple[str, object]]) -> QComboBox:
        box = QComboBox()
        box.setObjectName(f"export{name}")
        box.setAccessibleName(f"Only: {name.lower()}")
        box.addItem(nothing, None)
        for words, data in items:
            box.addItem(words, data)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(8)
        box.currentTextChanged.connect(lambda _words: self._changed())
        return box

    def _date(self, name: str) -> QLineEdit:
        line = QLineEdit()
        line.setObjectName(f"export{name.replace(' ', '')}")
        line.setAccessibleName(f"Only: {name.lower()}")
        line.setPlaceholderText("any date")
        line.setToolTip("What the articles have as “date”: 2024, 2024-05 or 2024-05-01")
        line.textChanged.connect(lambda _words: self._changed())
        return line

    def add_to(self, form: QFormLayout) -> None:
        """Put the rows into a form."""
        who, when = QHBoxLayout(), QHBoxLayout()
        for box in (self.source, self.curator, self.label):
            who.addWidget(box, 1)
        for words, widget in (("", self.flag), ("from", self.since), ("to", self.until)):
            if words:
                when.addWidget(QLabel(words))
            when.addWidget(widget, 1)
        for words, row, buddy in (("O&nly", who, self.source), ("", when, self.flag)):
            label = QLabel(words)
            label.setBuddy(buddy)
            form.addRow(label, row)

    @property
    def wanted(self) -> Filter:
        """What is asked for."""
        source = self.source.currentText().strip()
        return Filter(
            source="" if source == self.source.itemText(0) else source,
            since=self.since.text().strip(),
            until=self.until.text().strip(),
            curator=str(self.curator.currentData() or ""),
            label=str(self.label.currentData() or ""),
            flagged=self.flag.currentData(),
        )

    @property
    def counting(self) -> bool:
        """Whether the number is still to come."""
        return self._patience.isActive() or self._job is not None

    @property
    def include_undone(self) -> bool:
        """Whether articles that are not done count too."""
        return self._undone

    @include_undone.setter
    def include_undone(self, wanted: bool) -> None:
        self._undone = wanted
        self._changed()

    def stop(self) -> None:
        """Count no more."""
        self._patience.stop()
        if self._job is not None:
            self._job.end()
            self._job = None

    def _changed(self) -> None:
        self.stop()
        self.found, self.so_far = Matching(), ""
        if self.wanted:
            self._patience.start()
        self.counted.emit()

    def _count(self) -> None:
        job = self._job = Sliced(self._counting(self.wanted, self._undone), self)
        job.finished.connect(self._take)
        job.failed.connect(self._fail)
        job.progressed.connect(self._tell_so_far)
        job.start()

    def _tell_so_far(self, progress: Progress) -> None:
        self.so_far = progress.words
        self.counted.emit()

    def _take(self, found: Matching) -> None:
        self.found = found
        self._over()

    def _fail(self, _error: AnnotatorError) -> None:
        """A damaged article: the export will say which."""
        self._over()

    def _over(self) -> None:
        if self._job is not None:
            self._job.deleteLater()
            self._job = None
        self.counted.emit()
