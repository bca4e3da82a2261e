"""What a store of a project can do: its verbs, and the records they speak in, so that a second store can be written.

A :class:`Reader` only reads and may work in another thread beside the :class:`Store`, of which there is one, and which
alone writes. Verbs that write return only when the disk has it; every verb may raise a ProjectError.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Literal, Protocol

from annotator.lessons import LessonKind, Touched, Vote
from annotator.records import Annotation, Article, Change, Record, Run, Status, Suggestion
from annotator.versions import State, Version

Order = Literal["import", "title", "length", "pending", "uncertainty", "disagreement", "random", "picked"]
Added = Literal["new", "same", "conflict"]

STATUSES: tuple[Status, ...] = ("todo", "started", "done", "skipped")


class Row(Record, frozen=True):
    """What a list shows of one article.

    ``number`` counts from 1 in order of import, ``words`` are parted by white space, ``decided`` counts mentions,
    stances and rejections, ``note`` and ``suggested`` say whether there is a note and a suggestion of any run.
    Of an article that is ``blind`` nothing is told that is suggested, as if there were no suggestion.
    ``uncertainty`` (of the newest run, about what is undecided) and ``disagreement`` (of the two newest runs) are shares
    from 0 to 1; :mod:`annotator.store.deriving` has their formulas. ``why`` says of an article that was picked why.
    """

    number: int
    id: str
    title: str
    status: Status
    flagged: bool = False
    note: bool = False
    words: int = 0
    decided: int = 0
    suggested: bool = False
    uncertainty: float = 0.0
    disagreement: float = 0.0
    why: str = ""
    blind: bool = False


class Query(Record, frozen=True):
    """Which articles a list shows, and in which order. Empty fields do not filter.

    ``text`` holds words that must all stand in title or text, the last one perhaps unfinished; it is never syntax.
    ``label``: a mention has it that is decided, or that the newest run suggests. ``curator``: who decided anything there.
    ``versions``: how the article stands among other curators' versions.

    The orders: as imported; by title; short ones first; most undecided suggestions first; those first of which the
    model is most unsure; those first on which the two newest runs differ most; at random, by the project's seed. Equals
    stand as imported. "picked" are only those of the setting :data:`PICKED`, in its order.
    """

    statuses: tuple[Status, ...] = ()
    flagged: bool | None = None
    text: str = ""
    order: Order = "import"
    label: str = ""
    curator: str = ""
    versions: State | Literal[""] = ""


LOGGED = ("scheme",)
"""The settings that are changed by events of the project itself."""
SEED = "seed"
"""The setting that holds the seed of the random order, as a number."""


PICKED = "picked"
"""The setting that holds the articles picked to be done next: JSON with ``picks``, each with an article's ``number``."""


class Event(Record, frozen=True):
    """One entry of the append-only log. ``undoes`` names the event it takes back, ``redoes`` the undone one it repeats.

    ``article`` is an id, or "" for an event of the project itself, whose change has steps like
    ``Step(("scheme",), before, after)``: the texts of a setting (one of :data:`LOGGED`), None where there is none.
    ``at`` is ISO 8601 in UTC, ``ms`` the active time since the event before (None when it is not known).
    Events that belong together (one act on many articles) share ``batch``.
    """

    seq: int
    article: str
    who: str
    at: str
    change: Change
    undoes: int | None = None
    redoes: int | None = None
    batch: str | None = None
    ms: int | None = None


class Entry(Record, frozen=True):
    """An event about to be written, with the annotation as it stands after it (None for one of the project itself)."""

    article: str
    who: str
    at: str
    change: Change
    after: Annotation | None = None
    undoes: int | None = None
    redoes: int | None = None
    batch: str | None = None
    ms: int | None = None


class Stored(Record, frozen=True):
    """An article with its annotation as it stands, and the versions of it that other curators made, oldest first."""

    article: Article
    annotation: Annotation
    versions: tuple[Version, ...] = ()


class Hit(Record, frozen=True):
    """One article that a search found. ``start`` and ``end`` are the found words' place in the text, in code points.

    Both are 0 when the words stand only in the title. ``context`` is the text around, on one line, for showing.
    """

    id: str
    title: str
    start: int
    end: int
    context: str


class Problem(Record, frozen=True):
    """Something that ``check`` found: what, and in which article or table."""

    what: str
    where: str = ""


class Finished(Record, frozen=True):
    """A finished article. ``stamp`` is another one whenever its annotation, or what the run asked about suggests, is.

    ``suggested`` says whether that run has a suggestion for it.
    """

    id: str
    stamp: bytes
    suggested: bool


class Reader(Protocol):
    """What can be asked of a project. An iterator may be left half-way, and other verbs used while it runs."""

    @property
    def name(self) -> str:
        """What to call the project on the screen."""

    def close(self) -> None:
        """Let go of the project; a second call does nothing."""

    def article(self, id: str) -> Article:
        """The article; raises ``KeyError`` for an unknown id, ``DamagedProject`` when its hash does not fit.

        ``meta["other_ids"]`` lists the ids under which the same text came in again.
        """

    def annotation(self, id: str) -> Annotation:
        """The annotation as it stands; of an untouched article an empty one with the article's own sections.

        Raises ``KeyError`` for an unknown id, ``DamagedProject`` when its hash does not fit.
        """

    def stored(self, ids: Iterable[str]) -> Iterator[Stored]:
        """Articles with what hangs on them, in that order, read a few at a time: faster than one by one.

        Raises ``KeyError`` for an unknown id, when its turn comes.
        """

    def blind(self, ids: Collection[str]) -> set[str]:
        """Those of these articles that are blind: as the first act on them settled, else as the setting has it."""

    def rows(self, query: Query, offset: int = 0, limit: int = 256) -> list[Row]:
        """A page of the list that ``query`` describes."""

    def count(self, query: Query) -> int:
        """How many articles ``query`` describes."""

    def counts(self) -> dict[Status, int]:
        """Articles by status, every status named."""

    def position(self, id: str, query: Query) -> int | None:
        """The article's place (from 0) in the list that ``query`` describes; None when it is not in it."""

    def next_open(self, after: str | None, query: Query) -> str | None:
        """The first article after ``after`` in the list that is todo or started, going round; None if there is none.

        Of a list of articles to adjudicate, those that are done or skipped are open too.

        ``after`` need not be in the list; it is the answer itself when it is the only open one. From the start goes
        None, and, in the orders by what is undecided (pending, uncertainty), an article that is done or skipped.
        """

    def labels(self) -> list[str]:
        """Every label that finds an article, sorted."""

    def curators(self) -> list[str]:
        """Everybody who decided anything about an article, sorted."""

    def seed(self) -> int:
        """The seed of the random order; 0 until another is set."""

    def ids(self, statuses: Sequence[Status] = ()) -> Iterator[str]:
        """Ids in order of import, of all articles or of those with one of the statuses."""

    def events(
        self, article: str | None = None, *, newest_first: bool = False, limit: int | None = None, brief: str = ""
    ) -> list[Event]:
        """The log, of one article ("": of the project itself) or of all; ``DamagedProject`` when a hash does not fit.

        Changes of the kind ``brief`` come without their steps, which for what was imported are a whole annotation.
        """

    def runs(self) -> list[Run]:
        """All runs, oldest first."""

    def suggestion(self, id: str, run: str | None = None) -> Suggestion | None:
        """The suggestion of the named run, else of the newest run that has one for this article."""

    def newest_run(self, id: str) -> str:
        """The id of the newest run that has a suggestion for this article; "" when none has."""

    def without(self, run: str, *, statuses: Sequence[Status] = ("todo", "started")) -> Iterator[str]:
        """Ids of articles in the given statuses that lack a suggestion of ``run``, in order of import."""

    def phrases(self, words: Collection[str]) -> list[Touched]:
        """Kind and key of what decisions taught of phrases that begin with these tokens; see :mod:`annotator.lessons`.

        Of some of them everything may have been taken back.
        """

    def votes(self, kind: LessonKind, key: str, article: str) -> list[Vote]:
        """The newest lessons of a kind about some words, the newest first: VOTES of all, and of one article all."""

    def versions(self, id: str) -> list[Version]:
        """All versions of an article, oldest first; ``DamagedProject`` when a hash does not fit."""

    def merged(self) -> dict[State, int]:
        """How many articles that have versions stand in which way."""

    def finished(self, run: str) -> list[Finished]:
        """The finished articles, in order of import, as they stand beside a run; see :class:`Finished`."""

    def mark(self) -> bytes:
        """What stands at the end of log and suggestions: the same as long as nothing was decided or suggested."""

    def read_by(self, run: str) -> int:
        """How many finished articles a run has read."""

    def settings(self, beginning: str) -> dict[str, str]:
        """All project-wide settings whose keys begin so, by key."""

    def setting(self, key: str) -> str | None:
        """A project-wide setting (for instance ``scheme``, as TOML)."""

    def search(self, words: str, limit: int = 50) -> list[Hit]:
        """Articles that hold all the words (if these are few, the last may be unfinished).

        First those with all words in the title or side by side, then as imported.
        """

    def holding(self, words: str, first: int, limit: int) -> list[Row]:
        """Articles numbered ``first`` or higher whose text holds the words side by side, whole; as imported.

        Case, accents and signs between the words do not count. Words without letter or digit are held by none.
        """

    def check(self) -> list[Problem]:
        """Look for damage: in the file, hashes, the log against the annotations, and the columns that lists show."""


class Store(Reader, Protocol):
    """A project's memory: all that a reader can, and writing. One thread uses it."""

    def reader(self) -> Reader:
        """A reader of the same project for one other thread; it sees what is written from now on. Close it there."""

    def add(self, articles: Sequence[Article], first: Sequence[Entry | None] = ()) -> list[Added]:
        """Add articles in one transaction; for each: "new", "same" (text known) or "conflict" (id has another text).

        A known text that comes under another id is "same" too, and the id is remembered in ``meta["other_ids"]``.
        ``first`` has for each article the first event of its log, or None; it is written if the article is new.
        Raises ``InputError`` for a text or id with NUL or a lone surrogate; then none of them is added.
        """

    def put_versions(self, items: Sequence[tuple[str, Version]]) -> int:
        """Keep (article id, version) pairs in one durable transaction; how many were new.

        The same annotation of the same curator again is not. Raises ``KeyError`` for an unknown article.
        """

    def append(self, entries: Iterable[Entry]) -> list[int]:
        """Write events and what they lead to in one durable transaction; the events' numbers, ascending.

        Each entry is asked for when those before it are written: what makes it reads the annotations after them.
        An event of an article writes the annotation after it, one of the project itself the settings that it changes.
        Raises ``KeyError`` for an unknown article, ``ValueError`` for a change that is not about an article or a setting.
        """

    def learned(self) -> set[Touched]:
        """Kind and key of all lessons that came or went since this was last asked; what follows from :meth:`append`."""

    def add_run(self, run: Run) -> None:
        """Register a run; the same id again must name the same model, version and settings, else ``InputError``."""

    def put_suggestions(self, items: Iterable[tuple[str, Suggestion]]) -> int:
        """Store (article id, suggestion) pairs in one transaction; an (article, run) pair already there stays.

        Returns how many were new; raises ``KeyError`` for an unknown article or run.
        """

    def set_setting(self, key: str, value: str) -> None:
        """Write a project-wide setting; with the blind share, what lists show of articles that nobody touched yet.

        Raises ``ValueError`` for one that events have changed, which only events may change, and for the seed.
        """

    def reseed(self, seed: int) -> None:
        """Give the random order another seed; it takes some seconds for a million articles."""
