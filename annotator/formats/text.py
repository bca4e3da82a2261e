"""Plain text: one article a file, kept exactly as it is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from annotator.errors import InputError
from annotator.files import file_name, opened
from annotator.formats.base import Format, Parsed
from annotator.records import Article
from annotator.sections import find_tail, find_title

MOST_BYTES = 20_000_000
"""A larger file is no article."""
_DATA = (
    ".csv",
    ".tsv",
    ".json",
    ".jsonl",
    ".jsonld",
    ".xml",
    ".xmi",
    ".spacy",
    ".ann",
    ".annot",
    ".parquet",
    ".zip",
    ".gz",
)
_REMEDY = "Save the file as UTF-8 text and import it again."


def read(path: Path) -> Iterator[Parsed]:
    """The article in a text file. UTF-8 (a byte order mark is no part of the text) or UTF-16 with its mark."""
    with opened(path) as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise InputError(f"larger than {MOST_BYTES // 1_000_000} MB: this is no article.", where=str(path))
    text = decode(data, str(path))
    meta: dict[str, object] = {"source": file_name(path)}
    title = find_title(text)
    if title is not None:
        meta["title"] = title
    tail = find_tail(text)
    yield Article(article_id(text), text, meta, (tail,) if tail else ())


def article_of(text: str, meta: Mapping[str, Any], id: str = "") -> Article:
    """An article of another program, by the id of its text if it has none; raises InputError for what is no text."""
    if not text.strip():
        raise InputError("the text is empty.")
    if "\0" in text:
        raise InputError("a NUL character: this is no text.")
    return Article(id or article_id(text), text, dict(meta))


def article_id(text: str) -> str:
    """The id of an article that has none: the first 16 hex digits of its text's SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def decode(data: bytes, where: str, *, as_is: bool = False) -> str:
    """The text that the bytes of a file hold; raises :class:`InputError` naming the line and the byte.

    With ``as_is`` it is UTF-8, and a byte order mark is a character like any other.
    """
    try:
        if as_is:
            text = data.decode()
        elif data.startswith((b"\xff\xfe", b"\xfe\xff")):
            text = data.decode("utf-16")
        else:
            text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        found = f"byte 0x{data[error.start]:02X}" if error.start < len(data) else "the end"
        raise InputError(
            f"not UTF-8 text: {found} at offset {error.start}.", where=f"{where}:{line}", remedy=_REMEDY
        ) from error
    if not text.strip():
        raise InputError("the file is empty.", where=where)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise InputError("a NUL character: this is no text file.", where=f"{where}:{line}", remedy=_REMEDY)
    return text


def looks_like(head: bytes, path: Path) -> bool:
    """Any file that no other format claims is taken for text, but for what is JSON or XML, or called data."""
    suffix = path.suffix.lower()
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return suffix in TEXT.suffixes or not (suffix in _DATA or start.startswith((b"{", b"[{", b"<?xml")))


TEXT = Format("text", "Plain text, one article a file", (".txt", ".text", ".md"), looks_like, reader=read)
