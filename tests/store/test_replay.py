"""Whatever is decided: what is stored is what the log leads to, now, after opening again, and backwards."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from annotator.records import (
    POLARITIES,
    Annotation,
    Article,
    Change,
    Entity,
    Mention,
    Origin,
    Provenance,
    Rejection,
    Section,
    Stance,
    Step,
    apply_change,
)
from annotator.spans import Range
from annotator.store import STATUSES, Entry, Query
from tests.store.making import AT, Backend

ids = st.sampled_from(["1", "2", "3"])
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
offsets = st.integers(0, 50)
ranges = st.builds(Range, offsets, offsets)
origins = st.none() | st.builds(Origin, words, ids, st.none() | offsets)
extra = st.dictionaries(words, st.none() | st.booleans() | st.integers(-5, 5) | words, max_size=2)
decisions = st.sampled_from(["accepted", "corrected", "added", "imported"])

mentions = st.builds(Mention, ids, offsets, offsets, words, ids, decisions, st.booleans(), origins, extra)
entities = st.builds(Entity, ids, words, words, st.dictionaries(words, words, max_size=2), extra=extra)
cues = st.lists(ranges, max_size=2).map(tuple)
stances = st.builds(Stance, ids, ids, ids, st.sampled_from(POLARITIES), cues, decision=decisions, origin=origins)
rejections = st.builds(Rejection, st.sampled_from(["mention", "stance"]), offsets, offsets, words)
annotations = st.builds(
    Annotation,
    status=st.sampled_from(STATUSES),
    flagged=st.booleans(),
    note=words,
    sections=st.lists(st.builds(Section, offsets, offsets), max_size=2).map(tuple),
    entities=st.dictionaries(ids, entities, max_size=3),
    mentions=st.dictionaries(ids, mentions, max_size=3),
    stances=st.dictionaries(ids, stances, max_size=3),
    rejected=st.dictionaries(words, rejections, max_size=2),
    looked_at=st.lists(ranges, max_size=2).map(tuple),
    curators=st.lists(words, max_size=2).map(tuple),
    done_at=st.none() | words,
    base=st.none() | st.builds(Provenance, accepted=offsets),
    serial=offsets,
)


def change_between(before: Annotation, after: Annotation) -> Change:
    """One step for every item or field in which they differ."""
    steps: list[Step] = []
    for field in Annotation.__struct_fields__:
        old, new = getattr(before, field), getattr(after, field)
        if field in ("mentions", "entities", "stances", "rejected"):
            for key in sorted({*old, *new}):
                if old.get(key) != new.get(key):
                    steps.append(Step((field, key), plain(old.get(key)), plain(new.get(key))))
        elif old != new:
            steps.append(Step((field,), plain(old), plain(new)))
    return Change("edit", "edit", tuple(steps))


def plain(value: Any) -> Any:
    return msgspec.to_builtins(value)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["a", "b"]), annotations), max_size=8), st.booleans())
@example([("a", Annotation(entities={"1": Entity("1", "", "\0", {"": ""})}))], False)  # SQL ends a text at a NUL
def test_the_log_leads_to_what_is_stored(
    backend: Backend,
    tmp_path_factory: pytest.TempPathFactory,
    decided: list[tuple[str, Annotation]],
    in_one_go: bool,
) -> None:
    path = tmp_path_factory.mktemp("replay") / "p.annot"
    start = {"a": Annotation(sections=(Section(1, 2),)), "b": Annotation()}
    now = dict(start)
    entries = []
    for id, after in decided:
        entries.append(Entry(id, "ann", AT, change_between(now[id], after), after))
        now[id] = after
    store = backend.create(path)
    try:
        store.add([Article("a", "one", sections=(Section(1, 2),)), Article("b", "two")])
        for batch in [entries] if in_one_go else [[entry] for entry in entries]:
            store.append(batch)
        store.close()
        store = backend.open(path)
        assert {id: store.annotation(id) for id in now} == now
        assert store.check() == []
        for id, annotation in now.items():
            log = store.events(id)
            replayed = start[id]
            for event in log:
                replayed = apply_change(replayed, event.change)
            assert replayed == annotation
            for event in reversed(log):
                replayed = apply_change(replayed, event.change.inverse())
            assert replayed == start[id]
        for row in store.rows(Query()):
            there = now[row.id]
            assert (row.status, row.flagged, row.note) == (there.status, there.flagged, bool(there.note))
            assert row.decided == len(there.mentions) + len(there.stances) + len(there.rejected)
    finally:
        store.close()
