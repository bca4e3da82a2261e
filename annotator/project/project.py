"""The front desk: all that a window, a command or a script may ask of a project."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from types import TracebackType
from typing import Any

import msgspec

from annotator.blind import SETTING, Blindness, read_blindness, write_blindness
from annotator.clock import now
from annotator.edits import Edit, under_new_names
from annotator.errors import EditError
from annotator.labelmap import LabelMap, with_labels
from annotator.memory import Recollections, Taught, Withheld
from annotator.page import Page
from annotator.pages import Pages
from annotator.project.acts import Acts, Target, brought, main_event, settled
from annotator.project.answers import Coming, Counts, Picked, Undone
from annotator.project.counting import counted
from annotator.records import (
    MEMORY,
    UNBLIND,
    Annotation,
    Article,
    Change,
    Run,
    Status,
    Step,
    Suggestion,
    apply_change,
)
from annotator.scheme import Scheme, default_scheme_toml, parse_scheme, write_scheme
from annotator.spans import Tokens
from annotator.store import Added, Entry, Event, Hit, Problem, Query, Row, Store, create_store, open_store
from annotator.store.protocol import PICKED
from annotator.versions import State, Version

IN_USE = "model"
"""The setting that names the model in use: its name on the shelf, "" for the default pipeline."""
TAUGHT = "taught"
"""The setting that says what it was taught."""
HIDE_NAMES = "hide names"
"""The setting that hides curators' names where versions are compared: "on" or "off"."""
LABEL_MAP = "labels of other tools"
"""The setting that says what those are called here, as JSON."""
_CHUNK = 10_000
"""Of so many articles it is asked at once whether they are blind."""


class Project:
    """One open project. Everything that writes returns only when the disk has it."""

    def __init__(self, store: Store, path: Path, curator: str | None = None) -> None:
        self.store = store
        self.path = path
        self.curator = curator or store.setting("curator") or _user()
        self.scheme: Scheme = self._read_scheme()
        self._acts = Acts(store, self.curator)
        self._pages = Pages()
        self._held = ("", "")
        self._newer = False
        self._memory = Recollections(store, self.curator)
        self._memory.taught = self._read_taught()
        self._remembers = store.setting(MEMORY) != "off"
        self._blindness = read_blindness(store.setting(SETTING))

    @classmethod
    def create(
        cls, path: Path, scheme_toml: str | None = None, curator: str | None = None, *, blind: float = 0.0
    ) -> Project:
        """A new, empty project file, of which a share (0 to 1) is curated ``blind``.

        Raises a ProjectError when it exists or cannot be written, SchemeError, InputError for a share that is none.
        """
        toml, share = scheme_toml or default_scheme_toml(), write_blindness(Blindness(blind))
        parse_scheme(toml)
        store = create_store(path)
        try:
            store.set_setting("scheme", toml)
            if blind:
                store.set_setting(SETTING, share)
            return cls(store, path, curator)
        except BaseException:
            store.close()
            raise

    @classmethod
    def open(cls, path: Path, curator: str | None = None) -> Project:
        """An existing project; raises the ProjectError that says why it cannot be opened."""
        store = open_store(path)
        try:
            return cls(store, path, curator)
        except BaseException:
            store.close()
            raise

    def close(self) -> None:
        """Let go of the file; a second call does nothing."""
        self.store.close()

    def __enter__(self) -> Project:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def name(self) -> str:
        """What to call the project on the screen."""
        return self.store.name

    # --- reading

    def page(self, id: str, run: str | None = None, *, keep: bool = True) -> Page:
        """The article as the curator sees it; raises ``KeyError`` for an unknown id. See also :meth:`hold`.

        What is only glanced at (not ``keep``) does not push out the pages that are worked on, and memory is not asked.
        """
        kept = self._pages.get(id) if run is None else None
        if kept is not None:
            return self._recalled(kept, kept.annotation)
        held = self._held[1] if run is None and id == self._held[0] else None
        suggestion = self.store.suggestion(id, run or held or None)
        if suggestion is not None:
            suggestion = under_new_names(suggestion, self.scheme.former())
        article, annotation, shown = self.store.article(id), self.store.annotation(id), self.scheme.levels.shown
        blind = annotation.blind or (self._blindness.chooses(id) and self.is_blind(id))
        if run is not None or not keep:
            return Page(article, annotation, suggestion, shown=shown, blind=blind)
        if blind or not self._remembers:
            return self._pages.keep(Page(article, annotation, suggestion, shown=shown, blind=blind))
        tokens = Tokens(article.text)
        recollection = self._memory.make(id, tokens, suggestion, self.scheme.labels())
        self._memory.keep(id, recollection)
        return self._pages.keep(Page(article, annotation, recollection.suggestion, tokens, shown=shown))

    def _recalled(self, page: Page, after: Annotation, change: Change | None = None) -> Page:
        """A kept page after a change (or none), with what memory says now."""
        recollection = self._memory.up_to_date(page.article.id, page.suggestion)
        suggestion = page.suggestion if recollection is None else recollection.suggestion
        if change is None and suggestion is page.suggestion:
            return page
        return self._pages.keep(page.after(after, change or Change("", ""), suggestion))

    @property
    def remembers(self) -> bool:
        """True while what was decided before is suggested again; decisions teach in any case."""
        return self._remembers

    def set_remembering(self, wanted: bool) -> None:
        """Have memory suggest, or keep silent, in this project from now on."""
        self.store.set_setting(MEMORY, "on" if wanted else "off")
        self._remembers = wanted
        self._pages.clear()
        self._memory.clear()

    @property
    def blindness(self) -> Blindness:
        """Which articles are curated without suggestions, of those that nobody touched yet."""
        return self._blindness

    def set_blindness(self, blindness: Blindness) -> None:
        """Have another share curated blind from now on. What was touched stays as it is. Raises :class:`InputError`."""
        self.store.set_setting(SETTING, write_blindness(blindness))
        self._blindness = blindness
        self._pages.clear()
        self._memory.clear()

    def is_blind(self, id: str) -> bool:
        """Whether suggestions for an article are hidden: as the first act on it settled, else by the blind share."""
        return bool(self.store.blind([id]))

    def blind_ids(self) -> set[str]:
        """Every article that is blind."""
        ids, found = self.store.ids(), set[str]()
        while chunk := list(islice(ids, _CHUNK)):
            found |= self.store.blind(chunk)
        return found

    def suggestion(self, id: str) -> Suggestion | None:
        """The newest run's suggestion for an article, as it is stored; None when there is none, or it is blind."""
        return None if self.is_blind(id) else self.store.suggestion(id)

    @property
    def model(self) -> str:
        """The name of the model in use, "" for the default pipeline; it may have been deleted since."""
        return self.store.setting(IN_USE) or ""

    def use_model(self, taught: Taught) -> None:
        """Have a model in use from now on, and memory know what it was taught; what is open stays as it is."""
        self.store.set_setting(TAUGHT, msgspec.json.encode(taught).decode())
        self.store.set_setting(IN_USE, taught.model)
        self._memory.taught = taught

    def _read_taught(self) -> Taught:
        found = self.store.setting(TAUGHT)
        taught = msgspec.json.decode(found, type=Taught) if found else Taught()
        return taught if taught.model == self.model else Taught(self.model)

    def withheld(self, page: Page) -> tuple[Withheld, ...]:
        """What the model suggests and memory keeps back on a page that lies on the desk, with the reasons."""
        found = self._memory.up_to_date(page.article.id, page.suggestion)
        return found.withheld if found is not None else ()

    def suggested(self, page: Page) -> Suggestion | None:
        """What the model itself suggests for a page, under the labels' names of today: without what is remembered."""
        found = self.store.suggestion(page.article.id, page.run) if page.run else None
        return found if found is None else under_new_names(found, self.scheme.former())

    def hold(self, id: str, run: str = "") -> None:
        """The article that lies on a desk, and the run that it shows: while it does, a newer run changes no page of it.

        ``run`` is "" while it has none: then the first that comes is taken. ``id`` "" lets go of the article before,
        whose page is another from now on when a newer run waits.
        """
        if self._newer:
            self._pages.forget(self._held[0])
        self._held, self._newer = (id, run), False

    def newest_run(self, id: str) -> str:
        """The id of the newest run that suggested anything for an article; "" when none did."""
        return self.store.newest_run(id)

    def rows(self, query: Query, offset: int = 0, limit: int = 256) -> list[Row]:
        """A page of the list of articles; of those that are picked, each says why. Blind ones say that they are."""
        rows = self.store.rows(query, offset, limit)
        blind = self.store.blind([row.id for row in rows])
        if query.order == "picked":
            why = {pick.number: pick.why for pick in self.picked().picks}
            rows = [msgspec.structs.replace(row, why=why.get(row.number, "")) for row in rows]
        return [msgspec.structs.replace(row, why="", blind=True) if row.id in blind else row for row in rows]

    def picked(self) -> Picked:
        """The articles to be done next, as they were picked last; none before."""
        stored = self.store.setting(PICKED)
        return Picked() if stored is None else msgspec.json.decode(stored, type=Picked)

    def keep_picked(self, picked: Picked) -> None:
        """Have these articles done next: the list in the order "picked" shows them."""
        self.store.set_setting(PICKED, msgspec.json.encode(picked).decode())

    @property
    def label_map(self) -> LabelMap:
        """What labels of other tools are called here, as imports were told; under the names of today, without labels that
        are gone since."""
        setting = self.store.setting(LABEL_MAP)
        return msgspec.json.decode(setting, type=LabelMap).within(self.scheme) if setting else LabelMap()

    def remember_labels(self, table: LabelMap) -> None:
        """Remember a table beside what is remembered; where they differ, this one holds."""
        self.keep_label_map(msgspec.structs.replace(table, add=()).over(self.label_map))

    def keep_label_map(self, table: LabelMap) -> None:
        """Have imports call labels of other tools so; labels that it adds come into the scheme, as an act of their own.

        Raises InputError when it names a label that there is not; then nothing is changed.
        """
        table.check(self.scheme)
        wider = with_labels(self.scheme, table.add)
        if wider != self.scheme:
            self.change_scheme(write_scheme(wider), f"add label {', '.join(table.add)}")
        kept = msgspec.structs.replace(table, add=())
        self.store.set_setting(LABEL_MAP, msgspec.json.encode(kept).decode())

    def count(self, query: Query) -> int:
        """How many articles a query describes."""
        return self.store.count(query)

    def position(self, id: str, query: Query) -> int | None:
        """An article's place (from 0) in the list that a query describes; None when it is not in it."""
        return self.store.position(id, query)

    def counts(self) -> dict[Status, int]:
        """Articles by status."""
        return self.store.counts()

    def labels(self) -> list[str]:
        """The labels that find an article: those of the scheme in its order, then others."""
        found, order = self.store.labels(), self.scheme.labels()
        return [name for name in order if name in found] + [name for name in found if name not in order]

    def curators(self) -> list[str]:
        """Everybody who decided anything about an article; nobody while names are hidden."""
        return [] if self.hides_names else self.store.curators()

    def merged(self) -> dict[State, int]:
        """How many articles that have versions of other curators stand in which way."""
        return self.store.merged()

    def seed(self) -> int:
        """The seed of the random order."""
        return self.store.seed()

    def reseed(self, seed: int) -> None:
        """Give the random order another seed; it takes some seconds for a million articles."""
        self.store.reseed(seed)

    def next_open(self, after: str | None, query: Query | None = None) -> str | None:
        """The next article to curate in the list that ``query`` describes; None when all of them are decided."""
        return self.store.next_open(after, query or Query())

    def search(self, words: str, limit: int = 50) -> list[Hit]:
        """Articles that contain all the words."""
        return self.store.search(words, limit)

    def holding(self, words: str, first: int, limit: int = 64) -> list[Row]:
        """Articles numbered ``first`` or higher whose text holds the words side by side, in order."""
        return self.store.holding(words, first, limit)

    def check(self) -> list[Problem]:
        """Damage in the file; an empty list is good news."""
        return self.store.check()

    # --- deciding

    def apply(self, page: Page, edit: Edit) -> Page:
        """Write what an act did; the page after it. When this returns, the decision is on the disk."""
        after, change = settled(edit) if page.blind else edit
        entry = self._acts.entry(page.article.id, change, after)
        newest = self._pages.get(page.article.id) is page
        self._write([entry])
        if change.kind == UNBLIND:
            return self.page(page.article.id)
        return self._recalled(page, after, entry.change) if newest else page.after(after, entry.change)

    def apply_all(self, items: Sequence[tuple[str, Edit]]) -> None:
        """Write what one act did to many articles (by id), all or nothing; one undo takes all of it back."""
        self._write_together(items)

    def change_scheme(self, toml: str, words: str, items: Iterable[tuple[str, Edit]] = ()) -> None:
        """Write another scheme, and with it what its change means for articles: one act, with one undo.

        ``words`` tell the act ("rename ORG to GROUP"), ``items`` are articles' ids with what is done to them; they are
        asked for one by one while all is written. Raises :class:`SchemeError`; then nothing is written.
        """
        parse_scheme(toml)
        change = Change("scheme", words, (Step(("scheme",), self.store.setting("scheme"), toml),))
        self._write_together(chain([("", (None, change))], items))

    def _write_together(self, items: Iterable[tuple[str, tuple[Annotation | None, Change]]]) -> None:
        def blind_too() -> Iterator[tuple[str, Annotation | None, Change]]:
            for id, (after, change) in items:
                if after is not None and not after.blind and self.is_blind(id):
                    after, change = settled((after, change))
                yield id, after, change

        self._write(self._acts.together(blind_too()))

    def act(self, page: Page, act: Callable[..., Edit], *args: Any, **kwargs: Any) -> Page:
        """Do an act of :mod:`annotator.edits` on a page and write it."""
        return self.apply(page, act(page, *args, **kwargs))

    def undo_words(self) -> str | None:
        """What undo would take back, in words; None when there is nothing."""
        return self._words(self._acts.to_undo())

    def redo_words(self) -> str | None:
        """What redo would bring again, in words; None when there is nothing."""
        return self._words(self._acts.to_redo())

    def undo(self) -> Undone:
        """Take back this curator's last act, whichever article it was on; raises :class:`EditError` if there is none."""
        return self._reverse(self._acts.to_undo(), "nothing to undo.", forward=False)

    def redo(self) -> Undone:
        """Bring again what was undone last; raises :class:`EditError` if there is nothing."""
        return self._reverse(self._acts.to_redo(), "nothing to redo.", forward=True)

    def _words(self, target: Target) -> str | None:
        return main_event(target).change.words if target else None

    def _reverse(self, target: Target, nothing: str, *, forward: bool) -> Undone:
        if not target:
            raise EditError(nothing)
        kept = self._pages.get(target[0].article) if len(target) == 1 else None
        if kept is not None:
            entry = self._acts.reversed(target[0], kept.annotation, forward=forward)
            self._write([entry])
            self._recalled(kept, apply_change(kept.annotation, entry.change), entry.change)
        else:
            self._write(self._acts.reversed(event, self._annotation_of(event), forward=forward) for event in target)
        articles = tuple(dict.fromkeys(event.article for event in target if event.article))
        return Undone(articles, main_event(target).change, scheme=not all(event.article for event in target))

    def _annotation_of(self, event: Event) -> Annotation | None:
        return self.store.annotation(event.article) if event.article else None

    def _write(self, entries: Iterable[Entry]) -> None:
        """Write entries in one transaction, each made when the one before is written."""
        any_blind = of_project = False

        def passing() -> Iterator[Entry]:
            nonlocal any_blind, of_project
            for entry in entries:
                any_blind = any_blind or (entry.after is not None and entry.after.blind)
                of_project = of_project or not entry.article
                self._pages.forget(entry.article)
                yield entry

        self._acts.write(passing())
        self._settle_blindness(any_blind)
        self._heed_lessons()
        if of_project:
            self.scheme = self._read_scheme()
            self._pages.clear()
            self._memory.clear()

    def _settle_blindness(self, any_blind: bool) -> None:
        """Once an article is blind that came with gold from elsewhere, the project has a blind share, if only of none."""
        if any_blind and self.store.setting(SETTING) is None:
            self.set_blindness(self._blindness)

    def _heed_lessons(self) -> None:
        """What was just learned may change what is recalled on pages that are kept."""
        if not self._memory.note(self.store.learned()):
            self._pages.clear()

    def _read_scheme(self) -> Scheme:
        return parse_scheme(self.store.setting("scheme") or default_scheme_toml(), f"{self.path}: scheme")

    def count_press(self) -> None:
        """A key was pressed; the next act says how many there were (see :class:`~annotator.records.Change`)."""
        self._acts.count_press()

    # --- articles and suggestions

    def add(self, articles: Sequence[Article], coming: Sequence[Coming | None] = ()) -> list[Added]:
        """Add articles; for each: "new", "same" (known already) or "conflict" (the id belongs to another text).

        ``coming`` has for each article its annotation from elsewhere, or None; that of a new one is written with it.
        """
        at = now()
        added = self.store.add(articles, [None if item is None else brought(item, at) for item in coming])
        came = [item.annotation for item, what in zip(coming, added, strict=False) if item and what == "new"]
        self._settle_blindness(any(annotation.blind for annotation in came))
        self._heed_lessons()
        return added

    def bring(self, items: Iterable[Coming]) -> None:
        """Write annotations that came from elsewhere, all or nothing; they cannot be undone by a key.

        Each is asked for when those before it are written, and may look at them.
        """
        at = now()
        self._write(brought(item, at) for item in items)

    def put_versions(self, items: Sequence[tuple[str, Version]]) -> int:
        """Keep other curators' versions beside the annotations, by article's id; how many were new."""
        return self.store.put_versions(items)

    def versions(self, id: str) -> list[Version]:
        """All versions of an article, oldest first."""
        return self.store.versions(id)

    @property
    def hides_names(self) -> bool:
        """True while curators' names are not to be seen where versions are compared."""
        return self.store.setting(HIDE_NAMES) == "on"

    def set_hiding_names(self, wanted: bool) -> None:
        """Hide curators' names from now on, or show them."""
        self.store.set_setting(HIDE_NAMES, "on" if wanted else "off")

    def add_run(self, run: Run) -> None:
        """Register a model's run."""
        self.store.add_run(run)

    def put_suggestions(self, items: Iterable[tuple[str, Suggestion]]) -> int:
        """Store suggestions; how many were new."""

        def passing() -> Iterator[tuple[str, Suggestion]]:
            for id, suggestion in items:
                if id == self._held[0] and self._held[1]:
                    self._newer = True
                else:
                    self._pages.forget(id)
                yield id, suggestion

        return self.store.put_suggestions(passing())

    def without(self, run: str, statuses: Sequence[Status] = ("todo", "started")) -> Iterator[str]:
        """Ids of articles in the given statuses that lack a suggestion of ``run``."""
        return self.store.without(run, statuses=statuses)

    def status(self) -> Counts:
        """Articles by status, decisions by kind, curators, runs and speed."""
        return counted(self.store, self.blind_ids())


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no name for this user id, as in a bare container
        return "curator"
