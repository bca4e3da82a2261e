"""The table of clues in a scheme's own labels: what it knew it says still, what the gold marks it learns."""

from __future__ import annotations

import pytest

from annotator.suggest.adapting import Classes, adapted, classes_for, prior
from annotator.suggest.candidates import Candidate, find_candidates
from annotator.suggest.labelling import Marked, default_table, labels_of, score
from annotator.suggest.ner import LABELS, find_mentions
from annotator.suggest.softmax import Softmax
from tests.suggest.test_ner import words

TEXT = "Ann Lee flew to Syria. The Turtle Bridge and Harvard University are shut, Reuters said on Baltic Day."
OURS = {label: label for label in LABELS}


def marks(text: str, *marked: tuple[str, str]) -> tuple[Candidate, ...]:
    return tuple(Candidate(text.index(w), text.index(w) + len(w), label) for w, label in marked)


def likely(table: Softmax, groups: bool = False) -> list[dict[str, float]]:
    """The labels of each candidate of TEXT with their probabilities."""
    known = marks(TEXT, ("Syria", "GPE"), ("Turtle Bridge", "FAC"), ("Baltic Day", "EVENT"), ("Reuters", "PERSON"))
    return [dict(labels_of(TEXT, item)) for item in score(words(TEXT), known, table, groups)]


def test_before_it_is_taught_it_says_what_the_base_says() -> None:
    own = prior(default_table(), classes_for(OURS, LABELS))
    assert set(own.classes) == {*LABELS, "NONE"}
    for before, after in zip(likely(default_table()), likely(own), strict=True):
        assert after == pytest.approx(before, abs=0.002)


def test_labels_that_are_one_in_the_scheme_are_one_class() -> None:
    classes = classes_for({"PERSON": "PER", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}, ("PER", "LOC", "SHIP"))
    assert classes.of_label == {"PER": ("PERSON",), "LOC": ("LOC",), "SHIP": ("SHIP",)}
    own = prior(default_table(), classes)
    places = [sum(labels.get(name, 0.0) for name in ("GPE", "LOC", "FAC")) for labels in likely(default_table())]
    syria = max(range(len(places)), key=lambda n: places[n])
    assert max(likely(own)[syria], key=likely(own)[syria].__getitem__) == "LOC"


def ships(n: int) -> Marked:
    text = f"He saw the Quux in town {n}. Crews of the Zork met Ann Lee."
    recognised = marks(text, ("Quux", "ORG"), ("Zork", "ORG"), ("Ann Lee", "PERSON"))
    right = {(c.start, c.end): "SHIP" if c.label == "ORG" else "PERSON" for c in recognised}
    return Marked(str(n), words(text), recognised, right)


def test_the_gold_teaches_a_new_label_and_how_far_the_recogniser_is_to_be_trusted() -> None:
    classes = classes_for(OURS, (*LABELS, "SHIP"))
    table = adapted(default_table(), [ships(n) for n in range(20)], classes)
    text = "He saw the Quux there, and Ann Lee flew to Syria."
    spans = [(m.start, m.end, m.label) for m in marks(text, ("Quux", "ORG"), ("Ann Lee", "PERSON"), ("Syria", "GPE"))]
    found = {m.range.of(text): m.label for m in find_mentions(words(text), spans, table)}
    assert found == {"Quux": "SHIP", "Ann Lee": "PERSON", "Syria": "GPE"}, "what the gold never shows stays"


def test_without_gold_the_table_stays() -> None:
    classes: Classes = classes_for(OURS, LABELS)
    assert adapted(default_table(), [], classes).to_bytes() == prior(default_table(), classes).to_bytes()


def test_noun_groups_are_candidates_where_the_gold_marks_them() -> None:
    tagged = {"The": "DT", "new": "JJ", "talks": "NNS", "of": "IN", "they": "PRP", "about": "IN", "and": "CC"}
    text = "The new talks of parties failed and they left"
    plain = words(text)
    tags = [tagged.get(w, "NNS" if w == "parties" else "VBD") for w in plain.words]
    tokens = type(plain)(text, plain.starts, plain.ends, tags, plain.firsts)

    def found(groups: bool) -> set[str]:
        return {c.range.of(text) for c in find_candidates(tokens, (), groups)}

    assert found(False) == set()
    assert found(True) == {
        "The new talks", "new talks", "talks", "The new talks of parties", "new talks of parties", "parties", "they",
    }  # fmt: skip
