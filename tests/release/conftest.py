"""A small record of gold, and a project with finished articles."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from annotator.formats.text import article_id
from annotator.gold import GoldRecord, encode, to_gold
from annotator.importing import import_files
from annotator.project import Project
from annotator.records import Annotation, Article, Entity, Mention, Stance
from annotator.spans import Range

TEXT = "Kim hates Lee."


def made(text: str = TEXT, **meta: object) -> GoldRecord:
    """Kim hates Lee, in an article that begins with these words."""
    text = text if text.startswith(TEXT) else f"{TEXT}\n{text}"
    annotation = Annotation(
        status="done",
        entities={"e1": Entity("e1", "PERSON", "Kim"), "e2": Entity("e2", "PERSON", "Lee")},
        mentions={"m1": Mention("m1", 0, 3, "PERSON", "e1"), "m2": Mention("m2", 10, 13, "PERSON", "e2")},
        stances={"s1": Stance("s1", "e1", "e2", "against", (Range(4, 9),), "reported")},
        looked_at=(Range(0, len(text)),),
    )
    return to_gold(Article(article_id(text), text, dict(meta)), annotation)


@pytest.fixture
def gold_record() -> GoldRecord:
    return made(source="Morning Post", date="2024-05-01")


@pytest.fixture
def project(tmp_path: Path) -> Callable[[list[GoldRecord]], Project]:
    """Makes a project in which these records are finished."""

    def of(records: list[GoldRecord]) -> Project:
        file = tmp_path / "in.jsonl"
        file.write_bytes(b"".join(map(encode, records)))
        opened = Project.create(tmp_path / "p.annot", curator="tester")
        for _ in import_files(opened, [file]):
            pass
        return opened

    return of


def changed(record: GoldRecord, **fields: object) -> GoldRecord:
    """The record with other fields."""
    return msgspec.structs.replace(record, **fields)
