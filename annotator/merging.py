"""Bringing other curators' versions of the same articles into a project: as a generator, like an import."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path

import msgspec

from annotator.adjudicating import consensus
from annotator.bringing import difference, is_known
from annotator.clock import now
from annotator.edits import plural, relabel
from annotator.errors import InputError, ProjectError
from annotator.files import opened
from annotator.formats import BadLine, detect, whole
from annotator.imported import MOST_TOLD
from annotator.progress import Progress
from annotator.project import Coming, Project
from annotator.records import LOOK, Annotation, Article, Record
from annotator.spans import merged
from annotator.store.history import IMPORT
from annotator.versions import State, Version, counting, decided

_SQLITE = b"SQLite format 3\x00"
Work = tuple[Article, Version]
_AT_ONCE = 500
"""So many articles are written in one transaction."""


class Merged(Record, frozen=True):
    """What a merge did. ``versions`` counts those that are kept now, ``same`` those that were there already.

    ``articles`` counts articles that the project did not have, ``renewed`` versions that stand in the place of an older
    one of the same curator (which is kept too), ``unfinished`` those that wait until they are finished, ``taken`` articles
    without decisions that took over finished work, ``begun`` those that took over what several finished versions have in
    common. ``states`` says how all articles of the project that have versions stand now.
    """

    versions: int = 0
    same: int = 0
    renewed: int = 0
    unfinished: int = 0
    articles: int = 0
    taken: int = 0
    begun: int = 0
    refused: int = 0
    states: dict[State, int] = {}
    problems: tuple[str, ...] = ()

    def words(self) -> str:
        """The summary in one line."""
        parts = [f"{plural(self.versions, 'version')} kept"]
        for count, words in (
            (self.same, "already there"),
            (self.renewed, "newer than one of the same curator"),
            (self.unfinished, "not finished"),
            (self.articles, "of new articles"),
            (self.taken, "taken over as the annotation"),
            (self.begun, "articles begun with what all say"),
            (self.refused, "refused"),
        ):
            if count:
                parts.append(f"{count:,} {words}")
        return ", ".join(parts)

    def standing(self) -> str:
        """How the project's articles with versions stand, in one line."""
        return ", ".join(f"{count:,} {state}" for state, count in self.states.items()) or "none"


def merge(project: Project, paths: Sequence[Path]) -> Generator[Progress, None, Merged]:
    """Keep the versions of ``paths`` (projects and files of gold) beside the project's own work; yields progress.

    Nothing that is in the project is changed: only an article without any decision takes over the finished work of others,
    or, where that differs, what all of it has in common. A file that cannot be read is told and left out, and so is an
    article with another text under the same id. Closing the generator stops after the last whole batch; merging the same
    files again goes on from there, and keeps nothing twice.
    """
    total = Merged()
    touched: dict[str, None] = {}
    for number, path in enumerate(paths):
        yield Progress(number, len(paths), f"reading {path.name}")
        try:
            with closing(_Batches(project, path)) as batches:
                for batch in batches:
                    total = _sum(total, _keep(project, path, batch, touched))
                    yield Progress(number, len(paths), f"{path.name}: {total.versions + total.same} versions")
                total = _sum(total, Merged(refused=len(batches.bad), problems=tuple(batches.bad)))
        except (InputError, ProjectError) as error:
            total = _sum(total, Merged(refused=1, problems=(str(error),)))
    work = iter(touched)
    while ids := list(islice(work, _AT_ONCE)):
        total = _sum(total, _begin(project, ids))
        yield Progress(len(paths), len(paths), "comparing the versions")
    return msgspec.structs.replace(total, states=project.store.merged())


# --- what a file holds


class _Batches:
    """The work in a project or file of gold, no article twice in a batch; ``bad`` tells of lines that are no gold."""

    def __init__(self, project: Project, path: Path) -> None:
        self.bad: list[str] = []
        self._work = self._of(project, path)

    def close(self) -> None:
        """Let go of the file."""
        self._work.close()

    def __iter__(self) -> Iterator[list[Work]]:
        batch: dict[str, Work] = {}
        for article, version in self._work:
            if article.id in batch or len(batch) >= _AT_ONCE:
                yield list(batch.values())
                batch = {}
            batch[article.id] = article, version
        if batch:
            yield list(batch.values())

    def _of(self, project: Project, path: Path) -> Generator[Work, None, None]:
        with opened(path) as file:
            head = file.read(len(_SQLITE))
        if head == _SQLITE or path.suffix == ".annot":
            yield from _of_project(project, path)
        else:
            yield from self._of_gold(path)

    def _of_gold(self, path: Path) -> Generator[Work, None, None]:
        format = detect(path)
        if format.name != "gold":
            what = f"only projects and gold can be merged, and this is {format.title}."
            remedy = "Import it into a project of its own, then merge that."
            raise InputError(what, where=str(path), remedy=remedy)
        for item in format.read(path):
            if isinstance(item, BadLine):
                self.bad.append(f"{path}:{item.line}: {item.cause}")
            elif (case := whole(item).finished) is not None:
                curator = " + ".join(case[1].curators) or path.stem
                yield case[0], Version(curator, case[1], path.name, now())


def _of_project(project: Project, path: Path) -> Generator[Work, None, None]:
    if path.resolve() == project.path.resolve():
        raise InputError("a project is not merged with itself.", where=str(path))
    with Project.open(path) as other:
        for id in other.store.ids():
            annotation = other.store.annotation(id)
            if decided(annotation):
                yield other.store.article(id), Version(_makers(other, id, annotation), annotation, path.name, now())


def _makers(project: Project, id: str, annotation: Annotation) -> str:
    """Who made an annotation: who finished it, else who decided anything about the article."""
    names = annotation.curators or sorted({e.who for e in project.store.events(id) if e.change.kind != LOOK})
    return " + ".join(names) or project.curator


# --- keeping it


def _keep(project: Project, path: Path, batch: Sequence[Work], touched: dict[str, None]) -> Merged:
    """Keep the versions of a batch in one transaction, and beside them the project's own as it stands."""
    found, kept = Merged(), list[tuple[str, Version]]()
    for (article, came), known in zip(batch, _add(project, path, batch), strict=True):
        found = _sum(found, known)
        if known.refused:
            continue
        touched[article.id] = None
        version = msgspec.structs.replace(came, annotation=relabel(came.annotation, project.scheme.former())[0])
        there, own = project.store.versions(article.id), _own(project, article.id)
        alike = [v for v in (*there, *([own] if own else ())) if v.curator == version.curator]
        if any(v.annotation == version.annotation for v in alike):
            found = _sum(found, Merged(same=1))
            continue
        renewed = version.done and any(v.done and not v.own for v in alike)
        found = _sum(found, Merged(versions=1, renewed=int(renewed), unfinished=int(not version.done)))
        kept.append((article.id, version))
        if own is not None and not any(_is_same(own, v) for v in (*there, version)):
            kept.append((article.id, own))
    project.put_versions(kept)
    return found


def _add(project: Project, path: Path, batch: Sequence[Work]) -> list[Merged]:
    """Add the articles that are not here yet; of each what came of it."""
    try:
        added = project.add([article for article, _ in batch])
    except InputError as error:
        if len(batch) == 1:
            return [Merged(refused=1, problems=(f"{path}: {error}",))]
        return [one for item in batch for one in _add(project, path, [item])]
    found: list[Merged] = []
    for (article, _), what in zip(batch, added, strict=True):
        told = ""
        if what == "conflict":
            told = (
                f"{path}: article {article.id}: another text with this id is in the project; the version was left out."
            )
        elif what == "same" and not is_known(project, article.id):
            told = f"{path}: article {article.id}: its text is here under another id; the version was left out."
        found.append(Merged(refused=1, problems=(told,)) if told else Merged(articles=int(what == "new")))
    return found


def _own(project: Project, id: str) -> Version | None:
    """The project's own work on an article as a version; None without any, and once its adjudication has begun."""
    own = project.store.annotation(id)
    if not decided(own) or own.settled or own.adjudicated:
        return None
    return Version(_makers(project, id, own), own, project.path.name, now(), own=True)


def _is_same(own: Version, other: Version) -> bool:
    """True when the project's own work is a version that is there, as after it was taken over."""
    if other.own:
        return own.annotation == other.annotation
    return other.curator == own.curator and other.done == own.done and other.side.work == own.side.work


# --- what nobody decided here


def _begin(project: Project, ids: Iterable[str]) -> Merged:
    """Take over finished work where nobody decided anything here; where it differs, what all of it has in common."""
    found, brought = Merged(), list[tuple[str, Annotation, str]]()
    for id in ids:
        own = project.store.annotation(id)
        if decided(own) or own.status == "skipped":
            continue
        finished = counting(project.store.versions(id))
        if not finished:
            continue
        if len({version.side.work for version in finished}) == 1:
            names = sorted({name for v in finished for name in (v.annotation.curators or (v.curator,))})
            after = msgspec.structs.replace(finished[0].annotation, curators=tuple(names))
            brought.append((id, _besides(own, after), finished[0].curator))
            found = _sum(found, Merged(taken=1))
        else:
            brought.append((id, _besides(own, consensus(project.store.article(id), finished)), project.curator))
            found = _sum(found, Merged(begun=1))
    project.bring(
        Coming(id, after, difference(project.store.annotation(id), after, IMPORT, "take over finished work"), who)
        for id, after, who in brought
    )
    return found


def _besides(own: Annotation, after: Annotation) -> Annotation:
    """``after`` with what is here already: flag, note, and what was looked at."""
    looked = merged((*own.looked_at, *after.looked_at))
    flagged, note = own.flagged or after.flagged, own.note or after.note
    return msgspec.structs.replace(after, flagged=flagged, note=note, looked_at=looked)


def _sum(left: Merged, right: Merged) -> Merged:
    counts = {
        name: getattr(left, name) + getattr(right, name)
        for name in Merged.__struct_fields__
        if name not in ("states", "problems")
    }
    problems = left.problems + right.problems[: max(0, 5 * MOST_TOLD - len(left.problems))]
    return Merged(**counts, states=right.states, problems=problems)
