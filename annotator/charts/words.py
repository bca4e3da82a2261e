"""Words in drawings: how wide they may be, how they are shortened, and how figures are written.

There are no fonts here. Widths are those of DejaVu Sans, among the widest that one meets, and a little more; in other fonts
words are narrower, so that what fits here fits there.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

import regex

from annotator.charts.base import Cell, Table

_WIDTHS = {
    **dict.fromkeys("ijlI|'’‘", 0.34),
    **dict.fromkeys("Jfrt()[]/\\!.,:; -·", 0.44),
    **dict.fromkeys("wOQDGHNU_+−=<>±~#^¬×÷", 0.86),
    **dict.fromkeys("mMW@%—…&", 1.02),
}
_USUAL, _UPPER, _OTHER, _WIDE = 0.65, 0.76, 1.04, 1.12
_BOLD = 1.13
_UNKNOWN = "–"


def width(words: str, size: float, *, bold: bool = False) -> float:
    """How wide words are at most, in a font of ``size`` pixels."""
    return sum(_character(c) for c in words) * size * (_BOLD if bold else 1.0)


@cache
def _character(char: str) -> float:
    base = unicodedata.normalize("NFD", char)[0]  # accents take no room
    if base in _WIDTHS:
        return _WIDTHS[base]
    if base < "\u007f":
        return _UPPER if base.isupper() else _USUAL
    if unicodedata.combining(base):
        return 0.0
    return _WIDE if unicodedata.east_asian_width(base) in "WF" or base > "\uffff" else _OTHER


def elided(words: str, room: float, size: float, *, bold: bool = False) -> str:
    """Words that fit into ``room``, with … for what does not; nothing when less than two letters would be left."""
    if width(words, size, bold=bold) <= room:
        return words
    kept, used = [], width("…", size, bold=bold)
    for cluster in regex.findall(r"\X", words):
        used += width(cluster, size, bold=bold)
        if used > room:
            break
        kept.append(cluster)
    return "".join(kept).rstrip() + "…" if len(kept) > 1 else ""


def wrapped(words: str, room: float, size: float, *, bold: bool = False) -> Iterator[str]:
    """Lines of ``room``; a word that is longer than a line is shortened."""
    line = ""
    for word in words.split():
        longer = f"{line} {word}" if line else word
        if line and width(longer, size, bold=bold) > room:
            yield elided(line, room, size, bold=bold)
            longer = word
        line = longer
    if line:
        yield elided(line, room, size, bold=bold)


def finite(value: float | None) -> float | None:
    """A value that can be drawn: None for what is unknown, endless or not a number."""
    return value if value is not None and math.isfinite(value) else None


def share(value: float | None) -> float | None:
    """A share that can be drawn: within 0 to 1, None when unknown."""
    known = finite(value)
    return None if known is None else min(1.0, max(0.0, known))


def percent(value: float | None, digits: int = 1) -> str:
    """A share as per cent, "91.3 %"; a dash when unknown."""
    known = finite(value)
    return _UNKNOWN if known is None else f"{100 * known:.{digits}f} %"


def points(value: float | None) -> str:
    """A difference of shares in points with its sign, "+2.3"; a dash when unknown."""
    known = finite(value)
    if known is None:
        return _UNKNOWN
    told = f"{100 * known:+.1f}".replace("-", "−")
    return "0.0" if told in ("+0.0", "−0.0") else told


def between(low: float | None, high: float | None) -> str:
    """An interval of shares in words, " (84.0 to 93.1)"; nothing when unknown."""
    if finite(low) is None or finite(high) is None:
        return ""
    return f" ({100 * low:.1f} to {100 * high:.1f})".replace("-", "−")  # type: ignore[operator]


def count(number: int) -> str:
    """A whole number with commas."""
    return f"{number:,}"


def listed(words: Iterable[str]) -> str:
    """Words as a list in a sentence: "a, b and c"."""
    *most, last = [*words] or [""]
    return f"{', '.join(most)} and {last}" if most else last


def told(cell: Cell) -> str:
    """A cell of a table for reading."""
    if isinstance(cell, int):
        return count(cell)
    return plain(cell) or _UNKNOWN if cell is None else plain(cell)


def plain(cell: Cell) -> str:
    """A cell of a table for other programs: no commas, at most four digits behind the point, nothing when unknown."""
    if isinstance(cell, float):
        return f"{cell:.4f}".rstrip("0").rstrip(".") if math.isfinite(cell) else ""
    return "" if cell is None else " ".join(str(cell).split())


def tsv(table: Table) -> str:
    """A table as lines of cells parted by tabs, header first."""
    return "".join("\t".join(plain(cell) for cell in row) + "\n" for row in (table.header, *table.rows))
