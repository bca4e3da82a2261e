"""How many articles are curated blind: asked when a project is made, and whenever that shall change."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from ui import signs

_WHY = (
    "In these articles suggestions stay hidden. Gold that grew out of a model’s suggestions flatters that model; "
    "only blind gold says how good it really is."
)
_NEW = "Which articles they are follows from their ids. 10 % is usual; 0 % means none."
_LATER = "Another share holds for articles that nobody touched yet; what is begun stays as it is."


class BlindDialog(QDialog):
    """One percentage; ``share()`` (0 to 1) is what was chosen."""

    def __init__(self, parent: QWidget | None, share: float, project: str, *, new: bool) -> None:
        """``project`` is its name; a ``new`` one has no article yet."""
        super().__init__(parent)
        self.setObjectName("blindDialog")
        self.setWindowTitle("New project" if new else "Blind share")
        title = QLabel(project)
        title.setTextFormat(Qt.TextFormat.PlainText)
        title.setFont(signs.sized(self.font(), 1.2, bold=True))
        self.box = QSpinBox()
        self.box.setObjectName("blindShare")
        self.box.setAccessibleName("Articles curated blind, per cent")
        self.box.setRange(0, 100)
        self.box.setSuffix(" %")
        self.box.setValue(round(share * 100))
        label = QLabel("&Articles curated blind")
        label.setBuddy(self.box)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(label)
        row.addWidget(self.box)
        row.addStretch()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        if new:
            buttons.button(QDialogButtonBox.StandardButton.Ok).setText("&Make the project")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(10)
        column.addWidget(title)
        column.addLayout(row)
        for words in (_WHY, _NEW if new else _LATER):
            column.addWidget(self._note(words))
        column.addSpacing(4)
        column.addWidget(buttons)
        self.box.selectAll()

    def _note(self, words: str) -> QLabel:
        note = QLabel(words)
        note.setObjectName("schemeNote")
        note.setWordWrap(True)
        note.setMinimumWidth(58 * self.fontMetrics().averageCharWidth())
        return note

    def share(self) -> float:
        """What stands in the box, 0 to 1."""
        return self.box.value() / 100


def ask_share(parent: QWidget | None, share: float, project: str, *, new: bool = False) -> float | None:
    """The share that was chosen, 0 to 1; None when it was cancelled."""
    dialog = BlindDialog(parent, share, project, new=new)
    chosen = dialog.share() if dialog.exec() == QDialog.DialogCode.Accepted else None
    dialog.deleteLater()
    return chosen
