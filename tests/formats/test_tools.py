"""What other tools write, in their own shapes: finished work, single answers, predictions, and what has no place here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.formats import BadLine, Brought, detect, find_format, whole
from annotator.importing import files_of, import_files
from annotator.project import Project
from annotator.records import Article
from tests.formats.reading import finished, stances, words, written

TEXT = "😀 Dora Lind praised Emil in Oslo."


def brought(folder: Path, name: str, content: object, format: str) -> list[Brought]:
    """What is read of a file that must be found to be of the format; a list of dicts is written as lines of JSON."""
    if isinstance(content, list):
        content = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in content)
    assert isinstance(content, str)
    path = written(folder, name, content)
    assert detect(path).name == format
    items = list(find_format(format).read(path))
    assert not [item for item in items if isinstance(item, BadLine)], items
    return [whole(item) for item in items if not isinstance(item, BadLine)]


def at(words: str, label: str, text: str = TEXT, **more: object) -> dict[str, object]:
    """A span as most tools have it."""
    start = text.index(words)
    return {"start": start, "end": start + len(words), "label": label, **more}


# --- Prodigy


def task(**fields: object) -> dict[str, object]:
    return {"text": TEXT, "_input_hash": 1, "_task_hash": 2, **fields}


def test_a_prodigy_task_that_was_accepted_is_finished_work(tmp_path: Path) -> None:
    line = task(
        spans=[at("Dora Lind", "PERSON", notes="sure"), at("Oslo", "GPE")],
        _view_id="ner_manual",
        _annotator_id="ann",
        answer="accept",
        meta={"source": "The Times"},
    )
    [item] = brought(tmp_path, "a.jsonl", [line], "prodigy")
    case = item.finished
    assert case is not None
    assert [(w, label) for w, label, _ in words(case)] == [("Dora Lind", "PERSON"), ("Oslo", "GPE")]
    assert case[1].curators == ("ann",)
    assert item.article.meta == {"source": "The Times"}


def test_prodigy_relations_find_their_ends_by_place_or_by_token(tmp_path: Path) -> None:
    dora = at("Dora Lind", "PERSON", token_start=1, token_end=2)
    emil = at("Emil", "PERSON", token_start=4, token_end=4)
    by_place = {"label": "favor", "head_span": dora, "child_span": emil, "head": 2, "child": 4}
    by_token = {"label": "against", "head": 1, "child": 4}
    other = {"label": "knows", "head": 1, "child": 4}
    nowhere = {"label": "favor", "head": 0, "child": 4}
    line = task(
        spans=[dora, emil], relations=[by_place, by_token, other, nowhere], _view_id="relations", answer="accept"
    )
    [item] = brought(tmp_path, "a.jsonl", [line], "prodigy")
    assert item.finished is not None
    assert stances(item.finished) == [("Dora Lind", "Emil", "favor"), ("Dora Lind", "Emil", "against")]
    assert item.left_out == {"relations": 2}


def test_single_answers_decide_about_a_span_and_leave_the_article_open(tmp_path: Path) -> None:
    lines = [
        task(spans=[at("Oslo", "ORG", score=0.7, source="a_model", answer="reject")], answer="reject"),
        task(spans=[at("Dora Lind", "PERSON", score=0.9, source="a_model")], _view_id="ner", answer="accept"),
        task(spans=[at("Emil", "ORG", source="a_model")], _view_id="ner", answer="ignore"),
    ]
    first, second, third = brought(tmp_path, "a.jsonl", lines, "prodigy")
    assert first.annotation is not None
    assert first.annotation.status == "started"
    assert [(r.start, r.label) for r in first.annotation.rejected.values()] == [(28, "ORG")]
    assert [(p.model, [m.p for m in p.suggestion.mentions]) for p in first.proposed] == [("a_model", [0.7])]
    assert second.annotation is not None
    assert [m.label for m in second.annotation.mentions.values()] == ["PERSON"]
    assert third.annotation is None


def test_answers_about_one_text_come_together_and_never_twice(tmp_path: Path) -> None:
    lines = [
        task(spans=[at("Oslo", "ORG", source="a_model", answer="reject")], answer="reject"),
        task(spans=[at("Dora Lind", "PERSON", source="a_model")], _view_id="ner", answer="accept"),
        task(spans=[at("Emil", "PERSON", source="a_model")], _view_id="ner", answer="accept"),
    ]
    path = written(tmp_path, "a.jsonl", "".join(json.dumps(line) + "\n" for line in lines))
    with Project.create(tmp_path / "p.annot") as project:
        done = finished(import_files(project, [path]))
        assert (done.new, done.same, done.answered, done.suggested, done.gold) == (1, 2, 3, 1, 0)
        [id] = list(project.store.ids(("started",)))
        page = project.page(id)
        assert [m.range.of(TEXT) for m in page.annotation.mentions.values()] == ["Dora Lind", "Emil"]
        assert [r.label for r in page.annotation.rejected.values()] == ["ORG"]
        assert page.run == "prodigy:a_model"
        events = len(list(project.store.events()))
        again = finished(import_files(project, [path]))
        assert (again.new, again.answered) == (0, 0)
        assert len(list(project.store.events())) == events
        assert project.check() == []


def test_spans_that_nobody_answered_are_suggestions(tmp_path: Path) -> None:
    [item] = brought(tmp_path, "a.jsonl", [{"text": TEXT, "spans": [at("Oslo", "GPE")]}], "prodigy")
    assert item.annotation is None
    assert [(p.model, len(p.suggestion.mentions)) for p in item.proposed] == [("prodigy input", 1)]


@pytest.mark.parametrize("answer", ["reject", "ignore"])
def test_tasks_that_were_rejected_as_a_whole_bring_the_article_alone(tmp_path: Path, answer: str) -> None:
    line = task(spans=[at("Oslo", "GPE")], _view_id="ner_manual", answer=answer)
    [item] = brought(tmp_path, "a.jsonl", [line], "prodigy")
    assert (item.annotation, item.proposed) == (None, ())
    assert item.left_out == {f"tasks with the answer {answer!r}": 1}


def test_a_span_with_other_words_is_told(tmp_path: Path) -> None:
    span = at("Oslo", "GPE") | {"text": "Osla"}
    path = written(tmp_path, "a.jsonl", json.dumps(task(spans=[span], answer="accept")))
    [bad] = list(find_format("prodigy").read(path))
    assert isinstance(bad, BadLine)
    assert "'Oslo', not 'Osla'" in bad.cause


# --- Label Studio


def region(words: str, label: str, *, id: str, utf16: bool, text: str = TEXT) -> dict[str, Any]:
    start = text.index(words) + (1 if utf16 else 0)  # one emoji stands before everything
    value = {"start": start, "end": start + len(words), "text": words, "labels": [label]}
    return {"id": id, "from_name": "ner", "to_name": "text", "type": "labels", "value": value}


@pytest.mark.parametrize("utf16", [False, True])
def test_label_studio_counts_what_its_words_say(tmp_path: Path, utf16: bool) -> None:
    result = [
        region("Dora Lind", "PER", id="a", utf16=utf16),
        region("Emil", "PER", id="b", utf16=utf16),
        {"type": "relation", "from_id": "a", "to_id": "b", "direction": "right", "labels": ["favor"]},
        {"type": "relation", "from_id": "a", "to_id": "b", "direction": "right", "labels": ["knows"]},
        {"type": "choices", "value": {"choices": ["politics"]}, "from_name": "c", "to_name": "text"},
    ]
    other = {"result": [], "completed_by": 7}
    cancelled = {"result": [region("Oslo", "ORG", id="c", utf16=utf16)], "was_cancelled": True}
    done = {"result": result, "completed_by": {"email": "ann@example.org"}, "ground_truth": True}
    data = [{"id": 3, "data": {"text": TEXT, "url": "x"}, "annotations": [cancelled, other, done], "predictions": []}]
    [item] = brought(tmp_path, "a.json", json.dumps(data), "label_studio")
    assert item.finished is not None
    assert [(w, label) for w, label, _ in words(item.finished)] == [("Dora Lind", "PER"), ("Emil", "PER")]
    assert stances(item.finished) == [("Dora Lind", "Emil", "favor")]
    assert item.finished[1].curators == ("ann@example.org",)
    assert item.left_out == {"relations": 1, "choices": 1, "annotations of other curators": 1}
    assert item.article.meta == {"source": "a.json", "url": "x"}


def test_regions_without_words_follow_those_of_the_file_that_have_them(tmp_path: Path) -> None:
    bare = region("Emil", "PER", id="b", utf16=True)
    del bare["value"]["text"]
    tasks = [
        {"data": {"text": TEXT}, "annotations": [{"result": [bare]}]},
        {"data": {"text": TEXT}, "annotations": [{"result": [region("Oslo", "GPE", id="c", utf16=True)]}]},
    ]
    found = brought(tmp_path, "a.json", json.dumps(tasks), "label_studio")
    assert [words(item.finished)[0][0] for item in found if item.finished] == ["Emil", "Oslo"]


def test_predictions_are_suggestions_of_their_model(tmp_path: Path) -> None:
    def said(version: str, words: str, score: float) -> dict[str, Any]:
        return {"model_version": version, "score": score, "result": [region(words, "PER", id="a", utf16=False)]}

    task = {"data": {"text": TEXT}, "predictions": [said("v1", "Emil", 0.25), said("v2", "Dora Lind", 0.75)]}
    path = written(tmp_path, "a.json", json.dumps([task]))
    with Project.create(tmp_path / "p.annot") as project:
        done = finished(import_files(project, files_of([path])))
        assert (done.new, done.suggested, done.gold) == (1, 1, 0)
        assert [r.id for r in project.store.runs()] == ["label_studio:label studio-v1", "label_studio:label studio-v2"]
        [id] = list(project.store.ids(("todo",)))
        page = project.page(id)
        assert [(m.range.of(TEXT), m.p) for m in page.mentions] == [("Dora Lind", 0.75)]
        assert project.check() == []


def test_json_min(tmp_path: Path) -> None:
    start = TEXT.index("Oslo")
    line = {"text": TEXT, "id": 1, "annotator": 4, "annotation_id": 9,
            "label": [{"start": start, "end": start + 4, "text": "Oslo", "labels": ["GPE"]}]}  # fmt: skip
    [item] = brought(tmp_path, "a.json", json.dumps([line]), "label_studio")
    assert item.finished is not None
    assert words(item.finished) == [("Oslo", "GPE", "Oslo")]
    assert item.finished[1].curators == ("label studio 4",)


# --- doccano


def test_both_shapes_of_doccano(tmp_path: Path) -> None:
    lines = [
        {"id": 1, "text": TEXT, "label": [[2, 11, "PER"]], "topic": "praise"},
        {"id": 2, "text": TEXT, "label": [], "Comments": []},
    ]
    first, second = brought(tmp_path, "a.jsonl", lines, "doccano")
    assert first.finished is not None
    assert words(first.finished) == [("Dora Lind", "PER", "Dora Lind")]
    assert first.article.meta == {"source": "a.jsonl", "topic": "praise"}
    assert second.annotation is None  # nobody said that it is finished
    ends = [{"id": n, "start_offset": a, "end_offset": b, "label": "PER"} for n, a, b in ((7, 2, 11), (8, 20, 24))]
    ties = [{"id": 1, "from_id": 7, "to_id": 8, "type": "favor"}, {"id": 2, "from_id": 7, "to_id": 9, "type": "favor"}]
    [item] = brought(tmp_path, "b.jsonl", [{"text": TEXT, "entities": ends, "relations": ties}], "doccano")
    assert item.finished is not None
    assert stances(item.finished) == [("Dora Lind", "Emil", "favor")]
    assert item.left_out == {"relations": 1}


# --- brat

ANN = """\
E1\tFavor:T3 Holder:T1 Target2:T2
T1\tPer 2 11\tDora Lind
T2\tPer 20 24\tEmil
T3\tFavor 12 16;16 19\tprai sed
T4\tLoc 28 32\tOslo
T5\tLoc 2 6;28 32\tDora Oslo
E2\tMove:T4 Agent:T1
R1\tKnows Arg1:T1 Arg2:T2
R2\tagainst Arg1:T2 Arg2:E2
A1\tManner E1 Quoted
A2\tSure T1
N1\tReference T4 Wikidata:Q585\tOslo, Norway
#1\tAnnotatorNotes T1\tis that she?
*\tEquiv T4 T5
"""


def test_brat_in_all_its_parts(tmp_path: Path) -> None:
    written(tmp_path, "a.txt", TEXT)
    [item] = brought(tmp_path, "a.ann", ANN, "brat")
    case = item.finished
    assert case is not None
    assert words(case) == [
        ("Dora Lind praised Emil in Oslo", "Loc", "Oslo, Norway"),
        ("Dora Lind", "Per", "Dora Lind"),
        ("Emil", "Per", "Emil"),
        ("Oslo", "Loc", "Oslo, Norway"),
    ]
    assert stances(case) == [("Emil", "Oslo, Norway", "against"), ("Dora Lind", "Emil", "favor")]
    [stance] = [s for s in case[1].stances.values() if s.polarity == "favor"]
    assert ([c.of(TEXT) for c in stance.cues], stance.manner) == (["prai", "sed"], "quoted")
    assert [e.links for e in case[1].entities.values() if e.links] == [{"wikidata": "Q585"}]
    assert item.left_out == {"relations": 1, "notes": 1, "attributes": 1, "events": 1, "gaps in mentions": 1}


@pytest.mark.parametrize("shift", [0, 1, 3], ids=["code points", "UTF-16 units", "bytes"])
def test_brat_offsets_count_what_the_words_say(tmp_path: Path, shift: int) -> None:
    written(tmp_path, "a.txt", TEXT)
    ann = f"T1\tPer {2 + shift} {11 + shift}\tDora Lind\nT2\tLoc {28 + shift} {32 + shift}\tOslo\n"
    [item] = brought(tmp_path, "a.ann", ann, "brat")
    assert item.finished is not None
    assert [w for w, _, _ in words(item.finished)] == ["Dora Lind", "Oslo"]


def test_a_pair_is_one_article_and_a_text_alone_is_one_too(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, content in (("a.txt", TEXT), ("a.ann", "T1\tPer 2 11\tDora Lind\n"), ("b.txt", "Nobody came.")):
        written(folder, name, content)
    assert [p.name for p in files_of([folder])] == ["a.ann", "b.txt"]
    with Project.create(tmp_path / "p.annot") as project:
        done = finished(import_files(project, files_of([folder])))
        assert (done.new, done.gold, done.refused) == (2, 1, 0)


def test_a_text_in_which_nothing_is_marked_is_not_finished(tmp_path: Path) -> None:
    written(tmp_path, "a.txt", TEXT)
    [item] = brought(tmp_path, "a.ann", "", "brat")
    assert (item.article.text, item.annotation) == (TEXT, None)


def test_a_bad_line_of_brat_spoils_its_article(tmp_path: Path) -> None:
    written(tmp_path, "a.txt", TEXT)
    path = written(tmp_path, "a.ann", "T1\tPer 2 11\tDora Lind\nT2\tLoc 2 11\tOslo\nnonsense\n")
    items = list(find_format("brat").read(path))
    assert sorted(item.line for item in items if isinstance(item, BadLine)) == [2, 3]
    assert len(items) == 2


# --- structured sentiment, web annotations


def test_opinions_without_a_target_are_left_out(tmp_path: Path) -> None:
    def opinion(holder: list[str], target: list[str], polarity: str | None, **more: object) -> dict[str, object]:
        def place(words: list[str]) -> list[list[str]]:
            return [words, [f"{TEXT.index(w)}:{TEXT.index(w) + len(w)}" for w in words]]

        return {"Source": place(holder), "Target": place(target), "Polar_expression": place(["praised"]),
                "Polarity": polarity, "Intensity": "Standard", **more}  # fmt: skip

    said = [
        opinion(["Dora Lind"], ["Emil"], "Positive", Intensity="Strong"),
        opinion([], ["Emil"], "negative"),
        opinion(["Emil"], [], "Positive"),
        opinion([], ["Emil"], None),
        opinion(["Dora", "Lind"], ["Oslo"], "Neutral"),
    ]
    [item] = brought(tmp_path, "a.json", json.dumps([{"sent_id": "s-1", "text": TEXT, "opinions": said}]), "semeval")
    case = item.finished
    assert case is not None
    assert sorted(stances(case)) == [
        ("Dora Lind", "Emil", "favor"),
        ("Dora Lind", "Oslo", "neutral"),
        ("unnamed", "Emil", "against"),
    ]
    assert [s.extra for s in case[1].stances.values() if s.extra] == [{"intensity": "Strong"}]
    assert len(case[1].entities) == 3  # the same place is the same entity
    assert item.left_out == {"opinions without a target": 1, "opinions without a polarity": 1, "gaps in mentions": 1}
    assert item.article.meta["sent_id"] == "s-1"


def test_annotations_of_a_text_beside_them(tmp_path: Path) -> None:
    written(tmp_path, "a.txt", TEXT)

    def one(selector: object, tag: str) -> dict[str, object]:
        body = [{"type": "TextualBody", "purpose": "tagging", "value": tag}]
        return {"@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation", "body": body,
                "target": {"source": "a.txt", "selector": selector}}  # fmt: skip

    lines = [
        one({"type": "TextPositionSelector", "start": 2, "end": 11}, "PER"),
        one([{"type": "TextQuoteSelector", "exact": "Oslo"}], "GPE"),
        one({"type": "FragmentSelector", "value": "#p1"}, "GPE"),
    ]
    [item] = brought(tmp_path, "a.jsonld", lines, "web_annotation")
    assert item.finished is not None
    assert [(w, label) for w, label, _ in words(item.finished)] == [("Dora Lind", "PER"), ("Oslo", "GPE")]
    assert item.left_out == {"annotations without a place in the text": 1}


# --- tables


def test_a_table_brings_texts_exactly(tmp_path: Path) -> None:
    text = "He said no.\r\nShe left, \u2028 and 😀."
    table = f'\ufeffId,Text,Date\r\n1,"{text}",2026-01-02\r\n2,short\r\n3,,2026-01-02\r\n\r\n4,"Fine.",\r\n'
    path = written(tmp_path, "a.csv", table)
    assert detect(path).name == "table"
    items = list(find_format("table").read(path))
    assert [item.line for item in items if isinstance(item, BadLine)] == [4, 5]
    first, last = (item for item in items if isinstance(item, Article))
    assert first.text == text.replace('""', '"')
    assert first.meta == {"source": "a.csv", "Id": "1", "Date": "2026-01-02"}
    assert last.text == "Fine."


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_tables_are_found_by_their_head(tmp_path: Path, delimiter: str) -> None:
    table = f"id{delimiter}content{delimiter}date\n1{delimiter}Oslo{delimiter}2026\n"
    assert detect(written(tmp_path, "a.dat", table)).name == "table"
    assert detect(written(tmp_path, "b.txt", "Text, they say, is dead\nand gone.\n")).name == "text"


# --- DocBin


def test_docbins_that_spacy_itself_made(tmp_path: Path) -> None:
    import spacy
    from spacy.tokens import DocBin, Span

    nlp = spacy.blank("en")
    first, second, third = (nlp(text) for text in (TEXT, "Nobody came.", TEXT))
    first.ents = [Span(first, 1, 3, label="PERSON"), Span(first, 6, 7, label="GPE")]
    first.cats = {"politics": 1.0}
    third.spans["sc"] = [Span(third, 1, 3, label="PERSON"), Span(third, 1, 2, label="GIVEN")]
    DocBin(docs=[first, second, third], store_user_data=True).to_disk(tmp_path / "a.spacy")
    path = tmp_path / "a.spacy"
    assert detect(path).name == "docbin"
    ents, nothing, spans = (whole(item) for item in find_format("docbin").read(path) if not isinstance(item, BadLine))
    assert ents.finished is not None
    assert [(w, label) for w, label, _ in words(ents.finished)] == [("Dora Lind", "PERSON"), ("Oslo", "GPE")]
    assert ents.left_out == {"categories of whole texts": 1}
    assert nothing.annotation is None
    assert spans.finished is not None
    assert [(w, label) for w, label, _ in words(spans.finished)] == [("Dora Lind", "PERSON"), ("Dora", "GIVEN")]


def test_spacy_reads_what_is_written(tmp_path: Path) -> None:
    import spacy
    from spacy.tokens import DocBin
    from spacy.training import Example

    from tests.formats.everything import full

    path = tmp_path / "gold.spacy"
    list(find_format("docbin").write(iter([full()]), path))
    nlp = spacy.blank("en")
    [doc] = list(DocBin().from_disk(path).get_docs(nlp.vocab))
    assert doc.text == full().text
    assert [(e.text, e.label_) for e in doc.ents] == [
        ("Dora Lind", "PERSON"),
        ("the mayor", "PERSON"),
        ("Oslo's plan\u2028for שלום", "TOPIC"),
        ("Emil", "PERSON"),
    ]
    assert len(doc.spans["mentions"]) == 5
    aligned = Example(nlp.make_doc(doc.text), doc).get_aligned_ner()
    assert [tag for tag in aligned if tag not in ("O", None)][:2] == ["B-PERSON", "L-PERSON"]
