"""The main window: where things are, and which dialog belongs to which action. No logic of its own."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QMainWindow,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from annotator import edits
from annotator.page import Page
from annotator.project import Project
from annotator.records import Change
from annotator.scheme import default_scheme
from annotator.spans import Range
from ui.actions import Context
from ui.bridge import Bridge
from ui.desk.view import Desk
from ui.dialogs.finish import FinishChoice, FinishDialog
from ui.dialogs.keys import KeySheet
from ui.dialogs.labels import LabelBar, LabelList
from ui.dialogs.names import ask_line
from ui.dialogs.note import NoteDialog
from ui.dialogs.palette import Entry, Palette
from ui.dialogs.progress import ProgressStrip
from ui.dialogs.start import StartScreen
from ui.files import Files
from ui.hands import Hands
from ui.jobs import Worker
from ui.menus import Menus
from ui.panels.find import FindBar
from ui.panels.inspector import InspectorPanel
from ui.panels.queue import QueuePanel
from ui.suggesting import Suggesting
from ui.theme import Theme, apply_theme, system_mode

THRESHOLD = 0.8
"""The probability from which Shift+Enter and Done accept what is left (a setting later)."""
SEEN_MS = 700
"""What stood still on the screen for this long (milliseconds) counts as looked at."""
PANELS_MS = 15
"""How long (milliseconds) after the text the panels beside it are brought up to date: a frame."""


class Window(QMainWindow):
    """Queue left, reading desk in the middle, inspector right, status line below."""

    def __init__(self, model: str | None = None, settings: QSettings | None = None) -> None:
        super().__init__()
        self.setObjectName("window")
        self.settings = settings or QSettings("Annotator", "Annotator")
        self.bridge = Bridge(self)
        self.worker = Worker(model, self)
        self.theme = Theme.of(self._mode())
        self._build()
        self.hands = Hands(self.bridge, self.desk, self)
        self.files = Files(self, self.bridge, self.strip, self.settings)
        self.suggesting = Suggesting(self.bridge, self.worker, self)
        self.menus = Menus(self, Context(self.bridge, self.hands, self), (self.desk, self.inspector))
        self._seen = QTimer(self)
        self._seen.setSingleShot(True)
        self._seen.setInterval(SEEN_MS)
        self._panels_timer = QTimer(self)
        self._panels_timer.setSingleShot(True)
        self._panels_timer.setInterval(PANELS_MS)
        self._panels_timer.timeout.connect(self._catch_up)
        self._behind = False
        self._rows_behind: set[str] = set()
        self._wire()
        self._take_scheme()
        self._apply_theme()
        self._restore()
        self._show_project(None)

    # --- building

    def _build(self) -> None:
        self.queue = QueuePanel()
        self.desk = Desk()
        self.inspector = InspectorPanel()
        self.find_bar = FindBar()
        self.find_bar.hide()
        self.asked = QLabel()
        self.asked.setObjectName("asked")
        self.asked.setAccessibleName("What the program waits for")
        self.asked.setTextFormat(Qt.TextFormat.PlainText)
        self.asked.setWordWrap(True)
        keeps = self.asked.sizePolicy()
        keeps.setRetainSizeWhenHidden(True)  # or the last line of the text would hide behind each question
        self.asked.setSizePolicy(keeps)
        self.asked.hide()
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.find_bar)
        column.addWidget(self.desk, 1)
        column.addWidget(self.asked)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        for widget, stretch in ((self.queue, 2), (middle, 7), (self.inspector, 3)):
            self.splitter.addWidget(widget)
            self.splitter.setStretchFactor(self.splitter.count() - 1, stretch)
        self.splitter.setSizes([250, 720, 330])
        self.start = StartScreen()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.start)
        self.stack.addWidget(self.splitter)
        self.setCentralWidget(self.stack)
        self.label_bar = LabelBar(self.desk)
        self._build_status()

    def _build_status(self) -> None:
        self.told = QLabel()
        self.told.setObjectName("told")
        self.told.setAccessibleName("Last word")
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.model_label = QLabel("")
        self.model_label.setObjectName("model")
        self.model_label.setAccessibleName("Model")
        self.progress_label = QLabel("")
        self.progress_label.setObjectName("progress")
        self.progress_label.setAccessibleName("Progress")
        self.strip = ProgressStrip()
        self.strip.hide()
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        bar.addWidget(self.told, 1)
        for widget in (self.strip, self.progress_label, self.model_label):
            bar.addPermanentWidget(widget)

    def _wire(self) -> None:
        bridge = self.bridge
        bridge.projectChanged.connect(self._show_project)
        bridge.pageOpened.connect(self._page_opened)
        bridge.pageChanged.connect(self._page_changed)
        bridge.focusChanged.connect(self._focus_changed)
        bridge.rowChanged.connect(self._row_changed)
        bridge.articlesChanged.connect(self._articles_changed)
        bridge.said.connect(self._say)
        self.hands.asked.connect(self._ask)
        self.hands.hinted.connect(self.inspector.show_hints)
        self.queue.articleChosen.connect(self._choose_article)
        self.queue.queryChanged.connect(self._query_changed)
        self.inspector.itemChosen.connect(bridge.set_focus)
        self.desk.itemClicked.connect(bridge.set_focus)
        self.desk.bareClicked.connect(lambda _offset: bridge.set_focus(""))
        self.desk.caretMoved.connect(self._caret_moved)
        self.desk.mentionDragged.connect(self._dragged)
        self.desk.labelBarWanted.connect(self.label_bar.show_at)
        self.desk.selectionCleared.connect(self.label_bar.hide)
        self.desk.verticalScrollBar().valueChanged.connect(lambda _value: self._seen.start())
        self.label_bar.chosen.connect(self.hands.set_label)
        self.find_bar.found.connect(self._found)
        self.find_bar.closed.connect(self.desk.setFocus)
        self._seen.timeout.connect(self._note_seen)
        self.files.opened.connect(self.set_project)
        self.start.newWanted.connect(self.files.new_project)
        self.start.openWanted.connect(self.files.ask_and_open)
        self.start.projectChosen.connect(lambda path: self.open_path(Path(path)))
        self.start.sampleWanted.connect(self.files.open_sample)
        self.suggesting.told.connect(self.model_label.setText)

    def _take_scheme(self) -> None:
        """Menus, keys and colours of the project's labels."""
        scheme = self.bridge.project.scheme if self.bridge.project else default_scheme()
        self.menus.make(scheme)
        self.label_bar.set_scheme(scheme)
        self.desk.set_scheme(scheme)
        self.inspector.set_scheme(scheme)

    # --- project and page

    def open_path(self, path: Path) -> bool:
        """Open a project file; a dialog tells why when it cannot be opened, and what was open stays."""
        return self.files.open_path(path)

    def set_project(self, project: Project) -> None:
        """Show a project and its first open article."""
        self.bridge.set_project(project)
        self.bridge.open_article(project.next_open(None) or next(iter(project.store.ids()), None))
        self.desk.setFocus()

    def _show_project(self, project: Project | None) -> None:
        self._take_scheme()
        self.worker.forget()
        self.queue.set_source(project)
        self.stack.setCurrentWidget(self.splitter if project else self.start)
        self.start.set_recent(self.files.recent())
        self.setWindowTitle(f"{project.name} — Annotator" if project else "Annotator")
        self._update_progress()

    def _page_opened(self, page: Page | None) -> None:
        self.hands.end_mode()
        self.label_bar.hide()
        self.desk.show_page(page)
        self.inspector.show_page(page)
        self._behind = False
        self.find_bar.set_page(page)
        self.queue.set_current(page.article.id if page else "")
        self._seen.start()
        if page is not None:
            self.suggesting.ask(page)

    def _page_changed(self, page: Page, _change: Change | None) -> None:
        self.desk.refresh(page)
        self.find_bar.set_page(page)
        self._behind = True
        self._aside()

    def _focus_changed(self, item: str) -> None:
        self.desk.clear_selection()  # or the next key would still be about the words selected elsewhere
        self.desk.set_focus(item or None)
        self._aside()

    def _row_changed(self, id: str) -> None:
        self._rows_behind.add(id)
        self._aside()

    def _aside(self) -> None:
        """The text answers first; the panels beside it follow a frame later, and once for many quick keys."""
        if not self._panels_timer.isActive():
            self._panels_timer.start()

    def _catch_up(self) -> None:
        page = self.bridge.page
        if self._behind and page is not None:
            self.inspector.refresh(page)
        self.inspector.set_focus(self.bridge.focus or None)
        for id in self._rows_behind:
            self.queue.refresh(id)
        self._behind = False
        self._rows_behind.clear()
        self._update_progress()

    def _articles_changed(self) -> None:
        self.queue.reload()
        self._update_progress()
        if self.bridge.page is None and self.bridge.project is not None:
            self.bridge.open_article(self.bridge.project.next_open(None))

    def _choose_article(self, id: str) -> None:
        self.bridge.open_article(id)
        self.desk.setFocus()

    def _query_changed(self, query: object) -> None:
        self.bridge.query = query  # type: ignore[assignment]

    def _caret_moved(self, offset: int) -> None:
        """The caret was moved by a key: the focus follows it, to the mention under it or to none."""
        page = self.bridge.page
        if page is None or page.stance(self.bridge.focus) is not None:
            return  # a stance keeps the focus while the caret looks for its cue
        here = page.mentions_at(offset)
        item = here[0].id if here else ""
        if item != self.bridge.focus:
            self.bridge.set_focus(item)

    def _dragged(self, first: str, second: str) -> None:
        page = self.bridge.page
        one, two = (page.mention(first), page.mention(second)) if page else (None, None)
        if one is not None and two is not None:
            self.hands.begin_stance(one.entity, two.entity)

    def _note_seen(self) -> None:
        if self.isVisible() and self.bridge.page is not None:
            self.bridge.seen(self.desk.visible_range())

    # --- words

    def _say(self, kind: str, words: str) -> None:
        sign = {"saved": "✓ saved · ", "problem": "⚠ "}.get(kind, "")
        self.told.setText(sign + words)
        self.told.setProperty("kind", kind)
        self.told.style().unpolish(self.told)
        self.told.style().polish(self.told)

    def _ask(self, words: str) -> None:
        self.asked.setText(words)
        self.asked.setVisible(bool(words))

    def _update_progress(self) -> None:
        project, page = self.bridge.project, self.bridge.page
        if project is None:
            self.progress_label.setText("")
            return
        counts = project.counts()
        self.queue.set_counts(counts)
        open_here = f"{len(page.open)} open here · " if page else ""
        self.progress_label.setText(f"{open_here}{counts['done']} of {sum(counts.values())} articles done")

    # --- what actions ask for (ui.actions.WindowLike)

    def suggest_all(self) -> None:
        """Have every open article suggested, in the background."""
        self.suggesting.ask_all()

    def finish(self) -> None:
        """The article is done; what is still open is asked about once."""
        page = self.bridge.page
        if page is None:
            return
        if page.annotation.status == "done":
            self.bridge.open_next()
            return
        if page.open:
            above = sum(1 for i in page.open if (getattr(page.item(i), "p", 0) or 0) >= THRESHOLD)
            choice = FinishDialog.ask(self, len(page.open), above, THRESHOLD)
            if choice is FinishChoice.STAY:
                return
            if choice is FinishChoice.ACCEPT and above and self.bridge.do(edits.accept_rest, THRESHOLD) is None:
                return
        self._note_seen()
        if self.bridge.finish() is not None:
            self.bridge.open_next()

    def accept_rest(self) -> None:
        """Accept what is left above the threshold."""
        self.hands.accept_rest(THRESHOLD)

    def same_everywhere(self) -> None:
        """The same for the same words in the whole project, after a preview."""
        page, mention, rejected = self.bridge.page, self.hands.focused_mention(), self.bridge.last_rejected
        if rejected is not None:
            self.files.same_everywhere(*rejected, reject=True)
        elif page is not None and mention is not None:
            self.files.same_everywhere(page.words(mention), mention.label, reject=False)
        else:
            self._say("told", "Shift+P repeats a rejection or a mention's label: put one in focus.")

    def write_note(self) -> None:
        """Write a note on the article."""
        page = self.bridge.page
        words = NoteDialog.ask(self, page.annotation.note) if page else None
        if words is not None:
            self.bridge.do(edits.note, words)

    def rename_entity(self) -> None:
        """Ask for the name of the entity in focus."""
        page, entity = self.bridge.page, self.hands.focused_entity()
        if page is not None and entity is not None:
            name = ask_line(self, "Name of the entity", page.name(entity))
            if name is not None:
                self.hands.rename(name)

    def link_entity(self) -> None:
        """Ask for the Wikidata id of the entity in focus."""
        page, entity = self.bridge.page, self.hands.focused_entity()
        shown = page.entity(entity) if page is not None and entity is not None else None
        if shown is not None:
            found = ask_line(self, "Wikidata id (Q…)", shown.links.get("wikidata", ""), r"(Q[1-9]\d*)?")
            if found is not None:
                self.hands.link(found)

    def show_labels(self) -> None:
        """All labels, to choose one by typing."""
        project = self.bridge.project
        if project is not None:
            menu = LabelList(project.scheme, self)
            menu.chosen.connect(self.hands.set_label)
            menu.show_at(self.desk.mapToGlobal(self.desk.cursorRect().bottomLeft()))

    def show_guideline(self) -> None:
        """The guideline sentence of the label (or polarity) in focus."""
        project, mention, stance = self.bridge.project, self.hands.focused_mention(), self.hands.focused_stance()
        if project is None:
            return
        if mention is not None and (label := project.scheme.find(mention.label)) is not None:
            self._say("told", f"{label.name}: {label.guideline}")
        elif stance is not None:
            self._say("told", f"{stance.polarity}: {getattr(project.scheme.polarity, stance.polarity)}")
        else:
            self._say("told", "Put a mention or a stance in focus; G tells its guideline.")

    def find_here(self) -> None:
        """Find words in this article."""
        self.find_bar.open()

    def _found(self, start: int, end: int) -> None:
        self.desk.set_selection(Range(start, end))

    def search_project(self) -> None:
        """Put the keyboard into the search box of the list."""
        self.queue.focus_search()

    def show_palette(self) -> None:
        """Find an action, a label, an entity or an article by typing."""
        entries = [
            Entry("action", a.words.rstrip("…"), a.keys[0] if a.keys else "", partial(self.menus.trigger, a))
            for a in self.menus.actions
        ]
        page = self.bridge.page
        entries += [
            Entry("entity", e.name, e.label, partial(self.bridge.set_focus, e.id))
            for e in (page.entities if page else ())
        ]
        palette = Palette(entries, self._search_entries, self)
        palette.exec()

    def _search_entries(self, words: str) -> list[Entry]:
        project = self.bridge.project
        if project is None or len(words) < 2:
            return []
        hits = project.search(words, 20)
        return [Entry("article", h.title, h.context, partial(self._choose_article, h.id)) for h in hits]

    def show_keys(self) -> None:
        """The sheet of all keys."""
        KeySheet(self.menus.actions, self).exec()

    def next_panel(self, step: int) -> None:
        """Give the keyboard to the next panel."""
        panels = [self.queue, self.desk, self.inspector]
        here = QApplication.focusWidget()
        at = next((i for i, p in enumerate(panels) if here is not None and (p is here or p.isAncestorOf(here))), 0)
        panels[(at + step) % len(panels)].setFocus()

    def escape(self) -> None:
        """Leave hints, then the selection, then the panel."""
        if self.hands.end_mode():
            return
        self.label_bar.hide()
        if self.find_bar.isVisible():
            self.find_bar.close_bar()
        elif self.desk.selection() is not None:
            self.desk.clear_selection()
        else:
            self.desk.setFocus()

    def new_project(self) -> None:
        """Ask for a file and make a project there."""
        self.files.new_project()

    def open_project(self) -> None:
        """Ask for a project and open it."""
        self.files.ask_and_open()

    def close_project(self) -> None:
        """Go back to the start screen."""
        self.files.cancel()
        self.bridge.set_project(None)

    def import_files(self) -> None:
        """Ask for files and import them."""
        self.files.ask_and_import()

    def export(self) -> None:
        """Ask where to and export the gold."""
        self.files.ask_and_export()

    def zoom(self, step: int) -> None:
        """Make the text of the desk larger or smaller."""
        self.desk.set_font_size(self.desk.font_size() + step)
        self.settings.setValue("font_size", self.desk.font_size())
        self.desk.set_focus(self.bridge.focus or None)  # what is in focus stays in view

    def switch_theme(self) -> None:
        """From light to dark and back."""
        self.settings.setValue("mode", "light" if self.theme.dark else "dark")
        self.theme = Theme.of(self._mode())
        self._apply_theme()

    def quit(self) -> None:
        """Close the window."""
        self.close()

    # --- looks and settings

    def _mode(self) -> str:
        chosen = str(self.settings.value("mode", "system"))
        return chosen if chosen in ("light", "dark") else system_mode()

    def _apply_theme(self) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication):
            apply_theme(application, self.theme)
        for part in (self.desk, self.inspector, self.queue, self.label_bar):
            part.set_theme(self.theme)
        self.asked.ensurePolished()
        self.asked.setText("?")
        self.asked.setMinimumHeight(self.asked.heightForWidth(1000))  # kept free: the text must not move at a question
        self.asked.setText(self.hands.mode_words)

    def _restore(self) -> None:
        self.resize(1280, 820)
        geometry, splitter = self.settings.value("geometry"), self.settings.value("splitter")
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)
        if isinstance(splitter, QByteArray):
            self.splitter.restoreState(splitter)
        size = self.settings.value("font_size")
        if size is not None:
            self.desk.set_font_size(int(str(size)))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Everything decided is on the disk already; the worker is ended, the project let go."""
        self.hands.end_mode()
        self.files.cancel()
        self.worker.stop()
        self._seen.stop()
        self._panels_timer.stop()
        self.settings.setValue("geometry", self.saveGeometry())
        self.settings.setValue("splitter", self.splitter.saveState())
        if self.bridge.project is not None:
            self.bridge.set_project(None)
        event.accept()
