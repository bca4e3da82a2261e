"""What a project is told and what it answers, beside the records of its store."""

from __future__ import annotations

from annotator.records import Annotation, Change, Record, Run, Status
from annotator.versions import State


class Counts(Record, frozen=True, omit_defaults=False):
    """What ``status`` tells of a project; ``blind`` counts the articles that are curated without suggestions.

    ``versions``: how the articles that have versions of others stand.
    """

    articles: dict[Status, int]
    decisions: dict[str, int]
    curators: tuple[str, ...]
    runs: tuple[Run, ...]
    active_minutes: float
    articles_per_hour: float | None
    versions: dict[State, int] = {}
    blind: int = 0
    blind_done: int = 0


class Undone(Record, frozen=True):
    """What an undo or redo did: to which articles, in words, and whether the scheme is another one now."""

    articles: tuple[str, ...]
    change: Change
    scheme: bool = False


class Pick(Record, frozen=True):
    """An article to be done next, by its number, and why."""

    number: int
    why: str


class Picked(Record, frozen=True):
    """Articles to be done next, in order; picked when so many were ``done`` and ``run`` was the newest."""

    picks: tuple[Pick, ...] = ()
    done: int = 0
    run: str = ""


class Coming(Record, frozen=True):
    """An annotation that comes from elsewhere: of which article, by which change of what is here, in whose name."""

    id: str
    annotation: Annotation
    change: Change
    curator: str
