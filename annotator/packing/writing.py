"""Writing a DocBin whose columns grow on the disk, and parts of the gold as such files."""

from __future__ import annotations

import errno
import zlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, BinaryIO, Self

import numpy as np
from srsly.msgpack import Packer

from annotator.gold import decode
from annotator.packing.columns import LISTS, MOST_BYTES, MOST_DOCS, MOST_IN_WORDS, MOST_WORDS, PIECE, RAW
from annotator.packing.docs import doc_of
from annotator.packing.words import Words

if TYPE_CHECKING:
    from spacy.tokens import DocBin

SHARD = 16_000_000
"""Of a part with more than so many bytes of gold lines, a DocBin of each so many is written into a folder: spaCy reads
either, and its memory holds one of them."""
_MOST_RAW = 0xFFFFFFFF
_HEADS = Packer(use_bin_type=True)
_pack = _HEADS.pack
_KEPT = 10_000
"""With so many words the memory of spaCy is emptied."""


class Packed:
    """A DocBin that grows in files without a name, in ``folder``; a context that throws them away at its end.

    ``size`` is that of its gold lines in bytes. Raises OSError, with EFBIG for more than a DocBin can hold.
    """

    def __init__(self, folder: Path) -> None:
        from spacy.vocab import Vocab

        self._open = ExitStack()
        self._words = self._open.enter_context(Words())
        self._columns: dict[str, IO[bytes]] = {
            name: self._open.enter_context(TemporaryFile(dir=folder))  # noqa: SIM115 - it is entered
            for name in (*RAW, *LISTS)
        }
        self._vocab = Vocab()
        self._docs = self.size = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def add(self, line: bytes) -> None:
        """Add the article of a gold line: spaCy packs it alone, and its columns are put behind those that are there."""
        from spacy.vocab import Vocab

        if len(self._vocab.strings) > _KEPT:
            self._vocab = Vocab()
        one = _docbin()
        one.add(doc_of(self._vocab, decode(line)))
        self._columns["tokens"].write(one.tokens[0].tobytes("C"))
        self._columns["spaces"].write(one.spaces[0].tobytes("C"))
        self._columns["lengths"].write(np.int32(len(one.tokens[0])).tobytes())
        for name in LISTS:
            self._columns[name].write(_pack(getattr(one, name)[0]))
        self._words.put(one.strings)
        self._docs += 1
        self.size += len(line)

    def write(self, out: BinaryIO) -> None:
        """Put everything together and pack it: byte for byte what spaCy makes of a DocBin of these docs."""
        packing, size = zlib.compressobj(), 0
        for piece in self._pieces():
            size += len(piece)
            _check(size, MOST_BYTES)
            out.write(packing.compress(piece))
        out.write(packing.flush())

    def _pieces(self) -> Iterator[bytes]:
        like, words = _docbin(), self._words
        _check(self._docs, MOST_DOCS)
        _check(len(words), MOST_WORDS)
        yield _HEADS.pack_map_header(3 + len(RAW) + len(LISTS))
        yield from map(_pack, ("version", like.version, "attrs", like.attrs))
        for name in RAW:
            size = self._columns[name].tell()
            _check(size, _MOST_RAW)
            yield _pack(name) + _bytes_header(size)
            yield from self._column(name)
        yield _pack("strings") + _HEADS.pack_array_header(len(words))
        yield from self._strings()
        for name in LISTS:
            yield _pack(name) + _HEADS.pack_array_header(self._docs)
            yield from self._column(name)

    def _strings(self) -> Iterator[bytes]:
        size = 0
        for text in self._words:
            piece = _pack(text)
            size += len(piece)
            _check(size, MOST_IN_WORDS)
            yield piece

    def _column(self, name: str) -> Iterator[bytes]:
        column = self._columns[name]
        column.seek(0)
        return iter(lambda: column.read(PIECE), b"")


def _check(size: int, most: int) -> None:
    if size > most:
        raise OSError(errno.EFBIG, "more than a DocBin holds")


def _bytes_header(size: int) -> bytes:
    width, mark = next((w, m) for w, m in ((1, b"\xc4"), (2, b"\xc5"), (4, b"\xc6")) if size < 1 << 8 * w)
    return mark + size.to_bytes(width)


def _docbin() -> DocBin:
    from spacy.tokens import DocBin

    return DocBin(attrs=["ORTH", "ENT_IOB", "ENT_TYPE"], store_user_data=True)


def pack(lines: Iterable[bytes], folder: Path, out: BinaryIO) -> None:
    """Write the DocBin with a doc for each gold line; until then its columns lie in ``folder``."""
    with Packed(folder) as packed:
        for line in lines:
            packed.add(line)
        packed.write(out)


def part(lines: Iterable[bytes], parts: Iterable[str], folder: Path, most: int = SHARD) -> None:
    """Write the lines of each part into ``PART.spacy``: a DocBin, or a folder of them when it is large."""
    with ExitStack() as open_parts:
        there: dict[str, Packed] = {}
        for line, name in zip(lines, parts, strict=True):
            if name not in there:
                there[name] = open_parts.enter_context(Packed(folder))
            there[name].add(line)
            if there[name].size > most:
                _write_shard(folder / f"{name}.spacy", there.pop(name))
        for name, packed in there.items():
            path = folder / f"{name}.spacy"
            if path.is_dir():
                _write_shard(path, packed)
            else:
                _write(path, packed)


def _write_shard(path: Path, packed: Packed) -> None:
    path.mkdir(exist_ok=True)
    number = sum(1 for _ in path.iterdir())
    _write(path / f"{number:05}.spacy", packed)


def _write(path: Path, packed: Packed) -> None:
    with packed, path.open("wb") as file:
        packed.write(file)
