"""Recalling: what is remembered, laid over an article's suggestion, and followed while decisions are made."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from annotator.lessons import Lessons, Touched
from annotator.memory.known import Known
from annotator.memory.laying import Laying, Withheld
from annotator.memory.taught import NOTHING, Taught
from annotator.records import MEMORY, Suggestion
from annotator.spans import Tokens


class Recollection:
    """All that is remembered about one article, laid over what a model suggests (``base``), or over nothing.

    ``suggestion`` is the result, None when there is nothing to propose; ``withheld`` are suggestions of the model that
    memory keeps back. ``who`` is the curator whose own decisions come first, ``labels`` those that may be proposed
    (empty: all), ``taught`` what the model was taught itself.
    """

    def __init__(
        self,
        article: str,
        tokens: Tokens,
        base: Suggestion | None,
        lessons: Lessons,
        *,
        who: str = "",
        labels: Collection[str] = (),
        taught: Taught = NOTHING,
    ) -> None:
        self._known = Known(article, tokens, lessons, who, labels, taught)
        self._base = base
        self._laying = Laying(self._known, base if base is not None else Suggestion(MEMORY))
        self.seen = 0
        """How many of a project's lessons, in the order in which they came, are taken in."""
        self.suggestion: Suggestion | None = None
        self.withheld: tuple[Withheld, ...] = ()
        self._put_together()

    def follow(self, touched: Iterable[Touched]) -> bool:
        """Take in that some lessons came or went; True when the suggestion is another one now."""
        otherwise = self._known.follow(touched)
        if not otherwise:
            return False
        self._laying.follow(otherwise)
        before = self.suggestion
        self._put_together()
        if self.suggestion == before:
            self.suggestion = before
        return self.suggestion is not before

    def _put_together(self) -> None:
        suggestion, self.withheld = self._laying.put_together()
        self.suggestion = suggestion if self._base is not None or suggestion.mentions else None


def recall(
    text: str,
    suggestion: Suggestion | None,
    lessons: Lessons,
    *,
    article: str = "",
    who: str = "",
    labels: Collection[str] = (),
    taught: Taught = NOTHING,
) -> Suggestion | None:
    """A model's suggestion (or None) with what is remembered laid over it; the suggestion itself stays as it is.

    See :class:`Recollection`; ``article`` is the id under which the article's own decisions were learned.
    """
    found = Recollection(article, Tokens(text), suggestion, lessons, who=who, labels=labels, taught=taught)
    return found.suggestion
