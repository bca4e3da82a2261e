"""Adjudicating in the real window, by keys: what ends as gold, what can be undone, and that hidden names stay hidden."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QWidget

from annotator.evaluating.reading import Case
from annotator.exporting import export
from annotator.formats import find_format
from annotator.importing import import_files
from annotator.project import Project
from annotator.records import Annotation
from annotator.versions import work_of
from tests.adjudicating.curators import both, differently, harbour, merged, place, run, written
from tests.agreeing.planting import under_other_ids
from tests.ui.test_hands import told
from ui.driving import Driver

Open = Callable[[Path | None], Driver]


def named(annotation: Annotation, curator: str) -> Annotation:
    return msgspec.structs.replace(annotation, status="done", curators=(curator,))


def sides(ann: str = "ann", ben: str = "ben") -> tuple[Case, Case]:
    """The article about the harbour as both have it."""
    found, mine = harbour()
    return (found, named(mine, ann)), (found, named(under_other_ids(differently(mine)), ben))


@pytest.fixture
def adjudicator(open_window: Open, tmp_path: Path) -> Driver:
    """A window on the project of Ann with Ben's version of the one article, the panel open."""
    ann, ben = sides()
    path, _ = merged(tmp_path, [ann], [ben])
    driver = open_window(path)
    driver.keys("F7")
    return driver


def titles(driver: Driver) -> list[str]:
    """What is left, by what it is about."""
    driver.rest()
    return [item.title for item in driver.window.asides.adjudicating.panel.model.items]


def in_hand(driver: Driver) -> str:
    found = driver.window.asides.adjudicating.panel.current
    return found.title if found is not None else ""


def project_of(driver: Driver) -> Project:
    project = driver.window.bridge.project
    assert project is not None
    return project


def annotation(driver: Driver) -> Annotation:
    return driver.page.annotation


def go_to(driver: Driver, title: str) -> None:
    while in_hand(driver) != title:
        driver.keys("J")


# --- by keys to gold


@pytest.mark.parametrize(("first", "second"), [("1", "2"), ("Left", "Right")])
def test_every_kind_of_disagreement_is_settled_by_keys_and_ends_as_the_expected_gold(
    open_window: Open, tmp_path: Path, first: str, second: str
) -> None:
    """In turn as Ann has it and as Ben has it; the list leads from one article to the next."""
    mine, theirs = both()
    path, _ = merged(tmp_path, mine, theirs)
    expected: dict[str, Annotation] = {}
    driver = open_window(path)
    project = project_of(driver)
    assert project.merged() == {"to adjudicate": 14, "agreed": 1}
    versions = {found.id: (ann, ben) for (found, ann), (_, ben) in zip(mine, theirs, strict=True)}
    driver.keys("F7")
    for number in range(14):
        id, side = driver.page.article.id, number % 2
        expected[id] = versions[id][side]
        assert titles(driver)
        while driver.window.asides.adjudicating.panel.current is not None:
            driver.keys((first, second)[side])
        assert driver.page.article.id == id
        driver.keys("Space")
    assert "No open article is left" in told(driver)
    assert project.merged() == {"agreed": 1, "adjudicated": 14}
    assert project.counts()["done"] == 15
    for id, wanted in expected.items():
        assert work_of(project.store.annotation(id)) == work_of(wanted)
    assert project.check() == []


def test_one_the_other_both_neither_and_by_hand(adjudicator: Driver) -> None:
    driver = adjudicator
    assert titles(driver) == [
        "Port Vesta",
        "Monday",
        "Boris Lindqvist → plan to close the old harbour",
        "the town",
        "Ana Keller → Seafarers' Union",
        "The Greens",
        "Greens → Ana Keller",
        "Boris Lindqvist → Greens",
    ]
    driver.keys("2")  # Port Vesta is an ORG, as Ben has it
    driver.keys("X")  # Monday is nothing
    driver.keys("B")  # the cues of both
    driver.keys("1")  # the town, as Ann has it
    driver.keys("2")  # Ben has no such stance
    driver.keys("E", "Shift+[")  # the Greens: neither edge of Ann's by hand, then as it stands
    assert driver.window.desk.hasFocus()
    driver.keys("F7", "Return")
    driver.keys("Right", "B")  # the Greens and the mayor the other way round; thanked: both polarities
    assert titles(driver) == []
    assert "Space finishes" in driver.window.asides.adjudicating.panel.head.text()
    driver.keys("Space")
    id = driver.page.article.id
    gold = project_of(driver).store.annotation(id)
    assert gold.status == "done"
    assert gold.curators == ("ann",)
    labels = {m.range: m.label for m in gold.mentions.values()}
    assert labels[place("Port Vesta")] == "ORG"
    assert place("Monday") not in labels
    assert labels[place("the town")] == "GPE"
    assert place("Greens") in labels
    names = {e.id: e.name for e in gold.entities.values()}
    stances = sorted((names[s.holder], names[s.target], s.polarity, len(s.cues)) for s in gold.stances.values())
    assert stances == [
        ("Ana Keller", "Greens", "favor", 1),
        ("Ana Keller", "plan to close the old harbour", "favor", 1),
        ("Boris Lindqvist", "Greens", "favor", 1),
        ("Boris Lindqvist", "Greens", "mixed", 1),
        ("Boris Lindqvist", "plan to close the old harbour", "against", 2),
    ]
    how = sorted(gold.settled.values())
    assert how == ["ann", "as it stands", "ben", "ben", "ben", "both", "both", "neither"]


def test_what_cannot_be_both_is_told_and_left(open_window: Open, tmp_path: Path) -> None:
    mine, theirs = both(["other manner"])
    path, _ = merged(tmp_path, mine, theirs)
    driver = open_window(path)
    driver.keys("F7", "B")
    assert "both cannot hold" in told(driver)
    assert len(titles(driver)) == 1
    driver.keys("3")
    assert "only 2 versions" in told(driver)


def test_an_article_is_not_done_before_all_is_settled(adjudicator: Driver) -> None:
    adjudicator.keys("1", "Space")
    assert "7 disagreements left" in told(adjudicator)
    assert annotation(adjudicator).status == "started"


def test_a_newer_version_asks_only_what_is_new_in_it(adjudicator: Driver, tmp_path: Path) -> None:
    """Ben gives in once: nothing is left to ask, and Space closes it anew. Then he says something new, which is asked."""
    driver, project = adjudicator, project_of(adjudicator)
    driver.keys(*"11111111", "Space")
    assert project.merged() == {"adjudicated": 1}
    found, ben = sides()[1]
    label = next(m for m in ben.mentions.values() if m.range == place("Port Vesta"))
    wise = msgspec.structs.replace(label, label="GPE")
    milder = msgspec.structs.replace(ben, mentions=ben.mentions | {label.id: wise})
    for number, (version, left) in enumerate(((milder, []), (_with_more(milder), ["council"]))):
        other = written(tmp_path / f"later{number}.jsonl", [(found, version)])
        driver.window.files.merge_paths([other])
        driver.wait(lambda: not driver.window.files.busy, 20, "the merge")
        assert project.merged() == {"to adjudicate": 1}
        driver.keys(*() if driver.window.asides.adjudicating.panel.isVisible() else ("F7",))
        assert titles(driver) == left
        driver.keys(*("1",) * len(left), "Space")
        assert project.merged() == {"adjudicated": 1}
        assert annotation(driver).status == "done"
    assert project.check() == []


def _with_more(annotation: Annotation) -> Annotation:
    """With one more mention, of the council."""
    known = next(m for m in annotation.mentions.values() if m.range == place("Greens") or m.label == "ORG")
    span = place("council")
    more = msgspec.structs.replace(known, id="m99", start=span.start, end=span.end, entity="e99")
    entity = msgspec.structs.replace(annotation.entities[known.entity], id="e99", name="council")
    mentions, entities = annotation.mentions | {"m99": more}, annotation.entities | {"e99": entity}
    return msgspec.structs.replace(annotation, mentions=mentions, entities=entities)


# --- undo


def test_each_act_is_undone_and_done_again_and_comes_back_in_hand(adjudicator: Driver, open_window: Open) -> None:
    driver = adjudicator
    before = [annotation(driver)]
    for key in ("2", "X", "B", "1", "2", "2", "2", "2"):
        driver.keys(key)
        before.append(annotation(driver))
    assert titles(driver) == []
    assert before[-1].adjudicated
    for number, wanted in enumerate(reversed(before[:-1]), start=1):
        driver.keys("U")
        assert len(titles(driver)) == number
        assert decisions(annotation(driver)) == decisions(wanted)
    for wanted in before[1:]:
        driver.keys("Ctrl+Shift+Z")
        assert decisions(annotation(driver)) == decisions(wanted)
    path = project_of(driver).path
    driver.window.close()
    again = open_window(path)
    again.keys("F7", "U")
    assert titles(again) == ["Boris Lindqvist → Greens"]
    assert in_hand(again) == "Boris Lindqvist → Greens"
    assert project_of(again).check() == []


def decisions(annotation: Annotation) -> Annotation:
    """Without what undo leaves as it is."""
    return msgspec.structs.replace(annotation, looked_at=())


# --- what is seen


def test_brackets_and_focus_follow_what_is_in_hand(adjudicator: Driver) -> None:
    driver, desk = adjudicator, adjudicator.window.desk
    assert desk.versions == ((place("Port Vesta"),), (place("Port Vesta"),))
    assert driver.words == "Port Vesta"
    driver.keys("J")
    assert desk.versions == ((), (place("Monday"),))
    assert driver.window.bridge.focus == "", "the text has nothing there"
    go_to(driver, "The Greens")
    assert desk.versions == ((place("The Greens"),), (place("Greens"),))
    rows = driver.window.asides.adjudicating.panel.versions_model.items
    assert [(row.key, row.name, row.head) for row in rows] == [
        ("1", "ann", "“The Greens” ORG (Greens)"),
        ("2", "ben", "“Greens” ORG"),
        ("A", "as it stands", "“The Greens” ORG (Greens)"),
    ]
    driver.keys("K", "K")
    assert driver.window.asides.adjudicating.panel.current is not None
    go_to(driver, "Boris Lindqvist → Greens")
    rows = driver.window.asides.adjudicating.panel.versions_model.items
    assert [words for words, strong in rows[1].pieces if strong] == ["mixed"]
    driver.keys("Esc")
    assert desk.versions == ()
    assert not driver.window.asides.adjudicating.panel.isVisible()
    assert desk.hasFocus()
    assert driver.window.queue.model.query.versions == ""


def test_without_versions_there_is_nothing_to_adjudicate(driver: Driver) -> None:
    driver.keys("F7")
    assert "No article is to be adjudicated" in told(driver)
    assert not driver.window.asides.adjudicating.panel.isVisible()


def test_other_curators_work_is_merged_from_the_menu(open_window: Open, tmp_path: Path) -> None:
    ann, ben = sides()
    path = tmp_path / "p.annot"
    with Project.create(path, curator="ann") as project:
        run(import_files(project, [written(tmp_path / "ann.jsonl", [ann])]))
    other = written(tmp_path / "ben.jsonl", [ben])
    driver = open_window(path)
    driver.later(lambda: driver.choose_file(other))
    driver.keys("Ctrl+Shift+M")
    driver.wait(lambda: not driver.window.files.busy, 20, "the merge")
    assert "1 version kept" in told(driver)
    assert "1 to adjudicate" in told(driver)
    driver.keys("F7")
    assert len(titles(driver)) == 8


# --- names


def shown(window: QWidget) -> Iterator[str]:
    """Everything that a window says or would say: words, tooltips, names for screen readers, what lists hold."""
    for widget in (window, *window.findChildren(QWidget)):
        for ask in (
            "text",
            "toolTip",
            "accessibleName",
            "accessibleDescription",
            "windowTitle",
            "placeholderText",
            "title",
        ):
            told_by = getattr(widget, ask, None)
            if callable(told_by):
                yield str(told_by())
        if isinstance(widget, QAbstractItemView):
            yield from _held(widget.model(), QModelIndex())
    for action in window.findChildren(type(window.menuBar().actions()[0])):  # type: ignore[attr-defined]
        yield from (action.text(), action.toolTip())


def _held(model: object, parent: QModelIndex) -> Iterator[str]:
    for row in range(model.rowCount(parent)):  # type: ignore[attr-defined]
        for column in range(1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)):  # type: ignore[attr-defined]
            index = model.index(row, column, parent)  # type: ignore[attr-defined]
            for role in (*Qt.ItemDataRole, *range(Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 4)):
                value = index.data(role)
                if role < Qt.ItemDataRole.UserRole and value is not None:
                    yield str(value)
        yield from _held(model, model.index(row, 0, parent))  # type: ignore[attr-defined]


NAMES = ("Annabella Quux", "Benedikt Zorn")


def naming(driver: Driver) -> set[str]:
    """Which of the names the window shows."""
    driver.rest()
    driver.window.queue.filters.menu.aboutToShow.emit()
    return {name for words in shown(driver.window) for name in NAMES if name in words}


def test_hidden_names_are_never_shown(open_window: Open, tmp_path: Path) -> None:
    ann, ben = sides(*NAMES)
    path, _ = merged(tmp_path, [ann], [ben], curator=NAMES[0])
    driver = open_window(path)
    driver.keys("F7")
    assert naming(driver) == set(NAMES), "they are shown until they are hidden"
    driver.window.queue.filters.choose("curator", NAMES[0])
    driver.keys("N")
    assert naming(driver) == set()
    names = [row.name for row in driver.window.asides.adjudicating.panel.versions_model.items]
    assert names == ["Curator 1", "Curator 2", "as it stands"]
    for key in ("J", "1", "B", "U", "2", "X", "Return", "K", "1", "2", "1", "1"):
        driver.keys(key)
        assert naming(driver) == set(), key
    driver.window.close()
    again = open_window(path)
    again.keys("F7")
    assert naming(again) == set(), "it holds for the project"


def test_a_hidden_order_takes_the_version_that_is_shown_there(open_window: Open, tmp_path: Path) -> None:
    mine, theirs = both(["other label"] * 12)
    path, _ = merged(tmp_path, mine, theirs)
    driver = open_window(path)
    driver.keys("F7", "N")
    firsts = set()
    for _ in range(12):
        current = driver.window.asides.adjudicating.panel.current
        assert current is not None
        wanted = driver.window.asides.adjudicating.panel.versions_model.items[0].said
        firsts.add(current.said.index(wanted))
        driver.keys("1")
        here = driver.page.annotation
        assert wanted.split()[-1] in {m.label for m in here.mentions.values() if m.range == current.place}
        driver.keys("Space")
    assert firsts == {0, 1}, "the order is by chance"


# --- who said what


def test_who_said_what_goes_out_with_the_gold_and_comes_in_again(adjudicator: Driver, tmp_path: Path) -> None:
    driver = adjudicator
    driver.keys("2", "X", "B", "1", "2", "1", "1", "2", "Space")
    project = project_of(driver)
    out, back, once_more = (tmp_path / name for name in ("out.jsonl", "back.annot", "more.jsonl"))
    run(export(project, out))
    (record,) = [msgspec.json.decode(line) for line in out.read_bytes().splitlines()]
    said = {item.pop("item"): item for item in record["provenance"]["said"]}
    ids = {m["text"]: m["id"] for m in record["mentions"]}
    assert said[ids["Port Vesta"]] == {"same": ["ben"], "partly": ["ann"]}
    assert said[ids["the town"]] == {"same": ["ann"]}
    assert said[ids["The Greens"]] == {"same": ["ann"], "partly": ["ben"]}
    assert said[ids["Ana Keller"]] == {"same": ["ann", "ben"]}
    cues = {tuple(c["text"] for c in s["cues"]): s["id"] for s in record["stances"]}
    assert said[cues["a betrayal of the town", "vowed to fight"]] == {"partly": ["ann", "ben"]}
    assert said[cues[("thanked",)]] == {"same": ["ben"], "partly": ["ann"]}
    assert record["provenance"]["curators"] == ["ann", "ben"]
    with Project.create(back) as other:
        assert run(import_files(other, [out])).gold == 1
        run(export(other, once_more))
    assert once_more.read_bytes() == out.read_bytes()
    assert len(list(find_format("gold").read(out))) == 1
