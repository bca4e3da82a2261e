"""The formats: one file each, and this one table of them. A new format is a new file and a line here.

Those of other packages join them (:mod:`annotator.formats.plugged`).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.errors import InputError
from annotator.files import opened
from annotator.formats.base import REFUSED, BadLine, Brought, Dropped, Format, Parsed, whole
from annotator.formats.listed import Listed
from annotator.formats.text import article_of

if TYPE_CHECKING:
    from annotator.formats.plugged import Plugged

FORMATS = Listed(
    ("gold", "gold_jsonl", "GOLD"),
    ("cas_json", "cas_json", "CAS_JSON"),
    ("cas", "cas", "CAS"),
    ("newsmtsc", "newsmtsc", "NEWSMTSC"),
    ("seesaw", "seesaw", "SEESAW"),
    ("plover", "plover", "PLOVER"),
    ("web_annotation", "web_annotation", "WEB_ANNOTATION"),
    ("semeval", "semeval", "SEMEVAL"),
    ("label_studio", "label_studio", "LABEL_STUDIO"),
    ("prodigy", "prodigy", "PRODIGY"),
    ("doccano", "doccano", "DOCCANO"),
    ("docbin", "docbin", "DOCBIN"),
    ("brat", "brat", "BRAT"),
    ("webanno_tsv", "webanno_tsv", "WEBANNO_TSV"),
    ("dse", "dse", "DSE"),
    ("conll", "conll", "CONLL"),
    ("hugging_face", "hugging_face", "HUGGING_FACE"),
    ("spacy_training", "spacy_training", "SPACY_TRAINING"),
    ("parquet", "parquet", "PARQUET"),
    ("stance_pairs", "stance_rows", "PAIRS"),
    ("stance_csv", "stance_rows", "STANCE_CSV"),
    ("report", "report", "REPORT"),
    ("table", "table", "TABLE"),
    ("text", "text", "TEXT"),
)
"""In the order in which :func:`detect` asks them; plain text takes what nobody else claims."""

_HEAD = 64 * 1024

__all__ = [
    "FORMATS", "REFUSED", "BadLine", "Brought", "Dropped", "Format", "Parsed", "all_formats", "article_of", "brought_by",
    "detect", "find_format", "whole",
]  # fmt: skip


def all_formats() -> Iterator[Format]:
    """Our formats and those of other packages, in the order in which :func:`detect` asks them: gold, theirs, the rest."""
    yield FORMATS[0]
    yield from brought_by().formats
    yield from FORMATS[1:]


def brought_by() -> Plugged:
    """What other packages bring, and what of it cannot be used."""
    from annotator.formats.plugged import plugged  # reading what is installed takes longer than most formats

    return plugged(frozenset(FORMATS.names))


def find_format(name: str) -> Format:
    """The format of that name; raises :class:`InputError` that lists the names."""
    found = FORMATS.named(name) or next((f for f in brought_by().formats if f.name == name), None)
    if found is not None:
        return found
    there = f"There are: {', '.join(f.name for f in all_formats())}."
    raise InputError(f"there is no format {name!r}.", remedy=" ".join((there, *_problems())))


def detect(path: Path) -> Format:
    """The format of a file, found by its content; raises :class:`InputError` when no format fits."""
    with opened(path) as file:
        head = file.read(_HEAD)
    for format in all_formats():
        if format.reads and format.looks_like(head, path):
            return format
    remedy = " ".join(("See `annotator formats`.", *_problems()))
    raise InputError("no format that can be read.", where=str(path), remedy=remedy)


def _problems() -> list[str]:
    """What is wrong with formats of other packages, each as a sentence."""
    return [problem[:1].upper() + problem[1:] for problem in brought_by().problems]
