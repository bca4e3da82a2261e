"""The table of checks, with those that other packages bring."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.metadata import entry_points

from annotator.doubts.base import Check
from annotator.doubts.boilerplate import Boilerplate
from annotator.doubts.clusters import OwnEntity
from annotator.doubts.contradictions import Contradictions
from annotator.doubts.copies import Copies
from annotator.doubts.cues import CueAway
from annotator.doubts.edges import Edges
from annotator.doubts.entities import NoMention
from annotator.doubts.hurry import Hurry
from annotator.doubts.labels import SameString
from annotator.doubts.model import Confidence
from annotator.doubts.stances import ToOneself
from annotator.doubts.unmarked import Unmarked
from annotator.errors import InputError

GROUP = "annotator.doubts"
"""The entry point group; each names a :class:`Check`, or a function that makes one."""

CHECKS: tuple[type[Check], ...] = (
    Edges, OwnEntity, ToOneself, Contradictions, NoMention, CueAway, Boilerplate, SameString, Copies, Unmarked, Confidence,
    Hurry,
)  # fmt: skip
"""Our own checks, the surest first."""


def find_checks(only: Sequence[str] = ()) -> list[Check]:
    """Fresh checks, all or those named, ours first; raises :class:`InputError` for a name that none has.

    A check of another package goes by the name of its entry point.
    """
    made: dict[str, Callable[[], Check]] = {check.name: check for check in CHECKS}
    for point in entry_points(group=GROUP):
        if point.name not in made and (not only or point.name in only):
            made[point.name] = point.load()
    unknown = [name for name in only if name not in made]
    if unknown:
        raise InputError(f"no check is called “{unknown[0]}”.", remedy=f"Checks: {', '.join(made)}.")
    return [_named(name, make()) for name, make in made.items() if not only or name in only]


def _named(name: str, check: Check) -> Check:
    check.name = name
    return check


def titles() -> dict[str, str]:
    """What each of our own checks looks for, in words, by its name."""
    return {check.name: check.title for check in CHECKS}
