"""Labels in use, and another scheme for all articles: as generators, so that a window stays awake and can stop them."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from pathlib import Path

from annotator import edits
from annotator.files import replacing
from annotator.progress import Progress
from annotator.project import Project
from annotator.records import Annotation, Record, Status
from annotator.scheme import Scheme, parse_scheme, write_scheme

DECIDED: tuple[Status, ...] = ("started", "done", "skipped")
"""Articles that are still to do have no decisions, and thus no labels."""


class Use(Record, frozen=True):
    """How often a label was decided: mentions, entities without counting theirs, and articles that have any."""

    mentions: int = 0
    entities: int = 0
    articles: int = 0

    def words(self) -> str:
        """ "1,204 mentions in 311 articles", or that it is not used."""
        if not self.articles:
            return "not used"
        what = edits.plural(self.mentions, "mention") if self.mentions else edits.plural(self.entities, "entity")
        return f"{what} in {edits.plural(self.articles, 'article')}"


def count_labels(project: Project) -> Generator[Progress, None, dict[str, Use]]:
    """How often each label is used in the project's decisions; yields progress, returns it by label."""
    found: dict[str, Use] = {}
    for progress, _, annotation in _decided(project):
        mentions = [m.label for m in annotation.mentions.values()]
        entities = [e.label for e in annotation.entities.values()]
        for label in {*mentions, *entities}:
            use = found.get(label, Use())
            found[label] = Use(
                use.mentions + mentions.count(label), use.entities + entities.count(label), use.articles + 1
            )
        yield progress
    return found


def change_scheme(
    project: Project, scheme: Scheme, renamed: Mapping[str, str], words: str
) -> Generator[Progress, None, tuple[str, ...]]:
    """Give the project another scheme, and ``renamed`` labels their new names everywhere: one act, one undo.

    Yields progress while it looks for the articles that this touches; then all is written at once, and their ids are
    returned. Closing the generator before leaves everything as it was. Raises SchemeError for a scheme that contradicts
    itself. Nothing else may change the project meanwhile.
    """
    toml = write_scheme(scheme)
    parse_scheme(toml)
    touched: list[str] = []
    if renamed:
        for progress, id, annotation in _decided(project):
            if edits.has_label(annotation, renamed):
                touched.append(id)
            yield progress
    yield Progress(len(touched), len(touched), "writing…")
    project.change_scheme(
        toml, words, ((id, edits.relabel(project.store.annotation(id), renamed, words)) for id in touched)
    )
    return tuple(touched)


def save_scheme(scheme: Scheme, path: Path) -> None:
    """Write a scheme to a TOML file; raises OutputError, and what was there before is untouched."""
    with replacing(path) as file:
        file.write(write_scheme(scheme).encode())


def _decided(project: Project) -> Iterator[tuple[Progress, str, Annotation]]:
    """Every article that may have decisions, with how far that is."""
    counts = project.counts()
    total = sum(counts[status] for status in DECIDED)
    for number, id in enumerate(project.store.ids(DECIDED), start=1):
        yield Progress(number, total, f"{number:,} of {total:,} articles"), id, project.store.annotation(id)
