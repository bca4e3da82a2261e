"""The focus card says in plain words what is in focus, and never moves what is below it."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest
from PySide6.QtCore import Qt

from annotator import edits
from annotator.page import Page
from annotator.records import Annotation, Article, SuggestedEntity, SuggestedMention, Suggestion
from annotator.scheme import default_scheme
from tests.panels.conftest import after, mention, settle
from ui.actions import table
from ui.keymap import Settings, resolve
from ui.panels.card import Facts, advice, describe, keys_of
from ui.panels.inspector import InspectorPanel

SCHEME = default_scheme()


def told(page: Page | None, focus: str) -> str:
    return describe(page, focus, SCHEME).told


def test_a_suggested_mention(page: Page) -> None:
    facts = describe(page, mention(page, "Ms Keller"), SCHEME)
    guideline = SCHEME.find("PERSON").guideline  # type: ignore[union-attr]
    assert facts == Facts(
        "“Ms Keller”", "Ana Keller, 3 mentions", "suggested, 87%: a name", guideline, label="PERSON", decided=False
    )


def test_decisions_are_named(page: Page) -> None:
    page = after(page, edits.accept, mention(page, "Lindqvist"))
    assert "\naccepted\n" in told(page, mention(page, "Lindqvist"))
    page = after(page, edits.label, mention(page, "Port Vesta"), "LOC")
    assert "\ncorrected\n" in told(page, mention(page, "Port Vesta"))
    at = page.text.index("party")
    page = after(page, edits.add, at, at + 5, "ORG")
    assert "ORG party, 1 mention\nadded\n" in told(page, mention(page, "party"))


def test_a_stance(page: Page) -> None:
    page = after(page, edits.accept, page.stances[1].id)
    stance = page.stances[1]
    page = after(page, edits.set_source, stance.id, next(e.id for e in page.entities if e.name == "Port Vesta"))
    facts = describe(page, stance.id, SCHEME)
    assert facts.title == "Ana Keller\n→ Boris Lindqvist"
    assert facts.kind == "favor, reported, says Port Vesta: “praised”"
    assert (facts.state, facts.polarity, facts.decided) == ("corrected", "favor", True)
    assert facts.rest == SCHEME.polarity.favor
    assert "suggested, 70%: “rebuffed” governs it" in told(page, page.stances[0].id)


def test_the_keys_that_decide_come_first_and_those_that_take_away_where_it_is_decided(page: Page) -> None:
    for item in (mention(page, "Lindqvist"), page.stances[0].id):
        assert [words for _, words in keys_of(page, item)][:2] == ["accept", "reject"]
    page = after(page, edits.accept, mention(page, "Lindqvist"))
    assert [words for _, words in keys_of(page, mention(page, "Lindqvist"))][:2] == ["remove", "label"]


def test_an_entity(page: Page) -> None:
    page = after(page, edits.accept, mention(page, "Ms Keller"))
    entity = next(e.id for e in page.entities if e.name == "Ana Keller")
    page = after(page, edits.link, entity, "wikidata", "Q42")
    facts = describe(page, entity, SCHEME)
    assert (facts.title, facts.kind, facts.state) == (
        "Ana Keller",
        "3 mentions, wikidata: Q42",
        "2 of them undecided",
    )


def test_nothing(qapp: object, page: Page) -> None:
    assert told(None, "") == "No article is open"
    keymap = resolve(table(SCHEME), Settings({"keys": {"accept": ["Y"], "favor": []}}))
    words = describe(page, "", SCHEME, advice(keymap)).told
    assert words.startswith("Nothing is in focus\nTab goes to the next suggestion")
    assert "Y accepts, X rejects; ? shows all keys." in words
    assert told(page, "m99") == told(page, "")


def test_what_is_hidden_in_a_name_is_shown() -> None:
    text = "Ann\u202e\u200b Reed came."
    suggestion = Suggestion(
        "run",
        (SuggestedEntity("e1", "PERSON", text[:10]),),
        (SuggestedMention("m1", 0, 10, "PERSON", "e1", 0.5, ""),),
        (),
    )
    page = Page(Article("a", text), Annotation(), suggestion)
    assert "“Ann⟨U+202E⟩⟨U+200B⟩ Reed”\nPERSON Ann⟨U+202E⟩⟨U+200B⟩ Reed, 1 mention" in told(page, "?m1")


@pytest.fixture
def panel(show: Callable[..., None], page: Page) -> InspectorPanel:
    made = InspectorPanel()
    show(made, 330, 700)
    made.show_page(page)
    return made


def test_the_card_is_plain_text_and_keeps_its_height(panel: InspectorPanel, page: Page) -> None:
    name = "<b>" + "very long " * 60 + "</b>"
    long = Suggestion(
        "run",
        (SuggestedEntity("e1", "LAW", name),),
        (SuggestedMention("m1", 0, 80, "LAW", "e1", 0.5, "because " * 80),),
        (),
    )
    heights = set()
    panel.show_page(Page(Article("a", "word " * 100), Annotation(), long))
    for focus in ("?m1", "?e1", ""):
        panel.set_focus(focus)
        settle()
        heights.add(panel.card.height())
    panel.show_page(page)
    for item in (*page.order, ""):
        panel.set_focus(item)
        settle()
        heights.add(panel.card.height())
    assert len(heights) == 1
    assert panel.card.textFormat() == Qt.TextFormat.PlainText
    panel.show_page(Page(Article("a", "word " * 100), Annotation(), long))
    panel.set_focus("?e1")
    assert panel.card.text().startswith("<b>very long")


def test_a_larger_font_makes_a_higher_card(panel: InspectorPanel) -> None:
    before, font = panel.card.height(), panel.card.font()
    font.setPointSizeF(font.pointSizeF() * 1.5)
    panel.card.setFont(font)
    settle()
    assert panel.card.height() > 1.3 * before


def test_long_titles_and_guidelines_stay_on_the_card(panel: InspectorPanel) -> None:
    suggestion = Suggestion(
        "run",
        (SuggestedEntity("e1", "TOPIC", "ö" * 400),),
        (SuggestedMention("m1", 0, 400, "TOPIC", "e1", 0.5, "w" * 300),),
        (),
    )
    scheme = msgspec.structs.replace(
        SCHEME, label=tuple(msgspec.structs.replace(x, guideline="g " * 400) for x in SCHEME.label)
    )
    panel.set_scheme(scheme)
    panel.show_page(Page(Article("a", "😀" * 400), Annotation(), suggestion))
    panel.set_focus("?m1")
    settle()
    image = panel.card.grab().toImage()
    ground = image.pixelColor(2, 2)
    edge = [image.pixelColor(x, image.height() - y) for x in range(image.width()) for y in range(1, 6)]
    edge += [image.pixelColor(image.width() - 3, y) for y in range(image.height())]
    assert {c.name() for c in edge} == {ground.name()}
