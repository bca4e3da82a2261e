"""Examples for a guideline: how a label or a polarity was decided in this project's newest gold, and what was rejected."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from functools import cache

from annotator.project import Project, Query
from annotator.records import POLARITIES, Annotation, Article, Record
from annotator.spans import Range, line_at, next_character, previous_character

LOOKED_AT = 200
"""How many finished articles are looked through at most, those imported last first."""
MOST = 4
"""How many examples are shown of what was marked, and as many of what was rejected."""
_EACH = 2
"""From one article no more, as long as others have some."""
_AROUND = 110
"""How many code points of a sentence are shown at most on each side of the words."""


class Piece(Record, frozen=True):
    """Some words of a sentence; ``marked`` for those that the example is about."""

    words: str
    marked: bool = False


class Example(Record, frozen=True):
    """A place in a finished article: ``item`` is the id of the mention or stance, "" for a rejection.

    ``start`` and ``end`` are code points of the article's text; ``head`` says of a stance "holder → target".
    """

    article: str
    item: str
    start: int
    end: int
    pieces: tuple[Piece, ...]
    head: str = ""

    @property
    def words(self) -> str:
        """The words that it is about."""
        return " … ".join(piece.words for piece in self.pieces if piece.marked)


class Examples(Record, frozen=True):
    """What was found, newest first; ``looked_at`` says in how many articles."""

    marked: tuple[Example, ...] = ()
    rejected: tuple[Example, ...] = ()
    looked_at: int = 0


class _Find(Record, frozen=True):
    """A place that may become an example; ``spans`` are the words it is about, in order."""

    item: str
    spans: tuple[Range, ...]
    head: str = ""


def find_examples(project: Project, subject: str) -> Generator[int, None, Examples]:
    """Examples of a label, or of a polarity; yields after each article looked at, returns what was found.

    At most :data:`LOOKED_AT` articles are read; each string stands there once.
    """
    finders = (_stances, _no_stances) if subject in POLARITIES else (_mentions, _no_mentions)
    chosen = _Chosen(), _Chosen()
    ids = _newest(project)
    number = 0
    for number, id in enumerate(ids, start=1):
        annotation = project.store.annotation(id)
        finds = [list(find(annotation, subject)) for find in finders]
        if any(found and not kept.full for found, kept in zip(finds, chosen, strict=True)):
            article = project.store.article(id)
            for found, kept in zip(finds, chosen, strict=True):
                kept.take(article, found, _sentences(project, id))
        if all(kept.full for kept in chosen):
            break
        yield number
    return Examples(chosen[0].best(), chosen[1].best(), number)


def _newest(project: Project) -> list[str]:
    query = Query(statuses=("done",))
    rows = project.rows(query, max(0, project.count(query) - LOOKED_AT), LOOKED_AT)
    return [row.id for row in reversed(rows)]


def _sentences(project: Project, id: str) -> Callable[[], tuple[Range, ...]]:
    @cache
    def read() -> tuple[Range, ...]:
        suggestion = project.store.suggestion(id)
        return suggestion.outline.sentences if suggestion is not None else ()

    return read


class _Chosen:
    """The examples chosen so far, one for each string, and those that are taken when nothing better comes."""

    def __init__(self) -> None:
        self._first: list[Example] = []
        self._spare: list[Example] = []
        self._strings: set[str] = set()

    @property
    def full(self) -> bool:
        return len(self._first) >= MOST

    def best(self) -> tuple[Example, ...]:
        return (*self._first, *self._spare)[:MOST]

    def take(self, article: Article, finds: Sequence[_Find], read: Callable[[], tuple[Range, ...]]) -> None:
        here = 0
        for find in finds:
            string = " … ".join(" ".join(span.of(article.text).split()).casefold() for span in find.spans)
            goal = self._first if here < _EACH else self._spare
            if self.full or len(goal) >= MOST or string in self._strings:
                continue
            self._strings.add(string)
            goal.append(_example(article, find, read()))
            here += 1


# --- what there is in one annotation


def _mentions(annotation: Annotation, label: str) -> Iterator[_Find]:
    for mention in sorted(annotation.mentions.values(), key=lambda m: m.start):
        if mention.label == label:
            yield _Find(mention.id, (mention.range,))


def _no_mentions(annotation: Annotation, label: str) -> Iterator[_Find]:
    for rejection in annotation.rejected.values():
        if rejection.what == "mention" and rejection.label == label:
            yield _Find("", (Range(rejection.start, rejection.end),))


def _stances(annotation: Annotation, polarity: str) -> Iterator[_Find]:
    for stance in annotation.stances.values():
        if stance.polarity == polarity and stance.cues:
            names = {e.id: e.name for e in annotation.entities.values()}
            holder, target = names.get(stance.holder, stance.holder), names.get(stance.target, "?")
            yield _Find(stance.id, tuple(sorted(stance.cues)), f"{holder} → {target}")


def _no_stances(annotation: Annotation, polarity: str) -> Iterator[_Find]:
    for rejection in annotation.rejected.values():
        if rejection.what == "stance" and rejection.label == polarity and rejection.start < rejection.end:
            head = f"{rejection.holder} → {rejection.target}"
            yield _Find("", (Range(rejection.start, rejection.end),), head)


# --- words around


def _example(article: Article, find: _Find, sentences: Sequence[Range]) -> Example:
    first = find.spans[0]
    around = next((s for s in sentences if s.contains(first)), line_at(article.text, first.start))
    spans = [span for span in find.spans if around.contains(span)] or [first]
    start, end = _window(article.text, around, spans)
    pieces: list[Piece] = []
    at = start
    for span in spans:
        if span.start > at:
            pieces.append(Piece(article.text[at : span.start]))
        pieces.append(Piece(article.text[max(at, span.start) : max(at, span.end)], marked=True))
        at = max(at, span.end)
    pieces.append(Piece(article.text[at:end]))
    shown = tuple(piece for piece in pieces if piece.words)
    return Example(article.id, find.item, first.start, first.end, shown, find.head)


def _window(text: str, around: Range, spans: Sequence[Range]) -> tuple[int, int]:
    """The part of a sentence that is shown: all of it, or about :data:`_AROUND` on each side of the words."""
    first, last = spans[0].start, max(span.end for span in spans)
    start, end = min(around.start, first), max(around.end, last)
    if first - start > _AROUND:
        start = _after_space(text, first - _AROUND, first)
    if end - last > _AROUND:
        end = _before_space(text, last + _AROUND, last)
    return start, end


def _after_space(text: str, start: int, most: int) -> int:
    at = text.find(" ", start, most)
    return at + 1 if at >= 0 else previous_character(text, start + 1)


def _before_space(text: str, end: int, least: int) -> int:
    at = text.rfind(" ", least, end)
    return at if at >= 0 else next_character(text, end - 1)
