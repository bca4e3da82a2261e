"""General sentences, one construction each: who is for or against what, in which words.

The sentences are ours, about nothing in particular. Entities are named so that the small model recognises them.
"""

from __future__ import annotations

import pytest

from annotator.records import Suggestion
from tests.suggest.conftest import Read


def stances(suggestion: Suggestion, text: str) -> set[tuple[str, str, str, str]]:
    """(holder, target, polarity, cue words) of every stance."""
    names = {e.id: e.name for e in suggestion.entities}
    return {
        (names[s.holder], names[s.target], s.polarity, " … ".join(c.of(text) for c in s.cues))
        for s in suggestion.stances
    }


@pytest.mark.parametrize(
    ("text", "holder", "target", "polarity", "cue"),
    [
        # subject, verb, object; passive with agent; particles and prepositions
        ("Angela Merkel praised Emmanuel Macron in Berlin.", "Angela Merkel", "Emmanuel Macron", "favor", "praised"),
        ("The reform was condemned by Greenpeace on Tuesday.", "Greenpeace", "reform", "against", "condemned"),
        ("Jane Doe turned down the offer.", "Jane Doe", "offer", "against", "turned down"),
        ("Jane Doe lashed out at the BBC.", "Jane Doe", "BBC", "against", "lashed out at"),
        ("Carlos Vega voted against the amendment.", "Carlos Vega", "amendment", "against", "voted against"),
        ("Amazon was sued by the Federal Trade Commission.", "Federal Trade Commission", "Amazon", "against", "sued"),
        # relative clauses
        ("Senator Warren, who opposes the merger, called on Brazil to act.", "Warren", "merger", "against", "opposes"),
        # several holders, targets, cues
        ("Mr Smith criticised and rejected the new tax.", "Mr Smith", "new tax", "against", "criticised … rejected"),
        ("Ms Jones thanked Mr Brown and Mr Green.", "Ms Jones", "Mr Green", "favor", "thanked"),
        ("Mexico halted the broadcasts and expelled the ambassador.", "Mexico", "broadcasts", "against", "halted"),
        # what other verbs make of it
        ("Microsoft refused to support the bill.", "Microsoft", "bill", "against", "refused to support"),
        ("Norway did not endorse the proposal.", "Norway", "proposal", "against", "not endorse"),
        ("Turkey threatened to veto Finland's application.", "Turkey", "application", "against", "veto"),
        ("Canada urged Japan to abandon the project.", "Canada", "project", "against", "urged … abandon"),
        ("Laura Diaz failed to condemn the attack.", "Laura Diaz", "attack", "neutral", "failed to condemn"),
        ("France denied that it supports the rebels.", "France", "rebels", "against", "denied … supports"),
        ("Jane Doe no longer supports the plan.", "Jane Doe", "plan", "against", "no longer supports"),
        ("India has no objection to the visit.", "India", "visit", "neutral", "no objection"),
        ("Google declined to comment on the lawsuit.", "Google", "lawsuit", "neutral", "declined to comment on"),
        ("Apple has not responded to the complaint.", "Apple", "complaint", "neutral", "not responded to"),
        ("Sweden rules out joining the alliance.", "Sweden", "joining the alliance", "against", "rules out"),
        # nouns
        ("Spain voiced strong opposition to the pipeline.", "Spain", "pipeline", "against", "opposition"),
        ("Obama's criticism of Netanyahu was loud.", "Obama", "Netanyahu", "against", "criticism"),
        ("Russia's war against Georgia lasted five days.", "Russia", "Georgia", "against", "war"),
        ("The Russian invasion of Ukraine began in 2022.", "Russian", "Ukraine", "against", "invasion"),
        ("The decision drew criticism from Human Rights Watch.", "Human Rights Watch", "decision", "against", "criticism"),
        ("Belgium's refusal to sign the treaty angered Austria.", "Belgium", "treaty", "against", "refusal to sign"),
        ("Ed Marsh is a supporter of Tim Park.", "Ed Marsh", "Tim Park", "favor", "supporter"),
        ("Spain withdrew its support for the merger.", "Spain", "merger", "against", "withdrew its support"),
        # deeds and ties
        ("Peru rejected Bolivia's bid to restore ties with Chile.", "Bolivia", "Chile", "favor", "restore"),
        ("Germany wants to restore relations with Turkey.", "Germany", "Turkey", "favor", "restore"),
        ("Sudan broke off diplomatic relations with Iran.", "Sudan", "Iran", "against", "broke off"),
        # adjectives and prepositions
        ("Italy is critical of the agreement.", "Italy", "agreement", "against", "critical"),
        ("Paul Young is proud of the team's performance.", "Paul Young", "performance", "favor", "proud"),
        ("Carlos Vega is against the amendment.", "Carlos Vega", "amendment", "against", "against"),
        ("Carlos Vega spoke in favour of the amendment.", "Carlos Vega", "amendment", "favor", "in favour of"),
        # views and judgements
        ("John Howard described the strike as a disgrace.", "John Howard", "strike", "against", "disgrace"),
        ("Maria Lopez called Peter Novak a liar.", "Maria Lopez", "Peter Novak", "against", "liar"),
        ("Peter Hall considers the proposal to be dangerous.", "Peter Hall", "proposal", "against", "dangerous"),
        ("Anna Schmidt said the budget was a disaster.", "Anna Schmidt", "budget", "against", "disaster"),
        ("Anna Schmidt said the budget was not a disaster.", "Anna Schmidt", "budget", "favor", "disaster"),
        ("According to Tom Baker, the verdict is unjust.", "Tom Baker", "verdict", "against", "unjust"),
        # apposition and description
        ("The mayor of Lyon, Claire Martin, welcomed the ruling.", "Claire Martin", "ruling", "favor", "welcomed"),
        ("Lars Berg, the Norwegian foreign minister, met reporters. The foreign minister condemned the coup.",
         "Lars Berg", "coup", "against", "condemned"),
        ("The activists oppose the dam.", "activists", "dam", "against", "oppose"),
    ],
)  # fmt: skip
def test_a_stance_is_found(read: Read, text: str, holder: str, target: str, polarity: str, cue: str) -> None:
    assert (holder, target, polarity, cue) in stances(read(text), text)


@pytest.mark.parametrize(
    "text",
    [
        "It is a shame that Jane Doe left, Tom Reed said.",
        "France denied that Italy supports the rebels.",
        "The council has not yet approved the merger.",
        "Ed Marsh, once a supporter of the trial, left.",
        "If Poland supports the treaty, Hungary will leave.",
        "Does Poland support the treaty?",
        "Denmark should reject the offer.",
        "Nobody in Denmark supports the offer.",
        "Amazon was criticised.",
        "She admires the policy.",
        "Tom Reed met Jack Moss on Friday. He praised the deal.",
        "Laura Diaz does not believe that Marco Rossi supports the reform.",
        "Bayern Munich beat Arsenal 3-0.",
        "John Howard described the strike as long.",
        "The room was large and the table was brown.",
        "Vietnam's relations with China have changed.",
    ],
)
def test_nothing_is_suggested_where_nothing_is_said(read: Read, text: str) -> None:
    assert stances(read(text), text) == set()


def test_to_end_a_boycott_is_not_to_be_against_what_was_boycotted(read: Read) -> None:
    text = "Chile ended its boycott of the summit."
    assert {s[:3] for s in stances(read(text), text)} == {("Chile", "boycott of the summit", "against")}


def test_a_pronoun_is_resolved_when_only_one_can_be_meant(read: Read) -> None:
    text = "Ms Reed met Mr Moss on Friday. She praised the deal. He attacked the budget."
    suggestion = read(text)
    assert {s[:3] for s in stances(suggestion, text)} == {
        ("Ms Reed", "deal", "favor"),
        ("Mr Moss", "budget", "against"),
    }
    assert all("is M" in s.why for s in suggestion.stances)


def test_a_pronoun_tells_the_gender_for_the_next(read: Read) -> None:
    text = "Lou Baca came late. She praised the deal. He attacked the budget."
    assert {s[:3] for s in stances(read(text), text)} == {("Lou Baca", "deal", "favor")}


def test_what_is_taken_out_of_a_list_is_no_target(read: Read) -> None:
    text = "Tom Ford regretted the strike but not the plan."
    assert {s[:3] for s in stances(read(text), text)} == {("Tom Ford", "strike", "against")}


def test_the_place_in_a_dateline_holds_no_stance(read: Read) -> None:
    text = "SANTA RITA, New Mexico — Ann Lee on Monday praised the ruling."
    assert {s[:3] for s in stances(read(text), text)} == {("Ann Lee", "ruling", "favor")}


def test_first_person_in_a_quotation_is_the_speaker(read: Read) -> None:
    text = "“We reject this deal,” said Pedro Sanchez. “I support the strike.”"
    suggestion = read(text)
    assert {s[:3] for s in stances(suggestion, text)} == {
        ("Pedro Sanchez", "deal", "against"),
        ("Pedro Sanchez", "strike", "favor"),
    }
    assert {s.manner for s in suggestion.stances} == {"quoted"}
    assert {s.source for s in suggestion.stances} == {None}


def test_first_person_outside_a_quotation_is_nobody(read: Read) -> None:
    text = "Pedro Sanchez spoke. We reject this deal."
    assert stances(read(text), text) == set()


def test_a_source_tells_of_somebody_elses_stance(read: Read) -> None:
    text = "Iran said Israel had bombed the factory."
    suggestion = read(text)
    names = {e.id: e.name for e in suggestion.entities}
    (stance,) = suggestion.stances
    assert (names[stance.holder], stance.source and names[stance.source], stance.manner) == ("Israel", "Iran", "acted")


def test_an_accusation_is_a_stance_and_tells_of_one(read: Read) -> None:
    text = "Kenya accused Somalia of undermining the peace talks."
    suggestion = read(text)
    names = {e.id: e.name for e in suggestion.entities}
    by_holder = {names[s.holder]: s for s in suggestion.stances}
    assert names[by_holder["Kenya"].target] == "Somalia"
    assert by_holder["Kenya"].source is None
    assert names[by_holder["Somalia"].target] == "peace talks"
    assert by_holder["Somalia"].source == by_holder["Kenya"].holder


def test_a_topic_says_whom_it_is_about(read: Read) -> None:
    for text, about in [
        ("Norway shunned talks with Finland.", {"Finland"}),
        ("Norway dismissed Finland's offer.", {"Finland"}),
        ("Norway condemned the war against Finland.", set()),
        ("Norway rejected the proposal.", set()),
    ]:
        suggestion = read(text)
        names = {e.id: e.name for e in suggestion.entities}
        topics = [e for e in suggestion.entities if e.label == "TOPIC"]
        assert len(topics) == 1, text
        assert {names[a] for a in topics[0].about} == about, text


def test_what_is_unsure_is_less_likely(read: Read) -> None:
    def p(text: str) -> float:
        (stance,) = read(text).stances
        return stance.p

    plain = p("Poland supports the treaty.")
    assert p("Poland may support the treaty.") < plain
    assert p("Poland does not support the treaty.") < plain
    assert p("The government supports the treaty.") < plain
    assert plain < 0.95


def test_every_stance_rests_on_mentions_and_explains_itself(read: Read) -> None:
    text = "The union opposes the closure of the plant. Ms Reed praised Tom Ford’s plan. She thanked him."
    suggestion = read(text)
    mentions = {m.id: m for m in suggestion.mentions}
    entities = {e.id: e for e in suggestion.entities}
    assert len(suggestion.stances) >= 2
    for stance in suggestion.stances:
        assert stance.holder in entities
        assert stance.target in entities
        assert stance.cues
        assert stance.why
        assert "\n" not in stance.why
        assert len(stance.why) < 200
        for name, entity in ((stance.holder_mention, stance.holder), (stance.target_mention, stance.target)):
            assert name is None or mentions[name].entity == entity
    for mention in suggestion.mentions:
        assert entities[mention.entity].label == mention.label
        assert mention.why
        assert mention.by in ("ner", "stance")
