"""The errors counted: by kind, and by the words that they are about."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from annotator.review import Group
from annotator.review import messages as m
from annotator.review.listing import PLURALS, WHATS, Asked, By
from ui.models.words import one_line
from ui.review.looking import Looking
from ui.review.rows import KINDS

_ASKED = int(Qt.ItemDataRole.UserRole)


class Groups(QWidget):
    """Lists that narrow. ``chosen(Asked)``: what, kind, words (about) and article are asked for; the rest stays as it is."""

    chosen = Signal(object)

    def __init__(self, looking: Looking) -> None:
        super().__init__()
        self._looking = looking
        self.asked = Asked()
        self.titles: dict[str, str] = {}
        """Of the articles that stood in the list, by id."""
        self.kinds = self._list("reviewKinds", "Kinds of errors")
        self.words = self._list("reviewWords", "Errors by their words")
        self.articles = self._list("reviewArticles", "Errors by their articles")
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 4, 10)
        column.setSpacing(5)
        lists = (("&Kinds", self.kinds, 6), ("Same wor&ds", self.words, 4), ("Same art&icle", self.articles, 4))
        for title, each, stretch in lists:
            name = QLabel(title)
            name.setObjectName("schemeNote")
            name.setBuddy(each)
            column.addWidget(name)
            column.addWidget(each, stretch)

    def _list(self, name: str, words: str) -> QListWidget:
        found = QListWidget()
        found.setObjectName(name)
        found.setAccessibleName(words)
        found.setFrameShape(QFrame.Shape.NoFrame)
        found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        found.itemActivated.connect(self._chose)
        found.itemClicked.connect(self._chose)
        return found

    def load(self, wanted: Asked) -> None:
        """Count what is asked for: kinds whatever the words, words and articles as all else stands."""
        self.asked = wanted
        looking, without = self._looking, partial(msgspec.structs.replace, wanted)
        lists: tuple[tuple[By, Asked, Callable[[list[Group]], None]], ...] = (
            ("kind", without(what="", kind="", about=None), self._take_kinds),
            ("about", without(about=None), self._take_words),
            ("article", without(article=""), self._take_articles),
        )
        for by, own, take in lists:
            looking.client.ask(m.AskGroups(looking.run, by, own, looking.wanted), take)

    def _take_kinds(self, found: list[Group]) -> None:
        article = self.asked.article
        total = sum(group.count for group in found)
        rows = [(f"Everything  {total:,}", Asked(article=article))]
        for what in WHATS:
            own = [group for group in found if group.labels[0] == what]
            if own:
                count = sum(group.count for group in own)
                rows.append((f"{PLURALS[what].capitalize()}  {count:,}", Asked(what, article=article)))
            for group in own:
                words = f"     {KINDS.get(group.name, group.name)}  {group.count:,}"
                rows.append((words, Asked(what, group.name, article=article)))
        _fill(self.kinds, rows, Asked(self.asked.what, self.asked.kind, article=article))

    def _take_words(self, found: list[Group]) -> None:
        own = Asked(self.asked.what, self.asked.kind, article=self.asked.article)
        rows = [("All words", own)] if found else []
        for group in found:
            words = f"{one_line(group.name) or '(no words)'}  {group.count:,}"
            rows.append((words, msgspec.structs.replace(own, about=group.name)))
        _fill(self.words, rows, msgspec.structs.replace(own, about=self.asked.about))

    def _take_articles(self, found: list[Group]) -> None:
        own = Asked(self.asked.what, self.asked.kind, about=self.asked.about)
        rows = [("All articles", own)] if found else []
        for group in found:
            self.titles[group.name] = one_line(group.title)
            words = f"{group.count:,}  {one_line(group.title)}"  # titles are long, and cut off at the right
            rows.append((words, msgspec.structs.replace(own, article=group.name)))
        _fill(self.articles, rows, msgspec.structs.replace(own, article=self.asked.article))

    def told(self, wanted: Asked) -> str:
        """What a filter lets through, in words; "" when that is everything."""
        parts = [PLURALS[wanted.what]] if wanted.what else []
        parts += [KINDS.get(wanted.kind, wanted.kind)] if wanted.kind else []
        parts += [f"{wanted.label} on either side"] if wanted.label else []
        for who, label in (("gold", wanted.gold_label), ("model", wanted.said_label)):
            parts += [f"{who} {label or 'nothing'}"] if label is not None else []
        parts += [f"“{wanted.about}”"] if wanted.about is not None else []
        parts += [f"in {self.titles.get(wanted.article, 'one article')}"] if wanted.article else []
        return " · ".join(parts)

    def _chose(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item.data(_ASKED))


def _fill(widget: QListWidget, rows: list[tuple[str, Asked]], chosen: Asked) -> None:
    """Show rows, those that are the same in place, with the one chosen in focus."""
    widget.blockSignals(True)
    while widget.count() > len(rows):
        widget.takeItem(widget.count() - 1)
    for number, (words, asked) in enumerate(rows):
        item = widget.item(number) or QListWidgetItem(widget)
        item.setText(words)
        item.setToolTip(words.strip())
        item.setData(_ASKED, asked)
    widget.setCurrentRow(next((n for n, (_, asked) in enumerate(rows) if asked == chosen), 0))
    widget.blockSignals(False)
