"""What a screen reader is told: each thing once, the caret where the focus is."""

from __future__ import annotations

import pytest

from tests.ui.conftest import TEXT
from ui import voice
from ui.driving import Driver


@pytest.fixture
def heard(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool]]:
    """What is announced from now on: words, and whether they interrupt."""
    said: list[tuple[str, bool]] = []
    settle(driver)
    monkeypatch.setattr(voice, "announce", lambda _widget, words, urgent: said.append((words, urgent)))
    return said


def settle(driver: Driver) -> None:
    """Let the panels beside the text catch up."""
    driver.wait(lambda: not driver.window._panels_timer.isActive())


def test_the_focus_is_told_when_it_moves_and_when_what_it_is_on_changes(
    driver: Driver, heard: list[tuple[str, bool]]
) -> None:
    driver.keys("Tab")
    settle(driver)
    driver.window.bridge.set_focus(driver.window.bridge.focus)
    settle(driver)
    assert len(heard) == 1
    assert driver.window.desk.accessibleDescription().split("\n")[0] in heard[0][0]
    driver.keys("Alt+Left", "3")
    settle(driver)
    driver.keys("Alt+Left")
    settle(driver)
    words = [told for told, _ in heard]
    assert "saved: Label “Ann Reed” GPE" in words
    assert words[-1].startswith("“Ann Reed”; GPE Ann Reed, ")
    assert words[-1].endswith("; corrected")


def test_what_is_asked_and_problems_interrupt(driver: Driver, heard: list[tuple[str, bool]]) -> None:
    driver.keys("S", "f", "+", "S", "f", "+")
    assert next(words for words, urgent in heard if urgent and "which" not in words).endswith(
        "for or against whom or what?"
    )
    assert any("+ favor" in words for words, urgent in heard if urgent)
    assert any(words.startswith("f: ") for words, urgent in heard if not urgent)
    assert any(words.startswith("saved: Ann Reed → ") for words, _ in heard)


def test_the_caret_goes_along_with_the_focus_and_stays_where_it_is_in_it(driver: Driver) -> None:
    desk = driver.window.desk
    driver.go_to(lambda item: driver.mention is not None and driver.words == "Oslo")
    assert desk.caret() == TEXT.index("Oslo")
    driver.keys("Shift+Right", "Shift+Right", "4")
    assert driver.words == "Oslo on", "what is selected begins at the focus"
    desk.set_caret(TEXT.index("Bob Reed") + 4)
    driver.keys("Right", "Left")
    assert driver.words == "Bob Reed"
    assert desk.caret() == TEXT.index("Bob Reed") + 4
    driver.go_to(lambda _: driver.stance is not None)
    assert driver.stance is not None
    assert desk.caret() == driver.stance.cues[0].start


def test_many_letters_are_told_in_part(driver: Driver, heard: list[tuple[str, bool]]) -> None:
    hints = {entity.id: str(n) for n, entity in enumerate(driver.page.entities)} | {f"x{n}": f"x{n}" for n in range(20)}
    driver.window.voice.tell_hints(driver.page, hints, "")
    driver.window.voice.tell_hints(driver.page, hints, "x")
    [(words, _)] = heard
    assert words.startswith("0: Ann Reed, ")
    assert words.endswith(" and 13 more in the list of entities")
