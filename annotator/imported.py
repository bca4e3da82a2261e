"""What an import did: a summary that counts, and tells no more than anybody reads."""

from __future__ import annotations

from collections import Counter
from typing import Any

from annotator.labelmap import told
from annotator.naming import Told
from annotator.records import Annotation, Record

MOST_TOLD = 200
"""So many problems are told one by one; the rejects file has all."""
LONGEST_TOLD = 1_000
"""What is told of one problem is cut off after so many characters."""


class Imported(Record, frozen=True):
    """What an import did. ``problems`` are one line each, with file, line and cause, and no more than are fit to be read.

    ``answered`` counts articles for which single answers came, ``suggested`` those for which suggestions did;
    ``left_out`` counts by kind what was in the files and has no place in an annotation. ``renamed`` ("PER → PERSON"),
    ``labels_left_out`` and ``unknown`` (labels that the scheme lacks and nobody said anything about: they keep their names)
    count mentions.
    """

    new: int = 0
    gold: int = 0
    same: int = 0
    refused: int = 0
    problems: tuple[str, ...] = ()
    rejects: tuple[str, ...] = ()
    answered: int = 0
    suggested: int = 0
    left_out: dict[str, int] = {}
    renamed: dict[str, int] = {}
    labels_left_out: dict[str, int] = {}
    unknown: dict[str, int] = {}

    def words(self) -> str:
        """The summary in one line."""
        parts = [f"{self.new} new"]
        for count, words in (
            (self.gold, "with finished annotation"),
            (self.answered, "with single answers"),
            (self.suggested, "with suggestions"),
            (self.same, "already there"),
            (self.refused, "refused"),
        ):
            if count:
                parts.append(f"{count} {words}")
        return ", ".join(parts)

    def labels_in_short(self) -> str:
        """What a table did to labels, to be put behind the summary; "" when it did nothing."""
        renamed = f"; {told(self.renamed)}" if self.renamed else ""
        return renamed + (f"; left out: {told(self.labels_left_out)}" if self.labels_left_out else "")

    def labels_told(self) -> list[str]:
        """What became of labels that are not the scheme's, in a line each, with what to do about it."""
        lines = []
        if self.renamed:
            lines.append(f"Labels as this project has them: {told(self.renamed)}.")
        if self.labels_left_out:
            again = "To have them after all, give them a label and import the same files again."
            lines.append(f"Left out by their labels, as was chosen: {told(self.labels_left_out)}. {again}")
        if self.unknown:
            lines.append(f"Labels that the scheme does not have, kept under their names: {told(self.unknown)}.")
        return lines


class Sum:
    """What is being counted; made an :class:`Imported` when it is written."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.told: dict[str, Counter[str]] = {name: Counter() for name in Told.__struct_fields__}
        self.problems: list[str] = []

    def tell(self, what: Told) -> None:
        """Count what naming did to an item."""
        for name, counts in self.told.items():
            if found := getattr(what, name):
                counts.update(found)

    def count(self, annotation: Annotation) -> None:
        """Count an annotation that came."""
        self.counts["gold" if annotation.status == "done" else "answered"] += 1

    def imported(self) -> Imported:
        """The same as a summary."""
        found: dict[str, Any] = {**self.counts, **{name: dict(counts) for name, counts in self.told.items()}}
        return Imported(**found, problems=tuple(self.problems))


def _on_one_line(words: str) -> str:
    """What is told of a file, on one line, whatever names and ids it has in it."""
    shown = words if len(words) <= LONGEST_TOLD else words[: LONGEST_TOLD - 1] + "…"
    return shown if shown.isprintable() else "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in shown)


def summed(left: Imported, right: Imported) -> Imported:
    """Both summaries as one."""
    return Imported(
        left.new + right.new,
        left.gold + right.gold,
        left.same + right.same,
        left.refused + right.refused,
        left.problems + tuple(map(_on_one_line, right.problems[: max(0, 5 * MOST_TOLD - len(left.problems))])),
        left.rejects + right.rejects,
        left.answered + right.answered,
        left.suggested + right.suggested,
        *(
            dict(Counter(getattr(left, name)) + Counter(getattr(right, name)))
            for name in ("left_out", "renamed", "labels_left_out", "unknown")
        ),
    )
