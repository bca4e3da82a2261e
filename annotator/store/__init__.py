"""A project's memory: the contract (:mod:`annotator.store.protocol`) and its implementation in one SQLite file."""

from annotator.store.opening import create_store, open_store, read_beside
from annotator.store.protocol import (
    STATUSES,
    Added,
    Entry,
    Event,
    Finished,
    Hit,
    Order,
    Problem,
    Query,
    Reader,
    Row,
    Store,
    Stored,
)

__all__ = [
    "STATUSES",
    "Added",
    "Entry",
    "Event",
    "Finished",
    "Hit",
    "Order",
    "Problem",
    "Query",
    "Reader",
    "Row",
    "Store",
    "Stored",
    "create_store",
    "open_store",
    "read_beside",
]
