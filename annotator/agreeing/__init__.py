"""Curators against each other: ``annotator agree`` and all that it needs."""

from annotator.agreeing.disagreeing import Disagreement
from annotator.agreeing.parties import Party, open_parties
from annotator.agreeing.report import as_json, as_list, as_table
from annotator.agreeing.work import Agreement, Between, agree

__all__ = [
    "Agreement",
    "Between",
    "Disagreement",
    "Party",
    "agree",
    "as_json",
    "as_list",
    "as_table",
    "open_parties",
]
