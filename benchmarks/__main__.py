"""``python -m benchmarks desk``: the reading desk against its budgets; without a name, all that there are."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from benchmarks import desk, keys, project
from benchmarks.rows import Row, report


def measure_desk(rounds: int, articles: int, folder: Path | None) -> list[Row]:
    """Opening, scrolling, keys; then start-up, next article, search and memory in a project of a thousand and of many."""
    return [*desk.measure(rounds=rounds), *keys.measure(), *project.measure(articles, folder)]


def main() -> int:
    """Measure what was asked for; 1 when a limit does not hold."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure against the budgets.")
    parser.add_argument("name", nargs="?", choices=("desk",), default="desk")
    parser.add_argument("--json", type=Path, help="also write the rows to this file")
    parser.add_argument("--rounds", type=int, default=40, help="how often each article is opened")
    parser.add_argument("--articles", type=int, default=1_000_000, help="how many the large project has")
    parser.add_argument("--projects", type=Path, help="where large projects are kept for the next time")
    options = parser.parse_args()
    return report(measure_desk(options.rounds, options.articles, options.projects), options.json)


sys.exit(main())
