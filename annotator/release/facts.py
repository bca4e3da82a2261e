"""What parting and describing a dataset need to know of an article; no text, so that very many fit in memory."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from typing import Any

from annotator.gold import GoldRecord, encode
from annotator.records import Record


class Facts(Record, frozen=True):
    """One article of the gold.

    ``group`` is what holds it together with others (a source, a story), "" for none; ``date`` sorts as text, "" when it
    has none. ``labels`` are counts of mentions by label, ``polarities`` of stances by polarity, ``manners`` by manner.
    ``sha256`` is that of its line of gold JSONL, ``length`` is in code points; ``blind``: curated without suggestions.
    """

    id: str
    sha256: str
    length: int
    group: str = ""
    date: str = ""
    entities: int = 0
    labels: Mapping[str, int] = {}
    polarities: Mapping[str, int] = {}
    manners: Mapping[str, int] = {}
    curators: tuple[str, ...] = ()
    runs: tuple[str, ...] = ()
    rejected: int = 0
    blind: bool = False

    @property
    def kinds(self) -> dict[str, int]:
        """Counts of all that a split should hold its share of: labels and polarities."""
        return {f"label {k}": n for k, n in self.labels.items()} | {
            f"polarity {k}": n for k, n in self.polarities.items()
        }


def facts_of(record: GoldRecord, group_key: str = "", date_key: str = "") -> Facts:
    """The facts of a record; ``group_key`` and ``date_key`` are keys of its ``meta``, inner ones after dots."""
    return Facts(
        record.id,
        hashlib.sha256(encode(record)).hexdigest(),
        len(record.text),
        value_at(record.meta, group_key),
        value_at(record.meta, date_key),
        len(record.entities),
        dict(sorted(Counter(m.label for m in record.mentions).items())),
        dict(sorted(Counter(s.polarity for s in record.stances).items())),
        dict(sorted(Counter(s.manner for s in record.stances).items())),
        record.provenance.curators,
        record.provenance.runs,
        len(record.rejected),
        record.provenance.blind,
    )


def value_at(meta: Mapping[str, Any], key: str) -> str:
    """What ``meta`` holds at a key ("source", "story.id"), as text; "" when it holds nothing there."""
    value: Any = meta
    for part in key.split(".") if key else ():
        value = value.get(part) if isinstance(value, Mapping) else None
    if not key or value is None or isinstance(value, Mapping | list):
        return ""
    return str(value).strip()
