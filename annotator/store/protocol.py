"""What a store of a project can do: about a dozen verbs, in one place, so that a second store can take over later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, Protocol

from annotator.records import Annotation, Article, Change, Record, Run, Status, Suggestion

Order = Literal["import", "title", "length", "pending"]
Added = Literal["new", "same", "conflict"]


class Row(Record, frozen=True):
    """What a list shows of one article. ``number`` counts from 1 in order of import; ``words`` are about."""

    number: int
    id: str
    title: str
    status: Status
    flagged: bool = False
    note: bool = False
    words: int = 0
    decided: int = 0
    suggested: bool = False


class Query(Record, frozen=True):
    """Which articles a list shows, and in which order. Empty fields do not filter."""

    statuses: tuple[Status, ...] = ()
    flagged: bool | None = None
    text: str = ""
    order: Order = "import"


class Event(Record, frozen=True):
    """One entry of the append-only log. ``undoes`` names the event that this one takes back (or brings again).

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
    """An event about to be written, with the annotation as it stands after it."""

    article: str
    who: str
    at: str
    change: Change
    after: Annotation
    undoes: int | None = None
    redoes: int | None = None
    batch: str | None = None
    ms: int | None = None


class Hit(Record, frozen=True):
    """One article that a search found, with some words around the first place (code points of the text)."""

    id: str
    title: str
    start: int
    end: int
    context: str


class Problem(Record, frozen=True):
    """Something that ``check`` found: what, and in which article or table."""

    what: str
    where: str = ""


class Store(Protocol):
    """A project's memory. Verbs that write return only when the disk has it; every one may raise a ProjectError."""

    @property
    def name(self) -> str:
        """What to call the project on the screen."""

    def close(self) -> None:
        """Let go of the project; a second call does nothing."""

    # articles
    def add(self, articles: Sequence[Article]) -> list[Added]:
        """Add articles in one transaction; for each: "new", "same" (id and text known), "conflict" (other text)."""

    def article(self, id: str) -> Article:
        """The article; raises ``KeyError`` for an unknown id, ``DamagedProject`` when its hash does not fit."""

    def annotation(self, id: str) -> Annotation:
        """The annotation as it stands; of an untouched article an empty one with the article's own sections."""

    def rows(self, query: Query, offset: int = 0, limit: int = 256) -> list[Row]:
        """A page of the list that ``query`` describes."""

    def count(self, query: Query) -> int:
        """How many articles ``query`` describes."""

    def counts(self) -> dict[Status, int]:
        """Articles by status, every status named."""

    def position(self, id: str, query: Query) -> int | None:
        """The article's place (from 0) in the list that ``query`` describes; None when it is not in it."""

    def next_open(self, after: str | None, query: Query) -> str | None:
        """The first article after ``after`` in the list that is todo or started, going round; None if there is none."""

    def ids(self, statuses: Sequence[Status] = ()) -> Iterator[str]:
        """Ids in order of import, of all articles or of those with one of the statuses."""

    # decisions
    def append(self, entries: Sequence[Entry]) -> list[int]:
        """Write events and the annotations after them in one durable transaction; the events' numbers."""

    def events(
        self, article: str | None = None, *, newest_first: bool = False, limit: int | None = None
    ) -> list[Event]:
        """The log, of one article or of all."""

    # suggestions
    def add_run(self, run: Run) -> None:
        """Register a run; the same id again must say the same."""

    def runs(self) -> list[Run]:
        """All runs, oldest first."""

    def put_suggestions(self, items: Iterable[tuple[str, Suggestion]]) -> int:
        """Store (article id, suggestion) pairs in one transaction; an (article, run) pair already there stays. Count."""

    def suggestion(self, id: str, run: str | None = None) -> Suggestion | None:
        """The suggestion of the named run, else of the newest run that has one for this article."""

    def without(self, run: str, *, newest_status: Sequence[Status] = ("started", "todo")) -> Iterator[str]:
        """Ids of articles in the given statuses that lack a suggestion of ``run``, in the order of import."""

    # the rest
    def setting(self, key: str) -> str | None:
        """A project-wide setting (for instance ``scheme``, as TOML)."""

    def set_setting(self, key: str, value: str) -> None:
        """Write a project-wide setting."""

    def search(self, words: str, limit: int = 50) -> list[Hit]:
        """Articles that contain all the words, best first."""

    def check(self) -> list[Problem]:
        """Look for damage: the file's own integrity, hashes of texts and documents, and log against annotations."""
