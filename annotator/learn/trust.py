"""Whose word is the last on a label: the recogniser's, which was taught it, or the table's, which weighs all clues.

The table knows the usual labels from public corpora, the recogniser knows this project. Which is better is asked of the
watched articles; for a label that the table does not know there is only the recogniser.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from annotator.learn.cards import Counts
from annotator.learn.split import Pair
from annotator.suggest.ner import LABELS
from annotator.suggest.pipeline import read_lines
from annotator.suggest.reading import reading_copy

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

LEAST = 30
"""With fewer watched mentions the table has the last word where it knows the label."""
OWN = "annotator"
"""The key of a pipeline's meta that holds what is ours; its "labels" are those on which the recogniser is trusted."""


def trust(nlp: Language, watched: Sequence[Pair], taught: Sequence[str], former: dict[str, str]) -> list[str]:
    """The labels, of those that were taught, on which the recogniser has the last word; set in the pipeline too."""
    own = nlp.meta.setdefault(OWN, {})
    options = [[label for label in taught if label not in LABELS], list(taught)]
    own["labels"] = options[0]
    if sum(len(annotation.mentions) for _, annotation in watched) < LEAST or options[0] == options[1]:
        return options[0]
    docs = list(read_lines(nlp, (reading_copy(a.text, annotation.sections) for a, annotation in watched)))
    scores: list[float] = []
    for labels in options:
        own["labels"] = labels
        scores.append(_score(nlp, docs, watched, set(taught), former))
    own["labels"] = options[scores.index(max(scores))]
    return list(own["labels"])


def _score(
    nlp: Language, docs: Sequence[Doc], watched: Sequence[Pair], labels: set[str], former: dict[str, str]
) -> float:
    """F1 of mentions with their labels."""
    counts = Counts()
    for doc, (_, annotation) in zip(docs, watched, strict=True):
        for name in ("annotator_mentions", "annotator_entities", "annotator_convention"):
            nlp.get_pipe(name)(doc)
        found = {(m["start"], m["end"], former.get(m["label"], m["label"])) for m in doc._.mentions}
        ours = {m for m in found if m[2] in labels}
        gold = {(m.start, m.end, m.label) for m in annotation.mentions.values() if m.label in labels}
        counts += Counts(len(ours & gold), len(ours - gold), len(gold - ours))
    return counts.f1
