"""WebAnno TSV 3.x, the tab-separated files of WebAnno and INCEpTION: one article a file, mentions may nest.

The text is put together as INCEpTION does it: a line break after each sentence unless the next begins at once, spaces where
more is missing. Where that is not the text, lines that INCEpTION passes over tell this program what is. Offsets in the file
count UTF-16 units. Every span layer but those of words (lemmas, parts of speech) gives mentions; chains, and relations of a
layer of coreference, make entities of them. INCEpTION's user guide describes it, "WebAnno TSV 3.3 file format".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from annotator.errors import InputError
from annotator.files import file_name
from annotator.formats.base import BadLine, Format, Parsed
from annotator.formats.building import ANYTHING, Named, finished
from annotator.formats.dkpro import label_in, links_in
from annotator.formats.lines import text_lines
from annotator.formats.webanno_columns import Key, Layer, chained_of, is_of_mentions, layer_of, links_of, spans_of
from annotator.formats.webanno_writing import BEFORE, NO_END, write
from annotator.spans import OffsetMap, Range

MOST_MISSING = 1_000_000
"""So many characters at most may be missing before a sentence."""
_FORMAT = "#FORMAT=WebAnno TSV 3"
_TEXT = "#Text="
_JAVA = re.compile(r"\\u([0-9a-fA-F]{4})")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_ESCAPES = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "b": "\b"}


@dataclass(slots=True)
class _Span:
    """A span that grows token by token, and its features' values. Offsets are the file's."""

    start: int
    end: int
    values: dict[str, str] = field(default_factory=dict)
    place: Range = field(default_factory=lambda: Range(0, 0))


@dataclass(slots=True)
class _Reading:
    """What was read of a file so far; ``length`` is that of the text in units of the file's offsets."""

    measure: Callable[[str], int]
    layers: list[Layer] = field(default_factory=list)
    width: int = 3
    text: str = ""
    length: int = 0
    sentence: str = ""
    old: bool = False
    before: str = ""
    open_end: bool = False
    tokens: list[tuple[int, int, str, int]] = field(default_factory=list)
    spans: dict[Key, _Span] = field(default_factory=dict)
    links: list[tuple[Key, Key]] = field(default_factory=list)


def read(path: Path) -> Iterator[Parsed]:
    """The one article of a file; raises InputError that names the line which is wrong."""
    try:
        to_offset: Callable[[int], int]
        reading = _read(path, lambda words: OffsetMap(words).pos_length)
        to_offset = OffsetMap(reading.text).to_offset
        _check(reading, to_offset, path)
    except InputError as error:  # some tools count code points
        try:
            reading, to_offset = _read(path, len), int
            _check(reading, to_offset, path)
        except InputError:
            raise error from None
    try:
        yield _finish(reading, to_offset, file_name(path))
    except InputError as error:
        raise InputError(str(error), where=str(path)) from error


def _read(path: Path, measure: Callable[[str], int]) -> _Reading:
    reading = _Reading(measure)
    number = 0
    for item in text_lines(path):
        if isinstance(item, BadLine):
            raise InputError(item.cause, where=f"{path}:{item.line}")
        number, line = item
        try:
            _take(reading, line, number)
        except (InputError, ValueError) as error:
            cause = str(error) if isinstance(error, InputError) else "the offsets are no numbers."
            raise InputError(cause, where=f"{path}:{number}") from error
    if not reading.text.strip():
        raise InputError("there is no sentence in it.", where=str(path))
    if reading.before.isspace() and reading.text.startswith(" " * len(reading.before)):
        reading.text = reading.before + reading.text[len(reading.before) :]
    if reading.open_end:
        reading.text = reading.text.removesuffix("\n")
    return reading


def _take(reading: _Reading, line: str, number: int) -> None:
    if number == 1:
        if not line.startswith(_FORMAT):
            raise InputError("no WebAnno TSV of version 3.", remedy="Export it as WebAnno TSV v3.")
        reading.old = line.startswith((_FORMAT + ".0", _FORMAT + ".1"))
    elif line.startswith("#T_"):
        layer = layer_of(line, reading.width)
        reading.width += len(layer.features)
        if is_of_mentions(layer):
            reading.layers.append(layer)
    elif line.startswith(BEFORE):
        reading.before = _unescaped(line.removeprefix(BEFORE), old=False)
    elif line == NO_END:
        reading.open_end = True
    elif line.startswith(_TEXT):
        reading.sentence += _unescaped(line.removeprefix(_TEXT), old=reading.old) + "\n"
    elif line and not line.startswith("#"):
        _take_token(reading, line.split("\t"), number)


def _take_token(reading: _Reading, fields: Sequence[str], number: int) -> None:
    if len(fields) < reading.width:
        raise InputError(f"{reading.width} columns are expected, but there are {len(fields)}.")
    unit = fields[0]
    start, end = map(int, fields[1].split("-"))
    if reading.sentence:
        _begin_sentence(reading, start)
    reading.tokens.append((start, end, fields[2], number))
    for layer in reading.layers:
        cells = fields[layer.index : layer.index + len(layer.features)]
        if layer.kind == "span":
            for key, feature, value in spans_of(layer, unit, cells):
                _grow(reading, key, start, end, feature, value)
        elif layer.kind == "chain":
            for key, value in chained_of(layer, cells):
                _grow(reading, key, start, end, "type", value)
                reading.links.append((key, key[:2]))
        else:
            reading.links += links_of(layer, unit, cells)


def _grow(reading: _Reading, key: Key, start: int, end: int, feature: str, value: str) -> None:
    span = reading.spans.setdefault(key, _Span(start, end))
    span.end = max(span.end, end)
    if value:
        span.values.setdefault(feature, value)


def _begin_sentence(reading: _Reading, start: int) -> None:
    """Add the words of the sentence whose first token begins at ``start``, and what is missing before it."""
    if reading.length > start and reading.text.endswith("\n"):
        reading.text, reading.length = reading.text[:-1], reading.length - 1
    if not 0 <= start - reading.length <= MOST_MISSING:
        raise InputError(f"a sentence begins at {start}, but the one before ends at {reading.length}.")
    reading.text += " " * (start - reading.length) + reading.sentence
    reading.length = start + reading.measure(reading.sentence)
    reading.sentence = ""


def _unescaped(words: str, *, old: bool) -> str:
    """The words of a sentence without escapes; until version 3.1 they were those of Java."""
    if "\\" not in words:
        return words
    if old:
        words = _JAVA.sub(lambda m: chr(int(m[1], 16)), words)
        words = words.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _ESCAPED.sub(lambda m: _ESCAPES.get(m[1], m[1]), words)


def _check(reading: _Reading, to_offset: Callable[[int], int], path: Path) -> None:
    """Raise InputError for the first token that does not stand where it is said to stand."""
    for start, end, words, number in reading.tokens:
        there = reading.text[to_offset(start) : to_offset(end)]
        if there != words and "\\" not in words:
            raise InputError(f"the token {words!r} is not at {start}-{end}: {there!r} is.", where=f"{path}:{number}")


# --- the whole article


def _finish(reading: _Reading, to_offset: Callable[[int], int], source: str) -> Parsed:
    for span in reading.spans.values():
        span.place = Range(to_offset(span.start), to_offset(span.end))
    leader = _leaders(reading)
    entities: dict[Key, list[_Span]] = {}
    for key, span in sorted(reading.spans.items(), key=lambda item: (item[1].start, -item[1].end)):
        entities.setdefault(leader(key), []).append(span)
    text = reading.text
    return finished(text, [_named(str(n), text, e) for n, e in enumerate(entities.values())], [], {"source": source})


def _leaders(reading: _Reading) -> Callable[[Key], Key]:
    """Which key stands for all spans of an entity. A chain's link on another layer's span is that span."""
    above: dict[Key, Key] = {}

    def leader(key: Key) -> Key:
        while key in above:
            key = above[key]
        return key

    def join(one: Key, other: Key) -> None:
        one, other = leader(one), leader(other)
        if one != other:
            above[one] = other

    for one, other in reading.links:
        join(one, other)
    chains = {one for one, other in reading.links if other == one[:2]}
    by_place = {span.place: key for key, span in reading.spans.items() if key not in chains}
    for key in sorted(chains):
        twin = by_place.get(reading.spans[key].place)
        if twin is not None:
            join(key, twin)
            del reading.spans[key]
    return leader


def _named(key: str, text: str, spans: Sequence[_Span]) -> Named:
    labels = [label_in(span.values) or ANYTHING for span in spans]
    words = [" ".join(span.place.of(text).split()) for span in spans]
    short = [w for w in words if len(w.split()) <= 6] or words[:1]
    links = {name: value for span in spans for name, value in links_in(span.values)}
    label = Counter(labels).most_common(1)[0][0]
    return Named(key, max(short, key=len), [span.place for span in spans], label, labels, links)


def looks_like(head: bytes, _path: Path) -> bool:
    """The first line names the format."""
    return head.removeprefix(b"\xef\xbb\xbf").startswith(_FORMAT.encode())


WEBANNO_TSV = Format(
    "webanno_tsv",
    "WebAnno TSV 3 (WebAnno, INCEpTION), a folder with a file for each article",
    (".webanno", ".tsv"),
    looks_like,
    reader=read,
    writer=write,
    loses=(
        "to other programs: white space before the first word, and that no line break ends the text",
        "id and metadata of an article",
        "two mentions at the same place",
        "names of entities, links other than Wikidata's",
        "stances",
        "who curated, boilerplate, what was looked at, rejections, the counts of decisions",
    ),
    marks=("entities",),
    folder=True,
)
