"""The baseline beside the model, and what the benchmark says when it is given no corpus."""

from __future__ import annotations

import msgspec
import pytest

from annotator.records import Outline, SuggestedMention, Suggestion
from annotator.spans import Range
from benchmarks.__main__ import main
from benchmarks.stances import Nearby, figure
from tests.evaluating.fake import TEXT, gold, suggestion


def test_the_baseline_takes_every_pair_in_a_sentence_with_the_sign_of_its_words() -> None:
    ends = [n + 1 for n, c in enumerate(TEXT) if c == "."]
    sentences = tuple(Range(a, b) for a, b in zip([0, *(e + 1 for e in ends)], ends, strict=False))
    article, _ = gold()
    emil = SuggestedMention("m9", TEXT.rindex("Emil"), TEXT.rindex("Emil") + 4, "PERSON", "e4", 0.9)
    heard = msgspec.structs.replace(
        suggestion(), mentions=(*suggestion().mentions, emil), outline=Outline(sentences=sentences)
    )
    said = Nearby({article.id: heard}).suggest(article)
    assert isinstance(said, Suggestion)
    against = {(s.holder, s.target) for s in said.stances if s.polarity == "against"}
    favor = {(s.holder, s.target) for s in said.stances if s.polarity == "favor"}
    assert against == {(a, b) for a in ("e1", "e2", "e3") for b in ("e1", "e2", "e3") if a != b}  # "attacked"
    assert favor == {("e1", "e4"), ("e4", "e1")}  # "praised"; in the last sentence one stands alone


def test_without_a_corpus_it_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["benchmarks", "stances"])
    assert main() == 0
    told = capsys.readouterr().out.splitlines()
    assert "seesaw: not measured, since no file of it is given (--seesaw FILE)." in told
    assert len(told) == 4


def test_a_floor_that_is_not_reached_does_not_hold() -> None:
    assert figure("x", 0.51, 0.52)["holds"] is False
    assert figure("x", 0.52, 0.52)["holds"] is True
    assert figure("x", 0.0)["holds"] is True
