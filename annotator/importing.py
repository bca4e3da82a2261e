"""Bringing files into a project: as a generator, so that a command can print progress and a window stays awake."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Literal

import msgspec

from annotator.bringing import Batch
from annotator.errors import InputError
from annotator.formats import BadLine, Brought, Format, all_formats, brought_by, detect, find_format, whole
from annotator.formats.regions import with_polarities
from annotator.imported import MOST_TOLD, Imported, summed
from annotator.labelmap import LabelMap, Names, with_labels
from annotator.naming import Naming
from annotator.progress import Progress
from annotator.project import Project
from annotator.scheme import write_scheme

AT_ONCE = 500
"""At most so many articles are written in one transaction, if nobody waits meanwhile."""
HEAVIEST = 8_000
"""Fewer, when they weigh more than this each, so that memory stays small."""
ITEM = 200
"""What a decided item weighs, in code points of text."""
DATASET = {"manifest.json", "scheme.toml"}
"""The files by which a folder is a dataset of ours."""
ABOUT = DATASET | {"README.md", "config.cfg"}
"""The files of such a folder that are no articles."""
REJECTS = ".rejects.jsonl"
"""What the file of bad lines is called, behind the name of the file that has them."""
As = Literal["articles", "gold"]


def _passed_over(name: str) -> bool:
    return name.startswith(".") or name.endswith(REJECTS)


def files_of(paths: Iterable[Path]) -> list[Path]:
    """The files to read: a folder stands for the files in it, not deeper, in order of name, without the bad lines of an
    earlier import and without what a dataset says of itself.

    A file that belongs to another one (the text of a pair) is read with that.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.iterdir() if p.is_file() and not _passed_over(p.name))
            about = ABOUT if {p.name for p in inside} >= DATASET else ()
            found += [p for p in inside if p.name not in about]
        else:
            found.append(path)
    pairs = [(f.suffixes, f.beside) for f in all_formats() if f.beside]
    there = set(found)
    kept = [
        (set(f.companions), {p.parent for p in found if p.suffix in f.suffixes}) for f in all_formats() if f.companions
    ]

    def beside(path: Path) -> bool:
        pair = any(path.suffix in b and any(path.with_suffix(s) in there for s in own) for own, b in pairs)
        return pair or any(path.name in names and path.parent in folders for names, folders in kept)

    return [path for path in found if not beside(path)]


def import_files(
    project: Project,
    paths: Sequence[Path],
    *,
    format: str | None = None,
    as_: As = "gold",
    rejects: Path | None = None,
    labels: LabelMap | None = None,
    at_once: int = AT_ONCE,
) -> Generator[Progress, None, Imported]:
    """Read ``paths`` into ``project``; yields progress, returns the summary.

    ``labels`` says what labels of other tools are called here. The project remembers it when all is read, for imports to
    come; labels that it adds come into the scheme at once. Raises InputError when it names a label that there is not.

    A file that cannot be read is told and left out; a bad line goes to ``rejects``, else to ``FILE.rejects.jsonl`` (beside
    the project if the file's folder takes none); the rest is imported. ``as_="articles"`` takes only the texts. At most
    ``at_once`` articles are written in one step: few for a window that must stay awake. Closing the generator stops after
    the last whole batch; importing the same files again goes on from there.
    """
    given, remembered = labels or LabelMap(), project.label_map
    given.check(project.scheme)
    wider = with_labels(project.scheme, given.add)
    if wider != project.scheme:
        project.change_scheme(write_scheme(wider), f"add label {', '.join(given.add)}")
    naming = Naming(Names(project.scheme, given, remembered), Names(project.scheme, LabelMap(), remembered))
    total = Imported()
    known = len(brought_by().problems)
    for number, path in enumerate(paths):
        yield Progress(number, len(paths), f"reading {path.name}")
        refused = _Rejects(path, rejects, project.path, first=number == 0)
        try:
            chosen = find_format(format) if format else detect(path)
            progress = Progress(number, len(paths), f"reading {path.name}")
            for part in _import_file(project, path, chosen, as_, refused, naming, at_once):
                if part is not None:
                    total = summed(total, part)
                    progress = Progress(number, len(paths), f"{path.name}: {total.new + total.same} articles")
                yield progress
        except InputError as error:
            total = summed(total, Imported(refused=1, problems=(str(error),)))
        finally:
            refused.close()
        if refused.name and refused.name not in total.rejects:
            total = summed(total, Imported(rejects=(refused.name,)))
    if labels is not None:
        project.remember_labels(given)
    return summed(total, Imported(problems=tuple(brought_by().problems[known:])))


class _Rejects:
    """The file to which a file's bad lines go, made when the first one comes; ``name`` is "" while there is none."""

    def __init__(self, path: Path, wanted: Path | None, project: Path, *, first: bool) -> None:
        beside = path.name + REJECTS
        self._source = path
        self._places = [wanted] if wanted else [path.with_name(beside), project.with_name(beside)]
        self._mode = "wb" if first or wanted is None else "ab"
        self._file: BinaryIO | None = None
        self.name = ""

    def add(self, bad: BadLine) -> None:
        """Write a bad line with its number and cause; where no folder takes a file, nothing."""
        while self._file is None and self._places:
            place = self._places.pop(0)
            with suppress(OSError):
                self._file = place.open(self._mode)  # type: ignore[assignment]
                self.name = str(place)
        if self._file is not None:
            line = msgspec.json.encode({"file": self._source.name, "line": bad.line, "cause": bad.cause})
            with suppress(OSError):
                self._file.write(line + b"\n")

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            with suppress(OSError):
                self._file.close()


def _import_file(
    project: Project, path: Path, format: Format, as_: As, rejects: _Rejects, naming: Naming, at_once: int
) -> Iterator[Imported | None]:
    """What came of each batch and of each bad line; None after every article that was only read."""
    batch: list[Brought] = []
    bad = weight = 0

    def written() -> Imported:
        return Batch(project, path, format.name, naming).write(batch, only_texts=as_ == "articles")

    for item in with_polarities(naming.now.polarity, format.read(path)):
        if isinstance(item, BadLine):
            rejects.add(item)
            bad += 1
            problems = (f"{path}:{item.line}: {item.cause}",) if bad <= MOST_TOLD else ()
            yield Imported(refused=1, problems=problems)
            continue
        batch.append(whole(item))
        weight += _weight(batch[-1])
        if len(batch) < at_once and weight < HEAVIEST * at_once:
            yield None
        else:
            yield written()
            batch, weight = [], 0
    if batch:
        yield written()


def _weight(item: Brought) -> int:
    """How much there is to write, about: code points of text, and what each item costs beside them."""
    found = item.annotation
    items = 0 if found is None else len(found.mentions) + len(found.stances) + len(found.rejected)
    return len(item.article.text) + ITEM * items
