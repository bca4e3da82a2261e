"""Bringing files into a project: as a generator, so that a command can print progress and a window stays awake."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, Literal, TypeVar

import msgspec

from annotator.clock import now
from annotator.errors import InputError
from annotator.formats import BadLine, Brought, Format, all_formats, brought_by, detect, find_format, whole
from annotator.formats.regions import with_polarities
from annotator.labelmap import LabelMap, Names, told, with_labels
from annotator.naming import Naming, Told, named
from annotator.progress import Progress
from annotator.project import Coming, Project
from annotator.records import Annotation, Change, Mention, Record, Rejection, Run, Step, Suggestion
from annotator.scheme import write_scheme

BATCH = 500
"""At most so many articles are written in one transaction."""
HEAVY = 4_000_000
"""Fewer, when they weigh more than this together, so that a window stays awake and memory small."""
ITEM = 200
"""What a decided item weighs, in code points of text."""
MOST_TOLD = 200
"""So many problems are told one by one; the rejects file has all."""
LONGEST_TOLD = 1_000
"""What is told of one problem is cut off after so many characters."""
REJECTS = ".rejects.jsonl"
"""What the file of bad lines is called, behind the name of the file that has them."""
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


def _passed_over(name: str) -> bool:
    return name.startswith(".") or name.endswith(REJECTS)


def files_of(paths: Iterable[Path]) -> list[Path]:
    """The files to read: a folder stands for the files in it, not deeper, in order of name, without the bad lines of an
    earlier import.

    A file that belongs to another one (the text of a pair) is read with that.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(p for p in path.iterdir() if p.is_file() and not _passed_over(p.name))
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
    project: Project, path: Path, format: Format, as_: As, rejects: _Rejects, naming: Naming
) -> Iterator[Imported]:
    batch: list[Brought] = []
    bad = weight = 0
    for item in with_polarities(naming.now.polarity, format.read(path)):
        if isinstance(item, BadLine):
            rejects.add(item)
            bad += 1
            problems = (f"{path}:{item.line}: {item.cause}",) if bad <= MOST_TOLD else ()
            yield Imported(refused=1, problems=problems)
            continue
        batch.append(whole(item))
        weight += _weight(batch[-1])
        if len(batch) == BATCH or weight >= HEAVY:
            yield _write_batch(project, path, format, batch, as_, naming)
            batch, weight = [], 0
    if batch:
        yield _write_batch(project, path, format, batch, as_, naming)


def _weight(item: Brought) -> int:
    """How much there is to write, about: code points of text, and what each item costs beside them."""
    found = item.annotation
    items = 0 if found is None else len(found.mentions) + len(found.stances) + len(found.rejected)
    return len(item.article.text) + ITEM * items


class _Sum:
    """What is being counted; made an :class:`Imported` when it is written."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.told: dict[str, Counter[str]] = {name: Counter() for name in Told.__struct_fields__}
        self.problems: list[str] = []

    def tell(self, what: Told) -> None:
        """Count what naming did to an item."""
        for name, counts in self.told.items():
            counts.update(getattr(what, name))

    def imported(self) -> Imported:
        """The same as a summary."""
        found: dict[str, Any] = {**self.counts, **{name: dict(counts) for name, counts in self.told.items()}}
        return Imported(**found, problems=tuple(self.problems))


def _write_batch(
    project: Project, path: Path, format: Format, batch: Sequence[Brought], as_: As, naming: Naming
) -> Imported:
    """Write a batch; one article that cannot be stored does not keep the others out."""
    there: list[tuple[Brought, bool]] = []
    """What is in the project now, and whether it is new."""

    def add(items: Sequence[Brought]) -> Imported:
        done = _Sum()
        for item, what in zip(items, project.add([item.article for item in items]), strict=True):
            if what == "conflict":
                problem = f"{path}: article {item.article.id}: another text with this id is in the project already."
                done.problems.append(problem)
                done.counts["refused"] += 1
            else:
                done.counts[what] += 1
                there.append((item, what == "new"))
        return done.imported()

    def bring(items: Sequence[tuple[Brought, bool]]) -> Imported:
        done = _Sum()
        project.bring(coming for item, new in items for coming in _coming(project, path, item, done, naming, new=new))
        return done.imported()

    def only_text(_: object, error: InputError) -> Imported:
        return Imported(problems=(f"{path}: {error} Only the text was taken.",))

    result = _in_parts(add, batch, lambda _, error: Imported(refused=1, problems=(f"{path}: {error}",)))
    if as_ == "articles":
        return result
    result = _sum(result, _in_parts(bring, there, only_text))
    suggestions = [found for item, _ in there for found in _suggested(project, format, item, naming)]
    return _sum(result, Imported(suggested=_put(project, suggestions))) if suggestions else result


_Part = TypeVar("_Part")


def _in_parts(
    write: Callable[[Sequence[_Part]], Imported],
    batch: Sequence[_Part],
    refused: Callable[[_Part, InputError], Imported],
) -> Imported:
    """Write a batch at once, all or nothing; if an InputError is raised, its halves, down to the one that is ``refused``."""
    try:
        return write(batch)
    except InputError as error:
        if len(batch) == 1:
            return refused(batch[0], error)
    left, right = batch[: len(batch) // 2], batch[len(batch) // 2 :]
    return _sum(_in_parts(write, left, refused), _in_parts(write, right, refused))


def _suggested(project: Project, format: Format, item: Brought, naming: Naming) -> Iterator[tuple[str, Suggestion]]:
    """What models of another program say of an article, each as a run of its own, which is registered."""
    for proposed in item.proposed:
        named = "-".join(part for part in (proposed.model, proposed.version) if part)
        run = Run(f"{format.name}:{named}", proposed.model, proposed.version, now(), {"imported": format.name})
        project.add_run(run)
        yield item.article.id, msgspec.structs.replace(naming.suggestion(proposed.suggestion), run=run.id)


def _put(project: Project, suggestions: Sequence[tuple[str, Suggestion]]) -> int:
    """Store suggestions; how many articles got any. An article that is here under another id gets none."""
    known = [(id, s) for id, s in suggestions if is_known(project, id)]
    project.put_suggestions(known)
    return len({id for id, _ in known})


def is_known(project: Project, id: str) -> bool:
    """True when an article has this id, not only as one of its others."""
    try:
        project.store.annotation(id)
    except KeyError:
        return False
    return True


def _coming(project: Project, path: Path, item: Brought, done: _Sum, naming: Naming, *, new: bool) -> Iterator[Coming]:
    """The annotation that came with an article, unless somebody decided something about it here already.

    What came from the same file under other names, and was not touched since, is brought under those of now.
    """
    article = item.article
    done.tell(naming.told(item))
    if item.annotation is None:
        return
    annotation, _ = named(item.annotation, naming.now)
    before = Annotation(sections=article.sections)
    if not new:
        try:
            there = project.store.annotation(article.id)
        except KeyError:
            problem = f"{path}: article {article.id}: known under another id; its annotation was left out."
            done.problems.append(problem)
            return
        if annotation.status == "started" and there.status in ("todo", "started"):
            # single answers: none is about a thing that is decided already
            before, annotation = there, joined(there, annotation)
        if there == annotation:
            return
        if there not in (before, named(item.annotation, naming.before)[0]):
            problem = f"{path}: article {article.id}: it has decisions in this project, which were kept."
            done.problems.append(problem)
            return
        before = there
    curators = item.annotation.curators or ("import",)
    done.counts["gold" if annotation.status == "done" else "answered"] += 1
    change = difference(before, annotation, "import", f"import from {path.name}")
    yield Coming(article.id, annotation, change, curators[0])


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
        was, now_ = msgspec.to_builtins(old), msgspec.to_builtins(new)
        if isinstance(old, dict) and field != "extra":
            steps += [
                Step((field, key), was.get(key), now_.get(key))
                for key in sorted({*old, *new})
                if old.get(key) != new.get(key)
            ]
        else:
            steps.append(Step((field,), was, now_))
    return Change(kind, words, tuple(steps))


def _on_one_line(words: str) -> str:
    """What is told of a file, on one line, whatever names and ids it has in it."""
    shown = words if len(words) <= LONGEST_TOLD else words[: LONGEST_TOLD - 1] + "…"
    return shown if shown.isprintable() else "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in shown)


def _sum(left: Imported, right: Imported) -> Imported:
    return Imported(
        left.new + right.new,
        left.gold + right.gold,
        left.same + right.same,
        left.refused + right.refused,
        left.problems + tuple(map(_on_one_line, right.problems[: max(0, 5 * MOST_TOLD - len(left.problems))])),
        left.rejects + right.rejects,
        left.answered + right.answered,
        left.suggested + right.suggested,
        *(
            dict(Counter(getattr(left, name)) + Counter(getattr(right, name)))
            for name in ("left_out", "renamed", "labels_left_out", "unknown")
        ),
    )
