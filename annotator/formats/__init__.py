"""The formats: one file each, and this one table of them. A new format is a new file and a line here."""

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
from annotator.formats.prodigy import PRODIGY
from annotator.formats.report import REPORT
from annotator.formats.seesaw import SEESAW
from annotator.formats.semeval import SEMEVAL
from annotator.formats.stance_rows import PAIRS, STANCE_CSV
from annotator.formats.table import TABLE
from annotator.formats.text import TEXT
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
    PARQUET,
    PAIRS,
    STANCE_CSV,
    REPORT,
    TABLE,
    TEXT,
)
"""In the order in which :func:`detect` asks them; plain text takes what nobody else claims."""

_HEAD = 64 * 1024

__all__ = ["FORMATS", "REFUSED", "BadLine", "Brought", "Dropped", "Format", "Parsed", "detect", "find_format", "whole"]


def find_format(name: str) -> Format:
    """The format of that name; raises :class:`InputError` that lists the names."""
    for format in FORMATS:
        if format.name == name:
            return format
    raise InputError(f"there is no format {name!r}.", remedy=f"There are: {', '.join(f.name for f in FORMATS)}.")


def detect(path: Path) -> Format:
    """The format of a file, found by its content; raises :class:`InputError` when no format fits."""
    with opened(path) as file:
        head = file.read(_HEAD)
    for format in FORMATS:
        if format.reads and format.looks_like(head, path):
            return format
    raise InputError("no format that can be read.", where=str(path), remedy="See `annotator formats`.")
