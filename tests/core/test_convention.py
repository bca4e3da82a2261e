"""One convention for names: a scheme's labels for those of models, and civil titles in or out."""

from __future__ import annotations

import pytest

from annotator.convention import Convention, convention_of
from annotator.errors import SchemeError
from annotator.records import Choice, SuggestedEntity, SuggestedMention, SuggestedStance
from annotator.scheme import Label, Scheme, default_scheme
from annotator.spans import Range
from annotator.suggest.saying import say
from annotator.titles import in_convention


def scheme(*labels: Label, titles: bool = True) -> Scheme:
    return Scheme(1, "s", labels, titles=titles)


@pytest.mark.parametrize(
    ("text", "words", "with_title", "without"),
    [
        ("Then Ms Kim left", "Kim", "Ms Kim", "Kim"),
        ("Then Dr. Ann Lee left", "Dr. Ann Lee", "Dr. Ann Lee", "Ann Lee"),
        ("Call me Mr\nLee left", "Lee", "Lee", "Lee"),
        ("President Kim left", "Kim", "Kim", "Kim"),
        ("Sir", "Sir", "Sir", "Sir"),
    ],
)
def test_both_sides_of_a_comparison_come_into_one_convention(
    text: str, words: str, with_title: str, without: str
) -> None:
    span = Range(text.index(words), text.index(words) + len(words))
    assert in_convention(text, span, titles=True).of(text) == with_title
    assert in_convention(text, span, titles=False).of(text) == without


def test_the_default_scheme_changes_nothing() -> None:
    convention = convention_of(default_scheme())
    assert convention.titles
    assert convention.says == {}
    assert [convention.read(label) for label in ("PER", "Organisation", "LOC", "PERSON")] == [
        "PERSON",
        "ORG",
        "LOC",
        "PERSON",
    ]
    assert [convention.read(label) for label in ("MISC", "DATE", "CARDINAL")] == [None, None, None]


def test_a_scheme_takes_labels_of_models() -> None:
    convention = convention_of(scheme(Label("HUMAN", "blue", takes=("PER", "B-CHAR")), Label("DISEASE", "pink")))
    assert convention.read("PER") == convention.read("B-CHAR") == convention.read("HUMAN") == "PERSON"
    assert convention.say("PERSON") == "HUMAN"
    assert convention.read("DISEASE") == convention.say("DISEASE") == "DISEASE"
    assert convention.say("ORG") is None


def test_a_label_that_a_scheme_lacks_goes_where_it_is_taken_or_to_its_neighbour() -> None:
    one = convention_of(scheme(Label("PLACE", "green", takes=("GPE", "LOC", "FAC"))))
    assert {one.say(label) for label in ("GPE", "LOC", "FAC")} == {"PLACE"}
    wide = convention_of(scheme(Label("LOC", "green"), Label("ORG", "gold", takes=("FAC",))))
    assert (wide.say("GPE"), wide.say("FAC"), wide.say("PERSON")) == ("LOC", "ORG", None)


def test_a_renamed_label_needs_no_new_run() -> None:
    """What suggestions say is shown under the new name; see ``Label.was``."""
    labels = (Label("HUMAN", "blue", was=("PERSON",)), *default_scheme().label[1:])
    assert convention_of(scheme(*labels)).says == {}


def test_two_labels_cannot_take_the_same() -> None:
    with pytest.raises(SchemeError, match=r"PER is already taken by A"):
        scheme(Label("A", "blue", takes=("PER",)), Label("B", "pink", takes=("PER",))).check()


TEXT = "Ms Kim met Acme in Seoul"
MENTIONS = [
    SuggestedMention("m1", 0, 6, "PERSON", "e1", 0.8, others=(Choice("ORG", 0.1),)),
    SuggestedMention(
        "m2", 11, 15, "ORG", "e2", 0.5, others=(Choice("GPE", 0.3), Choice("LOC", 0.1), Choice("PERSON", 0.05))
    ),
    SuggestedMention("m3", 19, 24, "GPE", "e3", 0.9, others=(Choice("LOC", 0.05),)),
]
ENTITIES = [
    SuggestedEntity("e1", "PERSON", "Kim"),
    SuggestedEntity("e2", "ORG", "Acme"),
    SuggestedEntity("e3", "GPE", "Seoul"),
]
STANCES = [SuggestedStance("s1", "e1", "e2", "favor", 0.5), SuggestedStance("s2", "writer", "e3", "favor", 0.5)]


def test_suggestions_are_said_in_the_words_of_the_scheme() -> None:
    convention = Convention(titles=False, says={"PERSON": "HUMAN", "GPE": "PLACE", "LOC": "PLACE", "ORG": ""})
    entities, mentions, stances = say(TEXT, (ENTITIES, MENTIONS, STANCES), convention)
    assert [(m.range.of(TEXT), m.label, m.p) for m in mentions] == [
        ("Kim", "HUMAN", 0.8),
        ("Acme", "PLACE", 0.4),
        ("Seoul", "PLACE", 0.95),
    ]
    assert [(e.id, e.label) for e in entities] == [("e1", "HUMAN"), ("e2", "PLACE"), ("e3", "PLACE")]
    assert mentions[1].others == (Choice("HUMAN", 0.05),)
    assert stances == STANCES


def test_what_a_scheme_does_not_annotate_goes_with_its_stances() -> None:
    entities, mentions, stances = say(
        TEXT, (ENTITIES, MENTIONS, STANCES), Convention(says={"GPE": "", "LOC": "", "ORG": ""})
    )
    assert [m.label for m in mentions] == ["PERSON"]
    assert [e.id for e in entities] == ["e1"]
    assert stances == []
