"""Rules that link names: their worth is counted on gold, and a rule that is oftener wrong rests."""

from __future__ import annotations

from annotator.suggest.links import RULES, Links, default_links
from annotator.suggest.names import cluster, outcomes
from tests.suggest.test_names import clusters_of, read

TEXT = "[Ann Lee|PERSON] spoke. [Lee|PERSON] left. [European Space Agency|ORG] and [ESA|ORG] agree. [ESA|ORG] said."


def test_gold_says_of_each_link_whether_its_rule_was_right() -> None:
    text, mentions = read(TEXT)
    assert outcomes(text, mentions, ["a", "a", "b", "b", "b"]) == [
        ("surname", True),
        ("same words", True),
        ("acronym", True),
    ]
    assert outcomes(text, mentions, ["a", "x", "b", "c", "c"]) == [
        ("surname", False),
        ("same words", True),
        ("acronym", False),
    ]


def test_a_rule_that_is_oftener_wrong_than_right_rests() -> None:
    text, mentions = read(TEXT)
    links = Links().with_counts([("acronym", False), ("acronym", False), ("surname", True)], about="two articles")
    assert (links.allow("acronym"), links.allow("surname"), links.allow("given name")) == (False, True, True)
    _, clusters = cluster(text, mentions, links)
    assert [len(c.mentions) for c in clusters] == [2, 1, 2]
    assert Links.from_bytes(links.to_bytes()) == links


def test_the_counts_that_come_with_the_program_are_of_its_rules() -> None:
    assert set(default_links().seen) <= set(RULES)
    assert default_links().p("same words") > 0.9


def test_names_with_what_hangs_on_them() -> None:
    assert clusters_of(
        "[Acme CEO Ann Lee|PERSON] and [Ann Lee of Leeds|PERSON], [Acme’s Ann Lee|PERSON]. [Lee|PERSON]."
    ) == [["Acme CEO Ann Lee", "Ann Lee of Leeds", "Acme’s Ann Lee", "Lee"]]
    assert clusters_of(
        "In [Utica, New York|GPE], [Utica|GPE] and [Utica City|GPE]; not [Panama City|GPE] in [Panama|GPE]."
    ) == [
        ["Utica, New York", "Utica", "Utica City"],
        ["Panama City"],
        ["Panama"],
    ]


def test_a_name_in_brackets_is_another_name() -> None:
    assert clusters_of("The [Union of Free Farmers|ORG] ([ZZF|ORG]) met. [ZZF|ORG] left. [QQ|ORG] stayed.") == [
        ["Union of Free Farmers", "ZZF", "ZZF"],
        ["QQ"],
    ]


def test_a_longer_name_may_be_another_organisation() -> None:
    assert clusters_of("[University of Wolsey|ORG] and [University of Wolsey Student Association|ORG].") == [
        ["University of Wolsey"],
        ["University of Wolsey Student Association"],
    ]
    assert clusters_of("The [Ruritanian Supreme Court of Appeal|ORG] sat. The [Supreme Court|ORG] rose.") == [
        ["Ruritanian Supreme Court of Appeal", "Supreme Court"]
    ]


def test_the_likeliest_label_of_all_mentions_is_that_of_the_entity() -> None:
    text, mentions = read("[Ann Lee|PERSON] spoke. [Ann Lee|PERSON] left. [Ann Lee|ORG] came.")
    found, _ = cluster(text, mentions)
    assert [m.label for m in found] == ["PERSON"] * 3
    assert found[0].p > mentions[0].p > found[2].p
    assert found[2].others[0].label == "ORG"
