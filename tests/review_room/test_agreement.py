"""The tab that tells how far curators agree, also where no model has suggested anything."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.adjudicating.curators import both, merged
from tests.review_room.conftest import RoomDriver
from ui.driving import Driver
from ui.review.agreement import Agreement
from ui.review.figures import Head


def test_figures_of_two_curators_without_any_run(open_window: Callable[[Path | None], Driver], tmp_path: Path) -> None:
    mine, theirs = both()
    path, _ = merged(tmp_path, mine, theirs)
    drive = RoomDriver(open_window(path))
    drive.driver.keys("Ctrl+J")
    drive.rest()
    drive.keys("Ctrl+6")
    tab = drive.room.current
    assert isinstance(tab, Agreement)
    drive.wait(lambda: bool(tab.found.pairs))
    assert tab.told.text() == "ann and ben"
    heads = [row.words for row in tab.model.rows if isinstance(row, Head)]
    assert heads[1:] == ["Mentions", "Entities", "Stances", "Labels, range and label the same (F1)"]
    drive.driver.window.bridge.hide_names(True)
    tab.refresh()
    drive.wait(lambda: tab.told.text() == "A and B")
    assert not any(
        name in cell.words
        for row in tab.model.rows
        if not isinstance(row, Head)
        for cell in row
        for name in ("ann ", "ben ")
    )


def test_without_versions_it_says_how_to_get_some(drive: RoomDriver) -> None:
    drive.open()
    drive.keys("Ctrl+6")
    tab = drive.room.current
    assert isinstance(tab, Agreement)
    drive.rest()
    assert "merges other curators' files" in tab.told.text()
    assert not tab.table.isVisible()
