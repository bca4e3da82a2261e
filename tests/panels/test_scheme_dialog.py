"""The scheme editor by keys: labels come, go, move, are renamed and merged, and Apply says before what it will do."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterator, Mapping
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox

from annotator.errors import ProjectError
from annotator.progress import Progress
from annotator.records import POLARITIES
from annotator.redrafting import Redraft
from annotator.relabelling import Use
from annotator.scheme import HUES, Label, Scheme, default_scheme, parse_scheme, write_scheme
from tests.panels.conftest import settle
from ui.dialogs.labels import LabelList
from ui.dialogs.scheme import SchemeDialog, Splitting
from ui.dialogs.scheme_parts import HueBox
from ui.dialogs.split import SplitDialog
from ui.models.scheme import SchemeModel

Key = Qt.Key
USES = {"PERSON": Use(1204, 300, 311), "ORG": Use(5, 2, 1)}


def counting() -> Generator[Progress, None, dict[str, Use]]:
    yield Progress(0, 1, "counting")
    return USES


class Applied:
    """What Apply was asked for; it may break, or never end."""

    def __init__(self) -> None:
        self.asked: list[tuple[Scheme, dict[str, str], str]] = []
        self.error: Exception | None = None
        self.endless = False
        self.closed = False

    def __call__(self, scheme: Scheme, renamed: Mapping[str, str], words: str) -> Generator[Progress, None, None]:
        try:
            yield Progress(0, 2, "1 of 2 articles")
            while self.endless:
                yield Progress(1, 2, "2 of 2 articles")
            if self.error is not None:
                raise self.error
            self.asked.append((scheme, dict(renamed), words))
        except GeneratorExit:
            self.closed = True


@pytest.fixture
def applied() -> Applied:
    return Applied()


@pytest.fixture
def dialog(applied: Applied, show: Callable[..., None]) -> Iterator[SchemeDialog]:
    """The editor of the default scheme, with the labels counted; it is left without a question."""
    made = SchemeDialog(None, default_scheme(), counting(), applied)
    show(made)
    QTest.qWait(30)
    made.list.setFocus()
    yield made
    made.done(0)


@pytest.fixture
def leaving() -> Iterator[list[str]]:
    """Answers the question whether to leave with Esc; says what was asked."""
    asked: list[str] = []
    timer = QTimer()

    def answer() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            asked.append(f"{box.text()} {box.informativeText()}")
            QTest.keyClick(box, Key.Key_Escape)

    timer.timeout.connect(answer)
    timer.start(20)
    yield asked
    timer.stop()


def press(dialog: SchemeDialog, *keys: Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        QTest.keyClick(dialog.focusWidget() or dialog, key, modifiers)
        settle()


def names(dialog: SchemeDialog) -> list[str]:
    return [row.label.name for row in dialog.draft.rows]


def apply(dialog: SchemeDialog) -> None:
    press(dialog, Key.Key_Return, modifiers=Qt.KeyboardModifier.ControlModifier)
    QTest.qWait(50)


def test_renaming_says_before_how_much_it_touches_and_is_one_act(dialog: SchemeDialog, applied: Applied) -> None:
    assert dialog.told.text() == "Nothing is changed yet."
    assert not dialog.apply.isEnabled()
    press(dialog, Key.Key_F2)
    QTest.keyClicks(dialog.focusWidget(), "human being")
    assert dialog.form.name.text() == "HUMAN_BEING"
    assert dialog.told.text() == "PERSON → HUMAN_BEING: 1,204 mentions in 311 articles"
    assert dialog.form.preview.label.name == "HUMAN_BEING"
    apply(dialog)
    ((scheme, renamed, words),) = applied.asked
    assert (renamed, words) == ({"PERSON": "HUMAN_BEING"}, "rename PERSON to HUMAN_BEING")
    assert scheme.former() == renamed
    assert not dialog.isVisible()


def test_a_label_is_added_by_key_and_named_at_once(dialog: SchemeDialog, applied: Applied) -> None:
    press(dialog, Key.Key_Insert)
    QTest.keyClicks(dialog.focusWidget(), "ship")
    dialog.form.guideline.setFocus()
    QTest.keyClicks(dialog.focusWidget(), "A named ship.")
    apply(dialog)
    assert applied.asked[0][0].find("SHIP").guideline == "A named ship."
    assert applied.asked[0][2] == "add label SHIP"


def test_what_is_used_cannot_be_removed_and_says_how_often(dialog: SchemeDialog) -> None:
    assert "Used: 1,204 mentions in 311 articles" in dialog.form.use.text()
    press(dialog, Key.Key_Delete)
    assert "PERSON" in names(dialog)
    press(dialog, Key.Key_Down, Key.Key_Down)
    assert dialog.form.use.text() == "Not used in any decision yet."
    press(dialog, Key.Key_Delete)
    assert "GPE" not in names(dialog)
    assert dialog.told.text() == "Remove label GPE"


def test_before_all_is_counted_nothing_can_be_removed(applied: Applied, show: Callable[..., None]) -> None:
    def never() -> Generator[Progress, None, dict[str, Use]]:
        while True:
            yield Progress(0, 1, "counting")

    made = SchemeDialog(None, default_scheme(), never(), applied, "LAW")
    show(made)
    assert made.form.name.text() == "LAW"
    assert made.form.use.text() == "Being counted …"
    assert not made.remove.isEnabled()
    made.reject()


def test_merging_is_chosen_by_typing_and_told(dialog: SchemeDialog, applied: Applied) -> None:
    press(dialog, Key.Key_Down, Key.Key_M)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, LabelList)
    QTest.keyClicks(menu.words, "top")
    QTest.keyClick(menu.words, Key.Key_Return)
    settle()
    assert "ORG" not in names(dialog)
    assert dialog.form.name.text() == "TOPIC"
    assert dialog.told.text() == "ORG → TOPIC: 5 mentions in 1 article"
    apply(dialog)
    assert applied.asked[0][1] == {"ORG": "TOPIC"}


def test_labels_move_and_stay_current(dialog: SchemeDialog) -> None:
    press(dialog, Key.Key_Down, modifiers=Qt.KeyboardModifier.AltModifier)
    assert names(dialog)[:2] == ["ORG", "PERSON"]
    assert dialog.form.name.text() == "PERSON"
    assert dialog.told.text() == "Change order of labels"


def test_a_key_that_is_taken_changes_hands_and_says_so(dialog: SchemeDialog) -> None:
    assert dialog.form.key.itemText(2) == "2 — ORG has it"
    dialog.form.key.setFocus()
    QTest.keyClicks(dialog.form.key, "2")
    press(dialog, Key.Key_Return)
    assert dialog.draft.rows[0].label.key == "2"
    assert dialog.form.note.text() == "ORG has the key 1 now."
    assert dialog.apply.isEnabled()


def test_two_labels_of_one_colour_are_told(dialog: SchemeDialog) -> None:
    assert dialog.form.note.text() == ""
    dialog.form.hue.setFocus()
    press(dialog, *[Key.Key_Down] * (HUES.index("green") - HUES.index("blue")))
    assert dialog.draft.rows[0].label.hue == "green"
    assert dialog.form.note.text() == "GPE has the same colour."
    assert dialog.form.hue.currentText() == "green — also GPE"
    assert dialog.form.preview.label.hue == "green"


def test_what_is_wrong_is_said_and_cannot_be_applied(dialog: SchemeDialog, applied: Applied) -> None:
    press(dialog, Key.Key_F2)
    QTest.keyClicks(dialog.focusWidget(), "org")
    assert dialog.told.text() == "There is another ORG. To make the two one, merge them."
    apply(dialog)
    assert applied.asked == []
    assert dialog.isVisible()


def test_a_polaritys_sentence_is_written_like_a_labels(dialog: SchemeDialog, applied: Applied) -> None:
    press(dialog, Key.Key_End, Key.Key_Return)
    assert dialog.focusWidget() is dialog.form.guideline
    assert not dialog.form.name.isVisible()
    dialog.form.guideline.selectAll()
    QTest.keyClicks(dialog.focusWidget(), "Both.")
    apply(dialog)
    assert applied.asked[0][0].polarity.mixed == "Both."
    assert applied.asked[0][2] == "change guideline of mixed"


def test_labels_of_models_are_said_for_a_label(dialog: SchemeDialog, applied: Applied) -> None:
    dialog.go_to(0)
    assert dialog.form.takes.text() == ""
    dialog.form.takes.setFocus()
    QTest.keyClicks(dialog.form.takes, "CHARACTER, deity,, CHARACTER")
    assert dialog.form.takes.text() == "CHARACTER, deity,, CHARACTER", "what is typed is left alone"
    assert dialog.draft.rows[0].label.takes == ("CHARACTER", "deity")
    assert dialog.told.text() == "Change models' labels of PERSON. Articles that are open get new suggestions."
    dialog.go_to(1)
    QTest.keyClicks(dialog.form.takes, "deity")
    assert "deity is already taken by PERSON" in dialog.told.text()
    assert not dialog.apply.isEnabled()
    press(dialog, Key.Key_Backspace)
    dialog.go_to(0)
    assert dialog.form.takes.text() == "CHARACTER, deity"
    dialog.go_to(dialog.model.row_of("favor"))
    assert not dialog.form.takes.isVisible()
    apply(dialog)
    ((scheme, _, _),) = applied.asked
    assert scheme.label[0].takes == ("CHARACTER", "deity")
    assert scheme.label[1].takes == ("deit",)
    assert parse_scheme(write_scheme(scheme)) == scheme


def test_whether_titles_belong_to_names_is_said_by_key(dialog: SchemeDialog, applied: Applied, tmp_path: Path) -> None:
    def toggle() -> None:
        press(dialog, Key.Key_V, modifiers=Qt.KeyboardModifier.AltModifier)
        QTest.qWait(200)  # Qt shows the box pressed for a moment

    assert dialog.titles.isChecked()
    toggle()
    assert not dialog.titles.isChecked()
    assert dialog.told.text() == "Change titles of names. Articles that are open get new suggestions."
    path = tmp_path / "scheme.toml"
    path.write_text(write_scheme(default_scheme()), encoding="utf-8")
    dialog.take_file(path)
    assert dialog.titles.isChecked(), "as the file has it"
    toggle()
    apply(dialog)
    assert [scheme.titles for scheme, _, _ in applied.asked] == [False]


def test_leaving_asks_only_when_something_is_changed(dialog: SchemeDialog, leaving: list[str]) -> None:
    dialog.form.hue.activated.emit(3)
    press(dialog, Key.Key_Escape)
    assert leaving == ["Leave without applying? Change colour of person"]
    assert dialog.isVisible()
    dialog.form.hue.activated.emit(HUES.index("blue"))
    press(dialog, Key.Key_Escape)
    assert not dialog.isVisible()
    assert len(leaving) == 1


def test_applying_can_be_stopped_and_leaves_the_editor_as_it_was(dialog: SchemeDialog, applied: Applied) -> None:
    applied.endless = True
    dialog.form.hue.activated.emit(3)
    apply(dialog)
    assert dialog.strip.isVisible()
    assert dialog.strip.words.text() == "2 of 2 articles"
    assert not dialog.body.isEnabled()
    press(dialog, Key.Key_Escape)
    assert applied.closed
    assert dialog.isVisible()
    assert dialog.apply.isEnabled()


def test_when_it_cannot_be_written_it_says_why(dialog: SchemeDialog, applied: Applied, leaving: list[str]) -> None:
    applied.error = ProjectError("the disk is full.")
    dialog.form.hue.activated.emit(3)
    apply(dialog)
    assert leaving == ["The scheme was not changed the disk is full."]
    assert dialog.isVisible()


def test_a_file_is_taken_over_and_what_is_used_stays(dialog: SchemeDialog, tmp_path: Path, leaving: list[str]) -> None:
    path = tmp_path / "theirs.toml"
    theirs = Scheme(1, "theirs", (Label("HUMAN", "rust", "1", was=("PERSON",)), Label("NEW", "sky")))
    path.write_text(write_scheme(theirs), encoding="utf-8")
    dialog.take_file(path)
    assert names(dialog) == ["HUMAN", "NEW", "ORG"]
    assert dialog.form.note.text() == "The file has no ORG; used, and so kept."
    assert dialog.told.text() == "PERSON → HUMAN: 1,204 mentions in 311 articles"
    path.write_text("version = 1", encoding="utf-8")
    dialog.take_file(path)
    assert "This scheme cannot be read" in leaving[0]
    assert names(dialog) == ["HUMAN", "NEW", "ORG"]


def test_the_model_keeps_the_rules_of_qt(checked: Callable[..., object]) -> None:
    model = SchemeModel(Redraft(default_scheme()))
    checked(model)
    assert model.rowCount() == len(default_scheme().label) + len(POLARITIES)
    model.add("NEW")
    model.move(0, 1)
    model.move(1, -1)
    model.move(0, -1)
    model.change(0, name="X")
    model.merge(0, 3)
    model.remove(4)
    model.show_uses(USES)
    model.give_key(0, "9")
    model.adopt(parse_scheme(write_scheme(default_scheme())))
    assert [model.index(row).data() for row in (0, model.labels)] == [
        "PERSON, key 1, 1,204 mentions in 311 articles",
        "polarity favor",
    ]


def test_every_hue_can_be_chosen(qapp: QApplication) -> None:
    box = HueBox()
    assert [box.itemData(n) for n in range(box.count())] == list(HUES)
    assert all(not box.itemIcon(n).isNull() for n in range(box.count()))
    box.deleteLater()


def test_a_label_is_split_at_once_when_nothing_else_is_changed(applied: Applied, show: Callable[..., None]) -> None:
    asked: list[tuple[str, str, set[str]]] = []

    def wordings(label: str) -> Generator[Progress, None, dict[str, int]]:
        yield Progress(0, 1, "")
        return {f"a {label}": 3, "another": 1}

    def split(old: str, new: str, words: Collection[str]) -> Generator[Progress, None, None]:
        yield Progress(0, 1, "")
        asked.append((old, new, set(words)))

    made = SchemeDialog(None, default_scheme(), counting(), applied, "ORG", Splitting(wordings, split))
    show(made)
    QTest.qWait(30)
    made.list.setFocus()

    def choose() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, SplitDialog)
        QTest.qWait(30)
        QTest.keyClick(dialog.list, Key.Key_Space)
        QTest.keyClicks(dialog.into, "CLUB")
        QTest.keyClick(dialog.into, Key.Key_Return)

    QTimer.singleShot(50, choose)
    QTest.keyClick(made.list, Key.Key_S)
    QTest.qWait(50)
    assert asked == [("ORG", "CLUB", {"a ORG"})]
    assert made.result() == SchemeDialog.DialogCode.Accepted
    assert applied.asked == []


def test_what_is_unused_or_half_changed_cannot_be_split(dialog: SchemeDialog) -> None:
    assert not dialog.split.isEnabled(), "nobody says how"
    dialog._splitting = Splitting(lambda _: iter(()), lambda *_: iter(()))  # type: ignore[arg-type,return-value]
    dialog.go_to(0)
    assert dialog.split.isEnabled()
    dialog.go_to(5)
    assert not dialog.split.isEnabled(), "nothing has it"
    dialog.go_to(0)
    dialog.down.click()
    assert not dialog.split.isEnabled(), "apply, or leave, first"


def test_a_screen_reader_hears_what_apply_will_do(dialog: SchemeDialog) -> None:
    dialog.told.setText("Two labels are renamed.")
    found = QAccessible.queryAccessibleInterface(dialog.told)
    assert found is not None
    assert found.text(QAccessible.Text.Name) == "Two labels are renamed."
    assert found.text(QAccessible.Text.Description) == "What Apply does"
