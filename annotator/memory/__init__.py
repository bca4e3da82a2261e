"""Memory: one decision teaches at once, here and in all articles to come, and says why.

What is remembered follows from decisions (:mod:`annotator.lessons`) and is never a truth of its own: a decision that is
taken back is forgotten with all that it taught. :func:`recall` lays what is remembered over a model's suggestion;
:class:`Memory` keeps lessons without a project, a project's store keeps its own.
"""

from annotator.memory.book import Memory
from annotator.memory.evidence import TRUSTED, Verdict, told, weigh, wilson_lower
from annotator.memory.following import Recollections
from annotator.memory.laying import Withheld
from annotator.memory.recalling import Recollection, recall
from annotator.memory.taught import Taught

__all__ = [
    "TRUSTED",
    "Memory",
    "Recollection",
    "Recollections",
    "Taught",
    "Verdict",
    "Withheld",
    "recall",
    "told",
    "weigh",
    "wilson_lower",
]
