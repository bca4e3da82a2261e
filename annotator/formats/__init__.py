"""The formats: one file each, and this one table of them. A new format is a new file and a line here.

Those of other packages join them (:mod:`annotator.formats.plugged`).
"""

from __future__ import annotations

from pathlib import Path

from annotator.errors import InputError
from annotator.files import opened
from annotator.formats.base import REFUSED, BadLine, Brought, Dropped, Format, Parsed, whole
from annotator.formats.brat import BRAT
from annotator.formats.cas import CAS
from annotator.formats.cas_json import CAS_JSON
from annotator.formats.conll import CONLL
from annotator.formats.docbin import DOCBIN
from annotator.formats.doccano import DOCCANO
from annotator.formats.dse import DSE
from annotator.formats.gold_jsonl import GOLD
from annotator.formats.hugging_face import HUGGING_FACE
from annotator.formats.label_studio import LABEL_STUDIO
from annotator.formats.newsmtsc import NEWSMTSC
from annotator.formats.parquet import PARQUET
from annotator.formats.plover import PLOVER
from annotator.formats.plugged import Plugged, plugged
from annotator.formats.prodigy import PRODIGY
from annotator.formats.report import REPORT
from annotator.formats.seesaw import SEESAW
from annotator.formats.semeval import SEMEVAL
from annotator.formats.spacy_training import SPACY_TRAINING
from annotator.formats.stance_rows import PAIRS, STANCE_CSV
from annotator.formats.table import TABLE
from annotator.formats.text import TEXT, article_of
from annotator.formats.web_annotation import WEB_ANNOTATION
from annotator.formats.webanno_tsv import WEBANNO_TSV

FORMATS: tuple[Format, ...] = (
    GOLD,
    CAS_JSON,
    CAS,
    NEWSMTSC,
    SEESAW,
    PLOVER,
    WEB_ANNOTATION,
    SEMEVAL,
    LABEL_STUDIO,
    PRODIGY,
    DOCCANO,
    DOCBIN,
    BRAT,
    WEBANNO_TSV,
    DSE,
    CONLL,
    HUGGING_FACE,
    SPACY_TRAINING,
    PARQUET,
    PAIRS,
    STANCE_CSV,
    REPORT,
    TABLE,
    TEXT,
)
"""In the order in which :func:`detect` asks them; plain text takes what nobody else claims."""

_NAMES = frozenset(format.name for format in FORMATS)
_HEAD = 64 * 1024

__all__ = [
    "FORMATS", "REFUSED", "BadLine", "Brought", "Dropped", "Format", "Parsed", "all_formats", "article_of", "brought_by",
    "detect", "find_format", "whole",
]  # fmt: skip


def all_formats() -> tuple[Format, ...]:
    """Our formats and those of other packages, in the order in which :func:`detect` asks them: gold, theirs, the rest."""
    return (GOLD, *brought_by().formats, *FORMATS[1:])


def brought_by() -> Plugged:
    """What other packages bring, and what of it cannot be used."""
    return plugged(_NAMES)


def find_format(name: str) -> Format:
    """The format of that name; raises :class:`InputError` that lists the names."""
    formats = all_formats()
    for format in formats:
        if format.name == name:
            return format
    there = f"There are: {', '.join(f.name for f in formats)}."
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
