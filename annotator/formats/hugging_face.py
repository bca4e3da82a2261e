"""For Hugging Face's ``datasets``: a new folder with JSON lines and a card that names their features. Only written.

``load_dataset(FOLDER)`` reads it without a script. Each line has the article's tokens with IOB2 tags (of mentions that
overlap, the longest), and mentions, entities and stances as they are. The metadata, which may be anything, are a string
of JSON.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from annotator.files import new_folder
from annotator.formats.base import Dropped, Format, never
from annotator.formats.conll import flat
from annotator.formats.room import Room, fit, losses
from annotator.formats.tokens import words_of
from annotator.gold import GoldRecord
from annotator.spans import Range

ROOM = Room(unmentioned=True, about=True, cueless="whole", curators=1000)
_RANGE = {"start": "int64", "end": "int64"}
FEATURES: dict[str, Any] = {
    "id": "string",
    "text": "string",
    "tokens": ["string"],
    "token_starts": ["int64"],
    "ner_tags": ["string"],
    "mentions": [{"id": "string", **_RANGE, "text": "string", "label": "string", "entity": "string"}],
    "entities": [{"id": "string", "label": "string", "name": "string", "about": ["string"]}],
    "stances": [
        {
            **dict.fromkeys(("id", "holder", "target", "polarity", "manner", "source"), "string"),
            "cues": [{**_RANGE, "text": "string"}],
        }
    ],
    "links": [{"entity": "string", "kind": "string", "id": "string"}],
    "curators": ["string"],
    "meta": "string",
}
"""The features of a line: a list is a list of what it holds, a dict the fields of a record."""


def write(records: Iterable[GoldRecord], path: Path) -> Iterator[Dropped]:
    """Write a new folder with ``train.jsonl`` and ``README.md``; yields what was dropped of each record."""
    with new_folder(path) as folder:
        (folder / "README.md").write_text(_card(), encoding="utf-8")
        with (folder / "train.jsonl").open("wb") as file:
            for record in records:
                fitted = fit(record, ROOM)
                file.write(msgspec.json.encode(line_of(fitted)) + b"\n")
                yield losses(record, fitted)


def line_of(record: GoldRecord) -> Mapping[str, Any]:
    """The line of a record that was made fit: what each of the features holds."""
    kept = flat(record.mentions)
    tag_of = {at: f"{'B' if at == m.start else 'I'}-{m.label}" for m in kept for at in range(m.start, m.end)}
    tokens = words_of(record.text, [Range(m.start, m.end) for m in kept])
    return {
        "id": record.id,
        "text": record.text,
        "tokens": [token.of(record.text) for token in tokens],
        "token_starts": [token.start for token in tokens],
        "ner_tags": [tag_of.get(token.start, "O") for token in tokens],
        "mentions": record.mentions,
        "entities": [{"id": e.id, "label": e.label, "name": e.name, "about": e.about} for e in record.entities],
        "stances": record.stances,
        "links": [{"entity": e.id, "kind": k, "id": v} for e in record.entities for k, v in e.links.items()],
        "curators": record.provenance.curators,
        "meta": msgspec.json.encode(record.meta).decode(),
    }


def _card() -> str:
    """The card: the features as ``datasets`` wants them, in YAML."""
    lines = ["---", "configs:", "- config_name: default", "  data_files: train.jsonl", "dataset_info:", "  features:"]
    for name, kind in FEATURES.items():
        lines += _feature(name, kind, "  ")
    return "\n".join(
        [*lines, "---", "", "# Entities and stances in news", "", "Offsets are code points of `text`.", ""]
    )


def _feature(name: str, kind: Any, indent: str) -> list[str]:
    """The lines of a feature."""
    head = f"{indent}- name: {name}"
    if isinstance(kind, str):
        return [head, f"{indent}  dtype: {kind}"]
    [inner] = kind
    if isinstance(inner, str):
        return [head, f"{indent}  list: {inner}"]
    fields = [line for field, what in inner.items() for line in _feature(field, what, f"{indent}  ")]
    return [head, f"{indent}  list:", *fields]


HUGGING_FACE = Format(
    "hugging_face",
    "Hugging Face datasets, a folder of JSON lines with their features",
    (".hf",),
    never,
    writer=write,
    loses=ROOM.words(),
    folder=True,
)
