"""spaCy itself trains on the folder that is exported for it, and nothing of the gold is on two sides."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
from typer.testing import CliRunner

from annotator.cli import app
from annotator.errors import InputError, OutputError
from annotator.formats import find_format
from annotator.formats.docbin import DOCBIN
from annotator.formats.gold_jsonl import GOLD
from annotator.formats.spacy_training import SPACY_TRAINING
from annotator.gold import GoldRecord, GoldSection, encode, to_gold
from annotator.packing.writing import part
from annotator.project import Project
from annotator.records import Annotation, Article, Entity, Mention
from annotator.spans import Range
from tests.core.test_reports import exported
from tests.formats.everything import full

if TYPE_CHECKING:
    from spacy.tokens import Doc

SAMPLE = Path(__file__).parents[2] / "datasets" / "sample"


def sample() -> list[GoldRecord]:
    """The gold of the sample dataset."""
    cases = [case for file in sorted(SAMPLE.glob("*.jsonl")) for case in GOLD.read(file)]
    return [to_gold(*case) for case in cases if isinstance(case, tuple)]


def folder_of(records: list[GoldRecord], path: Path) -> Path:
    dropped = [d for d in SPACY_TRAINING.write(iter(records), path) if d is not None]
    assert dropped == [{}] * len(records)
    return path


def parts_of(folder: Path) -> dict[str, list[str]]:
    """The articles' ids in each part."""
    return {
        file.stem: [to_gold(*case).id for case in DOCBIN.read(file) if isinstance(case, tuple)]
        for file in sorted(folder.glob("*.spacy"))
    }


def spacy(folder: Path, *words: str) -> str:
    """What a command of spaCy prints, run in a folder."""
    done = subprocess.run(
        [sys.executable, "-m", "spacy", *words],
        cwd=folder,
        env=os.environ | {"OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_spacy_trains_on_the_folder_as_it_is(tmp_path: Path) -> None:
    folder = folder_of(sample(), tmp_path / "news.training")
    few = ("--training.max_steps", "80", "--training.eval_frequency", "40", "--training.batcher.size", "250")
    spacy(folder, "train", "config.cfg", "--output", "model", *few)
    found = json.loads((folder / "model" / "model-best" / "meta.json").read_text(encoding="utf-8"))
    assert 0 < found["performance"]["ents_f"] <= 1
    labels = {m.label for record in sample() for m in record.mentions}
    assert set(found["labels"]["ner"]) <= labels
    spacy(folder, "evaluate", "model/model-best", "test.spacy", "--output", "scores.json")
    scores = json.loads((folder / "scores.json").read_text(encoding="utf-8"))
    assert 0 <= scores["ents_f"] <= 1


def test_all_of_the_gold_is_in_one_part_or_another(tmp_path: Path) -> None:
    records = sample()
    folder = folder_of(records, tmp_path / "news.training")
    assert sorted(p.name for p in folder.iterdir()) == [
        "README.md", "config.cfg", "dev.spacy", "test.spacy", "train.spacy",
    ]  # fmt: skip
    parts = parts_of(folder)
    assert {part: len(ids) for part, ids in parts.items()} == {"train": 8, "dev": 1, "test": 1}
    assert sorted(id for ids in parts.values() for id in ids) == sorted(r.id for r in records)
    kept = {
        to_gold(*case).id: to_gold(*case)
        for file in folder.glob("*.spacy")
        for case in DOCBIN.read(file)
        if isinstance(case, tuple)
    }
    assert kept == {r.id: r for r in records}, "stances and all else lie beside the entities"
    again = folder_of(records, tmp_path / "again.training")
    assert parts_of(again) == parts


def small(number: int, text: str = "") -> GoldRecord:
    text = text or f"Kim number {number} met nobody on day {number * 7} of the year {number + 1900} in town {number}."
    return to_gold(
        Article(f"a{number}", text),
        Annotation(
            "done", entities={"e1": Entity("e1", "PERSON", "Kim")}, mentions={"m1": Mention("m1", 0, 3, "PERSON", "e1")}
        ),
    )


@pytest.mark.parametrize("count", [2, 3, 4, 7])
def test_a_handful_of_articles_leaves_neither_train_nor_dev_empty(count: int, tmp_path: Path) -> None:
    parts = parts_of(folder_of([small(n) for n in range(count)], tmp_path / "out"))
    assert parts["train"]
    assert parts["dev"]
    assert len({id for ids in parts.values() for id in ids}) == sum(map(len, parts.values())) == count


@pytest.mark.parametrize(
    ("records", "why"),
    [([small(1)], "only one article"), ([small(n, small(1).text) for n in range(3)], "nearly the same")],
)
def test_what_cannot_be_parted_is_watched_by_itself_and_told(
    records: list[GoldRecord], why: str, tmp_path: Path
) -> None:
    folder = folder_of(records, tmp_path / "out")
    assert parts_of(folder) == {"train": [r.id for r in records], "dev": [r.id for r in records]}
    assert f"copy of train.spacy**, because {'there is ' if len(records) == 1 else 'all articles say '}{why}" in (
        folder / "README.md"
    ).read_text(encoding="utf-8")


def test_nothing_stays_of_a_folder_that_failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="no article"):
        list(SPACY_TRAINING.write(iter(()), tmp_path / "out"))
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(OutputError, match="spaCy failed"):
        list(SPACY_TRAINING.write(iter([small(1), small(2)]), tmp_path / "out"))
    assert not list(tmp_path.iterdir())


def test_a_large_part_is_a_folder_of_files_and_read_alike(tmp_path: Path) -> None:
    records = [small(n) for n in range(9)]
    lines = [encode(r) for r in records]
    part(lines, ["train"] * 8 + ["dev"], tmp_path, most=3 * len(lines[0]) - 1)
    assert sorted(p.name for p in (tmp_path / "train.spacy").iterdir()) == [f"0000{n}.spacy" for n in range(3)]
    assert (tmp_path / "dev.spacy").is_file()

    def read() -> Iterator[str]:
        from spacy.training.corpus import Corpus
        from spacy.util import get_lang_class

        for example in Corpus(tmp_path / "train.spacy")(get_lang_class("en")()):
            yield json.loads(example.reference.user_data["annotator"])["id"]

    assert list(read()) == [f"a{n}" for n in range(8)]


def doc_of(record: GoldRecord, path: Path) -> Doc:
    """The doc that spaCy reads from a DocBin of a record."""
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    list(DOCBIN.write(iter([record]), path))
    [doc] = DocBin().from_disk(path).get_docs(Vocab())
    return doc


def test_boilerplate_counts_as_not_annotated(tmp_path: Path) -> None:
    record = small(1, "Kim is here. Read more: Lee is there.")
    rest = msgspec.structs.replace(record, sections=(GoldSection(13, len(record.text), "boilerplate"),))
    doc = doc_of(rest, tmp_path / "a.spacy")
    told = {token.text: token.ent_iob_ for token in doc}
    assert (told["Kim"], told["here"], told["Read"], told["Lee"]) == ("B", "O", "", "")
    doc = doc_of(full(), tmp_path / "b.spacy")
    assert "Emil" in [e.text for e in doc.ents], "what is marked there is taken"


def test_a_dataset_can_be_such_a_folder_too(tmp_path: Path) -> None:
    from annotator.importing import import_files

    with Project.create(tmp_path / "p.annot") as project:
        for _ in import_files(project, [SAMPLE / "train.jsonl"]):
            pass
        exported(project, tmp_path / "plain.training", "spacy_training")
    assert (tmp_path / "plain.training" / "config.cfg").is_file()
    words = ["release", str(project.path), str(tmp_path / "out"), "--format", "spacy_training", "--shares", "60,20,20"]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output
    folder = tmp_path / "out"
    assert {"train.spacy", "dev.spacy", "config.cfg", "manifest.json", "README.md"} <= {
        p.name for p in folder.iterdir()
    }
    assert sum(map(len, parts_of(folder).values())) == 6
    assert find_format("spacy_training").part is DOCBIN


def test_ranges_are_code_points_in_the_docs_too(tmp_path: Path) -> None:
    folder = folder_of([full(), small(1)], tmp_path / "out")
    texts = {to_gold(*case).text for f in folder.glob("*.spacy") for case in DOCBIN.read(f) if isinstance(case, tuple)}
    assert full().text in texts
    assert Range(0, 1).of(full().text) == "\ufeff"
