"""Writing what files brought into a project, a batch at a time: texts, annotations with them, what models said."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec

from annotator.clock import now
from annotator.errors import InputError
from annotator.formats import Brought
from annotator.imported import Imported, Sum, summed
from annotator.naming import Naming, named
from annotator.project import Coming, Project
from annotator.records import Annotation, Change, Mention, Rejection, Run, Step, Suggestion


class Batch:
    """What is written together of one file; an article that cannot be stored does not keep the others out."""

    def __init__(self, project: Project, path: Path, format: str, naming: Naming) -> None:
        self._project = project
        self._path = path
        self._format = format
        self._naming = naming
        self._there: list[Brought] = []
        """What is in the project now."""
        self._known: list[Brought] = []
        """What of it was there before."""

    def write(self, items: Sequence[Brought], *, only_texts: bool = False) -> Imported:
        """Write the articles, and what came with them unless ``only_texts``; what came of it."""
        if only_texts:
            return _in_parts(self._add_texts, items, self._refuse)
        result = _in_parts(self._add, items, self._add_only_text)
        if self._known:
            result = summed(result, _in_parts(self._annotate, self._known, self._tell_only_text))
        suggestions = [found for item in self._there for found in self._suggested(item)]
        return summed(result, Imported(suggested=self._put(suggestions))) if suggestions else result

    # --- what is new, with its annotation

    def _add(self, items: Sequence[Brought]) -> Imported:
        done = Sum()
        coming = [self._first(item) for item in items]
        for item, came, new in self._added(items, coming, done):
            if not new:
                self._known.append(item)
                continue
            done.tell(self._naming.told(item))
            if came is not None:
                done.count(came.annotation)
        return done.imported()

    def _add_texts(self, items: Sequence[Brought]) -> Imported:
        done = Sum()
        for _ in self._added(items, [None] * len(items), done):
            pass
        return done.imported()

    def _added(
        self, items: Sequence[Brought], coming: Sequence[Coming | None], done: Sum
    ) -> Iterator[tuple[Brought, Coming | None, bool]]:
        """Add articles with what comes with them; those that are in the project now, and whether they are new."""
        added = self._project.add([item.article for item in items], coming)
        for item, came, what in zip(items, coming, added, strict=True):
            if what == "conflict":
                done.problems.append(self._of(item, "another text with this id is in the project already."))
                done.counts["refused"] += 1
            else:
                done.counts[what] += 1
                self._there.append(item)
                yield item, came, what == "new"

    def _add_only_text(self, item: Brought, error: InputError) -> Imported:
        """The text of an article whose annotation cannot be stored, if that can be."""
        result = _in_parts(self._add_texts, [item], self._refuse)
        return result if result.refused else summed(result, self._tell_only_text(item, error))

    def _refuse(self, _: Brought, error: InputError) -> Imported:
        return Imported(refused=1, problems=(f"{self._path}: {error}",))

    def _tell_only_text(self, _: Brought, error: InputError) -> Imported:
        return Imported(problems=(f"{self._path}: {error} Only the text was taken.",))

    def _of(self, item: Brought, words: str) -> str:
        return f"{self._path}: article {item.article.id}: {words}"

    def _first(self, item: Brought) -> Coming | None:
        """The annotation that comes with an article, if that is new here."""
        if item.annotation is None:
            return None
        annotation, _ = named(item.annotation, self._naming.now)
        return self._coming(item, Annotation(sections=item.article.sections), annotation)

    def _coming(self, item: Brought, before: Annotation, annotation: Annotation) -> Coming:
        change = difference(before, annotation, "import", f"import from {self._path.name}")
        curators = annotation.curators or ("import",)
        return Coming(item.article.id, annotation, change, curators[0])

    # --- what is known already

    def _annotate(self, items: Sequence[Brought]) -> Imported:
        done = Sum()
        self._project.bring(coming for item in items for coming in self._again(item, done))
        return done.imported()

    def _again(self, item: Brought, done: Sum) -> Iterator[Coming]:
        """The annotation that came with an article, unless somebody decided something about it here already.

        What came from the same file under other names, and was not touched since, is brought under those of now.
        """
        done.tell(self._naming.told(item))
        if item.annotation is None:
            return
        annotation, _ = named(item.annotation, self._naming.now)
        try:
            before = there = self._project.store.annotation(item.article.id)
        except KeyError:
            done.problems.append(self._of(item, "known under another id; its annotation was left out."))
            return
        if annotation.status == "started" and there.status in ("todo", "started"):
            annotation = joined(there, annotation)  # single answers: none is about a thing that is decided already
        elif there not in (annotation, *self._untouched(item)):
            done.problems.append(self._of(item, "it has decisions in this project, which were kept."))
            return
        if there != annotation:
            done.count(annotation)
            yield self._coming(item, before, annotation)

    def _untouched(self, item: Brought) -> Iterator[Annotation]:
        """What an article has here before anybody decided anything about it, however its file came in."""
        yield Annotation(sections=item.article.sections)
        if item.annotation is not None:
            yield named(item.annotation, self._naming.before)[0]

    # --- what models said

    def _suggested(self, item: Brought) -> Iterator[tuple[str, Suggestion]]:
        """What models of another program say of an article, each as a run of its own, which is registered."""
        for proposed in item.proposed:
            model = "-".join(part for part in (proposed.model, proposed.version) if part)
            run = Run(f"{self._format}:{model}", proposed.model, proposed.version, now(), {"imported": self._format})
            self._project.add_run(run)
            yield item.article.id, msgspec.structs.replace(self._naming.suggestion(proposed.suggestion), run=run.id)

    def _put(self, suggestions: Sequence[tuple[str, Suggestion]]) -> int:
        """Store suggestions; how many articles got any. An article that is here under another id gets none."""
        known = [(id, s) for id, s in suggestions if is_known(self._project, id)]
        self._project.put_suggestions(known)
        return len({id for id, _ in known})


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
    return summed(_in_parts(write, left, refused), _in_parts(write, right, refused))


def is_known(project: Project, id: str) -> bool:
    """True when an article has this id, not only as one of its others."""
    try:
        project.store.annotation(id)
    except KeyError:
        return False
    return True


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
