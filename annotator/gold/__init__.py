"""The gold record: what one finished article looks like in a line of JSON, exact to the character and to the byte.

``schema`` names the version. Every range carries its words, so that a reader can check it against the text. Items are in
reading order and numbered in it, keys in one fixed order, ``meta`` sorted by key: the same state gives the same bytes.
Keys that this version does not know are kept in ``extra`` and written back behind the known ones.
"""

from annotator.gold.annotating import from_gold
from annotator.gold.lines import decode, encode, from_data, line_data
from annotator.gold.making import to_gold
from annotator.gold.record import (
    SCHEMA,
    GoldEntity,
    GoldMention,
    GoldProvenance,
    GoldRange,
    GoldRecord,
    GoldRejection,
    GoldSaid,
    GoldSection,
    GoldStance,
)
from annotator.gold.schema import json_schema

__all__ = [
    "SCHEMA",
    "GoldEntity",
    "GoldMention",
    "GoldProvenance",
    "GoldRange",
    "GoldRecord",
    "GoldRejection",
    "GoldSaid",
    "GoldSection",
    "GoldStance",
    "decode",
    "encode",
    "from_data",
    "from_gold",
    "json_schema",
    "line_data",
    "to_gold",
]
