"""What lists are derived from: against the definitions in plain words, and however decisions followed each other."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator import edits
from annotator.page import Page
from annotator.records import (
    Annotation,
    Article,
    Mention,
    Origin,
    Rejection,
    Section,
    Stance,
    SuggestedEntity,
    SuggestedMention,
    SuggestedStance,
    Suggestion,
)
from annotator.spans import Range
from annotator.store.deriving import SCALE, Tally, disagreement
from tests.store.test_replay import change_between

spans = st.sampled_from([(0, 2), (0, 3), (4, 6), (8, 9)])
labels = st.sampled_from(["A", "B"])
runs = st.sampled_from(["r1", "r2"])
ps = st.sampled_from([0.0, 0.3, 0.5, 0.8, 1.0])
ids = st.sampled_from(["1", "2", "3"])
cues = st.lists(spans.map(lambda s: Range(*s)), max_size=2).map(tuple)

suggested_mentions = st.builds(lambda i, s, label, p: SuggestedMention(i, *s, label, "e1", p), ids, spans, labels, ps)
suggested_stances = st.builds(
    lambda i, p, c: SuggestedStance(i, "e1", "e2", "favor", p, c),
    ids,
    ps,
    cues,
)
suggestions = st.builds(
    Suggestion,
    st.just("r1"),
    st.just((SuggestedEntity("e1", "A", "One"), SuggestedEntity("e2", "B", "Two"))),
    st.lists(suggested_mentions, max_size=5).map(tuple),
    st.lists(suggested_stances, max_size=3).map(tuple),
)
origins = st.none() | st.builds(lambda r, i, s: Origin(r, i, *s), runs, ids, spans)
mentions = st.builds(lambda i, s, label, o: Mention(i, *s, label, "1", origin=o), ids, spans, labels, origins)
stances = st.builds(lambda i, c, o: Stance(i, "1", "2", "favor", c, origin=o), ids, cues, origins)
rejections = st.builds(
    lambda what, s, label, r, i: Rejection(what, *s, label, r, item=i),
    st.sampled_from(["mention", "stance"]),
    spans,
    labels,
    runs,
    ids,
)
annotations = st.builds(
    Annotation,
    status=st.sampled_from(["todo", "started", "started", "done", "skipped"]),
    flagged=st.booleans(),
    note=st.sampled_from(["", "n"]),
    sections=st.sampled_from([(), (), (Section(4, 9),), (Section(0, 3, "body"),)]),
    mentions=st.dictionaries(ids, mentions, max_size=3),
    stances=st.dictionaries(ids, stances, max_size=3),
    rejected=st.dictionaries(ids, rejections, max_size=2),
)


def undecided(suggestion: Suggestion, annotation: Annotation) -> list[float]:
    """The p of what is undecided, as the docstring of ``uncertainty`` says it."""
    dull = [s for s in annotation.sections if s.kind == "boilerplate"]
    decided, rejected = annotation.mentions.values(), annotation.rejected.values()

    def is_dull(place: int) -> bool:
        return any(s.start <= place < s.end for s in dull)

    def mention_is_open(m: SuggestedMention) -> bool:
        taken = any((d.start, d.end) == (m.start, m.end) for d in decided)
        came = any(d.origin and (d.origin.start, d.origin.end) == (m.start, m.end) for d in decided)
        came = came or any(d.origin and (d.origin.run, d.origin.item) == ("r1", m.id) for d in decided)
        refused = any((r.what, r.start, r.end, r.label) == ("mention", m.start, m.end, m.label) for r in rejected)
        refused = refused or any((r.what, r.run, r.item) == ("mention", "r1", m.id) for r in rejected)
        return not (taken or came or refused or is_dull(m.start))

    def stance_is_open(s: SuggestedStance) -> bool:
        here = [d for d in annotation.stances.values() if d.origin and (d.origin.run, d.origin.item) == ("r1", s.id)]
        refused = [r for r in rejected if r.what == "stance"]
        came = here or [r for r in refused if (r.run, r.item) == ("r1", s.id)]
        first = s.cues[0] if s.cues else None
        same = first and (
            any(d.cues[:1] == (first,) for d in annotation.stances.values())
            or any((r.start, r.end) == (first.start, first.end) for r in refused)
        )
        return not (came or same or (first is not None and is_dull(first.start)))

    return [m.p for m in suggestion.mentions if mention_is_open(m)] + [
        s.p for s in suggestion.stances if stance_is_open(s)
    ]


@settings(max_examples=300, deadline=None)
@given(st.none() | suggestions, st.lists(annotations, min_size=1, max_size=5))
def test_a_tally_that_followed_every_decision_says_what_a_new_one_says(
    suggestion: Suggestion | None, decided: list[Annotation]
) -> None:
    before, *later = decided
    tally = Tally(suggestion, before)
    for after in (before, *later):
        tally.follow(after, change_between(before, after))
        fresh, before = Tally(suggestion, after), after
        assert (tally.shown, tally.labels) == (fresh.shown, fresh.labels)
        assert tally.uncertainty == fresh.uncertainty
        things = [*after.mentions.values(), *after.stances.values()]
        answered = len(after.rejected) + sum(thing.origin is not None for thing in things)
        size = len(things) + len(after.rejected)
        assert tally.shown == (after.status, after.flagged, bool(after.note), size, answered)
        suggested = {m.label for m in suggestion.mentions} if suggestion else set()
        assert tally.labels == suggested | {m.label for m in after.mentions.values()}
        doubts = [1 - abs(2 * p - 1) for p in undecided(suggestion, after)] if suggestion else []
        mean = sum(doubts) / len(doubts) if doubts and after.status not in ("done", "skipped") else 0.0
        assert tally.uncertainty / SCALE == pytest.approx(mean, abs=1.01 / SCALE)


TEXT = "Ana Keller met Boris Lindqvist. Ana Keller praised him."


def test_uncertainty_is_about_what_the_page_shows_as_open() -> None:
    """Whatever is decided with the acts of a curator."""
    names = [("m1", 0, 10, "PERSON", 0.9), ("m2", 15, 30, "ORG", 0.5), ("m3", 32, 42, "PERSON", 0.7)]
    suggestion = Suggestion(
        "r1",
        (SuggestedEntity("e1", "PERSON", "Ana Keller"), SuggestedEntity("e2", "ORG", "Boris Lindqvist")),
        tuple(SuggestedMention(i, s, e, label, "e2" if i == "m2" else "e1", p) for i, s, e, label, p in names),
        (SuggestedStance("s1", "e1", "e2", "favor", 0.6, (Range(43, 50),)),),
    )
    page = Page(Article("a", TEXT), Annotation(), suggestion)
    tally = Tally(suggestion, page.annotation)
    for act, *words in (
        (edits.accept, "?m1"),
        (edits.label, "?m2", "PERSON"),
        (edits.reject, "?m3"),
        (edits.reject, "?s1"),
        (edits.skip,),
        (edits.reopen,),
    ):
        after, change = act(page, *words)  # type: ignore[operator]
        tally.follow(after, change)
        page = Page(page.article, after, suggestion)
        found = [page.item(item) for item in page.open]
        doubts = [round(SCALE * (1 - abs(2 * item.p - 1))) for item in found]  # type: ignore[union-attr,operator]
        idle = after.status in ("done", "skipped") or not doubts
        assert tally.uncertainty == (0 if idle else sum(doubts) // len(doubts)), act


def test_disagreement_is_one_minus_f1_of_mentions_and_stances() -> None:
    entities = (SuggestedEntity("e1", "A", "Ana Keller"), SuggestedEntity("e2", "B", "Plan"))
    swapped = (SuggestedEntity("e2", "A", "ana keller"), SuggestedEntity("e1", "B", "PLAN"))
    one = Suggestion(
        "r1",
        entities,
        (SuggestedMention("m1", 0, 3, "A", "e1", 0.5), SuggestedMention("m2", 5, 9, "B", "e2", 0.5)),
        (SuggestedStance("s1", "e1", "e2", "favor", 0.5),),
    )
    same = Suggestion(
        "r2",
        swapped,
        (SuggestedMention("m9", 5, 9, "B", "e1", 0.9), SuggestedMention("m8", 0, 3, "A", "e2", 0.9)),
        (SuggestedStance("s4", "e2", "e1", "favor", 0.1),),
    )
    assert disagreement(one, same) == 0, "ids and p are the run's own"
    fewer = Suggestion("r2", swapped, same.mentions[:1], (SuggestedStance("s4", "e2", "e1", "against", 0.1),))
    assert disagreement(one, fewer) == disagreement(fewer, one) == SCALE * 3 // 5  # one of 3 and 2 things is shared
    assert disagreement(one, Suggestion("r2")) == SCALE
    assert disagreement(Suggestion("r1"), Suggestion("r2")) == disagreement(one, None) == disagreement(None, None) == 0
