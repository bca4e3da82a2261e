"""Teaching the table of clues what the gold marks: quick, and without the recogniser, which stays as it was.

The recogniser of the base was taught none of these articles, so what its marks are worth here is learnt from all of them.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import TYPE_CHECKING

from annotator.learn.messages import Stage
from annotator.learn.parts import Material, News
from annotator.learn.split import Pair
from annotator.suggest.adapting import Classes, adapted, classes_for
from annotator.suggest.candidates import find_candidates
from annotator.suggest.labelling import Marked
from annotator.suggest.ner import LABELS, known_marks
from annotator.suggest.pipeline import read_lines
from annotator.suggest.reading import reading_copy
from annotator.suggest.softmax import Softmax
from annotator.titles import without_title

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from annotator.convention import Convention

GROUPS = 0.1
"""Noun groups are candidates too when they are so much more of the taught mentions."""
_UNREAD = ("lemmatizer", "attribute_ruler")
"""What of a pipeline the clues do not need."""


class Weighing:
    """The table of a pipeline in training: the articles as it reads them, and what it can be taught."""

    def __init__(self, nlp: Language, labels: Sequence[str], material: Material) -> None:
        from annotator.suggest.components import Mentions, convention_in

        pipe = nlp.get_pipe("annotator_mentions")
        assert isinstance(pipe, Mentions)
        self._nlp, self.pipe, self._material = nlp, pipe, material
        self._convention = convention_in(nlp)
        today = _today(self._convention, material.former)
        wanted = [label for label in material.labels if label in labels or label in today.values()]
        self.classes: Classes = classes_for(today, wanted, pipe.table.classes)
        self._taught: list[Marked] = []
        self._watched: list[Marked] = []
        self.watched: list[Doc] = []
        self.groups = False

    def read(self) -> Generator[News, None, None]:
        """Read the taught and the watched articles, each once."""
        for gold, marked in ((self._material.taught, self._taught), (self._material.watched, self._watched)):
            copies = (reading_copy(article.text, annotation.sections) for article, annotation in gold)
            for number, (doc, pair) in enumerate(zip(read_lines(self._nlp, copies, _UNREAD), gold, strict=True), 1):
                marked.append(self._marked(doc, pair))
                if marked is self._watched:
                    self.watched.append(doc)
                yield Stage("Reading the clues", number, len(gold))
        self.groups = self._covered(True) > self._covered(False) + GROUPS

    def _marked(self, doc: Doc, pair: Pair) -> Marked:
        from annotator.suggest.components import marks_of, words_of

        article, annotation = pair
        right: dict[tuple[int, int], str] = {}
        for m in annotation.mentions.values():
            bare = without_title(article.text, m.range)
            right[bare.start, bare.end] = right[m.start, m.end] = m.label
        words = words_of(doc)
        known = known_marks(words.text, marks_of(doc, self._convention))
        return Marked(article.id, words, tuple(known), right)

    def _covered(self, groups: bool) -> float:
        """The share of the taught mentions that are candidates."""
        found = all_ = 0
        for article in self._taught:
            ranges = {(c.start, c.end) for c in find_candidates(article.words, article.recognised, groups)}
            wanted = {place for place, label in article.right.items() if label in self.classes.of_label}
            found, all_ = found + len(wanted & ranges), all_ + len(wanted)
        return found / max(all_, 1)

    def learnt(self, watched: bool) -> Softmax:
        """The table that the taught articles teach, with or without the watched ones."""
        articles = [*self._taught, *(self._watched if watched else ())]
        return adapted(self.pipe.table, articles, self.classes, self.groups)


def _today(convention: Convention, former: dict[str, str]) -> dict[str, str]:
    """The scheme's label for each of those inside, if it has one."""
    said = {label: convention.say(label) for label in LABELS}
    return {label: former.get(name, name) for label, name in said.items() if name is not None}
