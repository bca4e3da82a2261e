"""A skilled curator: decides which key to press from what the window shows and what the fixed gold says."""

from __future__ import annotations

from annotator.page import MentionItem, StanceItem, is_open
from annotator.records import MANNERS, NOT_AN_ENTITY
from annotator.spans import Range
from benchmarks.fixed_gold import FixedEntity, FixedGold, FixedStance
from benchmarks.hand import Hand
from benchmarks.ledger import ARTICLE, CORRECTED, CUE, DECIDED, EDGES, JOINED, LABELLED, MENTION, NAMED, STANCE

_MOST_EDGES = 2
"""So many presses at the edges are worth it; beyond, a wrong range is rejected and the right one marked."""


class Curator(Hand):
    """Curates the article on the desk to its gold."""

    def curate(self, gold: FixedGold) -> None:
        """Decide about every suggestion, add what is missing, and say that the article is done."""
        self.gold, self.at = gold, gold.mentions
        self.patience = self.driver.pressed + 10 * (len(gold.mentions) + len(gold.stances))
        self.walk()
        self.add_mentions()
        self.walk()
        self.add_stances()
        self.rename()
        if self.page.open:
            raise LookupError(f"left undecided: {[self.page.item(item) for item in self.page.open]}")
        with self.booked(ARTICLE):
            self.driver.finish()

    # --- suggestions

    def walk(self) -> None:
        """Decide about what is open, in reading order; what cannot be decided yet is passed by."""
        passed: set[str] = set()
        while any(item not in passed for item in self.page.open):
            item = self.driver.mention or self.driver.stance
            before = self.page
            if item is None or not is_open(item.id):
                self.carry("Tab")
            elif item.id in passed:
                self.carry("Tab")
                continue
            elif isinstance(item, MentionItem):
                self.decide_mention(item)
            elif not self.decide_stance(item):
                passed.add(item.id)
                self.carry("Tab")
                continue
            if item is not None and is_open(item.id) and self.page is before:
                raise LookupError(f"nothing became of {item}: {self.driver.window.told.text()}")

    def decide_mention(self, item: MentionItem) -> None:
        """Accept, reject, relabel, move or join the open mention in focus."""
        wanted = self.at.get(item.range)
        words = self.page.words(item)
        if wanted is None:
            self.refuse(item)
            return
        home = self.home(wanted.name)
        if home and item.entity != home:
            with self.booked(JOINED, f"{words} to {wanted.name}"):
                self.press("E")
                self.driver.type(self.hint(home))
        elif not home and not is_open(item.entity) and self.name_of(item.entity) != wanted.name:
            with self.booked(JOINED, f"{words} apart"):
                self.press("Shift+E")
            made = self.driver.mention
            if made is not None and made.range == item.range and made.label != wanted.label:
                with self.booked(LABELLED, words):
                    self.set_label(wanted.label)
        elif item.label != wanted.label:
            with self.booked(LABELLED, words):
                self.set_label(wanted.label)
        else:
            self.accept(item, wanted)

    def accept(self, item: MentionItem, wanted: FixedEntity) -> None:
        """Accept the mention in focus; with P also what has the same words, when all of it is right."""
        words, others = self.page.words(item), self.same_words(item, wanted)
        suggested = {m.range for m in self.page.mentions}
        with self.booked(DECIDED, words):
            if others and self.repeat(others):
                self.ledger.acts[DECIDED] += 1 + len(suggested.intersection(others))
                self.ledger.acts[MENTION] += len(others) - len(suggested.intersection(others))
            else:
                self.press("A")

    def refuse(self, item: MentionItem) -> None:
        """A range that should not be: move its edges when that is quick, else reject it, and its like with P."""
        goal = self.nearest_gold(item)
        if goal is not None:
            keys = self.edge_keys(item.range, goal)
            with self.booked(EDGES, self.page.words(item)):
                self.press(*keys)
            moved = self.driver.mention
            if moved is not None:
                self.settle_moved(moved)
            return
        words, label = self.page.words(item), item.label
        alike = [m for m in self.page.mentions if is_open(m.id) and self.page.words(m) == words and m.label == label]
        with self.booked(DECIDED, words):
            self.press("X")
        others = [m.range for m in alike if m.id != item.id]
        if len(others) > 2 and not any(place in self.at for place in others):
            with self.booked(DECIDED, f"{words} everywhere"):
                if self.repeat(others):
                    self.ledger.acts[DECIDED] += len(others)

    def settle_moved(self, moved: MentionItem) -> None:
        """After its edges are right: label and entity of the mention in focus."""
        wanted = self.at[moved.range]
        home = next(
            (
                m.entity
                for m in self.page.mentions
                if not is_open(m.id) and m.id != moved.id and self.at.get(m.range) == wanted
            ),
            "",
        )
        if home and home != moved.entity:
            with self.booked(JOINED, f"{self.page.words(moved)} to {wanted.name}"):
                self.press("E")
                self.driver.type(self.hint(home))
        elif moved.label != wanted.label:
            with self.booked(LABELLED, self.page.words(moved)):
                self.set_label(wanted.label)

    def nearest_gold(self, item: MentionItem) -> Range | None:
        """A missing mention of the gold that is few presses away from this range."""
        here = {m.range for m in self.page.mentions}
        near = [g for g in self.at if g not in here and g.overlaps(item.range)]
        found = [g for g in near if len(self.edge_keys(item.range, g)) <= _MOST_EDGES]
        return min(found, key=lambda g: len(self.edge_keys(item.range, g)), default=None)

    # --- suggested stances

    def made(self) -> set[FixedStance]:
        """The decided stances on the page, as the gold would write them."""
        return {self.written(s) for s in self.page.stances if not is_open(s.id)}

    def written(self, s: StanceItem) -> FixedStance:
        """A stance on the page as the gold would write it."""
        source = self.name_of(s.source) if s.source else ""
        return FixedStance(
            tuple(sorted(s.cues)), self.name_of(s.holder), self.name_of(s.target), s.polarity, s.manner, source
        )

    def missing(self) -> list[FixedStance]:
        """The stances of the gold that are not decided yet, in reading order."""
        made = self.made()
        return [s for s in self.gold.stances if s not in made]

    def decide_stance(self, item: StanceItem) -> bool:
        """Accept, correct or reject the open stance in focus; False when it has to wait for a mention."""
        now = self.written(item)
        missing = self.missing()
        if now in missing:
            with self.booked(DECIDED, self.told(now)):
                self.press("A")
            return True
        near = [s for s in missing if any(a.overlaps(b) for a in s.cues for b in now.cues)]
        goal = min(near, key=lambda s: self.corrections(now, s), default=None)
        if goal is None or self.corrections(now, goal) > 6:
            with self.booked(DECIDED, f"not {self.told(now)}"):
                self.press("X")
            return True
        if not all(
            self.home(name) or name in NOT_AN_ENTITY for name in (goal.holder, goal.target, goal.source) if name
        ):
            return False
        with self.booked(CORRECTED, self.told(goal)):
            self.correct(now, goal)
        return True

    def corrections(self, now: FixedStance, goal: FixedStance) -> int:
        """About how many presses it takes to make one stance of another."""
        turns = (MANNERS.index(goal.manner) - MANNERS.index(now.manner)) % len(MANNERS)
        ends = 2 * ((now.holder != goal.holder) + (now.target != goal.target) + (now.source != goal.source))
        return ends + (now.polarity != goal.polarity) + turns + 3 * (now.cues != goal.cues) * len(goal.cues)

    def correct(self, now: FixedStance, goal: FixedStance) -> None:
        """Turn the stance in focus into another, part by part."""
        if now.holder != goal.holder:
            self.press("H")
            self.choose_end(goal.holder)
        if now.target != goal.target:
            self.press("T")
            self.choose_end(goal.target)
        if now.polarity != goal.polarity:
            self.press(self.key(goal.polarity))
        if now.cues != goal.cues:
            for number, cue in enumerate(goal.cues):
                self.select(cue, cues=True)
                self.press("Shift+C" if number else "C")
        self.finish_stance(goal)

    def finish_stance(self, goal: FixedStance) -> None:
        """Manner and source of the stance in focus."""
        while self.driver.stance is not None and self.driver.stance.manner != goal.manner:
            self.press("M")
        stance = self.driver.stance
        source = self.name_of(stance.source) if stance is not None and stance.source else ""
        if source != goal.source:
            self.press("Shift+H")
            self.driver.type(self.hint(self.end(goal.source)) if goal.source else "x")

    # --- what is missing

    def add_mentions(self) -> None:
        """Mark what the gold has and the page has not, from where the walk has ended back to the top."""
        for span in sorted(self.at, reverse=True):
            if span not in {m.range for m in self.page.mentions}:
                self.add_mention(span, self.at[span])

    def add_mention(self, span: Range, wanted: FixedEntity) -> None:
        """Select the words by a hint, label them or give them to their entity; the same words elsewhere by P."""
        words = span.of(self.page.text)
        with self.booked(MENTION, words):
            self.select(span, cues=False)
            home, auto = self.home(wanted.name), self.would_join(words, wanted.label)
            if not home or auto == home:
                self.set_label(wanted.label)
        if home and auto != home:
            with self.booked(JOINED, f"{words} to {wanted.name}"):
                self.press("E")
                self.driver.type(self.hint(home))
        item = self.driver.mention
        if item is None or item.range != span:
            raise LookupError(f"“{words}” was not marked")
        if not home and auto:
            with self.booked(JOINED, f"{words} apart"):
                self.press("Shift+E")
            item = self.driver.mention or item
        if others := self.same_words(item, wanted):
            with self.booked(MENTION, f"{words} again"):
                if self.repeat(others):
                    self.ledger.acts[MENTION] += len(others)

    def would_join(self, words: str, label: str) -> str:
        """The entity that new words would be put to by themselves: one with the same words and label."""
        folded = words.casefold()
        same = (m for m in self.page.mentions if m.label == label and self.page.words(m).casefold() == folded)
        return next((m.entity for m in same), "")

    def add_stances(self) -> None:
        """Make the stances that are missing, from top to bottom."""
        for goal in self.missing():
            self.add_stance(goal)

    def add_stance(self, goal: FixedStance) -> None:
        """S or Shift+S, the ends by hints, the cue if another is proposed, the polarity; then manner and source."""
        before, at = self.driver.pressed, goal.cues[0]
        self.show(at)
        stance, mention = self.driver.stance, self.driver.mention
        holder = stance.holder if stance is not None else mention.entity if mention is not None else ""
        if holder and holder == self.end(goal.holder):
            self.press("S")
        else:
            self.press("Shift+S")
            self.choose_end(goal.holder)
        self.choose_end(goal.target)
        proposed = f"cue “{at.of(self.page.text)}”" in self.driver.window.asked.text()
        if not proposed and not self.pick(at):
            raise LookupError(f"“{at.of(self.page.text)}” has no hint")
        self.press(self.key(goal.polarity))
        made = self.driver.stance
        if made is None or made.cues != (at,):
            if made is None or is_open(made.id):
                raise LookupError(f"{self.told(goal)}: not made")
            proposed = False
            self.select(at, cues=True)
            self.press("C")
        for cue in goal.cues[1:]:
            self.select(cue, cues=True)
            self.press("Shift+C")
        self.finish_stance(goal)
        purpose = STANCE if proposed and len(goal.cues) == 1 else CUE
        count = self.driver.pressed - before + self.carried
        self.carried = 0
        self.ledger.acts[purpose] += 1
        self.ledger.presses[purpose] += count
        self.ledger.log.append((purpose, self.told(goal), count))

    def told(self, s: FixedStance) -> str:
        """A stance in words."""
        cues = ", ".join(c.of(self.page.text) for c in s.cues)
        return f"{s.holder} → {s.target}, {s.polarity} ({cues})"

    def rename(self) -> None:
        """Give entities their names, where the program calls them otherwise."""
        for entity in self.page.entities:
            name = self.name_of(entity.id)
            if name and entity.name != name:
                mention = self.page.mentions_of(entity.id)[0]
                with self.booked(NAMED, f"{entity.name} → {name}"):
                    self.driver.go_to(lambda item, id=mention.id: item.id == id)  # type: ignore[misc]
                    self.driver.later(lambda name=name: self.driver.type_line(name))  # type: ignore[misc]
                    self.press("F2")
