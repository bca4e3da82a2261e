"""The scheme editor: labels with names, colours, keys and guidelines, and what the polarities mean."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QListView,
    QVBoxLayout,
    QWidget,
)

from annotator.convention import convention_of
from annotator.errors import AnnotatorError
from annotator.progress import Progress
from annotator.redrafting import Redraft
from annotator.relabelling import Use, save_scheme
from annotator.scheme import Scheme, read_scheme
from ui.dialogs.keys import KeyCaps
from ui.dialogs.labels import LabelList
from ui.dialogs.problem import ask_yes_no, show_problem
from ui.dialogs.progress import ProgressStrip
from ui.dialogs.scheme_form import SchemeForm
from ui.dialogs.scheme_parts import SchemeDelegate, button, row_of
from ui.dialogs.split import SplitDialog
from ui.dialogs.wording import words_label
from ui.jobs import Sliced
from ui.models.scheme import SchemeModel

Counting = Generator[Progress, None, dict[str, Use]]
Applying = Callable[[Scheme, Mapping[str, str], str], Generator[Progress, None, None]]


@dataclass(frozen=True, slots=True)
class Splitting:
    """How a label is split: ``wordings(label)`` counts its words, ``split(old, new, wordings)`` does it."""

    wordings: Callable[[str], Generator[Progress, None, Mapping[str, int]]]
    split: Callable[[str, str, Collection[str]], Generator[Progress, None, None]]


_TOLD = 3
"""How many renamed labels are told one by one."""


class SchemeDialog(QDialog):
    """Changes a copy of the scheme; Apply makes one act of it, which one undo takes back.

    ``counting`` finds out how often labels are used, ``applying(scheme, renamed, words)`` does the act; both run in
    slices. ``at`` names the label or polarity to begin with. ``splitting`` is an act of its own, done at once.
    """

    def __init__(
        self,
        parent: QWidget | None,
        scheme: Scheme,
        counting: Counting,
        applying: Applying,
        at: str = "",
        splitting: Splitting | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("schemeDialog")
        self.setWindowTitle("Labels and guidelines")
        self.draft = Redraft(scheme)
        self.model = SchemeModel(self.draft, self)
        self._applying, self._splitting = applying, splitting
        self._job: Sliced | None = None
        self._busy = False
        self._build()
        self._lay_out()
        self._wire()
        self.resize(126 * self.fontMetrics().averageCharWidth(), 33 * self.fontMetrics().height())
        self.go_to(self.model.row_of(at))
        self._start(counting, self._counted)

    # --- building

    def _build(self) -> None:
        self.list = QListView()
        self.list.setObjectName("schemeLabels")
        self.list.setAccessibleName("Labels and polarities")
        self.list.setModel(self.model)
        self.list.setItemDelegate(SchemeDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.form = SchemeForm(self.model)
        self.titles = QCheckBox("Ci&vil titles belong to names (“Ms Kim”)")
        self.titles.setObjectName("schemeTitles")
        self.titles.setToolTip(
            "In suggestions, and where they are compared with gold; decisions stay as they were made"
        )
        self.told = words_label("schemeTold", told="What Apply does")
        self.told.setMinimumHeight(2 * self.fontMetrics().height() + 4)
        self.add = button("schemeAdd", "&Add", "A new label (Insert)")
        self.remove = button("schemeRemove", "&Remove", "Take the label out, if it is not used (Delete)")
        self.merge = button("schemeMerge", "&Merge into…", "Make it one with another label (M)")
        self.split = button("schemeSplit", "&Split…", "Give some of its words another label (S)")
        self.up = button("schemeUp", "&Up", "Earlier in lists (Alt+Up)")
        self.down = button("schemeDown", "&Down", "Later in lists (Alt+Down)")
        self.import_ = button("schemeImport", "&Import…", "Take over a scheme from a TOML file")
        self.export = button("schemeExport", "E&xport…", "Write this scheme to a TOML file")
        self.apply = button("schemeApply", "App&ly", "Make it the project's scheme (Ctrl+Enter)")
        self.cancel = button("schemeCancel", "Cancel", "Leave everything as it was (Esc)")
        self.strip = ProgressStrip()
        self.strip.hide()

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.addWidget(self.list, 1)
        for buttons in ((self.add, self.remove, self.merge), (self.split, self.up, self.down)):
            left.addLayout(row_of(*buttons))
        left.addWidget(self.titles)
        both = QHBoxLayout()
        both.addLayout(left, 2)
        both.addWidget(self.form, 3)
        self.body = QWidget()
        self.body.setLayout(both)
        both.setContentsMargins(0, 0, 0, 0)
        foot = QHBoxLayout()
        foot.addWidget(self.import_)
        foot.addWidget(self.export)
        foot.addWidget(self.strip)
        foot.addStretch(1)
        foot.addWidget(KeyCaps(("Ctrl+Return",)))
        foot.addWidget(self.apply)
        foot.addWidget(self.cancel)
        whole = QVBoxLayout(self)
        whole.addWidget(self.body, 1)
        whole.addWidget(self.told)
        whole.addLayout(foot)

    def _wire(self) -> None:
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show())
        self.list.installEventFilter(self)
        self.form.edited.connect(self._tell)
        self.titles.clicked.connect(self._titled)
        self.add.clicked.connect(self._add)
        self.remove.clicked.connect(self._remove)
        self.merge.clicked.connect(self._ask_merge)
        self.split.clicked.connect(self._ask_split)
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        self.import_.clicked.connect(self._import)
        self.export.clicked.connect(self._export)
        self.apply.clicked.connect(self._apply)
        self.cancel.clicked.connect(self.reject)
        self.strip.cancelled.connect(self._stop)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self).activated.connect(self._apply)

    # --- what is shown

    def go_to(self, row: int) -> None:
        """Change another label or polarity."""
        self.list.setCurrentIndex(self.model.index(min(row, self.model.rowCount() - 1)))
        self._show()

    def _show(self) -> None:
        self.form.show_row(max(0, self.list.currentIndex().row()))
        self.titles.setChecked(self.draft.titles)
        self._tell()

    def _tell(self) -> None:
        """Say what is possible, what is wrong, and what Apply will do."""
        row = self.form.label_row
        use = self.model.use(row) if row is not None else None
        only = self.model.labels < 2
        self.remove.setEnabled(row is not None and use is not None and not use.articles and not only)
        self.merge.setEnabled(row is not None and not only)
        used = use is not None and use.mentions > 0
        self.split.setEnabled(self._splitting is not None and used and not self.draft.changed)
        self.up.setEnabled(row is not None and row > 0)
        self.down.setEnabled(row is not None and row < self.model.labels - 1)
        problem = (self.draft.name_problem(row) if row is not None else "") or self.draft.problem()
        self.told.setText(problem or self._consequences())
        self.told.setProperty("kind", "problem" if problem else "told")
        self.told.style().unpolish(self.told)
        self.told.style().polish(self.told)
        self.apply.setEnabled(not problem and self.draft.changed and not self._busy)

    def _consequences(self) -> str:
        if not self.draft.changed:
            return "Nothing is changed yet."
        lines = []
        for old, new in self.draft.renamed().items():
            use = self.model.use_of(old)
            lines.append(f"{old} → {new}: {use.words() if use is not None else 'being counted …'}")
        if len(lines) > _TOLD:
            lines = [*lines[: _TOLD - 1], f"and {len(lines) - _TOLD + 1} more"]
        words = self.draft.words()
        before, now = self.draft.before, self.draft.scheme()
        same = now.labels() == before.labels()
        anew = same and convention_of(now) != convention_of(before)
        words += ". Articles that are open get new suggestions." if anew else ""
        return "\n".join(lines) or words[:1].upper() + words[1:]

    # --- what is changed

    def _add(self) -> None:
        names = {row.label.name for row in self.draft.rows}
        free = next(n for n in ("NEW_LABEL", *(f"NEW_LABEL_{i}" for i in range(2, 99))) if n not in names)
        self.go_to(self.model.add(free))
        self.form.edit_name()

    def _remove(self) -> None:
        row = self.form.label_row
        if row is not None and self.remove.isEnabled():
            self.model.remove(row)
            self.go_to(min(row, self.model.labels - 1))

    def _move(self, step: int) -> None:
        row = self.form.label_row
        if row is not None:
            self.go_to(self.model.move(row, step))

    def _titled(self, belong: bool) -> None:
        """Whether titles belong to names; that is of the whole scheme."""
        self.draft.titles = belong
        self._tell()

    def _ask_merge(self) -> None:
        """Choose by typing, or by its key, which label it is to be one with."""
        row = self.form.label_row
        if row is None or not self.merge.isEnabled():
            return
        others = tuple(r.label for n, r in enumerate(self.draft.rows) if n != row)
        menu = LabelList(Scheme(1, "", others), self)
        menu.chosen.connect(lambda name: self._merge(row, name))
        menu.show_at(self.merge.mapToGlobal(QPoint(0, self.merge.height())))

    def _merge(self, row: int, into: str) -> None:
        self.go_to(self.model.merge(row, self.model.row_of(into)))

    def _ask_split(self) -> None:
        """Choose words that get another label; that is done at once, and ends the dialog."""
        row = self.form.label_row
        if row is None or self._splitting is None or not self.split.isEnabled():
            return
        old = self.draft.rows[row].old
        others = [name for name in self.draft.before.labels() if name != old]
        dialog = SplitDialog(self, old, others, self._splitting.wordings(old))
        if dialog.exec() == QDialog.DialogCode.Accepted:
            choice = dialog.choice
            self._set_busy(True)
            self._start(self._splitting.split(old, choice.new, choice.wordings), lambda _nothing: self.accept())

    # --- files

    def _import(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, "Import a scheme", "", "Schemes (*.toml)")
        if path:
            self.take_file(Path(path))

    def take_file(self, path: Path) -> None:
        """Take over the scheme of a TOML file; nothing is applied yet."""
        try:
            scheme, _ = read_scheme(path)
        except AnnotatorError as error:
            show_problem(self, "This scheme cannot be read", str(error))
            return
        kept = self.model.adopt(scheme)
        self.go_to(0)
        if kept:
            self.form.note_down(f"The file has no {', '.join(kept)}; used, and so kept.")

    def _export(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, "Export the scheme", "scheme.toml", "Schemes (*.toml)")
        if path:
            try:
                save_scheme(self.draft.scheme(), Path(path))
            except AnnotatorError as error:
                show_problem(self, "The scheme was not written", str(error))

    # --- long work

    def _start(self, work: Generator[Any, None, Any], finished: Callable[[Any], None]) -> None:
        self._stop_job()
        job = self._job = Sliced(work, self)
        job.finished.connect(finished)
        job.failed.connect(self._failed)
        job.progressed.connect(lambda p: self.strip.show_progress(p.words, p.done, p.total))
        job.start()

    def _counted(self, uses: dict[str, Use]) -> None:
        self._job = None
        self.model.show_uses(uses)
        self.form.tell()
        self._tell()

    def _apply(self) -> None:
        if self.apply.isEnabled():
            scheme, renamed, words = self.draft.scheme(), self.draft.renamed(), self.draft.words()
            self._set_busy(True)
            self._start(self._applying(scheme, renamed, words), lambda _nothing: self.accept())

    def _failed(self, error: AnnotatorError) -> None:
        self._stop()
        show_problem(self, "The scheme was not changed", str(error))

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.body.setEnabled(not busy)
        self.import_.setVisible(not busy)
        self.export.setVisible(not busy)
        self.strip.setVisible(busy)
        self._tell()

    def _stop(self) -> None:
        """Stop applying; nothing has changed yet."""
        self._stop_job()
        self._set_busy(False)

    def _stop_job(self) -> None:
        if self._job is not None:
            self._job.end()
            self._job = None

    # --- leaving

    def reject(self) -> None:
        """Esc stops what runs; else it leaves, after a question when something was changed."""
        if self._busy:
            self._stop()
        elif not self.draft.changed or ask_yes_no(
            self, "Leave without applying?", self.draft.words().capitalize(), "Leave"
        ):
            super().reject()

    def done(self, result: int) -> None:
        """Nothing runs on."""
        self._stop_job()
        super().done(result)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The list's keys."""
        if watched is self.list and event.type() == QEvent.Type.KeyPress:
            return self._pressed(cast("QKeyEvent", event))
        return super().eventFilter(watched, event)

    def _pressed(self, event: QKeyEvent) -> bool:
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        acts: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_Insert: self._add,
            Qt.Key.Key_Delete: self._remove,
            Qt.Key.Key_F2: self.form.edit_name,
            Qt.Key.Key_Return: self.form.edit_name,
            Qt.Key.Key_Enter: self.form.edit_name,
            Qt.Key.Key_M: self._ask_merge,
            Qt.Key.Key_S: self._ask_split,
        }
        key = Qt.Key(event.key())
        if alt and key in steps:
            self._move(steps[key])
        elif not alt and key in acts and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            acts[key]()
        else:
            return False
        return True
