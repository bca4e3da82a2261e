"""Deeds: for or against somebody though no word of theirs says so. The sentences are ours."""

from __future__ import annotations

import pytest

from tests.suggest.conftest import Read
from tests.suggest.test_stances import stances


@pytest.mark.parametrize(
    ("text", "holder", "target", "polarity"),
    [
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
    ],
)
def test_a_deed_is_found(read: Read, text: str, holder: str, target: str, polarity: str) -> None:
    assert (holder, target, polarity) in {s[:3] for s in stances(read(text), text)}


@pytest.mark.parametrize(
    "text",
    [
        "Norway gave a party for the new year.",
        "Would Norway give a loan to Bolivia?",
        "If Norway gives a loan to Bolivia, the market will rise.",
        "Norway lifted the box in Bolivia.",
    ],
)
def test_no_deed(read: Read, text: str) -> None:
    assert not stances(read(text), text)
