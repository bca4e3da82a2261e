"""Which article goes into which part: training, development or test.

What belongs together stays together: articles of a group (a source, a story), and those that are nearly the same. By chance,
labels and polarities are spread evenly as far as that allows (iterative stratification: Sechidis, Tsoumakas and Vlahavas,
"On the stratification of multi-label data", 2011); by date, the newest articles are for testing. The same articles,
settings and seed give the same parts.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Literal

from annotator.errors import InputError
from annotator.records import Record
from annotator.release.facts import Facts

Part = Literal["train", "dev", "test"]
PARTS: tuple[Part, ...] = ("train", "dev", "test")
By = Literal["chance", "date"]


class SplitSettings(Record, frozen=True, omit_defaults=False):
    """How to part; a manifest has all of it, also what is usual. ``shares`` are those of train, dev and test in the
    articles; they add up to 1.

    ``group`` and ``date`` are keys of an article's meta; ``alike`` is from which similarity on two articles are near, above
    1 for never.
    """

    shares: tuple[float, float, float] = (0.8, 0.1, 0.1)
    by: By = "chance"
    group: str = ""
    date: str = "date"
    alike: float = 0.6
    seed: int = 0

    def __post_init__(self) -> None:
        if any(not 0 <= share <= 1 for share in self.shares) or abs(sum(self.shares) - 1) > 1e-6:
            raise InputError(
                f"the shares of train, dev and test are {', '.join(f'{100 * s:g} %' for s in self.shares)}.",
                remedy="Give three that add up to 100 %.",
            )
        if not self.alike > 0:  # at 0 each is like all others
            raise InputError(
                f"articles cannot stay together from {100 * self.alike:g} % of the same words on.",
                remedy="Give a share above 0, such as 0.6, or 2 for never.",
            )


class Split(Record, frozen=True):
    """The part of each article, by id; ``kept_out`` are those that may be in none, ``notes`` what a user should know."""

    parts: Mapping[str, Part]
    kept_out: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class _Unit:
    """Articles that stay together."""

    __slots__ = ("date", "ids", "kinds", "order")

    def __init__(self, members: Sequence[Facts], seed: int) -> None:
        self.ids = [f.id for f in members]
        self.date = max(f.date for f in members)
        self.kinds: Counter[str] = Counter()
        for fact in members:
            self.kinds.update(fact.kinds)
        self.order = hashlib.sha256(f"{seed}\0{min(self.ids)}".encode("utf-8", "surrogatepass")).digest()


def split(
    facts: Sequence[Facts],
    near: Iterable[Collection[str]],
    settings: SplitSettings,
    frozen: Collection[str] | None = None,
    needed: Collection[Part] = (),
) -> Split:
    """Part the articles. ``near`` are groups of ids that are nearly the same. Parts that are ``needed`` are not empty,
    however small their share, unless all articles belong together.

    ``frozen`` are the ids of an earlier test set: it stays as it was, nothing is added to it, and whatever belongs to one of
    its articles is kept out of the other parts.
    """
    units = _units(facts, near, settings.seed)
    notes: list[str] = []
    parts: dict[str, Part] = {}
    kept_out: list[str] = []
    shares = settings.shares
    if frozen is not None:
        fixed = [u for u in units if any(id in frozen for id in u.ids)]
        units = [u for u in units if not any(id in frozen for id in u.ids)]
        kept_out = [id for u in fixed for id in u.ids if id not in frozen]
        left = shares[0] + shares[1]
        shares = (shares[0] / left, shares[1] / left, 0.0) if left else (1.0, 0.0, 0.0)
        if kept_out:
            notes.append(f"{len(kept_out)} articles belong to articles of the frozen test set and are left out.")
    ungrouped = sum(not f.group for f in facts) if settings.group else 0
    if ungrouped:
        told = f"{ungrouped} of {len(facts)} articles have no {settings.group!r} in their meta"
        notes.append(f"{told}; each of them is in no group.")
    if settings.by == "date":
        undated = sum(not f.date for f in facts)
        if undated:
            told = f"{undated} of {len(facts)} articles have no {settings.date!r} in their meta"
            notes.append(f"{told}; they count as the oldest.")
        chosen = _by_date(units, shares)
    else:
        chosen = _by_chance(units, shares)
    for unit, part in _filled(chosen, needed):
        parts.update(dict.fromkeys(unit.ids, part))
    empty = [part for part in needed if part not in parts.values()]
    if empty:
        notes.append(f"There is no {' and no '.join(empty)} part: all articles belong together.")
    return Split({f.id: parts[f.id] for f in facts if f.id in parts}, tuple(sorted(kept_out)), tuple(notes))


def _units(facts: Sequence[Facts], near: Iterable[Collection[str]], seed: int) -> list[_Unit]:
    """The articles by what stays together, in an order by chance."""
    homes: dict[str, str] = {f.id: f.id for f in facts}

    def home(id: str) -> str:
        while homes[id] != id:
            homes[id] = homes[homes[id]]
            id = homes[id]
        return id

    first: dict[str, str] = {}
    for fact in facts:
        if fact.group:
            homes[home(fact.id)] = home(first.setdefault(fact.group, fact.id))
    for ids in near:
        known = [id for id in ids if id in homes]
        for id in known[1:]:
            homes[home(id)] = home(known[0])
    members: dict[str, list[Facts]] = {}
    for fact in facts:
        members.setdefault(home(fact.id), []).append(fact)
    return sorted((_Unit(m, seed) for m in members.values()), key=lambda u: u.order)


def _filled(chosen: list[tuple[_Unit, Part]], needed: Collection[Part]) -> list[tuple[_Unit, Part]]:
    """The same, but that a needed part gets the smallest unit of the part that can spare most, if it has none."""
    for wanted in needed:
        sizes = Counter(part for _, part in chosen)
        spare = {part: n - (part in needed) for part, n in sizes.items() if n > (part in needed)}
        if sizes[wanted] or not spare:
            continue
        giver = max(spare, key=lambda p: (spare[p], p))
        unit = min((u for u, part in chosen if part == giver), key=lambda u: (len(u.ids), u.order))
        chosen = [(u, wanted if u is unit else part) for u, part in chosen]
    return chosen


def _by_date(units: Sequence[_Unit], shares: tuple[float, float, float]) -> list[tuple[_Unit, Part]]:
    """The oldest to train, then dev, the newest to test; units are never cut, so shares are met as nearly as that allows."""
    total = sum(len(u.ids) for u in units)
    limits = (shares[0] * total, (shares[0] + shares[1]) * total)
    chosen: list[tuple[_Unit, Part]] = []
    seen = 0
    for unit in sorted(units, key=lambda u: u.date):
        middle = seen + len(unit.ids) / 2
        part: Part = "train" if middle <= limits[0] else "dev" if middle <= limits[1] else "test"
        chosen.append((unit, part))
        seen += len(unit.ids)
    return chosen


def _by_chance(units: Sequence[_Unit], shares: tuple[float, float, float]) -> list[tuple[_Unit, Part]]:
    """Rarest kind first, each unit to the part that lacks most of it."""
    open_parts = [(part, share) for part, share in zip(PARTS, shares, strict=True) if share > 0]
    kinds = Counter(kind for unit in units for kind in unit.kinds.elements())
    lacks = {part: {kind: share * n for kind, n in kinds.items()} for part, share in open_parts}
    room = {part: share * sum(len(u.ids) for u in units) for part, share in open_parts}
    holders: dict[str, list[_Unit]] = {}
    for unit in units:
        for kind in unit.kinds:
            holders.setdefault(kind, []).append(unit)
    chosen: dict[int, tuple[_Unit, Part]] = {}

    def put(unit: _Unit, kind: str | None) -> None:
        free = [p for p in room if room[p] > 0] or list(room)
        part = max(free, key=lambda p: (lacks[p][kind] if kind else 0.0, room[p]))
        chosen[id(unit)] = (unit, part)
        room[part] -= len(unit.ids)
        for name, count in unit.kinds.items():
            lacks[part][name] -= count

    for kind in sorted(kinds, key=lambda k: (len(holders[k]), k)):
        for unit in sorted(holders[kind], key=lambda u: (-u.kinds[kind], u.order)):
            if id(unit) not in chosen:
                put(unit, kind)
    for unit in sorted(units, key=lambda u: (-len(u.ids), u.order)):
        if id(unit) not in chosen:
            put(unit, None)
    return [chosen[id(unit)] for unit in units]
