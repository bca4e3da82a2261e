"""The blind share: articles curated without any suggestion in sight, so that their gold owes nothing to a model.

Which ones follows from a seed and the article's id; it is settled for good by the first act on an article
(:attr:`annotator.records.Annotation.blind`). What was touched before, or shown, never becomes blind.
"""

from __future__ import annotations

import hashlib

import msgspec

from annotator.errors import InputError
from annotator.records import Outline, Record, Suggestion

SETTING = "blind"
"""The setting that holds a project's :class:`Blindness`, as JSON."""
USUAL = 0.1
"""The share of a project that somebody makes by hand."""
_ALL = 2**64


class Blindness(Record, frozen=True):
    """Which articles are curated blind: a ``share`` of them, 0 to 1, by a ``seed``.

    The same seed chooses the same articles in every project, so that two curators' blind gold can be compared; a larger
    share chooses the same ones and more.
    """

    share: float = 0.0
    seed: int = 0

    def chooses(self, id: str) -> bool:
        """True when the article with this id belongs to the share."""
        digest = hashlib.sha256(f"annotator.blind\0{self.seed}\0{id}".encode("utf-8", "surrogatepass")).digest()
        return int.from_bytes(digest[:8], "big") < self.share * _ALL


NOBODY = Blindness()
"""Of a project that has no blind share."""


def read_blindness(stored: str | None) -> Blindness:
    """What the setting says; of a project without it, that nothing is blind."""
    return NOBODY if stored is None else msgspec.json.decode(stored, type=Blindness)


def write_blindness(blindness: Blindness) -> str:
    """The setting; raises :class:`InputError` for a share that is none."""
    if not 0 <= blindness.share <= 1:
        raise InputError(f"a blind share of {blindness.share:.0%} makes no sense.", remedy="Say 0 to 100 per cent.")
    return msgspec.json.encode(blindness).decode()


def without_proposals(suggestion: Suggestion | None) -> Suggestion | None:
    """What a blind page keeps of a suggestion: where sentences begin and end, by which it is known what was looked at."""
    return None if suggestion is None else Suggestion("", outline=Outline(suggestion.outline.sentences))
