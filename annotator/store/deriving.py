"""What lists filter and sort by, derived from an article's documents; ``check`` derives it again.

Shares lie in the file as whole numbers of :data:`SCALE`, so that two ways to the same share cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterable

from annotator.records import NOT_AN_ENTITY, Annotation, Article, Section, Status, Suggestion
from annotator.store.coding import sha

SCALE = 10_000
"""What a share of 1 is in the file."""


def word_count(article: Article) -> int:
    """The column ``words`` of ``listing``: pieces of the text parted by white space."""
    return len(article.text.split())


def shuffled(id: str, seed: str) -> int:
    """The column ``shuffle`` of ``listing``: 63 bits of a hash over the seed and the article's id."""
    return int.from_bytes(sha(f"{seed}\t{id}")[:8], "big") >> 1


def shown(annotation: Annotation) -> tuple[Status, bool, bool, int, int]:
    """The columns ``status, flagged, noted, decided, answered`` of ``listing``.

    ``decided`` counts mentions, stances and rejections, ``answered`` those of them that a suggestion stood behind.
    """
    origins = [mention.origin for mention in annotation.mentions.values()]
    origins += [stance.origin for stance in annotation.stances.values()]
    rejected = len(annotation.rejected)
    answered = rejected + sum(origin is not None for origin in origins)
    return annotation.status, annotation.flagged, bool(annotation.note), rejected + len(origins), answered


def decided_labels(annotation: Annotation) -> set[str]:
    """The labels of all decided mentions."""
    return {mention.label for mention in annotation.mentions.values()}


class Proposal:
    """The newest suggestion of an article (or None), made ready to say after each decision what follows from it."""

    def __init__(self, suggestion: Suggestion | None) -> None:
        self._suggestion = suggestion or Suggestion("")
        self._sections: tuple[Section, ...] | None = None
        self._mentions: list[tuple[tuple[int, int], tuple[int, int, str], int]] = []
        self._stances: list[tuple[str, tuple[int, int], int]] = []
        self.labels = frozenset(mention.label for mention in self._suggestion.mentions)
        self.columns = suggestion is not None, len(self._suggestion.mentions) + len(self._suggestion.stances)
        """The columns ``suggested, proposed`` of ``listing``: whether there is one, how much there is to decide about."""

    def uncertainty(self, annotation: Annotation) -> int:
        """The column ``uncertainty`` of ``listing``: how unsure the model is of what is undecided.

        That is the mean, over the undecided mentions and stances, of 1 − |2p − 1|: 0 for an item that is certainly
        right or wrong, 1 for one that may as well be either, as in margin sampling (Scheffer, Decomain and Wrobel 2001;
        Settles, Active Learning Literature Survey, 2009, §3.1). It is 0 when nothing is undecided, or the article is
        done or skipped.

        An item is undecided while no mention has its range or came of it and it was not rejected; a stance, while none
        came of it, or was decided or rejected by the same first cue. What stands in boilerplate does not count.
        """
        if annotation.status in ("done", "skipped"):
            return 0
        if annotation.sections != self._sections:
            self._lay_out(annotation.sections)
        doubts = self._open_mentions(annotation) + self._open_stances(annotation)
        return sum(doubts) // len(doubts) if doubts else 0

    def _lay_out(self, sections: tuple[Section, ...]) -> None:
        """What can be said once for all decisions: the items that count, where they are and how doubtful."""
        dull = [section.range for section in sections if section.kind == "boilerplate"]
        self._sections = sections
        self._mentions = [
            ((m.start, m.end), (m.start, m.end, m.label), _doubt(m.p))
            for m in self._suggestion.mentions
            if not any(range.holds(m.start) for range in dull)
        ]
        cued = [(s, s.cues[0] if s.cues else None) for s in self._suggestion.stances]
        self._stances = [
            (s.id, (cue.start, cue.end) if cue else _NOWHERE, _doubt(s.p))
            for s, cue in cued
            if cue is None or not any(range.holds(cue.start) for range in dull)
        ]

    def _open_mentions(self, annotation: Annotation) -> list[int]:
        mentions = annotation.mentions.values()
        taken = {(m.start, m.end) for m in mentions}
        taken.update((m.origin.start, m.origin.end) for m in mentions if m.origin is not None)  # type: ignore[misc]
        refused = {(r.start, r.end, r.label) for r in annotation.rejected.values() if r.what == "mention"}
        return [doubt for span, thing, doubt in self._mentions if span not in taken and thing not in refused]

    def _open_stances(self, annotation: Annotation) -> list[int]:
        if not self._stances:
            return []
        run = self._suggestion.run
        stances = annotation.stances.values()
        settled = {s.origin.item for s in stances if s.origin is not None and s.origin.run == run}
        cues = {(s.cues[0].start, s.cues[0].end) for s in stances if s.cues}
        for refused in annotation.rejected.values():
            if refused.what == "stance":
                cues.add((refused.start, refused.end))
                if refused.run == run:
                    settled.add(refused.item)
        return [doubt for id, cue, doubt in self._stances if id not in settled and cue not in cues]


_NOWHERE = (-1, -1)


def _doubt(p: float) -> int:
    return max(0, round((1 - abs(2 * p - 1)) * SCALE))


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
