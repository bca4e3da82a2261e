"""Columns of words and tags (CoNLL, IOB): one token a line, the last column its tag, an empty line between sentences.

IOB, IOB2, BIOES and BILOU are read. Words are joined by one space, sentences by a line break. A line ``-DOCSTART-`` begins
an article; where a file has none, each sentence is an article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from annotator.errors import InputError
from annotator.formats.base import BadLine, Format, Parsed
from annotator.formats.building import Named, finished
from annotator.formats.lines import first_lines, text_lines
from annotator.spans import Range

_TAG = re.compile(r"O|(?P<place>[BIESLUM])-(?P<label>\S+)")
_START = "-DOCSTART-"
_LOOKS = re.compile(r"\S+(?:[ \t]+\S+)*[ \t]+(?:O|[BIESLU]-\S+)\s*")

Token = tuple[str, str]
"""A word and its tag."""


def read(path: Path) -> Iterator[Parsed]:
    """Each article with its mentions; the same words with the same label are one entity.

    A line without a tag spoils its article, which comes as a BadLine.
    """
    for first, sentences, wrong in _articles(path):
        if wrong is not None:
            yield wrong
        elif sentences:
            try:
                yield _parse(sentences, path.name)
            except InputError as error:
                yield BadLine(first, str(error))


def _articles(path: Path) -> Iterator[tuple[int, list[list[Token]], BadLine | None]]:
    """The first line, the sentences and the first bad line of each article."""
    by_sentence = not _has_starts(path)
    first, sentences, words = 1, list[list[Token]](), list[Token]()
    wrong: BadLine | None = None
    for item in text_lines(path):
        number, line = (item.line, "") if isinstance(item, BadLine) else item
        if isinstance(item, BadLine):
            wrong = wrong or item
            continue
        fields = line.split()
        ends = not fields or fields[0] == _START
        if ends and words:
            sentences.append(words)
            words = []
        if ends and (by_sentence or fields):
            if sentences or wrong:
                yield first, sentences, wrong
            first, sentences, wrong = number + 1, [], None
        if ends or (len(fields) > 1 and fields[0] == "#"):
            continue
        if len(fields) < 2 or not _TAG.fullmatch(fields[-1]):
            wrong = wrong or BadLine(number, f"a word and a tag (O, B-…, I-…) are expected, not {line.strip()!r}.")
            continue
        words.append((fields[0], fields[-1]))
    if words:
        sentences.append(words)
    yield first, sentences, wrong


def _has_starts(path: Path) -> bool:
    return any(not isinstance(item, BadLine) and item[1].startswith(_START) for item in text_lines(path))


def _parse(sentences: list[list[Token]], source: str) -> Parsed:
    text = ""
    found: list[tuple[Range, str]] = []
    for sentence in sentences:
        text += "\n" * bool(text)
        places: list[Range] = []
        for word, _ in sentence:
            text += " " * bool(places)
            places.append(Range(len(text), len(text) + len(word)))
            text += word
        found += [(Range(places[a].start, places[b - 1].end), label) for a, b, label in spans([t for _, t in sentence])]
    entities: dict[tuple[str, str], list[Range]] = {}
    for place, label in found:
        entities.setdefault((place.of(text), label), []).append(place)
    named = [Named(str(n), words, places, label) for n, ((words, label), places) in enumerate(entities.items())]
    return finished(text, named, [], {"source": source})


def spans(tags: list[str]) -> list[tuple[int, int, str]]:
    """First token, token after the last, and label of each mention; every scheme of tags, and mixtures, read the same way.

    A mention ends where the label changes, where B, S or U begins another, and after E, L, S or U (the scorer of CoNLL
    2000 parts chunks like this).
    """
    out: list[tuple[int, int, str]] = []
    begin, now = 0, ""
    for number, tag in enumerate([*tags, "O"]):
        match = _TAG.fullmatch(tag)
        place, label = (match["place"], match["label"]) if match else (None, None)
        if now and (label != now or place in ("B", "S", "U")):
            out.append((begin, number, now))
            now = ""
        if label and not now:
            begin, now = number, label
        if now and place in ("E", "L", "S", "U"):
            out.append((begin, number + 1, now))
            now = ""
    return out


def looks_like(head: bytes, _path: Path) -> bool:
    """Every one of the first lines is a word with a tag at the end."""
    lines = [line for line in first_lines(head) if not line.startswith(_START)]
    return len(lines) > 1 and all(_LOOKS.fullmatch(line) for line in lines)


CONLL = Format(
    "conll",
    "Columns of words and tags (CoNLL, IOB), an empty line between sentences",
    (".conll", ".iob", ".txt", ".tsv"),
    looks_like,
    reader=read,
    loses=("the white space of the text", "which mentions are of one entity", "stances", "mentions within mentions"),
    marks=("entities",),
)
