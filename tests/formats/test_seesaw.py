"""Articles whose entities are names without places: they are looked for, and kept by name when they stand nowhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.formats.linking import link
from tests.formats.reading import read, same_bytes, stances, there_and_back, words, written

SENTENCES = [
    "Sen. Dora Lind attacked the Harbour Plan.",
    "“It is waste,” Lind’s ally said.",
    "Emil Lundqvist liked it.",
]


def article(**changes: Any) -> str:
    data: dict[str, Any] = {
        "id": "a1",
        "title": "On the harbour",
        "sentences": SENTENCES,
        "sentence_ids": [0, 1, 4],
        "entities": [
            {"name": "Dora Lind", "type": ["People", "People", "Topic"]},
            {"name": "Harbour Plan", "type": ["Topic"]},
            {"name": "Green Party", "type": ["Organization"]},
        ],
        "stances": [
            {"sentence": 0, "holder": "Dora Lind", "polarity": "NEG", "target": "Harbour Plan"},
            {"sentence": 1, "holder": "Not in the list", "polarity": "NEG", "target": "Harbour Plan"},
            {"sentence": 4, "holder": "None", "polarity": "POS", "target": "Green Party"},
            {"sentence": 4, "holder": "Dora Lind", "polarity": "POS", "target": "Not in the list"},
        ],
    }
    return json.dumps(data | changes) + "\n"


def test_names_are_linked_and_what_is_not_found_is_kept_by_name(tmp_path: Path) -> None:
    (case,), bad = read(written(tmp_path, "s.jsonl", article()), "seesaw")
    assert not bad
    assert case[0].text == " ".join(SENTENCES)
    assert words(case) == [
        ("Dora Lind", "PERSON", "Dora Lind"),
        ("Harbour Plan", "TOPIC", "Harbour Plan"),
        ("Lind", "PERSON", "Dora Lind"),
    ]
    assert sorted(stances(case)) == [
        ("Dora Lind", "Harbour Plan", "against"),
        ("Dora Lind", "Not in the list", "favor"),
        ("unnamed", "Harbour Plan", "against"),
        ("writer", "Green Party", "favor"),
    ]
    assert case[0].title == "On the harbour"


def test_each_stance_knows_its_sentence(tmp_path: Path) -> None:
    (case,), _ = read(written(tmp_path, "s.jsonl", article()), "seesaw")
    places = [s.extra["sentence"] for s in case[1].stances.values() if s.holder == "writer"]
    assert [case[0].text[a:b] for a, b in places] == [SENTENCES[2]]


@pytest.mark.parametrize(
    ("changes", "cause"),
    [
        ({"stances": [{"sentence": 9, "holder": "None", "polarity": "POS", "target": "Dora Lind"}]}, "sentence 9"),
        ({"stances": [{"sentence": 0, "holder": "Nobody", "polarity": "POS", "target": "Dora Lind"}]}, "'Nobody'"),
        ({"stances": [{"sentence": 0, "holder": "None", "polarity": "MEH", "target": "Dora Lind"}]}, "MEH"),
        ({"sentence_ids": [0]}, "3 sentences, but 1 ids"),
        ({"sentences": [], "sentence_ids": [], "stances": []}, "empty"),
    ],
)
def test_what_does_not_fit_is_told(tmp_path: Path, changes: dict[str, Any], cause: str) -> None:
    cases, (bad,) = read(written(tmp_path, "s.jsonl", article() + article(**changes)), "seesaw")
    assert len(cases) == 1
    assert bad.line == 2
    assert cause in bad.cause


def test_it_goes_into_a_project_and_out_as_it_was(tmp_path: Path) -> None:
    path = written(tmp_path, "s.jsonl", article())
    found, done = there_and_back(tmp_path, path)
    assert (done.gold, done.refused) == (1, 0)
    assert same_bytes(read(path, "seesaw")[0], found)


def linked(text: str, names: dict[str, str]) -> dict[str, list[str]]:
    return {name: [p.of(text) for p in places] for name, places in link(text, names).items()}


def test_a_surname_is_linked_unless_it_may_be_somebody_else() -> None:
    text = "President Lind met Rep. Hugo Lind. Mr. Lind left; Lind stayed."
    assert linked(text, {"Dora Lind": "PERSON"}) == {"Dora Lind": ["Lind", "Lind", "Lind"]}
    both = {"Dora Lind": "PERSON", "Hugo Lind": "PERSON"}
    assert linked(text, both) == {"Hugo Lind": ["Hugo Lind"]}


def test_organisations_have_short_forms() -> None:
    text = "The FBA said so. The Harbour Department, Democrats and the Supreme Court agreed with FBAs."
    names = {
        "Federal Bureau of Apples": "ORG",
        "United States Department of Harbour": "ORG",
        "Democratic Party": "ORG",
        "Supreme Court of the United States": "ORG",
    }
    assert linked(text, names) == {
        "Federal Bureau of Apples": ["FBA"],
        "United States Department of Harbour": ["Harbour Department"],
        "Democratic Party": ["Democrats"],
        "Supreme Court of the United States": ["Supreme Court"],
    }


def test_links_never_overlap_and_apostrophes_are_alike() -> None:
    text = "Eva O’Dell’s Dell plan"
    assert linked(text, {"Eva O'Dell": "PERSON", "Dell": "ORG"}) == {"Eva O'Dell": ["Eva O’Dell"], "Dell": ["Dell"]}


def test_a_topic_is_linked_by_its_last_word_when_the_text_points_back_to_it() -> None:
    text = "A harbour probe began. The probe ended; a probe of trade did not."
    assert linked(text, {"harbour probe": "TOPIC"}) == {"harbour probe": ["harbour probe", "probe"]}
    assert linked(text, {"harbour probe": "TOPIC", "trade probe": "TOPIC"}) == {"harbour probe": ["harbour probe"]}
