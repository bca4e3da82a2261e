"""``python -m benchmarks desk`` and ``python -m benchmarks curation``; without a name, all that there are."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from benchmarks import (
    curation,
    desk,
    doubts,
    entities,
    formats,
    keys,
    learning,
    memory,
    project,
    review,
    sample,
    stances,
    training,
)
from benchmarks.rows import Row, report


def measure_desk(rounds: int, articles: int, folder: Path | None) -> list[Row]:
    """Opening, scrolling, keys; then start-up, next article, search and memory in a project of a thousand and of many."""
    return [*desk.measure(rounds=rounds), *keys.measure(), *project.measure(articles, folder)]


def desk_options(parser: argparse.ArgumentParser) -> None:
    """What can be asked for."""
    parser.add_argument("--json", type=Path, help="also write the rows to this file")
    parser.add_argument("--rounds", type=int, default=40, help="how often each article is opened")
    parser.add_argument("--articles", type=int, default=1_000_000, help="how many the large project has")
    parser.add_argument("--projects", type=Path, help="where large projects are kept for the next time")


def run_desk(chosen: argparse.Namespace) -> int:
    """Measure and print; 1 when a limit does not hold."""
    return report(measure_desk(chosen.rounds, chosen.articles, chosen.projects), chosen.json)


BENCHMARKS = {
    "desk": ("the reading desk against its budgets", desk_options, run_desk),
    "learning": ("what memory and retraining are worth, on a set of entities", learning.add_options, learning.run),
    "memory": ("what remembering costs", memory.add_options, memory.run),
    "training": ("retraining on two hundred articles, and the window beside it", training.add_options, training.run),
    "entities": ("names in public corpora: found, labelled, linked", entities.add_options, entities.run),
    "curation": ("the keys of ten articles curated to their gold", curation.add_options, curation.run),
    "doubts": ("checks of gold: planted faults found, false alarms, speed", doubts.add_options, doubts.run),
    "formats": ("what files of other tools become; how fast formats are", formats.add_options, formats.run),
    "review": ("the review room of a large project", review.add_options, review.run),
    "stances": ("stances on public sets given by path", stances.add_options, stances.run),
    "sample": ("what is suggested of a reader's stances on the sample articles", sample.add_options, sample.run),
}
GIVEN = ("entities", "formats", "learning", "stances")
"""Those that need corpora or files by path: only when asked for."""


def main() -> int:
    """Measure what was asked for; 1 when a limit does not hold."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure against the budgets.")
    names = parser.add_subparsers(dest="name", metavar="NAME", help="one of these; without it, all")
    for name, (words, add_options, run) in BENCHMARKS.items():
        one = names.add_parser(name, help=words)
        add_options(one)
        one.set_defaults(run=run)
    asked = [sys.argv[1:]] if len(sys.argv) > 1 else [[name] for name in BENCHMARKS if name not in GIVEN]
    answers = [chosen.run(chosen) for chosen in map(parser.parse_args, asked)]
    return max(answers)


if __name__ == "__main__":
    sys.exit(main())
