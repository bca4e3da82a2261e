"""A model against gold: ``annotator evaluate`` and all that it needs."""

from annotator.evaluating.disagreeing import Disagreement, write_disagreements
from annotator.evaluating.reading import GoldSource, open_gold
from annotator.evaluating.report import as_json, as_table
from annotator.evaluating.scoring import Given
from annotator.evaluating.work import Evaluation, Model, evaluate

__all__ = [
    "Disagreement",
    "Evaluation",
    "Given",
    "GoldSource",
    "Model",
    "as_json",
    "as_table",
    "evaluate",
    "open_gold",
    "write_disagreements",
]
