"""The JSON Schema of a gold line, from its types."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from annotator.gold.record import KEYS, SCHEMA, GoldRecord


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a gold line. Unknown keys are allowed: a newer version may write them."""
    schema = msgspec.json.schema(GoldRecord)
    definitions = schema["$defs"]
    line = definitions.pop("GoldRecord")
    del line["properties"]["extra"]
    line["properties"]["schema"] = {"const": SCHEMA}
    line["required"] = list(KEYS)
    for part in (line, *definitions.values()):
        part.pop("additionalProperties", None)
    for name in ("GoldRange", "GoldMention", "GoldSection", "GoldRejection", "Range"):
        for key in ("start", "end"):
            definitions[name]["properties"][key] = {"type": "integer", "minimum": 0}
    definitions["GoldRejection"]["properties"]["what"] = {"enum": ["mention", "stance"]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA,
        "title": "Annotator gold record",
        "description": line.pop("description", ""),
        **json.loads(json.dumps(line)),
        "$defs": definitions,
    }
