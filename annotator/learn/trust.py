"""Whose word is the last on a mention: the recogniser's, which was taught it, or the table's, which weighs all clues.

Every way is tried on the watched articles, as a curator would see it, and what needs the fewest corrections is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from annotator.learn.scoring import corrections
from annotator.learn.split import Pair
from annotator.records import SuggestedMention
from annotator.suggest.ner import LABELS
from annotator.suggest.pipeline import read_lines
from annotator.suggest.reading import reading_copy

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

LEAST = 30
"""With fewer watched mentions it is chance which way is better."""
OWN = "annotator"
"""The key of a pipeline's meta that holds what is ours; its "labels" are those on which the recogniser is trusted."""
_SHOWING = ("annotator_mentions", "annotator_entities", "annotator_convention")


def enough(watched: Sequence[Pair]) -> bool:
    """Whether the watched articles can tell anything."""
    return sum(len(annotation.mentions) for _, annotation in watched) >= LEAST


def trust(
    nlp: Language, watched: Sequence[Pair], labels: Sequence[str], taught: Sequence[str], former: dict[str, str]
) -> int:
    """Let the recogniser have the last word on what it was ``taught``, where the table does not know it or where that is
    better; how many corrections the watched articles then need. What is chosen is set in the pipeline."""
    own = nlp.meta.setdefault(OWN, {})
    options = [[label for label in taught if label not in LABELS], list(taught)]
    docs = read(nlp, watched)
    needed: list[int] = []
    for option in options:
        own["labels"] = option
        needed.append(needs(nlp, docs, watched, labels, former))
    best = needed.index(min(needed)) if enough(watched) else 0
    own["labels"] = options[best]
    return needed[best]


def read(nlp: Language, gold: Sequence[Pair]) -> list[Doc]:
    """Articles as the pipeline reads them before our own components look at the whole."""
    return list(read_lines(nlp, (reading_copy(article.text, annotation.sections) for article, annotation in gold)))


def needs(
    nlp: Language, docs: Sequence[Doc], gold: Sequence[Pair], labels: Sequence[str], former: dict[str, str]
) -> int:
    """How many corrections articles need, as they are suggested now."""
    total = 0
    for doc, (_, annotation) in zip(docs, gold, strict=True):
        for name in _SHOWING:
            nlp.get_pipe(name)(doc)
        found = msgspec.convert(doc._.mentions, list[SuggestedMention])
        ours = [msgspec.structs.replace(m, label=former.get(m.label, m.label)) for m in found]
        shown = [m for m in ours if m.label in labels]
        total += corrections(shown, [m for m in annotation.mentions.values() if m.label in labels])
    return total
