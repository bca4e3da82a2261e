"""The frozen records that everything else passes around: article, suggestion, annotation.

A *suggestion* is what one model run proposes; an *annotation* is what curators decided about an article so far; *gold*
(see :mod:`annotator.gold`) is the annotation of an article that was marked done. Three things, three types.
All offsets are code points of the untouched text, half-open. Dicts inside frozen records are never changed in place.
"""

from annotator.records.articles import (
    Article,
    Section,
)
from annotator.records.base import (
    MANNERS,
    NOT_AN_ENTITY,
    POLARITIES,
    UNNAMED,
    WRITER,
    Decision,
    Manner,
    Polarity,
    Record,
    SectionKind,
    Status,
)
from annotator.records.changes import (
    LOOK,
    UNBLIND,
    Change,
    Step,
    apply_change,
)
from annotator.records.decided import (
    Annotation,
    Entity,
    Mention,
    Origin,
    Provenance,
    Rejection,
    Said,
    Stance,
)
from annotator.records.suggested import (
    MEMORY,
    Choice,
    Judgement,
    Outline,
    PairScore,
    Predicate,
    Run,
    SuggestedEntity,
    SuggestedMention,
    SuggestedStance,
    Suggestion,
    TargetScore,
)

__all__ = [
    "LOOK",
    "MANNERS",
    "MEMORY",
    "NOT_AN_ENTITY",
    "POLARITIES",
    "UNBLIND",
    "UNNAMED",
    "WRITER",
    "Annotation",
    "Article",
    "Change",
    "Choice",
    "Decision",
    "Entity",
    "Judgement",
    "Manner",
    "Mention",
    "Origin",
    "Outline",
    "PairScore",
    "Polarity",
    "Predicate",
    "Provenance",
    "Record",
    "Rejection",
    "Run",
    "Said",
    "Section",
    "SectionKind",
    "Stance",
    "Status",
    "Step",
    "SuggestedEntity",
    "SuggestedMention",
    "SuggestedStance",
    "Suggestion",
    "TargetScore",
    "apply_change",
]
