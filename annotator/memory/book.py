"""Memory by itself, without a project: the same lessons in the same way, kept in dicts. For scripts and simulations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from itertools import islice

from annotator.lessons import (
    VOTES,
    Lesson,
    LessonKind,
    Remembered,
    Touched,
    Vote,
    all_items,
    items_touched,
    lessons_of,
    relearn,
)
from annotator.records import Annotation, Change


class Memory:
    """What decisions taught so far. ``memory.learn("a1", text, annotation)``, then ``recall(other, suggestion, memory)``.

    An article may be learned again and again, as a whole or change by change; only what differs counts anew.
    """

    def __init__(self) -> None:
        self._event = 0
        self._number = 0
        self._items: dict[tuple[str, str, str], dict[int, Remembered]] = defaultdict(dict)
        self._votes: dict[Touched, dict[int, Vote]] = defaultdict(dict)
        self._phrases: dict[str, set[Touched]] = defaultdict(set)

    def learn(
        self,
        article: str,
        text: str,
        annotation: Annotation,
        change: Change | None = None,
        *,
        who: str = "",
        undoes: int | None = None,
        redoes: int | None = None,
    ) -> int:
        """Take in an article's annotation as it stands, of which ``change`` is new (None: all); the event's number.

        ``undoes`` and ``redoes`` name an event that is taken back or done again: memory is then as it was before, or after.
        """
        self._event += 1
        event = self._event if redoes is None else redoes
        items = items_touched(annotation, change) if change is not None else self._all_items(article, annotation)
        for item in items:
            self._learn_item(article, item, lessons_of(text, annotation, item), who, event, undoes)
        return self._event

    def _all_items(self, article: str, annotation: Annotation) -> list[tuple[str, str]]:
        known = [(collection, id) for of, collection, id in self._items if of == article]
        return list(dict.fromkeys([*known, *all_items(annotation)]))

    def _learn_item(
        self,
        article: str,
        item: tuple[str, str],
        wanted: Iterable[Lesson],
        who: str,
        event: int,
        undoes: int | None,
    ) -> None:
        rows = self._items[(article, *item)]
        made = relearn(rows.values(), wanted, undoes)
        for number in made.drop:
            self._forget(rows.pop(number))
        for number in made.back:
            rows[number] = rows[number]._replace(gone=None)
            self._remember(article, who, rows[number])
        for number in made.end:
            rows[number] = rows[number]._replace(gone=event)
            self._forget(rows[number])
        for lesson in made.new:
            self._number += 1
            rows[self._number] = Remembered(self._number, lesson, event, None)
            self._remember(article, who, rows[self._number])

    def _remember(self, article: str, who: str, row: Remembered) -> None:
        lesson = row.lesson
        votes = self._votes[lesson.kind, lesson.key]
        votes[row.number] = Vote(article, who, row.taught, lesson.value, lesson.holds)
        if lesson.kind != "cue":
            self._phrases[lesson.key.split(" ", 1)[0]].add((lesson.kind, lesson.key))

    def _forget(self, row: Remembered) -> None:
        self._votes[row.lesson.kind, row.lesson.key].pop(row.number, None)

    # --- what recalling asks

    def phrases(self, words: Collection[str]) -> list[Touched]:
        """See :class:`~annotator.lessons.Lessons`."""
        return [found for word in words for found in self._phrases.get(word, ())]

    def votes(self, kind: LessonKind, key: str, article: str) -> list[Vote]:
        """See :class:`~annotator.lessons.Lessons`."""
        numbered = self._votes.get((kind, key), {})
        ordered = [v for _, v in sorted(numbered.items(), key=lambda pair: (-pair[1].taught, -pair[0]))]
        newest = list(islice(ordered, VOTES))
        return newest + [v for v in islice(ordered, VOTES, None) if v.article == article]
