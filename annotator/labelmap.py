"""What labels of other tools are called in a project: a table, in a small TOML file or remembered by the project.

```toml
add = ["VESSEL"]         # labels that the scheme gets

[labels]
"PER" = "PERSON"
"MISC" = ""              # left out, and told

[polarity]
"endorses" = "favor"     # names of relations and regions that stand for a polarity
```
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from annotator.convention import usual
from annotator.errors import InputError, SchemeError
from annotator.records import Polarity, Record
from annotator.scheme import HUES, Label, Scheme, is_name

_NO_NAME = re.compile(r"[^A-Z0-9]+")
_MOST = 32


class LabelMap(Record, frozen=True, forbid_unknown_fields=True):
    """``labels``: the scheme's label, or "" for left out, by that of the other tool; ``polarity`` likewise; ``add`` are
    labels that the scheme gets."""

    labels: dict[str, str] = {}
    polarity: dict[str, Polarity] = {}
    add: tuple[str, ...] = ()

    def check(self, scheme: Scheme, where: str = "") -> None:
        """Raise InputError for a label that the scheme neither has nor gets."""
        for label in self.add:
            if not is_name(label):
                raise InputError(f"{label!r} is no name of a label: capital letters, digits and _.", where=where)
        there = {*scheme.labels(), *scheme.former(), *self.add}
        for theirs, ours in self.labels.items():
            if ours and ours not in there:
                raise InputError(
                    f"the scheme has no label {ours!r} (for {theirs!r}).", where=where,
                    remedy=f'It has {", ".join(scheme.labels())}. add = ["{ours}"] adds it.',
                )  # fmt: skip

    def within(self, scheme: Scheme) -> LabelMap:
        """The same under the scheme's names of today, without labels that it does not have any more."""
        former, there = scheme.former(), scheme.labels()
        today = {theirs: former.get(ours, ours) for theirs, ours in self.labels.items()}
        return LabelMap({k: v for k, v in today.items() if not v or v in there}, self.polarity)

    def over(self, earlier: LabelMap) -> LabelMap:
        """Both tables; where they differ, this one holds."""
        return LabelMap(earlier.labels | self.labels, earlier.polarity | self.polarity)


def read_map(path: Path) -> LabelMap:
    """The table in a TOML file; raises InputError that names the file and what is wrong."""
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), LabelMap)
    except FileNotFoundError as error:
        raise InputError("no such file.", where=str(path)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot be read: {error}.", where=str(path)) from error
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"not well-formed TOML: {error}.", where=str(path)) from error
    except msgspec.ValidationError as error:
        raise InputError(f"{error}.", where=str(path)) from error


class Names:
    """What each label of a file is called in the project. What is ``given`` for this import comes first, then the scheme and
    its former names, then what is ``remembered``; any other label keeps its name and is unknown."""

    def __init__(self, scheme: Scheme, given: LabelMap, remembered: LabelMap) -> None:
        self._own = {label: label for label in scheme.labels()}
        former = scheme.former()
        table = remembered.labels | former | self._own | given.labels
        self._table = {theirs: former.get(ours, ours) for theirs, ours in table.items()}
        self._chosen = given.labels.keys() | (remembered.labels.keys() - former.keys() - self._own.keys())
        self.polarity = remembered.polarity | given.polarity

    def of(self, label: str) -> str:
        """The label's name here; "" when it is left out."""
        return self._table.get(label, label)

    def knows(self, label: str) -> bool:
        """Whether the scheme has it, or somebody said what it is called."""
        return label in self._table

    def chosen(self, label: str) -> bool:
        """Whether a table says what it is called, and not the scheme itself."""
        return label in self._chosen and self.of(label) != label

    def renamed(self, labels: Iterable[str]) -> dict[str, str]:
        """Those of the labels that have another name here, with it."""
        return {label: name for label in labels if (name := self.of(label)) and name != label}

    def left_out(self, labels: Iterable[str]) -> set[str]:
        """Those of the labels that are left out."""
        return {label for label in labels if not self.of(label)}


def proposal(label: str, scheme: Scheme) -> str | None:
    """The scheme's label that most likely means the same: by its name, what it takes from models, or the usual names."""
    for item in scheme.label:
        if label.casefold() in {name.casefold() for name in (item.name, *item.was, *item.takes)}:
            return item.name
    means = usual(label)
    return next((item.name for item in scheme.label if means is not None and usual(item.name) == means), None)


def name_for(label: str, scheme: Scheme) -> str:
    """A name that the scheme can give to a new label for this one."""
    plain = _NO_NAME.sub("_", label.upper()).strip("_")[:_MOST]
    name = plain if is_name(plain) else f"L_{plain}"[:_MOST].rstrip("_") if plain else "LABEL"
    number, free = 2, name
    while scheme.find(free) is not None:
        free = f"{name[: _MOST - 3]}_{number}"
        number += 1
    return free


def with_labels(scheme: Scheme, names: Iterable[str]) -> Scheme:
    """The scheme with these labels behind its own, without keys, each in the hue that is used least; raises SchemeError."""
    labels = list(scheme.label)
    for name in names:
        if scheme.find(name) is None:
            used = [label.hue for label in labels]
            labels.append(Label(name, min(HUES, key=used.count)))
    added = msgspec.structs.replace(scheme, label=tuple(labels))
    try:
        added.check()
    except SchemeError as error:
        raise InputError(str(error)) from error
    return added


def told(counts: Mapping[str, int]) -> str:
    """Counts in one line: "MISC: 12, X: 1"."""
    return ", ".join(f"{label}: {count:,}" for label, count in sorted(counts.items()))
