"""A curator's hand and eye: what the window shows, words brought to the screen and selected, every press booked.

It presses keys on the real window and reads its state; whatever changes, it changes by keys.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager

from annotator.page import MentionItem, Page, is_open
from annotator.records import NOT_AN_ENTITY, UNNAMED
from annotator.spans import Range, occurrences
from benchmarks.fixed_gold import FixedEntity, FixedGold
from benchmarks.ledger import Ledger
from ui.driving import Driver
from ui.edges import moved_edge

_MOST_TRIED = 30
"""So many presses at the edges are thought through before the words count as out of reach."""


class Hand:
    """Presses keys for the article on the desk, of which ``gold`` is what should come of it."""

    def __init__(self, driver: Driver, ledger: Ledger) -> None:
        self.driver = driver
        self.ledger = ledger
        self.gold: FixedGold = FixedGold("", "", {}, ())
        self.at: dict[Range, FixedEntity] = {}
        self.carried = 0
        self.patience = 0

    @property
    def page(self) -> Page:
        """The page on the desk."""
        return self.driver.page

    # --- the book

    @contextmanager
    def booked(self, purpose: str, note: str = "") -> Iterator[None]:
        """Book the presses within, and those on the way here, as one act of ``purpose``."""
        before, acts = self.driver.pressed, self.ledger.acts[purpose]
        yield
        count = self.driver.pressed - before + self.carried
        self.carried = 0
        self.ledger.presses[purpose] += count
        if self.ledger.acts[purpose] == acts:
            self.ledger.acts[purpose] += 1
        self.ledger.log.append((purpose, note, count))

    def carry(self, *keys: str) -> None:
        """Press keys that lead to the next act: they are booked with it."""
        before = self.driver.pressed
        self.press(*keys)
        self.carried += self.driver.pressed - before

    def press(self, *keys: str) -> None:
        """Press keys. Raises ``LookupError`` when an article takes far too many: then something goes round and round."""
        self.driver.keys(*keys)
        if self.driver.pressed > self.patience:
            raise LookupError(f"{self.driver.pressed} keys: {self.ledger.log[-5:]}, {self.driver.window.told.text()}")

    # --- what the eye sees

    def name_of(self, end: str) -> str:
        """Which entity of the gold an entity on the page is: by its decided mentions, else by most of the open ones."""
        if end in NOT_AN_ENTITY:
            return end
        mentions = self.page.mentions_of(end)
        decided = [m for m in mentions if not is_open(m.id)]
        names = Counter(self.at[m.range].name for m in decided or mentions if m.range in self.at)
        return names.most_common(1)[0][0] if names else ""

    def home(self, name: str) -> str:
        """The page's id of an entity of the gold: the one with a decided mention of it, or ""."""
        found = [m.entity for m in self.page.mentions if not is_open(m.id) and m.range in self.at]
        return next((e for e in found if self.name_of(e) == name), "")

    def end(self, name: str) -> str:
        """The same for the end of a stance, where a cluster that is still open serves as well."""
        if name in NOT_AN_ENTITY:
            return name
        return self.home(name) or next((e.id for e in self.page.entities if self.name_of(e.id) == name), "")

    def key(self, action: str) -> str:
        """The key of an action that the program names, or ""."""
        return next(iter(self.driver.window.hands.keymap.of(action)), "")

    def hint(self, spot: str | Range) -> str:
        """The letters that the desk shows there, or ""."""
        return self.driver.window.desk.hints.get(spot, "")

    def same_words(self, item: MentionItem, wanted: FixedEntity) -> list[Range]:
        """The other places that P would make like this one; none when one of them should be something else."""
        words = self.page.words(item)
        rejected = self.driver.window.bridge.last_rejected
        if rejected is not None and any(
            self.page.words(m) == rejected[0] and is_open(m.id) for m in self.page.mentions
        ):
            return []  # P would be about that
        others = [
            place
            for place in occurrences(self.page.text, words)
            if place != item.range
            and not self.page.is_boilerplate(place.start)
            and self.would_change(place, wanted.label)
        ]
        return others if all(self.at.get(place) == wanted for place in others) else []

    def would_change(self, place: Range, label: str) -> bool:
        """True when nothing is there, or a mention of exactly these words that is open or has another label."""
        near = [m for m in self.page.mentions if m.range.overlaps(place)]
        here = [m for m in near if m.range == place]
        no = any(
            (r.start, r.end, r.label) == (place.start, place.end, label) for r in self.page.annotation.rejected.values()
        )
        if not here:
            return not near and not no
        return not any(m.label == label and not is_open(m.id) for m in here)

    # --- small movements

    def repeat(self, wanted: Collection[Range]) -> bool:
        """P shows the other places; a second P does it when only wanted ones are lit, else Esc leaves."""
        self.press("P")
        lit = self.driver.window.desk.places
        right = bool(lit) and set(wanted).issuperset(lit)
        if lit:
            self.press("P" if right else "Esc")
        return right

    def set_label(self, label: str) -> None:
        """Press the label's key, or choose it from the list."""
        if key := self.key(f"label_{label}"):
            self.press(key)
        else:
            self.press("L")
            self.driver.type(label[:2].lower())
            self.press("Return")

    def choose_end(self, name: str) -> None:
        """Type the hint of an entity, or the letter of somebody unnamed."""
        self.driver.type("u" if name == UNNAMED else self.hint(self.end(name)))

    def edge_keys(self, span: Range, goal: Range) -> list[str]:
        """The keys that move the edges of ``span`` to ``goal``, word by word; too many when that is not possible."""
        keys: list[str] = []
        for edge, sign, out in (("start", "[", span.start > goal.start), ("end", "]", span.end < goal.end)):
            while getattr(span, edge) != getattr(goal, edge):
                moved = moved_edge(self.page, span, edge, out, by_character=False)
                if moved is None or len(keys) > _MOST_TRIED:
                    return ["["] * _MOST_TRIED
                span = moved
                keys.append(sign if out else f"Shift+{sign}")
        return keys

    def select(self, span: Range, *, cues: bool) -> None:
        """Select words by a hint, near enough to correct the edges by a key or two, else with the arrows."""
        self.show(span)
        self.press("V")
        if not self.pick(span):
            raise LookupError(f"“{span.of(self.page.text)}” has no hint")

    def pick(self, span: Range) -> bool:
        """While hints are shown: type the one of these words, or of words nearby, and move the edges."""
        asked = "favor" in self.driver.window.hands.mode_words  # there signs move the edges of the cue
        cost: Callable[[Range], int] = lambda spot: len(self.hint(spot)) + len(self.edge_keys(spot, span))  # noqa: E731
        for turn in range(6):
            near = [s for s in self.driver.window.desk.hints if isinstance(s, Range) and s.overlaps(span)]
            best = min(near, key=cost, default=None)
            if best is not None and cost(best) <= 4 + 2 * turn:
                self.driver.type(self.hint(best))
                signs = self.edge_keys(best, span)
                if asked:
                    signs = [{"Shift+[": "{", "Shift+]": "}"}.get(sign, sign) for sign in signs]
                self.press(*signs)
                return True
            self.press("V")
        return False

    def show(self, span: Range) -> None:
        """Scroll until the words are on the screen, by pages, and by lines where a page is too much."""
        desk = self.driver.window.desk
        turned = False
        for _ in range(20):
            seen = desk.visible_range()
            if seen.contains(span):
                return
            down = span.end > seen.end
            turned = turned or (down and seen.start > span.start - 400)
            if not down and span.start < seen.start - (seen.end - seen.start) * 3 // 2:
                self.press("Ctrl+Home")
            else:
                self.press(("Down" if down else "Up") if turned else ("PgDown" if down else "PgUp"))
        raise LookupError(f"“{span.of(self.page.text)}” cannot be brought to the screen {desk.visible_range()} {span}")
