"""Opening and replacing files so that nothing is lost, and saying plainly what is wrong with one."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from annotator.errors import InputError, OutputError

CAUSES = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk is full for you (quota)",
    errno.EROFS: "the disk is read-only",
    errno.EACCES: "you may not write there",
    errno.EPERM: "you may not write there",
    errno.ENOENT: "there is no such folder",
    errno.ENOTDIR: "there is no such folder",
    errno.EISDIR: "this is a folder",
    errno.ENAMETOOLONG: "the name is too long",
}
"""Why something cannot be written, in a curator's words, by error number."""


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """A file open for reading bytes; raises :class:`InputError` that says why not. Nothing is ever waited for."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise InputError("this is a folder, not a file.", where=str(path))
        if not stat.S_ISREG(mode):
            raise InputError("this is a device or a pipe, not a file.", where=str(path))
        file = path.open("rb")
    except FileNotFoundError as error:
        raise InputError("no such file.", where=str(path)) from error
    except (OSError, ValueError) as error:  # a NUL in a name is a ValueError
        raise InputError(f"cannot be read: {getattr(error, 'strerror', error)}.", where=str(path)) from error
    with file:
        try:
            yield file
        except OSError as error:
            raise InputError(f"cannot be read: {error.strerror}.", where=str(path)) from error


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file to write; it takes the place of ``path`` only when all went well, durably and at once.

    Raises :class:`OutputError`; then, and when the block is left by any exception, what was there is untouched.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, "", str(path))
        with part.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        cause = CAUSES.get(error.errno or 0, error.strerror or str(error))
        raise OutputError(
            f"cannot be written: {cause}. What was there before is untouched.", where=str(path)
        ) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make a rename durable; where folders cannot be opened (Windows) the system does it by itself."""
    with suppress(OSError, AttributeError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """A folder to fill; it gets its name only when all went well. A file or a folder of that name is never replaced.

    Raises :class:`OutputError`; then, and when the block is left by any exception, nothing of it stays.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    if path.exists():
        raise OutputError("there is something of this name already.", where=str(path), remedy="Give a new name.")
    try:
        part.mkdir()
        yield part
        for file in part.rglob("*"):
            if file.is_file():
                with file.open("rb+") as written:
                    os.fsync(written.fileno())
        sync_folder(part)
        part.rename(path)
        sync_folder(path.parent)
    except OSError as error:
        cause = CAUSES.get(error.errno or 0, error.strerror or str(error))
        raise OutputError(f"cannot be written: {cause}.", where=str(path)) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def file_name(path: Path) -> str:
    """What a file is called, as text: bytes of its name that are no UTF-8 are �."""
    return path.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
