"""The keys that hold: the table's, a preset's, the user's; every problem is told and costs only its entry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from annotator.errors import InputError
from ui.keymap.file import Settings
from ui.keymap.names import as_key, for_text, shown
from ui.keymap.presets import DEFAULT, PRESETS, Preset

LABEL = "label_"
"""So begin the actions of labels. The scheme makes them, hence another project may have those that this one lacks."""


_WHERE = {
    "desk": frozenset(("desk",)),
    "versions": frozenset(("versions",)),
    "both": frozenset(("desk", "versions")),
    "window": frozenset(("desk", "versions")),
}
"""What has the keyboard when the keys of a place work."""


class Bound(Protocol):
    """What is asked of an action here; its ``keys`` are those of the table."""

    @property
    def id(self) -> str: ...
    @property
    def words(self) -> str: ...
    @property
    def keys(self) -> tuple[str, ...]: ...
    @property
    def place(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Keymap:
    """The keys that hold, by action, the first one to be shown; and what was wrong with the file."""

    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    preset: str = DEFAULT
    problems: tuple[str, ...] = ()
    changed: frozenset[str] = frozenset()

    def of(self, action: str) -> tuple[str, ...]:
        """The keys of an action."""
        return self.keys.get(action, ())

    def call(self, action: str) -> str:
        """How to call an action in a sentence: its key, or its words in quotes when it has none."""
        keys = self.of(action)
        return shown(keys[0]) if keys else f"“{self.words.get(action, action).rstrip('…')}”"


def overlap(one: Bound, other: Bound) -> bool:
    """Whether there is a place where the keys of both work."""
    return not _WHERE[one.place].isdisjoint(_WHERE[other.place])


def works(action: Bound, place: str) -> bool:
    """Whether an action's keys work where something of this place has the keyboard."""
    return place in _WHERE[action.place]


def resolve(actions: Sequence[Bound], settings: Settings) -> Keymap:
    """The keys of all actions under the settings."""
    return _Making(actions, settings).made()


class _Making:
    """Gives keys out, one action after the other; who comes first keeps a key."""

    def __init__(self, actions: Sequence[Bound], settings: Settings) -> None:
        self._actions = {action.id: action for action in actions}
        self._settings = settings
        self._problems = [settings.problem] if settings.problem else []
        self._given: dict[str, list[str]] = {action.id: [] for action in actions}
        self._owners: dict[str, list[Bound]] = {}

    def made(self) -> Keymap:
        preset = self._preset()
        wanted = self._wanted()
        base = {id: preset.keys.get(id, action.keys) for id, action in self._actions.items()}
        for id in sorted(base, key=lambda id: id not in preset.keys):  # what a preset names comes before what it leaves
            if id not in wanted:
                self._give_base(id, base[id])
        for id, keys in wanted.items():
            self._give_wanted(id, keys)
        for id, keys in wanted.items():
            if keys and not self._given[id]:
                self._give_base(id, base[id])
        name = next(name for name, found in PRESETS.items() if found is preset)
        return Keymap(
            {id: tuple(keys) for id, keys in self._given.items()},
            {id: action.words for id, action in self._actions.items()},
            name,
            tuple(self._problems),
            frozenset(id for id in self._settings.keys if id in self._actions),
        )

    def _preset(self) -> Preset:
        name = self._settings.preset
        if isinstance(name, str) and name in PRESETS:
            return PRESETS[name]
        self._tell("preset", f"{name!r} is no preset.", f"There are {', '.join(PRESETS)}.")
        return PRESETS[DEFAULT]

    def _wanted(self) -> dict[str, list[str]]:
        """What the file asks for, without what is no key; an action of which nothing is left is as if it was not named."""
        if not isinstance(self._settings.document.get("keys", {}), dict):
            self._tell("keys", "this is no table.", 'Write [keys], and below it lines such as flag = ["F"].')
        wanted: dict[str, list[str]] = {}
        for id, value in self._settings.keys.items():
            if id not in self._actions:
                if not id.startswith(LABEL):
                    self._tell(id, f"there is no action {id!r}.", "docs/keys.md lists them all.")
                continue
            texts = [value] if isinstance(value, str) else value
            if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
                self._tell(id, f"{id}: this is no list of keys.", 'Write for instance ["F", "Ctrl+Shift+F"].')
                continue
            keys = list(dict.fromkeys(key for text in texts if (key := self._key(id, text))))
            if keys or not texts:
                wanted[id] = keys
        return wanted

    def _key(self, id: str, text: str) -> str:
        key = as_key(text)
        if not key:
            self._tell(id, f"{id}: {text!r} is not a key.", 'Keys are written as in "A", "Shift+P", "Ctrl+Return".')
        elif for_text(key):
            self._tell(id, f"{id}: {shown(key)} moves, selects or copies in the text.", "Choose another.")
            return ""
        return key

    def _give_base(self, id: str, keys: Iterable[str]) -> None:
        for text in keys:
            key = as_key(text)
            if key and self._owner(id, key) is None:
                self._give(id, key)

    def _give_wanted(self, id: str, keys: Iterable[str]) -> None:
        for key in keys:
            owner = self._owner(id, key)
            if owner is None:
                self._give(id, key)
            elif owner.id.startswith(LABEL):
                label = owner.id.removeprefix(LABEL)
                self._tell(
                    id, f"{id}: {shown(key)} sets the label {label}.", f"Choose another, or write {owner.id} = []."
                )
            else:
                words = owner.words.rstrip("…")
                self._tell(
                    id,
                    f"{id}: {shown(key)} is the key of “{words}” already.",
                    f"Choose another, or give {owner.id} other keys first.",
                )

    def _owner(self, id: str, key: str) -> Bound | None:
        action = self._actions[id]
        return next((o for o in self._owners.get(key, ()) if o.id != id and overlap(o, action)), None)

    def _give(self, id: str, key: str) -> None:
        if key not in self._given[id]:
            self._given[id].append(key)
            self._owners.setdefault(key, []).append(self._actions[id])

    def _tell(self, entry: str, what: Any, remedy: str) -> None:
        self._problems.append(str(InputError(str(what), where=self._settings.place(entry), remedy=remedy)))


def owner_of(actions: Sequence[Bound], keymap: Keymap, action: Bound, key: str) -> Bound | None:
    """The other action that has a key where ``action`` would work too."""
    found = (a for a in actions if a.id != action.id and key in keymap.of(a.id) and overlap(a, action))
    return next(found, None)
