"""Writing WebAnno TSV 3.2: a folder with one file for each article, for WebAnno and INCEpTION.

Mentions are named entities (with Wikidata's number as their identifier), entities of several mentions are chains of
coreference: both layers are in every project there. A line of the text is a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from annotator.files import new_folder
from annotator.formats.base import Dropped
from annotator.formats.brat_lines import name_for
from annotator.formats.dkpro import NAMED_ENTITY, WIKIDATA
from annotator.formats.room import Room, fit, label_of, losses, name_of
from annotator.formats.text import article_id
from annotator.formats.tokens import words_of
from annotator.gold import GoldMention, GoldRecord
from annotator.spans import OffsetMap, Range

ROOM = Room(ids=False, meta=False, about=False, stances=False)
_LAYERS = (
    "#FORMAT=WebAnno TSV 3.2",
    f"#T_SP={NAMED_ENTITY}|identifier|value",
    "#T_CH=de.tudarmstadt.ukp.dkpro.core.api.coref.type.CoreferenceLink|referenceType|referenceRelation",
)
BEFORE, NO_END = "#Annotator.Before=", "#Annotator.NoLineBreakAtTheEnd"
"""What only this program reads: the white space before the first word, and that none follows the last sentence."""
_LABEL = re.compile(r"[\w.:/ -]*[\w.:/]")
_NUMBER = re.compile(r"Q\d+")
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\f": "\\f", "\b": "\\b"})


def write(records: Iterable[GoldRecord], path: Path) -> Iterator[Dropped]:
    """Write a new folder with one file for each record; yields what was dropped of each."""
    with new_folder(path) as folder:
        taken: set[str] = set()
        for record in records:
            name = name_for(record.id, taken)
            fitted = fit_tsv(record, f"{name}.tsv")
            (folder / f"{name}.tsv").write_bytes("".join(f"{line}\n" for line in _lines(fitted)).encode())
            yield losses(record, fitted)


def fit_tsv(record: GoldRecord, source: str) -> GoldRecord:
    """What of a record this format has room for."""
    places: set[Range] = set()

    def keeps(mention: GoldMention) -> bool:
        place = Range(mention.start, mention.end)
        clean = mention.text == mention.text.strip() and _LABEL.fullmatch(mention.label) and "->" not in mention.label
        fresh = bool(clean) and place not in places
        places.add(place)
        return fresh

    fitted = fit(record, ROOM, keeps=keeps, meta={"source": source}, id=article_id(record.text))
    by_entity: dict[str, list[GoldMention]] = {}
    for mention in fitted.mentions:
        by_entity.setdefault(mention.entity, []).append(mention)
    entities = tuple(
        msgspec.structs.replace(
            e,
            name=name_of([m.text for m in by_entity[e.id]]),
            label=label_of(by_entity[e.id]),
            links={k: v for k, v in e.links.items() if k == "wikidata" and _NUMBER.fullmatch(v)},
        )
        for e in fitted.entities
    )
    return msgspec.structs.replace(fitted, entities=entities)


def _lines(record: GoldRecord) -> Iterator[str]:
    yield from (*_LAYERS, "")
    text = record.text
    to_pos = OffsetMap(text).to_pos
    cells = _Cells(record)
    tokens = words_of(text, [Range(m.start, m.end) for m in record.mentions])
    for number, sentence in enumerate(_sentences(text, tokens), start=1):
        first = sentence[0].start
        after = next((t.start for t in tokens[tokens.index(sentence[-1]) + 1 :]), len(text))
        yield ""
        if number == 1 and text[:first].strip(" "):
            yield BEFORE + text[:first].translate(_ESCAPES)
        if after == len(text) and not text.endswith("\n"):
            yield NO_END
        yield f"#Text={text[first:after].removesuffix(chr(10)).translate(_ESCAPES)}"
        for place, token in enumerate(sentence, start=1):
            offsets = f"{to_pos(token.start)}-{to_pos(token.end)}"
            yield "\t".join((f"{number}-{place}", offsets, token.of(text), *cells.of(token), ""))


def _sentences(text: str, tokens: Sequence[Range]) -> Iterator[list[Range]]:
    """The tokens of each line that has any."""
    held: list[Range] = []
    for token in tokens:
        if held and "\n" in text[held[-1].end : token.start]:
            yield held
            held = []
        held.append(token)
    if held:
        yield held


class _Cells:
    """What stands in the columns of the layers, for each token."""

    def __init__(self, record: GoldRecord) -> None:
        links = {e.id: e.links.get("wikidata") for e in record.entities}
        of_entity: dict[str, list[GoldMention]] = {}
        for mention in record.mentions:
            of_entity.setdefault(mention.entity, []).append(mention)
        chains = [mentions for mentions in of_entity.values() if len(mentions) > 1]
        linked = {m.id: (c, n) for c, items in enumerate(chains, 1) for n, m in enumerate(items, 1)}
        self._on: dict[int, list[tuple[str, str, str, str]]] = {}
        for number, m in enumerate(record.mentions, start=1):
            cells = self._cells_of(number, m, links[m.entity], linked.get(m.id), len(record.mentions))
            for at in range(m.start, m.end):
                self._on.setdefault(at, []).append(cells)

    def _cells_of(
        self, number: int, mention: GoldMention, wikidata: str | None, link: tuple[int, int] | None, shift: int
    ) -> tuple[str, str, str, str]:
        identifier = WIKIDATA + wikidata if wikidata else "*"
        label = re.sub("_", r"\\_", mention.label)
        chain = (f"*[{number + shift}]", f"*->{link[0]}-{link[1]}[{number + shift}]") if link else ("", "")
        return f"{identifier}[{number}]", f"{label}[{number}]", *chain

    def of(self, token: Range) -> Iterator[str]:
        """The cells of a token; several mentions on it are parted by "|"."""
        on = self._on.get(token.start, ())
        for column in range(4):
            yield "|".join(c[column] for c in on if c[column]) or "_"
