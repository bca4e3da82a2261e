"""The window as a whole: start, faults of the disk, the table of actions, looks, the worker."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox

from annotator.convention import Convention, default_convention
from annotator.gold import decode
from annotator.project import Coming, Project, Query
from annotator.records import Article, Run
from annotator.scheme import HUES, default_scheme, default_scheme_toml
from annotator.spans import Range
from annotator.store import Added
from tests.ui.conftest import TEXT, suggestion
from tests.ui.test_hands import to, told
from ui.actions import table
from ui.app import tell_fault
from ui.dialogs.keys import KeySheet
from ui.dialogs.unknown_labels import UnknownLabels
from ui.driving import Driver
from ui.keymap import works
from ui.theme import Theme, contrast

Open = Callable[[Path | None], Driver]


def dialogs(driver: Driver) -> list[str]:
    """Close each dialog that comes with Esc; the list fills with what they said."""
    said: list[str] = []

    def close() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            said.append(f"{box.text()}: {box.informativeText()}")
            QTest.keyClick(box, Qt.Key.Key_Escape)

    driver.later(close)
    return said


def test_without_a_project_the_start_screen_is_shown(open_window: Open) -> None:
    driver = open_window(None)
    assert driver.window.start.isVisible()
    driver.keys("A", "F")
    driver.keys("Ctrl+E")
    assert "Open a project first" in told(driver)


def test_a_project_that_is_open_elsewhere_is_told_in_a_dialog(open_window: Open, project_path: Path) -> None:
    driver = open_window(None)
    with Project.open(project_path):
        said = dialogs(driver)
        assert driver.window.open_path(project_path) is False
    assert "open in another window" in said[0]
    assert driver.window.open_path(project_path)


@pytest.mark.parametrize(
    ("data", "words"), [(b"", "empty"), (b"text " * 60, "no Annotator project"), (None, "no such file")]
)
def test_what_is_no_project_is_told_and_what_was_open_stays(
    driver: Driver, tmp_path: Path, data: bytes | None, words: str
) -> None:
    bad = tmp_path / "bad.annot"
    if data is not None:
        bad.write_bytes(data)
    before = driver.page.article.id
    said = dialogs(driver)
    assert driver.window.open_path(bad) is False
    assert words in said[0]
    assert driver.page.article.id == before
    driver.keys("A")
    assert "saved" in told(driver)


def test_a_full_disk_is_told_nothing_is_lost_and_work_goes_on_when_there_is_room(
    driver: Driver, project_path: Path
) -> None:
    driver.keys("A")
    before = driver.page.annotation
    project = driver.window.bridge.project
    assert project is not None
    database = project.store._db  # type: ignore[attr-defined]
    pages = database.execute("PRAGMA page_count").fetchone()[0]
    database.execute(f"PRAGMA max_page_count={pages}")
    for _ in range(60):
        driver.keys("F")
        if "disk is full" in told(driver):
            break
        before = driver.page.annotation
    assert told(driver).startswith("⚠")
    assert "disk is full" in told(driver)
    assert driver.page.annotation == before
    database.execute("PRAGMA max_page_count=1000000")
    driver.keys("F")
    assert "saved" in told(driver)
    driver.window.close()
    with Project.open(project_path) as again:
        assert again.check() == []


def test_a_project_file_that_was_moved_away_is_told_at_once(driver: Driver, project_path: Path) -> None:
    moved = project_path.with_name("moved.annot")
    project_path.rename(moved)
    driver.keys("A")
    assert "was moved, replaced or deleted" in told(driver)
    assert driver.page.annotation.mentions == {}
    moved.rename(project_path)
    driver.keys("A")
    assert "saved" in told(driver)


def test_a_read_only_project_is_told_when_it_is_opened(open_window: Open, project_path: Path, tmp_path: Path) -> None:
    driver = open_window(None)
    project_path.with_name(project_path.name + ".lock").unlink(missing_ok=True)
    folder = tmp_path / "sub"
    folder.mkdir()
    # A folder in the lock's place is what a folder that takes no files looks like, also to the superuser.
    project_path.with_name(project_path.name + ".lock").mkdir()
    said = dialogs(driver)
    assert driver.window.open_path(project_path) is False
    assert "no lock can be made" in said[0]


def test_import_by_the_window_tells_what_was_refused(driver: Driver, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_text("A new article about Oslo.\n", encoding="utf-8")
    bad.write_bytes(b"\xff\xfe\xfd")
    said = dialogs(driver)
    driver.window.files.import_paths([good, bad])
    driver.wait(lambda: bool(said), 10, "the dialog")
    assert "bad.txt" in said[0]
    assert driver.window.queue.model.rowCount() == 3
    assert "Imported: 1 new, 1 refused" in told(driver)


def test_an_import_by_the_window_writes_few_articles_at_a_time(
    driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "many.csv").write_text("text\n" + "".join(f"Oslo {n}\n" for n in range(57)), encoding="utf-8")
    written: list[int] = []
    add = Project.add

    def adding(project: Project, articles: Sequence[Article], coming: Sequence[Coming | None] = ()) -> list[Added]:
        written.append(len(articles))
        return add(project, articles, coming)

    monkeypatch.setattr(Project, "add", adding)
    driver.window.files.import_paths([tmp_path / "many.csv"])
    driver.wait(lambda: "Imported: 57 new" in told(driver), 20, "the import")
    assert sum(written) == 57
    assert max(written) <= 10  # more would hold up keys for longer than a frame


def labelled(path: Path, *labels: str) -> Path:
    """A file of doccano with an article for each label, which its first word has."""
    lines = [
        {
            "id": n,
            "text": f"Ann, {path.stem}{n}.",
            "entities": [{"id": 0, "label": label, "start_offset": 0, "end_offset": 3}],
        }
        for n, label in enumerate(labels)
    ]
    path.write_text("".join(json.dumps(line | {"relations": []}) + "\n" for line in lines), encoding="utf-8")
    return path


def names(driver: Driver, *keys: Qt.Key) -> Callable[[], None]:
    """Press keys in the dialog about labels, from row to row, and Return; done when it is there."""

    def press() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, UnknownLabels)
        for box, key in zip(dialog.boxes, keys, strict=True):
            QTest.keyClick(box, key)
        QTest.keyClick(dialog.boxes[-1], Qt.Key.Key_Return)

    return press


def test_labels_of_another_tool_are_asked_about_once(driver: Driver, tmp_path: Path) -> None:
    project = driver.window.bridge.project
    assert project is not None
    driver.later(names(driver, Qt.Key.Key_Home, Qt.Key.Key_End))
    driver.window.files.import_paths([labelled(tmp_path / "a.jsonl", "MISC", "PER", "PER")])
    driver.wait(lambda: "Imported" in told(driver), 10, "the import")
    first = project.scheme.labels()[0]
    assert f"3 new, 3 with finished annotation; PER → {first}: 2; left out: MISC: 1" in told(driver)
    driver.window.files.import_paths([labelled(tmp_path / "b.jsonl", "PERSON", "ORG", "GPE", "MISC")])
    driver.wait(lambda: "4 new" in told(driver), 10, "the import, without a question")
    assert "left out: MISC: 1" in told(driver)
    driver.later(names(driver, Qt.Key.Key_End, Qt.Key.Key_End))
    driver.window.files.ask_label_names()
    assert project.label_map.labels == {}


def test_nothing_is_imported_when_the_question_is_cancelled(driver: Driver, tmp_path: Path) -> None:
    before = driver.window.queue.model.rowCount()
    driver.later(lambda: QTest.keyClick(QApplication.activeModalWidget(), Qt.Key.Key_Escape))
    driver.window.files.import_paths([labelled(tmp_path / "a.jsonl", "MISC")])
    driver.wait(lambda: "Nothing was imported" in told(driver), 10, "the word")
    assert driver.window.queue.model.rowCount() == before


def test_labels_that_come_later_are_named_everywhere_as_one_act(
    driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.looking.MOST_ITEMS", 1)
    project = driver.window.bridge.project
    assert project is not None
    driver.later(names(driver, Qt.Key.Key_Home))
    driver.window.files.import_paths([labelled(tmp_path / "a.jsonl", "PERSON", "late one", "late one")])
    driver.wait(lambda: "late one" in told(driver), 10, "the naming")
    first = project.scheme.labels()[0]
    driver.wait(lambda: project.label_map.labels == {"late one": first}, 10, "remembering")
    assert project.labels()[:1] == [first]
    assert "late one" not in project.labels()
    project.undo()
    assert "late one" in project.labels(), "one undo takes it back"


def test_export_by_the_dialog_writes_gold_only(driver: Driver, tmp_path: Path) -> None:
    driver.finish()
    out = tmp_path / "out.jsonl"
    driver.later(lambda: driver.choose_file(out))
    driver.keys("Ctrl+E")
    driver.wait(lambda: "Exported" in told(driver), 10, "the export")
    lines = out.read_bytes().splitlines()
    assert len(lines) == 1
    assert decode(lines[0]).provenance.curators == (driver.window.bridge.project.curator,)  # type: ignore[union-attr]


def test_gold_tells_what_was_looked_at(driver: Driver) -> None:
    first = driver.page.article.id
    driver.wait(lambda: not driver.window.bridge.unread(), 10, "reading")
    driver.finish()
    project = driver.window.bridge.project
    assert project is not None
    assert project.page(first).annotation.looked_at == (Range(0, len(TEXT)),)


# --- the table of actions


def test_no_key_has_two_meanings() -> None:
    for place in ("desk", "versions"):
        taken: dict[str, str] = {}
        for action in (action for action in table(default_scheme()) if works(action, place)):
            for key in action.keys:
                shown = QKeySequence(key).toString()
                assert shown, f"{key} is no key"
                assert shown not in taken, f"{shown}: {taken.get(shown)} and {action.id}"
                taken[shown] = action.id


def test_every_key_of_the_grammar_is_there() -> None:
    keys = {k for a in table(default_scheme()) for k in a.keys}
    grammar = (
        "Tab Shift+Tab J K Alt+Left Alt+Right Return Enter A Backspace X 1 2 3 4 5 6 7 8 9 L [ ] Shift+[ Shift+] Ctrl+["
    )
    grammar += (
        " Ctrl+] E Shift+E S + = - 0 ~ C Shift+C Shift+Return P Shift+P Space Shift+Space F N U Ctrl+Z Ctrl+Shift+Z"
    )
    grammar += " F6 Shift+F6 G / Ctrl+F Ctrl+K ? Esc"
    assert set(grammar.split()) <= keys


def test_every_action_is_in_a_menu_the_key_sheet_and_answers(driver: Driver) -> None:
    menus = {a.objectName() for m in driver.window.menuBar().actions() for a in m.menu().actions()}  # type: ignore[union-attr]
    actions = table(default_scheme())
    assert menus == {a.id for a in actions}
    sheet = KeySheet(actions)
    found = " ".join(text for group in sheet.groups for text, _ in group.rows)
    assert all(a.words.casefold() in found for a in actions if a.keys)
    sheet.deleteLater()


def test_an_act_that_is_not_possible_says_why(driver: Driver) -> None:
    to(driver, "Oslo")
    driver.keys("R")
    assert told(driver) == "Turn the stance round: this needs a stance in focus."


# --- looks


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_colours_keep_their_contrast(mode: str) -> None:
    theme = Theme.of(mode)
    assert contrast(theme.ink, theme.paper) >= 7
    assert contrast(theme.faded, theme.paper) >= 4.5
    assert contrast(theme.focus, theme.paper) >= 3
    for name in HUES:
        hue = theme.hue(name)
        assert contrast(hue.line, theme.paper) >= 3, name
        assert contrast(hue.chip_text, hue.chip) >= 4.5, name
        assert contrast(theme.ink, hue.decided) >= 4.5, name
        assert contrast(theme.ink, hue.suggested) >= 4.5, name
    for polarity in ("favor", "against", "neutral", "mixed"):
        assert contrast(theme.polarity(polarity), theme.paper) >= 4.5  # type: ignore[arg-type]


def test_the_theme_can_be_switched_and_is_remembered(driver: Driver) -> None:
    assert not driver.window.appearance.theme.dark
    driver.keys("Ctrl+T")
    assert driver.window.appearance.theme.dark
    assert driver.window.settings.value("mode") == "dark"
    paper = driver.window.desk.grab().toImage().pixelColor(5, 200)
    assert paper.lightness() < 60


def test_suggestions_and_decisions_look_different(driver: Driver) -> None:
    desk = driver.window.desk
    to(driver, "Oslo")
    span = driver.mention.range  # type: ignore[union-attr]
    driver.keys("Escape")
    driver.window.bridge.set_focus("")
    rect = desk.rects_of(span)[0]

    def underline() -> int:
        image = desk.viewport().grab().toImage()
        y = int(rect.bottom() + 1)
        papers = [image.pixelColor(x, y).lightness() > 235 for x in range(int(rect.left()) + 2, int(rect.right()) - 2)]
        return sum(papers)

    dashed = underline()
    to(driver, "Oslo")
    driver.keys("A")
    driver.window.bridge.set_focus("")
    driver.settle()
    assert dashed > 4
    assert underline() == 0


def test_the_worker_suggests_and_the_desk_takes_it_in(open_window: Open, tmp_path: Path) -> None:
    from annotator.importing import import_files
    from tests.conftest import SEED

    path = tmp_path / "seed.annot"
    with Project.create(path) as project:
        for _ in import_files(project, [SEED]):
            pass
    driver = open_window(path)
    driver.window.worker.start()
    driver.wait(lambda: driver.page.suggestion is not None, 90, "suggestions")
    driver.settle()
    assert len(driver.page.open) > 40
    assert driver.window.bridge.focus == driver.page.open[0]
    assert re.search(r"en_core_web_\w+ 3\.8", driver.window.model_label.text())


def test_another_convention_for_names_starts_the_worker_again(open_window: Open, tmp_path: Path) -> None:
    path = tmp_path / "one.annot"
    Project.create(path).close()
    driver = open_window(path)
    worker = driver.window.worker
    worker.start()
    driver.wait(lambda: worker.run is not None, 90, "the model")
    before = worker.run
    assert before is not None
    worker.set_convention(default_convention())
    assert worker.run is before  # nothing new
    worker.set_convention(Convention(titles=False))
    assert worker.run is None
    driver.wait(lambda: worker.run is not None, 90, "the model in the other convention")
    assert worker.run is not None
    assert worker.run.id != before.id
    assert worker.run.settings["convention"] == {"titles": False}


def test_a_worker_that_dies_is_started_again(open_window: Open, tmp_path: Path) -> None:
    path = tmp_path / "one.annot"
    Project.create(path).close()
    driver = open_window(path)
    worker = driver.window.worker
    worker.start()
    driver.wait(lambda: worker.run is not None, 90, "the model")
    process = worker._process
    assert process is not None
    process.kill()
    driver.wait(lambda: worker.run is None, 10, "its end")
    driver.wait(lambda: worker.run is not None, 90, "its return")


def test_a_newer_run_does_not_disturb_the_open_article(driver: Driver) -> None:
    project = driver.window.bridge.project
    assert project is not None
    before = driver.page
    newer = suggestion(TEXT, "r2")
    project.add_run(Run("r2", "hand", "2", "2025-01-02T00:00:00Z"))
    project.put_suggestions([(before.article.id, newer)])
    driver.window.bridge.refresh_suggestions(before.article.id)
    assert driver.page is before
    driver.window.bridge.open_article(before.article.id)
    assert driver.page.suggestion == newer


def test_closing_the_project_stops_an_import(driver: Driver, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for n in range(200):
        (folder / f"{n}.txt").write_text(f"Article {n}.\n", encoding="utf-8")
    driver.window.files.import_paths([folder])
    assert driver.window.files.busy
    driver.keys("Ctrl+W")
    assert not driver.window.files.busy
    assert driver.window.start.isVisible()


def test_a_fault_of_the_program_is_told_and_work_goes_on(driver: Driver, capfd: pytest.CaptureFixture[str]) -> None:
    said = dialogs(driver)
    try:
        raise RuntimeError("a planted fault")
    except RuntimeError as error:
        tell_fault(type(error), error, error.__traceback__)
    assert "a planted fault" in said[0]
    assert "a planted fault" in capfd.readouterr().err
    driver.keys("A")
    assert "saved" in told(driver)


def test_undoing_another_scheme_brings_its_labels_back(driver: Driver) -> None:
    window, project = driver.window, driver.window.bridge.project
    assert project is not None
    before = project.scheme
    project.change_scheme(default_scheme_toml().replace('"TOPIC"', '"ISSUE"'), "rename TOPIC to ISSUE")
    opened = window.bridge.page.article.id if window.bridge.page else ""
    driver.keys("U")
    assert "Undone: rename TOPIC to ISSUE" in told(driver)
    assert project.scheme == before
    assert window.inspector.looks.scheme == before
    assert window.bridge.page is not None
    assert window.bridge.page.article.id == opened
    window.bridge.redo()
    assert window.inspector.looks.scheme.find("ISSUE")


def test_the_next_article_follows_the_order_of_the_list(driver: Driver) -> None:
    """At random, and with another seed at random again."""
    window, project = driver.window, driver.window.bridge.project
    assert project is not None
    project.add([Article(f"n{n}", f"text number {n}", {"title": f"T {n}"}) for n in range(12)])
    window.bridge.articlesChanged.emit()
    window.queue.filters.choose_order("random")
    for seed in (0, 77):
        window.queue.filters.seed.setText(str(seed))
        window.queue.filters.seed.editingFinished.emit()
        wanted = [row.id for row in project.rows(Query(order="random"))]
        assert [window.queue.model.row(n).id for n in range(14)] == wanted  # type: ignore[union-attr]
        window.bridge.open_article(wanted[3])
        window.bridge.open_next()
        assert window.bridge.page is not None
        assert window.bridge.page.article.id == wanted[4]
    assert "Shuffled with seed 77" in told(driver)
    assert project.seed() == 77


def test_what_was_decided_is_found_by_its_label_and_its_curator(driver: Driver) -> None:
    window, project = driver.window, driver.window.bridge.project
    assert project is not None
    window.queue.filters.choose("curator", project.curator)
    assert window.queue.model.rowCount() == 0
    driver.keys("A")
    driver.settle()
    driver.wait(lambda: window.queue.model.rowCount() == 1)
    window.queue.filters.choose("label", "TOPIC")
    assert window.queue.model.rowCount() == 1
    assert window.bridge.query == Query(label="TOPIC", curator=project.curator)


def test_a_seed_that_cannot_be_saved_is_told_and_the_old_one_shown(driver: Driver, project_path: Path) -> None:
    window = driver.window
    window.queue.filters.choose_order("random")
    project_path.rename(project_path.with_name("away"))
    window.queue.filters.seed.setText("5")
    window.queue.filters.seed.editingFinished.emit()
    assert "moved" in told(driver)
    assert window.queue.filters.seed.text() == "0"
    project_path.with_name("away").rename(project_path)
