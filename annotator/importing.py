"""Bringing files into a project: as a generator, so that a command can print progress and a window stays awake."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Literal

import msgspec

from annotator.clock import now
from annotator.errors import InputError
from annotator.formats import BadLine, Brought, Format, all_formats, brought_by, detect, find_format, whole
from annotator.formats.regions import with_polarities
from annotator.labelmap import LabelMap, Names, told, with_labels
from annotator.naming import Naming, named
from annotator.progress import Progress
from annotator.project import Project
from annotator.records import Annotation, Article, Change, Mention, Record, Rejection, Run, Step, Suggestion
from annotator.scheme import write_scheme

BATCH = 100
"""How many articles are written in one transaction."""
MOST_TOLD = 200
"""So many problems are told one by one; the rejects file has all."""

As = Literal["articles", "gold"]


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


def files_of(paths: Iterable[Path]) -> list[Path]:
    """The files to read: a folder stands for the files in it, not deeper, in order of name.

    A file that belongs to another one (the text of a pair) is read with that.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(p for p in path.iterdir() if p.is_file() and not p.name.startswith("."))
        else:
            found.append(path)
    pairs = [(f.suffixes, f.beside) for f in all_formats() if f.beside]
    there = set(found)

    def beside(path: Path) -> bool:
        return any(path.suffix in b and any(path.with_suffix(s) in there for s in own) for own, b in pairs)

    return [path for path in found if not beside(path)]


def import_files(
    project: Project,
    paths: Sequence[Path],
    *,
    format: str | None = None,
    as_: As = "gold",
    rejects: Path | None = None,
    labels: LabelMap | None = None,
) -> Generator[Progress, None, Imported]:
    """Read ``paths`` into ``project``; yields progress, returns the summary.

    ``labels`` says what labels of other tools are called here. The project remembers it when all is read, for imports to
    come; labels that it adds come into the scheme at once. Raises InputError when it names a label that there is not.

    A file that cannot be read is told and left out; a bad line goes to ``rejects``, else to ``FILE.rejects.jsonl`` (beside
    the project if the file's folder takes none); the rest is imported. ``as_="articles"`` takes only the texts. Closing
    the generator stops after the last whole batch; importing the same files again goes on from there.
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
            for part in _import_file(project, path, chosen, as_, refused, naming):
                total = _sum(total, part)
                yield Progress(number, len(paths), f"{path.name}: {total.new + total.same} articles")
        except InputError as error:
            total = _sum(total, Imported(refused=1, problems=(str(error),)))
        finally:
            refused.close()
        if refused.name and refused.name not in total.rejects:
            total = _sum(total, Imported(rejects=(refused.name,)))
    if labels is not None:
        project.remember_labels(given)
    return _sum(total, Imported(problems=tuple(brought_by().problems[known:])))


class _Rejects:
    """The file to which a file's bad lines go, made when the first one comes; ``name`` is "" while there is none."""

    def __init__(self, path: Path, wanted: Path | None, project: Path, *, first: bool) -> None:
        beside = path.name + ".rejects.jsonl"
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
    project: Project, path: Path, format: Format, as_: As, rejects: _Rejects, naming: Naming
) -> Iterator[Imported]:
    batch: list[Brought] = []
    bad = 0
    for item in with_polarities(naming.now.polarity, format.read(path)):
        if isinstance(item, BadLine):
            rejects.add(item)
            bad += 1
            problems = (f"{path}:{item.line}: {item.cause}",) if bad <= MOST_TOLD else ()
            yield Imported(refused=1, problems=problems)
        else:
            batch.append(whole(item))
        if len(batch) >= BATCH:
            yield _write_batch(project, path, format, batch, as_, naming)
            batch = []
    if batch:
        yield _write_batch(project, path, format, batch, as_, naming)


def _write_batch(
    project: Project, path: Path, format: Format, batch: Sequence[Brought], as_: As, naming: Naming
) -> Imported:
    """Write a batch; one article that cannot be stored does not keep the others out."""
    try:
        added = project.add([item.article for item in batch])
    except InputError as error:
        if len(batch) == 1:
            return Imported(refused=1, problems=(f"{path}: {error}",))
        halves = batch[: len(batch) // 2], batch[len(batch) // 2 :]
        left, right = (_write_batch(project, path, format, half, as_, naming) for half in halves)
        return _sum(left, right)
    result = Imported()
    suggestions: list[tuple[str, Suggestion]] = []
    for item, what in zip(batch, added, strict=True):
        article = item.article
        if what == "conflict":
            problem = f"{path}: article {article.id}: another text with this id is in the project already."
            result = _sum(result, Imported(refused=1, problems=(problem,)))
            continue
        result = _sum(result, Imported(new=1) if what == "new" else Imported(same=1))
        if as_ == "articles":
            continue
        result = _sum(result, Imported(**msgspec.structs.asdict(naming.told(item))))
        if item.annotation is not None:
            try:
                result = _sum(result, _bring(project, path, article, item.annotation, naming, new=what == "new"))
            except InputError as error:
                result = _sum(result, Imported(problems=(f"{path}: {error} Only the text was taken.",)))
        suggestions += _suggested(project, format, item, naming)
    if suggestions:
        result = _sum(result, Imported(suggested=_put(project, suggestions)))
    return result


def _suggested(project: Project, format: Format, item: Brought, naming: Naming) -> Iterator[tuple[str, Suggestion]]:
    """What models of another program say of an article, each as a run of its own, which is registered."""
    for proposed in item.proposed:
        named = "-".join(part for part in (proposed.model, proposed.version) if part)
        run = Run(f"{format.name}:{named}", proposed.model, proposed.version, now(), {"imported": format.name})
        project.add_run(run)
        yield item.article.id, msgspec.structs.replace(naming.suggestion(proposed.suggestion), run=run.id)


def _put(project: Project, suggestions: Sequence[tuple[str, Suggestion]]) -> int:
    """Store suggestions; how many articles got any. An article that is here under another id gets none."""
    known = [(id, s) for id, s in suggestions if _is_known(project, id)]
    project.put_suggestions(known)
    return len({id for id, _ in known})


def _is_known(project: Project, id: str) -> bool:
    try:
        project.store.annotation(id)
    except KeyError:
        return False
    return True


def _bring(
    project: Project, path: Path, article: Article, brought: Annotation, naming: Naming, *, new: bool
) -> Imported:
    """Write the annotation that came with an article, unless somebody decided something about it here already.

    What came from the same file under other names, and was not touched since, is brought under those of now.
    """
    annotation, _ = named(brought, naming.now)
    blank = Annotation(sections=article.sections)
    if not new:
        try:
            there = project.store.annotation(article.id)
        except KeyError:
            return Imported(
                problems=(f"{path}: article {article.id}: known under another id; its annotation was left out.",)
            )
        if annotation.status == "started" and there.status in ("todo", "started"):
            return _bring_answers(project, path, article, there, annotation)
        if there == annotation:
            return Imported()
        if there not in (blank, named(brought, naming.before)[0]):
            problem = f"{path}: article {article.id}: it has decisions in this project, which were kept."
            return Imported(problems=(problem,))
        blank = there
    curators = annotation.curators or ("import",)
    change = difference(blank, annotation, "import", f"import from {path.name}")
    project.bring(article.id, annotation, change, curators[0])
    return Imported(gold=1) if annotation.status == "done" else Imported(answered=1)


def _bring_answers(
    project: Project, path: Path, article: Article, there: Annotation, annotation: Annotation
) -> Imported:
    """Add single answers about an article to what is decided about it; none is about a thing that is decided already."""
    after = joined(there, annotation)
    if after == there:
        return Imported()
    curators = annotation.curators or ("import",)
    change = difference(there, after, "import", f"import from {path.name}")
    project.bring(article.id, after, change, curators[0])
    return Imported(answered=1)


def joined(there: Annotation, more: Annotation) -> Annotation:
    """``there`` with the answers of ``more`` that are about other things; entities and mentions get new numbers."""
    known = {(m.start, m.end, m.label) for m in there.mentions.values()}
    serial = there.serial
    entities, mentions = dict(there.entities), dict(there.mentions)
    for mention in more.mentions.values():
        place = (mention.start, mention.end, mention.label)
        if place in known or Rejection("mention", *place).key in there.rejected:
            continue
        serial += 2
        entity = msgspec.structs.replace(more.entities[mention.entity], id=f"e{serial - 1}", about=())
        entities[entity.id] = entity
        id = f"m{serial}"
        mentions[id] = Mention(id, *place, entity.id, mention.decision)
    rejected = {k: r for k, r in more.rejected.items() if (r.start, r.end, r.label) not in known} | there.rejected
    curators = tuple(dict.fromkeys((*there.curators, *more.curators)))
    return msgspec.structs.replace(
        there,
        entities=entities,
        mentions=mentions,
        rejected=rejected,
        curators=curators,
        serial=serial,
        status="started",
    )


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


def _sum(left: Imported, right: Imported) -> Imported:
    return Imported(
        left.new + right.new,
        left.gold + right.gold,
        left.same + right.same,
        left.refused + right.refused,
        left.problems + right.problems[: max(0, 5 * MOST_TOLD - len(left.problems))],
        left.rejects + right.rejects,
        left.answered + right.answered,
        left.suggested + right.suggested,
        *(
            dict(Counter(getattr(left, name)) + Counter(getattr(right, name)))
            for name in ("left_out", "renamed", "labels_left_out", "unknown")
        ),
    )
