"""The recollections of the pages that are kept, each brought up to date when it is asked for."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable

from annotator.lessons import Lessons, Touched
from annotator.memory.recalling import Recollection
from annotator.memory.taught import NOTHING
from annotator.records import Suggestion
from annotator.spans import Tokens

MOST = 8
"""How many recollections are kept: as many as pages are, and a few more."""
MANY = 5_000
"""When more lessons came and went than this, all is looked up anew."""


class Recollections:
    """What is remembered about the articles that were opened lately, by article id."""

    def __init__(self, lessons: Lessons, who: str) -> None:
        self._lessons, self._who = lessons, who
        self._kept: OrderedDict[str, Recollection] = OrderedDict()
        self._touched: list[Touched] = []
        self.taught = NOTHING
        """What the model was taught whose suggestions are laid over from now on."""

    def make(self, article: str, tokens: Tokens, base: Suggestion | None, labels: Iterable[str]) -> Recollection:
        """All that is remembered about an article, laid over ``base``."""
        made = Recollection(
            article, tokens, base, self._lessons, who=self._who, labels=tuple(labels), taught=self.taught
        )
        made.seen = len(self._touched)
        return made

    def keep(self, article: str, recollection: Recollection) -> None:
        """Keep it, instead of an older one of the same article."""
        self._kept[article] = recollection
        self._kept.move_to_end(article)
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)

    def note(self, touched: Iterable[Touched]) -> bool:
        """Lessons came or went; False when they are so many that what is kept is of no use any more."""
        self._touched += touched
        if len(self._touched) <= MANY:
            return True
        self.clear()
        return False

    def up_to_date(self, article: str, shown: Suggestion | None) -> Recollection | None:
        """The recollection whose suggestion is ``shown``, with all lessons until now; None when it is not kept."""
        found = self._kept.get(article)
        if found is None or found.suggestion is not shown:
            return None
        if found.seen < len(self._touched):
            found.follow(dict.fromkeys(self._touched[found.seen :]))
            found.seen = len(self._touched)
        return found

    def clear(self) -> None:
        """Let go of all."""
        self._kept.clear()
        self._touched.clear()
