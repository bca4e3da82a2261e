"""Teaching the stance model what the gold says of who is for or against whom.

The base's weights are the prior: with little gold the model stays near them, and what the gold never shows stays as it was.
That is what guards against forgetting here. Weights that are no better on the watched articles are not taken.
"""

from __future__ import annotations

import random
from collections.abc import Generator, Sequence
from time import perf_counter
from typing import TYPE_CHECKING, Any

from annotator.learn.cards import Counts, PartName, PartReport, Point, Settings
from annotator.learn.messages import Pointed, Stage
from annotator.learn.parts import Material, News
from annotator.learn.split import Pair
from annotator.suggest.pipeline import read_lines
from annotator.suggest.reading import reading_copy

if TYPE_CHECKING:
    from spacy.language import Language

    from annotator.suggest.scoring.examples import Example
    from annotator.suggest.scoring.model import StanceModel

LEAST = 20
"""With fewer stances in the taught gold nothing is learnt of them."""
LEAST_WATCHED = 15
"""With fewer watched stances their score is chance: then what was learnt is taken."""
MOST_EXAMPLES = 15_000
"""More pairs and targets than this are not looked at: it would take too long, and much memory."""


class Stances:
    """The stance model as a trainable part."""

    part: PartName = "stances"

    def teach(self, nlp: Language, material: Material, settings: Settings) -> Generator[News, None, PartReport]:
        """Train it; see :class:`annotator.learn.parts.Trainable`."""
        begin = perf_counter()
        component: Any = nlp.get_pipe("annotator_stances") if "annotator_stances" in nlp.pipe_names else None
        count = sum(len(annotation.stances) for _, annotation in material.taught)
        if component is None or "parser" not in nlp.pipe_names:
            return PartReport(self.part, False, ("The base has no parser, on which stances rest.",))
        if count < LEAST:
            why = f"Stances are not taught: there are {count} in the taught articles, it takes {LEAST}."
            return PartReport(self.part, False, (why,))
        said = _with_stances(material.taught)
        order = random.Random(settings.seed).sample(said, len(said))
        taught = yield from _examples(nlp, order, "Reading stances")
        watched = yield from _examples(nlp, _with_stances(material.watched), "Reading watched stances")
        before: StanceModel = component.model
        score = _score(before, watched)
        yield Pointed(Point(self.part, 0, 1, 0, score=round(score.f1, 4), best=True))
        yield Stage("Teaching stances")
        after = _fitted(taught, before, count)
        found = _score(after, watched)
        better = score.gold < LEAST_WATCHED or found.f1 > score.f1
        yield Pointed(Point(self.part, 1, 1, 1, loss=_loss(after, taught), score=round(found.f1, 4), best=better))
        if better:
            component.model = after
        told = (
            () if better else ("What was learnt of stances was no better on the watched articles; it was not taken.",)
        )
        return PartReport(self.part, better, told, seconds=round(perf_counter() - begin, 1))


def _with_stances(gold: Sequence[Pair]) -> list[Pair]:
    """Gold of names alone, as other tools make it, says nothing of stances; none of its pairs is known to have none."""
    return [pair for pair in gold if pair[1].stances]


def _examples(nlp: Language, gold: Sequence[Pair], words: str) -> Generator[News, None, list[Example]]:
    """What the gold says of pairs and targets, each article parsed once."""
    from annotator.suggest.lexicon import default_lexicon
    from annotator.suggest.scoring.examples import gold_examples
    from annotator.suggest.scoring.scene import scene_of

    found: list[Example] = []
    copies = (reading_copy(article.text, annotation.sections) for article, annotation in gold)
    for number, (doc, (article, annotation)) in enumerate(zip(read_lines(nlp, copies), gold, strict=True), start=1):
        found += gold_examples(scene_of(doc, default_lexicon()), annotation, article.id)
        yield Stage(words, number, len(gold))
        if len(found) >= MOST_EXAMPLES:
            break
    return found


def _fitted(examples: Sequence[Example], base: StanceModel, stances: int) -> StanceModel:
    from annotator.suggest.scoring.fit import fit

    return fit(examples, base, {**base.meta, "gold_stances": stances})


def _score(model: StanceModel, examples: Sequence[Example]) -> Counts:
    """Of pairs with a stance, as the model decides on both directions together: how many are found with the right holder
    and polarity, and how many are made up."""
    from annotator.suggest.scoring.fit import both_ways
    from annotator.suggest.scoring.hashing import hash_rows

    pairs = [e for e in examples if e.kind == "pair"]
    if not pairs:
        return Counts()
    five, wanted = both_ways(pairs, model.pair.probabilities(hash_rows(e.features for e in pairs)))
    found = (five * model.pair.leaning).argmax(axis=1)
    right = int(((found == wanted) & (wanted != 0)).sum())
    return Counts(right, int((found != 0).sum()) - right, int((wanted != 0).sum()) - right)


def _loss(model: StanceModel, examples: Sequence[Example]) -> float | None:
    """The mean cross-entropy of pairs."""
    import numpy as np

    from annotator.suggest.scoring.hashing import hash_rows

    pairs = [e for e in examples if e.kind == "pair"]
    if not pairs:
        return None
    rows = model.pair.probabilities(hash_rows(e.features for e in pairs))
    chosen = rows[np.arange(len(pairs)), [e.wanted for e in pairs]]
    return round(float(-np.log(np.maximum(chosen, 1e-9)).mean()), 4)
