"""Deeds towards somebody: general sentences, one construction each. They are ours, about nothing in particular."""

from __future__ import annotations

import pytest

from annotator.records import Suggestion
from tests.suggest.conftest import Read


def parties(suggestion: Suggestion) -> set[tuple[str, str, str]]:
    """(holder, target, polarity) of every stance."""
    names = {e.id: e.name for e in suggestion.entities} | {"unnamed": "unnamed", "writer": "writer"}
    return {(names[s.holder], names[s.target], s.polarity) for s in suggestion.stances}


@pytest.mark.parametrize(
    ("text", "holder", "target", "polarity"),
    [
        # what is given or kept back, and to whom
        ("Norway has granted political asylum to Pedro Sanchez.", "Norway", "Pedro Sanchez", "favor"),
        ("Germany sent 300 tons of food to Sudan.", "Germany", "Sudan", "favor"),
        ("Spain suspended financial aid to Bolivia.", "Spain", "Bolivia", "against"),
        ("Belgium announced a suspension of trade with Serbia.", "Belgium", "Serbia", "against"),
        ("Denmark broke off talks with Turkey.", "Denmark", "Turkey", "against"),
        # what is laid upon somebody, and taken off
        ("The United States imposed sanctions on Iran.", "United States", "Iran", "against"),
        ("Canada called for sanctions against Russia.", "Canada", "Russia", "against"),
        ("France lifted its embargo on Libya.", "France", "Libya", "favor"),
        # meetings somebody wants or refuses
        ("Poland agreed to meet Angela Merkel.", "Poland", "Angela Merkel", "favor"),
        ("Poland refused to meet Angela Merkel.", "Poland", "Angela Merkel", "against"),
        ("Peru held talks with Chile in Lima.", "Peru", "Chile", "favor"),
        # threats and demands, and what somebody says that another must do
        ("Iran threatened to launch an attack on Iraq.", "Iran", "Iraq", "against"),
        ("Kenya demanded that Somalia release the sailors.", "Kenya", "Somalia", "against"),
        ("Russia said on Tuesday that Sudan must return the helicopter.", "Russia", "Sudan", "against"),
        ("Greenpeace demanded the resignation of Tony Abbott.", "Greenpeace", "Tony Abbott", "against"),
        # a deed upon a thing is one towards whoever owns it, or lives there
        ("Israeli bulldozers demolished Palestinian houses.", "Israeli", "Palestinian", "against"),
        ("Syria shelled homes of the Turkish minority.", "Syria", "Turkish minority", "against"),
        # retreat, and yielding
        ("Ethiopia withdrew its troops from Somalia.", "Ethiopia", "Somalia", "favor"),
        ("Brazil apologised to Argentina.", "Brazil", "Argentina", "favor"),
        ("Mexico recalled its ambassador from Cuba.", "Mexico", "Cuba", "against"),
        # each other
        ("Kenya and Somalia accused each other.", "Somalia", "Kenya", "against"),
        # "they" in what somebody says
        ("Afghan leaders said they would meet Angela Merkel.", "Afghan leaders", "Angela Merkel", "favor"),
        # ready to, unwilling to
        ("Portugal is ready to support the treaty.", "Portugal", "treaty", "favor"),
        ("Portugal is unwilling to support the treaty.", "Portugal", "treaty", "against"),
        # the deed of a clause, said with a noun
        ("Drivers in Lyon blocked the road in protest at Emmanuel Macron.", "Drivers in Lyon", "Emmanuel Macron", "against"),
        # what somebody says or shows is that somebody's
        ("John Howard praised Laura Diaz's honesty.", "John Howard", "Laura Diaz", "favor"),
        ("John Howard mocked Laura Diaz's remarks.", "John Howard", "Laura Diaz", "against"),
        # "it" is the topic spoken of
        ("Hungary opposes the treaty, and Austria supports it.", "Austria", "treaty", "favor"),
        ("The council debated the plan. Jane Doe opposed it.", "Jane Doe", "plan", "against"),
        # the body that has the word in its name
        ("The Farmers Union met on Monday. Tom Baker blamed the union.", "Tom Baker", "Farmers Union", "against"),
        # who takes part, who signed
        ("Nurses in Peru took part in a strike over Alan Garcia's reform.", "Nurses in Peru", "reform", "against"),
        ("Greenpeace issued a statement condemning Tony Abbott.", "Greenpeace", "Tony Abbott", "against"),
        # responsible for, and nothing good
        ("Chad said Sudan was responsible for the bombing.", "Chad", "Sudan", "against"),
        # the article's own voice
        ("The budget is a disgrace.", "writer", "budget", "against"),
        # "not only" says no, "least" turns round
        ("John Howard not only praised the reform.", "John Howard", "reform", "favor"),
        ("Anna Schmidt said the tax was the least popular measure.", "Anna Schmidt", "tax", "against"),
        ("Poland isn’t voting for the treaty.", "Poland", "treaty", "against"),
        # very many, and the police
        ("Thousands of people marched against Viktor Orban.", "Thousands of people", "Viktor Orban", "against"),
        ("Police arrested Paul Young.", "Police", "Paul Young", "against"),
        # the same construction, once more with other words
        ("Norway granted a loan to Bolivia.", "Norway", "Bolivia", "favor"),
        ("Norway gave Bolivia five tons of food.", "Norway", "Bolivia", "favor"),
        ("Norway suspended all aid to Bolivia.", "Norway", "Bolivia", "against"),
        ("Norway imposed a curfew in Bolivia.", "Norway", "Bolivia", "against"),
        ("Norway lifted the blockade of Bolivia.", "Norway", "Bolivia", "favor"),
        ("Norway refused to give a loan to Bolivia.", "Norway", "Bolivia", "against"),
        ("Norway demanded that Bolivia return the ships.", "Norway", "Bolivia", "against"),
        ("Norway said that Bolivia must return the ships.", "Norway", "Bolivia", "against"),
        ("Norway allowed Bolivia to reopen its office.", "Norway", "Bolivia", "favor"),
        ("Norway demanded the resignation of Angela Merkel.", "Norway", "Angela Merkel", "against"),
        ("Norway announced a suspension of trade with Bolivia.", "Norway", "Bolivia", "against"),
        ("Norway is ready to lift its sanctions on Bolivia.", "Norway", "Bolivia", "favor"),
        ("The rebels said they would release Angela Merkel.", "rebels", "Angela Merkel", "favor"),
        ("Soldiers from Norway burned Bolivian houses.", "Soldiers from Norway", "Bolivian", "against"),
        # nobody in particular
        ("Farmers opposed the treaty.", "unnamed", "treaty", "against"),
    ],
)  # fmt: skip
def test_a_deed_is_found(ruled: Read, text: str, holder: str, target: str, polarity: str) -> None:
    assert (holder, target, polarity) in parties(ruled(text))


@pytest.mark.parametrize(
    "text",
    [
        "Tom Reed met Jack Moss on Friday.",
        "Jane Doe gave a speech to Congress.",
        "Norway sent a letter to Sweden.",
        "Chelsea took Paul Young from Arsenal.",
        "Italy did not say that Spain must act.",
        "Jane Doe must go to Berlin.",
        "Norway gave a party for the new year.",
        "If Norway gives a loan to Bolivia, the market will rise.",
        "Norway lifted the box in Bolivia.",
        "If Iran launches missiles at Iraq, talks will end.",
        "Has Norway granted asylum to Pedro Sanchez?",
        "Jane Doe would join the choir.",
        "The prize is for Paul Young.",
        "Jane Doe abstained from no vote.",
        "The budget is not a disgrace.",
        "The budget may be a disgrace.",
        "The budget is a success.",
        "Tom Baker did not want the plan to be a disaster, Anna Schmidt said.",
    ],
)
def test_what_is_no_deed_towards_anybody(read: Read, text: str) -> None:
    assert parties(read(text)) == set()


def test_what_is_demanded_of_somebody_does_not_speak_for_them(read: Read) -> None:
    suggestion = read("Poland demanded an explanation by Hungary.")
    entities = {e.id: e for e in suggestion.entities}
    for stance in suggestion.stances:
        assert stance.polarity == "against" or not entities[stance.target].about


def test_somebody_unnamed_is_no_mention(read: Read) -> None:
    text = "Farmers opposed the treaty."
    suggestion = read(text)
    assert [(s.holder, s.holder_mention) for s in suggestion.stances] == [("unnamed", None)]
    assert [m.range.of(text) for m in suggestion.mentions] == ["treaty"]


def test_who_is_blamed_is_not_who_blames(read: Read) -> None:
    suggestion = read("Paul Young met Jane Doe. Tom Baker blamed him.")
    assert ("Tom Baker", "Tom Baker", "against") not in parties(suggestion)


def test_what_others_propose_is_not_the_deed_of_who_judges_it(ruled: Read) -> None:
    found = parties(ruled("Kenya rebuffed a proposal to hold talks with Chad."))
    assert ("Kenya", "Chad", "favor") not in found
    assert ("Kenya", "Chad", "favor") in parties(ruled("Kenya made a proposal to hold talks with Chad."))
