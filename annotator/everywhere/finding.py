"""Every place of the project at which some words stand, with what is there now; lazy, and cancelled by closing."""

from __future__ import annotations

from collections.abc import Generator

from annotator import edits
from annotator.edits import Effect, Place, Template
from annotator.page import Page
from annotator.project import Project
from annotator.records import Record, Status

MOST_FOUND = 3_000
"""After this many places a search ends: nobody looks at more, and memory does not grow with the project."""
_AROUND = 90
"""Code points of context on either side."""
_BATCH = 32
"""How many articles the full-text index is asked for at a time."""


class Search(Record, frozen=True):
    """What is looked for: words, whole and as they are written or ``any_case``; and what would be put on them."""

    words: str
    any_case: bool = False
    template: Template | None = None


class Found(Record, frozen=True):
    """One place where the words stand, its words and those around it as they are in the text.

    ``effect`` is what the template does here, "" when nothing; ``held`` says why it is not ticked by itself, or "".
    """

    article: str
    title: str
    status: Status
    place: Place
    words: str
    before: str
    after: str
    effect: Effect = ""
    held: str = ""

    @property
    def key(self) -> tuple[str, int, int]:
        """What identifies the place in the project."""
        return self.article, self.place.start, self.place.end

    @property
    def ticked(self) -> bool:
        """True when it is ticked unless the curator says otherwise."""
        return bool(self.effect) and not self.held


def find(project: Project, search: Search) -> Generator[list[Found], None, bool]:
    """Yields the places article by article, as imported; True when there are more than kept."""
    count = 0
    for id in _articles(project, search.words):
        found = look(project.page(id, keep=False), search)
        yield found[: MOST_FOUND - count]
        count += len(found)
        if count > MOST_FOUND:
            return True
    return False


def look(page: Page, search: Search) -> list[Found]:
    """The places of one article, in order."""
    label = search.template.label if search.template else ""
    places = edits.places(page, search.words, label, any_case=search.any_case)
    return [_found(page, place, search.template) for place in places]


def _found(page: Page, place: Place, template: Template | None) -> Found:
    text = page.text
    effect = edits.effect_on(page, place, template) if template and not page.blind else ""
    return Found(
        page.article.id,
        page.article.title,
        page.annotation.status,
        place,
        place.range.of(text),
        text[max(0, place.start - _AROUND) : place.start],
        text[place.end : place.end + _AROUND],
        effect,
        _held(page, place, effect, template) if template else "",
    )


def _held(page: Page, place: Place, effect: Effect, template: Template) -> str:
    """Why a place is not ticked by itself: what was decided there, or that it is a place unlike the others."""
    if page.blind:
        return "blind article: only by hand"
    status = page.annotation.status
    if place.state == "part":
        return f"part of {edits.shorten(place.name)}"
    if not effect:
        return _why_not(place, template)
    if status in ("done", "skipped"):
        return f"{status}: would be opened again"
    if place.state == "decided":
        return f"decided {place.name if template.kind == 'join' else place.label}"
    if place.state == "rejected":
        return "was rejected"
    return "boilerplate" if place.boilerplate else ""


def _why_not(place: Place, template: Template) -> str:
    if template.kind == "join":
        alike = (place.name.casefold(), place.label) == (template.name.casefold(), template.label)
        return "so already" if alike else f"no {template.words()} here"
    if place.state == ("decided" if template.kind == "label" else "rejected"):
        return "so already"
    return f"not suggested {template.label}"


def _articles(project: Project, words: str) -> Generator[str, None, None]:
    """Ids of the articles that may hold the words, in order of import."""
    rows = project.holding(words, 1, _BATCH)
    while rows:
        yield from (row.id for row in rows)
        rows = project.holding(words, rows[-1].number + 1, _BATCH) if len(rows) == _BATCH else []
