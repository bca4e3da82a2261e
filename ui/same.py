"""P: the same for the same words in this article, shown on the page before it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import cycle
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from annotator import edits
from annotator.edits import Place, Template
from annotator.page import MentionItem, Page, is_open
from annotator.spans import Range
from ui.bridge import Bridge
from ui.hands import Hands
from ui.modes import Mode


class PlacesDesk(Protocol):
    """What this needs of the reading desk."""

    def show_places(self, places: Sequence[Range]) -> None: ...
    def reveal(self, span: Range) -> None: ...


def template_at_hand(bridge: Bridge, hands: Hands, *, everywhere: bool = False) -> tuple[Template, str] | None:
    """What would be put on other places, and the words: of the rejection or join just made, else of the mention in focus.

    In this article a rejection is only repeated while something like it is open; ``everywhere`` it is in any case.
    """
    page = bridge.page
    if page is None:
        return None
    if bridge.last_rejected is not None:
        words, label = bridge.last_rejected
        if everywhere or any(is_open(m.id) and m.label == label and page.words(m) == words for m in page.mentions):
            return Template("reject", label), words
    mention = hands.focused_mention()
    if mention is None:
        return None
    joined = mention.id == bridge.last_joined
    name = page.name(mention.entity) if joined else ""
    template = Template("join" if joined else "label", mention.label, name, mention.entity, page.article.id)
    return template, page.words(mention)


class SameHere:
    """Asks on the page, then does it: P or Enter does, Esc leaves."""

    def __init__(self, bridge: Bridge, hands: Hands, desk: PlacesDesk) -> None:
        self._bridge = bridge
        self._hands = hands
        self._desk = desk

    def ask(self) -> None:
        """Show the places that would change and wait for P or Enter; say so when there is none."""
        page, at_hand = self._bridge.page, template_at_hand(self._bridge, self._hands)
        if page is None or at_hand is None:
            self._tell(f"{self._key()} repeats a rejection, a join or a mention’s label: put a mention in focus.")
            return
        template, words = at_hand
        mention = self._hands.focused_mention() if template.kind != "reject" else None
        others = [p for p in edits.places(page, words, template.label) if mention is None or p.range != mention.range]
        chosen = [p for p in others if changes(page, p, template)]
        stay = [p for p in others if p not in chosen]
        if chosen:
            self._wait(page, template, mention, chosen, stay)
        else:
            why = _noted(_staying(stay, template))
            self._tell(f"There is no other {edits.shorten(words)} to {template.kind} here{why}.")

    def _wait(
        self, page: Page, template: Template, mention: MentionItem | None, chosen: list[Place], stay: list[Place]
    ) -> None:
        undecided = [mention.range] if mention is not None and is_open(mention.id) else []
        places = [edits.place_at(page, span, template.label) for span in undecided] + chosen
        looks = cycle([p.range for p in chosen])

        def do() -> None:
            self._hands.end_mode()
            change = self._bridge.do(edits.put, template, places, looked_at=undecided)
            if change is not None and undecided:
                self._bridge.step(1, only_open=True, offset=undecided[0].start)

        def typed(key: str) -> bool:
            if key.upper() not in self._hands.keymap.of("same_here"):
                return False
            do()
            return True

        def pressed(event: QKeyEvent) -> bool:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                do()
            elif event.key() == Qt.Key.Key_Tab:
                self._desk.reveal(next(looks))
            else:
                return False
            return True

        words = prompt(page, template, chosen, stay, self._key(), this=bool(undecided))
        self._hands.enter(Mode(words, typed, pressed, lambda: self._desk.show_places(())))
        self._desk.show_places([p.range for p in chosen])

    def _key(self) -> str:
        return self._hands.keymap.call("same_here")

    def _tell(self, words: str) -> None:
        self._bridge.said.emit("told", words)


def changes(page: Page, place: Place, template: Template) -> bool:
    """True when P changes this place: what was rejected stays, so do boilerplate, and parts of longer mentions.

    A mention decided otherwise is made alike (which the question tells); a rejection takes nothing away that is decided.
    """
    if place.boilerplate or place.state in ("rejected", "part"):
        return False
    return edits.effect_on(page, place, template) not in ("", "remove")


def prompt(
    page: Page, template: Template, chosen: Sequence[Place], stay: Sequence[Place], key: str, *, this: bool
) -> str:
    """The question: how many (``this``: and the one in focus), what else they are now, what stays, and the keys."""
    act = edits.act_words(template, len(chosen), chosen[0].range.of(page.text), other=True)
    act = act.replace(" ", " this and ", 1) if this else act
    otherwise = Counter(
        f"{p.state} {p.name if template.kind == 'join' else p.label}" for p in chosen if _differs(p, template)
    )
    notes = [f"{n} {'is' if n == 1 else 'are'} {what}" for what, n in otherwise.items()]
    noted = _noted([*notes, *_staying(stay, template)])
    return f"{act[:1].upper()}{act[1:]}{noted}    {key} or Enter: do it · Tab: look · Esc: leave"


def _differs(place: Place, template: Template) -> bool:
    if place.state not in ("suggested", "decided"):
        return False
    return place.name != template.name if template.kind == "join" else place.label != template.label


def _staying(stay: Sequence[Place], template: Template) -> list[str]:
    """What is not changed although the words stand there, and why."""
    why: Counter[tuple[str, str]] = Counter()
    for place in stay:
        if place.boilerplate:
            why["in boilerplate", ""] += 1
        elif place.state == "part":
            why["part of", edits.shorten(place.name)] += 1
        elif place.state == "rejected" and template.kind != "reject":
            why["was rejected", ""] += 1
        elif place.state == "decided" and template.kind == "reject":
            why["decided", place.label] += 1
    return [_stays(n, what, whose) for (what, whose), n in why.items()]


def _stays(count: int, what: str, whose: str) -> str:
    one = count == 1
    be = "" if what == "was rejected" else "is " if one else "are "
    what = what if one else what.replace("was", "were")
    return f"{count} {be}{what}{f' {whose}' if whose else ''} and {'stays' if one else 'stay'}"


def _noted(notes: Sequence[str]) -> str:
    return f" ({', '.join(notes)})" if notes else ""
