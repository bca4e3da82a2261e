"""What can be trained: one small protocol, and the table of those who keep it."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from annotator.learn.cards import PartName, PartReport, Settings
from annotator.learn.messages import Pointed, Stage, Told
from annotator.learn.split import Pair
from annotator.records import Article

if TYPE_CHECKING:
    from spacy.language import Language

News = Stage | Pointed | Told
"""What a part tells while it is trained."""


@dataclass(frozen=True)
class Material:
    """What a part is trained on. ``taught`` is to be learnt, ``watched`` tells when to stop, ``unread`` is for rehearsal.

    ``labels`` are those of the scheme: of these the gold says all, of others nothing. ``former`` are names under which the
    base may know them.
    """

    taught: list[Pair]
    watched: list[Pair]
    unread: list[Article]
    labels: tuple[str, ...]
    former: dict[str, str]


class Trainable(Protocol):
    """A part of a pipeline that learns from gold."""

    part: PartName

    def teach(self, nlp: Language, material: Material, settings: Settings) -> Generator[News, None, PartReport]:
        """Change the part in ``nlp`` in place, telling news at every step; closing the generator stops it.

        With nothing to learn from, the part stays as it is, and the report says why.
        """


def trainables() -> dict[PartName, Trainable]:
    """The parts, in the order in which they are trained: what comes later rests on what was taught before."""
    from annotator.learn.clusters import Clusters
    from annotator.learn.entities import Entities
    from annotator.learn.stances import Stances

    return {"entities": Entities(), "clusters": Clusters(), "stances": Stances()}
