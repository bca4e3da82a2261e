"""A model that says what a test wants it to say."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.errors import ModelError
from annotator.formats.building import Named, Said, finished
from annotator.records import (
    Annotation,
    Article,
    Judgement,
    PairScore,
    Section,
    SuggestedEntity,
    SuggestedMention,
    SuggestedStance,
    Suggestion,
    TargetScore,
)
from annotator.spans import Range

TEXT = "Dora Lind attacked the harbour plan of Oslo. Emil praised Dora Lind. Oslo thanked Emil."
Case = tuple[Article, Annotation]


def places(words: str) -> list[Range]:
    found, at = [], TEXT.find(words)
    while at >= 0:
        found.append(Range(at, at + len(words)))
        at = TEXT.find(words, at + 1)
    return found


def gold() -> Case:
    """Four entities and three stances."""
    named = [
        Named("d", "Dora Lind", places("Dora Lind"), "PERSON"),
        Named("p", "harbour plan", places("the harbour plan of Oslo"), "TOPIC"),
        Named("o", "Oslo", places("Oslo"), "GPE"),
        Named("e", "Emil", places("Emil"), "PERSON"),
    ]
    said = [Said("d", "p", "against", places("attacked")), Said("e", "d", "favor"), Said("o", "e", "favor")]
    return finished(TEXT, named, said, {})


def suggestion() -> Suggestion:
    """What a middling model would say: one label wrong, one edge, one mention missed, one polarity wrong."""
    marked = [
        ("Dora Lind", 0, "PERSON", "e1", 0.9),
        ("harbour plan of Oslo", 0, "TOPIC", "e2", 0.5),
        ("Oslo", 0, "ORG", "e3", 0.6),
        ("Emil", 0, "PERSON", "e4", 0.8),
        ("Dora Lind", 1, "PERSON", "e1", 0.9),
    ]
    mentions = [
        SuggestedMention(f"m{n}", places(words)[k].start, places(words)[k].end, label, entity, p)
        for n, (words, k, label, entity, p) in enumerate(marked, 1)
    ]
    names = {"e1": ("PERSON", "Dora Lind"), "e2": ("TOPIC", "plan"), "e3": ("ORG", "Oslo"), "e4": ("PERSON", "Emil")}
    stances = [
        SuggestedStance("s1", "e1", "e2", "against", 0.9, tuple(places("attacked")), why="attacked"),
        SuggestedStance("s2", "e4", "e1", "against", 0.4, tuple(places("praised"))),
        SuggestedStance("s3", "e1", "e3", "against", 0.2, tuple(places("attacked"))),
    ]
    entities = tuple(SuggestedEntity(id, label, name) for id, (label, name) in names.items())
    return Suggestion("run", entities, tuple(mentions), tuple(stances))


class Fake:
    """It answers each article with the same; one that is called "unreadable" it cannot read."""

    model, version, run_id = "fake", "1.0", "fake-1.0-0"

    def __init__(self, judged: Judgement | None = None) -> None:
        self.judged = judged
        self.asked: list[str] = []

    def suggest(self, article: Article, sections: Sequence[Section] | None = None) -> Suggestion:
        self.asked.append(article.id)
        if "unreadable" in article.text:
            raise ModelError("it is too long.", where=article.id)
        return suggestion()

    def judge(self, article: Article, annotation: Annotation, given: str) -> Judgement:
        assert self.judged is not None
        self.asked.append(given)
        return self.judged


def judged() -> Judgement:
    """Of gold's entities (e1 Dora Lind, e2 the plan, e3 Oslo, e4 Emil): one pair right, one the wrong way, one invented."""
    pairs = (
        PairScore("e1", "e2", 0.1, 0.8, "against"),
        PairScore("e1", "e4", 0.6, 0.1, "favor"),
        PairScore("e4", "e1", 0.3, 0.1),
        PairScore("e1", "e3", 0.0, 0.7, "against"),
    )
    targets = (TargetScore("e1", 0.7, 0.1, "favor"), TargetScore("e2", 0.2, 0.3), TargetScore("e3", 0.0, 0.1))
    return Judgement(Suggestion("run"), pairs, targets)
