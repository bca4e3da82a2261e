"""What a model proposes: a suggestion with its entities, mentions and stances, and the run that made it."""

from __future__ import annotations

from typing import Any

import msgspec

from annotator.records.base import Manner, Polarity, Record
from annotator.spans import Range

MEMORY = "memory"
"""Who suggests what follows from decisions; also the run of its suggestions, which are never stored."""


class SuggestedEntity(Record, frozen=True):
    """A cluster of suggested mentions; ``id`` is local to the suggestion ("e1"). ``links`` are those of an entity."""

    id: str
    label: str
    name: str
    about: tuple[str, ...] = ()
    why: str = ""
    links: dict[str, str] = {}


class Choice(Record, frozen=True):
    """A label that a suggested mention may have instead, with its probability."""

    label: str
    p: float


class SuggestedMention(Record, frozen=True):
    """A suggested range with a label; ``p`` is the probability that a curator accepts it as it stands.

    ``others`` are the next-best labels, likeliest first; ``by`` names the suggester ("ner", "stance", "memory", a plug-in).
    """

    id: str
    start: int
    end: int
    label: str
    entity: str
    p: float
    why: str = ""
    by: str = msgspec.field(name="source", default="")  # its name on disk since the first version
    others: tuple[Choice, ...] = ()

    @property
    def range(self) -> Range:
        """The mention's place in the text."""
        return Range(self.start, self.end)


class SuggestedStance(Record, frozen=True):
    """A suggested stance between suggested entities (their ids), ``writer`` or ``unnamed``.

    ``holder_mention`` and ``target_mention`` name the suggested mentions on which it rests, so that accepting the stance
    can accept its ends; ``why`` is a sentence for the curator ("rebuffed: subject → object"); ``by`` names the suggester
    when it is not the model itself ("memory", a plug-in).
    """

    id: str
    holder: str
    target: str
    polarity: Polarity
    p: float
    cues: tuple[Range, ...] = ()
    manner: Manner = "reported"
    source: str | None = None
    holder_mention: str | None = None
    target_mention: str | None = None
    why: str = ""
    by: str = ""


class Predicate(Record, frozen=True):
    """A word that may govern a stance, as the parse has it: a verb, or a noun such as "bid".

    ``cue`` is the word with its particle and with what turns it round, ``span`` all that hangs on it, ``subject`` who does
    it (if the sentence says), ``polarity`` what the lexicon says of it, if anything; a ``deed`` is done, not said.
    """

    cue: Range
    span: Range
    subject: Range | None = None
    polarity: Polarity | None = None
    deed: bool = False


class Outline(Record, frozen=True):
    """What the desk needs of the parse: sentences in order, and the predicates in reading order.

    ``phrases`` are what may be marked as a mention, in groups (topics, other things, people and times), each in reading
    order. ``cues`` are what beside the predicates may show a stance ("refused to criticize", "reckless"), in reading order.
    Both are empty in suggestions of older versions.
    """

    sentences: tuple[Range, ...] = ()
    predicates: tuple[Predicate, ...] = ()
    phrases: tuple[Range, ...] = ()
    cues: tuple[Range, ...] = ()


class Suggestion(Record, frozen=True):
    """All that one model run proposes for one article; immutable, never gold. Items are in reading order."""

    run: str
    entities: tuple[SuggestedEntity, ...] = ()
    mentions: tuple[SuggestedMention, ...] = ()
    stances: tuple[SuggestedStance, ...] = ()
    outline: Outline = Outline()


class PairScore(Record, frozen=True):
    """How likely one given entity is for or against another; what is missing to 1 is "neither".

    ``holder`` and ``target`` are ids of given entities, ``decided`` is what the model would say, None for nothing.
    """

    holder: str
    target: str
    favor: float
    against: float
    decided: Polarity | None = None


class TargetScore(Record, frozen=True):
    """How likely the words are for or against a given entity, whoever holds it; what is missing to 1 is "neither"."""

    target: str
    favor: float
    against: float
    decided: Polarity | None = None


class Judgement(Record, frozen=True):
    """What a model says of an article whose mentions or entities it was given: for every ordered pair within reach, and
    for every entity. ``suggestion`` has the given entities' ids."""

    suggestion: Suggestion
    pairs: tuple[PairScore, ...] = ()
    targets: tuple[TargetScore, ...] = ()


class Run(Record, frozen=True):
    """One run of a model over a project. ``id`` names it for good; ``at`` is ISO 8601 in UTC."""

    id: str
    model: str
    version: str
    at: str
    settings: dict[str, Any] = {}
