"""How far a project is: counted from its log and its lists."""

from __future__ import annotations

from collections import Counter

from annotator.project.answers import Counts
from annotator.records import LOOK
from annotator.store import Reader
from annotator.store.history import IMPORT

_HOUR = 3_600_000
"""Milliseconds."""


def counted(store: Reader, blind: set[str]) -> Counts:
    """Articles by status, decisions by kind, curators, runs and speed; ``blind`` are the articles curated so."""
    decisions: Counter[str] = Counter()
    curators: set[str] = set()
    active = 0
    for event in store.events(brief=IMPORT):
        curators.add(event.who)
        active += event.ms or 0
        if event.undoes is None and event.redoes is None and event.change.kind != LOOK:
            decisions[event.change.kind] += 1
    done = decisions["finish"]
    return Counts(
        store.counts(),
        dict(sorted((+decisions).items())),
        tuple(sorted(curators)),
        tuple(store.runs()),
        round(active / 60_000, 1),
        round(done * _HOUR / active, 1) if done and active else None,
        store.merged(),
        len(blind),
        len(blind.intersection(store.ids(("done",)))) if blind else 0,
    )
