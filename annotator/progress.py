"""How far a long piece of work is."""

from __future__ import annotations

from annotator.records import Record


class Progress(Record, frozen=True):
    """How far a piece of work is; ``total`` is 0 when it is not known."""

    done: int
    total: int
    words: str
