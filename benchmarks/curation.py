"""Ten articles curated to their fixed gold by keys alone, in the real window with the real model: how many keys it takes.

``python -m benchmarks curation [--json FILE] [--gold OUT.jsonl] [--log FILE] [--only 001,002]``, or the same with
``benchmarks.curation``. Exits with 1 when the exported gold is another than the fixed one (see ``tests/curation/gold``)
or when a limit does not hold.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import msgspec
from PySide6.QtCore import QEvent, QObject, QSettings

from annotator.gold import decode
from annotator.importing import import_files
from annotator.project import Project
from benchmarks.curator import Curator
from benchmarks.fixed_gold import SEEDS, FixedGold, all_gold, differences, of_record
from benchmarks.ledger import CUE, DECIDED, MENTION, PURPOSES, STANCE, Ledger
from ui.app import application
from ui.driving import Driver
from ui.window import Window

LIMITS = {DECIDED: 1.3, STANCE: 5.0, CUE: 7.0, MENTION: 3.0}
"""Key presses for each act, at most, on the average."""


class Row(msgspec.Struct, frozen=True):
    """One line of the table: what was done, how often, in how many key presses, and whether that is few enough."""

    name: str
    acts: int
    presses: int
    limit: float | None = None

    @property
    def per_act(self) -> float:
        """Key presses for one act."""
        return self.presses / self.acts if self.acts else 0.0

    @property
    def holds(self) -> bool:
        """True when there is no limit, or when it is kept."""
        return self.limit is None or self.per_act <= self.limit

    def written(self) -> dict[str, str | int | float | bool | None]:
        """The row as JSON has it, ``value`` being what the limit holds for."""
        value = round(self.per_act, 3)
        row = {"name": self.name, "unit": "key presses per act", "acts": self.acts, "presses": self.presses}
        return row | {"value": value, "limit": self.limit, "holds": self.holds}


class Outcome(msgspec.Struct, frozen=True):
    """What came of a curation: the table, what differs from the fixed gold, and each act with its presses."""

    rows: tuple[Row, ...]
    wrong: tuple[str, ...]
    log: tuple[tuple[str, str, int], ...]

    @property
    def holds(self) -> bool:
        """True when the gold is right and every limit is kept."""
        return not self.wrong and all(row.holds for row in self.rows)


class Pointer(QObject):
    """Counts what is done with a mouse, anywhere in the program."""

    def __init__(self) -> None:
        super().__init__()
        self.acts = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Count presses and wheels; let everything pass."""
        self.acts += event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.Wheel)
        return False


def curate(folder: Path, wanted: Sequence[FixedGold]) -> Outcome:
    """Curate the articles of ``wanted`` in a project in ``folder``, export ``gold.jsonl`` there and compare."""
    path = folder / "curation.annot"
    with Project.create(path, curator="curator") as project:
        files = [SEEDS / f"{gold.article}.txt" for gold in wanted]
        for _ in import_files(project, files):
            pass
    app = application()
    settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
    window = Window(settings=settings, keys=folder / "keys.toml")
    pointer, ledger = Pointer(), Ledger()
    app.installEventFilter(pointer)
    window.show()
    window.activateWindow()
    window.open_path(path)
    window.worker.start()
    driver = Driver(window)
    by_text = {gold.text: gold for gold in wanted}
    try:
        for _ in wanted:
            driver.wait(lambda: driver.page.suggestion is not None, 180, "the model's suggestions")
            Curator(driver, ledger).curate(by_text[driver.page.text])
            sys.stderr.write(f"{sum(ledger.presses.values())} keys\n")
        driver.later(lambda: driver.choose_file(folder / "gold.jsonl"))
        driver.keys("Ctrl+E")
        driver.wait(lambda: (folder / "gold.jsonl").exists() and not window.files.busy, what="the export")
    finally:
        app.removeEventFilter(pointer)
        window.close()
        driver.settle()
    made = {r.text: of_record(r) for r in map(decode, (folder / "gold.jsonl").read_bytes().splitlines(keepends=True))}
    wrong = [line for gold in wanted for line in differences(gold, made.get(gold.text, FixedGold("", "", {}, ())))]
    return Outcome(tuple(table(ledger, wanted, pointer.acts)), tuple(wrong), tuple(ledger.log))


def table(ledger: Ledger, wanted: Sequence[FixedGold], pointer: int) -> list[Row]:
    """The rows: by purpose, then all presses for each mention and each stance of the gold, then the mouse."""
    rows = [Row(name, ledger.acts[name], ledger.presses[name], LIMITS.get(name)) for name in PURPOSES]
    presses = sum(ledger.presses.values())
    mentions = sum(len(gold.mentions) for gold in wanted)
    stances = sum(len(gold.stances) for gold in wanted)
    of_stances = sum(n for purpose, note, n in ledger.log if "→" in note)
    return [
        *rows,
        Row("all", sum(ledger.acts.values()), presses),
        Row("per gold mention", mentions, presses - of_stances),
        Row("per gold stance", stances, of_stances),
        Row("pointer acts", pointer, pointer, 0.0),
    ]


def told(rows: Sequence[Row]) -> str:
    """The table, to print."""
    lines = [f"{'':32} {'acts':>6} {'keys':>6} {'keys/act':>9} {'limit':>6}"]
    for row in rows:
        limit = "" if row.limit is None else f"{row.limit:.1f}"
        holds = "" if row.limit is None else "  holds" if row.holds else "  FAILS"
        lines.append(f"{row.name:32} {row.acts:6} {row.presses:6} {row.per_act:9.2f} {limit:>6}{holds}")
    return "\n".join(lines)


def add_options(parser: argparse.ArgumentParser) -> None:
    """What can be asked for."""
    parser.add_argument("--json", type=Path, help="also write the rows to this file")
    parser.add_argument("--gold", type=Path, help="also write the exported gold to this file")
    parser.add_argument("--project", type=Path, help="also keep the project, in this file")
    parser.add_argument("--log", type=Path, help="also write every act with its key presses to this file")
    parser.add_argument("--only", default="", help="numbers of articles, comma-separated")


def run(chosen: argparse.Namespace) -> int:
    """Run the curation and print the table; 1 when the gold differs or a limit does not hold."""
    only = [n for n in chosen.only.split(",") if n]
    wanted = [gold for gold in all_gold() if not only or gold.article[:3] in only]
    with tempfile.TemporaryDirectory() as folder:
        outcome = curate(Path(folder), wanted)
        if chosen.gold:
            chosen.gold.write_bytes((Path(folder) / "gold.jsonl").read_bytes())
        if chosen.project:
            chosen.project.write_bytes((Path(folder) / "curation.annot").read_bytes())
    if chosen.json:
        chosen.json.write_text(json.dumps([row.written() for row in outcome.rows], indent=1) + "\n", encoding="utf-8")
    if chosen.log:
        lines = [f"{n:3}  {purpose:32} {note}\n" for purpose, note, n in outcome.log]
        chosen.log.write_text("".join(lines), encoding="utf-8")
    sys.stdout.write(told(outcome.rows) + "\n")
    sys.stdout.writelines(f"{line}\n" for line in outcome.wrong)
    return 0 if outcome.holds else 1


if __name__ == "__main__":
    own = argparse.ArgumentParser(prog="python -m benchmarks.curation", description="Count the keys of a curation.")
    add_options(own)
    sys.exit(run(own.parse_args()))
