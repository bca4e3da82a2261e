"""Charts on a page for a browser."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from annotator.charts import PAGE, bars
from annotator.charts.inks import DARK, LIGHT, PRINT, Ink, variables
from annotator.charts.page import page
from tests.charts.examples import EVERYTHING, MARKUP, USUAL, Sample, some_bars

_VOID = {"meta"}


class _Reader(HTMLParser):
    """Collects tags and attributes, and what is opened but not closed."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    return reader


def test_a_page_is_whole_and_needs_nothing_else() -> None:
    html = page("Review <of> it", [sample.drawn(PAGE) for sample in EVERYTHING])
    reader = read(html)
    assert not reader.open
    assert reader.tags.count("svg") == reader.tags.count("details") == len(EVERYTHING)
    assert not {"script", "link", "img", "iframe", "b"} & set(reader.tags)
    assert not any(name.startswith("on") or name in ("src", "href") for name, _ in reader.attributes)
    assert "default-src 'none'" in html
    assert "Review &lt;of&gt; it" in html


def test_every_colour_follows_the_reader() -> None:
    html = page("t", [sample.drawn(PAGE) for sample in USUAL])
    body = html[html.index("<body>") :]
    assert not re.search(r'"#[0-9a-f]{6}"', body)
    named = set(re.findall(r"var\((--[a-z0-9-]+)\)", body))
    for ink in (LIGHT, DARK, PRINT):
        assert f"--chart-ink: {ink.ink}" in html
    assert all(f"{name}: #" in html for name in named)
    assert html.index("@media print") > html.index("@media (prefers-color-scheme: dark)")  # print has the last word


@pytest.mark.parametrize("ink", [LIGHT, DARK, PRINT], ids=["light", "dark", "print"])
def test_it_is_the_drawing_of_the_window(ink: Ink) -> None:
    """With the colours that its reader's choice gives to the names, the page's SVG is that of the ink."""
    for sample in EVERYTHING:
        svg = sample.drawn(PAGE).svg
        for name, colour in variables(ink).items():
            svg = svg.replace(f"var({name})", colour)
        assert svg == sample.drawn(ink).svg


def test_numbers_are_folded_away_below_each() -> None:
    html = page("t", [Sample("s", some_bars((MARKUP,), ("s",)), bars).drawn(PAGE)])
    assert "<td dir=auto>R&amp;D &lt;b&gt;" in html
    assert '<td class="number" dir=auto>2,400</td>' in html
