"""A look at the beginning of files that are about to be imported: which of their labels this project does not know yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path

from annotator.errors import InputError
from annotator.formats import BadLine, Brought, Parsed, detect, find_format, whole
from annotator.labelmap import LabelMap, Names, name_for, proposal
from annotator.naming import label_uses
from annotator.progress import Progress
from annotator.project import Project
from annotator.records import Record

MOST_FILES, MOST_ITEMS = 40, 300
"""So many files, and of each so many articles, are looked at before an import."""
_EXAMPLES = 3
_SHORT = 40


class UnknownLabel(Record, frozen=True):
    """A label that the project does not know: how many mentions have it, some of their words, the scheme's label that
    most likely means the same ("" for none), and the name that it would have as a new one."""

    label: str
    count: int
    examples: tuple[str, ...]
    proposed: str
    name: str


class Looked(Record, frozen=True):
    """What a look found; ``whole`` when there was no more to look at. ``others`` are labels that tables speak of already."""

    labels: tuple[UnknownLabel, ...] = ()
    whole: bool = True


def look(
    project: Project, paths: Sequence[Path], *, format: str | None = None, labels: LabelMap | None = None
) -> Generator[Progress, None, Looked]:
    """Look at the beginning of each file; yields progress. What cannot be read is passed over: the import will tell it."""
    names = Names(project.scheme, labels or LabelMap(), project.label_map)
    counts, words = Counter[str](), dict[str, dict[str, None]]()
    complete = len(paths) <= MOST_FILES
    for number, path in enumerate(paths[:MOST_FILES]):
        yield Progress(number, len(paths), f"looking at {path.name}")
        items = _items(path, format)
        with closing(items):
            for item in islice(items, MOST_ITEMS):
                if not isinstance(item, BadLine):
                    _note(whole(item), names, counts, words)
                yield Progress(number, len(paths), f"looking at {path.name}")
            complete = complete and next(items, None) is None
    found = [
        UnknownLabel(
            label,
            count,
            tuple(words.get(label, ())),
            proposal(label, project.scheme) or "",
            name_for(label, project.scheme),
        )
        for label, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
    return Looked(tuple(found), complete)


def _items(path: Path, format: str | None) -> Generator[Parsed, None, None]:
    """What a file holds, as far as it can be read."""
    try:
        yield from (find_format(format) if format else detect(path)).read(path)
    except InputError:
        return


def _note(item: Brought, names: Names, counts: Counter[str], words: dict[str, dict[str, None]]) -> None:
    """Count the unknown labels of an item, and keep some of their words."""
    counts.update({label: n for label, n in label_uses(item).items() if not names.knows(label)})
    for label, start, end in _marked(item):
        kept = words.setdefault(label, {})
        if label in counts and len(kept) < _EXAMPLES:
            flat = " ".join(item.article.text[start:end].split())
            kept[flat if len(flat) <= _SHORT else f"{flat[: _SHORT - 1]}…"] = None


def _marked(item: Brought) -> Iterator[tuple[str, int, int]]:
    """Label and place of each mention, decided or suggested."""
    if item.annotation is not None:
        yield from ((m.label, m.start, m.end) for m in item.annotation.mentions.values())
    for proposed in item.proposed:
        yield from ((m.label, m.start, m.end) for m in proposed.suggestion.mentions)
