"""Labels in use, and another scheme for all articles: as generators, so that a window stays awake and can stop them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Generator, Iterator, Mapping
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


def count_wordings(project: Project, label: str) -> Generator[Progress, None, dict[str, int]]:
    """How often the mentions of a label have which words; yields progress, returns them, the most frequent first."""
    found: Counter[str] = Counter()
    for progress, id, annotation in _decided(project):
        mine = [m for m in annotation.mentions.values() if m.label == label]
        text = project.store.article(id).text if mine else ""
        found.update(edits.wording(text[m.start : m.end]) for m in mine)
        yield progress
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def split_label(
    project: Project, scheme: Scheme, old: str, new: str, wordings: Collection[str]
) -> Generator[Progress, None, tuple[str, ...]]:
    """Give the mentions of a label that have these words another label, in all articles: one act, one undo.

    ``scheme`` has the new label. As :func:`change_scheme` otherwise.
    """
    toml = write_scheme(scheme)
    parse_scheme(toml)
    touched: list[str] = []
    for progress, id, annotation in _decided(project):
        if (
            any(m.label == old for m in annotation.mentions.values())
            and _split(project, id, old, new, wordings)[1].steps
        ):
            touched.append(id)
        yield progress
    yield Progress(len(touched), len(touched), "writing…")
    words = f"split {new} off {old}"
    project.change_scheme(toml, words, ((id, _split(project, id, old, new, wordings)) for id in touched))
    return tuple(touched)


def _split(project: Project, id: str, old: str, new: str, wordings: Collection[str]) -> edits.Edit:
    return edits.split_label(project.store.annotation(id), project.store.article(id).text, old, new, wordings)


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
