"""The whole room saved as a page of HTML, which the reviewer's process makes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from annotator.errors import OutputError
from annotator.files import replacing
from annotator.review import messages as m
from ui.review.looking import Looking


class Saving(QObject):
    """Asks where to, and for the page; says what became of it."""

    def __init__(self, looking: Looking, parent: QWidget) -> None:
        super().__init__(parent)
        self._looking = looking
        self._window = parent

    def ask_and_save(self) -> None:
        """Ask for a file, and save the room there as it is looked at."""
        project = self._looking.bridge.project
        if project is None or self._looking.figures is None:
            self._looking.told.emit("told", "There is nothing to save yet.")
            return
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        name = str(Path(folder) / f"{project.name}-review.html")
        path, _ = QFileDialog.getSaveFileName(self._window, "Save the review", name, "Pages (*.html)")
        if path:
            self.save_to(Path(path) if Path(path).suffix else Path(path + ".html"))

    def save_to(self, path: Path) -> None:
        """Have the page made of the run and the slice that are looked at, and write it when it comes.

        It has the comparison with another run that was made last.
        """
        looking = self._looking
        project = looking.bridge.project
        if project is not None:
            against = looking.against if looking.against != looking.run else ""
            asked = m.AskReport(looking.run, str(project.path), against or None, looking.wanted, project.hides_names)
            looking.told.emit("told", "Making the page …")
            looking.client.ask(asked, lambda page: self._write(path, page))

    def _write(self, path: Path, page: str) -> None:
        try:
            with replacing(path) as file:
                file.write(page.encode())
        except OutputError as error:
            self._looking.told.emit("problem", str(error))
        else:
            self._looking.told.emit("saved", f"Saved: {path.name}")
