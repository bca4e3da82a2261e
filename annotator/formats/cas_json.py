"""UIMA CAS as JSON (version 0.4), as INCEpTION and DKPro write and read it: a file for each article, with its types.

What stands for what is said in :mod:`annotator.formats.cas_structures`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from annotator.errors import InputError
from annotator.files import file_name, new_folder, opened
from annotator.formats.base import Dropped, Format, Parsed
from annotator.formats.brat_lines import name_for
from annotator.formats.cas import MOST_BYTES, ROOM, brought, fit_cas
from annotator.formats.cas_structures import NUMBER, REFERENCES, TEXT, TYPES, Cas, Structure, is_kept, structures_of
from annotator.formats.room import NOTHING_MARKED, losses
from annotator.gold import GoldRecord

_ITEMS, _TYPES = "%FEATURE_STRUCTURES", "%TYPES"
_SOFA = "uima.cas.Sofa"


def read(path: Path) -> Iterator[Parsed]:
    """The article of a file; raises InputError."""
    with opened(path) as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise InputError(f"more than {MOST_BYTES // 1_000_000} MB: this is no article.", where=str(path))
    try:
        found: Any = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(f"not valid JSON: {error}.", where=str(path)) from error
    except RecursionError as error:
        raise InputError("the JSON is nested too deeply.", where=str(path)) from error
    try:
        cas = _cas_of(found)
    except InputError as error:
        raise InputError(error.what, where=str(path)) from error
    yield brought(cas, file_name(path), str(path))


def _cas_of(data: Any) -> Cas:
    items = data.get(_ITEMS) if isinstance(data, dict) else None
    if isinstance(items, dict):
        items = [{**item, "%ID": id} for id, item in items.items() if isinstance(item, dict)]
    if not isinstance(items, list):
        raise InputError(f"no CAS: {_ITEMS!r} is missing.")
    structures = [made for item in items if isinstance(item, dict) and (made := _structure(item))]
    sofas = [s for s in structures if s.type == _SOFA and s.values.get("sofaString", "").strip()]
    first = next((s for s in sofas if s.values.get("sofaID") == "_InitialView"), sofas[0] if sofas else None)
    if first is None:
        raise InputError("there is no text in it.")
    return Cas(first.values["sofaString"], first.id, [s for s in structures if s.type != _SOFA and is_kept(s.type)])


def _structure(item: Mapping[str, Any]) -> Structure | None:
    """A structure with its features as words; None when it has neither an id nor a type."""
    id, kind = item.get("%ID"), item.get("%TYPE")
    if not isinstance(kind, str) or isinstance(id, bool) or not isinstance(id, int | str):
        return None
    if any(type(item[key]) is not int for key in ("begin", "end") if key in item):
        raise InputError(f"{kind[:80]}: an offset is no whole number.")
    values = {k.lstrip("@^"): str(v) for k, v in item.items() if isinstance(v, str | int | float) and k[:1] != "%"}
    elements = item.get("%ELEMENTS")
    if isinstance(elements, list):
        return Structure(str(id), REFERENCES, {"elements": " ".join(str(e) for e in elements if isinstance(e, int))})
    return Structure(str(id), kind, values)


# --- writing


def write(records: Iterable[GoldRecord], path: Path) -> Iterator[Dropped]:
    """Write a new folder with a file for each record; yields what was dropped of each."""
    with new_folder(path) as folder:
        taken: set[str] = set()
        for record in records:
            name = f"{name_for(record.id, taken)}.json"
            fitted = fit_cas(record, name, xml=False)
            (folder / name).write_bytes(msgspec.json.encode(_data(fitted, name)) + b"\n")
            yield {**losses(record, fitted), **({} if fitted.mentions else {NOTHING_MARKED: 1})}


def _data(record: GoldRecord, name: str) -> dict[str, Any]:
    structures = structures_of(record, name)
    sofa = {"%ID": 1, "%TYPE": _SOFA, "sofaNum": 1, "sofaID": "_InitialView", "mimeType": "text"}
    items: list[dict[str, Any]] = [sofa | {"sofaString": record.text}]
    arrays = len(structures) + 2
    for structure in structures:
        item, array = _item(structure, arrays)
        items += [item, *array]
        arrays += len(array)
    members = [int(s.id) for s in structures if "begin" in s.values]
    return {
        _TYPES: {name: _type(name, *TYPES[name]) for name in TYPES},
        _ITEMS: items,
        "%VIEWS": {"_InitialView": {"%SOFA": 1, "%MEMBERS": members}},
    }


def _item(structure: Structure, next_id: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A structure as JSON has it, and the array that it leads to, if it does."""
    item: dict[str, Any] = {"%ID": int(structure.id), "%TYPE": structure.type}
    arrays: list[dict[str, Any]] = []
    features = {"begin": NUMBER, "end": NUMBER, "language": TEXT} | dict(TYPES[structure.type][1])
    for key, value in structure.values.items():
        holds = features.get(key, _SOFA)
        if holds == TEXT:
            item[key] = value
        elif holds == NUMBER:
            item[key] = int(value)
        elif holds.endswith("[]"):
            item[f"@{key}"] = next_id
            arrays.append({"%ID": next_id, "%TYPE": holds, "%ELEMENTS": [int(id) for id in value.split()]})
        else:
            item[f"@{key}"] = int(value)
    return item, arrays


def _type(name: str, above: str, features: Mapping[str, str]) -> dict[str, Any]:
    told = {key: {"%NAME": key, "%RANGE": holds} for key, holds in features.items()}
    return {"%NAME": name, "%SUPER_TYPE": above, **told}


def looks_like(head: bytes, _path: Path) -> bool:
    """A JSON object with the keys of a CAS."""
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{") and (
        f'"{_ITEMS}"'.encode() in head or f'"{_TYPES}"'.encode() in head
    )


CAS_JSON = Format(
    "cas_json",
    "UIMA CAS JSON (INCEpTION), a folder with a file for each article",
    (".casjson", ".json"),
    looks_like,
    reader=read,
    writer=write,
    loses=(*ROOM.words(), "that an article in which nothing is marked is finished"),
    folder=True,
)
