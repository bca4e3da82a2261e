"""Several curators' versions of one article: where they differ, what settles it, and who said what."""

from annotator.adjudicating.aligning import consensus
from annotator.adjudicating.disputed import Disputed
from annotator.adjudicating.names import shown_names
from annotator.adjudicating.saying import who_said
from annotator.adjudicating.settling import AS_IT_STANDS, BOTH, NEITHER, Adjudication, Choice

__all__ = [
    "AS_IT_STANDS",
    "BOTH",
    "NEITHER",
    "Adjudication",
    "Choice",
    "Disputed",
    "consensus",
    "shown_names",
    "who_said",
]
