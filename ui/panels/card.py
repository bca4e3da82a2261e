"""The focus card: what is in focus, in plain words."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from annotator.page import EntityItem, MentionItem, Page, StanceItem, is_open
from annotator.records import Choice, Polarity
from annotator.scheme import Scheme
from ui import signs
from ui.keymap import Keymap
from ui.models.stances import ends
from ui.models.words import cue_words, short, visible
from ui.panels.rows import SMALL, Looks

_LINES = 6
"""How many lines the card has; the title and the state take two of them at most."""
_BRIEF = 40
"""How many signs each part has at most where all is told on one line."""
_KEY_ROWS = 2
"""How many rows of keys stand below them."""
Keys = tuple[tuple[tuple[str, ...], str], ...]
"""Ids of actions, and what they change."""
_TO_DECIDE: Keys = ((("accept",), "accept"), (("reject",), "reject"))
_TO_REMOVE: Keys = ((("reject",), "remove"),)
_OF_MENTION: Keys = (
    (("labels",), "label"),
    (("join",), "join"),
    (("own_entity",), "split"),
    (("start_outwards_word", "end_outwards_word"), "edges"),
    (("rename",), "name"),
)
_OF_ENTITY: Keys = (
    (("labels",), "label"),
    (("rename",), "name"),
    (("join",), "merge"),
    (("link",), "Wikidata"),
    (("about",), "about"),
)
_OF_STANCE: Keys = (
    (("favor", "against", "neutral", "mixed"), "polarity"),
    (("manner",), "manner"),
    (("cue",), "cue"),
    (("holder", "target"), "ends"),
    (("source",), "source"),
    (("reverse",), "turn"),
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the card says. ``kind`` stands behind the chip of ``label`` or the sign of ``polarity``, if there is one.

    ``others`` are labels that it may have instead, likeliest first.

    A title of several lines is painted line by line, each cut off by itself.
    """

    title: str
    kind: str = ""
    state: str = ""
    rest: str = ""
    label: str = ""
    polarity: Polarity | None = None
    decided: bool = True
    others: tuple[Choice, ...] = ()

    @property
    def told(self) -> str:
        """All of it in words, line by line."""
        kind = " ".join(part for part in (self.label, self.kind) if part)
        others = ", ".join(f"{other.label} {other.p:.0%}" for other in self.others)
        return "\n".join(line for line in (self.title, kind, self.state, others and f"or {others}", self.rest) if line)

    @property
    def brief(self) -> str:
        """What it is and how it stands, on one line, to be heard."""
        kind = " ".join(part for part in (self.label, self.kind) if part)
        return "; ".join(part.replace("\n", " ") for part in (self.title, kind, self.state) if part)

    @property
    def line(self) -> str:
        """The same on one line, without the guideline: short, so that the state has room, and no name twice."""
        kind = "" if self.kind.rpartition(", ")[0] == self.title.strip("“”") else short(self.kind, _BRIEF)
        parts = (short(self.title, _BRIEF), self.label, kind, self.state)
        return " · ".join(" ".join(part.split()) for part in parts if part)


def advice(keymap: Keymap) -> str:
    """What to do when nothing is in focus, in the keys that hold."""
    go, yes, no, keys = (keymap.call(action) for action in ("next_open", "accept", "reject", "keys"))
    decide = f"{yes} accepts, {no} rejects; {keys} shows all keys."
    return f"{go} goes to the next suggestion, a click points at anything. {decide}"


def advice_at_the_end(keymap: Keymap) -> str:
    """What to do when nothing of the article is undecided, in the keys that hold."""
    return f"Nothing is undecided here: {keymap.call('finish')} is done, and the next article comes."


def advice_when_done(keymap: Keymap) -> str:
    """What to do on a finished article, in the keys that hold."""
    return f"This article is done: {keymap.call('finish')} goes to the next open one. A change opens it again."


def advice_blind(keymap: Keymap) -> str:
    """What to do on a blind article, in the keys that hold."""
    mark, label, done = (keymap.call(action) for action in ("mark_words", "labels", "finish"))
    how = f"{mark} or the mouse selects words, {label} labels them, {done} is done."
    return f"This article is blind: no suggestion, only what you see. {how}"


def advice_without_article(keymap: Keymap) -> str:
    """What to do when no article is open, in the keys that hold."""
    return f"{keymap.call('import')} imports articles; in the list at the left, Enter opens one."


def describe(page: Page | None, focus: str, scheme: Scheme, nothing: str = "") -> Facts:
    """What there is to say about the item in focus; ``nothing`` when there is none."""
    if page is None:
        return Facts("No article is open", state=nothing)
    item = page.item(focus) if focus else None
    if isinstance(item, MentionItem):
        return _mention(page, item, scheme)
    if isinstance(item, StanceItem):
        return _stance(page, item, scheme)
    if isinstance(item, EntityItem):
        return _entity(page, item, scheme)
    return Facts("Nothing is in focus", state=nothing)


def keys_of(page: Page | None, focus: str) -> Keys:
    """The actions that decide about what is in focus, and those that change its fields."""
    if page is None or not focus:
        return ()
    if page.entity(focus) is not None:
        return _OF_ENTITY + _TO_REMOVE
    decide = _TO_DECIDE if is_open(focus) else _TO_REMOVE
    if page.stance(focus) is not None:
        return decide + _OF_STANCE
    return decide + _OF_MENTION if page.mention(focus) is not None else ()


def _mention(page: Page, item: MentionItem, scheme: Scheme) -> Facts:
    entity = page.entity(item.entity)
    return Facts(
        f"“{short(page.words(item))}”",
        f"{visible(entity.name)}, {_count(entity)}" if entity else "",
        _state(item),
        _guideline(scheme, item.label),
        label=item.label,
        decided=item.decision is not None,
        others=next_best(item, scheme),
    )


def next_best(item: MentionItem, scheme: Scheme) -> tuple[Choice, ...]:
    """The labels of the scheme that a suggested mention may have instead, likeliest first."""
    return tuple(c for c in item.others if c.label != item.label and scheme.find(c.label) is not None)


def _stance(page: Page, item: StanceItem, scheme: Scheme) -> Facts:
    holder, target, said = ends(page, item)
    return Facts(
        f"{holder}\n→ {target}",
        f"{item.polarity}, {item.manner}{said}: {cue_words(page, item)}",
        _state(item),
        str(getattr(scheme.polarity, item.polarity)),
        polarity=item.polarity,
        decided=item.decision is not None,
    )


def _entity(page: Page, item: EntityItem, scheme: Scheme) -> Facts:
    about = ", ".join(visible(page.name(a)) for a in item.about)
    links = "".join(f", {base}: {id}" for base, id in item.links.items())
    open_mentions = sum(m.decision is None for m in page.mentions_of(item.id))
    state = f"{open_mentions} of them undecided" if open_mentions else "all decided"
    return Facts(
        short(item.name),
        _count(item) + (f", about {about}" if about else "") + links,
        state + (f": {item.why}" if item.why else ""),
        _guideline(scheme, item.label),
        label=item.label,
        decided=item.decided,
    )


def _state(item: MentionItem | StanceItem) -> str:
    if item.decision is not None:
        return item.decision
    return f"suggested, {item.p or 0:.0%}" + (f": {item.why}" if item.why else "")


def _count(entity: EntityItem) -> str:
    count = len(entity.mentions)
    return f"{count:,} {'mention' if count == 1 else 'mentions'}"


def _guideline(scheme: Scheme, label: str) -> str:
    found = scheme.find(label)
    return found.guideline if found else ""


class FocusCard(QLabel):
    """Paints :class:`Facts`; always of the same height, so that nothing below it moves. Its text is all of the words."""

    def __init__(self, looks: Looks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("focusCard")
        self.setAccessibleName("In focus")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.looks = looks
        self.facts = Facts("")
        self.keys: Keys = ()

    def show_facts(self, facts: Facts, keys: Keys = ()) -> None:
        """Say something else, and which keys change it; what does not fit is in the tooltip."""
        if facts != self.facts:
            self.facts = facts
            self.setText(facts.told)
            self.setToolTip(facts.told)
            self.update()
        self.keys = keys
        caps = [(cap, choice.label) for cap, choice in self.choices()] + self.caps()
        self.setAccessibleDescription(", ".join(f"{cap} {words}" for cap, words in caps))

    def caps(self) -> list[tuple[str, str]]:
        """What stands on the caps of the keys, and what they change."""
        known = self.looks.keys
        found = [(" ".join(known[id] for id in ids if id in known), words) for ids, words in self.keys]
        return [(cap, words) for cap, words in found if cap]

    def sizeHint(self) -> QSize:
        """As high as the most that it says."""
        line = self.fontMetrics().height()
        return QSize(200, _LINES * line + _KEY_ROWS * self._key_row() + 30)

    def _key_row(self) -> int:
        return self.fontMetrics().height() + 1

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        """Another font, another height."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Title; chip or sign with the kind; state; the rest."""
        facts, theme = self.facts, self.looks.theme
        box = QRectF(self.rect()).adjusted(12, 10, -10, -6)
        bold, small = signs.sized(self.font(), 1.05, bold=True), signs.sized(self.font(), SMALL)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(theme.ink)
            box.setTop(_paint_lines(painter, box, facts.title, bold, 2) + 4)
            if facts.kind:
                box.setTop(self._paint_kind(painter, box) + 4)
            painter.setPen(theme.ink)
            box.setTop(_paint_lines(painter, box, facts.state, self.font(), 2 if facts.kind else 4) + 3)
            if facts.others:
                box.setTop(self._paint_others(painter, box) + 4)
            painter.setPen(theme.faded)
            box.setBottom(box.bottom() - _KEY_ROWS * self._key_row())
            _paint_lines(painter, box, facts.rest, small, _LINES)
            self._paint_keys(painter, QRectF(box.left(), box.bottom() + 2, box.width(), self._key_row()))

    def _paint_keys(self, painter: QPainter, row: QRectF) -> None:
        """Small caps with what they change, over as many rows as there are."""
        font = signs.sized(self.font(), SMALL * 0.93)
        rows, left = 1, row.left()
        for cap, words in self.caps():
            width = signs.cap_width(font, cap) + 4 + signs.words_width(font, words)
            if left + width > row.right() and left > row.left():
                rows, left = rows + 1, row.left()
                row.translate(0, row.height())
            if rows > _KEY_ROWS:
                return
            painter.setFont(font)
            left = signs.paint_cap(painter, left, row, cap, self.palette()) + 4
            painter.setFont(font)
            painter.setPen(self.looks.theme.faded)
            left = signs.paint_words(painter, QRectF(left, row.top(), row.right() - left, row.height()), words) + 9

    def choices(self) -> list[tuple[str, Choice]]:
        """The labels that it may have instead, each with the key that gives it: a digit, else that of the list."""
        known = self.looks.keys
        return [(known.get(f"label_{c.label}") or known.get("labels", ""), c) for c in self.facts.others]

    def _paint_others(self, painter: QPainter, box: QRectF) -> float:
        """Cap, chip and probability of each label that it may have instead, as many as there is room for."""
        row, left = QRectF(box.left(), box.top(), box.width(), self.fontMetrics().height() + 3), box.left()
        small = signs.sized(self.font(), SMALL)
        for cap, choice in self.choices():
            number = f"{choice.p:.0%}"
            width = signs.cap_width(self.font(), cap) + signs.chip_width(self.font(), choice.label)
            width += 8 + signs.words_width(small, number)
            if left + width > row.right() and left > row.left():
                break
            painter.setFont(self.font())
            left = signs.paint_cap(painter, left, row, cap, self.palette()) + 4
            left = signs.paint_chip(painter, left, row, choice.label, self.looks.hue(choice.label), decided=False) + 4
            painter.setFont(small)
            painter.setPen(self.looks.theme.faded)
            left = signs.paint_words(painter, QRectF(left, row.top(), row.right() - left, row.height()), number) + 11
        return row.bottom()

    def _paint_kind(self, painter: QPainter, box: QRectF) -> float:
        facts, theme, height = self.facts, self.looks.theme, self.fontMetrics().height()
        line, left = QRectF(box.left(), box.top(), box.width(), height), box.left()
        painter.setFont(self.font())
        if facts.label:
            hue = self.looks.hue(facts.label)
            left = signs.paint_chip(painter, left, line, facts.label, hue, decided=facts.decided) + 7
        elif facts.polarity is not None:
            badge = QRectF(left, line.top(), height, height)
            signs.paint_badge(painter, badge, facts.polarity, theme, decided=facts.decided)
            left += height + 7
        painter.setPen(theme.ink)
        signs.paint_words(painter, QRectF(left, line.top(), box.right() - left, height), facts.kind)
        return line.bottom()


def _paint_lines(painter: QPainter, box: QRectF, words: str, font: QFont, most: int) -> float:
    """``words`` over as many lines as ``box`` has room for, … at the end when there are too many; where they end."""
    first, _, others = words.partition("\n")
    if others:
        top = _paint_lines(painter, box, first, font, 1)
        return _paint_lines(painter, QRectF(box.left(), top, box.width(), box.bottom() - top), others, font, most - 1)
    painter.setFont(font)
    metrics = painter.fontMetrics()
    layout = QTextLayout(words, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    top, height = box.top(), metrics.height()
    most = min(most, int(box.height() / height))
    for number in range(most):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(box.width())
        start, place = line.textStart(), QRectF(box.left(), top, box.width(), height)
        part = _part(words, start) if number == most - 1 else _part(words, start, line.textLength())
        signs.paint_words(painter, place, part.strip())
        top += height
    layout.endLayout()
    return top


def _part(words: str, pos: int, length: int | None = None) -> str:
    """A piece of ``words`` that Qt counts in UTF-16 units."""
    units = words.encode("utf-16-le", "surrogatepass")
    piece = units[2 * pos :] if length is None else units[2 * pos : 2 * (pos + length)]
    return piece.decode("utf-16-le", "replace")
