"""Lines of a result: percentiles of some times, floors measured in the same run, and whether the budget holds."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Sequence
from pathlib import Path

Row = dict[str, str | float | bool | None]


def percentile(times: Sequence[float], share: float) -> float:
    """The smallest time that at least ``share`` of all do not exceed (nearest rank)."""
    ranked = sorted(times)
    return ranked[max(0, math.ceil(share * len(ranked)) - 1)]


def row(
    name: str,
    times: Sequence[float],
    limit: float | None,
    *,
    bare: Sequence[float] | None = None,
    selections: Sequence[float] | None = None,
) -> Row:
    """One line of the result. Seconds go in, milliseconds come out; the name ends with "p50", "p95" or "worst".

    ``bare`` and ``selections`` are the floors: the same done by a bare layout of the same words, and by a QTextEdit with
    one extra selection a mention. ``limit`` holds for the percentile that the name ends with; None is no budget.
    """
    shares = {"p50": 0.5, "p95": 0.95, "worst": 1.0}
    share = shares[name.rsplit(" ", 1)[1]]

    def at(found: Sequence[float] | None, which: float) -> float | None:
        return None if not found else round(percentile(found, which) * 1e3, 2)

    figures = {kind: at(times, which) for kind, which in shares.items()}
    found = percentile(times, share) * 1e3
    return {
        "name": name,
        "unit": "ms",
        **figures,
        "bare": at(bare, share),
        "selections": at(selections, share),
        "limit": limit,
        "holds": limit is None or found <= limit,
    }


def figure(name: str, unit: str, value: float, limit: float | None) -> Row:
    """A line of one figure that is no time: a ratio, a size."""
    line: Row = {"name": name, "unit": unit, "p50": round(value, 2), "p95": None, "worst": None}
    return line | {"bare": None, "selections": None, "limit": limit, "holds": limit is None or value <= limit}


def timed(act: Callable[[], object]) -> float:
    """How long something takes, in seconds."""
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin


_COLUMNS = ("p50", "p95", "worst", "bare", "selections", "limit")


def report(rows: Sequence[Row], path: Path | None) -> int:
    """Print rows as a table, and write them to ``path`` as JSON if there is one; 1 when a limit does not hold."""
    print(f"{'':62}" + "".join(f"{column:>11}" for column in _COLUMNS))
    for line in rows:
        cells = "".join(f"{'' if line[c] is None else line[c]:>11}" for c in _COLUMNS)
        unit = "" if line["unit"] == "ms" else f", {line['unit']}"
        print(f"{line['name']}{unit}".ljust(62) + cells + ("" if line["holds"] else "  does not hold"))
    if path is not None:
        path.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    return 0 if all(line["holds"] for line in rows) else 1
