"""The inspector: what is in focus in plain words, the entities with their mentions, the stances as cards."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFont, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QListView,
    QSplitter,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from annotator.page import EntityItem, MentionItem, Page, StanceItem, is_open
from annotator.scheme import Scheme, default_scheme
from ui.models.entities import ID_ROLE, ITEM_ROLE, EntityModel, context, visible
from ui.models.stances import StanceModel, cue_words
from ui.theme import SIGNS, Hue, Theme

_NOTHING = "Nothing is in focus.\nTab goes to the next suggestion, a click points at anything, ? lists all keys."
AnyIndex = QModelIndex | QPersistentModelIndex


class _EntityDelegate(QStyledItemDelegate):
    """An entity: label chip, name, count. A mention: its words among others, pale while it is open."""

    def __init__(self, panel: InspectorPanel) -> None:
        super().__init__(panel)
        self._panel = panel

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """One row."""
        item = index.data(ITEM_ROLE)
        theme = self._panel.theme
        box: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(option.font)
        if item is not None and item.id in (self._panel.focus, self._panel.focused_entity):
            painter.fillRect(box, theme.selection)
        elif option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(theme.edge)
            painter.drawRect(box.adjusted(0, 0, -1, -1))
        if isinstance(item, EntityItem):
            self._entity(painter, box, item)
        elif isinstance(item, MentionItem) and self._panel.page is not None:
            painter.setPen(theme.faded if is_open(item.id) else theme.ink)
            words = context(self._panel.page, item)
            mark = "· " if is_open(item.id) else "✓ "
            text = painter.fontMetrics().elidedText(mark + words, Qt.TextElideMode.ElideRight, box.width() - 6)
            painter.drawText(box.adjusted(2, 0, -4, 0), Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()

    def _entity(self, painter: QPainter, box: QRect, item: EntityItem) -> None:
        theme = self._panel.theme
        x = paint_chip(painter, box, item.label, self._panel, decided=item.decided)
        hint = self._panel.hint_of(item.id)
        count = hint.upper() or str(len(item.mentions))
        metrics = painter.fontMetrics()
        right = box.right() - metrics.horizontalAdvance(count) - 8
        if hint:
            badge = QRectF(right - 4, box.top() + 3, box.right() - right - 1, box.height() - 6)
            painter.setPen(theme.ink)
            painter.setBrush(theme.hint)
            painter.drawRoundedRect(badge, 4, 4)
        painter.setPen(theme.hint_ink if hint else theme.faded)
        painter.drawText(
            QRect(right, box.top(), box.right() - right - 4, box.height()), Qt.AlignmentFlag.AlignVCenter, count
        )
        painter.setPen(theme.ink if item.decided else theme.faded)
        link = " 🔗" if item.links else ""
        name = metrics.elidedText(visible(item.name) + link, Qt.TextElideMode.ElideRight, max(20, right - x - 6))
        painter.drawText(QRect(x, box.top(), right - x, box.height()), Qt.AlignmentFlag.AlignVCenter, name)

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """One line."""
        return QSize(60, option.fontMetrics.height() + 8)


class _StanceDelegate(QStyledItemDelegate):
    """A card: sign, holder → target, and beneath it manner and cue; dashed while it is open."""

    def __init__(self, panel: InspectorPanel) -> None:
        super().__init__(panel)
        self._panel = panel

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """One card."""
        stance, page, theme = index.data(ITEM_ROLE), self._panel.page, self._panel.theme
        if not isinstance(stance, StanceItem) or page is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._panel.fades(stance):
            painter.setOpacity(0.45)
        box = QRectF(option.rect).adjusted(8, 3, -8, -3)
        colour = theme.polarity(stance.polarity)
        focused = stance.id == self._panel.focus
        pen = QPen(
            theme.focus if focused else theme.edge if not is_open(stance.id) else theme.faded, 2.0 if focused else 1.0
        )
        if is_open(stance.id):
            pen.setDashPattern([3.0, 2.5])
        painter.setPen(pen)
        painter.setBrush(theme.selection if focused else theme.raised)
        painter.drawRoundedRect(box, 6, 6)
        badge = QRectF(box.left() + 8, box.top() + 7, 18, 18)
        painter.setPen(QPen(colour, 1.3))
        painter.setBrush(colour if not is_open(stance.id) else theme.raised)
        painter.drawEllipse(badge)
        bold = QFont(option.font)
        bold.setBold(True)
        painter.setFont(bold)
        painter.setPen(theme.paper if not is_open(stance.id) else colour)
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, SIGNS[stance.polarity])
        self._words(painter, box, stance, page)
        painter.restore()

    def _words(self, painter: QPainter, box: QRectF, stance: StanceItem, page: Page) -> None:
        theme = self._panel.theme
        font = QFont(self._panel.font())
        painter.setFont(font)
        metrics = painter.fontMetrics()
        left, width = box.left() + 34, box.width() - 42
        painter.setPen(theme.ink)
        holder = metrics.elidedText(visible(page.name(stance.holder)), Qt.TextElideMode.ElideRight, int(width))
        target = metrics.elidedText("→ " + visible(page.name(stance.target)), Qt.TextElideMode.ElideRight, int(width))
        y = box.top() + 5
        for words in (holder, target):
            painter.drawText(QRectF(left, y, width, metrics.height()), Qt.AlignmentFlag.AlignLeft, words)
            y += metrics.height()
        font.setPointSizeF(font.pointSizeF() * 0.88)
        painter.setFont(font)
        painter.setPen(theme.faded)
        said = f", says {page.name(stance.source)}" if stance.source else ""
        about = f"{stance.polarity} · {stance.manner}{said} · {visible(cue_words(page, stance))}"
        about = painter.fontMetrics().elidedText(about, Qt.TextElideMode.ElideRight, int(width))
        painter.drawText(QRectF(left, y + 1, width, metrics.height()), Qt.AlignmentFlag.AlignLeft, about)

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Three lines and their frame."""
        return QSize(60, option.fontMetrics.height() * 3 + 18)


def paint_chip(painter: QPainter, box: QRect, label: str, panel: InspectorPanel, *, decided: bool) -> int:
    """A label's chip at the left of a row; where the words after it begin."""
    hue = panel.hue(label)
    font = QFont(painter.font())
    old = QFont(font)
    font.setPixelSize(9)
    font.setBold(True)
    painter.setFont(font)
    width = painter.fontMetrics().horizontalAdvance(label) + 9
    chip = QRectF(box.left() + 2, box.center().y() - 6.5, width, 14)
    pen = QPen(hue.chip, 1.0)
    if not decided:
        pen.setDashPattern([2.5, 2.0])
    painter.setPen(pen)
    painter.setBrush(hue.chip if decided else QColor(Qt.GlobalColor.transparent))
    painter.drawRoundedRect(chip, 3, 3)
    painter.setPen(hue.chip_text if decided else hue.chip)
    painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, label)
    painter.setFont(old)
    return int(chip.right()) + 7


class InspectorPanel(QWidget):
    """``itemChosen(str)``: a mention, an entity or a stance that was pointed at."""

    itemChosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inspector")
        self.setAccessibleName("Inspector")
        self.setMinimumWidth(220)
        self.theme = Theme.of("light")
        self.page: Page | None = None
        self.focus = ""
        self._scheme = default_scheme()
        self._expanded: set[str] = set()
        self._hints: dict[str, str] = {}
        self.entities = EntityModel(self)
        self.stances = StanceModel(self)
        self._build()

    def _build(self) -> None:
        self.title = self._line("In focus")
        bold = self.title.font()
        bold.setBold(True)
        self.title.setFont(bold)
        self.detail = self._line("About what is in focus")
        card = QWidget()
        card.setFixedHeight(self.fontMetrics().height() * 8 + 20)
        lines = QVBoxLayout(card)
        lines.setContentsMargins(12, 10, 12, 6)
        lines.setSpacing(4)
        lines.addWidget(self.title)
        lines.addWidget(self.detail, 1)
        self.tree = QTreeView()
        self.tree.setObjectName("entities")
        self.tree.setAccessibleName("Entities")
        self.tree.setModel(self.entities)
        self.tree.setItemDelegate(_EntityDelegate(self))
        self.tree.setHeaderHidden(True)
        self.tree.setIndentation(16)
        self.tree.setUniformRowHeights(True)
        self.list = QListView()
        self.list.setObjectName("stances")
        self.list.setAccessibleName("Stances")
        self.list.setModel(self.stances)
        self.list.setItemDelegate(_StanceDelegate(self))
        self.list.setUniformItemSizes(True)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for view in (self.tree, self.list):
            view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
            view.setTabKeyNavigation(False)
            view.clicked.connect(lambda index: self.itemChosen.emit(str(index.data(ID_ROLE))))
            view.selectionModel().currentChanged.connect(self._moved)
        self.entity_head = self._head("Entities")
        self.stance_head = self._head("Stances")
        self.parts = QSplitter(Qt.Orientation.Vertical)
        self.parts.setChildrenCollapsible(False)
        for head, view in ((self.entity_head, self.tree), (self.stance_head, self.list)):
            part = QWidget()
            column = QVBoxLayout(part)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            column.addWidget(head)
            column.addWidget(view, 1)
            self.parts.addWidget(part)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(card)
        whole.addWidget(self.parts, 1)

    def _line(self, name: str) -> QLabel:
        label = QLabel()
        label.setAccessibleName(name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        return label

    def _head(self, words: str) -> QLabel:
        label = QLabel(words)
        font = label.font()
        font.setBold(True)
        label.setFont(font)
        label.setMargin(7)
        return label

    # --- what is shown

    def show_page(self, page: Page | None) -> None:
        """Show another article's entities and stances."""
        self._expanded.clear()
        self.focus = ""
        self._fill(page)

    def refresh(self, page: Page) -> None:
        """Show the same article after a change; what was unfolded stays so."""
        scroll = self.tree.verticalScrollBar().value(), self.list.verticalScrollBar().value()
        self._expanded = {
            str(index.data(ID_ROLE))
            for index in (self.entities.index(row, 0) for row in range(self.entities.rowCount()))
            if self.tree.isExpanded(index)
        }
        self._fill(page)
        self.tree.verticalScrollBar().setValue(scroll[0])
        self.list.verticalScrollBar().setValue(scroll[1])

    def _fill(self, page: Page | None) -> None:
        self.page = page
        self.entities.set_page(page)
        self.stances.set_page(page)
        for id in self._expanded:
            index = self.entities.index_of(id)
            if index.isValid():
                self.tree.setExpanded(index, True)
        if page is not None:
            undecided = sum(1 for s in page.stances if is_open(s.id))
            self.entity_head.setText(f"Entities  {len(page.entities)}")
            self.stance_head.setText(f"Stances  {len(page.stances)}" + (f"  ({undecided} open)" if undecided else ""))
        self._tell_focus()

    def set_focus(self, item: str | None) -> None:
        """Show what is in focus, in words and in the lists."""
        self.focus = item or ""
        page = self.page
        self._tell_focus()
        if page is not None and self.focus:
            stance = page.stance(self.focus)
            view: QAbstractItemView = self.list if stance else self.tree
            index = self.stances.index_of(self.focus) if stance else self.entities.index_of(self.focus)
            if not stance and index.isValid() and index.parent().isValid():
                row = index.parent()
                index = index if self.tree.isExpanded(row) else row
            if index.isValid():
                blocked = view.selectionModel().blockSignals(True)
                view.setCurrentIndex(index)
                view.selectionModel().blockSignals(blocked)
                view.scrollTo(index)
        self.tree.viewport().update()
        self.list.viewport().update()

    def show_hints(self, hints: dict[str, str], typed: str) -> None:
        """Show letters to type at the entities, as the desk does; only what goes on from ``typed``."""
        self._hints = {e: letters for e, letters in hints.items() if letters.startswith(typed)}
        self.tree.viewport().update()

    def hint_of(self, entity: str) -> str:
        """The letters shown at an entity, or ""."""
        return self._hints.get(entity, "")

    @property
    def focused_entity(self) -> str:
        """The entity of the mention in focus, or ""."""
        mention = self.page.mention(self.focus) if self.page is not None else None
        return mention.entity if mention else ""

    def set_scheme(self, scheme: Scheme) -> None:
        """Take colours and guideline sentences from another scheme."""
        self._scheme = scheme

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.theme = theme
        self.tree.viewport().update()
        self.list.viewport().update()

    def hue(self, label: str) -> Hue:
        """The colours of a label."""
        found = self._scheme.find(label)
        return self.theme.hue(found.hue if found else "grey")

    def fades(self, stance: StanceItem) -> bool:
        """True for a stance that has nothing to do with the entity in focus."""
        page = self.page
        if page is None or not self.focus or page.stance(self.focus):
            return False
        mention = page.mention(self.focus)
        entity = mention.entity if mention else self.focus
        return bool(page.stances_of(entity)) and entity not in (stance.holder, stance.target, stance.source)

    # --- the card

    def _tell_focus(self) -> None:
        title, _, detail = self._describe().partition("\n")
        self.title.setText(title)
        self.detail.setText(detail)

    def _describe(self) -> str:
        page = self.page
        item = page.item(self.focus) if page is not None and self.focus else None
        if page is None:
            return "No article is open."
        if isinstance(item, MentionItem):
            return self._describe_mention(page, item)
        if isinstance(item, StanceItem):
            return self._describe_stance(page, item)
        if isinstance(item, EntityItem):
            links = "".join(f"\n{base}: {id}" for base, id in item.links.items())
            about = ", ".join(page.name(a) for a in item.about)
            told = f"\nabout {about}" if about else ""
            return f"{visible(item.name)}\n{item.label} · {len(item.mentions)} mentions{told}{links}"
        return _NOTHING

    def _describe_mention(self, page: Page, item: MentionItem) -> str:
        words = " ".join(visible(page.words(item)).split())
        words = words if len(words) <= 90 else f"{words[:60]} … {words[-25:]}"
        entity = page.entity(item.entity)
        count = len(entity.mentions) if entity else 0
        others = f" ({count} mentions)" if count > 1 else ""
        if item.decision is None:
            state = f"suggested, {item.p or 0:.0%}" + (f": {item.why}" if item.why else "")
        else:
            state = item.decision
        label = self._scheme.find(item.label)
        guideline = f"\n{label.guideline}" if label and label.guideline else ""
        return f"“{words}”\n{item.label} of {visible(page.name(item.entity))}{others}\n{state}{guideline}"

    def _describe_stance(self, page: Page, item: StanceItem) -> str:
        state = item.decision or f"suggested, {item.p or 0:.0%}" + (f": {item.why}" if item.why else "")
        said = f", says {page.name(item.source)}" if item.source else ""
        ends = f"{visible(page.name(item.holder))} → {visible(page.name(item.target))}"
        shown = f"{SIGNS[item.polarity]} {item.polarity}, {item.manner}{said}"
        return f"{ends}\n{shown}\ncue {visible(cue_words(page, item))}\n{state}"

    # --- keyboard

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard goes to the list that shows the focus."""
        super().focusInEvent(event)
        stance = self.page is not None and self.page.stance(self.focus) is not None
        (self.list if stance else self.tree).setFocus()

    def _moved(self, index: QModelIndex, _before: QModelIndex) -> None:
        id = index.data(ID_ROLE)
        if isinstance(id, str) and id != self.focus and (self.tree.hasFocus() or self.list.hasFocus()):
            self.itemChosen.emit(id)
