"""Every error of the run, one by one, in a list that ends empty."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.edits import plural
from annotator.review import Failure, Listed
from annotator.review import messages as m
from annotator.review.listing import Asked
from annotator.review.verdicts import VERDICTS, WORDS, Verdict
from ui import signs
from ui.review.confusing import MatrixPage
from ui.review.detail import Detail
from ui.review.failure_list import FailureList
from ui.review.failures import FailuresModel
from ui.review.groups import Groups
from ui.review.judging import KEYS, Judging
from ui.review.looking import Looking
from ui.review.rows import FailureDelegate
from ui.review.tab import Tab

_TYPING_MS = 200
_RECOUNT_MS = 300
"""So long (milliseconds) after the last verdict the groups are counted anew: not at each of many quick ones."""
_CAPS = {"model": "&Model wrong", "gold": "&Gold wrong…", "both": "&Both fine", "unclear": "&Unclear"}


class Errors(Tab):
    """Filters at the left, the list in the middle, the error in focus below it."""

    title = "Errors"
    explained = "Every error, one by one: what is wrong, the model or the gold?"

    def __init__(self, looking: Looking) -> None:
        super().__init__(looking)
        self.asked = Asked()
        self.left = 0
        self.judged = 0
        self._key = ""
        self.model = FailuresModel(self._page, self)
        self.judging = Judging(looking, self.model, self)
        self.judging.place = lambda: (self.asked, looking.run, looking.wanted)
        self.list = FailureList(self.model)
        self.delegate = FailureDelegate(looking.bridge.scheme, self)
        self.list.setItemDelegate(self.delegate)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self._typed)
        self._recount = QTimer(self)
        self._recount.setSingleShot(True)
        self._recount.setInterval(_RECOUNT_MS)
        self._recount.timeout.connect(self._count)
        self._build()
        self._lay_out()
        self.model.loaded.connect(self._loaded)
        self.list.pressed_key.connect(self._pressed)
        self.list.moved.connect(self._show_current)
        self.judging.changed.connect(self._judged)

    # --- building

    def _build(self) -> None:
        self.show_ = QComboBox()
        self.show_.setObjectName("reviewShow")
        self.show_.setAccessibleName("Which errors are shown")
        self.show_.addItem("To be looked at", "")
        for verdict in VERDICTS:
            self.show_.addItem(f"Judged: {WORDS[verdict]}", verdict)
        self.show_.currentIndexChanged.connect(lambda _row: self._show_chosen())
        self.order = QComboBox()
        self.order.setObjectName("reviewOrder")
        self.order.setAccessibleName("Order")
        self.order.addItem("As imported", False)
        self.order.addItem("Where the model was surest first", True)
        self.order.currentIndexChanged.connect(lambda _row: self.change(sure_first=bool(self.order.currentData())))
        self.text = QLineEdit()
        self.text.setObjectName("reviewText")
        self.text.setPlaceholderText("Words in it (Ctrl+F)")
        self.text.setAccessibleName("Only errors with these words")
        self.text.setClearButtonEnabled(True)
        self.text.textChanged.connect(lambda _text: self._typing.start())
        self.text.returnPressed.connect(self.list.setFocus)
        self.filter = QPushButton("")
        self.filter.setObjectName("reviewFilter")
        self.filter.setToolTip("Take the filter away (Ctrl+Backspace)")
        self.filter.setFlat(True)
        self.filter.clicked.connect(lambda _checked=False: self.ask(Asked(judged=self.asked.judged)))
        self.groups = Groups(self.looking)
        self.groups.chosen.connect(self._grouped)
        self.matrix = MatrixPage(self.looking)
        self.matrix.chosen.connect(self._from_matrix)
        self.switch = QPushButton("Labels × labels (Ctrl+L)")
        self.switch.setObjectName("reviewMatrix")
        self.switch.setCheckable(True)
        self.switch.toggled.connect(self._switch)
        self.counter = QLabel("")
        self.counter.setObjectName("reviewCounter")
        self.counter.setAccessibleDescription("How many errors are left")
        self.counter.setFont(signs.sized(self.font(), 1.0, bold=True))
        self.detail = Detail()
        self.empty = QLabel("")
        self.empty.setObjectName("reviewDone")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setFont(signs.sized(self.font(), 1.15))
        self.verdicts: dict[str, QPushButton] = {}
        for key, verdict in KEYS.items():
            self.verdicts[key] = self._button(f"verdict{verdict}", f"{key}  {_CAPS[verdict].replace('&', '')}", key)
        self.back = self._button("verdictBack", "Z  Take back", "Z")
        self.open = self._button("verdictOpen", "Return  Open", "Return")

    def _button(self, name: str, words: str, key: str) -> QPushButton:
        button = QPushButton(words)
        button.setObjectName(name)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda _checked=False: self._pressed(key))
        return button

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        for widget in (self.show_, self.order, self.text):
            row.addWidget(widget, 1 if widget is self.text else 0)
        row.addWidget(self.switch)
        told = QHBoxLayout()
        told.addWidget(self.counter)
        told.addWidget(self.filter)
        told.addStretch(1)
        self.pages = QStackedWidget()
        for page in (self.list, self._centred(self.empty), self.matrix):
            self.pages.addWidget(page)
        keys = QHBoxLayout()
        for button in (*self.verdicts.values(), self.back, self.open):
            keys.addWidget(button)
        keys.addStretch(1)
        main = QWidget()
        column = QVBoxLayout(main)
        column.setContentsMargins(8, 10, 14, 10)
        column.setSpacing(8)
        column.addLayout(row)
        column.addLayout(told)
        column.addWidget(self.pages, 1)
        column.addWidget(self.detail)
        column.addLayout(keys)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.groups)
        split.addWidget(main)
        split.setSizes([270, 1000])
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(split)

    def _centred(self, label: QLabel) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(60, 40, 60, 80)
        column.addWidget(label)
        return page

    # --- what is asked for

    def begin(self) -> None:
        """The keyboard goes to the list, or to the matrix."""
        (self.matrix.chart if self.switch.isChecked() else self.list).setFocus()

    def find_words(self) -> None:
        """The keyboard goes to the words to be found."""
        self.text.setFocus()
        self.text.selectAll()

    def ask(self, wanted: Asked) -> None:
        """Show other errors; the order stays."""
        self.asked = msgspec.structs.replace(wanted, sure_first=bool(self.order.currentData()))
        for box, value in ((self.text, wanted.text), (self.show_, wanted.verdict)):
            box.blockSignals(True)
            if isinstance(box, QLineEdit):
                box.setText(str(value))
            else:
                box.setCurrentIndex(box.findData(value))
            box.blockSignals(False)
        self.switch.setChecked(False)
        self._key = ""
        self._load(0)

    def change(self, **fields: object) -> None:
        """Ask for the same with some things different."""
        self.ask(msgspec.structs.replace(self.asked, **fields))

    def _show_chosen(self) -> None:
        verdict = self.show_.currentData()
        self.change(judged=bool(verdict), verdict=verdict)

    def _typed(self) -> None:
        if self.text.text() != self.asked.text:
            self.asked = msgspec.structs.replace(self.asked, text=self.text.text())
            self._load(0)

    def _grouped(self, wanted: Asked) -> None:
        """From the groups: what and kind, the words, or the article; all else stays."""
        self.change(what=wanted.what, kind=wanted.kind, about=wanted.about, article=wanted.article)

    def _from_matrix(self, wanted: Asked) -> None:
        self.ask(wanted)
        self.list.setFocus()

    def refresh(self) -> None:
        """Others, or read anew: the place stays where it was."""
        self.delegate.scheme = self.looking.bridge.scheme
        row = self.list.currentIndex().row()
        found = self.model.failure(row)
        self._key = found.key if found is not None else self._key
        self._load(max(0, row))

    def _load(self, around: int) -> None:
        self._row = around
        looking = self.looking
        if not looking.run or looking.figures is None:
            self.model.clear()
            return
        self.model.load(around)
        self._count()
        told = self.groups.told(self.asked)
        self.filter.setText(f"{told}  ✕" if told else "")
        self.filter.setVisible(bool(told))
        self._draw()

    def _page(self, offset: int, limit: int, took: Callable[[Listed], None]) -> None:
        looking = self.looking
        looking.client.ask(m.AskFailures(looking.run, self.asked, looking.wanted, offset, limit), took)

    def _judged(self, more: int) -> None:
        """One verdict more or less: told at once, counted in a moment."""
        self.left += more
        self.judged -= more
        self._tell()
        self._recount.start()

    def _count(self) -> None:
        """How many are left, and how many were judged, of what is asked for."""
        looking, wanted = self.looking, self.asked
        if not looking.run or looking.figures is None:
            return

        def take(name: str) -> Callable[[Listed], None]:
            def took(listed: Listed) -> None:
                setattr(self, name, listed.total)
                self._tell()

            return took

        for name, judged in (("left", False), ("judged", True)):
            same = msgspec.structs.replace(wanted, judged=judged, verdict="")
            looking.client.ask(m.AskFailures(looking.run, same, looking.wanted, 0, 0), take(name))
        self.groups.load(wanted)

    # --- what is shown

    def _loaded(self) -> None:
        """At the row of the same error, else at the same place."""
        row = self.model.row_of(self._key) if self._key else None
        at = self._row if row is None else row
        if self.model.count:
            self._go(min(at, self.model.count - 1))
        self._tell()
        self._show_current()

    def _go(self, row: int) -> None:
        index = self.model.index(row)
        self.list.setCurrentIndex(index)
        self.list.scrollTo(index)

    def _tell(self) -> None:
        total = self.left + self.judged
        if self.asked.judged:
            self.counter.setText(f"{plural(self.model.count, 'error')} judged so")
        else:
            self.counter.setText(f"{self.left:,} of {total:,} left")
        if not self.switch.isChecked():
            self.pages.setCurrentIndex(0 if self.model.count else 1)
        self.empty.setText(self._nothing(total))
        for button in (*self.verdicts.values(), self.open):
            button.setEnabled(self.model.count > 0 and not self.switch.isChecked())

    def _nothing(self, total: int) -> str:
        if self.asked.judged:
            return "Nothing was judged so."
        if not total:
            return "No errors here: gold and model agree on all that is asked for."
        here = "of these errors " if self.groups.told(self.asked) else ""
        return (
            f"All looked at.\n\nEvery one {here}has a verdict ({total:,}). The unclear ones are your questions to the "
            "guideline: “Show” lists them, and the gold that is still to be mended."
        )

    @property
    def current(self) -> Failure | None:
        """The error in focus."""
        return self.model.failure(self.list.currentIndex().row())

    def _show_current(self) -> None:
        self.detail.tell(self.current)

    def _switch(self, matrix_: bool) -> None:
        self.detail.setVisible(not matrix_)
        if matrix_:
            self.pages.setCurrentIndex(2)
            self._draw()
        self._tell()
        self.begin()

    def _draw(self) -> None:
        if self.switch.isChecked():
            self.matrix.chart.again()

    # --- keys

    def _pressed(self, key: str) -> None:
        row = self.list.currentIndex().row()
        if key == "Return":
            self._open()
        elif key == "Z":
            self._take_back(row)
        elif self.asked.judged:
            self._judge_again(row, KEYS[key])
        else:
            failure = self.current
            if self.judging.give(row, KEYS[key]):
                self._go(min(row, self.model.count - 1))
                self._show_current()
                if key == "G" and failure is not None:
                    self.looking.placeWanted.emit(failure)

    def _judge_again(self, row: int, verdict: Verdict) -> None:
        """Another verdict for one that has one."""
        failure = self.current
        if failure is not None and verdict != self.asked.verdict and self.looking.judge(failure, verdict):
            self.model.take(row)
            self.looking.told.emit("saved", f"Now: {WORDS[verdict]}.")
            self._count()

    def _take_back(self, row: int) -> None:
        if self.asked.judged:
            self.judging.forget(row)
            return
        found = self.judging.take_back()
        if found is not None and found[1] is not None:
            self._go(min(found[1], self.model.count - 1))
            self._show_current()

    def _open(self) -> None:
        found = self.current
        if found is not None:
            self.looking.placeWanted.emit(found)

    def stop(self) -> None:
        """Ask for nothing more."""
        self._typing.stop()
        self._recount.stop()
