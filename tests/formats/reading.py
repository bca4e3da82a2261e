"""What the tests of formats share: a file of some bytes read, and its gold taken through a project and back."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import msgspec

from annotator.exporting import records
from annotator.formats import BadLine, detect, find_format
from annotator.gold import GoldRecord, encode, to_gold
from annotator.imported import Imported
from annotator.importing import import_files
from annotator.progress import Progress
from annotator.project import Project
from annotator.records import Annotation, Article

Case = tuple[Article, Annotation]


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read(path: Path, format: str) -> tuple[list[Case], list[BadLine]]:
    """The gold and the bad lines of a file that must also be found to be of this format."""
    assert detect(path).name == format
    items = list(find_format(format).read(path))
    return [i for i in items if isinstance(i, tuple)], [i for i in items if isinstance(i, BadLine)]


def finished(work: Generator[Progress, None, Imported]) -> Imported:
    """Drive an import to its end."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            done: Imported = end.value
            return done


def there_and_back(folder: Path, path: Path) -> tuple[list[GoldRecord], Imported]:
    """The gold of a file after import into a project and export; every record must be valid to the byte."""
    with Project.create(folder / "there.annot") as project:
        done = finished(import_files(project, [path]))
        found = list(records(project))
    return found, done


def same_bytes(cases: list[Case], found: list[GoldRecord]) -> bool:
    """True when what came out of the project is what the format read (who imported it aside)."""
    return [_bytes(to_gold(*case)) for case in cases] == [_bytes(record) for record in found]


def _bytes(record: GoldRecord) -> bytes:
    provenance = msgspec.structs.replace(record.provenance, curators=())
    return encode(msgspec.structs.replace(record, provenance=provenance))


def words(case: Case) -> list[tuple[str, str, str]]:
    """Each mention's words, label and entity's name, in reading order."""
    article, annotation = case
    found = sorted(annotation.mentions.values(), key=lambda m: (m.start, -m.end))
    return [(m.range.of(article.text), m.label, annotation.entities[m.entity].name) for m in found]


def stances(case: Case) -> list[tuple[str, str, str]]:
    """Each stance with the names of its ends."""
    annotation = case[1]
    names = {e.id: e.name for e in annotation.entities.values()}
    return [(names.get(s.holder, s.holder), names[s.target], s.polarity) for s in annotation.stances.values()]
