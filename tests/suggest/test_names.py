"""Which mentions name the same: people with titles and surnames, acronyms, places."""

from __future__ import annotations

import re
import time

from annotator.suggest.links import Cluster
from annotator.suggest.names import cluster
from annotator.suggest.ner import Found
from annotator.suggest.people import parse_name


def read(marked: str) -> tuple[str, list[Found]]:
    """The text and the mentions of a text marked like "[Kim Yo Jong|PERSON] spoke"."""
    text, mentions, at = "", [], 0
    for match in re.finditer(r"\[([^|\]]+)\|(\w+)\]", marked):
        text += marked[at : match.start()]
        mentions.append(Found(len(text), len(text) + len(match[1]), match[2], 0.8))
        text += match[1]
        at = match.end()
    return text + marked[at:], mentions


def clusters_of(marked: str) -> list[list[str]]:
    text, mentions = read(marked)
    _, clusters = cluster(text, mentions)
    assert sorted(i for c in clusters for i in c.mentions) == list(range(len(mentions)))
    return [[mentions[i].range.of(text) for i in c.mentions] for c in clusters]


def first(marked: str) -> Cluster:
    text, mentions = read(marked)
    return cluster(text, mentions)[1][0]


def test_a_surname_with_or_without_title_is_the_person_named_in_full() -> None:
    assert clusters_of("[Angela Merkel|PERSON] said. [Ms Merkel|PERSON] and [Merkel|PERSON].") == [
        ["Angela Merkel", "Ms Merkel", "Merkel"]
    ]


def test_names_with_the_family_name_first() -> None:
    assert clusters_of("[Xi Jinping|PERSON] met [Tran Van Minh|PERSON]. [Mr Xi|PERSON] and [Mr Tran|PERSON].") == [
        ["Xi Jinping", "Mr Xi"],
        ["Tran Van Minh", "Mr Tran"],
    ]


def test_people_who_share_a_surname_are_kept_apart_by_their_titles() -> None:
    text = (
        "[Park Min Ho|PERSON] leads. [Park Ji Won|PERSON], his sister, objects. "
        "[Ms Park|PERSON] spoke. [Mr Park|PERSON] replied. [Ms Park|PERSON] left. [Mr Park|PERSON] stayed."
    )
    assert clusters_of(text) == [
        ["Park Min Ho", "Mr Park", "Mr Park"],
        ["Park Ji Won", "Ms Park", "Ms Park"],
    ]


def test_people_who_share_a_surname_are_kept_apart_by_nearness() -> None:
    text = "[Ann Smith|PERSON] spoke. [Smith|PERSON] smiled.\n[Tom Smith|PERSON] spoke. [Smith|PERSON] left."
    assert clusters_of(text) == [["Ann Smith", "Smith"], ["Tom Smith", "Smith"]]


def test_a_pronoun_tells_whom_a_title_means() -> None:
    text = "[Lou Grey|PERSON] said she won. [Sam Grey|PERSON] said he lost. [Ms Grey|PERSON] left."
    assert clusters_of(text) == [["Lou Grey", "Ms Grey"], ["Sam Grey"]]


def test_a_common_given_name_tells_whom_a_title_means() -> None:
    text = "[Yasmin Pike|PERSON] left.\n[Gareth Pike|PERSON] stayed.\n[Ms Pike|PERSON] slept. [Mr Pike|PERSON] wrote."
    assert clusters_of(text) == [["Yasmin Pike", "Ms Pike"], ["Gareth Pike", "Mr Pike"]]


def test_nobody_is_named_by_title_in_the_sentence_that_names_him_in_full() -> None:
    text = "[Toni Breen|PERSON] spoke. [Lou Breen|PERSON], who is [Ms Breen|PERSON]’s nephew, left."
    assert clusters_of(text) == [["Toni Breen", "Ms Breen"], ["Lou Breen"]]


def test_a_surname_before_the_full_name() -> None:
    assert clusters_of("[Macron|PERSON] wins\n[Emmanuel Macron|PERSON] won.") == [["Macron", "Emmanuel Macron"]]


def test_spellings_of_one_name() -> None:
    text = "[José María Aznar|PERSON], [Jose Aznar|PERSON], [Kim Jong-un|PERSON], [Kim Jong Un|PERSON]"
    assert clusters_of(text) == [["José María Aznar", "Jose Aznar"], ["Kim Jong-un", "Kim Jong Un"]]
    assert clusters_of("[George W. Bush|PERSON] and [George Bush|PERSON]") == [["George W. Bush", "George Bush"]]
    assert clusters_of("[Ann Smith|PERSON] and [Ann Smyth|PERSON]") == [["Ann Smith"], ["Ann Smyth"]]


def test_father_and_son() -> None:
    assert clusters_of("[Martin King|PERSON] and [Martin King Jr|PERSON]") == [["Martin King"], ["Martin King Jr"]]


def test_acronyms_and_short_names() -> None:
    text = "[World Health Organization|ORG] ([WHO|ORG]), [Goldman Sachs|ORG], [Goldman|ORG], [Acme Inc|ORG], [Acme|ORG]"
    assert clusters_of(text) == [
        ["World Health Organization", "WHO"],
        ["Goldman Sachs", "Goldman"],
        ["Acme Inc", "Acme"],
    ]


def test_an_acronym_of_two_is_left_alone() -> None:
    text = "[Bank of America|ORG], [Bureau of Art|ORG] and the [BA|ORG]"
    assert clusters_of(text) == [["Bank of America"], ["Bureau of Art"], ["BA"]]


def test_common_names_of_countries() -> None:
    assert clusters_of("[US|GPE], [U.S.|GPE], the [United States|GPE], [Britain|GPE], the [UK|GPE]") == [
        ["US", "U.S.", "United States"],
        ["Britain", "UK"],
    ]


def test_the_north_is_the_only_country_that_begins_so() -> None:
    assert clusters_of("[North Korea|GPE] fired. The [North|LOC] said.") == [["North Korea", "North"]]
    assert len(clusters_of("[South Korea|GPE] and [South Africa|GPE]. The [South|LOC] said.")) == 3


def test_demonyms_and_capitals_stay_what_they_are() -> None:
    text = "[South Korea|GPE], [South Korean|NORP], [South Koreans|NORP], [Seoul|GPE]"
    assert clusters_of(text) == [["South Korea"], ["South Korean", "South Koreans"], ["Seoul"]]


def test_one_entity_has_one_label_and_says_why() -> None:
    text, mentions = read("[Donald Trump|PERSON] spoke. [Trump|ORG] left. [Trump|PERSON] won.")
    relabelled, clusters = cluster(text, mentions)
    assert [m.label for m in relabelled] == ["PERSON"] * 3
    assert relabelled[1].p < mentions[1].p
    assert "ORG" in relabelled[1].why
    assert relabelled[0].p > mentions[0].p  # two agree
    assert len(clusters) == 1


def test_one_word_read_in_two_ways_is_one_entity() -> None:
    text, mentions = read("[Acme|ORG] rose. [Acme|PERSON] fell. [Acme|ORG] closed.")
    relabelled, clusters = cluster(text, mentions)
    assert len(clusters) == 1
    assert {m.label for m in relabelled} == {"ORG"}


def test_the_full_name_of_a_titled_surname_is_a_person() -> None:
    text, mentions = read("[Gudrun Eide|PRODUCT] spoke. [Mrs Eide|PERSON] left.")
    relabelled, clusters = cluster(text, mentions)
    assert [c.name for c in clusters] == ["Gudrun Eide"]
    assert {m.label for m in relabelled} == {"PERSON"}


def test_a_place_that_is_called_like_somebody_stays_a_place() -> None:
    assert clusters_of("[Denzel Washington|PERSON] arrived in [Washington|GPE].") == [
        ["Denzel Washington"],
        ["Washington"],
    ]


def test_the_fullest_name_names_the_entity() -> None:
    assert first("[Ms Kim|PERSON] and [Kim Yo Jong|PERSON]").name == "Kim Yo Jong"
    assert first("[Ms Ann Lee|PERSON] and [Lee|PERSON]").name == "Ann Lee"
    assert first("[Ms Kim|PERSON]").name == "Ms Kim"
    assert first("[WHO|ORG], [World Health Organization|ORG]").name == "World Health Organization"
    assert first("[WHO|ORG], [World Health Organization|ORG]").why == "also WHO"


def test_names_are_taken_apart() -> None:
    name = parse_name("Dr. José de la Cruz Jr")
    assert (name.words, name.surname, name.suffix, name.titled) == (
        ("jose", "de", "la", "cruz"),
        "de la cruz",
        "jr",
        True,
    )
    assert parse_name("Mrs Thatcher").gender == "f"
    assert not parse_name("de Gaulle").is_full
    assert parse_name("Charles de Gaulle").surname == "de gaulle"


def seconds_for(people: int) -> float:
    """How long it takes to cluster twenty mentions each of so many people and organisations."""
    marked = " ".join(
        f"[Anna Surname{i % people}x|PERSON] [Ms Surname{i % people}x|PERSON] "
        f"[Firm{i % people}x Group|ORG] [Firm{i % people}x|ORG]"
        for i in range(5 * people)
    )
    text, mentions = read(marked.replace("0x", "ax").replace("1x", "bx"))
    start = time.process_time()
    _, clusters = cluster(text, mentions)
    assert len(clusters) == 2 * people
    return time.process_time() - start


def test_an_article_with_thousands_of_names_takes_little_time() -> None:
    """A guard against squares: eight times as many names, up to 5,000 mentions, do not take 64 times as long."""
    few, many = (min(seconds_for(people) for _ in range(3)) for people in (31, 248))
    assert many < 40 * few
