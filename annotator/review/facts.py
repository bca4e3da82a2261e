"""What is kept of one finished article beside one run: its counts, its probabilities, what went wrong, and what it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from annotator.evaluating.disagreeing import Disagreement, mentions_apart, stances_apart
from annotator.evaluating.parting import entities_apart
from annotator.evaluating.scoring import Compared, Told, compare, score
from annotator.ledger import ledger
from annotator.quality.mentions import Normaliser
from annotator.records import LOOK, NOT_AN_ENTITY, Annotation, Article, Record, Suggestion
from annotator.review.flat import Key, flat
from annotator.store import Event

SOURCE, DATE = "source", "date"
"""The keys of an article's metadata by which figures can be sliced."""
BY_HAND = "finish"
"""The kind of change by which a curator finishes an article."""


class Facts(Record, frozen=True):
    """One article. ``labels`` are those of its gold as they are named there; ``day`` is of its date, ``done`` when it was
    finished, ``words`` are parted by white space. ``told`` are probabilities with outcomes by what they are about.

    ``ms`` is the active time on it, ``acts`` and ``presses`` what a curator did for it; None when it is not known.
    """

    article: str
    title: str = ""
    source: str = ""
    day: str = ""
    done: str = ""
    words: int = 0
    curators: tuple[str, ...] = ()
    blind: bool = False
    labels: tuple[str, ...] = ()
    ms: int | None = None
    acts: int | None = None
    presses: int | None = None
    counts: dict[Key, float] = {}
    told: dict[str, tuple[Told, ...]] = {}
    apart: tuple[Disagreement, ...] = ()


def facts_of(
    article: Article,
    annotation: Annotation,
    suggestion: Suggestion,
    rules: Sequence[Normaliser],
    events: Iterable[Event] = (),
) -> Facts:
    """The facts of an article; ``rules`` bring both sides to the same terms (see :mod:`annotator.evaluating`)."""
    suggestion = in_the_body(suggestion, annotation)
    compared = compare(article, annotation, suggestion, rules)
    scores = score(compared, rules)
    apart = (*mentions_apart(compared), *stances_apart(compared), *entities_apart(compared, rules))
    ms, acts, presses = _work(events)
    return Facts(
        article.id,
        article.title,
        _text(article.meta.get(SOURCE)),
        _text(article.meta.get(DATE))[:10],
        annotation.done_at or "",
        len(article.text.split()),
        annotation.curators,
        annotation.blind,
        tuple(sorted({m.label for m in annotation.mentions.values()})),
        ms,
        acts,
        presses,
        flat(scores) | _fates(annotation, suggestion) | _apart(compared, apart),
        scores.told,
        apart,
    )


def in_the_body(suggestion: Suggestion, annotation: Annotation) -> Suggestion:
    """The suggestion without what begins in boilerplate: nobody is shown it; a model that knows the sections skips it."""
    out = [section.range for section in annotation.sections if section.kind == "boilerplate"]
    if not out:
        return suggestion

    def inside(place: int) -> bool:
        return not any(span.holds(place) for span in out)

    mentions = tuple(m for m in suggestion.mentions if inside(m.start))
    left = {m.entity for m in mentions}
    had = {m.entity for m in suggestion.mentions}
    entities = tuple(e for e in suggestion.entities if e.id in left or e.id not in had)
    known = {*NOT_AN_ENTITY, *(e.id for e in entities)}
    stances = tuple(
        s for s in suggestion.stances if {s.holder, s.target} <= known and all(inside(cue.start) for cue in s.cues)
    )
    return msgspec.structs.replace(suggestion, entities=entities, mentions=mentions, stances=stances)


def _text(value: object) -> str:
    return str(value).strip() if isinstance(value, str | int) else ""


def _fates(annotation: Annotation, suggestion: Suggestion) -> dict[Key, float]:
    """What became of the suggestions, and what was added by hand. Nobody saw the suggestions of a blind article, so nothing
    became of them, whatever the gold happens to share with them."""
    if annotation.blind:
        return {}
    found: Counter[Key] = Counter()
    for line in ledger(annotation, suggestion):
        found["fates", line.kind, line.fate] += 1
    for kind, items in (("mention", annotation.mentions), ("stance", annotation.stances)):
        found["fates", kind, "added"] = sum(item.origin is None for item in items.values())
    return {key: float(count) for key, count in found.items() if count}


def _apart(compared: Compared, apart: Iterable[Disagreement]) -> dict[Key, float]:
    """How often what went wrong, by kind and by the labels of both sides; and what went right, by label."""
    found = Counter(("apart", d.what, d.kind, *d.labels) for d in apart)
    both = set(compared.gold_mentions) & set(compared.said_mentions)
    found.update(("apart", "mention", "right", label, label) for _, label in both)
    return {key: float(count) for key, count in found.items()}


def _work(events: Iterable[Event]) -> tuple[int | None, int | None, int | None]:
    """Active time (ms; pauses do not count), acts and key presses of an article; None when it was not finished by hand.

    Of what was done in bulk nothing tells how much of it belongs to this article, so it does not count.
    """
    own = [event for event in events if event.batch is None]
    if not any(event.change.kind == BY_HAND for event in own):
        return None, None, None
    ms = [event.ms for event in own if event.ms is not None]
    presses = [event.change.presses for event in own if event.change.presses is not None]
    acts = sum(event.change.kind != LOOK for event in own)
    return (sum(ms) if ms else None), acts, (sum(presses) if presses else None)
