"""The component that scores stances, and the model that it carries."""

from __future__ import annotations

from pathlib import Path

import spacy

from annotator.records import Article
from annotator.suggest import Suggester
from annotator.suggest.components import Stances
from annotator.suggest.pipeline import load
from annotator.suggest.scoring.examples import Example
from annotator.suggest.scoring.fit import fit
from annotator.suggest.scoring.model import default_model
from tests.suggest.conftest import MODEL, Read

TEXT = "Angela Merkel praised Emmanuel Macron in Berlin."


def another() -> list[Example]:
    """Examples that say: praise is no stance at all."""
    return [
        Example("pair", dict.fromkeys(("bias", "top:praise", "on:praise", "on-:praise"), 1.0), 0, str(number))
        for number in range(400)
    ]


def test_a_pipeline_keeps_its_own_stance_model(tmp_path: Path) -> None:
    nlp = load(MODEL)
    pipe = nlp.get_pipe("annotator_stances")
    assert isinstance(pipe, Stances)
    pipe.model = fit(another(), base=default_model())
    nlp.to_disk(tmp_path / "model")
    again = spacy.load(tmp_path / "model").get_pipe("annotator_stances")
    assert isinstance(again, Stances)
    assert again.model.fingerprint == pipe.model.fingerprint != default_model().fingerprint


def test_a_pipeline_in_bytes_keeps_it_too() -> None:
    nlp = load(MODEL)
    pipe = nlp.get_pipe("annotator_stances")
    assert isinstance(pipe, Stances)
    pipe.model = fit(another(), base=default_model())
    other = load(MODEL)
    other.from_bytes(nlp.to_bytes())
    again = other.get_pipe("annotator_stances")
    assert isinstance(again, Stances)
    assert again.model.fingerprint == pipe.model.fingerprint


def test_another_stance_model_is_another_run_and_says_something_else(tmp_path: Path, suggester: Suggester) -> None:
    nlp = load(MODEL)
    pipe = nlp.get_pipe("annotator_stances")
    assert isinstance(pipe, Stances)
    pipe.model = fit(another(), base=default_model())
    nlp.to_disk(tmp_path / "model")
    taught = Suggester(str(tmp_path / "model"))
    assert taught.run_id != suggester.run_id
    (before,) = suggester.suggest(Article("a", TEXT)).stances
    after = taught.suggest(Article("a", TEXT)).stances
    assert not after or after[0].p < before.p


def test_what_no_rule_sees_has_cue_manner_and_reason(read: Read) -> None:
    text = "Ann Reed said that her party would not support Tom Hale's compromise."
    found = [s for s in read(text).stances if "how the two stand" in s.why]
    assert found
    assert all(s.cues and s.manner and 0.3 <= s.p <= 0.97 for s in found)


def test_nothing_is_added_in_questions_conditions_and_denials(read: Read) -> None:
    for text in (
        "Did Angela Merkel slam Emmanuel Macron over the cruel blunder?",
        "If Angela Merkel slams Emmanuel Macron, the cruel blunder will be known.",
        "Angela Merkel does not believe that Emmanuel Macron hates Berlin.",
    ):
        assert not read(text).stances, text
