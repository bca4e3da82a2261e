"""Reading the files in a zip without unpacking it: nothing is written, and what is not honest is refused.

Refused are names that lead out of the folder, links, encrypted files, more files or bytes than an article has, and zips
whose list of files is too long to be held.
"""

from __future__ import annotations

import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from annotator.errors import InputError

MOST_FILES = 20_000
MOST_UNPACKED = 400_000_000
"""So many files, and bytes together, may a zip hold."""
_END = b"PK\x05\x06"
_END_64 = b"PK\x06\x07"
_LONGEST_END = 22 + 0xFFFF
_MOST_LIST = 8_000_000
"""Bytes of the list of files, which is read as a whole."""
_OUTSIDE = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)|^[/\\]|^[A-Za-z]:|\0")


def looks_packed(head: bytes) -> bool:
    """True for the first bytes of a zip."""
    return head.startswith((b"PK\x03\x04", _END))


def files_in(file: BinaryIO, most: int) -> Iterator[tuple[str, bytes]]:
    """The name and the bytes of each file in a zip, in its order; raises InputError for what is refused.

    No file of more than ``most`` bytes unpacked is read further than that.
    """
    _check_list(file)
    try:
        with zipfile.ZipFile(file) as packed:
            for info in packed.infolist():
                _check(info)
            unpacked = 0
            for info in packed.infolist():
                if info.is_dir():
                    continue
                with packed.open(info) as inner:
                    data = inner.read(most + 1)
                unpacked += len(data)
                if len(data) > most or unpacked > MOST_UNPACKED:
                    raise InputError(f"{info.filename[:100]!r} in it is too large: this is no article.")
                yield info.filename, data
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, struct.error) as error:
        raise InputError(f"no zip that can be read: {str(error)[:200] or 'it ends too early'}.") from error
    except (OverflowError, ValueError) as error:
        raise InputError("no zip that can be read: its numbers are wrong.") from error


def _check_list(file: BinaryIO) -> None:
    """Raise InputError for a list of files that is too long, before it is read."""
    size = file.seek(0, 2)
    file.seek(max(0, size - _LONGEST_END - 20))
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + 22:
        raise InputError("no zip that can be read: it has no list of its files.")
    count, length = struct.unpack("<HL", tail[at + 10 : at + 16])
    if count > MOST_FILES or length > _MOST_LIST or tail[max(0, at - 20) : at].startswith(_END_64):
        raise InputError(f"a zip of more than {MOST_FILES} files.", remedy="Unpack it and import the folder.")


def _check(info: zipfile.ZipInfo) -> None:
    """Raise InputError for a file that no honest zip of articles holds."""
    name = info.orig_filename
    if _OUTSIDE.search(name) or PurePosixPath(name).is_absolute():
        raise InputError(f"{name[:100]!r} in it leads out of its folder.")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise InputError(f"{name[:100]!r} in it is a link.")
    if info.flag_bits & 1:
        raise InputError(f"{name[:100]!r} in it is encrypted.")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise InputError(f"{name[:100]!r} in it is packed in a way that is not read.")


def is_in(path: Path, suffix: str) -> bool:
    """True when a zip that can be read lists a file with this suffix."""
    try:
        with path.open("rb") as file:
            _check_list(file)
            with zipfile.ZipFile(file) as packed:
                return any(name.endswith(suffix) for name in packed.namelist())
    except (InputError, OSError, ValueError, zipfile.BadZipFile, NotImplementedError, struct.error):
        return False
