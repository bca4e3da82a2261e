"""The feature structures of a UIMA CAS that say what gold says, as INCEpTION has them: layers, relations, slots, chains.

A mention is a NamedEntity (``value`` its label, ``identifier`` Wikidata's address), a relation between two of them
(``annotator.Relation``, ``Governor`` to ``Dependent``) says that they are the same, what a topic is about, or a stance
without a cue. A stance is a span of its first cue (``annotator.Stance``) with slots for holder, target, source and further
cues. What is read: those, chains of coreference, and every other layer of spans, with its slots. Offsets are UTF-16 units.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from annotator.errors import InputError
from annotator.formats.dkpro import (
    NAMED_ENTITY,
    WIKIDATA,
    describes_words,
    is_bridging,
    is_coreference,
    label_in,
    links_in,
)
from annotator.formats.regions import CUE, SAME, Region, Tie, notes_of
from annotator.formats.tokens import parted
from annotator.formats.tying import regions_of
from annotator.gold import GoldRecord
from annotator.spans import OffsetMap, Range

TEXT, NUMBER, REFERENCES = "uima.cas.String", "uima.cas.Integer", "uima.cas.FSArray"
SPAN, TOP = "uima.tcas.Annotation", "uima.cas.TOP"
_DKPRO = "de.tudarmstadt.ukp.dkpro.core.api."
META = f"{_DKPRO}metadata.type.DocumentMetaData"
_SENTENCE, _TOKEN = f"{_DKPRO}segmentation.type.Sentence", f"{_DKPRO}segmentation.type.Token"
_RELATION, _STANCE, _CUE = "annotator.Relation", "annotator.Stance", "annotator.Cue"
_ENTITY, _SLOT = "annotator.Entity", "annotator.Slot"
TYPES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    META: ("uima.tcas.DocumentAnnotation", {"documentTitle": TEXT, "documentId": TEXT, "collectionId": TEXT}),
    _SENTENCE: (SPAN, {}),
    _TOKEN: (SPAN, {}),
    NAMED_ENTITY: (SPAN, {"value": TEXT, "identifier": TEXT}),
    _RELATION: (SPAN, {"Governor": NAMED_ENTITY, "Dependent": NAMED_ENTITY, "label": TEXT}),
    _SLOT: (TOP, {"role": TEXT, "target": SPAN}),
    _STANCE: (SPAN, {"polarity": TEXT, "manner": TEXT, "holder": TEXT, "slots": f"{_SLOT}[]"}),
    _CUE: (SPAN, {}),
    _ENTITY: (SPAN, {"name": TEXT, "label": TEXT, "links": TEXT, "slots": f"{_SLOT}[]"}),
}
"""The types that are written: what each is a kind of, and its own features with what they hold, ``[]`` for several."""
OURS = "annotator"
"""The collection that a document names which this program wrote: then its id is the article's."""
_NO_LAYERS = frozenset((SPAN, "uima.tcas.DocumentAnnotation", META, f"{_DKPRO}metadata.type.TagsetDescription"))
_PLAIN = frozenset(("begin", "end", "sofa"))
_LABELLED = frozenset(("value", "label", "polarity"))
_MENTION = "mention"


@dataclass(slots=True)
class Structure:
    """A feature structure by its id. All values are words; those that lead to others hold ids, parted by spaces."""

    id: str
    type: str
    values: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Cas:
    """The text of a CAS and its feature structures."""

    text: str
    sofa: str
    structures: list[Structure] = field(default_factory=list)


def is_kept(type: str) -> bool:
    """True for structures that may say anything of what is named; there are many others, for words."""
    dkpro = type.startswith(_DKPRO) and not type.startswith((_DKPRO + "ner.", _DKPRO + "coref.")) and type != META
    return not dkpro and not describes_words(type)


# --- gold -> structures


def structures_of(record: GoldRecord, title: str) -> list[Structure]:
    """The structures that say the same as a record which was made fit; the text itself has the id 1."""
    return _Written(record, title).structures


class _Written:
    def __init__(self, record: GoldRecord, title: str) -> None:
        self.structures: list[Structure] = []
        self._ids = count(2)
        self._to_pos = OffsetMap(record.text).to_pos
        self._words(record, title)
        self._made: dict[str, Structure] = {}
        regions, ties = regions_of(record)
        further = {t.tail for t in ties if t.label == CUE}
        mentions = {m.id for m in record.mentions}
        places = {r.key: r.whole for r in regions}
        for region in regions:
            self._region(region, mention=region.key in mentions, further=region.key in further)
        by_head: dict[str, list[Tie]] = {}
        for tie in ties:
            by_head.setdefault(tie.head, []).append(tie)
        for region in regions:
            mine = by_head.get(region.key, [])
            if region.key in mentions:
                for tie in mine:
                    self._relation(tie, places[tie.tail])
            elif mine:
                self._slots(self._made[region.key], [(t.label, t.tail) for t in mine])

    def _add(self, type: str, place: Range | None, **values: str) -> Structure:
        where: dict[str, str] = {}
        if place is not None:
            where = {"sofa": "1", "begin": str(self._to_pos(place.start)), "end": str(self._to_pos(place.end))}
        made = Structure(str(next(self._ids)), type, where | {k: v for k, v in values.items() if v})
        self.structures.append(made)
        return made

    def _words(self, record: GoldRecord, title: str) -> None:
        """The document, its sentences (lines, but no mention is parted) and its tokens."""
        text = record.text
        about = {"language": "x-unspecified", "documentTitle": title, "documentId": record.id, "collectionId": OURS}
        self._add(META, Range(0, len(text)), **about)
        tokens = parted(text, [Range(m.start, m.end) for m in record.mentions])
        ends = iter(sorted((m.start, m.end) for m in record.mentions))
        start, reach, upcoming = 0, 0, next(ends, None)
        for number, token in enumerate(tokens):
            while upcoming is not None and upcoming[0] <= token.start:
                reach, upcoming = max(reach, upcoming[1]), next(ends, None)
            last = number + 1 == len(tokens)
            if last or ("\n" in text[token.end : tokens[number + 1].start] and reach <= token.end):
                self._add(_SENTENCE, Range(tokens[start].start, token.end))
                start = number + 1
        for token in tokens:
            self._add(_TOKEN, token)

    def _region(self, region: Region, *, mention: bool, further: bool) -> None:
        notes = dict(region.notes)
        if not mention:
            kind, said = (_CUE, {}) if further else (_STANCE, {"polarity": region.label, **notes})
            self._made[region.key] = self._add(kind, region.whole, **said)
            return
        number = notes.get("link wikidata", "")
        address = WIKIDATA + number if number[1:].isdigit() and number[:1] == "Q" and number.isascii() else ""
        self._made[region.key] = self._add(NAMED_ENTITY, region.whole, value=region.label, identifier=address)
        if address:
            del notes["link wikidata"]
        if notes:
            links = {k: v for k, v in notes.items() if k not in ("name", "label")}
            told = {k: v for k, v in notes.items() if k in ("name", "label")}
            made = self._add(_ENTITY, region.whole, **told, links=json.dumps(links) if links else "")
            self._slots(made, [(_MENTION, region.key)])

    def _relation(self, tie: Tie, place: Range) -> None:
        ends = {"Governor": self._made[tie.head].id, "Dependent": self._made[tie.tail].id}
        self._add(_RELATION, place, label=tie.label, **ends)

    def _slots(self, of: Structure, slots: Sequence[tuple[str, str]]) -> None:
        made = [self._add(_SLOT, None, role=role, target=self._made[key].id) for role, key in slots]
        of.values["slots"] = " ".join(s.id for s in made)


# --- structures -> regions


@dataclass(slots=True)
class Understood:
    """What a CAS says of its text; ``id`` is that of the article if this program wrote it, else empty."""

    regions: list[Region] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    id: str = ""


def understood(cas: Cas) -> Understood:
    """The regions and ties that a CAS holds; raises InputError for a range that is none in its text."""
    return _Reader(cas).found


class _Reader:
    def __init__(self, cas: Cas) -> None:
        self.found = Understood()
        self._cas = cas
        self._by_id = {s.id: s for s in cas.structures}
        self._map = OffsetMap(cas.text)
        self._links = {s.id for s in cas.structures if s.type.endswith("CoreferenceLink")}
        notes = dict(self._entity_notes())
        for structure in cas.structures:
            self._take(structure, notes.get(structure.id, {}))
        self._chains()

    def _take(self, s: Structure, notes: Mapping[str, str]) -> None:
        if s.type == META and s.values.get("collectionId") == OURS:
            self.found.id = s.values.get("documentId", "")
        elif s.id in self._links or s.type == _ENTITY or "begin" not in s.values or s.type in _NO_LAYERS:
            self.found.left_out["annotations of no layer"] += s.type == SPAN
        elif s.values.get("sofa") != self._cas.sofa:
            self.found.left_out["annotations of other views"] += 1
        elif {"Governor", "Dependent"} <= s.values.keys():
            self._relation(s)
        else:
            self._span(s, notes)

    def _relation(self, s: Structure) -> None:
        label = label_in(self._said(s))
        if is_coreference(s.type) and not is_bridging(label):
            label = SAME
        self.found.ties.append(Tie(label, s.values["Governor"], s.values["Dependent"]))

    def _span(self, s: Structure, notes: Mapping[str, str]) -> None:
        place = self._place(s)
        if place is None:
            return
        said = self._said(s)
        label = label_in({k: v for k, v in said.items() if k not in ("manner", "holder")})
        links = {f"link {kind}": value for kind, value in links_in(said)}
        if "polarity" in said:
            links |= {k: said[k].casefold() for k in ("manner", "holder") if k in said}
        self.found.regions.append(Region(s.id, (place,), label or s.type.rsplit(".", 1)[-1], {**links, **notes}))
        self.found.ties += [Tie(role, s.id, target) for role, target in self._slots(s)]

    def _place(self, s: Structure) -> Range | None:
        """Where a structure stands; None when it has no words. Raises InputError when that is no place in the text."""
        try:
            begin, end = int(s.values["begin"]), int(s.values.get("end", ""))
        except ValueError:
            begin, end = 1, 0
        if not 0 <= begin <= end <= self._map.pos_length or len(s.values["begin"]) > 12:
            told = f"{s.values['begin'][:20]}..{s.values.get('end', '')[:20]}"
            raise InputError(f"{s.type[:80]}: {told} is no range of a text of {self._map.pos_length} UTF-16 units.")
        place = Range(self._map.to_offset(begin), self._map.to_offset(end))
        if self._map.to_pos(place.start) != begin or self._map.to_pos(place.end) != end:
            raise InputError(f"{s.type[:80]}: {begin}..{end} parts a character.")
        if not place.of(self._cas.text):
            self.found.left_out["annotations without words"] += 1
            return None
        return place

    def _said(self, s: Structure) -> dict[str, str]:
        """The features of a structure that are words, not places, numbers or other structures."""
        return {
            k: v
            for k, v in s.values.items()
            if k in _LABELLED or not (k in _PLAIN or v.replace(".", "").replace(" ", "").isdigit())
        }

    def _slots(self, s: Structure) -> Iterator[tuple[str, str]]:
        """The role and the other end of each slot of a structure."""
        for feature, value in s.values.items():
            for id in self._ids(value) if feature not in _PLAIN else ():
                slot = self._by_id.get(id)
                if slot is not None and "target" in slot.values and "begin" not in slot.values:
                    yield slot.values.get("role") or feature, slot.values["target"]

    def _ids(self, value: str) -> Iterator[str]:
        """The ids that a value holds, those of an array in their stead."""
        if not value.replace(" ", "").isdigit():
            return
        for id in value.split():
            array = self._by_id.get(id)
            yield from array.values.get("elements", "").split() if array and array.type == REFERENCES else [id]

    def _entity_notes(self) -> Iterator[tuple[str, dict[str, str]]]:
        """What is said of the entity of a mention, by the mention's id."""
        for s in self._cas.structures:
            if s.type == _ENTITY:
                links = notes_of(_json(s.values.get("links", "")))
                notes = links | {k: s.values[k] for k in ("name", "label") if k in s.values}
                yield from ((target, notes) for _, target in self._slots(s))

    def _chains(self) -> None:
        """Join what chains of coreference join; a link on a mention is that mention, any other is a mention itself."""
        at = {region.whole: region.key for region in self.found.regions}
        for chain in [s for s in self._cas.structures if s.type.endswith("CoreferenceChain")]:
            first, link = "", self._by_id.get(chain.values.get("first", ""))
            while link is not None and link.id in self._links:
                self._links.discard(link.id)  # once only: a chain may lead back into itself
                place = self._place(link)
                if place is not None:
                    if place not in at:
                        at[place] = link.id
                        label = label_in({k: v for k, v in self._said(link).items() if k == "referenceType"})
                        self.found.regions.append(Region(link.id, (place,), label or "ENTITY"))
                    first = first or at[place]
                    self.found.ties += [Tie(SAME, at[place], first)] if at[place] != first else []
                link = self._by_id.get(link.values.get("next", ""))
        self.found.left_out["links of no chain"] += len(self._links)


def _json(words: str) -> Any:
    try:
        return json.loads(words) if words else {}
    except (ValueError, RecursionError):
        return {}
