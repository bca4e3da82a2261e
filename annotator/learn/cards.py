"""What is written down about a trained model: from which gold, how, how good, and whether it is better than the one before.

A :class:`Card` lies as ``card.json`` in the model's folder. Counts are whole numbers, shares go from 0 to 1.
"""

from __future__ import annotations

from typing import Literal

from annotator.records import Record

PartName = Literal["entities", "clusters", "stances"]
PARTS: tuple[PartName, ...] = ("entities", "clusters", "stances")
"""What can be trained, in the order in which it is."""


class Settings(Record, frozen=True):
    """How to train. The same gold, base, settings and program give the same model.

    ``rounds`` is how often the gold is read at most, ``words`` how many words of it in all (a large gold is read fewer
    times), ``patience`` after how many rounds without a better score it stops. A step reads from ``least_batch`` to
    ``batch`` words, the more the larger the gold is. ``rehearsal`` is the share of words on
    which the base model's own findings are practised. ``rate`` and ``dropout`` are those of the recogniser's network.
    """

    seed: int = 0
    parts: tuple[PartName, ...] = PARTS
    rounds: int = 12
    words: int = 120_000
    patience: int = 3
    rate: float = 0.001
    dropout: float = 0.2
    batch: int = 800
    least_batch: int = 200
    rehearsal: float = 0.2


class Counts(Record, frozen=True):
    """How many suggestions were right, how many were wrong, and what of the gold was missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def precision(self) -> float:
        """The share of the suggestions that is right; 0 when there are none."""
        return self.right / (self.right + self.wrong) if self.right else 0.0

    @property
    def recall(self) -> float:
        """The share of the gold that is suggested; 0 when there is none."""
        return self.right / (self.right + self.missed) if self.right else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of the two, 0 when nothing is right."""
        return 2 * self.right / (2 * self.right + self.wrong + self.missed) if self.right else 0.0

    @property
    def gold(self) -> int:
        """How many there are in the gold."""
        return self.right + self.missed


class Scores(Record, frozen=True):
    """A model on held-out gold, as a curator would see its suggestions.

    ``mentions`` are right when range and label are, ``ranges`` when the range is; ``by_label`` parts the mentions by
    label. ``stances`` are right when holder, target (any words of the same entity) and polarity are. ``corrections`` is
    how many decisions beyond accepting an article needs: a label, an edge, a mention added, one rejected.
    """

    articles: int = 0
    mentions: Counts = Counts()
    ranges: Counts = Counts()
    by_label: dict[str, Counts] = {}
    stances: Counts = Counts()
    corrections: int = 0

    @property
    def corrections_per_article(self) -> float:
        """Decisions beyond accepting, for each article; 0 when there is no article."""
        return self.corrections / self.articles if self.articles else 0.0


class GoldUsed(Record, frozen=True):
    """The gold: its articles by what they were for (see :mod:`annotator.learn.split`), and the hash of its records.

    ``sha256`` is of the canonical gold lines in the order of their ids; ``blind`` counts those held out that were curated
    without suggestions.
    """

    articles: int
    taught: int
    watched: int
    held_out: int
    mentions: int
    stances: int
    sha256: str
    blind: int = 0

    @property
    def exam(self) -> str:
        """How much is held out, and how much of that is blind, in words."""
        blind = "all" if self.blind == self.held_out else f"{self.blind:,} of them"
        return f"{self.held_out:,} held out" + (f", {blind} blind" if self.blind else "")


class PartReport(Record, frozen=True):
    """What became of one part. ``trained`` is False when it stayed as it was in the base, ``told`` says why, or what else
    a curator should know. ``labels`` are those that were taught. ``kept`` is the share (F1) of the base model's own
    findings of other labels that the new model still makes on text it was not taught; None when it has none.
    """

    part: PartName
    trained: bool
    told: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    kept: float | None = None
    seconds: float = 0.0


class Point(Record, frozen=True):
    """One point of the chart: after ``step`` of at most ``steps`` of a part, in its ``round``, ``loss`` (for each word, or
    each example) and, at a round's end, ``score`` (F1 on the watched gold); ``best`` marks the round that is kept."""

    part: PartName
    step: int
    steps: int
    round: int
    loss: float | None = None
    score: float | None = None
    best: bool = False


class Verdict(Record, frozen=True):
    """Whether the new model should take the old one's place, and why, in one sentence for the curator."""

    promote: bool
    why: str
    enough: bool = True
    """False when there is too little held-out gold to tell."""


class Card(Record, frozen=True):
    """All that is known of a trained model. ``name`` is its folder's name on the shelf.

    ``base`` is the pipeline it was trained from, ``old`` the model it was compared with ("" for the base itself), each
    with its scores on the same held-out gold. ``size`` is in bytes, ``peak`` the most memory in MB (None where the system
    does not say), ``cpu`` the seconds that a processor really worked, ``at`` ISO 8601 in UTC, ``program`` this program's
    version, ``points`` the chart, ``event`` the newest event of the project's log that the gold holds.
    """

    name: str
    at: str
    base: str
    base_model: str
    old: str
    program: str
    settings: Settings
    gold: GoldUsed
    parts: tuple[PartReport, ...]
    before: Scores
    after: Scores
    verdict: Verdict
    seconds: float
    size: int = 0
    peak: float | None = None
    cpu: float = 0.0
    points: tuple[Point, ...] = ()
    event: int = 0
