"""Labels of other tools: called by the scheme's names, left out, or kept and told; and remembered by the project."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from annotator import edits
from annotator.cli import app
from annotator.errors import InputError
from annotator.exporting import export, records
from annotator.formats import Brought, find_format
from annotator.gold import GoldRecord
from annotator.imported import Imported
from annotator.importing import import_files
from annotator.labelmap import LabelMap, name_for, proposal, read_map, with_labels
from annotator.looking import MOST_ITEMS, Looked, look
from annotator.project import Project
from annotator.redrafting import Redraft
from annotator.relabelling import change_scheme
from annotator.scheme import default_scheme
from tests.formats.reading import finished, written

TEXT = "Ann met the Blue Star crew in Oslo."
run = CliRunner().invoke


def line(number: int = 0, **labels: str) -> dict[str, Any]:
    """A line of doccano in which words have labels; a stance leads from Ann to the crew."""
    text = f"{TEXT} {number}"
    found = [{"id": n, "label": label, **at(text, words)} for n, (words, label) in enumerate(labels.items())]
    ties = [{"id": 1, "from_id": 0, "to_id": 1, "type": "endorses"}] if len(found) > 1 else []
    return {"id": number, "text": text, "entities": found, "relations": ties}


def at(text: str, words: str) -> dict[str, int]:
    start = text.index(words.replace("_", " "))
    return {"start_offset": start, "end_offset": start + len(words)}


def doccano(folder: Path, *lines: dict[str, Any], name: str = "a.jsonl") -> Path:
    return written(folder, name, "".join(json.dumps(one) + "\n" for one in lines))


FULL = line(Ann="PER", Blue_Star="MISC", Oslo="GPE")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "p.annot", curator="ann") as made:
        yield made


def imported(project: Project, *paths: Path, **more: Any) -> Imported:
    return finished(import_files(project, list(paths), **more))


def marked(record: GoldRecord) -> list[tuple[str, str]]:
    return [(m.text, m.label) for m in record.mentions]


def looked(project: Project, *paths: Path, **more: Any) -> Looked:
    work = look(project, list(paths), **more)
    while True:
        try:
            next(work)
        except StopIteration as end:
            found: Looked = end.value
            return found


TABLE = LabelMap({"PER": "PERSON", "MISC": ""}, {"endorses": "favor"})


def test_labels_are_called_as_the_table_says_and_the_project_remembers(project: Project, tmp_path: Path) -> None:
    done = imported(project, doccano(tmp_path, FULL), labels=TABLE)
    [record] = records(project)
    assert marked(record) == [("Ann", "PERSON"), ("Oslo", "GPE")]
    assert [e.label for e in record.entities] == ["PERSON", "GPE"]
    assert (done.renamed, done.labels_left_out, done.unknown) == ({"PER → PERSON": 1}, {"MISC": 1}, {})
    assert done.left_out == {"entities": 1, "stances": 1}, "what rested on the label is told too"
    assert project.label_map == TABLE
    again = imported(project, doccano(tmp_path, line(1, Ann="PER", Oslo="MISC"), name="b.jsonl"))
    assert marked(list(records(project))[1]) == [("Ann", "PERSON")]
    named, out = again.labels_told()
    assert named == "Labels as this project has them: PER → PERSON: 1."
    assert out.startswith("Left out by their labels, as was chosen: MISC: 1. To have them after all, give them a label")


def test_names_of_relations_become_polarities(project: Project, tmp_path: Path) -> None:
    done = imported(project, doccano(tmp_path, FULL), labels=LabelMap({}, {"endorses": "favor"}))
    [record] = records(project)
    assert [(s.holder, s.target, s.polarity) for s in record.stances] == [("e1", "e2", "favor")]
    assert done.left_out == {}
    [item] = find_format("doccano").read(tmp_path / "a.jsonl")
    assert isinstance(item, Brought)
    assert item.left_out == {"relations": 1}, "no other reader sees the names"
    with Project.create(tmp_path / "other.annot") as other:
        assert imported(other, tmp_path / "a.jsonl").left_out == {"relations": 1}


def test_without_a_table_nothing_is_lost_and_the_labels_are_told(project: Project, tmp_path: Path) -> None:
    done = imported(project, doccano(tmp_path, FULL))
    [record] = records(project)
    assert marked(record) == [("Ann", "PER"), ("Blue Star", "MISC"), ("Oslo", "GPE")]
    assert done.unknown == {"PER": 1, "MISC": 1}
    assert done.labels_told() == ["Labels that the scheme does not have, kept under their names: MISC: 1, PER: 1."]


def test_what_was_left_out_comes_after_all_when_the_file_is_imported_again(project: Project, tmp_path: Path) -> None:
    path = doccano(tmp_path, FULL)
    imported(project, path, labels=TABLE)
    done = imported(project, path, labels=LabelMap({"MISC": "ORG"}))
    assert (done.problems, done.gold) == ((), 1)
    [record] = records(project)
    assert marked(record) == [("Ann", "PERSON"), ("Blue Star", "ORG"), ("Oslo", "GPE")]
    assert [s.polarity for s in record.stances] == ["favor"]
    assert project.check() == []


def test_decisions_made_since_are_never_replaced(project: Project, tmp_path: Path) -> None:
    path = doccano(tmp_path, FULL)
    imported(project, path, labels=TABLE)
    [id] = project.store.ids(("done",))
    page = project.page(id)
    project.act(page, edits.label, next(iter(page.annotation.mentions)), "ORG")
    done = imported(project, path, labels=LabelMap({"MISC": "ORG"}))
    assert "it has decisions in this project, which were kept" in done.problems[0]
    [record] = records(project, include_undone=True)
    assert marked(record) == [("Ann", "ORG"), ("Oslo", "GPE")]


def test_a_table_may_add_labels_as_one_act(project: Project, tmp_path: Path) -> None:
    imported(project, doccano(tmp_path, FULL), labels=LabelMap({"PER": "PERSON", "MISC": "VESSEL"}, add=("VESSEL",)))
    assert project.scheme.labels()[-1] == "VESSEL"
    assert ("Blue Star", "VESSEL") in marked(next(iter(records(project))))
    assert project.undo_words() == "add label VESSEL"


def test_predictions_are_named_too(project: Project, tmp_path: Path) -> None:
    spans = [{"start": 0, "end": 3, "label": "PER"}, {"start": 12, "end": 21, "label": "MISC"}]
    imported(project, doccano(tmp_path, {"text": TEXT, "spans": spans, "_task_hash": 1}), labels=TABLE)
    [id] = project.store.ids(("todo",))
    assert [(m.start, m.label) for m in project.page(id).mentions] == [(0, "PERSON")]


def test_the_command_reads_a_table(project: Project, tmp_path: Path) -> None:
    project.close()
    table = written(tmp_path, "map.toml", '[labels]\n"PER" = "PERSON"\n"MISC" = ""\n[polarity]\nendorses = "favor"\n')
    assert read_map(table) == TABLE
    path = doccano(tmp_path, FULL)
    done = run(app, ["import", str(project.path), str(path), "--labels", str(table)])
    assert done.exit_code == 0, done.output
    assert "PER → PERSON: 1." in done.stdout
    assert "Left out by their labels, as was chosen: MISC: 1." in done.stdout
    silent = run(app, ["import", str(project.path), str(doccano(tmp_path, line(3, Ann="PER"), name="b.jsonl"))])
    assert "PER → PERSON: 1." in silent.stdout


@pytest.mark.parametrize(
    ("toml", "cause"),
    [
        ('[labels]\n"PER" = "HUMAN"\n', "the scheme has no label 'HUMAN' (for 'PER')"),
        ('[label]\n"PER" = "PERSON"\n', "unknown field `label`"),
        ('[polarity]\nlikes = "pro"\n', "Invalid enum value 'pro'"),
        ("[labels\n", "not well-formed TOML"),
        ('add = ["lower"]\n', "no name of a label"),
    ],
)
def test_a_table_that_is_wrong_is_told_and_nothing_is_imported(
    project: Project, tmp_path: Path, toml: str, cause: str
) -> None:
    project.close()
    table, path = written(tmp_path, "map.toml", toml), doccano(tmp_path, FULL)
    done = run(app, ["import", str(project.path), str(path), "--labels", str(table)])
    assert isinstance(done.exception, InputError)
    assert cause in str(done.exception)
    with Project.open(project.path) as again:
        assert sum(again.counts().values()) == 0


def test_what_is_remembered_follows_the_scheme(project: Project, tmp_path: Path) -> None:
    table = LabelMap({"PER": "PERSON", "Ship": "SHIP", "X": ""}, add=("SHIP",))
    imported(project, doccano(tmp_path, line()), labels=table)
    draft = Redraft(project.scheme)
    draft.change(project.scheme.labels().index("PERSON"), name="HUMAN")
    draft.remove(project.scheme.labels().index("SHIP"))
    for _ in change_scheme(project, draft.scheme(), draft.renamed(), draft.words()):
        pass
    assert project.label_map == LabelMap({"PER": "HUMAN", "X": ""})
    done = imported(project, doccano(tmp_path, line(1, Ann="PER", Oslo="Ship"), name="b.jsonl"), labels=LabelMap())
    assert (done.renamed, done.unknown) == ({"PER → HUMAN": 1}, {"Ship": 1})


# --- a look before


def test_a_look_tells_what_the_project_does_not_know(project: Project, tmp_path: Path) -> None:
    lines = [line(n, Ann="PER", Blue_Star="MISC", Oslo="GPE") for n in range(5)]
    found = looked(project, doccano(tmp_path, *lines))
    assert found.whole
    assert [(u.label, u.count, u.examples, u.proposed, u.name) for u in found.labels] == [
        ("MISC", 5, ("Blue Star",), "", "MISC"),
        ("PER", 5, ("Ann",), "PERSON", "PER"),
    ]
    assert sum(project.counts().values()) == 0, "nothing is imported"
    assert [u.label for u in looked(project, tmp_path / "a.jsonl", labels=LabelMap({"PER": ""})).labels] == ["MISC"]
    imported(project, tmp_path / "a.jsonl", labels=TABLE)
    assert looked(project, tmp_path / "a.jsonl") == Looked()


def test_a_look_is_bounded_and_says_so(project: Project, tmp_path: Path) -> None:
    lines = [line(n, Ann="PERSON") for n in range(MOST_ITEMS)] + [line(MOST_ITEMS, Ann="LATE")]
    assert looked(project, doccano(tmp_path, *lines)) == Looked((), whole=False)
    done = imported(project, tmp_path / "a.jsonl")
    assert done.unknown == {"LATE": 1}, "what comes later is kept, and told"
    assert looked(project, written(tmp_path, "bad.json", "[{"), tmp_path / "gone.txt") == Looked()


def test_names_that_are_proposed() -> None:
    scheme = default_scheme()
    assert proposal("per", scheme) == "PERSON"
    assert proposal("Organisation", scheme) == "ORG"
    assert proposal("Nonsense", scheme) is None
    assert name_for("Person of interest", scheme) == "PERSON_OF_INTEREST"
    assert name_for("person", scheme) == "PERSON_2"
    assert name_for("9-11", scheme) == "L_9_11"
    assert name_for("人", scheme) == "LABEL"
    assert len(name_for("x" * 99, scheme)) <= 32
    assert with_labels(scheme, ["PERSON", "SHIP"]).labels() == (*scheme.labels(), "SHIP")


# --- labels of this project under later names


def test_an_old_export_comes_in_under_the_names_of_today(project: Project, tmp_path: Path) -> None:
    """In every format that carries labels; a rename or merge is remembered, whatever tables say of the old name."""
    imported(project, doccano(tmp_path, line(1, Ann="PERSON", Oslo="GPE")))
    names = ("gold", "docbin", "prodigy", "label_studio", "doccano", "conll", "brat", "webanno_tsv", "web_annotation")
    for name in names:
        for _ in export(project, tmp_path / f"old.{name}", format=name):
            pass
    draft = Redraft(project.scheme)
    draft.change(project.scheme.labels().index("PERSON"), name="HUMAN")
    draft.merge([r.label.name for r in draft.rows].index("GPE"), [r.label.name for r in draft.rows].index("LOC"))
    project.keep_label_map(LabelMap({"PERSON": "ORG"}))
    for _ in change_scheme(project, draft.scheme(), draft.renamed(), draft.words()):
        pass
    assert marked(next(iter(records(project)))) == [("Ann", "HUMAN"), ("Oslo", "LOC")]
    toml = project.store.setting("scheme")
    for name in names:
        path = tmp_path / f"old.{name}"
        files = sorted(path.iterdir()) if path.is_dir() else [path]
        with Project.create(tmp_path / f"{name}.annot", toml) as other:
            read = [p for p in files if p.suffix not in find_format(name).beside]
            assert looked(other, *read, format=name) == Looked(), "nobody is asked about a former name"
            done = imported(other, *read, format=name)
            assert not done.unknown, name
            assert [marked(r) for r in records(other)] == [[("Ann", "HUMAN"), ("Oslo", "LOC")]], name
