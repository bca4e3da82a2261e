"""The window for training: the shelf of models, the live chart, the scores beside those of the model before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.learn.cards import Card, Counts
from ui import signs
from ui.dialogs.wording import words_label
from ui.panels.chart import Chart
from ui.trainer import Trainer

_NAME = int(Qt.ItemDataRole.UserRole)
DEFAULT = "The model that comes with the program"


class TrainingDialog(QDialog):
    """Beside the window, not before it: training goes on when this is closed. ``use`` puts a model to use by name."""

    def __init__(self, parent: QWidget, trainer: Trainer, use: Callable[[str], Any], gold: Callable[[], int]) -> None:
        """``gold`` says how many articles are done."""
        super().__init__(parent)
        self.setObjectName("trainingDialog")
        self.setWindowTitle("Models")
        self.resize(940, 540)
        self._trainer = trainer
        self._use = use
        self._gold = gold
        self._cards: list[Card] = []
        self._build()
        trainer.changed.connect(self.refresh)
        trainer.finished.connect(self._finished)
        self.refresh()
        self.train.setFocus()

    # --- building

    def _build(self) -> None:
        self.list = QListWidget()
        self.list.setObjectName("modelShelf")
        self.list.setAccessibleName("Models of this project")
        self.list.currentRowChanged.connect(lambda _row: self._show_model())
        self.list.itemActivated.connect(lambda _item: self._use_current())
        self.use = self._button("useModel", "&Use this one", self._use_current)
        self.delete = self._button("deleteModel", "&Delete", self._delete)
        self.train = self._button("train", "&Train a model from the gold", self._trainer.start)
        self.cancel = self._button("cancelTraining", "&Cancel the training", self._trainer.stop)
        left = QVBoxLayout()
        left.addWidget(_title("Shelf", self))
        left.addWidget(self.list, 1)
        row = QHBoxLayout()
        row.addWidget(self.use, 1)
        row.addWidget(self.delete)
        left.addLayout(row)
        self.chart = Chart()
        self.bar = QProgressBar()
        self.bar.setObjectName("trainingBar")
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress of the training")
        self.told = words_label("trainingTold")
        self.notes = words_label("trainingNotes")
        self.head = _title("", self)
        self.scores = QGridLayout()
        self.scores.setHorizontalSpacing(18)
        self.scores.setColumnStretch(4, 1)
        right = QVBoxLayout()
        right.setSpacing(8)
        for widget in (self.head, self.chart, self.bar, self.told):
            right.addWidget(widget, 1 if widget is self.chart else 0)
        right.addLayout(self.scores)
        right.addWidget(self.notes)
        buttons = QHBoxLayout()
        buttons.addWidget(self.train)
        buttons.addWidget(self.cancel)
        buttons.addStretch(1)
        right.addLayout(buttons)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(14, 12, 14, 14)
        whole.setSpacing(16)
        whole.addLayout(left, 2)
        whole.addLayout(right, 3)

    def _button(self, name: str, words: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(words)
        button.setObjectName(name)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: act())
        return button

    # --- what is shown

    def refresh(self) -> None:
        """Show how far the training is, and what stands on the shelf now."""
        trainer, running = self._trainer, self._trainer.running
        self.train.setVisible(not running)
        done = self._gold()
        self.train.setEnabled(done > 0)
        self.train.setToolTip(f"{done:,} articles are done" if done else "Finish some articles first")
        self.cancel.setVisible(running)
        self.bar.setVisible(running)
        self.bar.setRange(0, trainer.total)
        self.bar.setValue(trainer.done)
        self._fill_shelf()
        self._show_model()

    def _fill_shelf(self) -> None:
        cards, used = self._trainer.cards(), self._trainer.in_use()
        names = [*(card.name for card in cards), ""]
        wanted = [(name, name == used) for name in names]
        if cards == self._cards and wanted == [self._shown(row) for row in range(self.list.count())]:
            return
        self._cards, current = cards, self.current
        self.list.blockSignals(True)
        self.list.clear()
        for name, is_used in wanted:
            card = next((card for card in cards if card.name == name), None)
            item = QListWidgetItem(_line(card) + ("\n✓ in use" if is_used else ""), self.list)
            item.setData(_NAME, (name, is_used))
        row = names.index(current) if current in names and self.list.count() and current is not None else 0
        self.list.setCurrentRow(row)
        self.list.blockSignals(False)

    def _shown(self, row: int) -> tuple[str, bool]:
        name, used = self.list.item(row).data(_NAME)
        return name, used

    @property
    def current(self) -> str | None:
        """The name of the model that the keyboard is on, "" for the default one; None when none is."""
        item = self.list.currentItem()
        return self._shown(self.list.row(item))[0] if item is not None else None

    def _show_model(self) -> None:
        """What is known of the current model; while one is trained, of that."""
        trainer, name = self._trainer, self.current
        card = next((card for card in self._cards if card.name == name), None)
        if trainer.running:
            self.head.setText("Training")
            self.told.setText(trainer.words)
            self.notes.setText("\n".join(trainer.notes))
            self.chart.show_points(trainer.points)
        else:
            self.head.setText(DEFAULT if card is None else f"{card.name}, {card.at[:16].replace('T', ' ')}")
            self.told.setText(card.verdict.why if card is not None else trainer.words if trainer.failed else "")
            self.notes.setText(_about(card) if card is not None else "")
            self.chart.show_points(card.points if card is not None else ())
        self.chart.setVisible(bool(self.chart.points) or trainer.running)
        self._show_scores(None if trainer.running else card)
        self.use.setEnabled(name is not None and name != trainer.in_use() and not trainer.running)
        self.delete.setEnabled(bool(name) and name != trainer.in_use() and not trainer.running)

    def _show_scores(self, card: Card | None) -> None:
        while (item := self.scores.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if card is None:
            return
        rows = [
            ("F1 on held-out articles", "before", "after", ""),
            ("Mentions, range and label", *_pair(card.before.mentions, card.after.mentions)),
            ("Mentions, range alone", *_pair(card.before.ranges, card.after.ranges)),
            ("Stances", *_pair(card.before.stances, card.after.stances)),
            (
                "Corrections in an article",
                f"{card.before.corrections_per_article:.1f}",
                f"{card.after.corrections_per_article:.1f}",
                "",
            ),
        ]
        for row, cells in enumerate(rows):
            for column, words in enumerate(cells):
                label = QLabel(words)
                label.setFont(signs.sized(self.font(), 1.0, bold=row == 0 or column == 2))
                side = Qt.AlignmentFlag.AlignLeft if column in (0, 3) else Qt.AlignmentFlag.AlignRight
                self.scores.addWidget(label, row, column, side)

    # --- what is wanted

    def _use_current(self) -> None:
        if self.use.isEnabled() and self.current is not None:
            self._use(self.current)
            self.refresh()

    def _delete(self) -> None:
        if self.current:
            self._trainer.remove(self.current)

    def _finished(self, card: Card) -> None:
        """The new model is the current one."""
        self.refresh()
        names = [self._shown(row)[0] for row in range(self.list.count())]
        if card.name in names:
            self.list.setCurrentRow(names.index(card.name))
        self.list.setFocus()


def _line(card: Card | None) -> str:
    if card is None:
        return DEFAULT
    change = 100 * (card.after.mentions.f1 - card.before.mentions.f1)
    scores = f"F1 {100 * card.after.mentions.f1:.1f} ({change:+.1f})"
    return f"{card.name}\n{card.at[:10]} · {card.gold.articles:,} articles · {scores}"


def _pair(before: Counts, after: Counts) -> tuple[str, str, str]:
    if not after.gold:
        return "–", "–", "none in the held-out gold"
    return f"{100 * before.f1:.1f}", f"{100 * after.f1:.1f}", f"of {after.gold:,}"


def _about(card: Card) -> str:
    gold = card.gold
    used = f"From {gold.taught:,} articles; {gold.watched:,} watched, {gold.exam}."
    made = (
        f"{card.seconds / 60:.1f} minutes, {card.size / 1e6:.0f} MB, gold {gold.sha256[:8]}, seed {card.settings.seed}."
    )
    return "\n".join([f"{used} {made}", *(words for part in card.parts for words in part.told)])


def _title(words: str, parent: QWidget) -> QLabel:
    title = QLabel(words)
    title.setFont(signs.sized(parent.font(), 1.15, bold=True))
    return title
