"""The layers of WebAnno TSV: how a header declares their columns, and what stands in the cells of a row.

A cell holds values parted by ``|``; a value of a span that has several tokens, or shares one with another, ends in its
number, ``person[3]``. A chain's cell is ``coref->2-1``, the first link of the second chain. A cell of a relation is the
token of the other end with the numbers of both spans, ``3-1[12_3]``, where 0 is a span without a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from annotator.formats.dkpro import describes_words, is_bridging, is_coreference

_STACK = re.compile(r"(?<!\\)\|")
_NUMBERED = re.compile(r"(.*)(?<!\\)\[([0-9_]+)\]", re.DOTALL)
_CHAINED = re.compile(r".*(?<!\\)->(\d+)-(\d+)", re.DOTALL)
_ESCAPED = re.compile(r"\\(->|.)", re.DOTALL)
Kind = Literal["span", "relation", "chain"]
Key = tuple[str, ...]
"""What tells a span from all others: its layer, and its number or its token; of a chain, its numbers there."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer: its columns are ``features``, the first at ``index``; ``base`` is what a relation's ends are."""

    name: str
    kind: Kind
    index: int
    features: tuple[str, ...]
    base: str = ""


def layer_of(line: str, index: int) -> Layer:
    """The layer that a header line (``#T_SP=layer|feature|…``) declares, with ``index`` columns before its own."""
    kinds: dict[str, Kind] = {"#T_RL": "relation", "#T_CH": "chain"}
    name, *features = [part for part in line.partition("=")[2].split("|") if part]
    base = next((f.removeprefix("BT_") for f in features if f.startswith("BT_")), "")
    return Layer(name, kinds.get(line[:5], "span"), index, tuple(features or [""]), base)


def is_of_mentions(layer: Layer) -> bool:
    """True for the layers that say what is named, or which mentions are of one entity."""
    return not describes_words(layer.name) and (layer.kind != "relation" or is_coreference(layer.name))


def spans_of(layer: Layer, unit: str, cells: Sequence[str]) -> Iterator[tuple[Key, str, str]]:
    """The key, feature and value of each span of a span layer on the token ``unit``; the value may be ""."""
    for feature, cell in zip(layer.features, cells, strict=True):
        if feature.startswith("ROLE_") or "." in feature:  # slots: what fills a role of an event
            continue
        for place, value in enumerate(_values(cell)):
            match = _NUMBERED.fullmatch(value)
            key = (layer.name, match[2]) if match else (layer.name, unit, str(place))
            yield key, feature, _plain(match[1] if match else value)


def links_of(layer: Layer, unit: str, cells: Sequence[str]) -> Iterator[tuple[Key, Key]]:
    """The keys of both ends of each relation of ``layer`` that says that two spans are of one entity."""
    ends = next((cell for f, cell in zip(layer.features, cells, strict=True) if f.startswith("BT_")), "_")
    kinds = [_values(cell) for f, cell in zip(layer.features, cells, strict=True) if not f.startswith("BT_")]
    for place, value in enumerate(_values(ends)):
        if any(place < len(row) and is_bridging(row[place]) for row in kinds):
            continue
        match = _NUMBERED.fullmatch(value)
        source, _, target = match[2].partition("_") if match else ("0", "", "0")
        other = match[1] if match else value
        yield _end(layer.base, source, other), _end(layer.base, target, unit)


def chained_of(layer: Layer, cells: Sequence[str]) -> Iterator[tuple[Key, str]]:
    """The key (layer, chain, link) and the type of each link of a chain."""
    by_feature = dict(zip(layer.features, map(_values, cells), strict=True))
    types = by_feature.get("referenceType", [])
    for place, value in enumerate(by_feature.get("referenceRelation", [])):
        match = _CHAINED.match(value)
        if match:
            kind = types[place] if place < len(types) else ""
            numbered = _NUMBERED.fullmatch(kind)
            yield (layer.name, match[1], match[2]), _plain(numbered[1] if numbered else kind)


def _end(base: str, number: str, unit: str) -> Key:
    return (base, number) if number not in ("", "0") else (base, unit, "0")


def _values(cell: str) -> list[str]:
    return [] if cell == "_" else _STACK.split(cell)


def _plain(value: str) -> str:
    """A value without escapes; "" for one that is not set."""
    return "" if value in ("*", "_") else _ESCAPED.sub(lambda m: {"t": "\t", "n": "\n"}.get(m[1], m[1]), value)
