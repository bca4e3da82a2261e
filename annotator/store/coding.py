"""How records lie in the file: as JSON text, with hashes that show silent damage."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

from annotator.errors import InputError
from annotator.records import Annotation, Change, Run, Section, Suggestion

decode_annotation = msgspec.json.Decoder(Annotation).decode
decode_change = msgspec.json.Decoder(Change).decode
decode_run = msgspec.json.Decoder(Run).decode
decode_suggestion = msgspec.json.Decoder(Suggestion).decode
decode_sections = msgspec.json.Decoder(tuple[Section, ...]).decode
decode_meta = msgspec.json.Decoder(dict[str, Any]).decode

ODD = (msgspec.MsgspecError, LookupError, AttributeError, TypeError, ValueError)
"""What comes of working with damaged values, which may be anything."""

_encode = msgspec.json.Encoder().encode


def encode(value: object, where: str) -> str:
    """``value`` as JSON; raises InputError when a text in it holds a lone surrogate."""
    try:
        return _encode(value).decode()
    except UnicodeEncodeError as error:
        raise InputError("a text holds half a character (a lone surrogate).", where=where) from error


def any_text(data: bytes) -> str:
    """A ``text_factory`` of SQLite for texts that damage may have left no UTF-8."""
    return data.decode("utf-8", "surrogateescape")


def standing(doc: str | None, sections: str) -> Annotation:
    """The annotation of an article as it stands: its state, else an empty one with the article's own sections."""
    return decode_annotation(doc) if doc else Annotation(sections=decode_sections(sections))


def refuse_unsafe(text: str, where: str) -> None:
    """Raise InputError for NUL or a lone surrogate, which not every file format carries."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise InputError("the text holds half a character (a lone surrogate).", where=where) from error
    if "\0" in text:
        raise InputError("the text holds a NUL character.", where=where)


def sha(text: object) -> bytes:
    """SHA-256 (FIPS 180-4) of a text in UTF-8; of what damage made no text, an empty answer."""
    return hashlib.sha256(_bytes(text)).digest() if isinstance(text, str) else b""


def seal(*parts: object) -> bytes:
    """One SHA-256 over all columns of a row, each with its type and length, so that nothing can pass for another."""
    pieces = []
    for part in parts:
        if part is None:
            pieces.append(b"-0:")
        elif isinstance(part, bytes):
            pieces.append(b"b%d:%b" % (len(part), part))
        else:
            data = _bytes(str(part))
            pieces.append(b"%c%d:%b" % (b"s" if isinstance(part, str) else b"n", len(data), data))
    return hashlib.sha256(b"".join(pieces)).digest()


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
