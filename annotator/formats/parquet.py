"""For Hugging Face's ``datasets``, pandas and the like: one file of Parquet with the lines of :mod:`hugging_face`.

It needs the package pyarrow, 170 MB. Records are written in groups of rows, so that memory does not grow with the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from annotator.errors import OutputError
from annotator.files import replacing
from annotator.formats.base import Dropped, Format, never
from annotator.formats.hugging_face import FEATURES, ROOM, line_of
from annotator.formats.room import fit, losses
from annotator.gold import GoldRecord

ROWS = 500
"""So many records are held and written together."""


def write(records: Iterable[GoldRecord], path: Path) -> Iterator[Dropped]:
    """Write one file; yields what was dropped of each record. Raises OutputError when pyarrow is not installed."""
    if PARQUET.lacks:
        raise OutputError(PARQUET.lacks, where=str(path))
    import pyarrow
    from pyarrow import parquet

    schema = pyarrow.schema(list(_type(pyarrow, FEATURES)))
    remaining = iter(records)
    with replacing(path) as file, parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        while held := list(islice(remaining, ROWS)):
            fitted = [fit(record, ROOM) for record in held]
            rows = [msgspec.to_builtins(line_of(record)) for record in fitted]
            writer.write_batch(pyarrow.RecordBatch.from_pylist(rows, schema))
            yield from map(losses, held, fitted)


def _type(pyarrow: Any, kind: Any) -> Any:
    """The type of Arrow for a feature."""
    if isinstance(kind, str):
        return pyarrow.type_for_alias(kind)
    if isinstance(kind, list):
        return pyarrow.list_(_type(pyarrow, kind[0]))
    return pyarrow.struct([(name, _type(pyarrow, inner)) for name, inner in kind.items()])


PARQUET = Format(
    "parquet",
    "Parquet, one file for Hugging Face datasets, pandas and the like",
    (".parquet",),
    never,
    writer=write,
    loses=ROOM.words(),
    packed=True,
    needs="pyarrow",
)
