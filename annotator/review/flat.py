"""Scores as flat counts and back: flat counts of articles are added up as columns, and come back as scores.

A count's key are the names on the way to it: ``("mentions", "by_label", "PERSON", "right")``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from annotator.evaluating.scoring import Scores
from annotator.quality.mentions import MentionScores
from annotator.records import Record

Key = tuple[str, ...]
SEPARATOR = "\t"
"""Stands between the names of a key where it is one text; no label holds one."""
_PARTS = ("mentions", "overlaps", "clusters", "stances", "cues")


def flat(scores: Scores) -> dict[Key, float]:
    """The counts that are not 0."""
    found: dict[Key, float] = {}
    for part in _PARTS:
        found.update(_flat(getattr(scores, part), (part,)))
    return found


def _flat(value: Any, key: Key) -> Iterator[tuple[Key, float]]:
    if isinstance(value, Record):
        for name in value.__struct_fields__:
            yield from _flat(getattr(value, name), (*key, name))
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from _flat(item, (*key, *(name if isinstance(name, tuple) else (name,))))
    elif value:
        yield key, float(value)


def scores_of(counts: Mapping[Key, float]) -> Scores:
    """Scores out of counts; what other keys there are is passed over."""
    tree: dict[str, Any] = {}
    confused: dict[tuple[str, str], int] = {}
    for key, value in counts.items():
        if key[0] not in _PARTS or not value:
            continue
        if key[:2] == ("mentions", "confused"):
            confused[key[2], key[3]] = int(value)
            continue
        branch = tree
        for name in key[:-1]:
            branch = branch.setdefault(name, {})
        branch[key[-1]] = int(value) if value.is_integer() else value
    found = msgspec.convert(tree, Scores)
    mentions: MentionScores = msgspec.structs.replace(found.mentions, confused=confused)
    return msgspec.structs.replace(found, mentions=mentions)
