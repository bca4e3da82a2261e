"""What versions of an article see differently, as a list; and one disagreement's versions, one below the other."""

from __future__ import annotations

from annotator.adjudicating import Disputed
from annotator.records import Record
from ui.models.listed import RecordModel
from ui.models.words import short


class VersionRow(Record, frozen=True):
    """One version of what is disputed: the key that takes it, whose it is, what it says, and more of it in pieces.

    Pieces are those of the line, with the words marked that the version means; of a stance its parts, with those marked in
    which versions differ. ``said`` is all of it, ``head`` what stands above the pieces.
    """

    key: str
    name: str
    said: str
    head: str
    pieces: tuple[tuple[str, bool], ...] = ()


class DisputedModel(RecordModel):
    """The disagreements that are left, in reading order."""

    def words(self, item: Disputed) -> str:
        """What it is about, and in which ways the versions differ."""
        return f"{item.what} {short(item.title)}: {kind_words(item)}"


class VersionsModel(RecordModel):
    """The versions of one disagreement, and what stands in the text now."""

    def words(self, item: VersionRow) -> str:
        """Who says what, and which key takes it."""
        return f"{item.key} {item.name}: {item.said}"


def kind_words(item: Disputed) -> str:
    """What of the thing is seen differently: "label", "missing", "direction, cue"."""
    ways = [kind.removeprefix("other ").removeprefix("reversed ") for kind in item.kinds]
    return ", ".join("missing" if way.startswith("missing") else way for way in ways)
