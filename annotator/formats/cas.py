"""UIMA CAS as XMI, as INCEpTION and DKPro write and read it: a file for each article, their types in a file beside them.

A zip of such files, as INCEpTION exports it, is read too. XML is read by expat, without any type system: what a
structure is follows from its features. A document type, and so every entity, is refused. XML 1.0 has no place for some
control characters: an article that has one is left out, as its text is never changed. What stands for what is said in
:mod:`annotator.formats.cas_structures`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from xml.parsers import expat

import msgspec

from annotator.errors import InputError
from annotator.files import file_name, new_folder, opened
from annotator.formats.assembling import assemble
from annotator.formats.base import REFUSED, BadLine, Brought, Dropped, Format, Parsed
from annotator.formats.brat_lines import name_for
from annotator.formats.cas_structures import TYPES, Cas, Structure, is_kept, structures_of, understood
from annotator.formats.finishing import finished
from annotator.formats.room import NOTHING_MARKED, Room, fit, losses
from annotator.formats.text import MOST_BYTES as LONGEST_TEXT
from annotator.formats.text import article_id, article_of
from annotator.formats.zips import files_in, is_in, looks_packed
from annotator.gold import GoldRecord

ROOM = Room(meta=False)
MOST_BYTES = 64 * 1024 * 1024
MOST_VALUES = 1_000_000
"""So many bytes, and values of features, may a file have."""
_DEEPEST = 20
_XMI, _CAS = "http://www.omg.org/XMI", "http:///uima/cas.ecore"
_TYPE_SYSTEM = "TypeSystem.xml"
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
)
_BARE = re.compile(r"http:///(.*)\.ecore (.*)", re.DOTALL)


def read(path: Path) -> Iterator[Parsed]:
    """The article of a file, or each of a zip; raises InputError. A bad file in a zip comes as a BadLine with its number."""
    with opened(path) as file:
        head = file.read(4)
        file.seek(0)
        if not looks_packed(head):
            yield _parsed(file.read(MOST_BYTES + 1), file_name(path), str(path))
            return
        number = 0
        try:
            for name, data in files_in(file, MOST_BYTES):
                number += 1
                if name.endswith(".xmi"):
                    yield _one_of_many(data, name, number)
        except InputError as error:
            raise InputError(error.what, where=str(path), remedy=error.remedy) from error


def _one_of_many(data: bytes, name: str, number: int) -> Parsed:
    try:
        return _parsed(data, name.rsplit("/", 1)[-1], name)
    except InputError as error:
        return BadLine(number, str(error))


def _parsed(data: bytes, source: str, where: str) -> Parsed:
    return brought(cas_of(data, where), source, where)


def brought(cas: Cas, source: str, where: str) -> Brought:
    """The article of a CAS with what is marked in it; one in which nothing is marked is not finished."""
    if len(cas.text) > LONGEST_TEXT:
        raise InputError(f"a text of more than {LONGEST_TEXT // 1_000_000} MB: this is no article.", where=where)
    try:
        found = understood(cas)
        meta = {"source": source}
        if not found.regions:
            return Brought(article_of(cas.text, meta, found.id), left_out=dict(+found.left_out))
        made = assemble(cas.text, found.regions, found.ties)
        return finished(made, meta, id=found.id, left_out=found.left_out)
    except InputError as error:
        raise InputError(str(error), where=where) from error


def cas_of(data: bytes, where: str) -> Cas:
    """The text and the structures of an XMI file; raises InputError that names the line."""
    if len(data) > MOST_BYTES or max(data.count(b"="), data.count(b"<")) > MOST_VALUES:
        raise InputError(
            f"more than {MOST_BYTES // 1_000_000} MB or {MOST_VALUES} values: this is no article.", where=where
        )
    reading = _Reading(where)
    try:
        reading.parser.Parse(data, True)
    except expat.ExpatError as error:
        told = expat.ErrorString(error.code)
        raise InputError(f"no XML that can be read: {told}.", where=f"{where}:{error.lineno}") from error
    except (UnicodeError, LookupError, ValueError) as error:
        raise InputError("no XML that can be read: its encoding is not known.", where=where) from error
    return reading.whole()


class _Reading:
    """Takes what expat finds; raises InputError for what has no place in an XMI file."""

    def __init__(self, where: str) -> None:
        self._where = where
        self._depth = 0
        self._sofas: list[Mapping[str, str]] = []
        self._structures: list[Structure] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._refuse_type

    def _refuse(self, what: str) -> InputError:
        return InputError(what, where=f"{self._where}:{self.parser.CurrentLineNumber}")

    def _refuse_type(self, *_: object) -> None:
        raise self._refuse("XML with a document type, which may hide anything: it is not read.")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth == 1 and name != f"{_XMI} XMI":
            raise self._refuse(f"no XMI file: it begins with {name[:80]!r}.")
        if self._depth > _DEEPEST:
            raise self._refuse("the XML is nested too deeply.")
        id = attributes.pop(f"{_XMI} id", "")
        match = _BARE.fullmatch(name)
        if self._depth != 2 or not id or match is None:
            return
        type = f"{match[1].replace('/', '.')}.{match[2]}"
        if name == f"{_CAS} Sofa":
            self._sofas.append({**attributes, "id": id})
        elif is_kept(type):
            self._structures.append(Structure(id, type, attributes))

    def _end(self, _name: str) -> None:
        self._depth -= 1

    def whole(self) -> Cas:
        """What was read; raises InputError when there is no text."""
        with_text = [s for s in self._sofas if s.get("sofaString", "").strip()]
        first = next((s for s in with_text if s.get("sofaID") == "_InitialView"), with_text[0] if with_text else None)
        if first is None:
            raise InputError("there is no text in it.", where=self._where)
        return Cas(first["sofaString"], first["id"], self._structures)


# --- writing


def write(records: Iterable[GoldRecord], path: Path) -> Iterator[Dropped]:
    """Write a new folder with a file for each record and one for the types; yields what was dropped of each."""
    with new_folder(path) as folder:
        (folder / _TYPE_SYSTEM).write_text(_type_system(), encoding="utf-8", newline="\n")
        taken: set[str] = set()
        for record in records:
            if _NO_XML.search(record.text):
                yield {REFUSED: 1}
                continue
            name = f"{name_for(record.id, taken)}.xmi"
            fitted = fit_cas(record, name)
            (folder / name).write_bytes(_xmi(fitted, name).encode())
            yield {**losses(record, fitted), **({} if fitted.mentions else {NOTHING_MARKED: 1})}


def fit_cas(record: GoldRecord, source: str, *, xml: bool = True) -> GoldRecord:
    """What of a record there is room for; in ``xml`` no word with a character that XML has not."""

    def good(words: str) -> bool:
        return not (xml and _NO_XML.search(words))

    kept = msgspec.structs.replace(
        record,
        id=record.id if good(record.id) else article_id(record.text),
        entities=tuple(
            msgspec.structs.replace(
                e,
                links={k: v for k, v in e.links.items() if good(k + v)},
                name=e.name if good(e.name) else "",
            )
            for e in record.entities
        ),
    )
    return fit(kept, ROOM, keeps=lambda m: bool(m.label) and good(m.label), meta={"source": source})


def _xmi(record: GoldRecord, name: str) -> str:
    structures = structures_of(record, name)
    spaces = sorted({s.type.rpartition(".")[0] for s in structures})
    prefixes = {space: f"t{number}" for number, space in enumerate(spaces, start=1)}
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<xmi:XMI xmlns:xmi="{_XMI}" xmlns:cas="{_CAS}"']
    lines += [f'  xmlns:{prefix}="http:///{space.replace(".", "/")}.ecore"' for space, prefix in prefixes.items()]
    lines += ['  xmi:version="2.0">', '<cas:NULL xmi:id="0"/>']
    for s in structures:
        space, _, last = s.type.rpartition(".")
        lines.append(f'<{prefixes[space]}:{last} xmi:id="{s.id}"{_attributes(s.values)}/>')
    sofa = {"sofaNum": "1", "sofaID": "_InitialView", "mimeType": "text", "sofaString": record.text}
    lines.append(f'<cas:Sofa xmi:id="1"{_attributes(sofa)}/>')
    members = " ".join(s.id for s in structures if "begin" in s.values)
    lines += [f'<cas:View sofa="1" members="{members}"/>', "</xmi:XMI>", ""]
    return "\n".join(lines)


def _attributes(values: Mapping[str, str]) -> str:
    return "".join(f' {key}="{value.translate(_ESCAPES)}"' for key, value in values.items())


def _type_system() -> str:
    """The types as UIMA wants them described; INCEpTION makes layers of them."""
    types = "".join(
        f"<typeDescription><name>{name}</name><description/><supertypeName>{above}</supertypeName>"
        f"<features>{''.join(_feature(*item) for item in features.items())}</features></typeDescription>\n"
        for name, (above, features) in TYPES.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier">'
        f"<types>\n{types}</types></typeSystemDescription>\n"
    )


def _feature(name: str, holds: str) -> str:
    several = holds.removesuffix("[]")
    kind = f"<rangeTypeName>{holds}</rangeTypeName>"
    if several != holds:
        kind = (
            f"<rangeTypeName>uima.cas.FSArray</rangeTypeName><elementType>{several}</elementType>"
            "<multipleReferencesAllowed>false</multipleReferencesAllowed>"
        )
    return f"<featureDescription><name>{name}</name><description/>{kind}</featureDescription>"


def looks_like(head: bytes, path: Path) -> bool:
    """XML with the name space of XMI, or a zip of such files."""
    if looks_packed(head):
        return is_in(path, ".xmi")
    return _XMI.encode() in head and b"ecore" in head


CAS = Format(
    "cas",
    "UIMA CAS XMI (INCEpTION), a folder with a file for each article",
    (".cas", ".xmi"),
    looks_like,
    reader=read,
    writer=write,
    loses=(
        *ROOM.words(),
        "articles with control characters, which XML has not: they are left out (cas_json holds them)",
        "that an article in which nothing is marked is finished",
    ),
    companions=(_TYPE_SYSTEM,),
    folder=True,
)
