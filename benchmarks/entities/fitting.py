"""The table of clues, fitted to public corpora whose licences allow it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

from annotator.convention import default_convention
from annotator.records import Article
from annotator.spans import Range
from annotator.suggest import Suggester
from annotator.suggest.candidates import Candidate
from annotator.suggest.components import marks_of, words_of
from annotator.suggest.gazetteer import KINDS
from annotator.suggest.labelling import CLASSES, Marked, examples_of
from annotator.suggest.ner import known_marks
from annotator.suggest.people import fold
from annotator.suggest.softmax import Softmax, fit
from annotator.titles import without_title
from benchmarks.entities.corpora import Document, Gold

ABOUT = (
    "Clues to names, weighed on Wikigold (CC BY 4.0: Balasuriya et al. 2009), GUM's news (texts CC BY 2.5 Wikinews,"
    " annotation CC BY 4.0 Zeldes 2017) and re3d (Dstl: UK Government OGL 3, US State Department and CENTCOM public,"
    " Australian DFAT CC BY 3.0 AU, EU Delegation to Syria with attribution), with the recogniser en_core_web_sm 3.8.0."
)
NOT_FITTED = ("re3d/Wikipedia",)
"""Share-alike: measured, never learnt from."""


def read(suggester: Suggester, documents: Sequence[Document]) -> list[Marked]:
    """The documents with what the recogniser marks, and what is right of it."""
    docs = suggester.read([(Article(d.id, d.text), ()) for d in documents])
    marked: list[Marked] = []
    for document, doc in zip(documents, docs, strict=True):
        known = known_marks(doc.text, marks_of(doc, default_convention()))
        right = {}
        for gold in document.gold:
            span = without_title(document.text, gold.range)
            right[span.start, span.end] = _answer(document, gold, known)
        free = tuple((r.start, r.end) for r in (*document.open, *_unsaid(document, known, right)))
        marked.append(Marked(f"{document.corpus} {document.id}", words_of(doc), tuple(known), right, free))
    return marked


def _answer(document: Document, gold: Gold, known: Iterable[Candidate]) -> str:
    """The class of a name; the corpus that has "MISC" for all else is told apart by our list of peoples."""
    if gold.label != "MISC":
        return gold.label
    people = fold(gold.range.of(document.text)) in KINDS["people"]
    return "NORP" if people or any(c.range == gold.range and c.label == "NORP" for c in known) else "OTHER"


def _unsaid(document: Document, known: Iterable[Candidate], right: dict[tuple[int, int], str]) -> list[Range]:
    """What the recogniser marked with a label that the corpus does not have: nobody knows whether it is right."""
    return [c.range for c in known if document.coarse(c.label) is None and (c.start, c.end) not in right]


def fold_of(id: str, folds: int) -> int:
    """The part of a whole article in cross-fitting; the same for ever."""
    return int(sha256(id.encode()).hexdigest(), 16) % folds


def fit_table(articles: Iterable[Marked]) -> Softmax:
    """The table that articles teach, but for those whose licence forbids it."""
    examples = [e for a in articles if not a.id.startswith(NOT_FITTED) for e in examples_of(a)]
    return fit(examples, CLASSES, about=ABOUT)
