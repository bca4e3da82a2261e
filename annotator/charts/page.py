"""Drawings on a page of HTML that needs nothing else: light, dark and in print, with the numbers below each.

The page allows neither scripts nor anything from elsewhere. Draw with :data:`annotator.charts.inks.PAGE`: then one drawing
follows its reader's colours.
"""

from __future__ import annotations

from collections.abc import Iterable

from annotator.charts import words as wording
from annotator.charts.base import Cell, Drawing, Table
from annotator.charts.inks import DARK, FONT, LIGHT, PRINT, Ink, variables
from annotator.escaping import shown

_LOOKS = """
.chart { margin: 0 0 2.5em; break-inside: avoid } .chart .drawn { overflow-x: auto }
.chart svg { display: block; max-width: none; height: auto }
.chart details { font-size: 0.85em; margin-top: 0.4em } .chart summary { cursor: pointer; color: var(--chart-faded) }
.chart table { border-collapse: collapse; margin-top: 0.6em; font-variant-numeric: tabular-nums }
.chart td, .chart th { text-align: left; padding: 0.15em 0.9em 0.15em 0; border-bottom: 1px solid var(--chart-edge) }
.chart .number { text-align: right } .chart .numbers { overflow-x: auto }
"""


def _colours(ink: Ink) -> str:
    return ":root { " + "; ".join(f"{name}: {colour}" for name, colour in variables(ink).items()) + " }"


STYLE = f"""{_colours(LIGHT)}
@media (prefers-color-scheme: dark) {{ {_colours(DARK)} }}
@media print {{ {_colours(PRINT)} }}
{_LOOKS}"""
"""What a page's ``<style>`` must have for :func:`figure`."""
_PAGE = f"""
body {{ font: 1em/1.5 {FONT}; max-width: 56em; margin: 2em auto; padding: 0 1em; color: var(--chart-ink);
background: var(--chart-paper) }} h1 {{ font-size: 1.5em }}
"""


def figure(drawing: Drawing) -> str:
    """A drawing and, folded away below it, its numbers; for a page that has :data:`STYLE`."""
    svg = f'<div class="drawn">{drawing.svg}</div>'
    table = f"<details><summary>The numbers</summary>{_table(drawing.table)}</details>"
    return f'<figure class="chart">{svg}{table}</figure>\n'


def page(title: str, drawings: Iterable[Drawing]) -> str:
    """A whole page of drawings."""
    head = f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{shown(title)}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width"><style>{STYLE}{_PAGE}</style></head><body>
<h1>{shown(title)}</h1>
"""
    return head + "".join(figure(drawing) for drawing in drawings) + "</body></html>\n"


def _table(table: Table) -> str:
    if not table.rows:
        return "<p>There are none.</p>"
    head = "".join(
        f"<th{_kind(cell)}>{shown(name)}</th>" for name, cell in zip(table.header, table.rows[0], strict=True)
    )
    rows = "".join(f"<tr>{''.join(_cell(cell) for cell in row)}</tr>\n" for row in table.rows)
    return f'<div class="numbers"><table><tr>{head}</tr>\n{rows}</table></div>'


def _cell(cell: Cell) -> str:
    return f"<td{_kind(cell)} dir=auto>{shown(wording.told(cell))}</td>"


def _kind(cell: Cell) -> str:
    return "" if isinstance(cell, str) else ' class="number"'
