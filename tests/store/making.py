"""Small helpers: articles, decisions and suggestions for tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from annotator.records import (
    Annotation,
    Article,
    Change,
    Mention,
    Origin,
    Run,
    Step,
    SuggestedEntity,
    SuggestedMention,
    Suggestion,
    apply_change,
)
from annotator.store import Entry, Store, create_store, open_store


class Backend(NamedTuple):
    """One implementation of the contract: how to make a project at a path, and how to open it again."""

    name: str
    create: Callable[[Path], Store]
    open: Callable[[Path], Store]


BACKENDS = [Backend("sqlite", create_store, open_store)]

AT = "2025-07-28T09:30:00Z"


def article(number: int, text: str = "", title: str = "") -> Article:
    """A small article of its own."""
    words = text or f"Article {number}: Kim Yo Jong dismissed offer {number} from Seoul."
    return Article(f"a{number}", words, {"source": "test", "title": title or f"Title {number}"})


def entry(
    annotation: Annotation,
    id: str,
    *steps: Step,
    kind: str = "note",
    who: str = "ann",
    undoes: int | None = None,
    redoes: int | None = None,
    batch: str | None = None,
) -> Entry:
    """An entry that does ``steps`` to ``annotation``, the present one of article ``id``."""
    change = Change(kind, kind, steps)
    return Entry(id, who, AT, change, apply_change(annotation, change), undoes, redoes, batch, 120)


def decide(store: Store, id: str, *steps: Step, kind: str = "note", who: str = "ann", batch: str | None = None) -> int:
    """Write one decision; its number in the log."""
    return store.append([entry(store.annotation(id), id, *steps, kind=kind, who=who, batch=batch)])[0]


def noted(words: str, before: str = "") -> Step:
    """The step that writes a note."""
    return Step(("note",), before or None, words)


def mention_added(number: int, *, answered: bool = False) -> Step:
    """The step that adds a mention; ``answered``: of a suggested one."""
    origin = Origin("r1", f"m{number}", number, number + 3, "ORG") if answered else None
    mention = Mention(f"m{number}", number, number + 3, "ORG", "e1", "accepted" if answered else "added", origin=origin)
    after = {f: getattr(mention, f) for f in ("id", "start", "end", "label", "entity", "decision")}
    if origin:
        after["origin"] = {"run": "r1", "item": origin.item, "start": number, "end": number + 3, "label": "ORG"}
    return Step(("mentions", mention.id), None, after)


def suggestion(run: str = "r1", mentions: int = 3, label: str = "ORG", p: float = 0.9) -> Suggestion:
    """A suggestion with so many mentions of one entity."""
    items = tuple(SuggestedMention(f"m{n}", n, n + 3, label, "e1", p) for n in range(mentions))
    return Suggestion(run, (SuggestedEntity("e1", label, "Art"),), items)


def run(id: str = "r1") -> Run:
    """A run of a model."""
    return Run(id, "en_core_web_sm", "3.8.0", AT, {"threshold": 0.5})
