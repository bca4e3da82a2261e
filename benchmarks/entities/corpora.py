"""Public corpora of names as documents: Wikigold (CoNLL columns), re3d (JSON lines) and GUM news (WebAnno TSV 3.2).

What cannot be compared is left open: descriptions ("U.S. forces"), names within names, and labels that a corpus does not
have. Whatever a model says about an open place is neither right nor wrong.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import regex

from annotator.spans import Range
from annotator.suggest.edges import clean
from annotator.suggest.people import OFFICES, PARTICLES

COARSE = {
    "PERSON": "PERSON", "ORG": "ORG", "GPE": "PLACE", "LOC": "PLACE", "FAC": "PLACE", "NORP": "NORP",
    "EVENT": "OTHER", "LAW": "OTHER", "PRODUCT": "OTHER", "WORK_OF_ART": "OTHER",
}  # fmt: skip
"""Our labels, as coarse as the corpora's."""

_NO_SPACE_BEFORE = regex.compile(r"[,.;:!?%)\]}’”]+|'s|'|n't|'(?:re|ve|ll|d|m)|’\w{1,2}", regex.IGNORECASE)
_SMALL = frozenset(["of", "the", "and", "for", "'s", "’s", "&", "on", "in", "-", "to", "a", "ad", "du", *PARTICLES])
_PRONOUNS = regex.compile(
    r"(?:he|she|it|they|his|hers?|him|them|we|i|the|this|that|their|its|you|our|us|my|your|me|these|those|who)"
)


class Gold(msgspec.Struct, frozen=True):
    """A name in a document; ``label`` is one of the corpus, ``entity`` the chain that it belongs to, where there is one."""

    start: int
    end: int
    label: str
    entity: str = ""

    @property
    def range(self) -> Range:
        return Range(self.start, self.end)


class Document(msgspec.Struct, frozen=True):
    """A text with its names, and the places that are open. ``labels`` says which coarse labels its names can have."""

    corpus: str
    id: str
    text: str
    gold: tuple[Gold, ...]
    open: tuple[Range, ...] = ()
    chained: tuple[Gold, ...] = ()
    """All names, also those within others, where the corpus says which belong together."""
    labels: frozenset[str] = frozenset()
    merged: bool = False
    """True when nationalities and all other things have one label, "MISC"."""

    def coarse(self, label: str) -> str | None:
        """A label of ours as this corpus would say it; None when it has none like it."""
        found = COARSE.get(label)
        if self.merged and found in ("NORP", "OTHER"):
            return "MISC"
        return found if found in self.labels else None


class _Text:
    """A text that grows by tokens, written as an editor would."""

    def __init__(self) -> None:
        self.text = ""
        self._glue = True
        self._quote = False

    def add(self, token: str, *, tight: bool = False) -> Range:
        """Write a token, without white space around it when it is ``tight``; where it stands."""
        glue = self._glue or tight or _NO_SPACE_BEFORE.fullmatch(token) is not None
        self._glue = tight or token in ("(", "[", "$", "“", "‘")
        if token == '"':
            glue, self._glue, self._quote = glue or self._quote, not self._quote, not self._quote
        if not glue:
            self.text += " "
        start = len(self.text)
        self.text += token
        return Range(start, len(self.text))

    def end_line(self, gap: str = "\n") -> None:
        """Begin another line."""
        self.text += gap
        self._glue, self._quote = True, False


def read_wikigold(path: Path) -> list[Document]:
    """The articles of Wikigold, one sentence a line."""
    names = {"PER": "PERSON", "ORG": "ORG", "LOC": "PLACE", "MISC": "MISC"}
    documents: list[Document] = []
    for number, part in enumerate(path.read_text(encoding="utf-8").split("-DOCSTART- O")):
        writer, gold, before = _Text(), list[Gold](), "O"
        for line in part.strip().split("\n"):
            if not line.strip():
                writer.end_line()
                before = "O"
                continue
            token, tag = line.rsplit(" ", 1)
            place = writer.add(token)
            if tag != "O" and tag == before:
                gold[-1] = Gold(gold[-1].start, place.end, gold[-1].label)
            elif tag != "O":
                gold.append(Gold(place.start, place.end, names[tag[2:]]))
            before = tag
        if gold:
            labels = frozenset({"PERSON", "ORG", "PLACE", "MISC"})
            documents.append(_prepare("wikigold", str(number), writer.text, gold, labels, merged=True))
    return documents


def read_re3d(path: Path) -> list[Document]:
    """The documents of re3d, without those whose text may not be shared alike (Wikipedia's are measured, never fitted)."""
    names = {"Person": "PERSON", "Organisation": "ORG", "Location": "PLACE", "Nationality": "NORP"}
    labels = frozenset(names.values())
    documents: list[Document] = []
    for folder in sorted(p.parent for p in path.glob("*/entities.json")):
        gold: dict[str, list[Gold]] = {}
        for row in _json_lines(folder / "entities.json"):
            label = names.get(row["type"], "")
            gold.setdefault(row["documentId"], []).append(Gold(row["begin"], row["end"], label))
        documents += [
            _prepare(f"re3d/{folder.name}", row["_id"], row["text"], gold[row["_id"]], labels)
            for row in _json_lines(folder / "documents.json")
            if row["_id"] in gold
        ]
    return documents


def _json_lines(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        if line.strip():
            yield json.loads(line)


def read_gum(path: Path) -> list[Document]:
    """The articles of GUM's news, one sentence a line, with their chains."""
    return [_read_gum_file(file) for file in sorted(path.glob("*.tsv"))]


def _read_gum_file(file: Path) -> Document:
    names = {"person": "PERSON", "organization": "ORG", "place": "PLACE"}
    writer, places, chains = _Text(), dict[str, tuple[Range, str]](), _Chains()
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        if not line.strip():
            writer.end_line()
            continue
        cells = line.split("\t")
        place = writer.add(cells[2], tight=cells[2] == "-")
        if cells[3] != "_":
            for part in cells[3].split("|"):
                label, _, number = part.rstrip("]").partition("[")
                key = number or f"token {cells[0]}"
                known = places.get(key)
                places[key] = (Range(known[0].start if known else place.start, place.end), label)
        if cells[8] != "_":
            for kind, link in zip(cells[8].split("|"), cells[9].split("|"), strict=True):
                token, _, ids = link.rstrip("]").partition("[")
                to, _, of = (ids or "0_0").partition("_")  # the relation stands with its target, and says its source
                if not kind.startswith(("bridge", "disc")):
                    chains.join(to if to != "0" else f"token {token}", of if of != "0" else f"token {cells[0]}")
    gold = [Gold(r.start, r.end, names.get(label, ""), chains.find(key)) for key, (r, label) in places.items()]
    return _prepare("gum_news", file.stem, writer.text, gold, frozenset(names.values()))


class _Chains:
    """Sets of mentions that are joined pair by pair."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def find(self, key: str) -> str:
        while (parent := self._parent.get(key, key)) != key:
            key = parent
        return key

    def join(self, one: str, other: str) -> None:
        self._parent[self.find(one)] = self.find(other)


def _prepare(
    corpus: str, id: str, text: str, gold: Iterable[Gold], labels: frozenset[str], *, merged: bool = False
) -> Document:
    """A document with its gold in our convention: clean edges, no offices; what cannot be compared is open."""
    names: list[Gold] = []
    chain: list[Gold] = []
    rest: list[Range] = []
    for item in gold:
        span = as_name(text, item.range, item.label)
        if span is not None and item.entity and item.label in labels:
            chain.append(Gold(span.start, span.end, item.label, item.entity))
        listed = "," in item.range.of(text) and item.label == "PLACE"  # "Mecca, Saudi Arabia" may be two
        if span is None or listed or item.label not in labels:
            rest.append(item.range)
        else:
            names.append(Gold(span.start, span.end, item.label, item.entity))
    names.sort(key=lambda g: (g.start, -g.end))
    outer: list[Gold] = []
    for item in names:
        if outer and item.start < outer[-1].end:
            rest.append(item.range)
        else:
            outer.append(item)
    chained = tuple({g.range: g for g in sorted(chain, key=lambda g: (g.start, -g.end))}.values())
    return Document(corpus, id, text, tuple(outer), tuple(rest), chained, labels, merged)


def as_name(text: str, span: Range, label: str) -> Range | None:
    """``span`` in our convention, or None when it is no name: all its words but the small ones have a capital."""
    found = clean(text, span, label)
    if found is None:
        return None
    if label == "PERSON":
        found = _without_office(text, found)
    words = found.of(text).split()
    if not words or not any(c.isupper() or c.isdigit() for c in words[-1]):
        return None
    if label == "PERSON" and ("and" in words or words[0] in ("of", "for")):  # two people, or only an office
        return None
    for word in words:
        if not (any(c.isupper() for c in word) or word.lower() in _SMALL or not word[0].isalpha()):
            return None
    return found if any(w[0].isupper() and not _PRONOUNS.fullmatch(w.lower()) for w in words) else None


def _without_office(text: str, span: Range) -> Range:
    """Of "US President Donald Trump" the name."""
    start = span.start
    for match in regex.finditer(r"\S+\s+", span.of(text)):
        if match[0].strip().rstrip(".,").lower() in OFFICES:
            start = span.start + match.end()
    return Range(start, span.end) if start < span.end else span


READERS: dict[str, Callable[[Path], list[Document]]] = {
    "wikigold": read_wikigold, "re3d": read_re3d, "gum": read_gum,
}  # fmt: skip
