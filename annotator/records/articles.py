"""What is read: the article, its text and its sections."""

from __future__ import annotations

from typing import Any

from annotator.records.base import Record, SectionKind
from annotator.spans import Range


class Section(Record, frozen=True):
    """A range of an article that is ``body`` or ``boilerplate``."""

    start: int
    end: int
    kind: SectionKind = "boilerplate"

    @property
    def range(self) -> Range:
        """The section's place in the text."""
        return Range(self.start, self.end)


class Article(Record, frozen=True):
    """One text with an id and metadata; the text never changes once imported.

    ``sections`` are those found at import; the curator's own are in the annotation.
    """

    id: str
    text: str
    meta: dict[str, Any] = {}
    sections: tuple[Section, ...] = ()

    @property
    def title(self) -> str:
        """What lists show: the title of the metadata, else the first line that is not empty, shortened."""
        title = self.meta.get("title")
        if isinstance(title, str) and title.strip():
            return title.strip()
        line = next((line.strip() for line in self.text.split("\n", 20) if line.strip()), "")
        return line if len(line) <= 100 else line[:99].rstrip() + "…"
