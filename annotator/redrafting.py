"""A scheme in the making: the working copy that an editor changes, and what it means for labels that are in use."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass

import msgspec

from annotator.errors import SchemeError
from annotator.records import POLARITIES, Polarity
from annotator.scheme import HUES, Label, Scheme, is_name


@dataclass(slots=True)
class Row:
    """One label in the making. ``old`` is its name in the project, "" for a new one; ``poured`` those merged into it."""

    label: Label
    old: str = ""
    poured: tuple[Label, ...] = ()


class Redraft:
    """A working copy of a scheme: labels come, go, move, are renamed and merged; nothing else sees it before it is taken."""

    def __init__(self, scheme: Scheme) -> None:
        self.before = scheme
        self.name = scheme.name
        self.rows = [Row(label, label.name) for label in scheme.label]
        self.polarity = scheme.polarity
        self.levels = scheme.levels
        self.titles = scheme.titles

    # --- changing it

    def add(self, name: str) -> int:
        """A new label behind the others, with the hue that is used least and no key; its place."""
        used = [row.label.hue for row in self.rows]
        self.rows.append(Row(Label(name, min(HUES, key=used.count))))
        return len(self.rows) - 1

    def change(self, at: int, **fields: str) -> None:
        """Give a label another ``name``, ``hue``, ``key`` or ``guideline``."""
        self.rows[at].label = msgspec.structs.replace(self.rows[at].label, **fields)

    def take(self, at: int, names: Iterable[str]) -> None:
        """Say which labels of models become a label, beside those that usually mean the same."""
        taken = tuple(dict.fromkeys(filter(None, map(str.strip, names))))
        self.rows[at].label = msgspec.structs.replace(self.rows[at].label, takes=taken)

    def give_key(self, at: int, key: str) -> str:
        """Give a label a digit ("" for none); a label that had it gets this one's. That label's name, or ""."""
        mine, owner = self.rows[at].label.key, ""
        for n, row in enumerate(self.rows):
            if key and n != at and row.label.key == key:
                owner = row.label.name
                self.change(n, key=mine)
        self.change(at, key=key)
        return owner

    def guide(self, polarity: Polarity, words: str) -> None:
        """Give a polarity another guideline."""
        self.polarity = msgspec.structs.replace(self.polarity, **{polarity: words})

    def move(self, at: int, step: int) -> int:
        """Move a label up (-1) or down (1); where it is then."""
        to = min(max(at + step, 0), len(self.rows) - 1)
        self.rows.insert(to, self.rows.pop(at))
        return to

    def merge(self, at: int, into: int) -> int:
        """Pour a label into another one; where that one is then. Of a new label nothing is left."""
        gone, kept = self.rows[at], self.rows[into]
        if gone.old:
            kept.poured = (*kept.poured, *gone.poured, msgspec.structs.replace(gone.label, name=gone.old))
        del self.rows[at]
        return self.rows.index(kept)

    def remove(self, at: int) -> None:
        """Take a label out; for one that nothing in the project has."""
        del self.rows[at]

    def adopt(self, other: Scheme, used: Set[str]) -> tuple[str, ...]:
        """Take over another scheme. Labels of the project are known by their names, now or formerly.

        Those that it lacks go, except ``used`` ones, which stay behind the others without a key; their names.
        """
        left = {label.name: label for label in self.before.label}
        rows = []
        for label in other.label:
            mine = [left.pop(name) for name in (label.name, *label.was) if name in left]
            rows.append(Row(label, mine[0].name if mine else "", tuple(mine[1:])))
        kept = [label for label in left.values() if label.name in used]
        rows += [Row(msgspec.structs.replace(label, key="", was=(), takes=()), label.name) for label in kept]
        self.rows, self.name, self.polarity = rows, other.name, other.polarity
        self.levels, self.titles = other.levels, other.titles
        return tuple(label.name for label in kept)

    # --- what it is now

    def scheme(self) -> Scheme:
        """The scheme as it stands, with former names; unchecked."""
        names = {row.label.name for row in self.rows}
        labels = []
        for row in self.rows:
            was = [*row.label.was, *([row.old] if row.old else [])]
            was += [name for label in row.poured for name in (*label.was, label.name)]
            takes = [*row.label.takes, *(name for label in row.poured for name in label.takes)]
            former = tuple(w for w in dict.fromkeys(was) if w not in names)
            labels.append(msgspec.structs.replace(row.label, was=former, takes=tuple(dict.fromkeys(takes))))
        return msgspec.structs.replace(
            self.before,
            name=self.name,
            label=tuple(labels),
            polarity=self.polarity,
            levels=self.levels,
            titles=self.titles,
        )

    def renamed(self) -> dict[str, str]:
        """The new names of labels of the project, by their names in it; only those that change."""
        pairs = [(old, row.label.name) for row in self.rows for old in (row.old, *(p.name for p in row.poured)) if old]
        return {old: new for old, new in pairs if old != new}

    @property
    def changed(self) -> bool:
        """True when it differs from the project's scheme."""
        return self.scheme() != self.before

    def problem(self) -> str:
        """Why the scheme cannot be taken as it stands, in plain words; "" when it can."""
        try:
            self.scheme().check("")
        except SchemeError as error:
            return str(error).removeprefix(": ")
        return ""

    def name_problem(self, at: int) -> str:
        """What is wrong with a label's name, or ""."""
        name = self.rows[at].label.name
        if not name:
            return "A label needs a name."
        if not is_name(name):
            return "A name is capital letters, digits and _, at most 32, and begins with a letter."
        if any(row.label.name == name for n, row in enumerate(self.rows) if n != at):
            return f"There is another {name}. To make the two one, merge them."
        return ""

    def owner(self, key: str, besides: int) -> str:
        """The name of another label that has this digit, or ""."""
        rows = (row for n, row in enumerate(self.rows) if n != besides)
        return next((row.label.name for row in rows if key and row.label.key == key), "")

    def words(self) -> str:
        """What taking it does, in a few words for the undo menu: "rename PERSON to HUMAN"."""
        new = {row.label.name for row in self.rows}
        old = set(self.before.labels())
        renamed = self.renamed()
        merged = {p.name for row in self.rows for p in row.poured}
        parts = [
            f"{'merge' if a in merged else 'rename'} {a} {'into' if a in merged else 'to'} {b}"
            for a, b in renamed.items()
        ]
        parts += [f"add label {name}" for name in self.scheme().labels() if name in new - old - set(renamed.values())]
        parts += [f"remove label {name}" for name in self.before.labels() if name not in {*new, *renamed}]
        return ", ".join(parts) or _changed_fields(self.before, self.scheme())


def _changed_fields(before: Scheme, after: Scheme) -> str:
    parts = []
    for label in after.label:
        old = before.find(label.name)
        fields = {"hue": "colour", "key": "key", "guideline": "guideline", "takes": "models' labels"}
        if old is not None:
            parts += [
                f"{word} of {label.name}"
                for field, word in fields.items()
                if getattr(old, field) != getattr(label, field)
            ]
    parts += [f"guideline of {p}" for p in POLARITIES if getattr(before.polarity, p) != getattr(after.polarity, p)]
    parts += ["titles of names"] if before.titles != after.titles else []
    if not parts and before.labels() != after.labels():
        parts.append("order of labels")
    if len(parts) > 3:
        parts = [*parts[:2], f"{len(parts) - 2} more"]
    return f"change {', '.join(parts) or 'the scheme'}"
