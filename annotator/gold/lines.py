"""The bytes of a record and back: canonical JSON out; in, what this version does not know is kept, the rest checked."""

from __future__ import annotations

from typing import Any

import msgspec

from annotator.errors import InputError
from annotator.gold.checks import check
from annotator.gold.record import KEYS, LISTS, SCHEMA, GoldLine, GoldProvenance, GoldRecord
from annotator.spans import Range

_FAMILY = "annotator.gold/"


class _Place(Range, frozen=True, forbid_unknown_fields=True):
    pass


class _Plain(GoldLine, frozen=True):
    """A line with all keys and with none that is not known, as nearly all lines are."""

    looked_at: tuple[_Place, ...]


_decode_plain = msgspec.json.Decoder(_Plain).decode


def encode(record: GoldRecord) -> bytes:
    """The record as one line of canonical JSON, with its ``\\n``."""
    own = {"meta": _sorted(record.meta), "provenance": _without_news(record.provenance)}
    parts: dict[str, Any] = {key: own[key] if key in own else getattr(record, key) for key in KEYS}
    if not record.extra:
        return msgspec.json.encode(parts) + b"\n"
    line: dict[str, Any] = {}
    for key, part in parts.items():
        value = msgspec.to_builtins(part)
        if key in LISTS:
            value = [item | record.extra.get(f"{key}/{n}", {}) for n, item in enumerate(value)]
        elif key == "provenance":
            value |= record.extra.get("provenance", {})
        line[key] = value
    return msgspec.json.encode(line | record.extra.get("", {})) + b"\n"


def _without_news(provenance: GoldProvenance) -> dict[str, Any]:
    """Provenance as it is written: what the first version did not know stands there only when it says something."""
    values = ((name, getattr(provenance, name)) for name in provenance.__struct_fields__)
    return {name: value for name, value in values if value or name not in ("said", "blind")}


def _sorted(value: Any) -> Any:
    """JSON data with every object's keys sorted."""
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    return [_sorted(item) for item in value] if isinstance(value, list | tuple) else value


def decode(line: bytes, where: str = "") -> GoldRecord:
    """The record that a line of JSON holds; raises :class:`InputError` naming ``where`` and the field."""
    try:
        data = line_data(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(f"not valid JSON: {error}.", where=where) from error
    except RecursionError as error:
        raise InputError("the JSON is nested too deeply.", where=where) from error
    return from_data(data, where)


def line_data(line: bytes | str) -> Any:
    """A line as JSON data for :func:`from_data`: in the usual case a record already, but not checked.

    Raises ``msgspec.DecodeError``, ``UnicodeDecodeError`` or ``RecursionError``.
    """
    try:
        plain = _decode_plain(line)
    except (msgspec.ValidationError, RecursionError):
        return msgspec.json.decode(line)
    fields = {key: getattr(plain, key) for key in KEYS}
    fields["looked_at"] = tuple(Range(place.start, place.end) for place in plain.looked_at)
    return GoldRecord(**fields)


def from_data(data: Any, where: str = "") -> GoldRecord:
    """The record that parsed JSON holds; raises :class:`InputError` naming ``where`` and the field."""
    if isinstance(data, GoldRecord):
        if data.schema == SCHEMA:
            check(data, where)
            return data
        data = {"schema": data.schema}
    if not isinstance(data, dict):
        raise InputError("a gold line is a JSON object.", where=where)
    schema = data.get("schema")
    if not isinstance(schema, str) or not schema.startswith(_FAMILY):
        raise InputError(f'no gold: "schema" is {schema!r}, not "{SCHEMA}".', where=where)
    if schema != SCHEMA:
        raise InputError(f"this is {schema}; this program reads {SCHEMA}.", where=where, remedy="Update the program.")
    extra: dict[str, dict[str, Any]] = {}
    known = _peel(data, set(KEYS), "", extra)
    for key, kind in LISTS.items():
        items = known.get(key)
        if isinstance(items, list):
            known[key] = [_peel(item, set(kind.__struct_fields__), f"{key}/{n}", extra) for n, item in enumerate(items)]
    if isinstance(known.get("provenance"), dict):
        known["provenance"] = _peel(known["provenance"], set(GoldProvenance.__struct_fields__), "provenance", extra)
    try:
        record = msgspec.convert({**_EMPTY, **known, "extra": extra}, GoldRecord, strict=True)
    except msgspec.ValidationError as error:
        raise InputError(f"{str(error).replace('`$.', '`')}.", where=where) from error
    except RecursionError as error:
        raise InputError("the JSON is nested too deeply.", where=where) from error
    check(record, where)
    return record


_EMPTY: dict[str, Any] = {
    "meta": {},
    "sections": [],
    "entities": [],
    "mentions": [],
    "stances": [],
    "looked_at": [],
    "rejected": [],
    "provenance": {},
}


def _peel(item: Any, known: set[str], place: str, extra: dict[str, dict[str, Any]]) -> Any:
    """``item`` with its known keys only; the others go to ``extra``."""
    if not isinstance(item, dict):
        return item
    rest = {key: value for key, value in item.items() if key not in known}
    if rest:
        extra[place] = rest
    return {key: value for key, value in item.items() if key in known}
