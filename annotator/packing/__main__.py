"""``python -m annotator.packing``: from standard input to standard output or a folder.

``pack FOLDER`` reads gold lines and writes a DocBin; until it is whole its columns lie in FOLDER, without a name.
``part FOLDER NAMES`` reads gold lines and writes those of each part into ``FOLDER/PART.spacy``, where the file NAMES has a
part for each line. ``unpack`` reads a DocBin and writes a line of JSON for each doc: its text, its spans, and what this
program put into it; or ``bad``, why a doc cannot be read. The last line of ``unpack`` is ``end``; without it the file was
not read to its end. What the system says of a file that cannot be written is the exit code of the other two.
"""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec

from annotator.errors import InputError
from annotator.packing.reading import unpack
from annotator.packing.writing import pack, part


def main() -> None:
    """Pack, part or unpack."""
    match sys.argv[1:]:
        case ["unpack"]:
            _unpack()
        case words:
            try:
                _pack(words)
            except OSError as error:
                raise SystemExit(error.errno or 1) from error


def _pack(words: list[str]) -> None:
    match words:
        case ["pack", folder]:
            pack(sys.stdin.buffer, Path(folder), sys.stdout.buffer)
        case ["part", folder, names]:
            with Path(names).open(encoding="utf-8") as parts:
                part(sys.stdin.buffer, (name.rstrip("\n") for name in parts), Path(folder))


def _unpack() -> None:
    out = sys.stdout.buffer
    try:
        for told in unpack(sys.stdin.buffer):
            out.write(msgspec.json.encode(told) + b"\n")
        out.write(b'{"end": true}\n')
    except (InputError, OSError) as error:
        out.write(msgspec.json.encode({"refused": str(error)}) + b"\n")


if __name__ == "__main__":
    main()
