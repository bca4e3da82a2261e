"""The facts of many articles as columns, so that any slice of 100,000 is a sum that takes milliseconds.

A row is an article. ``table`` holds the counts, one column for each key; probabilities lie in a long column of their own
with the row to which each belongs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from annotator.records import Record
from annotator.review.facts import Facts
from annotator.review.flat import Key

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]
    Floats = NDArray[np.float64]


class Slice(Record, frozen=True):
    """Which articles count. Empty fields do not narrow; ``since`` and ``until`` are days, both included, ``shortest`` and
    ``longest`` words, both included; ``label`` is one that the gold of an article has; ``blind`` None takes both kinds.
    """

    source: str = ""
    since: str = ""
    until: str = ""
    label: str = ""
    curator: str = ""
    shortest: int = 0
    longest: int | None = None
    blind: bool | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """Probabilities of one kind: the row of each, how likely it was said to be, and whether it was right."""

    rows: NDArray[np.int64]
    p: Floats
    right: Mask


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Articles in order of import. ``ids``, ``sources`` … have one entry for each row of ``table``.

    ``numbers`` are those of the facts in the cache, ``stamps`` say what of the project they were made from.
    """

    ids: list[str]
    numbers: NDArray[np.int64]
    stamps: list[bytes]
    sources: list[str]
    days: list[str]
    done: list[str]
    words: NDArray[np.int64]
    curators: list[tuple[str, ...]]
    labels: list[tuple[str, ...]]
    blind: Mask
    ms: Floats
    acts: Floats
    presses: Floats
    keys: list[Key]
    table: Floats
    told: Mapping[str, Told]
    number: dict[Key, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.number.update({key: n for n, key in enumerate(self.keys)})

    def __len__(self) -> int:
        return len(self.ids)

    def mask(self, wanted: Slice) -> Mask:
        """Which rows a slice takes."""
        import numpy as np

        found = np.ones(len(self), dtype=bool)
        if wanted.blind is not None:
            found &= self.blind == wanted.blind
        if wanted.shortest:
            found &= self.words >= wanted.shortest
        if wanted.longest is not None:
            found &= self.words <= wanted.longest
        if wanted.source:
            found &= np.array([source == wanted.source for source in self.sources], dtype=bool)
        if wanted.since:
            found &= np.array([day >= wanted.since for day in self.days], dtype=bool)
        if wanted.until:
            found &= np.array([bool(day) and day <= wanted.until for day in self.days], dtype=bool)
        if wanted.label:
            found &= np.array([wanted.label in labels for labels in self.labels], dtype=bool)
        if wanted.curator:
            found &= np.array([wanted.curator in curators for curators in self.curators], dtype=bool)
        return found

    def sums(self, mask: Mask) -> dict[Key, float]:
        """The counts of the rows of a mask, summed; those that are 0 are left out."""
        return self.named(self.table[mask].sum(axis=0))

    def named(self, values: Any) -> dict[Key, float]:
        """Values of all columns by key, without those that are 0."""
        return {key: value for key, value in zip(self.keys, values.tolist(), strict=True) if value}

    def column(self, key: Key) -> Floats:
        """One count of all rows; zeros for a key that no article has."""
        import numpy as np

        number = self.number.get(key)
        return np.zeros(len(self)) if number is None else self.table[:, number]


def columns_of(facts: Iterable[Facts]) -> Columns:
    """Columns of some facts, in their order."""
    rows = list(facts)
    keys = list(dict.fromkeys(key for row in rows for key in row.counts))
    number = {key: n for n, key in enumerate(keys)}
    counts = [([number[key] for key in row.counts], list(row.counts.values())) for row in rows]
    kinds = dict.fromkeys(kind for row in rows for kind in row.told)
    told = {kind: [row.told.get(kind, ()) for row in rows] for kind in kinds}
    return put_together(rows, keys, counts, told, [(number, b"") for number in range(len(rows))])


def put_together(
    rows: Sequence[Facts],
    keys: list[Key],
    counts: Sequence[tuple[Any, Any]],
    told: Mapping[str, Sequence[Any]],
    kept: Sequence[tuple[int, bytes]],
) -> Columns:
    """Columns out of rows without counts, their counts as (numbers of keys, values), and their probabilities by kind.

    Probabilities of a row are pairs (p, right), or an array of them; ``kept`` are the numbers of rows and their stamps.
    """
    import numpy as np

    table = np.zeros((len(rows), len(keys)))
    if rows and keys:
        sizes = [len(numbers) for numbers, _ in counts]
        at = np.repeat(np.arange(len(rows)), sizes)
        across = np.concatenate([np.asarray(numbers, dtype=np.int64) for numbers, _ in counts])
        table[at, across] = np.concatenate([np.asarray(values, dtype=np.float64) for _, values in counts])
    return Columns(
        [row.article for row in rows],
        np.array([number for number, _ in kept], dtype=np.int64),
        [stamp for _, stamp in kept],
        [row.source for row in rows],
        [row.day for row in rows],
        [row.done for row in rows],
        np.array([row.words for row in rows], dtype=np.int64),
        [row.curators for row in rows],
        [row.labels for row in rows],
        np.array([row.blind for row in rows], dtype=bool),
        _known([row.ms for row in rows]),
        _known([row.acts for row in rows]),
        _known([row.presses for row in rows]),
        keys,
        table,
        {kind: _told(pairs) for kind, pairs in told.items()},
    )


def _known(values: Sequence[float | None]) -> Floats:
    """Numbers, NaN where one is not known."""
    import numpy as np

    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def _told(pairs: Sequence[Any]) -> Told:
    import numpy as np

    arrays = [np.asarray(each, dtype=np.float64).reshape(-1, 2) for each in pairs]
    both = np.concatenate(arrays) if arrays else np.zeros((0, 2))
    rows = np.repeat(np.arange(len(arrays)), [len(each) for each in arrays])
    return Told(rows, both[:, 0], both[:, 1] > 0)
