"""The inspector: what is in focus in plain words, the entities with their mentions, the stances as cards."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListView,
    QSizePolicy,
    QSplitter,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from annotator.page import Page, is_open
from annotator.scheme import Scheme
from ui import signs
from ui.keymap import Keymap
from ui.models.entities import ID_ROLE, EntityModel
from ui.models.stances import StanceModel
from ui.models.words import short
from ui.panels.card import (
    FocusCard,
    advice,
    advice_at_the_end,
    advice_blind,
    advice_when_done,
    advice_without_article,
    describe,
    keys_of,
)
from ui.panels.rows import EntityDelegate, Looks, StanceDelegate
from ui.theme import Theme

_PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)


class _Head(QToolButton):
    """The heading of a list; a click folds the list away."""

    def __init__(self, words: str, view: QAbstractItemView) -> None:
        super().__init__()
        self.words = words
        self.note = ""
        self.setObjectName(f"{view.objectName()}Head")
        self.setCheckable(True)
        self.setChecked(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(f"Fold the {words.lower()} away; Ctrl+Down and Ctrl+Up go from list to list")
        self.tell(0)
        self.toggled.connect(view.setVisible)

    def tell(self, count: int, note: str = "") -> None:
        """Say how many there are."""
        self.note = note
        self.setText(f"{self.words}  {count:,}")
        self.setAccessibleName(" ".join(part for part in (self.words, f"{count:,}", note) if part))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A triangle, bold words, and a note in small letters."""
        palette, line = self.palette(), self.fontMetrics().height()
        box = self.rect().toRectF().adjusted(8, 0, -8, 0)
        for beside in self.findChildren(QToolButton):
            if beside.isVisible():
                box.setRight(beside.x() - 4)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            fold = box.adjusted(0, (box.height() - line * 0.7) / 2, line * 0.7 - box.width(), 0)
            fold.setHeight(line * 0.7)
            signs.paint_fold(painter, fold, palette.placeholderText().color(), unfolded=self.isChecked())
            box.setLeft(fold.right() + 5)
            painter.setFont(signs.sized(self.font(), 1.0, bold=True))
            painter.setPen(palette.windowText().color())
            box.setLeft(signs.paint_words(painter, box, self.text()) + 10)
            painter.setFont(signs.sized(self.font(), 0.87))
            painter.setPen(palette.placeholderText().color())
            signs.paint_words(painter, box, self.note)


class InspectorPanel(QWidget):
    """``itemChosen(str)``: a mention, an entity or a stance that was pointed at. ``itemHovered(str)``: the one that the
    mouse is on, or "". Chosen is what was clicked, or reached by the arrow keys; Return chooses again.
    ``marked(tuple)``: mentions of one entity, among them the one in focus, reached with Shift+arrows or Ctrl+click.
    """

    itemChosen = Signal(str)
    marked = Signal(object)
    itemHovered = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inspector")
        self.setAccessibleName("Inspector")
        self.setMinimumWidth(220)
        self.looks = Looks.plain()
        self.page: Page | None = None
        self._keymap = Keymap()
        self._stale = False
        self._following = False
        self._anchor = ""
        self._unfolded: list[str] = []
        self._all_stances = False
        self.entities = EntityModel(self)
        self.stances = StanceModel(self)
        self._build()
        self.entities.modelAboutToBeReset.connect(self._keep_unfolded)
        self._tell()

    # --- building

    def _build(self) -> None:
        self.card = FocusCard(self.looks)
        self.tree = QTreeView()
        self.tree.setObjectName("entities")
        self.tree.setAccessibleName("Entities")
        self.tree.setModel(self.entities)
        self.tree.setItemDelegate(EntityDelegate(self.looks, self))
        self.tree.setHeaderHidden(True)
        self.tree.setIndentation(16)
        self.tree.setUniformRowHeights(True)
        self.list = QListView()
        self.list.setObjectName("stances")
        self.list.setAccessibleName("Stances")
        self.list.setModel(self.stances)
        self.list.setItemDelegate(StanceDelegate(self.looks, self))
        self.list.setUniformItemSizes(True)
        self.parts = QSplitter(Qt.Orientation.Vertical)
        self.parts.setObjectName("inspectorParts")
        self.parts.setChildrenCollapsible(False)
        self.entity_head, self.stance_head = _Head("Entities", self.tree), _Head("Stances", self.list)
        for head, view in ((self.entity_head, self.tree), (self.stance_head, self.list)):
            self._prepare(view)
            self.parts.addWidget(_part(head, view))
        self.all_stances = QToolButton(self.stance_head)
        self.all_stances.setObjectName("allStances")
        self.all_stances.setAccessibleName("All stances, not only those of the entity in focus")
        self.all_stances.setText("all")
        self.all_stances.setCheckable(True)
        self.all_stances.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.all_stances.toggled.connect(self.show_all_stances)
        row = QHBoxLayout(self.stance_head)
        row.setContentsMargins(0, 0, 6, 0)
        row.addWidget(self.all_stances, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.card)
        whole.addWidget(self.parts, 1)
        QWidget.setTabOrder(self.tree, self.list)

    def _prepare(self, view: QAbstractItemView) -> None:
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setTabKeyNavigation(False)
        view.setMouseTracking(True)
        view.setMinimumHeight(view.fontMetrics().height() * 3)
        view.clicked.connect(self._choose)
        view.entered.connect(lambda index: self.itemHovered.emit(str(index.data(ID_ROLE))))
        view.viewportEntered.connect(lambda: self.itemHovered.emit(""))
        view.selectionModel().currentChanged.connect(self._moved)
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)

    # --- what is shown

    @property
    def focus(self) -> str:
        """The id in focus, or ""."""
        return self.looks.focus

    def show_page(self, page: Page | None) -> None:
        """Show another article's entities and stances."""
        self.page = page
        self.looks.focus = self.looks.entity = ""
        self.looks.fading = False
        self._mark(())
        self.looks.lit = frozenset()
        self.stances.show_only("")
        self.entities.set_page(page)
        self.stances.set_page(page)
        self._stale = False
        self._tell()

    def refresh(self, page: Page) -> None:
        """Show the same article after a change; what was unfolded, selected and scrolled to stays so."""
        self.page = page
        self._mark(())
        if not self.isVisible():
            self._stale = True
            return
        bars = self.tree.verticalScrollBar(), self.list.verticalScrollBar()
        places = [bar.value() for bar in bars]
        if not self.entities.refresh(page):
            for id in self._unfolded:
                self.tree.setExpanded(self.entities.index_of(page.end_of(id[1:]) if is_open(id) else id), True)
        self.stances.refresh(page)
        self._stale = False
        self._point(scroll=False)
        for bar, value in zip(bars, places, strict=True):
            bar.setValue(value)
        self._tell()

    def show_all_stances(self, wanted: bool) -> None:
        """Show all stances though an entity is in focus, or only its own."""
        self._all_stances = wanted
        self._point(scroll=True)
        self._tell()

    def _filter(self, page: Page, related: bool) -> None:
        """Show the stances of the entity in focus only. A stance of it that takes the focus leaves the list as it is."""
        looks, shown = self.looks, self.stances.entity
        stance = page.stance(looks.focus)
        if stance is not None and shown in (stance.holder, stance.target, stance.source):
            return
        if looks.focus and page.item(looks.focus) is None:
            return  # it was decided just now: the focus is about to move on
        self.stances.show_only(looks.entity if related and not self._all_stances else "")

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while nobody looked."""
        super().showEvent(event)
        if self._stale and self.page is not None:
            self.refresh(self.page)

    def set_focus(self, item: str | None) -> None:
        """Show what is in focus, in words and in the lists."""
        before = self.looks.focus, self.looks.entity, self.looks.fading
        self.looks.focus = item or ""
        if self.looks.marked and item not in self.looks.marked:
            self._mark(())
        if self._stale:
            return
        self._point(scroll=True)
        self._tell()
        self._repaint(before)

    def _point(self, *, scroll: bool) -> None:
        """Put the lists' current rows where the focus is."""
        page, looks = self.page, self.looks
        mention = page.mention(looks.focus) if page is not None else None
        looks.entity = (
            mention.entity if mention else looks.focus if page is not None and page.entity(looks.focus) else ""
        )
        related = page.stances_of(looks.entity) if page is not None and looks.entity else []
        looks.fading = bool(related)
        if page is not None:
            self._filter(page, bool(related))
        stance = page is not None and page.stance(looks.focus) is not None
        view: QAbstractItemView = self.list if stance else self.tree
        index = self.stances.index_of(looks.focus) if stance else self.entities.index_of(looks.focus)
        if index.parent().isValid() and not self.tree.isExpanded(index.parent()):
            index = index.parent()
        for other in {self.tree, self.list} - {view if index.isValid() else None}:
            other.clearSelection()
        if not index.isValid():
            return
        self._following = True
        view.setCurrentIndex(index)
        view.selectionModel().select(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._following = False
        if scroll:
            _bring(view, index)
            if related:
                _bring(self.list, self.stances.index_of(related[0].id))
            other = self.tree if stance else self.list
            if other.hasFocus():
                view.setFocus()

    def _repaint(self, before: tuple[str, str, bool]) -> None:
        """Paint anew only the rows that look otherwise with another focus."""
        looks = self.looks
        for item in {*before[:2], looks.focus, looks.entity} - {""}:
            for view, index in (
                (self.tree, self.entities.index_of(item)),
                (self.list, self.stances.index_of(item)),
            ):
                if index.isValid():
                    view.update(index)
        if before[1:] != (looks.entity, looks.fading):
            self.list.viewport().update()

    def set_lit(self, item: str) -> None:
        """Light up the rows of what the mouse is on in the text: the item's, and its entity's."""
        page, before = self.page, self.looks.lit
        mention = page.mention(item) if page is not None and not self._stale else None
        self.looks.lit = frozenset({item, mention.entity} if mention else {item} if item else ())
        for id in before ^ self.looks.lit:
            for view, index in ((self.tree, self.entities.index_of(id)), (self.list, self.stances.index_of(id))):
                if index.isValid():
                    view.update(index)

    def show_hints(self, hints: dict[str, str], typed: str) -> None:
        """Show letters to type at the entities, as the desk does; only what goes on from ``typed``."""
        self.looks.hints = {e: letters for e, letters in hints.items() if letters.startswith(typed)}
        self.tree.viewport().update()

    def set_keys(self, keys: dict[str, str]) -> None:
        """Show these keys of actions, by id, beside what they change."""
        self.looks.keys = keys
        self._tell()
        self.card.update()

    def set_scheme(self, scheme: Scheme) -> None:
        """Take colours and guideline sentences from another scheme."""
        self.looks.scheme = scheme
        self._tell()
        self._update_all()

    def set_keymap(self, keymap: Keymap) -> None:
        """Name the keys that hold."""
        self._keymap = keymap
        self._tell()

    def _advise(self) -> str:
        if self.page is None:
            return advice_without_article(self._keymap)
        if self.page.annotation.status == "done":
            return advice_when_done(self._keymap)
        if self.page.blind:
            return advice_blind(self._keymap)
        at_the_end = bool(self.page.run) and not self.page.open
        return (advice_at_the_end if at_the_end else advice)(self._keymap)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.looks.theme = theme
        self._update_all()

    def _update_all(self) -> None:
        for widget in (self.card, self.tree.viewport(), self.list.viewport()):
            widget.update()

    def _tell(self) -> None:
        page, entity = self.page, self.looks.entity
        facts = describe(page, self.looks.focus, self.looks.scheme, self._advise())
        self.card.show_facts(facts, keys_of(page, self.looks.focus))
        self.entity_head.tell(len(page.entities) if page is not None else 0)
        if page is None:
            self.stance_head.tell(0)
            self.all_stances.hide()
            return
        undecided = sum(1 for s in page.stances if is_open(s.id))
        shown = entity if self.looks.fading else self.stances.entity
        self.all_stances.setVisible(bool(shown))
        if shown:
            note = f"of {short(page.name(shown), 26)}"
            self.stance_head.tell(len(page.stances_of(shown)), note)
            self.all_stances.setText(f"all {len(page.stances):,}")
        else:
            self.stance_head.tell(len(page.stances), f"{undecided} undecided" if undecided else "")

    def _keep_unfolded(self) -> None:
        """Before the tree forgets: the ids of the entities whose mentions are shown."""
        rows = (self.entities.index(row, 0) for row in range(self.entities.rowCount()))
        self._unfolded = [str(index.data(ID_ROLE)) for index in rows if self.tree.isExpanded(index)]

    # --- keyboard and mouse

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard goes to the list that shows the focus."""
        super().focusInEvent(event)
        stance = self.page is not None and self.page.stance(self.focus) is not None
        (self.list if stance else self.tree).setFocus()

    def choose_current(self) -> None:
        """Put the entity or mention that the list stands on in focus."""
        self._choose(self.tree.currentIndex())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Return chooses, Ctrl+Down and Ctrl+Up go to the other list; the mouse may leave a list."""
        if event.type() == QEvent.Type.Leave and watched in (self.tree.viewport(), self.list.viewport()):
            self.itemHovered.emit("")
        elif isinstance(event, QMouseEvent) and event.type() in _PRESSES and watched is self.tree.viewport():
            return self._ctrl_clicked(event)
        elif event.type() == QEvent.Type.FocusIn and watched in (self.tree, self.list):
            self._enter(cast("QAbstractItemView", watched))
        elif event.type() == QEvent.Type.KeyPress and watched in (self.tree, self.list):
            return self._pressed(cast("QAbstractItemView", watched), cast("QKeyEvent", event))
        return super().eventFilter(watched, event)

    def _enter(self, view: QAbstractItemView) -> None:
        """A list that gets the keyboard goes to its first row by itself; that is no choice."""
        if not view.currentIndex().isValid():
            self._following = True
            view.setCurrentIndex(view.model().index(0, 0))
            self._following = False

    def _pressed(self, view: QAbstractItemView, event: QKeyEvent) -> bool:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._choose(view.currentIndex())
            return True
        if event.modifiers() == Qt.KeyboardModifier.ShiftModifier and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._mark_on(view, down=key == Qt.Key.Key_Down)
            return True
        other = {Qt.Key.Key_Down: self.list, Qt.Key.Key_Up: self.tree}.get(Qt.Key(key))
        if other is None or event.modifiers() != Qt.KeyboardModifier.ControlModifier:
            return False
        other.setFocus()
        self._choose(other.currentIndex())
        return True

    def _mark_on(self, view: QAbstractItemView, *, down: bool) -> None:
        """From mention to mention of one entity: what lies between is marked."""
        here = view.currentIndex()
        there = self.tree.indexBelow(here) if down else self.tree.indexAbove(here)
        if view is not self.tree or not here.parent().isValid() or there.parent() != here.parent():
            return
        if str(here.data(ID_ROLE)) not in self.looks.marked:
            self._anchor = str(here.data(ID_ROLE))
        rows = sorted((self.entities.index_of(self._anchor).row(), there.row()))
        between = [self.entities.index(row, 0, here.parent()) for row in range(rows[0], rows[1] + 1)]
        self._mark(tuple(str(index.data(ID_ROLE)) for index in between))
        self.tree.setCurrentIndex(there)

    def _mark(self, items: tuple[str, ...]) -> None:
        if items != self.looks.marked:
            self.looks.marked = items
            self.tree.viewport().update()
            self.marked.emit(items)

    def _ctrl_clicked(self, event: QMouseEvent) -> bool:
        """With Ctrl, a click marks one more mention of the current one's entity, or one less; True when it did."""
        here, current = self.tree.indexAt(event.position().toPoint()), self.tree.currentIndex()
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier or here == current:
            return False
        if not here.parent().isValid() or here.parent() != current.parent():
            return False
        id = str(here.data(ID_ROLE))
        marked = self.looks.marked or (str(current.data(ID_ROLE)),)
        self._mark(tuple(m for m in marked if m != id) if id in marked else (*marked, id))
        return True

    def _choose(self, index: QModelIndex) -> None:
        id = index.data(ID_ROLE)
        if isinstance(id, str):
            self.itemChosen.emit(id)

    def _moved(self, index: QModelIndex, _before: QModelIndex) -> None:
        if not self._following and (self.tree.hasFocus() or self.list.hasFocus()):
            self._choose(index)


def _bring(view: QAbstractItemView, index: QModelIndex) -> None:
    """Have a row in view; a row that is, is not painted anew."""
    if not view.viewport().rect().contains(view.visualRect(index)):
        view.scrollTo(index)


def _part(head: _Head, view: QAbstractItemView) -> QWidget:
    """A list under its heading; folded, it takes no more room than the heading."""
    part = QWidget()
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(head)
    column.addWidget(view, 1)

    def fold(unfolded: bool) -> None:
        part.setMaximumHeight(16_777_215 if unfolded else head.sizeHint().height())

    head.toggled.connect(fold)
    return part
