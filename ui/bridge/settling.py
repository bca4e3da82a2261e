"""What holds for the whole project: its scheme, models, levels, blind share; and what is said of its gold."""

from __future__ import annotations

from collections.abc import Collection, Generator, Mapping
from typing import TYPE_CHECKING

import msgspec

from annotator import coverage, shelved
from annotator.blind import Blindness
from annotator.clock import now
from annotator.edits import plural
from annotator.labelmap import LabelMap, with_labels
from annotator.progress import Progress
from annotator.records import Change
from annotator.relabelling import change_scheme, split_label
from annotator.scheme import Levels, Scheme, write_scheme
from ui.bridge.acting import Acting

if TYPE_CHECKING:
    from annotator.doubting import Fine
    from annotator.doubts import Doubt
    from annotator.review.verdicts import Verdict


class Bridge(Acting):
    """All that the window may change: acts on the article, and what holds for the project. See the package."""

    def change_scheme(self, scheme: Scheme, renamed: Mapping[str, str], words: str) -> Generator[Progress, None, None]:
        """Give the project another scheme, with new names for ``renamed`` labels everywhere; yields progress.

        Closing it before the end changes nothing. Raises an AnnotatorError; then nothing has changed either.
        """
        if self.project is not None:
            touched = yield from change_scheme(self.project, scheme, renamed, words)
            self._take_scheme(touched)
            self.said.emit("saved", words[:1].upper() + words[1:])

    def split_label(self, old: str, new: str, wordings: Collection[str]) -> Generator[Progress, None, None]:
        """Give the mentions of a label that have these words another label, which may be new; as :meth:`change_scheme`."""
        if self.project is not None:
            scheme = with_labels(self.project.scheme, (new,))
            touched = yield from split_label(self.project, scheme, old, new, wordings)
            self._take_scheme(touched)
            self.said.emit("saved", f"Split {new} off {old} in {plural(len(touched), 'article')}")

    def use_model(self, name: str) -> None:
        """Use a model of the project's shelf from now on, or the default one (""). What lies on the desk stays."""
        project, done = self.project, f"{name or 'The default model'} is in use; unfinished articles are read anew."
        if project is not None and self._attempt(lambda: shelved.promote(project, name), done):
            self.modelChanged.emit()

    def hide_names(self, wanted: bool) -> None:
        """Hide curators' names where versions are compared, or show them; it holds for the project."""
        project, done = self.project, f"Curators' names are {'hidden' if wanted else 'shown'}"
        if project is not None:
            self._attempt(lambda: project.set_hiding_names(wanted), done)

    def give_verdict(self, key: str, verdict: Verdict | None) -> bool:
        """Store what is said of a disagreement between gold and model, or (None) take it back; False when it cannot be."""
        from annotator.review.verdicts import give  # with it comes much that only the review room needs

        project = self.project
        return project is not None and self._attempt(lambda: give(project, key, verdict))

    def set_levels(self, levels: Levels) -> None:
        """Say from which probabilities on suggestions are shown, perhaps right and likely."""
        project = self.project
        if project is None or levels == project.scheme.levels:
            return
        words = f"show suggestions from {levels.shown:.0%} on, likely from {levels.likely:.0%} on"
        scheme = msgspec.structs.replace(project.scheme, levels=levels)
        if self._attempt(lambda: project.change_scheme(write_scheme(scheme), words)):
            self._take_scheme(())
            self.said.emit("saved", words[:1].upper() + words[1:])

    def suggest_from_memory(self, wanted: bool) -> None:
        """Suggest what was decided before, or only what the model says; it holds for the project."""
        project, here = self.project, self.page
        if project is None or not self._attempt(lambda: project.set_remembering(wanted)):
            return
        if here is not None:
            self.open_article(here.article.id)
        told = "Suggest what was decided before" if wanted else "Suggest no more what was decided before"
        self.said.emit("saved", f"{told}; decisions teach in any case")

    def set_blindness(self, blindness: Blindness) -> None:
        """Have another share of the articles curated blind, of those that nobody touched yet."""
        project, here = self.project, self.page
        if project is None or blindness == project.blindness:
            return
        if here is not None and here.run:  # its suggestions are on the screen: it is touched, however short the look
            self.seen(coverage.sentence_around(here, here.place(self.focus)))
        self.keep_seen()
        if not self._attempt(lambda: project.set_blindness(blindness)):
            return
        if here is not None:
            self.open_article(here.article.id)
        self.articlesChanged.emit()
        self.said.emit("saved", f"Curate {blindness.share:.0%} of the articles blind")

    def keep_label_map(self, table: LabelMap) -> None:
        """Have imports call labels of other tools so; labels that it adds come into the scheme."""
        if self.project is not None:
            self.project.keep_label_map(table)
            self._take_scheme(())
            self.said.emit("saved", "Labels of other tools are remembered")

    def take_import(self) -> None:
        """There may be more articles, decisions and labels than before."""
        self.articlesChanged.emit()
        self._take_scheme(())

    # --- doubts

    def mend(self, doubt: Doubt) -> Change | None:
        """Do the fix of a doubt on its article, which comes to the desk; a finished article stays finished."""
        from annotator import doubting  # the checks come with it, which a start can do without

        if self.page is None or self.page.article.id != doubt.article:
            self.open_article(doubt.article)
        if self.project is None or self.page is None or self.page.article.id != doubt.article:
            return None
        return self.do(doubting.mend, doubt, self.project.curator, now())

    def call_fine(self, doubt: Doubt, *, fine: bool = True) -> bool:
        """Remember that a doubt is fine as it is, or forget it; False when that was not possible (and was said)."""
        from annotator import doubting

        project, done = self.project, "Fine as it is" if fine else "Taken back: not called fine any more"
        return project is not None and self._attempt(lambda: doubting.call_fine(project, doubt, fine=fine), done)

    def called_fine(self) -> list[Fine]:
        """What was called fine in this project, the newest first."""
        from annotator import doubting

        return doubting.called_fine(self.project.store) if self.project is not None else []
