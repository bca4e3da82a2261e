"""What the window does with files: make, open, import, export; long work in slices, with progress and cancel."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace
from PySide6.QtCore import QObject, QSettings, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from annotator.blind import USUAL
from annotator.errors import AnnotatorError
from annotator.progress import Progress
from annotator.project import Project
from ui import dialogs
from ui.bridge import Bridge
from ui.dialogs.problem import show_problem, show_told
from ui.dialogs.progress import ProgressStrip
from ui.jobs import Sliced

# Formats and their libraries are read when they are needed: the window is there sooner.
if TYPE_CHECKING:
    from annotator.exporting import Exported
    from annotator.filtering import Filter, Matching
    from annotator.imported import Imported
    from annotator.looking import Looked
    from annotator.merging import Merged
    from annotator.releasing import Released

RECENT = 8
_TOLD = 12
_AT_ONCE = 10
"""So few articles are written in one step of an import: the window stays awake."""
_IMPORTED_FROM = "imported_from"


class Files(QObject):
    """Opens, fills and empties projects. ``opened(Project)``: a project to show."""

    opened = Signal(object)

    def __init__(self, parent: QWidget, bridge: Bridge, strip: ProgressStrip, settings: QSettings) -> None:
        super().__init__(parent)
        self._window = parent
        self._bridge = bridge
        self._strip = strip
        self._settings = settings
        self._job: Sliced | None = None
        strip.cancelled.connect(self.cancel)

    # --- projects

    def open_path(self, path: Path) -> bool:
        """Open a project file; a dialog tells why when it cannot be opened, and what was open stays open."""
        here = self._bridge.project
        if here is not None and path.resolve() == here.path.resolve():
            self._bridge.said.emit("told", "This project is open already.")
            return True
        return self._open(lambda: Project.open(path))

    def open_sample(self) -> None:
        """Open the sample project, made first if it is not there."""
        from annotator.sample import sample_project

        self._open(lambda: Project.open(sample_project()))

    def new_project(self) -> None:
        """Ask for a file, and how many articles are curated blind; make a project there."""
        path, _ = QFileDialog.getSaveFileName(self._window, "New project", self.folder(), "Projects (*.annot)")
        if path:
            target = Path(path) if path.endswith(".annot") else Path(path + ".annot")
            share = dialogs.ask_share(self._window, USUAL, target.stem, new=True)
            if share is not None:
                self._open(lambda: Project.create(target, blind=share), "made")

    def ask_and_open(self) -> None:
        """Ask for a project and open it."""
        path, _ = QFileDialog.getOpenFileName(self._window, "Open a project", self.folder(), "Projects (*.annot)")
        if path:
            self.open_path(Path(path))

    def _open(self, opening: Callable[[], Project], what: str = "opened") -> bool:
        self.cancel()
        try:
            project = opening()
        except AnnotatorError as error:
            show_problem(self._window, f"This project cannot be {what}", str(error))
            return False
        self._remember(project.path)
        self.opened.emit(project)
        return True

    def folder(self) -> str:
        """Where file dialogs begin."""
        recent = self.recent()
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        begin = Path(recent[0]).parent if recent else Path(documents)
        return str(begin if begin.is_dir() else Path.home())

    def recent(self) -> list[str]:
        """The projects opened last, newest first."""
        value = self._settings.value("recent", [])
        found = [value] if isinstance(value, str) else list(value) if isinstance(value, list) else []
        return [str(v) for v in found]

    def _remember(self, path: Path) -> None:
        name = str(path.resolve())
        self._settings.setValue("recent", [name, *(p for p in self.recent() if p != name)][:RECENT])

    # --- in and out

    def ask_and_import(self) -> None:
        """Ask for files and import them."""
        before = str(self._settings.value(_IMPORTED_FROM, ""))
        begin = before if before and Path(before).is_dir() else self.folder()
        names, _ = QFileDialog.getOpenFileNames(self._window, "Import articles", begin, "All files (*)")
        if names:
            self._settings.setValue(_IMPORTED_FROM, str(Path(names[0]).parent))
            self.import_paths([Path(n) for n in names])

    def import_paths(self, paths: list[Path]) -> None:
        """Import files in slices, after a look at their labels; the summary, with every problem, is told at the end."""
        project = self._bridge.project
        if project is not None:
            from annotator.importing import files_of
            from annotator.looking import look

            files = files_of(paths)
            self._start(look(project, files), lambda found: self._looked(files, found), "Import")

    def _looked(self, files: list[Path], found: Looked) -> None:
        """Ask about labels that the project does not know, then import; nothing is imported when that is cancelled."""
        project = self._bridge.project
        if project is None:
            return
        from annotator.importing import import_files

        table = None
        if found.labels:
            rows = [
                dialogs.ForeignLabel(u.label, u.count, u.examples, u.proposed or None, u.name) for u in found.labels
            ]
            name = files[0].name if len(files) == 1 else f"{len(files)} files"
            table = dialogs.UnknownLabels.ask(self._window, rows, project.scheme, files=name, whole=found.whole)
            if table is None:
                self._bridge.said.emit("told", "Nothing was imported.")
                return
        self._start(import_files(project, files, labels=table, at_once=_AT_ONCE), self._imported, "Import")

    def _imported(self, result: Imported) -> None:
        self._bridge.take_import()
        self._bridge.said.emit("saved", f"Imported: {result.words()}{result.labels_in_short()}")
        lines = list(result.problems[:_TOLD])
        if len(result.problems) > len(lines):
            lines.append(f"… and {len(result.problems) - len(lines)} more")
        lines += [f"Refused lines are in {name}" for name in result.rejects]
        if result.problems:
            show_problem(self._window, "Not everything was imported", "\n".join(lines))
        if result.unknown:
            self._name_late(result.unknown)

    def _name_late(self, unknown: Mapping[str, int]) -> None:
        """Ask about labels that came where nobody had looked; they get the names that are chosen everywhere, as one act."""
        project = self._bridge.project
        if project is None:
            return
        from annotator.labelmap import name_for, proposal, with_labels

        scheme = project.scheme
        rows = [
            dialogs.ForeignLabel(label, count, (), proposal(label, scheme), name_for(label, scheme))
            for label, count in sorted(unknown.items(), key=lambda pair: -pair[1])
        ]
        chosen = dialogs.UnknownLabels.ask(self._window, rows, scheme, "after")
        if chosen is None or not chosen.labels:
            return
        renamed = {theirs: ours for theirs, ours in chosen.labels.items() if theirs != ours}
        words = f"name labels of other tools: {', '.join(f'{a} → {b}' for a, b in chosen.labels.items())}"
        work = self._bridge.change_scheme(with_labels(scheme, chosen.add), renamed, words)
        self._start(work, lambda _done: project.remember_labels(chosen), "Naming labels")

    def ask_label_names(self) -> None:
        """Show what labels of other tools are called in this project, and change it."""
        project = self._bridge.project
        if project is None:
            return
        from annotator.labelmap import name_for

        table = project.label_map
        rows = [
            dialogs.ForeignLabel(theirs, 0, (), ours, name_for(theirs, project.scheme))
            for theirs, ours in sorted(table.labels.items())
        ]
        if not rows:
            words = "An import that brings labels which the scheme does not have asks what they are called here."
            show_told(self._window, "No labels of other tools are remembered", words)
            return
        chosen = dialogs.UnknownLabels.ask(self._window, rows, project.scheme, "kept")
        if chosen is not None:
            self._bridge.keep_label_map(replace(chosen, polarity=table.polarity))

    def ask_and_merge(self) -> None:
        """Ask for other curators' projects and gold, and bring their versions in."""
        wanted = "Projects and gold (*.annot *.jsonl);;All files (*)"
        names, _ = QFileDialog.getOpenFileNames(self._window, "Merge other curators' work", self.folder(), wanted)
        if names:
            self.merge_paths([Path(n) for n in names])

    def merge_paths(self, paths: list[Path]) -> None:
        """Bring other curators' versions in, in slices; the summary is told at the end."""
        project = self._bridge.project
        if project is not None:
            from annotator.merging import merge

            self._start(merge(project, paths), self._merged, "Merging")

    def _merged(self, result: Merged) -> None:
        self._bridge.articlesChanged.emit()
        if self._bridge.page is not None:
            self._bridge.reread([self._bridge.page.article.id])
        self._bridge.said.emit("saved", f"Merged: {result.words()}. Articles with versions: {result.standing()}")
        if result.problems:
            lines = list(result.problems[:_TOLD])
            if len(result.problems) > len(lines):
                lines.append(f"… and {len(result.problems) - len(lines)} more")
            show_problem(self._window, "Not everything was merged", "\n".join(lines))

    def ask_and_export(self) -> None:
        """Ask where to and in which format, then export the gold."""
        project = self._bridge.project
        if project is None:
            return
        from annotator.exporting import preview
        from annotator.filtering import matching, sources
        from annotator.formats import all_formats, find_format

        writable = [f for f in all_formats() if f.writes]

        def shown(name: str, ids: Sequence[str] = ()) -> str:
            return preview(project, find_format(name), ids=ids)

        def counting(wanted: Filter, include_undone: bool) -> Generator[Progress, None, Matching]:
            return matching(project, wanted, include_undone=include_undone)

        suggested = project.path.with_suffix(".jsonl")
        filters = dialogs.Filters(counting, sources(project), project.curators(), project.labels())
        choice = dialogs.ExportDialog.ask(self._window, writable, suggested, project.counts(), shown, filters)
        if choice is not None:
            self.export_to(choice.path, choice.format, choice.include_undone, choice.wanted)

    def export_to(self, path: Path, format: str, include_undone: bool = False, wanted: Filter | None = None) -> None:
        """Export in slices; what stood at ``path`` before is replaced only when all is written."""
        project = self._bridge.project
        if project is not None:
            from annotator.exporting import export
            from annotator.filtering import ALL

            work = export(project, path, format=format, include_undone=include_undone, wanted=wanted or ALL)
            self._start(work, self._exported, "Export")

    def _exported(self, result: Exported) -> None:
        left = f"; {result.left_out} not done and left out" if result.left_out else ""
        left += f"; {result.filtered} more kept back by the filter" if result.filtered else ""
        lost = f"; dropped: {words}" if (words := result.words()) else ""
        self._bridge.said.emit("saved", f"Exported {result.articles} articles to {result.path}{left}{lost}")

    def ask_and_release(self) -> None:
        """Ask how the gold is parted, then make a dataset of it."""
        project = self._bridge.project
        if project is None:
            return
        from annotator.formats import all_formats
        from annotator.release.card import About
        from annotator.release.split import By, SplitSettings
        from annotator.releasing import meta_keys, release

        suggested = project.path.with_name(f"{project.path.stem} dataset")
        writable = [f for f in all_formats() if f.writes]
        choice = dialogs.ReleaseDialog.ask(
            self._window, writable, suggested, project.counts()["done"], meta_keys(project)
        )
        if choice is None:
            return
        by: By = "date" if choice.by == "date" else "chance"
        settings = SplitSettings(choice.shares, by, choice.group, choice.date, choice.alike, choice.seed)
        about = About(choice.title, choice.description, choice.licence)
        work = release(
            project, choice.folder, format=choice.format, settings=settings, about=about, keep_test=choice.keep_test
        )
        self._start(work, self._released, "The dataset")

    def _released(self, result: Released) -> None:
        sizes = ", ".join(f"{part} {count:,}" for part, count in result.articles.items())
        self._bridge.said.emit("saved", f"Dataset in {result.path}: {sizes} articles")
        if result.warnings:
            lines = [
                *result.warnings[:_TOLD],
                *([f"… and more in {result.path}"] if len(result.warnings) > _TOLD else ()),
            ]
            show_problem(self._window, "The dataset is made. Mind this, which is in its card too", "\n".join(lines))

    # --- long work

    def _start(self, work: Generator[Progress, None, Any], finished: Callable[[Any], None], what: str) -> None:
        if self._job is not None:
            self._bridge.said.emit("told", "Another import or export is still running.")
            work.close()
            return
        job = self._job = Sliced(work, self)

        def over() -> None:
            self._job = None
            self._strip.hide()
            job.deleteLater()

        def done(result: Any) -> None:
            over()
            finished(result)

        def failed(error: AnnotatorError) -> None:
            over()
            show_problem(self._window, f"{what} failed", str(error))

        job.finished.connect(done)
        job.failed.connect(failed)
        job.progressed.connect(lambda p: self._strip.show_progress(p.words, p.done, p.total))
        self._strip.show_progress(what, 0, 0)
        self._strip.show()
        job.start()

    @property
    def busy(self) -> bool:
        """True while an import or export runs."""
        return self._job is not None

    def cancel(self) -> None:
        """Stop an import or export; whole batches stay, a half-written export vanishes."""
        if self._job is not None:
            self._job.end()
            self._job = None
            self._strip.hide()
            self._bridge.articlesChanged.emit()
            self._bridge.said.emit("told", "Stopped.")
