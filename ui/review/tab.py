"""What a tab of the review room is."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.review.looking import Looking


class Tab(QWidget):
    """A view of the room. A subclass has a ``title`` (with a mnemonic, if one is free) and words that explain it."""

    title = ""
    explained = ""
    always = False
    """True for a tab that is worth showing without a run."""

    def __init__(self, looking: Looking) -> None:
        super().__init__()
        self.looking = looking
        self.setObjectName(type(self).__name__)

    def refresh(self) -> None:
        """Another run, slice, or more gold: bring all up to date. Called while the tab is shown, or before it is."""

    def begin(self) -> None:
        """Take the keyboard."""
        self.setFocus()

    def stop(self) -> None:
        """The window goes, or the project: end what goes on."""
