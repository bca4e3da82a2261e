"""Bringing files into a project: as a generator, so that a command can print progress and a window stays awake."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from annotator.edits import relabel
from annotator.errors import InputError
from annotator.formats import BadLine, Format, Parsed, detect, find_format
from annotator.progress import Progress
from annotator.project import Project
from annotator.records import Annotation, Article, Change, Record, Step

BATCH = 100
"""How many articles are written in one transaction."""

As = Literal["articles", "gold"]


class Imported(Record, frozen=True):
    """What an import did. ``problems`` are one line each, with file, line and cause."""

    new: int = 0
    gold: int = 0
    same: int = 0
    refused: int = 0
    problems: tuple[str, ...] = ()
    rejects: tuple[str, ...] = ()

    def words(self) -> str:
        """The summary in one line."""
        parts = [f"{self.new} new"]
        if self.gold:
            parts.append(f"{self.gold} with finished annotation")
        if self.same:
            parts.append(f"{self.same} already there")
        if self.refused:
            parts.append(f"{self.refused} refused")
        return ", ".join(parts)


def files_of(paths: Iterable[Path]) -> list[Path]:
    """The files to read: a folder stands for the files in it, not deeper, in order of name."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(p for p in path.iterdir() if p.is_file() and not p.name.startswith("."))
        else:
            found.append(path)
    return found


def import_files(
    project: Project, paths: Sequence[Path], *, format: str | None = None, as_: As = "gold"
) -> Generator[Progress, None, Imported]:
    """Read ``paths`` into ``project``; yields progress, returns the summary.

    A file that cannot be read is told and left out; a bad line goes to ``FILE.rejects.jsonl``; the rest is imported.
    ``as_="articles"`` takes only the texts. Closing the generator stops after the last whole batch.
    """
    total = Imported()
    for number, path in enumerate(paths):
        yield Progress(number, len(paths), f"reading {path.name}")
        try:
            chosen = find_format(format) if format else detect(path)
            for part in _import_file(project, path, chosen, as_):
                total = _sum(total, part)
                yield Progress(number, len(paths), f"{path.name}: {total.new + total.same} articles")
        except InputError as error:
            total = _sum(total, Imported(refused=1, problems=(str(error),)))
    return total


def _import_file(project: Project, path: Path, format: Format, as_: As) -> Iterator[Imported]:
    bad: list[BadLine] = []
    batch: list[Article | tuple[Article, Annotation]] = []
    try:
        for item in format.read(path):
            if isinstance(item, BadLine):
                bad.append(item)
            else:
                batch.append(item)
            if len(batch) >= BATCH:
                yield _write_batch(project, path, batch, as_)
                batch = []
        if batch:
            yield _write_batch(project, path, batch, as_)
    finally:
        rejects = _write_rejects(path, bad) if bad else ""
    if bad:
        problems = tuple(f"{path}:{b.line}: {b.cause}" for b in bad)
        yield Imported(refused=len(bad), problems=problems, rejects=(rejects,) if rejects else ())


def _write_batch(project: Project, path: Path, batch: Sequence[Parsed], as_: As) -> Imported:
    articles = [item[0] if isinstance(item, tuple) else item for item in batch if not isinstance(item, BadLine)]
    annotations = [item[1] if isinstance(item, tuple) and as_ == "gold" else None for item in batch]
    result = Imported()
    added = project.add(articles)
    for article, annotation, what in zip(articles, annotations, added, strict=True):
        if what == "conflict":
            told = f"{path}: article {article.id}: another text with this id is in the project already."
            result = _sum(result, Imported(refused=1, problems=(told,)))
            continue
        result = _sum(result, Imported(new=1) if what == "new" else Imported(same=1))
        if annotation is not None:
            known, _ = relabel(annotation, project.scheme.former())
            result = _sum(result, _bring(project, path, article, known, new=what == "new"))
    return result


def _bring(project: Project, path: Path, article: Article, annotation: Annotation, *, new: bool) -> Imported:
    """Write the annotation that came with an article, unless somebody decided something about it here already."""
    blank = Annotation(sections=article.sections)
    if not new:
        try:
            there = project.store.annotation(article.id)
        except KeyError:
            return Imported(
                problems=(f"{path}: article {article.id}: known under another id; its annotation was left out.",)
            )
        if there == annotation:
            return Imported()
        if there != blank:
            told = f"{path}: article {article.id}: it has decisions in this project, which were kept."
            return Imported(problems=(told,))
    curators = annotation.curators or ("import",)
    change = difference(blank, annotation, "import", f"import from {path.name}")
    project.bring(article.id, annotation, change, curators[0])
    return Imported(gold=1)


def difference(before: Annotation, after: Annotation, kind: str, words: str) -> Change:
    """The change that makes ``after`` of ``before``."""
    steps: list[Step] = []
    for field in Annotation.__struct_fields__:
        old, new = getattr(before, field), getattr(after, field)
        if old == new:
            continue
        if isinstance(old, dict) and field != "extra":
            for key in sorted({*old, *new}):
                if old.get(key) != new.get(key):
                    pair = msgspec.to_builtins(old.get(key)), msgspec.to_builtins(new.get(key))
                    steps.append(Step((field, key), *pair))
        else:
            steps.append(Step((field,), msgspec.to_builtins(old), msgspec.to_builtins(new)))
    return Change(kind, words, tuple(steps))


def _write_rejects(path: Path, bad: Sequence[BadLine]) -> str:
    """Write bad lines beside the file, with number and cause; its name, or "" when the folder takes no file."""
    target = path.with_name(path.name + ".rejects.jsonl")
    lines = [msgspec.json.encode({"file": path.name, "line": b.line, "cause": b.cause}) for b in bad]
    try:
        target.write_bytes(b"\n".join(lines) + b"\n")
    except OSError:
        return ""
    return str(target)


def _sum(left: Imported, right: Imported) -> Imported:
    return Imported(
        left.new + right.new,
        left.gold + right.gold,
        left.same + right.same,
        left.refused + right.refused,
        left.problems + right.problems,
        left.rejects + right.rejects,
    )
