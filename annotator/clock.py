"""The time, in one form."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> str:
    """The time now: ISO 8601 in UTC, to the second ("2025-07-28T09:30:00Z")."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
