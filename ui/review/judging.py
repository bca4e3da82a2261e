"""What the keys of the list of errors do: verdicts, taking them back, and staying at the place."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from annotator.review import Failure
from annotator.review.verdicts import Verdict
from ui.review.failures import FailuresModel
from ui.review.looking import Looking

KEYS: dict[str, Verdict] = {"M": "model", "G": "gold", "B": "both", "U": "unclear"}
SAID: dict[Verdict, str] = {
    "model": "The model is wrong here.",
    "gold": "The gold is wrong here: mend it in the main window and finish the article again.",
    "both": "Both are fine.",
    "unclear": "Unclear: it stands among the questions to the guideline.",
}


class Judging(QObject):
    """Gives verdicts on the rows of a list. ``changed(int)``: so many more are left; -1 for one less."""

    changed = Signal(int)

    def __init__(self, looking: Looking, model: FailuresModel, parent: QObject) -> None:
        super().__init__(parent)
        self._looking = looking
        self._model = model
        self._given: list[tuple[Failure, int, object]] = []
        self.place: Callable[[], object] = lambda: None
        """What the list shows; what was taken from another list is not put back into this one."""

    def give(self, row: int, verdict: Verdict) -> bool:
        """Say what is wrong; the row leaves the list at once."""
        failure = self._model.failure(row)
        if failure is None or not self._looking.judge(failure, verdict):
            return False
        self._given.append((failure, row, self.place()))
        self._model.take(row)
        self._looking.told.emit("saved", SAID[verdict])
        self.changed.emit(-1)
        return True

    def take_back(self) -> tuple[Failure, int | None] | None:
        """Take the last verdict back; the error and the row at which it stands again (None: not in this list)."""
        if not self._given:
            self._looking.told.emit(
                "told", "No verdict of this sitting is left to take back; “Show” lists all of them."
            )
            return None
        failure, row, place = self._given[-1]
        if not self._looking.judge(failure, None):
            return None
        self._given.pop()
        here = place == self.place()
        if here:
            self._model.put(row, failure)
        self._looking.told.emit("saved", f"Taken back: “{failure.about}” is to be looked at again.")
        self.changed.emit(1)
        return failure, row if here else None

    def forget(self, row: int) -> None:
        """Take the verdict on a judged error back; it leaves the list of judged ones."""
        failure = self._model.failure(row)
        if failure is not None and self._looking.judge(failure, None):
            self._model.take(row)
            self._looking.told.emit("saved", f"Taken back: “{failure.about}” is to be looked at again.")
            self.changed.emit(1)
