"""spaCy's DocBin (``.spacy``): what ``spacy train`` and ``spacy convert`` read and write.

``doc.ents`` holds the mentions that neither nest nor overlap, ``doc.spans["mentions"]`` all of them. What there is beside
them stands in ``doc.user_data`` as this program's gold line without the text. Tokens are parted where mentions begin and
end. A process of its own (:mod:`annotator.packing`) does the packing; it holds one article at a time.
"""

from __future__ import annotations

import errno
import subprocess
import sys
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO

import msgspec

from annotator.errors import InputError, OutputError
from annotator.files import CAUSES, file_name, opened, replacing
from annotator.formats.assembling import assemble
from annotator.formats.base import NOTHING, BadLine, Brought, Dropped, Format, Parsed
from annotator.formats.finishing import finished, total
from annotator.formats.regions import Region
from annotator.formats.text import article_of
from annotator.gold import GoldRecord, encode, from_data, from_gold
from annotator.spans import Range

_WAIT_SECONDS = 0.005
_CAUSES = {
    errno.EFBIG: "an article of more than 2 million tokens, or more articles than a DocBin holds",
    **{code: CAUSES[code] for code in (errno.ENOSPC, errno.EDQUOT)},
}
"""Why the process could not write, by its exit code."""


class _Told(msgspec.Struct):
    """A line of the process that unpacks."""

    text: str = ""
    spans: list[tuple[int, int, str]] = []
    ours: str | None = None
    categories: int = 0
    annotated: bool = False
    bad: str = ""
    refused: str = ""
    end: bool = False


@contextmanager
def packing(source: int | BinaryIO, target: int | BinaryIO, *what: str) -> Iterator[subprocess.Popen[bytes]]:
    """The process that packs, parts or unpacks; it ends with the block, whatever happens."""
    command = [sys.executable, "-m", "annotator.packing", *what]
    process = subprocess.Popen(command, stdin=source, stdout=target, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                _shut(pipe)
        process.wait()


def _shut(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except BrokenPipeError:  # the process is gone, and with it who would have read the rest
        return


def read(path: Path) -> Iterator[Parsed]:
    """Each doc's article; a doc that is none comes as a BadLine with its number. Raises InputError for no DocBin."""
    with opened(path) as file, packing(file, subprocess.PIPE, "unpack") as process:
        assert process.stdout is not None
        for number, line in enumerate(process.stdout, start=1):
            told = msgspec.json.decode(line, type=_Told)
            if told.refused:
                raise InputError(told.refused, where=str(path))
            if told.end:
                return
            try:
                yield BadLine(number, told.bad) if told.bad else _parse(told, file_name(path))
            except InputError as error:
                yield BadLine(number, str(error))
    raise InputError("no DocBin of spaCy, or too large for the memory.", where=str(path))


def _parse(told: _Told, source: str) -> Parsed:
    text = told.text
    if told.ours is not None:
        return _ours(text, told.ours, told.spans)
    left_out = total({"categories of whole texts": told.categories})
    regions = [Region(f"#{n}", (Range(start, end),), label) for n, (start, end, label) in enumerate(told.spans)]
    if not regions and not told.annotated:
        return Brought(article_of(text, {"source": source}), left_out=left_out)
    return finished(assemble(text, regions, ()), {"source": source}, left_out=left_out)


def _ours(text: str, line: str, spans: Sequence[tuple[int, int, str]]) -> Parsed:
    """What this program wrote; the spans must still be those of the mentions."""
    try:
        data: Any = msgspec.json.decode(line)
    except (msgspec.DecodeError, RecursionError) as error:
        raise InputError(f"the user data of this program is no JSON: {error}.") from error
    if not isinstance(data, dict):
        raise InputError("the user data of this program is no gold.")
    record = from_data({**data, "text": text})
    if sorted((m.start, m.end, m.label) for m in record.mentions) != sorted(spans):
        raise InputError(
            'the spans are not those of user_data["annotator"].', remedy="Take that out, to read the spans alone."
        )
    return from_gold(record)


def write(records: Iterable[GoldRecord], path: Path) -> Iterator[Dropped | None]:
    """Write one doc for each record; yields what was dropped of each, which is nothing, and None while it is packed."""
    with replacing(path) as file, packing(subprocess.PIPE, file, "pack", str(path.parent)) as process:
        assert process.stdin is not None
        try:
            for record in records:
                process.stdin.write(encode(record))
                yield NOTHING
            process.stdin.close()
        except BrokenPipeError:
            pass
        yield from packed(process, path, " What was there before is untouched.")


def packed(process: subprocess.Popen[bytes], path: Path, rest: str = "") -> Iterator[None]:
    """Wait for the process, yielding None meanwhile; raises OutputError that says why it failed, and the rest."""
    while process.poll() is None:
        try:
            process.wait(_WAIT_SECONDS)
        except subprocess.TimeoutExpired:
            yield None
    if process.returncode:
        cause = _CAUSES.get(process.returncode, "spaCy failed")
        raise OutputError(f"cannot be written: {cause}.{rest}", where=str(path))


def looks_like(head: bytes, _path: Path) -> bool:
    """Packed with zlib, and in it the first key of a DocBin."""
    try:
        return head[:1] == b"\x78" and b"version" in zlib.decompressobj().decompress(head, 64)
    except zlib.error:
        return False


DOCBIN = Format(
    "docbin",
    "spaCy DocBin, to train spaCy with",
    (".spacy",),
    looks_like,
    reader=read,
    writer=write,
    packed=True,
)
