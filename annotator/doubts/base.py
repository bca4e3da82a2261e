"""What all checks share: the case that they look at, the doubt that they tell, and what a check is."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from annotator.outline import sentence_number
from annotator.records import Annotation, Article, Mention, Record, Stance, Suggestion
from annotator.spans import Range, line_at

Act = Literal["label", "move", "reject", "label_entity", "remove_entity", "add"]
"""The acts of :mod:`annotator.edits` that a fix may name."""

_PRONOUNS = frozenset(
    (
        "i", "me", "my", "mine", "you", "your", "yours", "he", "him", "his", "she", "her",
        "hers", "it", "its", "we", "us", "our", "ours", "they", "them", "their", "theirs", "this",
        "that", "these", "those", "who", "whom", "whose", "which", "one", "himself", "herself", "itself", "themselves",
    )
)  # fmt: skip


def is_pronoun(words: str) -> bool:
    """Whether words mean something else in every sentence, so that their label says nothing of the next place; not "US"."""
    return words.casefold() in _PRONOUNS and (len(words) == 1 or not words.isupper())


class Fix(Record, frozen=True):
    """What would mend a doubt: an act of :mod:`annotator.edits` with its arguments behind the page, and in words."""

    act: Act
    args: tuple[str | int, ...]
    words: str


class Doubt(Record, frozen=True):
    """One place where gold looks wrong. ``start`` and ``end`` are code points; both are 0 for the whole article.

    ``rank`` says how doubtful it is beside others of its check (more is more), ``key`` names the doubt as long as the
    gold at its place is what it is.
    """

    check: str
    article: str
    start: int
    end: int
    words: str
    reason: str
    key: str
    rank: float = 0.0
    fix: Fix | None = None


class Worked(Record, frozen=True):
    """The active time (seconds) that a curator spent on an article until it was finished."""

    curator: str
    seconds: float


@dataclass(frozen=True)
class Case:
    """One finished article. ``suggestion`` is that of the newest run, ``worked`` looks up the time, None if unknown."""

    article: Article
    annotation: Annotation
    suggestion: Suggestion | None = None
    worked: Callable[[], Worked | None] = lambda: None

    @cached_property
    def mentions(self) -> list[Mention]:
        """The mentions in reading order, the outer before the inner."""
        return sorted(self.annotation.mentions.values(), key=lambda m: (m.start, -m.end, m.label))

    @cached_property
    def members(self) -> dict[str, list[Mention]]:
        """The mentions of each entity that has any, in reading order."""
        found: dict[str, list[Mention]] = {}
        for mention in self.mentions:
            found.setdefault(mention.entity, []).append(mention)
        return found

    @property
    def sentences(self) -> tuple[Range, ...]:
        """The sentences as the newest run has them; none without a run."""
        return () if self.suggestion is None else self.suggestion.outline.sentences

    def words(self, mention: Mention) -> str:
        """A mention's words, on one line."""
        return " ".join(mention.range.of(self.article.text).split())

    def name(self, end: str) -> str:
        """The name of a stance's end."""
        entity = self.annotation.entities.get(end)
        return end if entity is None else entity.name

    def sentence(self, offset: int) -> int:
        """What tells the sentence at ``offset`` from others: its number, or where its line starts without a run."""
        if self.suggestion is not None and self.sentences:
            return sentence_number(self.suggestion.outline, offset)
        return line_at(self.article.text, offset).start

    def is_boilerplate(self, span: Range) -> bool:
        """Whether a range begins in a section that is boilerplate."""
        return any(s.kind == "boilerplate" and s.range.holds(span.start) for s in self.annotation.sections)

    def place(self, stance: Stance) -> Range:
        """Where to look for a stance: its first cue, else a mention of its target or holder, else the start."""
        if stance.cues:
            return stance.cues[0]
        ends = [*self.members.get(stance.target, ()), *self.members.get(stance.holder, ())]
        return ends[0].range if ends else Range(0, 0)

    def doubt(
        self, check: str, span: Range, reason: str, gold: Iterable[str], *, rank: float = 0.0, fix: Fix | None = None
    ) -> Doubt:
        """A doubt of a check about a range; ``gold`` is what was decided there: when it changes, the key does."""
        words = " ".join(span.of(self.article.text).split())
        return make_doubt(check, self.article.id, span, words, reason, gold, rank=rank, fix=fix)


def make_doubt(
    check: str,
    article: str,
    span: Range,
    words: str,
    reason: str,
    gold: Iterable[str],
    *,
    rank: float = 0.0,
    fix: Fix | None = None,
) -> Doubt:
    """The same about an article that is no longer at hand; ``words`` are those in the range."""
    told = (check, article, str(span.start), str(span.end), words, *gold)
    key = f"{check}-{hashlib.sha256(chr(0).join(told).encode()).hexdigest()[:16]}"
    return Doubt(check, article, span.start, span.end, words, reason, key, rank, fix)


class Check:
    """One check. It is shown every finished article to learn from, and then every one again to tell its doubts.

    Most have nothing to learn: then ``learns`` is False, and no time is spent on it.
    """

    name = ""
    title = ""
    learns = False

    def learn(self, case: Case) -> None:
        """Take in an article. What is kept must stay small: there may be 100,000."""

    def doubts(self, case: Case) -> Iterable[Doubt]:
        """What looks wrong in an article, now that all are known."""
        raise NotImplementedError
