"""Suggesters from other packages, found by the entry point group ``annotator.suggesters``; see ``docs/plugins.md``.

A plug-in runs in the worker after the model, on the spaCy ``Doc`` of the whole article, and yields :class:`Marked` mentions
and :class:`Held` stances. One that cannot be loaded, or that raises, is told and left out; the run goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING, Any, Protocol

from annotator.errors import ModelError
from annotator.records import MANNERS, NOT_AN_ENTITY, POLARITIES, Suggestion
from annotator.suggest.joining import Held, Marked, join

if TYPE_CHECKING:
    from spacy.tokens import Doc

GROUP = "annotator.suggesters"
Finding = Marked | Held


class Plugin(Protocol):
    """What an entry point of the group names: anything that can be called with a ``Doc``, mostly a function.

    An attribute ``version`` is part of the run's settings; without it, that of the package is.
    """

    def __call__(self, doc: Doc) -> Iterable[Finding]:
        """What is found in an article. The ``Doc`` has the model's annotations, and must not be changed."""


class Plugins:
    """The plug-ins of one run, by name. ``problems`` are those that were left out, each told once."""

    def __init__(self, chosen: Sequence[str] | None = None) -> None:
        """Load all that are installed, or the ``chosen`` ones; raises ModelError for one that is not installed."""
        self.problems: list[str] = []
        self._told: set[str] = set()
        self._plugins: dict[str, Plugin] = {}
        self.versions: dict[str, str] = {}
        """The versions of those that run, by name: what of them makes a run another one."""
        for point in _wanted(chosen):
            try:
                plugin = point.load()
                if not callable(plugin):
                    raise TypeError("it cannot be called")
            except Exception as error:  # another's code may raise anything
                self._tell(point.name, error)
                continue
            self._plugins[point.name] = plugin
            version = getattr(plugin, "version", None) or (point.dist.version if point.dist is not None else "")
            self.versions[point.name] = str(version)

    def add(self, doc: Doc, suggestion: Suggestion) -> Suggestion:
        """The suggestion with what the plug-ins find; an article on which one of them raises has nothing of that one."""
        for name, plugin in self._plugins.items():
            try:
                found = [_checked(finding, len(doc.text)) for finding in plugin(doc)]
                suggestion = join(suggestion, doc.text, name, found)
            except Exception as error:  # another's code may raise anything
                self._tell(name, error)
        return suggestion

    def _tell(self, name: str, error: Exception) -> None:
        if name not in self._told:
            self._told.add(name)
            words = str(error).strip().split("\n", 1)[0]
            what = f"{type(error).__name__}: {words}" if words else type(error).__name__
            self.problems.append(f"the plug-in {name} was left out ({what}).")


def installed() -> list[EntryPoint]:
    """The entry points of all plug-ins that are installed, by name; of two with one name the first."""
    found: dict[str, EntryPoint] = {}
    for point in entry_points(group=GROUP):
        found.setdefault(point.name, point)
    return [found[name] for name in sorted(found)]


def _wanted(chosen: Sequence[str] | None) -> list[EntryPoint]:
    points = {point.name: point for point in installed()}
    if chosen is None:
        return list(points.values())
    for name in chosen:
        if name not in points:
            there = ", ".join(points) or "none"
            raise ModelError(f"no plug-in called {name!r} is installed.", remedy=f"Installed: {there}.")
    return [points[name] for name in dict.fromkeys(chosen)]


def _checked(finding: Any, length: int) -> Finding:
    """The finding, if it is one; raises TypeError or ValueError that says what is wrong."""
    if not isinstance(finding, Marked | Held):
        raise TypeError(f"it yields {type(finding).__name__}, neither Marked nor Held")
    if not 0.0 <= finding.p <= 1.0:
        raise ValueError(f"{finding.p} is no probability")
    if isinstance(finding, Held) and (finding.polarity not in POLARITIES or finding.manner not in MANNERS):
        raise ValueError(f"{finding.polarity}, {finding.manner} is no polarity and manner")
    if isinstance(finding, Held) and isinstance(finding.holder, str) and finding.holder not in NOT_AN_ENTITY:
        raise ValueError(f"a holder is a range, writer or unnamed, not {finding.holder}")
    for start, end in _ranges(finding):
        if not 0 <= start < end <= length:
            raise ValueError(f"[{start}, {end}) is no range of the text")
    return finding


def _ranges(finding: Finding) -> Iterator[tuple[int, int]]:
    if isinstance(finding, Marked):
        yield finding.start, finding.end
        return
    yield from (finding.target, *finding.cues)
    if not isinstance(finding.holder, str):
        yield finding.holder
