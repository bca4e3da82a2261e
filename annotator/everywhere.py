"""The same string, everywhere in the project: first a plan that can be looked at, then one act with one undo."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import suppress
from dataclasses import dataclass

from annotator import edits
from annotator.errors import EditError
from annotator.importing import Progress
from annotator.page import Page
from annotator.project import Project

MOST_ARTICLES = 100_000
"""No more articles are looked at for one string."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be done: to which articles, and which words."""

    words: str
    label: str
    reject: bool
    edits: list[tuple[Page, edits.Edit]]

    def question(self) -> str:
        """What is asked before it is done."""
        verb = "Reject" if self.reject else "Label"
        return f"{verb} {self.words} as {self.label} in {len(self.edits)} articles?"

    def told(self) -> str:
        """What is said when it was done."""
        return f"{'Rejected' if self.reject else 'Labelled'} {self.words} as {self.label} in {len(self.edits)} articles"


def plan_everywhere(project: Project, words: str, label: str, *, reject: bool) -> Generator[Progress, None, Plan]:
    """Find every open article in which the words are undecided; yields progress, returns the plan."""
    hits = [hit.id for hit in project.search(words, MOST_ARTICLES)]
    found: list[tuple[Page, edits.Edit]] = []
    act = edits.reject_same_string if reject else edits.label_string
    for number, id in enumerate(hits, start=1):
        page = project.page(id)
        if page.annotation.status in ("todo", "started"):
            with suppress(EditError):  # there is nothing to do in this one
                found.append((page, act(page, words, label)))
        yield Progress(number, len(hits), f"{number} of {len(hits)} articles looked at")
    return Plan(edits.shorten(words), label, reject, found)
