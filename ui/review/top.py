"""The head of the review room: which run, which articles, how far the reading is, and what was not read."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from annotator.edits import plural
from annotator.progress import Progress
from ui.review.looking import Looking
from ui.review.slicing import SliceBar


class Top(QWidget):
    """Shows and changes what is looked at."""

    def __init__(self, looking: Looking) -> None:
        super().__init__()
        self.looking = looking
        self.run = QComboBox()
        self.run.setObjectName("reviewRun")
        self.run.setAccessibleName("Run of a model")
        self.run.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.run.setMinimumWidth(300)
        self.run.setMaximumWidth(620)
        self.run.currentIndexChanged.connect(lambda _row: looking.choose(self.run.currentData() or ""))
        self.slice = SliceBar()
        self.slice.changed.connect(looking.narrow)
        self.counted = QLabel("")
        self.counted.setObjectName("reviewCounted")
        self.counted.setAccessibleDescription("How many articles count")
        self.bar = QProgressBar()
        self.bar.setAccessibleName("Progress")
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(160)
        self.words = QLabel("")
        self.words.setObjectName("schemeNote")
        self.cancel = QPushButton("Cancel")
        self.cancel.setObjectName("reviewCancel")
        self.cancel.clicked.connect(lambda _checked=False: self._cancel())
        self.save = QPushButton("&Save as a page…")
        self.save.setObjectName("reviewSave")
        self.save.setToolTip("Everything here as one page of HTML, for those who do not have the program (Ctrl+S)")
        self.unread = QLabel("")
        self.unread.setObjectName("reviewUnread")
        self.unread.setWordWrap(True)
        self.have_read = QPushButton("&Have it read them")
        self.have_read.setObjectName("reviewRead")
        self.have_read.clicked.connect(lambda _checked=False: looking.have_read())
        self._lay_out()
        looking.runsChanged.connect(self.show_runs)
        looking.blindWanted.connect(lambda: self.slice.gold.setCurrentIndex(self.slice.gold.findData(True)))
        looking.scored.connect(self._show_counted)
        looking.client.progressed.connect(self._progressed)
        looking.client.busyChanged.connect(self._busy)
        looking.suggesting.measured.connect(self._measured)
        self._busy(False)

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        name = QLabel("&Run")
        name.setObjectName("schemeNote")
        name.setBuddy(self.run)
        shown: tuple[QWidget, ...] = (name, self.run, self.counted)
        for widget in shown:
            first.addWidget(widget, 10 if widget is self.run else 0)
        first.addStretch(1)
        busy: tuple[QWidget, ...] = (self.words, self.bar, self.cancel)
        for widget in (*busy, self.save):
            first.addWidget(widget)
        second = QHBoxLayout()
        second.addWidget(self.unread, 1)
        second.addWidget(self.have_read)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 6)
        column.setSpacing(8)
        column.addLayout(first)
        column.addWidget(self.slice)
        column.addLayout(second)

    def show_runs(self) -> None:
        """The runs, newest first, the one looked at chosen; and what its articles can be sliced by."""
        looking = self.looking
        with QSignalBlocker(self.run):
            self.run.clear()
            for run in looking.runs:
                read = looking.read.get(run.id)
                count = f" · has read {read[0]:,} of {sum(read):,} finished" if read is not None else ""
                self.run.addItem(f"{run.model} {run.version} · {run.at[:10]}{count}", run.id)
                self.run.setItemData(self.run.count() - 1, run.id, Qt.ItemDataRole.ToolTipRole)
            self.run.setCurrentIndex(self.run.findData(looking.run))
        self.run.setEnabled(bool(looking.runs))
        self.slice.show_choices(looking.choices)
        self._show_counted()

    def _show_counted(self) -> None:
        figures = self.looking.figures
        if figures is None:
            self.counted.setText("")
        else:
            read = self.looking.read.get(self.looking.run, (figures.articles, 0))[0]
            part = f"{figures.articles:,} of {read:,}" if figures.articles != read else f"all {read:,}"
            self.counted.setText(f"{part} articles count, {figures.blind:,} of them blind")
        self._show_unread()

    def _show_unread(self) -> None:
        """Finished articles that the run has not read do not count: said, with what can be done."""
        looking = self.looking
        count = looking.figures.unread if looking.figures is not None else 0
        used = looking.model
        mine = used is not None and used.id == looking.run
        self.unread.setVisible(count > 0)
        self.have_read.setVisible(count > 0 and mine and not looking.suggesting.measures)
        if count:
            words = f"{plural(count, 'finished article')} {'was' if count == 1 else 'were'} not read by this model."
            if not mine:
                words += " Only the model in use can read them here; Ctrl+M in the main window puts another one to use."
            self.unread.setText(words)

    # --- progress

    def _busy(self, busy: bool) -> None:
        shown = (busy and self.looking.gathering) or self.looking.suggesting.measures
        for widget in (self.words, self.bar, self.cancel):
            widget.setVisible(shown)
        if not shown:
            self.words.clear()

    def _progressed(self, progress: Progress) -> None:
        self._show(progress.done, progress.total, progress.words)

    def _measured(self, done: int, total: int) -> None:
        self._show(done, total, f"the model reads, {done:,} of {total:,} articles")
        if done == total:
            self._busy(self.looking.client.busy)
        self._show_unread()

    def _show(self, done: int, total: int, words: str) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.words.setText(words)
        self.bar.show()
        self.words.show()
        self.cancel.setVisible(self.looking.gathering or self.looking.suggesting.measures)
        if done >= total:
            self._busy(self.looking.gathering and done < total)

    def _cancel(self) -> None:
        self.looking.cancel()
        self._busy(False)
