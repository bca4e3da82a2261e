"""How far the curators agree whose work was merged into the project."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QVBoxLayout

from annotator.agreeing.figures import Figure
from annotator.agreeing.report import PARTS_IN_WORDS, Brief, Pair, Told
from annotator.edits import plural
from annotator.review import messages as m
from ui import signs
from ui.dialogs.wording import words_label
from ui.review.figures import Cell, FiguresModel, FiguresView, Head, Row, between, number
from ui.review.looking import Looking
from ui.review.page import PaperPage
from ui.review.tab import Tab

_HEADS = (
    ("", ""),
    ("Agreement", "From 0 to 1; alpha and kappa are 0 for what chance alone would bring, and may be below"),
    ("95 % interval", "Drawn anew from articles like these, the figure would lie in here 95 times of 100"),
    ("One", "So many items the first of the two has"),
    ("Other", "So many the second has"),
)
_NOBODY = (
    "No two curators' work on the same articles is here yet. Ctrl+Shift+M in the main window merges other curators' files "
    "into this project; then this page tells how far they agree, and F7 settles what they see differently."
)


class Agreement(Tab):
    """Each pair of curators, part by part."""

    title = "Agreement"
    explained = "How far several curators agree"
    always = True

    def __init__(self, looking: Looking) -> None:
        super().__init__(looking)
        self.found = Brief()
        self.told = words_label("agreementTold")
        self.told.setFont(signs.sized(self.font(), 1.05, bold=True))
        self.model = FiguresModel(_HEADS, self)
        self.table = FiguresView("agreementTable", "Agreement of each pair of curators", self.model)
        page = PaperPage()
        page.add(self.told)
        page.add(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page)
        self._take(Brief())

    def begin(self) -> None:
        """The keyboard goes to the figures."""
        self.refresh()
        self.table.begin()

    def refresh(self) -> None:
        """Ask; the names of curators are hidden if they are where versions are compared."""
        project = self.looking.bridge.project
        if project is not None and self.looking.client.running:
            self.looking.client.ask(m.AskAgreement(project.hides_names), self._take)

    def _take(self, found: Brief) -> None:
        self.found = found
        names = list(dict.fromkeys(name for pair in found.pairs for name in (pair.one, pair.other)))
        self.told.setText(f"{', '.join(names[:-1])} and {names[-1]}" if names else _NOBODY)
        self.model.show(list(self._rows()))
        self.table.setVisible(bool(found.pairs))
        self.table.fit()

    def _rows(self) -> Iterator[Row]:
        for pair in self.found.pairs:
            yield Head(f"{pair.one} and {pair.other}: {plural(pair.articles, 'article')} that both have done")
            yield from _figures(pair.figures)
            yield [Cell(f"Disagreements: {_kinds(pair)}")]
        if self.found.over_all:
            yield from _figures(self.found.over_all)


def _figures(told: tuple[Told, ...]) -> Iterator[Row]:
    part = ""
    for row in told:
        if row.part != part:
            part = row.part
            yield Head(PARTS_IN_WORDS[part])
        yield [Cell(f"  {row.words}"), *_cells(row.figure)]


def _cells(figure: Figure) -> Iterator[Cell]:
    yield Cell(number(figure.value), bold=True)
    yield Cell(between(figure.interval))
    yield Cell(f"{figure.ones:,}")
    yield Cell(f"{figure.others:,}")


def _kinds(pair: Pair) -> str:
    total = sum(count for _, count in pair.kinds)
    each = ", ".join(f"{count:,} {kind}" for kind, count in pair.kinds)
    return f"{total:,} ({each}); F7 in the main window settles them" if total else "none"
