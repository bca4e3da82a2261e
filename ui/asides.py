"""The panels around the text, each made when it is first wanted, together with what runs it.

Here, and nowhere else, their modules are loaded: a start neither reads nor builds them. A panel that is not there yet has
nothing to follow, to stop or to hold back.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QSplitter, QWidget

from annotator.scheme import Scheme, default_scheme
from ui.bridge import Bridge
from ui.desk.view import Desk
from ui.hands import Hands
from ui.keymap import Keymap
from ui.panels.queue import QueuePanel
from ui.theme import Theme

if TYPE_CHECKING:
    from ui.adjudicating import Adjudicating
    from ui.bulk import Bulk
    from ui.guiding import Guiding
    from ui.hiding import Hiding
    from ui.panels.adjudication import AdjudicationPanel
    from ui.panels.guideline import GuidelinePanel
    from ui.panels.left_out import LeftOutPanel
    from ui.panels.search import SearchPanel


class Asides(QObject):
    """The panels that are made late, and what runs each.

    ``schemeWanted(str)``: change the scheme, beginning with this label. ``versionsMade(AdjudicationPanel)``: it is there
    from now on, and wants its keys.
    """

    schemeWanted = Signal(str)
    versionsMade = Signal(object)
    _themed = Signal(object)
    _labelled = Signal(object)

    def __init__(
        self,
        window: QWidget,
        bridge: Bridge,
        hands: Hands,
        desk: Desk,
        queue: QueuePanel,
        text_parts: QSplitter,
        halves: QSplitter,
    ) -> None:
        """``text_parts`` keeps room for three panels below the text, ``halves`` for the search below all."""
        super().__init__(window)
        self._window = window
        self._bridge = bridge
        self._hands = hands
        self._desk = desk
        self._queue = queue
        self._text_parts = text_parts
        self._halves = halves
        self._theme = Theme.of("light")
        self._scheme = default_scheme()
        self._keymap = Keymap()

    # --- the panels, in the order in which they stand there

    @cached_property
    def guiding(self) -> Guiding:
        """The guideline of what is in focus."""
        from ui.guiding import Guiding
        from ui.panels.guideline import GuidelinePanel

        panel = GuidelinePanel()
        self._mount(panel, self._text_parts, 1)
        self._label(panel)
        panel.editWanted.connect(self.schemeWanted)
        return Guiding(self._bridge, self._desk, panel, self)

    @cached_property
    def hiding(self) -> Hiding:
        """What the page does not show, and from which levels on it does."""
        from ui.hiding import Hiding
        from ui.panels.left_out import LeftOutPanel

        panel = LeftOutPanel()
        self._mount(panel, self._text_parts, 2)
        self._label(panel)
        return Hiding(self._window, self._bridge, self._desk, panel)

    @cached_property
    def adjudicating(self) -> Adjudicating:
        """Several curators' versions."""
        from ui.adjudicating import Adjudicating
        from ui.panels.adjudication import AdjudicationPanel

        panel = AdjudicationPanel()
        self._mount(panel, self._text_parts, 3)
        made = Adjudicating(self._bridge, self._desk, panel, self._queue, self)
        made.set_keymap(self._keymap)
        self.versionsMade.emit(panel)
        return made

    @cached_property
    def bulk(self) -> Bulk:
        """The search of the project, and what is put on its places."""
        from ui.bulk import Bulk
        from ui.panels.search import SearchPanel

        panel = SearchPanel()
        self._mount(panel, self._halves, 1)
        self._label(panel)
        return Bulk(self._bridge, self._hands, self._desk, panel, self)

    def _mount(
        self, panel: GuidelinePanel | LeftOutPanel | AdjudicationPanel | SearchPanel, splitter: QSplitter, place: int
    ) -> None:
        """Put a panel, still hidden, where room was kept for it; it is painted in the theme from now on."""
        room = splitter.widget(place)
        assert room is not None
        panel.setSizePolicy(room.sizePolicy())
        panel.hide()
        splitter.replaceWidget(place, panel)
        room.deleteLater()
        self._themed.connect(panel.set_theme)
        panel.set_theme(self._theme)

    def _label(self, panel: GuidelinePanel | LeftOutPanel | SearchPanel) -> None:
        """Show the scheme's labels in a panel, from now on."""
        self._labelled.connect(panel.set_scheme)
        panel.set_scheme(self._scheme)

    @property
    def panels(self) -> tuple[QWidget, ...]:
        """Those that are there, in order."""
        rooms = (self.__dict__.get(name) for name in ("guiding", "hiding", "adjudicating", "bulk"))
        return tuple(room.panel for room in rooms if room is not None)

    # --- what holds for those that are there, and for those to come

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self._themed.emit(theme)

    def set_scheme(self, scheme: Scheme) -> None:
        """Take labels, colours and guidelines from another scheme."""
        self._scheme = scheme
        self._labelled.emit(scheme)

    def set_keymap(self, keymap: Keymap) -> None:
        """Name the keys that hold."""
        self._keymap = keymap
        if "adjudicating" in self.__dict__:
            self.adjudicating.set_keymap(keymap)

    def follow(self) -> None:
        """The focus may be on something else now."""
        if "guiding" in self.__dict__:
            self.guiding.follow()

    def holds_back(self) -> bool:
        """True, and said, when the article on the desk cannot be finished yet: something is not settled."""
        return "adjudicating" in self.__dict__ and self.adjudicating.holds_back()

    @property
    def searching(self) -> bool:
        """True while the search has the keyboard."""
        return "bulk" in self.__dict__ and self.bulk.panel.holds_keyboard()

    def leave(self) -> bool:
        """Close the panel that has the keyboard; False when none has that Esc closes."""
        for name in ("bulk", "hiding", "adjudicating"):
            room = self.__dict__.get(name)
            if room is not None and room.panel.holds_keyboard():
                room.close()
                return True
        return False

    def stop(self) -> None:
        """Look for nothing more, follow nothing any more."""
        for name in ("guiding", "hiding", "adjudicating", "bulk"):
            if name in self.__dict__:
                self.__dict__[name].stop()
