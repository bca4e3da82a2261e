"""What is written is read by the tools that it is written for, not by this program alone."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from annotator.formats import find_format
from annotator.formats.cas import ROOM as CAS_ROOM
from annotator.formats.conll import flat
from annotator.formats.hugging_face import FEATURES, ROOM, line_of
from annotator.formats.room import fit
from annotator.formats.tying import regions_of
from annotator.gold import GoldRecord, decode, encode
from annotator.importing import files_of
from tests.formats.everything import full
from tests.tools.asking import ask


def records() -> list[GoldRecord]:
    """Three articles: one with everything, one that is plain, and one in which nothing is marked."""
    plain = msgspec.structs.replace(full(), id="plain", stances=(), rejected=())
    bare = msgspec.structs.replace(plain, id="bare", entities=(), mentions=(), meta={})
    return [decode(encode(record)) for record in (full(), plain, bare)]


def written(format: str, path: Path) -> Path:
    """The records in that format."""
    list(find_format(format).write(iter(records()), path))
    return path


# --- Hugging Face


def feature(kind: Any) -> Any:
    """A feature as ``datasets`` says it."""
    if isinstance(kind, str):
        return {"dtype": kind, "_type": "Value"}
    if isinstance(kind, list):
        return {"feature": feature(kind[0]), "_type": "List"}
    return {name: feature(inner) for name, inner in kind.items()}


def lines() -> list[Any]:
    """What every line holds."""
    return [msgspec.to_builtins(line_of(fit(record, ROOM))) for record in records()]


LOAD = """
from datasets import load_dataset
kind, *files = sys.argv[2:]
data = load_dataset(kind, **({"data_files": files} if files else {}), split="train")
answer({"features": data.features.to_dict(), "rows": data.to_list()})
"""


def test_datasets_loads_the_folder_with_its_features(tools: Path, tmp_path: Path) -> None:
    told = ask(tools, LOAD, written("hugging_face", tmp_path / "set"), home=tmp_path)
    assert told["features"] == feature(FEATURES)
    assert told["rows"] == json.loads(msgspec.json.encode(lines()))


WRITE = """
from pathlib import Path
from annotator.formats import find_format, parquet, whole
from annotator.gold import to_gold
parquet.ROWS = 2
gold, out = map(Path, sys.argv[2:])
cases = (whole(item).finished for item in find_format("gold").read(gold))
dropped = list(parquet.PARQUET.write((to_gold(*case) for case in cases), out))
from pyarrow.parquet import ParquetFile
with ParquetFile(out) as file:
    answer({"dropped": [dict(d) for d in dropped], "groups": file.num_row_groups})
"""


def test_datasets_loads_parquet_which_holds_the_same(tools: Path, tmp_path: Path) -> None:
    """Written with a package that only the tools have, in groups of rows."""
    gold = tmp_path / "gold.jsonl"
    gold.write_bytes(b"".join(map(encode, records())))
    said = ask(tools, WRITE, gold, tmp_path / "gold.parquet", home=tmp_path, ours=True)
    assert said["groups"] == 2
    assert said["dropped"] == [dict(d) for d in find_format("hugging_face").write(iter(records()), tmp_path / "set")]
    told = ask(tools, LOAD, "parquet", tmp_path / "gold.parquet", home=tmp_path)
    assert told["features"] == feature(FEATURES)
    assert told["rows"] == json.loads(msgspec.json.encode(lines()))


# --- UIMA

CASSIS = """
import warnings
from pathlib import Path
from cassis import load_cas_from_json, load_cas_from_xmi, load_typesystem
warnings.simplefilter("error")
kind, path, again = sys.argv[2:]
path = Path(path)
if kind == "cas":
    types = load_typesystem(path.parent / "TypeSystem.xml")
    cas = load_cas_from_xmi(path, types)
    cas.to_xmi(again)
else:
    with path.open(encoding="utf-8") as file:
        cas = load_cas_from_json(file)
    cas.to_json(again)
def place(a): return [a.begin, a.end, a.get_covered_text()]
named = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
answer({
    "text": cas.sofa_string,
    "mentions": [[*place(a), a.value] for a in cas.select(named)],
    "cues": [[*place(a), a.polarity, [[s.role, *place(s.target)] for s in a.slots.elements]]
             for a in cas.select("annotator.Stance")],
    "relations": [[a.label, place(a.Governor), place(a.Dependent)] for a in cas.select("annotator.Relation")],
})
"""


@pytest.mark.parametrize("format", ["cas", "cas_json"])
def test_cassis_loads_cas_and_what_it_writes_is_read(tools: Path, tmp_path: Path, format: str) -> None:
    record = full()
    list(find_format(format).write(iter([record]), tmp_path / "out"))
    [path] = files_of([tmp_path / "out"])
    again = tmp_path / path.name
    told = ask(tools, CASSIS, format, path, again, home=tmp_path)
    assert told["text"] == record.text
    assert sorted(told["mentions"]) == sorted([m.start, m.end, m.text, m.label] for m in record.mentions)
    regions, ties = regions_of(fit(record, CAS_ROOM))
    where = {r.key: [r.whole.start, r.whole.end, r.whole.of(record.text)] for r in regions}
    heads = {t.head for t in ties}
    cues = [
        [*where[r.key], r.label, [[t.label, *where[t.tail]] for t in ties if t.head == r.key]]
        for r in regions
        if "." in r.key and r.key in heads
    ]
    assert sorted(told["cues"]) == sorted(cues)
    relations = [[t.label, where[t.head], where[t.tail]] for t in ties if "." not in t.head]
    assert sorted(told["relations"]) == sorted(relations)
    first, second = (list(find_format(format).read(file)) for file in (path, again))
    assert first == second


# --- Label Studio

CONVERT = """
from label_studio_sdk.converter import Converter
source, out = sys.argv[2:]
config = ('<View><Labels name="label" toName="text"><Label value="PERSON"/></Labels>'
          '<Text name="text" value="$text"/></View>')
converter = Converter(config, None)
converter.convert(source, out + "/min", "JSON_MIN", is_dir=False)
converter.convert(source, out + "/conll", "CONLL2003", is_dir=False)
answer({"tasks": json.load(open(out + "/min/result.json")), "conll": open(out + "/conll/result.conll").read()})
"""


def test_label_studio_converts_its_json(tools: Path, tmp_path: Path) -> None:
    told = ask(tools, CONVERT, written("label_studio", tmp_path / "tasks.json"), tmp_path, home=tmp_path)
    assert [task["text"] for task in told["tasks"]] == [r.text for r in records()]
    spans = [(span["start"], span["end"], span["text"], *span["labels"]) for span in told["tasks"][1].get("label", [])]
    assert sorted(spans) == sorted((m.start, m.end, m.text, m.label) for m in full().mentions)
    assert "Emil -X- _ B-PERSON" in told["conll"]


# --- spaCy

ENTS = """
import spacy
from spacy.tokens import DocBin
docs = DocBin().from_disk(sys.argv[2]).get_docs(spacy.blank("en").vocab)
answer([[ent.text, ent.label_] for doc in docs for ent in doc.ents])
"""


def test_spacy_converts_columns(tmp_path: Path) -> None:
    """spaCy is among what the program itself needs: this is always run."""
    path = written("conll", tmp_path / "gold.conll")
    command = [sys.executable, "-m", "spacy", "convert", str(path), str(tmp_path), "--converter", "ner"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    told = ask(Path(sys.executable), ENTS, tmp_path / "gold.spacy", home=tmp_path)
    kept = [[" ".join(m.text.split()), m.label] for record in records() for m in flat(record.mentions)]
    assert [["".join(words.split()), label] for words, label in told] == [
        ["".join(words.split()), label] for words, label in kept
    ]
