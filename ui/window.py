"""The main window: what happens where when something changed. No logic of its own; :mod:`ui.frame` says where things are."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings, QTimer
from PySide6.QtGui import QCloseEvent

from annotator.convention import convention_of
from annotator.page import Page
from annotator.project import Project
from annotator.records import Change
from annotator.scheme import Scheme, default_scheme
from annotator.shelved import model_path
from ui.actions import Context
from ui.appearance import Appearance
from ui.asides import Asides
from ui.bridge import BLIND, Bridge
from ui.choosing import Choosing
from ui.commands import Commands, Parts
from ui.files import Files
from ui.frame import Frame
from ui.hands import Hands
from ui.jobs import Worker
from ui.keymap import KeyFile, Keymap, default_path, shown
from ui.menus import Menus
from ui.panels.card import describe
from ui.presses import Presses
from ui.reading import Reading
from ui.suggesting import Suggesting
from ui.voice import Voice

if TYPE_CHECKING:
    from ui.panels.adjudication import AdjudicationPanel

PANELS_MS = 15
"""How long (milliseconds) after the text the panels beside it are brought up to date: a frame."""

_HOW_TO_ANSWER = "    type its letters · Esc: leave"
"""What stands behind a question that is answered by the letters on the page."""


class Window(Frame):
    """What stands in the frame, wired to what moves it."""

    def __init__(self, model: str | None = None, settings: QSettings | None = None, keys: Path | None = None) -> None:
        """``keys`` is the file of keys; without it, the one in the user's folder of settings."""
        super().__init__()
        self.setObjectName("window")
        self.settings = settings or QSettings("Annotator", "Annotator")
        self.bridge = Bridge(self)
        self._model = model
        self.worker = Worker(model, self)
        self._build()
        self.voice = Voice(self.desk)
        self.hands = Hands(self.bridge, self.desk, self)
        self.files = Files(self, self.bridge, self.strip, self.settings)
        self.suggesting = Suggesting(self.bridge, self.worker, self)
        self.reading = Reading(self.bridge, self.desk, self)
        self.choosing = Choosing(self.bridge, self.queue, self)
        self.asides = Asides(self, self.bridge, self.hands, self.desk, self.queue, self.text_parts, self.halves)
        looks = (self.inspector, self.queue, self.asides, self.label_bar, self.margin)
        self.appearance = Appearance(self.settings, self.desk, looks, self)
        self.commands = Commands(
            self,
            self.bridge,
            self.hands,
            Parts(self.queue, self.desk, self.inspector, self.find_bar, self.label_bar, self.asides),
            files=self.files,
            suggesting=self.suggesting,
            appearance=self.appearance,
            reading=self.reading,
        )
        context = Context(self.bridge, self.hands, self.commands)
        file = KeyFile(keys or default_path())
        self.menus = Menus(self, context, (self.desk, self.inspector), file)
        self.commands.menus = self.menus
        self.presses = Presses(self, self.menus.do)
        self.presses.watch(self.desk, self.inspector.tree, self.inspector.list)
        self.presses.watch(self.queue.table, acting=False)
        self.presses.pressed.connect(self.bridge.count_press)
        self._panels_timer = QTimer(self)
        self._panels_timer.setSingleShot(True)
        self._panels_timer.setInterval(PANELS_MS)
        self._panels_timer.timeout.connect(self.catch_up)
        self._behind = self._seen_behind = False
        self._scheme: Scheme | None = None
        self._rows_behind: set[str] = set()
        self._wire()
        self._take_scheme()
        self._restore()
        self._show_project(None)

    # --- wiring

    def _wire(self) -> None:
        bridge = self.bridge
        bridge.projectChanged.connect(self._show_project)
        bridge.schemeChanged.connect(self._take_scheme)
        bridge.pageOpened.connect(self._page_opened)
        bridge.pageChanged.connect(self._page_changed)
        bridge.focusChanged.connect(self._focus_changed)
        bridge.rowChanged.connect(self._row_changed)
        bridge.articlesChanged.connect(self._articles_changed)
        bridge.said.connect(self._say)
        bridge.seenChanged.connect(self._seen_changed)
        bridge.newerChanged.connect(self._newer_changed)
        bridge.modelChanged.connect(self._model_changed)
        self.commands.beside.trainingChanged.connect(self._training_changed)
        self.newer.clicked.connect(self.commands.take_newer)
        self.training.clicked.connect(self.commands.show_models)
        self.hands.asked.connect(self._ask)
        self.appearance.changed.connect(self._fit_question)
        self.hands.hinted.connect(self.inspector.show_hints)
        self.queue.articleChosen.connect(self.commands.open_article)
        self.hands.hinted.connect(lambda hints, typed: self.voice.tell_hints(bridge.page, hints, typed))
        self.queue.queryChanged.connect(self._query_changed)
        self.queue.seedChosen.connect(bridge.reseed)
        self.inspector.itemChosen.connect(bridge.set_focus)
        self.inspector.marked.connect(self.hands.mark)
        self.inspector.itemHovered.connect(self._pointed)
        self.desk.itemPointed.connect(self._pointed)
        self.desk.itemClicked.connect(bridge.set_focus)
        self.desk.bareClicked.connect(lambda _offset: bridge.set_focus(""))
        self.desk.caretMoved.connect(self._caret_moved)
        self.desk.mentionDragged.connect(self._dragged)
        self.desk.labelBarWanted.connect(self.label_bar.show_at)
        self.desk.selectionCleared.connect(self.label_bar.hide)
        self.label_bar.chosen.connect(self.hands.set_label)
        self.asides.schemeWanted.connect(self.commands.edit_scheme)
        self.asides.versionsMade.connect(self._versions_made)
        self.find_bar.found.connect(self.commands.show_found)
        self.find_bar.closed.connect(self.desk.setFocus)
        self.files.opened.connect(self.set_project)
        self.start.newWanted.connect(self.files.new_project)
        self.start.openWanted.connect(self.files.ask_and_open)
        self.start.projectChosen.connect(lambda path: self.open_path(Path(path)))
        self.start.sampleWanted.connect(self.files.open_sample)
        self.suggesting.told.connect(self.model_label.setText)
        self.menus.remade.connect(self._take_keys)

    def _take_scheme(self) -> None:
        """Menus, keys and colours of the project's labels."""
        scheme = self.bridge.project.scheme if self.bridge.project else default_scheme()
        if scheme == self._scheme:
            return
        self._scheme = scheme
        self.worker.set_convention(convention_of(scheme))
        self.menus.make(scheme)
        self.desk.set_scheme(scheme)
        self.inspector.set_scheme(scheme)
        self.asides.set_scheme(scheme)

    def _take_keys(self, keymap: Keymap) -> None:
        """Words that name keys, and the labels' caps."""
        self.hands.keymap = keymap
        self.inspector.set_keymap(keymap)
        self.asides.set_keymap(keymap)
        self.inspector.set_keys({action.id: shown(action.keys[0]) for action in self.menus.actions if action.keys})
        self.start.set_keymap(keymap)
        self.label_bar.set_scheme(self.menus.scheme)

    def _versions_made(self, panel: AdjudicationPanel) -> None:
        """The keys of the place "versions" work in this panel from now on."""
        self.menus.serve_versions(panel)
        self.presses.watch(panel.list, do=partial(self.menus.do, place="versions"))

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
        self.worker.use(self._model_of(project))
        self.queue.set_source(project)
        self.stack.setCurrentWidget(self.halves if project else self.start)
        self.start.set_recent(self.files.recent())
        self.setWindowTitle(f"{project.name} — Annotator" if project else "Annotator")
        self._update_progress()

    def _page_opened(self, page: Page | None) -> None:
        self.hands.end_mode()
        self.label_bar.hide()
        self.desk.show_page(page)
        self.inspector.show_page(page)
        self._show_blind(page)
        self._behind, self._seen_behind = False, True
        self.find_bar.set_page(page)
        self._aside()
        if page is not None:
            self.suggesting.ask(page)

    def _show_blind(self, page: Page | None) -> None:
        """That suggestions are hidden is told as long as the article lies there, and said once."""
        hidden = page is not None and page.blind
        self.blind_label.setVisible(hidden)
        if hidden:
            self.voice.say(BLIND)

    def _page_changed(self, page: Page, _change: Change | None) -> None:
        self.desk.refresh(page)
        self.blind_label.setVisible(page.blind)
        self.find_bar.set_page(page)
        self._behind = True
        self._aside()

    def _focus_changed(self, item: str) -> None:
        self.desk.clear_selection()  # or the next key would still be about the words selected elsewhere
        self.desk.set_focus(item or None)
        self.desk.follow_focus()
        self.told.move_on()
        self._aside()

    def _row_changed(self, id: str) -> None:
        self._rows_behind.add(id)
        self._aside()

    def _aside(self) -> None:
        """The text answers first; the panels beside it follow a frame later, and once for many quick keys."""
        if not self._panels_timer.isActive():
            self._panels_timer.start()

    def catch_up(self) -> None:
        """Bring the panels beside the text up to date; by itself this happens a frame after an act."""
        page = self.bridge.page
        if self._behind and page is not None:
            self.inspector.refresh(page)
        if self._behind or self._seen_behind:
            self.margin.show_page(page, self.bridge.looked_at)
        self.margin.update()
        self.inspector.set_focus(self.bridge.focus or None)
        self.asides.follow()
        self.voice.tell_focus(page, self.bridge.focus, self.inspector.looks.scheme)
        here = page.article.id if page is not None else ""
        if here != self.queue.current:
            self.queue.set_current(here)
        for id in self._rows_behind:
            self.queue.refresh(id)
        self._behind = self._seen_behind = False
        self._rows_behind.clear()
        self._update_progress()

    def _seen_changed(self) -> None:
        self._seen_behind = True
        self._aside()

    def _model_of(self, project: Project | None) -> str | None:
        """The model that a project uses: its own, else the one that the program was started with."""
        own = model_path(project) if project is not None else None
        return own or self._model

    def _model_changed(self) -> None:
        """Another model is in use: what lies on the desk stays as it is, all that is not done is read anew."""
        self.worker.use(self._model_of(self.bridge.project))
        self.suggesting.renew()

    def _training_changed(self) -> None:
        """How far a training is, in the status line; a click shows it."""
        trainer = self.commands.beside.trainer
        part = f" {100 * trainer.done // trainer.total} %" if trainer.total else ""
        self.training.setText(f"Training{part}")
        self.training.setToolTip(trainer.words)
        self.training.setVisible(trainer.running)

    def _newer_changed(self, waits: bool) -> None:
        """Suggestions of a newer run wait for this article: said once, and shown as long as they do."""
        key = self.hands.keymap.call("take_newer")
        self.newer.setText(f"New suggestions wait · {key}")
        self.newer.setVisible(waits)
        if waits:
            self._say("told", f"New suggestions wait for this article; {key} takes them now.")

    def _pointed(self, item: str) -> None:
        """The mouse is on something, in the text or in a list: it lights up in both, and the status line tells of it."""
        page = self.bridge.page
        self.desk.set_lit(item)
        self.inspector.set_lit(item)
        if page is not None and item:
            self.statusBar().showMessage(describe(page, item, self.inspector.looks.scheme).line)
        else:
            self.statusBar().clearMessage()

    def _articles_changed(self) -> None:
        self.queue.reload()
        self._update_progress()
        if self.bridge.page is None and self.bridge.project is not None:
            self.bridge.open_article(self.bridge.project.next_open(None))

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

    # --- words

    def _say(self, kind: str, words: str) -> None:
        self.statusBar().clearMessage()  # what was said last is seen, whatever the mouse points at
        self.told.tell(kind, words)
        self.voice.say(words if kind == "told" else f"{kind}: {words}", urgent=kind == "problem")

    def _ask(self, words: str) -> None:
        self.asked.setText(f"{words}{_HOW_TO_ANSWER}" if words.endswith("?") else words)
        self.asked.setVisible(bool(words))
        self.voice.say(words.replace("\N{NO-BREAK SPACE}", " "), urgent=True)

    def _update_progress(self) -> None:
        project, page = self.bridge.project, self.bridge.page
        if project is None:
            self.progress_label.setText("")
            return
        counts = project.counts()
        self.queue.set_counts(counts)
        undecided = f"{len(page.open):,} undecided here · " if page and not page.blind else ""
        self.progress_label.setText(f"{undecided}{counts['done']:,} of {sum(counts.values()):,} articles done")

    def _fit_question(self) -> None:
        """Room for one line of a question is kept free: the text must not move when one is asked."""
        self.asked.ensurePolished()
        self.asked.setText("?")
        self.asked.setMinimumHeight(self.asked.heightForWidth(1000))
        self.asked.setText(self.hands.mode_words)

    # --- settings

    def _restore(self) -> None:
        self.resize(1280, 820)
        geometry = self.settings.value("geometry")
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)
        for name, splitter in (("splitter", self.splitter), ("text_parts", self.text_parts)):
            state = self.settings.value(name)
            if isinstance(state, QByteArray):
                splitter.restoreState(state)
        self.appearance.restore()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Everything decided is on the disk already; the worker is ended, the project let go."""
        self.hands.end_mode()
        self.files.cancel()
        self.commands.stop()
        self.suggesting.stop()
        self.worker.stop()
        self.reading.stop()
        self.choosing.stop()
        self._panels_timer.stop()
        self.settings.setValue("geometry", self.saveGeometry())
        self.settings.setValue("splitter", self.splitter.saveState())
        self.settings.setValue("text_parts", self.text_parts.saveState())
        if self.bridge.project is not None:
            self.bridge.set_project(None)
        event.accept()
