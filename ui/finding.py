"""What the palette finds: actions, labels, entities and articles; what was chosen lately comes first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from annotator.errors import AnnotatorError
from annotator.scheme import Scheme
from ui import dialogs
from ui.actions import Action
from ui.bridge import Bridge
from ui.keymap import LABEL

LATELY = 30
"""How many choices are remembered."""
ARTICLES = 20
"""How many articles are found at once."""
_LEAST = 2
"""So many letters have to be typed before articles are searched."""
_SETTING = "found_lately"


class Finding:
    """Shows the palette for a window, and keeps in the settings what was chosen there."""

    def __init__(
        self, window: QWidget, bridge: Bridge, open_article: Callable[[str], None], settings: QSettings
    ) -> None:
        self._window = window
        self._bridge = bridge
        self._open_article = open_article
        self._settings = settings

    def show(self, actions: Sequence[Action], trigger: Callable[[Action], None], scheme: Scheme) -> None:
        """Let something be chosen, and do it."""
        entries = [*self._actions(actions, trigger), *self._labels(actions, trigger, scheme), *self._entities(scheme)]
        palette = dialogs.Palette(entries, self._articles, self._window, lately=self.lately())
        palette.chose.connect(self._remember)
        palette.exec()
        palette.deleteLater()

    def lately(self) -> list[str]:
        """What was chosen, the last first."""
        found = self._settings.value(_SETTING, [])
        return [str(id) for id in found] if isinstance(found, list) else [str(found)]

    def _remember(self, id: str) -> None:
        kept = [other for other in self.lately() if other != id]
        self._settings.setValue(_SETTING, [id, *kept][:LATELY])

    def _actions(self, actions: Sequence[Action], trigger: Callable[[Action], None]) -> list[dialogs.Entry]:
        return [
            dialogs.Entry("action", a.words.rstrip("…"), "", partial(trigger, a), "".join(a.keys[:1]), id=a.id)
            for a in actions
            if not a.id.startswith(LABEL)  # they come as labels
        ]

    def _labels(
        self, actions: Sequence[Action], trigger: Callable[[Action], None], scheme: Scheme
    ) -> list[dialogs.Entry]:
        by_id = {action.id: action for action in actions}
        return [
            dialogs.Entry(
                "label", x.name, x.guideline, partial(trigger, action), "".join(action.keys[:1]), x.hue, action.id
            )
            for x in scheme.label
            if (action := by_id.get(LABEL + x.name)) is not None
        ]

    def _entities(self, scheme: Scheme) -> list[dialogs.Entry]:
        page = self._bridge.page
        hues = {label.name: label.hue for label in scheme.label}
        return [
            dialogs.Entry(
                "entity",
                e.name,
                e.label,
                partial(self._bridge.set_focus, e.id),
                hue=hues.get(e.label, "grey"),
                id=f"entity {e.name}",
            )
            for e in (page.entities if page else ())
        ]

    def _articles(self, words: str) -> list[dialogs.Entry]:
        project = self._bridge.project
        if project is None or len(words) < _LEAST:
            return []
        try:
            hits = project.search(words, ARTICLES)
        except AnnotatorError as error:
            self._bridge.said.emit("problem", str(error))
            return []
        return [
            dialogs.Entry("article", h.title, h.context, partial(self._open_article, h.id), id=f"article {h.id}")
            for h in hits
        ]
