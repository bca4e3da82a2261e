"""What one decision teaches about the words of another article, and where memory is careful."""

from __future__ import annotations

import msgspec
import pytest

from annotator.lessons import Vote
from annotator.memory import TRUSTED, Memory, Recollection, Taught, recall, weigh, wilson_lower
from annotator.memory.known import Known
from annotator.records import (
    Annotation,
    Decision,
    Entity,
    Mention,
    Origin,
    Rejection,
    Stance,
    SuggestedEntity,
    SuggestedMention,
    SuggestedStance,
    Suggestion,
)
from annotator.spans import Range, Tokens, occurrences


def decided(text: str, *marks: tuple[str, str], decision: Decision = "accepted", name: str = "") -> Annotation:
    """These words of the text are mentions with these labels, of an entity each, or all of that name."""
    entities, mentions = {}, {}
    for n, (words, label) in enumerate(marks):
        at = text.index(words)
        entities[f"e{n}"] = Entity(f"e{n}", label, name or words)
        mentions[f"m{n}"] = Mention(f"m{n}", at, at + len(words), label, f"e{n}", decision)
    return Annotation(entities=entities, mentions=mentions)


def rejected(text: str, words: str, label: str) -> Annotation:
    no = Rejection("mention", text.index(words), text.index(words) + len(words), label)
    return Annotation(rejected={no.key: no})


def suggested(text: str, *marks: tuple[str, str], p: float = 0.6) -> Suggestion:
    """These words are suggested with these labels, each in a cluster of its own."""
    entities = tuple(SuggestedEntity(f"e{n}", label, words) for n, (words, label) in enumerate(marks))
    mentions = tuple(
        SuggestedMention(f"m{n}", text.index(w), text.index(w) + len(w), label, f"e{n}", p, by="ner")
        for n, (w, label) in enumerate(marks)
    )
    return Suggestion("r1", entities, mentions)


def told(text: str, suggestion: Suggestion | None, memory: Memory, article: str = "new") -> list[tuple[str, str]]:
    found = recall(text, suggestion, memory, article=article)
    return [(text[m.start : m.end], m.label) for m in found.mentions] if found is not None else []


def taught(text: str, *marks: tuple[str, str]) -> Memory:
    memory = Memory()
    memory.learn("old", text, decided(text, *marks))
    return memory


def test_words_that_were_marked_once_are_proposed_and_say_why() -> None:
    memory = taught("The Harbour Board met.", ("Harbour Board", "ORG"))
    text = "Nobody asked the Harbour Board’s chair. Harbour\nBoard games."
    found = recall(text, None, memory)
    assert found is not None
    (mention,) = found.mentions
    assert mention.range.of(text) == "Harbour Board", "whole words, without the possessive, in one line"
    assert (mention.label, mention.by, mention.why) == ("ORG", "memory", "you labelled this ORG in 1 article")
    assert mention.id == "memory:17-30:ORG", "an id that means the same after a restart"
    assert [(e.name, e.label) for e in found.entities] == [("Harbour Board", "ORG")]


def test_what_the_model_labels_otherwise_is_relabelled_and_its_own_label_stays_next_best() -> None:
    memory = taught("Marwick won.", ("Marwick", "ORG"))
    text = "Marwick lost."
    model = suggested(text, ("Marwick", "GPE"))
    found = recall(text, model, memory)
    assert found is not None
    (mention,) = found.mentions
    assert (mention.id, mention.label, mention.by) == ("m0", "ORG", "memory")
    assert [c.label for c in mention.others] == ["GPE"]
    assert found.entities[0].label == "ORG"
    assert model == suggested(text, ("Marwick", "GPE")), "the model's document is never changed"


def test_rejected_words_are_withheld_as_that_label_only() -> None:
    memory = Memory()
    memory.learn("old", "Read more today.", rejected("Read more today.", "Read", "ORG"))
    text = "Read was here."
    assert told(text, suggested(text, ("Read", "ORG")), memory) == []
    assert told(text, suggested(text, ("Read", "PERSON")), memory) == [("Read", "PERSON")]


def test_the_newest_decision_wins_and_a_rejection_after_an_acceptance_does_not_withhold_at_once() -> None:
    memory = taught("Read won.", ("Read", "ORG"))
    memory.learn("second", "Read more.", rejected("Read more.", "Read", "ORG"))
    text = "Read again."
    found = recall(text, suggested(text, ("Read", "ORG"), p=0.8), memory)
    assert found is not None
    assert [m.p for m in found.mentions] == [0.4], "less likely, but shown: one missing costs more than one too many"
    assert told(text, None, memory) == []
    memory.learn("third", "Read it.", decided("Read it.", ("Read", "PERSON")))
    memory.learn("fourth", "Read it not.", decided("Read it not.", ("Read", "PERSON")))
    assert told(text, None, memory) == [("Read", "PERSON")]


def test_edges_are_learned() -> None:
    text = "At the White House gates."
    at = text.index("White House")
    mention = Mention("m1", at, at + 11, "FAC", "e1", "corrected", origin=Origin("r1", "m1", at - 4, at + 11, "ORG"))
    memory = Memory()
    memory.learn("old", text, Annotation(entities={"e1": Entity("e1", "FAC", "White House")}, mentions={"m1": mention}))
    other = "He left the White House’s lawn."
    found = recall(other, suggested(other, ("the White House", "ORG")), memory)
    assert found is not None
    assert [(m.id, m.range.of(other), m.label) for m in found.mentions] == [("m0", "White House", "FAC")]
    assert found.mentions[0].why == "you changed “the White House” to “White House” in 1 article"
    assert found.entities[0].name == "White House"


def test_an_alias_is_joined_where_its_entity_is_named_and_links_come_along() -> None:
    text = "Kim Yo Jong spoke. Ms Kim left."
    entity = Entity("e0", "PERSON", "Kim Yo Jong", {"wikidata": "Q1"})
    mentions = {
        "m0": Mention("m0", 0, 11, "PERSON", "e0", "accepted"),
        "m1": Mention("m1", 19, 25, "PERSON", "e0", "corrected"),
    }
    memory = Memory()
    memory.learn("old", text, Annotation(entities={"e0": entity}, mentions=mentions))
    there = "Ms Kim smiled at Kim Yo Jong."
    found = recall(there, suggested(there, ("Ms Kim", "PERSON"), ("Kim Yo Jong", "PERSON")), memory)
    assert found is not None
    assert [m.entity for m in found.mentions] == ["e1", "e1"]
    assert {e.id: e.links for e in found.entities}["e1"] == {"wikidata": "Q1"}
    alone = "Ms Kim smiled at Ms Lee."
    found = recall(alone, suggested(alone, ("Ms Kim", "PERSON"), ("Ms Lee", "PERSON")), memory)
    assert found is not None
    assert [m.entity for m in found.mentions] == ["e0", "e1"], "another Ms Kim, perhaps"


@pytest.mark.parametrize(
    ("learned", "text", "proposed"),
    [
        ("US", "Tell us of the US.", ["US"]),
        ("us", "Tell us of the US.", []),
        ("May", "May I? In Oslo May spoke, as she may.", ["May"]),  # the first only begins a sentence
        ("May", "May won. May lost.", ["May", "May"]),
        ("He", "He won.", []),
        ("plan", "The plan failed.", []),  # a common word, decided in one article only
        ("12", "The 12 won.", []),
        ("Oslo", "Osloer, Oslo-born, Oslo.", ["Oslo", "Oslo"]),
        ("O’Neill", "So O'Neill won.", ["O'Neill"]),
    ],
)
def test_short_and_common_words_are_taken_with_care(learned: str, text: str, proposed: list[str]) -> None:
    memory = taught(f"So {learned} it is.", (learned, "PERSON"))
    assert [words for words, _ in told(text, None, memory)] == proposed


def test_of_known_words_within_known_words_the_longer_ones_are_proposed() -> None:
    memory = taught("South Korea and Korea and talks with Seoul.", ("South Korea", "GPE"), ("Seoul", "GPE"))
    memory.learn("b", "Korea.", decided("Korea.", ("Korea", "GPE")))
    text = "South Korea went on."
    assert told(text, None, memory) == [("South Korea", "GPE")]
    memory.learn("c", "talks with Seoul", decided("talks with Seoul", ("talks with Seoul", "TOPIC")))
    text = "The talks with Seoul ended."
    assert told(text, suggested(text, ("Seoul", "GPE")), memory) == [("talks with Seoul", "TOPIC"), ("Seoul", "GPE")]
    assert told(text, suggested(text, ("with Seoul ended", "GPE")), memory) == [("with Seoul ended", "GPE")]


def test_a_cue_keeps_the_polarity_that_it_was_given() -> None:
    text = "Ann rebuffed Bob."
    annotation = decided(text, ("Ann", "PERSON"), ("Bob", "PERSON"))
    stance = Stance("s1", "e0", "e1", "against", (Range(4, 12),), decision="corrected")
    memory = Memory()
    memory.learn("old", text, msgspec.structs.replace(annotation, stances={"s1": stance}))
    other = "Cy Rebuffed Di."
    model = suggested(other, ("Cy", "PERSON"), ("Di", "PERSON"))
    guess = SuggestedStance("s1", "e0", "e1", "favor", 0.5, (Range(3, 11),))
    found = recall(other, msgspec.structs.replace(model, stances=(guess,)), memory)
    assert found is not None
    assert [(s.id, s.polarity, s.by) for s in found.stances] == [("s1", "against", "memory")]
    assert found.stances[0].why == "you called “Rebuffed” against in 1 article"


def test_within_an_article_only_its_own_decisions_count() -> None:
    memory = taught("Marwick won.", ("Marwick", "ORG"))
    text = "Marwick lost. Marwick again."
    memory.learn("here", text, decided(text, ("Marwick", "GPE")))
    found = recall(text, None, memory, article="here")
    assert found is not None
    assert {m.label for m in found.mentions} == {"GPE"}
    assert found.mentions[0].why == "you labelled this GPE in this article"


def test_ones_own_decisions_come_before_those_of_others() -> None:
    votes = [Vote("a2", "bob", 9, "ORG", True), Vote("a1", "ann", 3, "GPE", True)]
    mine, his = weigh(votes, "a3", "ann"), weigh(votes, "a3", "bob")
    assert mine is not None
    assert his is not None
    assert (mine.value, his.value, his.who) == ("GPE", "ORG", "bob")


def test_a_rule_that_is_contradicted_retires_and_comes_back_by_new_evidence() -> None:
    def verdict(signs: str) -> bool:
        """Whether decisions, oldest first, leave a rule that proposes."""
        votes = [Vote(f"a{n}", "ann", n, "ORG", sign == "+") for n, sign in enumerate(signs)]
        found = weigh(votes[::-1], "new", "ann")
        return found is not None and found.holds

    assert {signs: verdict(signs) for signs in ("+", "+-", "-+", "--+", "--++", "+-+-+-")} == {
        "+": True, "+-": False, "-+": True, "--+": False, "--++": True, "+-+-+-": False,
    }  # fmt: skip


def test_the_lower_bound_is_wilsons() -> None:
    assert wilson_lower(0, 0) == 0.0
    assert wilson_lower(1, 1) == pytest.approx(0.5)
    assert wilson_lower(8, 10, z=1.96) == pytest.approx(0.4902, abs=1e-4)  # as tabulated for 8 of 10 at 95 %
    assert wilson_lower(1, 2) < TRUSTED


def test_what_the_model_was_taught_memory_leaves_to_it_until_it_is_decided_anew() -> None:
    old, text = "Marwick won. Rain fell.", "Marwick and Rain, said Ann Lee."
    memory = Memory()
    memory.learn("old", old, decided(old, ("Marwick", "ORG")))
    event = memory.learn("older", old, rejected(old, "Rain", "PERSON"))
    model = suggested(text, ("Marwick", "PERSON"), ("Rain", "PERSON"))

    def labels(*known: str, article: str = "new") -> dict[str, str]:
        found = recall(text, model, memory, article=article, taught=Taught("0001", event, known))
        assert found is not None
        return {text[m.start : m.end]: m.label for m in found.mentions}

    assert labels() == {"Marwick": "ORG"}, "the base was taught nothing"
    assert labels("ORG", "PERSON") == {"Marwick": "PERSON", "Rain": "PERSON"}
    assert labels("PERSON") == {"Marwick": "ORG", "Rain": "PERSON"}, "a label that was not taught is remembered as ever"
    assert labels("ORG", "PERSON", article="old")["Marwick"] == "ORG", "what was said of the article at hand holds"
    memory.learn("later", old, decided(old, ("Marwick", "ORG")))
    assert labels("ORG", "PERSON") == {"Marwick": "ORG", "Rain": "PERSON"}


def test_what_the_model_was_taught_and_does_not_suggest_is_proposed_when_it_was_decided_twice() -> None:
    old, text = "The Harbour Board met.", "Nobody asked the Harbour Board."
    memory = Memory()
    first = memory.learn("a", old, decided(old, ("Harbour Board", "ORG")))
    second = memory.learn("b", old, decided(old, ("Harbour Board", "ORG")))
    found = [recall(text, Suggestion("r1"), memory, taught=Taught("0001", n, ("ORG",))) for n in (0, first, second)]
    assert [len(f.mentions) for f in found if f is not None] == [1, 1, 1]
    once = taught(old, ("Harbour Board", "ORG"))
    known = recall(text, Suggestion("r1"), once, taught=Taught("0001", 1, ("ORG",)))
    assert known is not None
    assert known.mentions == ()


def test_after_a_decision_only_what_has_its_words_is_judged_again(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"Harbour{chr(97 + n)}" for n in range(26)]
    text = " and ".join([*names, "Marwick", "of Marwick"])
    memory = Memory()
    memory.learn("old", text, decided(text, *((name, "ORG") for name in names)))
    model = suggested(text, *((name, "GPE") for name in names), ("Marwick", "GPE"))
    recollection = Recollection("new", Tokens(text), model, memory)
    before = recollection.suggestion
    assert before is not None
    asked: list[str] = []
    label = Known.label
    monkeypatch.setattr(Known, "label", lambda self, key: asked.append(key) or label(self, key))
    memory.learn("new", text, decided(text, ("Marwick", "ORG")))
    assert recollection.follow([("label", "Marwick")])
    assert set(asked) == {"Marwick"}
    after = recollection.suggestion
    assert after == recall(text, model, memory, article="new")
    assert [m.range.of(text) for m in after.mentions if m.by == "memory"] == [*names, "Marwick", "Marwick"]
    assert all(old is new for old, new in zip(before.mentions[:26], after.mentions, strict=False))


def test_where_something_is_withheld_words_that_are_remembered_are_proposed_again() -> None:
    text = "The Harbour Board met."
    memory = taught("A Board.", ("Board", "ORG"))
    model = suggested(text, ("Harbour Board", "ORG"))
    recollection = Recollection("new", Tokens(text), model, memory)
    assert recollection.suggestion is not None
    assert [m.range.of(text) for m in recollection.suggestion.mentions] == ["Harbour Board"]
    memory.learn("new", text, rejected(text, "Harbour Board", "ORG"))
    recollection.follow([("label", "Harbour Board")])
    assert [m.range.of(text) for m in recollection.suggestion.mentions] == ["Board"]
    memory.learn("new", text, decided(text, ("Harbour Board", "ORG")))
    recollection.follow([("label", "Harbour Board")])
    assert [m.range.of(text) for m in recollection.suggestion.mentions] == ["Harbour Board"]


def test_the_rejection_that_makes_it_sure_withholds_at_once() -> None:
    text = "Ann rebuffed Bob, Cy rebuffed Di, Ed rebuffed Flo and Gus rebuffed Hal."
    names = ("Ann", "Bob", "Cy", "Di", "Ed", "Flo", "Gus", "Hal")
    model = suggested(text, *((name, "PERSON") for name in names))
    cues = occurrences(text, "rebuffed")
    guesses = tuple(
        SuggestedStance(f"s{n}", f"e{2 * n}", f"e{2 * n + 1}", "favor", 0.8, (cue,)) for n, cue in enumerate(cues)
    )
    model = msgspec.structs.replace(model, stances=guesses)
    memory, annotation = Memory(), decided(text, *((name, "PERSON") for name in names))
    memory.learn("a", text, annotation)
    recollection = Recollection("a", Tokens(text), model, memory)
    left: list[int] = []
    for n, cue in enumerate(cues[:3]):
        no = Rejection("stance", cue.start, cue.end, "favor", holder=f"e{2 * n}", target=f"e{2 * n + 1}")
        annotation = msgspec.structs.replace(annotation, rejected={**annotation.rejected, no.key: no})
        memory.learn("a", text, annotation)
        recollection.follow([("cue", "rebuffed")])
        assert recollection.suggestion == recall(text, model, memory, article="a"), n
        left.append(len(recollection.suggestion.stances) if recollection.suggestion else 0)
    assert left == [4, 0, 0], "two in a row are sure"
