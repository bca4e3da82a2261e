"""Counting on gold how far each rule that links two names can be trusted.

The counts add to those that came with the program, so a little gold changes a little; a rule that is oftener wrong than
right in this project comes to rest. Nothing that was known is lost.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from time import perf_counter
from typing import TYPE_CHECKING, Any

from annotator.learn.cards import Counts, PartName, PartReport, Point, Settings
from annotator.learn.messages import Pointed
from annotator.learn.parts import Material, News
from annotator.learn.split import Pair

if TYPE_CHECKING:
    from spacy.language import Language

    from annotator.suggest.links import Links

LEAST = 20
"""With fewer links in the taught gold nothing is counted."""
NO_NAMES = ("TOPIC",)
"""Labels whose mentions are phrases, not names: the rules say nothing of them."""

Outcome = tuple[str, bool]


class Clusters:
    """The rules' weights as a trainable part."""

    part: PartName = "clusters"

    def teach(self, nlp: Language, material: Material, settings: Settings) -> Generator[News, None, PartReport]:
        """Count; see :class:`annotator.learn.parts.Trainable`."""
        begin = perf_counter()
        component: Any = nlp.get_pipe("annotator_entities") if "annotator_entities" in nlp.pipe_names else None
        taught = list(_outcomes(material.taught))
        if component is None or len(taught) < LEAST:
            return PartReport(self.part, False, (f"Clusters are not taught: {len(taught)} names could be linked.",))
        watched = list(_outcomes(material.watched))
        yield Pointed(Point(self.part, 0, 1, 0, score=_score(component.links, watched), best=True))
        component.links = component.links.with_counts(taught)
        yield Pointed(Point(self.part, 1, 1, 1, score=_score(component.links, watched), best=True))
        return PartReport(self.part, True, seconds=round(perf_counter() - begin, 1))


def _outcomes(gold: Iterable[Pair]) -> Iterable[Outcome]:
    """For each link that a rule would make between gold names: the rule, and whether it is right."""
    from annotator.suggest.names import outcomes
    from annotator.suggest.ner import Found

    for article, annotation in gold:
        names = sorted(
            (m for m in annotation.mentions.values() if m.label not in NO_NAMES), key=lambda m: (m.start, m.end)
        )
        found = [Found(m.start, m.end, m.label, 1.0) for m in names]
        yield from outcomes(article.text, found, [m.entity for m in names])


def _score(links: Links, watched: Iterable[Outcome]) -> float:
    """F1 of the links that are trusted."""
    counts = Counts()
    for rule, right in watched:
        trusted = links.allow(rule)
        counts += Counts(int(trusted and right), int(trusted and not right), int(right and not trusted))
    return round(counts.f1, 4)
