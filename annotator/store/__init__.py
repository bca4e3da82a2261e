"""A project's memory: the contract (:mod:`protocol`) and its implementation in one SQLite file."""

from annotator.store.protocol import Added, Entry, Event, Hit, Order, Problem, Query, Row, Store
from annotator.store.sqlite import SqliteStore, create_store, open_store

__all__ = [
    "Added",
    "Entry",
    "Event",
    "Hit",
    "Order",
    "Problem",
    "Query",
    "Row",
    "SqliteStore",
    "Store",
    "create_store",
    "open_store",
]
