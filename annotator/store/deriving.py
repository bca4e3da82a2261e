"""What lists filter and sort by, derived from an article's documents; ``check`` derives it again.

Shares lie in the file as whole numbers of :data:`SCALE`, so that two ways to the same share cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterable

from annotator.records import (
    MEMORY,
    NOT_AN_ENTITY,
    Annotation,
    Article,
    Change,
    Mention,
    Rejection,
    Stance,
    Status,
    Suggestion,
)
from annotator.spans import Range
from annotator.store.coding import sha

SCALE = 10_000
"""What a share of 1 is in the file."""


def word_count(article: Article) -> int:
    """The column ``words`` of ``listing``: pieces of the text parted by white space."""
    return len(article.text.split())


def shuffled(id: str, seed: str) -> int:
    """The column ``shuffle`` of ``listing``: 63 bits of a hash over the seed and the article's id."""
    return int.from_bytes(sha(f"{seed}\t{id}")[:8], "big") >> 1


class Tally:
    """What follows from an article's newest suggestion (or None) and its annotation, kept up with each decision.

    An article may have thousands of mentions, and a decision is on the way of every key press: it costs what it changes.
    """

    def __init__(self, suggestion: Suggestion | None, annotation: Annotation) -> None:
        self._annotation = annotation
        self._suggestion = suggestion or Suggestion("")
        self._suggested_labels = {mention.label for mention in self._suggestion.mentions}
        self.columns = suggestion is not None, len(self._suggestion.mentions) + len(self._suggestion.stances)
        """The columns ``suggested, proposed`` of ``listing``: whether there is one, how much there is to decide about."""
        self._take(annotation)

    @property
    def shown(self) -> tuple[Status, bool, bool, int, int]:
        """The columns ``status, flagged, noted, decided, answered`` of ``listing``.

        ``decided`` counts mentions, stances and rejections, ``answered`` those of them that a suggestion stood behind.
        """
        now = self._annotation
        decided = len(now.mentions) + len(now.stances) + len(now.rejected)
        return now.status, now.flagged, bool(now.note), decided, self._answered

    @property
    def labels(self) -> set[str]:
        """The labels of all mentions that are decided or suggested."""
        return self._suggested_labels | {label for label, count in self._labels.items() if count}

    @property
    def uncertainty(self) -> int:
        """The column ``uncertainty`` of ``listing``: how unsure the model is of what is undecided.

        That is the mean, over the undecided mentions and stances, of 1 − |2p − 1|: 0 for an item that is certainly
        right or wrong, 1 for one that may as well be either, as in margin sampling (Scheffer, Decomain and Wrobel 2001;
        Settles, Active Learning Literature Survey, 2009, §3.1). It is 0 when nothing is undecided, or the article is
        done or skipped.

        An item is undecided while no mention has its range or came of it and it was not rejected (also under the label or
        range that memory gave it); a stance, while none
        came of it, or was decided or rejected by the same first cue. What stands in boilerplate does not count.
        """
        idle = self._annotation.status in ("done", "skipped") or not self._open
        return 0 if idle else self._open_doubt // self._open

    def follow(self, after: Annotation, change: Change) -> None:
        """Take in a decision that led to ``after``."""
        before = self._annotation
        if after.sections != before.sections:
            self._take(after)
            return
        for name in ("mentions", "stances", "rejected"):
            for id in change.touched(name):
                for annotation, by in ((before, -1), (after, 1)):
                    item = getattr(annotation, name).get(id)
                    if item is not None:
                        self._count(item, by)
        self._annotation = after

    def _take(self, annotation: Annotation) -> None:
        self._annotation = annotation
        self._answered = 0
        self._labels: dict[str, int] = {}
        self._lay_out([s.range for s in annotation.sections if s.kind == "boilerplate"])
        for items in (annotation.mentions, annotation.stances, annotation.rejected):
            for item in items.values():
                self._count(item, 1)

    def _lay_out(self, dull: list[Range]) -> None:
        """Which facts settle which suggested items, before any is known."""
        self._doubts: list[int] = []
        self._settled: list[int] = []
        """By item: by how many facts it is settled."""
        self._items: dict[_Fact, list[int]] = {}
        self._known: dict[_Fact, int] = {}
        """By fact: how many decisions say it."""
        for mention in self._suggestion.mentions:
            span = mention.start, mention.end
            self._watch(mention.p, mention.start, dull, (span, (*span, mention.label), _MENTION + mention.id))
        for stance in self._suggestion.stances:
            cue = (stance.cues[0].start, stance.cues[0].end, _CUE) if stance.cues else (-1, -1, _CUE)
            self._watch(stance.p, cue[0], dull, (cue, stance.id))
        self._open, self._open_doubt = len(self._doubts), sum(self._doubts)

    def _watch(self, p: float, place: int, dull: list[Range], facts: tuple[_Fact, ...]) -> None:
        if any(range.holds(place) for range in dull):
            return
        for fact in facts:
            self._items.setdefault(fact, []).append(len(self._doubts))
        self._doubts.append(max(0, round((1 - abs(2 * p - 1)) * SCALE)))
        self._settled.append(0)

    def _count(self, item: Mention | Stance | Rejection, by: int) -> None:
        """A decision that is there now (``by`` 1) or no more (-1)."""
        if isinstance(item, Mention):
            self._labels[item.label] = self._labels.get(item.label, 0) + by
        if (item.run if isinstance(item, Rejection) else item.origin and item.origin.run) not in (None, MEMORY):
            self._answered += by
        if not self._items:
            return
        for fact in _facts(item, self._suggestion.run):
            items = self._items.get(fact)
            if items is not None:
                known = self._known[fact] = self._known.get(fact, 0) + by
                if known == max(0, by):  # the first that says it, or the last that did
                    for number in items:
                        self._settle(number, by)

    def _settle(self, number: int, by: int) -> None:
        self._settled[number] += by
        if self._settled[number] == max(0, by):
            self._open -= by
            self._open_doubt -= by * self._doubts[number]


_Fact = tuple[int | None, int | None] | tuple[int, int, str] | str
"""What settles suggested items: a range (of a mention), a range with a label or as a cue, the id of a stance."""
_CUE = "\tcue"
_MENTION = "\tmention "
"""Before the id of a suggested mention."""


def _facts(item: Mention | Stance | Rejection, run: str) -> list[_Fact]:
    """What a decision says about the suggestions of a run."""
    if isinstance(item, Mention):
        origin = item.origin
        ranges: list[_Fact] = [(item.start, item.end)]
        if origin is None:
            return ranges
        return [*ranges, (origin.start, origin.end), *([_MENTION + origin.item] if origin.run == run else ())]
    if isinstance(item, Rejection):
        thing, kind = (item.label, _MENTION) if item.what == "mention" else (_CUE, "")
        return [(item.start, item.end, thing), *([kind + item.item] if item.run == run else ())]
    cues: list[_Fact] = [(cue.start, cue.end, _CUE) for cue in item.cues[:1]]
    return cues if item.origin is None or item.origin.run != run else [*cues, item.origin.item]


def disagreement(newest: Suggestion | None, before: Suggestion | None) -> int:
    """The column ``disagreement`` of ``listing``: how much the two newest runs differ on an article.

    That is 1 − F1 of the one against the other, which is the same both ways (Dice's coefficient), over all mentions (by
    range and label) and stances (by the names of their ends and polarity): 0 when they say the same, 1 when they share
    nothing; 0 also while there is only one run. That models which disagree show what is worth a look is the idea of
    query by committee (Seung, Opper and Sompolinsky 1992). What the curator decided does not count.
    """
    if newest is None or before is None:
        return 0
    one, other = _things(newest), _things(before)
    size = len(one) + len(other)
    return (size - 2 * len(one & other)) * SCALE // size if size else 0


def _things(suggestion: Suggestion) -> set[tuple[object, ...]]:
    names = {entity.id: entity.name.casefold() for entity in suggestion.entities}
    names |= {end: f"\t{end}" for end in NOT_AN_ENTITY}
    found: set[tuple[object, ...]] = {(m.start, m.end, m.label) for m in suggestion.mentions}
    stances: Iterable[tuple[object, ...]] = (
        (names.get(s.holder), names.get(s.target), s.polarity, "stance") for s in suggestion.stances
    )
    return found | set(stances)
