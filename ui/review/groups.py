"""The errors counted: by kind, and by the words that they are about."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from annotator.review import Group
from annotator.review import messages as m
from annotator.review.listing import Asked
from ui.models.words import one_line
from ui.review.looking import Looking
from ui.review.rows import KINDS

_ASKED = int(Qt.ItemDataRole.UserRole)


class Groups(QWidget):
    """Two lists that narrow. ``chosen(Asked)``: what, kind and words (about) are asked for; the rest stays as it is."""

    chosen = Signal(object)

    def __init__(self, looking: Looking) -> None:
        super().__init__()
        self._looking = looking
        self.asked = Asked()
        self.kinds = self._list("reviewKinds", "Kinds of errors")
        self.words = self._list("reviewWords", "Errors by their words")
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 4, 10)
        column.setSpacing(5)
        for title, each, stretch in (("&Kinds", self.kinds, 2), ("Same &words", self.words, 3)):
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
        """Count what is asked for, whatever its kind and its words."""
        self.asked = wanted
        looking = self._looking
        of_all = msgspec.structs.replace(wanted, what="", kind="", about=None)
        looking.client.ask(m.AskGroups(looking.run, "kind", of_all, looking.wanted), self._take_kinds)
        of_kind = msgspec.structs.replace(wanted, about=None)
        looking.client.ask(m.AskGroups(looking.run, "about", of_kind, looking.wanted), self._take_words)

    def _take_kinds(self, found: list[Group]) -> None:
        total = sum(group.count for group in found)
        rows = [(f"Everything  {total:,}", Asked())]
        for what in ("mention", "stance"):
            own = [group for group in found if group.labels[0] == what]
            if own:
                rows.append((f"{what.capitalize()}s  {sum(g.count for g in own):,}", Asked(what)))
            for group in own:
                words = f"     {KINDS.get(group.name, group.name)}  {group.count:,}"
                rows.append((words, Asked(what, group.name)))
        _fill(self.kinds, rows, Asked(self.asked.what, self.asked.kind))

    def _take_words(self, found: list[Group]) -> None:
        own = Asked(self.asked.what, self.asked.kind)
        rows = [("All words", own)] if found else []
        for group in found:
            words = f"{one_line(group.name) or '(no words)'}  {group.count:,}"
            rows.append((words, msgspec.structs.replace(own, about=group.name)))
        _fill(self.words, rows, msgspec.structs.replace(own, about=self.asked.about))

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


def told(wanted: Asked) -> str:
    """What a filter lets through, in words; "" when that is everything."""
    parts = [f"{wanted.what}s"] if wanted.what else []
    parts += [KINDS.get(wanted.kind, wanted.kind)] if wanted.kind else []
    parts += [f"{wanted.label} on either side"] if wanted.label else []
    for who, label in (("gold", wanted.gold_label), ("model", wanted.said_label)):
        parts += [f"{who} {label or 'nothing'}"] if label is not None else []
    parts += [f"“{wanted.about}”"] if wanted.about is not None else []
    return " · ".join(parts)
