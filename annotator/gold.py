"""The gold record: what one finished article looks like in a line of JSON, exact to the character and to the byte.

``schema`` names the version. Every range carries its words, so that a reader can check it against the text. Items are in
reading order and numbered in it, keys in one fixed order, ``meta`` sorted by key: the same state gives the same bytes.
Keys that this version does not know are kept in ``extra`` and written back behind the known ones.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from typing import Any, TypeVar

import msgspec

from annotator.errors import InputError
from annotator.records import (
    NOT_AN_ENTITY,
    Annotation,
    Article,
    Entity,
    Manner,
    Mention,
    Polarity,
    Provenance,
    Rejection,
    Said,
    Section,
    SectionKind,
    Stance,
)
from annotator.spans import Range

SCHEMA = "annotator.gold/1"
_FAMILY = "annotator.gold/"
MOST_ITEMS = 100_000
"""A line with more items (mentions, stances, sections …) than this is refused: this is no article."""


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """A part of a line. What has a key that is not known is read with more care; see :func:`line_data`."""


class GoldRange(_Part, frozen=True):
    """A range with its words, as a cue has them. Code points, half-open."""

    start: int
    end: int
    text: str


class GoldEntity(_Part, frozen=True, omit_defaults=True):
    """A person, organisation, place, topic …: a cluster of mentions."""

    id: str
    label: str
    name: str
    links: dict[str, str] = {}
    about: tuple[str, ...] = ()


class GoldMention(_Part, frozen=True):
    """A range of the text that refers to an entity."""

    id: str
    start: int
    end: int
    text: str
    label: str
    entity: str


class GoldStance(_Part, frozen=True):
    """Holder (an entity's id, "writer" or "unnamed") → target (an entity's id), and the words that show it."""

    id: str
    holder: str
    target: str
    polarity: Polarity
    manner: Manner
    source: str | None
    cues: tuple[GoldRange, ...] = ()


class GoldSection(_Part, frozen=True):
    """A range of the text that is body or boilerplate."""

    start: int
    end: int
    kind: SectionKind


class GoldRejection(_Part, frozen=True, omit_defaults=True):
    """A suggestion that a curator said is not so; of a stance, ``label`` is the polarity."""

    what: str
    start: int
    end: int
    label: str
    run: str = ""
    holder: str = ""
    target: str = ""


class GoldSaid(_Part, frozen=True, omit_defaults=True):
    """Which curators had an item (its id) in versions of their own: just the same, or partly the same."""

    item: str
    same: tuple[str, ...] = ()
    partly: tuple[str, ...] = ()


class GoldProvenance(_Part, frozen=True):
    """Who decided, on which models' runs, when, and how often; of several curators' work, who said what. ``blind``, which
    stands there only when it is true: without having seen any suggestion."""

    curators: tuple[str, ...] = ()
    runs: tuple[str, ...] = ()
    done_at: str | None = None
    accepted: int = 0
    corrected: int = 0
    rejected: int = 0
    added: int = 0
    said: tuple[GoldSaid, ...] = ()
    blind: bool = False


class GoldLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The keys of one line of gold, in their order."""

    schema: str
    id: str
    text: str
    meta: dict[str, Any]
    sections: tuple[GoldSection, ...]
    entities: tuple[GoldEntity, ...]
    mentions: tuple[GoldMention, ...]
    stances: tuple[GoldStance, ...]
    looked_at: tuple[Range, ...]
    rejected: tuple[GoldRejection, ...]
    provenance: GoldProvenance


class GoldRecord(GoldLine, frozen=True):
    """One line of gold. ``extra`` is not a key of the line: it holds unknown keys, by place ("", "mentions/3", …)."""

    extra: dict[str, dict[str, Any]] = {}


class _Place(Range, frozen=True, forbid_unknown_fields=True):
    pass


class _Plain(GoldLine, frozen=True):
    """A line with all keys and with none that is not known, as nearly all lines are."""

    looked_at: tuple[_Place, ...]


_decode_plain = msgspec.json.Decoder(_Plain).decode
_LISTS: dict[str, type[msgspec.Struct]] = {
    "sections": GoldSection,
    "entities": GoldEntity,
    "mentions": GoldMention,
    "stances": GoldStance,
    "looked_at": Range,
    "rejected": GoldRejection,
}
_KEYS = GoldLine.__struct_fields__

# --- annotation -> gold ----------------------------------------------------------------------------------------------


def to_gold(article: Article, annotation: Annotation, said: Mapping[str, Said] | None = None) -> GoldRecord:
    """The gold record of an article, whatever its status; who exports decides which articles are gold.

    ``said`` tells of items of the annotation, by their ids, which curators had them in versions of their own.
    """
    mentions = sorted(annotation.mentions.values(), key=lambda m: (m.start, -m.end, m.label, m.entity, m.id))
    first = {m.entity: place for place, m in reversed(list(enumerate(mentions)))}
    entities = sorted(annotation.entities.values(), key=lambda e: (first.get(e.id, len(mentions)), e.name, e.id))
    names = {e.id: f"e{n}" for n, e in enumerate(entities, start=1)} | {w: w for w in NOT_AN_ENTITY}
    starts = {entity: mentions[place].start for entity, place in first.items()}
    stances = sorted(annotation.stances.values(), key=lambda s: _stance_key(s, names, starts))
    extra: dict[str, dict[str, Any]] = {"": annotation.extra} if annotation.extra else {}
    for field, items in (("entities", entities), ("mentions", mentions), ("stances", stances)):
        extra |= {f"{field}/{n}": item.extra for n, item in enumerate(items) if item.extra}  # type: ignore[attr-defined]
    rejected = sorted(annotation.rejected.values(), key=lambda r: (r.start, r.end, r.what, r.label, r.key))
    extra |= {f"rejected/{n}": r.extra for n, r in enumerate(rejected) if r.extra}
    if annotation.base is not None and annotation.base.extra:
        extra["provenance"] = annotation.base.extra
    numbered = {item.id: f"m{n}" for n, item in enumerate(mentions, start=1)}
    numbered |= names | {item.id: f"s{n}" for n, item in enumerate(stances, start=1)}
    return GoldRecord(
        SCHEMA,
        article.id,
        article.text,
        article.meta,
        tuple(GoldSection(s.start, s.end, s.kind) for s in annotation.sections),
        tuple(
            GoldEntity(names[e.id], e.label, e.name, dict(sorted(e.links.items())), _about(e, names)) for e in entities
        ),
        tuple(
            GoldMention(f"m{n}", m.start, m.end, article.text[m.start : m.end], m.label, names[m.entity])
            for n, m in enumerate(mentions, start=1)
        ),
        tuple(
            GoldStance(
                f"s{n}",
                names[s.holder],
                names[s.target],
                s.polarity,
                s.manner,
                None if s.source is None else names[s.source],
                tuple(GoldRange(c.start, c.end, c.of(article.text)) for c in sorted(s.cues)),
            )
            for n, s in enumerate(stances, start=1)
        ),
        annotation.looked_at,
        tuple(GoldRejection(r.what, r.start, r.end, r.label, r.run, r.holder, r.target) for r in rejected),
        _provenance(annotation, _gold_said(annotation, said or {}, numbered)),
        extra,
    )


def _about(entity: Entity, names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sorted((names[a] for a in entity.about if a in names), key=_number))


def _number(id: str) -> int:
    return int(id[1:]) if id[1:].isdigit() else 0


def _stance_key(stance: Stance, names: Mapping[str, str], starts: Mapping[str, int]) -> tuple[Any, ...]:
    place = min(stance.cues).start if stance.cues else starts.get(stance.target, 0)
    ends = _number(names[stance.holder]), names[stance.holder], _number(names[stance.target])
    return (place, *ends, stance.polarity, tuple(sorted(stance.cues)), stance.manner, stance.id)


def _gold_said(annotation: Annotation, said: Mapping[str, Said], names: Mapping[str, str]) -> tuple[GoldSaid, ...]:
    """Who said what, as it came with the record and as versions tell; in the order of the record's items.

    Who had just the same of an imported item that was changed since has it partly.
    """
    came = annotation.base.said if annotation.base is not None else {}
    items: dict[str, Mention | Stance | Entity] = {**annotation.entities, **annotation.mentions, **annotation.stances}
    found: list[GoldSaid] = []
    for id, item in items.items():
        old, new = came.get(id, Said()), said.get(id, Said())
        stands = isinstance(item, Entity) or item.decision == "imported"
        same = {*new.same, *(old.same if stands else ())}
        partly = {*new.partly, *old.partly, *old.same} - same
        if same or partly:
            found.append(GoldSaid(names[id], tuple(sorted(same)), tuple(sorted(partly))))
    return tuple(sorted(found, key=lambda s: ("ems".index(s.item[0]), _number(s.item))))


def _provenance(annotation: Annotation, said: tuple[GoldSaid, ...]) -> GoldProvenance:
    base = annotation.base or Provenance()
    items: list[Mention | Stance] = [*annotation.mentions.values(), *annotation.stances.values()]
    counts = {kind: sum(1 for i in items if i.decision == kind) for kind in ("accepted", "corrected", "added")}
    own = [r for r in annotation.rejected.values() if r.item]
    runs = {i.origin.run for i in items if i.origin is not None} | {
        r.run for r in annotation.rejected.values() if r.run
    }
    return GoldProvenance(
        tuple(sorted({*base.curators, *annotation.curators, *(name for s in said for name in (*s.same, *s.partly))})),
        tuple(sorted({*base.runs, *runs})),
        annotation.done_at,
        base.accepted + counts["accepted"],
        base.corrected + counts["corrected"],
        base.rejected + len(own),
        base.added + counts["added"],
        said,
        annotation.blind,
    )


# --- gold -> annotation ----------------------------------------------------------------------------------------------


def from_gold(record: GoldRecord) -> tuple[Article, Annotation]:
    """The article and its finished annotation; exported again they give the same bytes."""
    extra = record.extra
    come = record.provenance
    base = Provenance(
        come.curators,
        come.runs,
        come.done_at,
        come.accepted,
        come.corrected,
        come.rejected,
        come.added,
        extra.get("provenance", {}),
        {s.item: Said(s.same, s.partly) for s in come.said},
    )
    sections = tuple(Section(s.start, s.end, s.kind) for s in record.sections)
    rejections = [
        Rejection(r.what, r.start, r.end, r.label, r.run, r.holder, r.target, extra=extra.get(f"rejected/{n}", {}))  # type: ignore[arg-type]
        for n, r in enumerate(record.rejected)
    ]
    annotation = Annotation(
        status="done",
        sections=sections,
        entities={
            e.id: Entity(e.id, e.label, e.name, e.links, e.about, extra=extra.get(f"entities/{n}", {}))
            for n, e in enumerate(record.entities)
        },
        mentions={
            m.id: Mention(m.id, m.start, m.end, m.label, m.entity, "imported", extra=extra.get(f"mentions/{n}", {}))
            for n, m in enumerate(record.mentions)
        },
        stances={
            s.id: Stance(
                s.id,
                s.holder,
                s.target,
                s.polarity,
                tuple(Range(c.start, c.end) for c in s.cues),
                s.manner,
                s.source,
                "imported",
                extra=extra.get(f"stances/{n}", {}),
            )
            for n, s in enumerate(record.stances)
        },
        rejected={r.key: r for r in rejections},
        looked_at=record.looked_at,
        curators=come.curators,
        done_at=come.done_at,
        base=base,
        serial=max(map(_number, _ids(record)), default=0),
        blind=come.blind,
        extra=extra.get("", {}),
    )
    return Article(record.id, record.text, record.meta, sections), annotation


def _ids(record: GoldRecord) -> list[str]:
    items: list[GoldEntity | GoldMention | GoldStance] = [*record.entities, *record.mentions, *record.stances]
    return [item.id for item in items]


# --- bytes -----------------------------------------------------------------------------------------------------------


def encode(record: GoldRecord) -> bytes:
    """The record as one line of canonical JSON, with its ``\\n``."""
    own = {"meta": _sorted(record.meta), "provenance": _without_news(record.provenance)}
    parts: dict[str, Any] = {key: own[key] if key in own else getattr(record, key) for key in _KEYS}
    if not record.extra:
        return msgspec.json.encode(parts) + b"\n"
    line: dict[str, Any] = {}
    for key, part in parts.items():
        value = msgspec.to_builtins(part)
        if key in _LISTS:
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
    fields = {key: getattr(plain, key) for key in _KEYS}
    fields["looked_at"] = tuple(Range(place.start, place.end) for place in plain.looked_at)
    return GoldRecord(**fields)


def from_data(data: Any, where: str = "") -> GoldRecord:
    """The record that parsed JSON holds; raises :class:`InputError` naming ``where`` and the field."""
    if isinstance(data, GoldRecord):
        if data.schema == SCHEMA:
            _check(data, where)
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
    known = _peel(data, set(_KEYS), "", extra)
    for key, kind in _LISTS.items():
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
    _check(record, where)
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


def _check(record: GoldRecord, where: str) -> None:
    """What the types cannot say; raises :class:`InputError` for the first thing that is wrong."""

    def wrong(field: str, what: str) -> InputError:
        return InputError(f"{field}: {what}.", where=where)

    text = record.text
    if not record.id:
        raise wrong("id", "empty")
    if not text.strip():
        raise wrong("text", "empty")
    if "\0" in text:
        raise wrong("text", "it has a NUL character")
    _check_ranges(record, wrong)
    for n, rejection in enumerate(record.rejected):
        if rejection.what not in ("mention", "stance"):
            raise wrong(f"rejected[{n}].what", f"{rejection.what!r} is neither mention nor stance")
        if not 0 <= rejection.start <= rejection.end <= len(text):
            raise wrong(f"rejected[{n}]", "the range is not within the text")
    _check_references(record, wrong)


def _check_ranges(record: GoldRecord, wrong: Callable[[str, str], InputError]) -> None:
    text = record.text
    if sum(len(getattr(record, field)) for field in _LISTS) > MOST_ITEMS:
        raise wrong("text", f"more than {MOST_ITEMS:,} things are said of it")
    for field, places in _places(record):
        for n, place in enumerate(places):
            start, end = place.start, place.end
            if not 0 <= start < end <= len(text):
                what = f"the range {start}..{end} is not within the text of {len(text)} characters"
                raise wrong(f"{field}[{n}]", what)
            if isinstance(place, GoldMention | GoldRange) and place.text != text[start:end]:
                what = f"its text is {place.text!r}, but the article has {text[start:end]!r} at {start}..{end}"
                raise wrong(f"{field}[{n}]", what)


_Placed = GoldSection | GoldMention | GoldRange | Range


def _places(record: GoldRecord) -> Iterator[tuple[str, Sequence[_Placed]]]:
    """All ranges that have words, by the field that holds them."""
    yield "sections", record.sections
    yield "mentions", record.mentions
    for n, stance in enumerate(record.stances):
        yield f"stances[{n}].cues", stance.cues
    yield "looked_at", record.looked_at


def _check_references(record: GoldRecord, wrong: Callable[[str, str], InputError]) -> None:
    for field in ("entities", "mentions", "stances"):
        twice = _first_double(item.id for item in getattr(record, field))
        if twice is not None:
            raise wrong(field, f"the id {twice!r} stands twice")
    known = {e.id for e in record.entities}
    for reserved in known.intersection(NOT_AN_ENTITY):
        number = [e.id for e in record.entities].index(reserved)
        raise wrong(f"entities[{number}].id", f"{reserved!r} is a reserved word")
    for field, id, allowed in _references(record, known):
        if id not in allowed:
            raise wrong(field, f"there is no entity {id!r}")
    items = known | {m.id for m in record.mentions} | {s.id for s in record.stances}
    for n, said in enumerate(record.provenance.said):
        if said.item not in items:
            raise wrong(f"provenance.said[{n}].item", f"there is no item {said.item!r}")


def _references(record: GoldRecord, known: Set[str]) -> Iterator[tuple[str, str, Set[str]]]:
    """Every id that names an entity: the field, the id, and what it may be."""
    ends = known | set(NOT_AN_ENTITY)
    for n, entity in enumerate(record.entities):
        for other in entity.about:
            yield f"entities[{n}].about", other, known
    for n, mention in enumerate(record.mentions):
        yield f"mentions[{n}].entity", mention.entity, known
    for n, stance in enumerate(record.stances):
        yield f"stances[{n}].target", stance.target, known
        yield f"stances[{n}].holder", stance.holder, ends
        if stance.source is not None:
            yield f"stances[{n}].source", stance.source, known


_Item = TypeVar("_Item")


def _first_double(items: Iterable[_Item]) -> _Item | None:
    seen: set[_Item] = set()
    for item in items:
        if item in seen:
            return item
        seen.add(item)
    return None


# --- JSON Schema -----------------------------------------------------------------------------------------------------


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a gold line. Unknown keys are allowed: a newer version may write them."""
    schema = msgspec.json.schema(GoldRecord)
    definitions = schema["$defs"]
    line = definitions.pop("GoldRecord")
    del line["properties"]["extra"]
    line["properties"]["schema"] = {"const": SCHEMA}
    line["required"] = list(_KEYS)
    for part in (line, *definitions.values()):
        part.pop("additionalProperties", None)
    for name in ("GoldRange", "GoldMention", "GoldSection", "GoldRejection", "Range"):
        for key in ("start", "end"):
            definitions[name]["properties"][key] = {"type": "integer", "minimum": 0}
    definitions["GoldRejection"]["properties"]["what"] = {"enum": ["mention", "stance"]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA,
        "title": "Annotator gold record",
        "description": line.pop("description", ""),
        **json.loads(json.dumps(line)),
        "$defs": definitions,
    }
