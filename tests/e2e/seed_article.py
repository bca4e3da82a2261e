"""Curating the seed article by keys alone, in the real window with the real model; run by the tests, offscreen and on X.

``python -m tests.e2e.seed_article FOLDER`` leaves ``gold.jsonl`` and ``window.png`` in FOLDER and prints what was done as
JSON.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import msgspec
from PySide6.QtCore import QSettings
from PySide6.QtTest import QTest

from annotator.importing import import_files
from annotator.page import MentionItem, StanceItem, is_open
from annotator.project import Project
from annotator.records import Annotation
from annotator.spans import Range
from tests.conftest import SEED
from ui.app import application
from ui.driving import Driver
from ui.window import Window


def open_window(folder: Path) -> Window:
    """The real window on the project in ``folder``, with settings of its own and the model loading."""
    application()
    window = Window(settings=QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat))
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window, 5000)
    assert window.open_path(folder / "seed.annot")
    window.worker.start()
    return window


def decided(driver: Driver) -> Annotation:
    """What was decided; what was looked at besides grows with time and is no decision."""
    return msgspec.structs.replace(driver.page.annotation, looked_at=())


def mention(driver: Driver, words: str, nth: int = 1) -> None:
    """Go to the nth mention with these words, by Alt+Right and Alt+Left."""
    found = [m.id for m in driver.page.mentions if driver.page.words(m) == words]
    assert len(found) >= nth, f"{words!r} is not marked {nth} times"
    driver.go_to(lambda item: item.id == found[nth - 1])


def select(driver: Driver, words: str) -> None:
    """Put the caret before some words with the arrow keys and select them with Shift+Right."""
    start = driver.page.text.index(words)
    desk = driver.window.desk
    driver.keys("Ctrl+Home") if desk.caret() > start else None
    while desk.caret() < start:
        driver.keys("Right")
    assert desk.caret() == start
    while (desk.selection() or Range(start, start)).end < start + len(words):
        driver.keys("Shift+Right")
    assert desk.selection() == Range(start, start + len(words))


def hint(driver: Driver, name: str) -> str:
    """The hint that the desk shows for the entity of that name."""
    entity = next(e for e in driver.page.entities if e.name == name)
    return driver.window.desk.hints[entity.id]


def curate(folder: Path) -> dict[str, object]:
    """Do all that the issue asks for; returns the figures and facts that tests assert."""
    with Project.create(folder / "seed.annot", curator="tester") as project:
        for _ in import_files(project, [SEED]):
            pass
    window = open_window(folder)
    driver = Driver(window)
    facts: dict[str, object] = {}
    driver.wait(lambda: driver.page.suggestion is not None, what="the model's suggestions")
    driver.settle()
    decide(driver, facts)
    make_stance(driver, facts)
    three_steps_back(driver, facts)
    before = decided(driver)
    window.close()
    driver.settle()

    window = open_window(folder)
    driver = Driver(window)
    driver.wait(lambda: window.bridge.page is not None, what="the article")
    assert decided(driver) == before, "the annotation is another after reopening"
    driver.keys("Ctrl+Shift+Z", "Ctrl+Y", "Ctrl+Shift+Z")
    facts["redone"] = decided(driver) == facts.pop("all_done")
    window.grab().save(str(folder / "window.png"))
    finish(driver, folder)
    window.close()
    driver.settle()
    return facts


def decide(driver: Driver, facts: dict[str, object]) -> None:
    """Accept, reject, relabel, trim, add, join."""
    mention(driver, "Kim Yo Jong")
    driver.keys("A")
    facts["accepted"] = driver.window.told.text()
    mention(driver, "Koreas")
    driver.keys("X")
    facts["rejected"] = [m.label for m in driver.page.mentions if driver.page.words(m) == "Koreas"]

    # The tail of headlines is boilerplate: make it body, line by line, and what is suggested there appears.
    tail = driver.page.text.index("Thailand and Cambodia to talk")
    driver.keys("Escape", "Ctrl+End")
    while driver.page.is_boilerplate(tail):
        driver.keys("B", "Up")
    trump = sum(1 for m in driver.page.mentions if driver.page.words(m) == "Trump" and m.start < tail) + 1
    mention(driver, "Trump", trump)
    driver.keys("1")
    mention(driver, "Modi")
    driver.keys("1")
    facts["relabelled"] = sorted(
        driver.page.words(m) for m in driver.page.mentions if m.start > tail and m.label == "PERSON" and m.decision
    )

    # A possessive taken in by hand, by character, and trimmed again by one key.
    mention(driver, "South Korea")
    driver.keys("A")
    mention(driver, "South Korea")
    driver.keys("Ctrl+]", "Ctrl+]")
    facts["with_possessive"] = driver.words
    driver.keys("Shift+]")
    facts["trimmed"] = driver.words

    # The proposal is suggested with all that hangs on it; the curator wants it shorter, by a selection of her own.
    proposal = next(m for m in driver.page.mentions if m.label == "TOPIC" and "proposal" in driver.page.words(m))
    driver.go_to(lambda item: item.id == proposal.id)
    driver.keys("X", "Escape")
    select(driver, "a proposal to hold talks")
    driver.keys("4")
    facts["topic"] = (driver.words, driver.mention.label if driver.mention else "")

    for words, name in (("Ms Kim", "Kim Yo Jong"), ("Mr Kim", "Kim Jong Un")):
        mention(driver, words)
        if driver.mention is not None and driver.page.name(driver.mention.entity) == name:
            driver.keys("Shift+E")  # the model had it right: take it apart, so that joining is tried
            mention(driver, words)
        driver.keys("E")
        driver.type(hint(driver, name))
        facts[words] = driver.page.name(driver.mention.entity) if driver.mention else ""


def make_stance(driver: Driver, facts: dict[str, object]) -> None:
    """Kim Yo Jong → a proposal to hold talks, against: from the focus on her name."""
    mention(driver, "Kim Yo Jong")
    before = driver.pressed
    driver.keys("S")
    driver.type(hint(driver, "a proposal to hold talks"))
    facts["proposed"] = driver.window.asked.text()
    driver.keys("-")
    facts["stance_keys"] = driver.pressed - before
    stance = driver.stance
    assert stance is not None
    page = driver.page
    facts["stance"] = (
        page.name(stance.holder),
        page.name(stance.target),
        stance.polarity,
        [c.of(page.text) for c in stance.cues],
    )


def three_steps_back(driver: Driver, facts: dict[str, object]) -> None:
    """Undo three acts; what stood before is remembered, to be found again after reopening."""
    facts["all_done"] = decided(driver)
    driver.keys("U", "Ctrl+Z", "U")
    facts["undone"] = decided(driver) != facts["all_done"]


def finish(driver: Driver, folder: Path) -> None:
    """Accept what is left above the threshold, then go through the rest, finish the article and export by keys."""
    for _ in range(300):
        if not driver.page.open:
            break
        item = driver.mention or driver.stance
        if item is None or not is_open(item.id):
            driver.keys("Tab")
        else:
            driver.keys("A" if good(driver, item) else "X")
    driver.finish()
    assert driver.page.annotation.status == "done"
    driver.later(lambda: driver.choose_file(folder / "gold.jsonl"))
    driver.keys("Ctrl+E")
    driver.wait(lambda: (folder / "gold.jsonl").exists() and not driver.window.files.busy, what="the export")


def good(driver: Driver, item: MentionItem | StanceItem) -> bool:
    """What a careful curator would accept as it stands, roughly: what the model itself is sure of."""
    return (item.p or 0.0) >= 0.5


if __name__ == "__main__":
    sys.stdout.write(json.dumps(curate(Path(sys.argv[1]))) + "\n")
