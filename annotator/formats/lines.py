"""Reading files line by line: JSON lines and plain lines, each with its number, bad ones told and passed over.

Lines end with ``\\n`` (or ``\\r\\n``) and with nothing else: U+2028 may stand inside one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

import jsonlines
import msgspec

from annotator.errors import InputError
from annotator.files import opened
from annotator.formats.base import BadLine, Parsed

Line = TypeVar("Line")
Struct = TypeVar("Struct")
LONGEST_LINE = 64 * 1024 * 1024
"""A longer line (bytes) is refused before it fills the memory."""
_MARK = b"\xef\xbb\xbf"


def json_lines(
    path: Path, loads: Callable[[bytes | str], Any] = msgspec.json.decode
) -> Iterator[tuple[int, Any] | BadLine]:
    """The number (from 1) and the data of each line; a line that is no JSON as a BadLine. Empty lines are passed over."""
    with opened(path) as file:
        reader = jsonlines.Reader(byte_lines(file), loads=loads)
        number = 0
        while True:
            number += 1
            try:
                yield number, reader.read()
            except EOFError:
                return
            except jsonlines.InvalidLineError as error:
                if error.line.strip():
                    yield BadLine(number, _cause(error))
            except RecursionError:
                yield BadLine(number, "the JSON is nested too deeply.")


def parsed_lines(lines: Iterable[tuple[int, Line] | BadLine], parse: Callable[[int, Line], Parsed]) -> Iterator[Parsed]:
    """What ``parse`` makes of each line's number and content; where it raises InputError, a BadLine with the cause."""
    for item in lines:
        if isinstance(item, BadLine):
            yield item
            continue
        try:
            yield parse(*item)
        except InputError as error:
            yield BadLine(item[0], str(error))


def converted(data: Any, kind: type[Struct]) -> Struct:
    """Parsed JSON as a record of this kind; raises InputError that names the field which is wrong."""
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        raise InputError(f"{str(error).replace('`$.', '`')}.") from error


def text_lines(path: Path) -> Iterator[tuple[int, str] | BadLine]:
    """The number (from 1) and the words of each line, without its end; a line that is no UTF-8 text as a BadLine."""
    with opened(path) as file:
        for number, line in enumerate(byte_lines(file), start=1):
            try:
                words = line.removesuffix(b"\n").removesuffix(b"\r").decode()
            except UnicodeDecodeError as error:
                yield BadLine(number, f"not UTF-8: byte 0x{line[error.start]:02X} at offset {error.start} of the line.")
                continue
            if "\0" in words:
                yield BadLine(number, "a NUL character: this is no text file.")
            else:
                yield number, words


def first_lines(head: bytes, most: int = 20) -> list[str]:
    """The first lines of a file's head that are whole and not empty, for telling formats apart; [] if it is no text."""
    whole = head if len(head) < 1000 or b"\n" not in head else head[: head.rindex(b"\n")]
    try:
        lines = whole.removeprefix(_MARK).decode().split("\n")
    except UnicodeDecodeError:
        return []
    return [line.removesuffix("\r") for line in lines if line.strip()][:most]


def _cause(error: jsonlines.InvalidLineError) -> str:
    cause = error.__cause__
    if isinstance(cause, UnicodeDecodeError):
        return f"not UTF-8: byte 0x{cause.object[cause.start]:02X} at offset {cause.start} of the line."
    return f"not valid JSON: {cause or error.args[0]}."


def byte_lines(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a file, with their ends; what stands for one that is too long is neither JSON nor a row."""
    first = True
    while line := file.readline(LONGEST_LINE + 1):
        whole = line.endswith(b"\n") or len(line) <= LONGEST_LINE
        while not whole and not line.endswith(b"\n"):
            line = file.readline(LONGEST_LINE + 1)
            if not line:
                break
        if first:
            line, first = line.removeprefix(_MARK), False
        yield line if whole else b"{too long}\n"
