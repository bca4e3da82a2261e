"""The two public corpora that the default model is trained on, read from their own files.

NewsMTSC (Hamborg and Donnay, EACL 2021): sentences with the polarity towards a mention. DSE (Park, Pan and Joo, Findings
of ACL 2021): sentences with who is for or against whom. Neither comes with the program.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import msgspec

from annotator.errors import InputError
from annotator.spans import Range

_SENTIMENT = {2: 2, 4: 0, 6: 1}


class TargetRow(msgspec.Struct, frozen=True):
    """A sentence and a mention in it; ``wanted`` is 0 for neither, 1 for favor, 2 for against."""

    text: str
    target: Range
    wanted: int


class PairRow(msgspec.Struct, frozen=True):
    """A sentence and two mentions in it. ``wanted`` is 0 for neither, 1 the first favors the second, 2 the second the
    first, 3 the first is against the second, 4 the second against the first."""

    text: str
    first: Range
    second: Range
    wanted: int


def read_newsmtsc(path: Path) -> Iterator[TargetRow]:
    """The targets of a file in the corpus's JSON lines; raises InputError naming the line."""
    for number, line in _lines(path):
        try:
            record = json.loads(line)
            for target in record["targets"]:
                span = Range(int(target["from"]), int(target["to"]))
                yield TargetRow(record["sentence_normalized"], span, _SENTIMENT[round(float(target["polarity"]))])
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(f"line {number} is no NewsMTSC sentence: {error!r}.", where=str(path)) from error


def read_dse(path: Path) -> Iterator[PairRow]:
    """The pairs of a tab-separated file with the entities in [brackets]; raises InputError naming the line.

    Lines whose entities are not both in brackets are left out.
    """
    for number, line in _lines(path):
        try:
            marked, first, second, wanted = line.split("\t")
            text, spans = _unmarked(marked)
            ones = [s for s in spans if s.of(text) == first][:1]
            others = [s for s in spans if s.of(text) == second and s not in ones]
            if ones and others:
                yield PairRow(text, ones[0], others[0], (0, 1, 2, 3, 4)[int(wanted)])
        except (ValueError, IndexError) as error:
            raise InputError(f"line {number} is no DSE pair: {error}.", where=str(path)) from error


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield number, line.rstrip("\n")
    except OSError as error:
        raise InputError("the corpus cannot be read.", where=str(path), remedy="Give the path of its file.") from error


def _unmarked(marked: str) -> tuple[str, list[Range]]:
    """The text without its brackets, and the ranges that stood in them."""
    text: list[str] = []
    spans: list[Range] = []
    opened: int | None = None
    for sign in marked:
        if sign == "[":
            opened = len(text)
        elif sign == "]" and opened is not None:
            spans.append(Range(opened, len(text)))
            opened = None
        else:
            text.append(sign)
    return "".join(text), spans
