"""A record that has one of everything that gold can hold, for the tests of formats."""

from __future__ import annotations

from annotator.gold import GoldRecord, to_gold
from annotator.records import Annotation, Article, Entity, Mention, Rejection, Section, Stance
from annotator.spans import Range


def full() -> GoldRecord:
    """A record that has one of everything, the same for ever: what a file of each version is made of."""
    text = "\ufeff😀 Dora Lind, the mayor,\r\nrebuffed and mocked Oslo's plan\u2028for שלום. “Bad”, said Emil.\n"

    def at(words: str) -> Range:
        return Range(text.index(words), text.index(words) + len(words))

    entities = {
        "e1": Entity("e1", "PERSON", "Mayor Dora Lind", {"wikidata": "Q1"}),
        "e2": Entity("e2", "TOPIC", "Oslo's plan", {}, ("e3",)),
        "e3": Entity("e3", "GPE", "Oslo"),
        "e4": Entity("e4", "PERSON", "Emil"),
        "e5": Entity("e5", "ORG", "Nowhere"),
    }
    labelled = [
        ("Dora Lind", "e1"),
        ("the mayor", "e1"),
        ("Oslo's plan\u2028for שלום", "e2"),
        ("Oslo", "e3"),
        ("Emil", "e4"),
    ]
    mentions = {
        f"m{n}": Mention(f"m{n}", at(words).start, at(words).end, entities[entity].label, entity)
        for n, (words, entity) in enumerate(labelled, start=1)
    }
    stances = {
        "s1": Stance("s1", "e1", "e2", "against", (at("rebuffed"), at("mocked")), "acted"),
        "s2": Stance("s2", "writer", "e2", "against", (at("mocked"),)),
        "s3": Stance("s3", "unnamed", "e1", "mixed", (at("Bad"),), "quoted", "e4"),
        "s4": Stance("s4", "e4", "e1", "favor"),
        "s5": Stance("s5", "unnamed", "e3", "neutral"),
    }
    rejection = Rejection("mention", 0, 1, "ORG", "run-1", item="m9")
    annotation = Annotation(
        "done",
        sections=(Section(text.index("“"), len(text)),),
        entities=entities,
        mentions=mentions,
        stances=stances,
        rejected={rejection.key: rejection},
        looked_at=(Range(0, 30),),
        curators=("ann", "bob"),
        done_at="2026-01-01T00:00:00Z",
    )
    return to_gold(Article("the-id", text, {"title": "A title", "n": 1}), annotation)
