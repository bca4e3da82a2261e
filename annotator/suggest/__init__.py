"""What a model proposes for an article. Only this package imports spaCy, and only when it loads a model."""

from __future__ import annotations

from annotator.suggest.joining import Held, Marked
from annotator.suggest.pipeline import Suggester

SUGGESTERS = {
    "ner": "mentions, from spaCy's entity recogniser",
    "names": "entities: which mentions name the same",
    "stance": "stances, from cue words and the dependency parse, with their topics",
    "outline": "sentences, and the words that may govern a stance",
    "plugins": "whatever other packages find",
}
"""The suggesters: one module of this package each."""

__all__ = ["SUGGESTERS", "Held", "Marked", "Suggester"]
