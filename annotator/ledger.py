"""What became of every suggestion: derived from what is stored, so it is exact after any undo and any restart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from annotator.page import Page
from annotator.records import (
    Annotation,
    Article,
    Record,
    Rejection,
    Stance,
    SuggestedMention,
    SuggestedStance,
    Suggestion,
)
from annotator.spans import Range

Fate = Literal["accepted", "bulk", "range", "label", "rejected", "dropped", "unseen", "open"]
"""``accepted`` as it stands; the same in ``bulk``; accepted with another ``range`` (of a stance: ends or cue) or another
``label`` (polarity); ``rejected``; ``dropped``: its sentence was looked at, and the article done, without a decision;
``unseen``: never looked at; ``open``: looked at, and nothing decided yet."""
FATES: tuple[Fate, ...] = ("accepted", "bulk", "range", "label", "rejected", "dropped", "unseen", "open")
WORDS: dict[Fate, str] = {
    "accepted": "accepted",
    "bulk": "accepted in bulk",
    "range": "range changed",
    "label": "label changed",
    "rejected": "rejected",
    "dropped": "dropped",
    "unseen": "never looked at",
    "open": "open",
}
JUDGED: tuple[Fate, ...] = ("accepted", "range", "label", "rejected")
"""Fates that a curator gave one by one: only these say how good suggestions are."""


class Line(Record, frozen=True):
    """One suggestion and its fate. ``item`` is its id in the run, ``by`` the suggester ("" when the run does not say),
    ``place`` where it stands, ``label`` its label or polarity, ``p`` its probability."""

    item: str
    kind: Literal["mention", "stance"]
    place: Range
    label: str
    p: float
    by: str
    fate: Fate


def ledger(
    annotation: Annotation, suggestion: Suggestion, looked_at: Sequence[Range] | None = None
) -> tuple[Line, ...]:
    """The fate of every suggestion of a run under an article's annotation: mentions, then stances, as suggested.

    A decision is about the thing, whichever run it came from: so each run has a fate for each of its suggestions.
    ``looked_at`` are the ranges that were looked at, those of the annotation when it is not given.
    """
    page = Page(Article("", ""), annotation, suggestion)
    looked = annotation.looked_at if looked_at is None else looked_at
    return (*_mentions(page, suggestion, looked), *_stances(page, suggestion, looked))


def _mentions(page: Page, suggestion: Suggestion, looked: Sequence[Range]) -> Iterator[Line]:
    reasons = page.reasons()
    for mention in suggestion.mentions:
        fate = _decided(page, mention, [r for r in reasons.get(mention.id, ()) if r[0] in ("mentions", "rejected")])
        fate = fate or _undecided(page, mention.range, looked)
        yield Line(mention.id, "mention", mention.range, mention.label, mention.p, mention.by, fate)


def _decided(page: Page, suggested: SuggestedMention, reasons: list[tuple[str, ...]]) -> Fate | None:
    """What was decided about a mention: what came of it, else a decision on the same range, else that it is rejected,
    else another try at the same thing; None when nothing was."""
    run, annotation = page.proposal.run_of(suggested.id), page.annotation
    found = [annotation.mentions[id] for what, id in reasons if what == "mentions"]
    own = [m for m in found if m.origin is not None and (m.origin.run, m.origin.item) == (run, suggested.id)]
    here = [m for m in found if m.range == suggested.range]
    here.sort(key=lambda m: m.label != suggested.label)
    rejected = any(what == "rejected" for what, _ in reasons)
    for mention in own or ([] if rejected and here and here[0].label != suggested.label else here):
        if mention.label != suggested.label:
            return "label"
        if mention.range != suggested.range:
            return "range"
        return "bulk" if mention.bulk else "accepted"
    return "rejected" if rejected else "range" if found else None


def _undecided(page: Page, place: Range, looked: Sequence[Range]) -> Fate:
    if not any(span.start <= place.start < span.end for span in looked):
        return "unseen"
    return "dropped" if page.annotation.status == "done" else "open"


def _stances(page: Page, suggestion: Suggestion, looked: Sequence[Range]) -> Iterator[Line]:
    # A rejection is about words; of a finished article the ends that were only suggested have no name any more.
    refused = {(r.run, r.item): r for r in page.annotation.rejected.values() if r.what == "stance"}
    for stance in suggestion.stances:
        item = page.suggested_stance(stance)
        answer = page.answer_to(item) or refused.get((suggestion.run, stance.id))
        place = stance.cues[0] if stance.cues else Range(item.anchor, item.anchor)
        fate = _undecided(page, place, looked) if answer is None else _stance_fate(page, stance, answer)
        yield Line(stance.id, "stance", place, stance.polarity, stance.p, stance.by, fate)


def _stance_fate(page: Page, suggested: SuggestedStance, answer: Stance | Rejection) -> Fate:
    if isinstance(answer, Rejection):
        return "rejected"
    item = page.suggested_stance(suggested)
    if answer.polarity != suggested.polarity:
        return "label"
    if (answer.holder, answer.target, answer.cues) != (item.holder, item.target, item.cues):
        return "range"
    return "bulk" if answer.bulk else "accepted"
