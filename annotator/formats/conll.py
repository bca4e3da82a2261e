"""Columns of words and tags (CoNLL, IOB): one token a line, the last column its tag, an empty line between sentences.

IOB, IOB2, BIOES and BILOU are read. Words are joined by one space, sentences by a line break, unless a column says what
white space there is (:mod:`annotator.formats.spaces`). A line ``-DOCSTART-`` begins an article; where a file has none, each
sentence is an article. IOB2 is written, in the four columns of CoNLL-2003, a sentence for each line of the text, the white
space in the third; of mentions that overlap, the longest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from annotator.errors import InputError
from annotator.files import file_name, replacing
from annotator.formats.base import BadLine, Dropped, Format, Parsed
from annotator.formats.building import Named, finished
from annotator.formats.lines import first_lines, text_lines
from annotator.formats.room import losses
from annotator.formats.spaces import NOTHING_SAID, after, before, said
from annotator.formats.tokens import words_of
from annotator.gold import GoldMention, GoldRecord, to_gold
from annotator.spans import Range

_TAG = re.compile(r"O|(?P<place>[BIESLUM])-(?P<label>\S+)")
_START = "-DOCSTART-"
_LABEL = re.compile(r"\S+")
_LOOKS = re.compile(r"\S+(?:[ \t]+\S+)*[ \t]+(?:O|[BIESLU]-\S+)\s*")


class Token(NamedTuple):
    """A word, its tag, and what is said of the white space around it."""

    word: str
    tag: str
    spaces: str = NOTHING_SAID


def read(path: Path) -> Iterator[Parsed]:
    """Each article with its mentions; the same words with the same label are one entity.

    A line without a tag spoils its article, which comes as a BadLine.
    """
    for first, sentences, wrong in _articles(path):
        if wrong is not None:
            yield wrong
        elif sentences:
            try:
                yield _parse(sentences, file_name(path))
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
        if ends or (fields[0] == "#" and len(fields) > 1 and not _TAG.fullmatch(fields[-1])):
            continue
        if len(fields) < 2 or not _TAG.fullmatch(fields[-1]):
            wrong = wrong or BadLine(number, f"a word and a tag (O, B-…, I-…) are expected, not {line.strip()!r}.")
            continue
        spaces = next((f for f in fields[1:-1] if f.startswith("Space")), NOTHING_SAID)
        words.append(Token(fields[0], fields[-1], spaces))
    if words:
        sentences.append(words)
    yield first, sentences, wrong


def _has_starts(path: Path) -> bool:
    return any(not isinstance(item, BadLine) and item[1].startswith(_START) for item in text_lines(path))


def _parse(sentences: list[list[Token]], source: str) -> Parsed:
    pieces = [before(sentences[0][0].spaces)]
    length = len(pieces[0])
    found: list[tuple[Range, str]] = []
    for sentence in sentences:
        places: list[Range] = []
        for number, token in enumerate(sentence, start=1):
            last = number == len(sentence)
            gap = after(token.spaces, " " if not last else "\n" if sentence is not sentences[-1] else "")
            places.append(Range(length, length + len(token.word)))
            pieces += [token.word, gap]
            length += len(token.word) + len(gap)
        found += [
            (Range(places[a].start, places[b - 1].end), label) for a, b, label in spans([t.tag for t in sentence])
        ]
    text = "".join(pieces)
    entities: dict[tuple[str, str], list[Range]] = {}
    for place, label in found:
        entities.setdefault((" ".join(place.of(text).split()), label), []).append(place)
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


# --- writing


def write(records: Iterable[GoldRecord], path: Path) -> Iterator[Dropped]:
    """Write the words and tags of each record; yields what was dropped of each."""
    with replacing(path) as file:
        for record in records:
            kept = flat(record.mentions)
            sentences = _sentences(record, kept)
            lines = ["\n".join(f"{t.word} -X- {t.spaces} {t.tag}" for t in sentence) for sentence in sentences]
            file.write(("\n\n".join([f"{_START} -X- O O", *lines]) + "\n\n").encode())
            parsed = _parse(sentences, file_name(path))
            assert isinstance(parsed, tuple)
            yield losses(record, _named_as(to_gold(*parsed), kept))


def flat(mentions: Iterable[GoldMention]) -> list[GoldMention]:
    """The mentions that tags can mark, in order: they do not overlap, and no white space is at their edges or in labels."""
    kept: list[GoldMention] = []
    for m in sorted(mentions, key=lambda m: (m.start - m.end, m.start)):
        clean = m.text == m.text.strip() and _LABEL.fullmatch(m.label)
        if clean and not any(m.start < other.end and other.start < m.end for other in kept):
            kept.append(m)
    return sorted(kept, key=lambda m: m.start)


def _sentences(record: GoldRecord, kept: Sequence[GoldMention]) -> list[list[Token]]:
    """The words with their tags, for each line of the text; a mention that goes over a line break keeps them together."""
    text = record.text
    place_of = {at: m for m in kept for at in range(m.start, m.end)}
    tokens = words_of(text, [Range(m.start, m.end) for m in kept])
    sentences: list[list[Token]] = [[]]
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        mention = place_of.get(token.start)
        tag = "O" if mention is None else f"{'B' if mention.start == token.start else 'I'}-{mention.label}"
        end = len(text) if following is None else following.start
        gap = text[token.end : end]
        goes_on = mention is not None and following is not None and following.end <= mention.end
        ends = following is not None and "\n" in gap and not goes_on
        usual = "\n" if ends else " " if following is not None else ""
        spaces = said(text[: token.start] if token is tokens[0] else "", gap, usual)
        sentences[-1].append(Token(token.of(text), tag, spaces))
        if ends:
            sentences.append([])
    return sentences


def _named_as(record: GoldRecord, kept: Sequence[GoldMention]) -> GoldRecord:
    """The record that a reader makes, with the ids of the mentions and entities that were written."""
    entity_of: dict[str, str] = {}
    mentions: list[GoldMention] = []
    for mention, written in zip(record.mentions, kept, strict=True):
        if mention.entity not in entity_of:
            fresh = written.entity not in entity_of.values()
            entity_of[mention.entity] = written.entity if fresh else f"another {mention.entity}"
        mentions.append(msgspec.structs.replace(mention, id=written.id, entity=entity_of[mention.entity]))
    entities = tuple(msgspec.structs.replace(e, id=entity_of[e.id]) for e in record.entities)
    return msgspec.structs.replace(record, mentions=tuple(mentions), entities=entities)


def looks_like(head: bytes, path: Path) -> bool:
    """Every one of the first lines is a word with a tag at the end, or the file's name says so."""
    if path.suffix.lower() in (".conll", ".iob", ".iob2", ".bio"):
        return True
    lines = [line for line in first_lines(head) if not line.startswith(_START)]
    return len(lines) > 1 and all(_LOOKS.fullmatch(line) for line in lines)


CONLL = Format(
    "conll",
    "Columns of words and tags (CoNLL, IOB), an empty line between sentences",
    (".conll", ".iob", ".txt", ".tsv"),
    looks_like,
    reader=read,
    writer=write,
    loses=(
        "id and metadata of an article",
        "which mentions are of one entity (the same words are), names and links of entities",
        "mentions that overlap: the longest stays",
        "stances",
        "who curated, boilerplate, what was looked at, rejections, the counts of decisions",
    ),
    marks=("entities",),
)
