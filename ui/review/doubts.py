"""The window of doubtful gold: what looks wrong, why, and one key to go there, mend it or call it fine."""

from __future__ import annotations

import html
from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QCloseEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.doubts import Doubt
from annotator.edits import plural
from annotator.outline import sentence_at
from annotator.scheme import Scheme
from annotator.spans import Range, line_at
from ui import signs
from ui.bridge import Bridge
from ui.models.doubts import DoubtsModel
from ui.models.words import one_line
from ui.panels.rows import SMALL, Looks
from ui.review.doubt_rows import COUNT_ROLE, CheckLine, DoubtRow, DoubtsList
from ui.review.doubting import Doubts
from ui.theme import Theme

ALL, FINE = "", "fine"
"""What the list at the left has beside the checks."""
_AROUND = 160
"""So much of the text (code points) is shown at most on each side of the words."""
_NAME = int(Qt.ItemDataRole.UserRole)
GoTo = Callable[[str, int, int], None]


class DoubtsWindow(QDialog):
    """Beside the main window, not before it. ``go_to`` shows a range of an article (id, start, end) on the desk."""

    def __init__(self, parent: QWidget, bridge: Bridge, go_to: GoTo) -> None:
        super().__init__(parent)
        self.setObjectName("doubts")
        self.setWindowTitle("Doubtful gold")
        self.resize(1080, 660)
        self._bridge = bridge
        self._go_to = go_to
        self._back = "Ctrl+U"
        self.looks = Looks.plain()
        self.was_left_for_desk = False
        self.model = DoubtsModel(lru_cache(4096)(self._title), self)
        self.doubts = Doubts(bridge, self.model, self)
        self._build()
        self.doubts.changed.connect(self._refresh)
        bridge.projectChanged.connect(lambda _project: self.hide())

    # --- building

    def _build(self) -> None:
        self.head = QLabel()
        self.head.setObjectName("doubtsHead")
        self.head.setFont(signs.sized(self.font(), 1.15, bold=True))
        self.bar = QProgressBar()
        self.bar.setObjectName("doubtsBar")
        self.bar.setTextVisible(False)
        self.bar.setMaximumWidth(220)
        self.bar.setAccessibleName("Progress of looking for doubtful gold")
        self.again = _button("doubtsAgain", "Look &again", self.doubts.look)
        self.cancel = _button("doubtsCancel", "&Cancel", self.doubts.cancel)
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self.head, 1)
        for widget in (self.bar, self.cancel, self.again):
            top.addWidget(widget)
        self.checks = QListWidget()
        self.checks.setObjectName("doubtsChecks")
        self.checks.setAccessibleName("Checks, with how many doubts each has")
        self.checks.setFixedWidth(330)
        self.checks.setItemDelegate(CheckLine(self.looks, self))
        self.checks.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.checks.currentRowChanged.connect(lambda _row: self._choose())
        self._build_list()
        self.detail = QLabel()
        self.detail.setObjectName("doubtsDetail")
        self.detail.setAccessibleDescription("The doubt in its sentence")
        self.detail.setTextFormat(Qt.TextFormat.RichText)
        self.detail.setWordWrap(True)
        self.detail.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.detail.setMinimumHeight(124)
        self.detail.setContentsMargins(12, 10, 12, 10)
        self.keys = QLabel()
        self.keys.setObjectName("doubtsKeys")
        self.keys.setFont(signs.sized(self.font(), SMALL))
        right = QVBoxLayout()
        right.setSpacing(6)
        right.addWidget(self.list, 1)
        right.addWidget(self.detail)
        right.addWidget(self.keys)
        middle = QHBoxLayout()
        middle.setSpacing(12)
        middle.addWidget(self.checks)
        middle.addLayout(right, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(14, 12, 14, 12)
        whole.setSpacing(10)
        whole.addLayout(top)
        whole.addLayout(middle, 1)

    def _build_list(self) -> None:
        self.list = DoubtsList()
        self.list.setObjectName("doubtsList")
        self.list.setAccessibleName("Doubts, the most doubtful first")
        self.list.setModel(self.model)
        self.list.setItemDelegate(DoubtRow(self.looks, self.doubts.titles, self))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.doubleClicked.connect(lambda _index: self.act("Return"))
        self.list.selectionModel().currentChanged.connect(lambda _now, _before: self._show_detail())
        for view in (self.list, self.checks):
            view.installEventFilter(self)

    # --- coming and going

    def come_back(self) -> None:
        """Show it as it was left, with the keyboard in its row; the first time it begins to look."""
        self.was_left_for_desk = False
        self.show()
        self.raise_()
        self.activateWindow()
        self.list.setFocus()
        if not self.doubts.known and not self.doubts.busy:
            self.doubts.look()
        self._refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Whoever closes it does not want to come back by Esc."""
        self.was_left_for_desk = False
        super().hideEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing only hides it; what was found is kept."""
        self.hide()
        event.accept()

    def set_keys(self, back: str) -> None:
        """The key that comes back here from the article."""
        self._back = back

    def set_looks(self, theme: Theme, scheme: Scheme) -> None:
        """Paint in another theme, with the labels of another scheme."""
        self.looks.theme, self.looks.scheme = theme, scheme
        self.detail.setStyleSheet(f"QLabel#doubtsDetail {{ background: {theme.paper.name()}; border-radius: 5px; }}")
        self.keys.setStyleSheet(f"color: {theme.faded.name()}")
        self.list.viewport().update()
        self._show_detail()

    # --- keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Letters are acts in both lists, no search by typing."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        name = _name(event)
        if name == "Return" and watched is self.checks:
            self.list.setFocus()
            return True
        if name:
            self.act(name)
        return bool(name) or (event.text().isprintable() and bool(event.text()))

    def act(self, name: str) -> None:
        """Do what a key means here: "Return", "F", "K", "Z", "U" or "R"."""
        doubt = self.current
        if name == "R":
            self.doubts.look()
        elif name == "U":
            self._bridge.undo()
        elif self.shown == FINE and name in ("K", "Z"):
            if doubt is not None:
                self.doubts.take_back(doubt)
        elif name == "Z":
            self._show_back(self.doubts.take_back())
        elif doubt is None:
            return
        elif name == "Return":
            self._go_to(doubt.article, doubt.start, doubt.end)
            self.was_left_for_desk = True
        elif name == "F" and self.shown != FINE:
            self.doubts.mend(doubt)
        elif name == "K":
            self.doubts.call_fine(doubt)

    def _show_back(self, doubt: Doubt | None) -> None:
        if doubt is not None:
            if self.shown not in (ALL, doubt.check):
                self.checks.setCurrentRow(0)
            self._put_current(self.model.row_of(doubt.key))

    # --- what is shown

    @property
    def current(self) -> Doubt | None:
        """The doubt that the keyboard is on."""
        row = self.list.currentIndex().row()
        return self.model.rows[row] if 0 <= row < len(self.model.rows) else None

    @property
    def shown(self) -> str:
        """The check whose doubts are listed, ``ALL`` or ``FINE``."""
        item = self.checks.currentItem()
        return str(item.data(_NAME)) if item is not None else ALL

    def _choose(self) -> None:
        if self.shown == FINE:
            self.model.show_only([one.doubt for one in self._bridge.called_fine()])
        else:
            self.model.choose(self.shown)
        self._refresh()

    def _refresh(self) -> None:
        """Show how far it is, what there is now, and keep the keyboard where it was."""
        doubts, key, row = self.doubts, self.doubts.place, self.doubts.row
        if self.shown == FINE:
            self.model.show_only([one.doubt for one in self._bridge.called_fine()])
        self._fill_checks()
        self.head.setText(self._head())
        self.bar.setVisible(doubts.busy)
        self.cancel.setVisible(doubts.busy)
        self.again.setVisible(not doubts.busy)
        self.bar.setRange(0, doubts.total)
        self.bar.setValue(doubts.done)
        self.list.empty_words = self._nothing()
        if self.current is None and self.model.rows:
            same = self.model.row_of(key)
            self._put_current(same if same >= 0 else min(max(row, 0), len(self.model.rows) - 1))
        self._show_detail()
        self.list.viewport().update()

    def _put_current(self, row: int) -> None:
        if row >= 0:
            self.list.setCurrentIndex(self.model.index(row, 0))

    def _fill_checks(self) -> None:
        counts = self.model.counts
        lines = [(ALL, "All doubts", sum(counts.values()))]
        lines += [(name, self.doubts.titles.get(name, name), count) for name, count in counts.items()]
        lines += [(FINE, "Called fine as they are", len(self._bridge.called_fine()))]
        self.checks.blockSignals(True)
        shown = self.shown
        while self.checks.count() < len(lines):
            QListWidgetItem(self.checks)
        while self.checks.count() > len(lines):
            self.checks.takeItem(self.checks.count() - 1)
        for row, (name, title, count) in enumerate(lines):
            item = self.checks.item(row)
            item.setData(_NAME, name)
            item.setText(f"{title[:1].upper()}{title[1:]}  ·  {count:,}")
            item.setData(COUNT_ROLE, count)
            if name == shown:
                self.checks.setCurrentRow(row)
        self.checks.blockSignals(False)

    def _head(self) -> str:
        doubts = self.doubts
        if doubts.problem:
            return f"It stopped: {doubts.problem}"
        if doubts.busy:
            return doubts.words or "Reading the gold …"
        if not doubts.known:
            return "Nothing was looked at yet"
        count = sum(self.model.counts.values())
        told = f"{plural(count, 'doubt') if count else 'No doubt'} in {plural(doubts.articles, 'finished article')}"
        return f"{told}; much changed since: look again" if doubts.outdated else told

    def _nothing(self) -> str:
        if self.shown == FINE:
            return "Nothing was called fine."
        if self.doubts.busy or not self.doubts.known:
            return ""
        if not self.doubts.articles:
            return "No article is finished yet.\nWhat is finished is looked through here."
        if self.shown != ALL:
            return "No doubt is left here."
        return "✓ No doubt is left.\nAll that looked wrong is mended, or fine as it is."

    def _title(self, article: str) -> str:
        project = self._bridge.project
        return one_line(project.page(article, keep=False).article.title) if project is not None else ""

    def _show_detail(self) -> None:
        doubt = self.current
        if doubt is not None:
            self.doubts.place, self.doubts.row = doubt.key, self.list.currentIndex().row()
        self.detail.setText(self._told(doubt) if doubt is not None else "")
        self.detail.setVisible(doubt is not None)
        self.keys.setText(self._keys(doubt))

    def _told(self, doubt: Doubt) -> str:
        """The doubt as rich text: its sentence with the words in bold, the reason, the fix, the article."""
        faded = self.looks.theme.faded.name()
        parts = [self._context(doubt), html.escape(doubt.reason)]
        if doubt.fix is not None and self.shown != FINE:
            parts.append(f"<b>F</b>&nbsp; {html.escape(doubt.fix.words)}; the article stays finished")
        parts.append(f'<span style="color: {faded}">{html.escape(self.model._title(doubt.article))}</span>')
        return "".join(f'<p style="margin: 0 0 7px 0">{part}</p>' for part in parts if part)

    def _context(self, doubt: Doubt) -> str:
        project = self._bridge.project
        if project is None or not doubt.words:
            return ""
        page = project.page(doubt.article, keep=False)
        text, span = page.text, Range(doubt.start, doubt.end)
        outline = page.suggestion.outline if page.suggestion is not None else None
        sentence = sentence_at(outline, span.start) if outline is not None else None
        around = sentence or line_at(text, span.start)
        start, end = max(around.start, span.start - _AROUND), min(max(around.end, span.end), span.end + _AROUND)
        before = ("… " if start > around.start else "") + text[start : span.start]
        after = text[span.end : end].rstrip() + (" …" if end < around.end else "")
        size = "font-size: 115%"
        words = f"<b><u>{html.escape(span.of(text))}</u></b>"
        return f'<span style="{size}">{html.escape(before)}{words}{html.escape(after)}</span>'

    def _keys(self, doubt: Doubt | None) -> str:
        back = f"↵ opens the article there (Esc or {self._back} comes back)"
        if self.shown == FINE:
            return f"K takes it back · {back}" if doubt is not None else ""
        can = ([back] if doubt is not None else []) + (["F mends it"] if doubt is not None and doubt.fix else [])
        can += ["K fine as it is"] if doubt is not None else []
        return " · ".join([*can, "Z takes “fine” back", "U undoes", "R looks again"])


def _name(event: QKeyEvent) -> str:
    """What a key press is called that is an act here, else ""."""
    control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        return "Return"
    if control:
        return "U" if event.key() == Qt.Key.Key_Z else ""
    text = event.text().upper()
    return text if text and text in "FKZUR" else ""


def _button(name: str, words: str, act: Callable[[], None]) -> QPushButton:
    button = QPushButton(words)
    button.setObjectName(name)
    button.setAutoDefault(False)
    button.clicked.connect(lambda _checked=False: act())
    return button
