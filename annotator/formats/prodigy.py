"""Prodigy: one task a line, as ``db-out`` writes and ``db-in`` reads them.

A task of the manual interfaces that was accepted is finished work. A task with single answers (the binary interfaces) says
only that a span is so, or is not so: the article stays open. Spans without an answer are suggestions. Tasks that were
ignored, or rejected as a whole, bring only the article. Offsets are code points.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

import msgspec

from annotator.files import file_name
from annotator.formats.assembling import assemble
from annotator.formats.base import Brought, Dropped, Format, Parsed, Proposed
from annotator.formats.counting import CODE_POINTS
from annotator.formats.finishing import answered, finished, suggestion, total
from annotator.formats.items import write_lines
from annotator.formats.lines import converted, first_lines, json_lines, parsed_lines
from annotator.formats.regions import UNSAID, Region, Tie, notes_of
from annotator.formats.room import Room, fit, losses
from annotator.formats.text import article_of
from annotator.formats.tokens import parted
from annotator.formats.tying import regions_of
from annotator.gold import GoldRecord
from annotator.spans import Range

ROOM = Room(curators=1)
_MANUAL = ("ner_manual", "spans_manual", "relations", "blocks")

Answer = Literal["accept", "reject", "ignore"]


class _Span(msgspec.Struct):
    start: int
    end: int
    label: str = "ENTITY"
    text: str | None = None
    id: str | int | None = None
    token_start: int | None = None
    token_end: int | None = None
    score: float | None = None
    source: str | None = None
    answer: Answer | None = None
    notes: Any = None


class _Relation(msgspec.Struct):
    label: str
    head: int | None = None
    child: int | None = None
    head_span: _Span | None = None
    child_span: _Span | None = None


class _Task(msgspec.Struct):
    text: str
    spans: list[_Span] = []
    relations: list[_Relation] = []
    meta: dict[str, Any] = {}
    answer: Answer | None = None
    article_id: str = ""
    label: Any = None
    accept: list[Any] = []
    view: str | None = msgspec.field(name="_view_id", default=None)
    binary: bool | None = msgspec.field(name="_is_binary", default=None)
    annotator: str | None = msgspec.field(name="_annotator_id", default=None)
    session: str | None = msgspec.field(name="_session_id", default=None)


def read(path: Path) -> Iterator[Parsed]:
    """Each line's task; a line that is none comes as a BadLine."""
    return parsed_lines(json_lines(path), lambda _, data: _parse(data, file_name(path)))


def _parse(data: Any, source: str) -> Parsed:
    task = converted(data, _Task)
    CODE_POINTS.ranges(task.text, [(s.start, s.end, s.text) for s in task.spans])
    regions = [_region(n, span) for n, span in enumerate(task.spans)]
    ties = [_tie(relation, task.spans, regions) for relation in task.relations]
    meta = task.meta if task.article_id else {"source": source, **task.meta}
    article = article_of(task.text, meta, task.article_id)
    left_out = total({"labels of whole texts": int(task.label is not None and not task.spans) + len(task.accept)})
    curators = [name for name in (task.annotator or task.session,) if name]
    single = task.binary or any(s.answer for s in task.spans) or (task.view or "ner_manual") not in _MANUAL
    if task.answer == "ignore" or (task.answer == "reject" and not single):
        return Brought(article, left_out={**left_out, f"tasks with the answer {task.answer!r}": 1})
    if task.answer is None and not any(s.answer for s in task.spans):
        return _proposed(Brought(article, left_out=left_out), task, regions, ties)
    if not single:
        found = assemble(task.text, regions, ties)
        return finished(found, meta, id=task.article_id, curators=curators, left_out=left_out)
    answers = [span.answer or task.answer for span in task.spans]
    accepted = [r for r, answer in zip(regions, answers, strict=True) if answer == "accept"]
    rejected = [r for r, answer in zip(regions, answers, strict=True) if answer == "reject"]
    brought = _proposed(Brought(article, left_out=left_out), task, regions, [])
    return answered(brought, assemble(task.text, accepted, []), rejected, curators)


def _region(number: int, span: _Span) -> Region:
    p = UNSAID if span.score is None else span.score
    key = f"#{number}" if span.id is None else str(span.id)
    return Region(key, (Range(span.start, span.end),), span.label, notes_of(span.notes), p)


def _tie(relation: _Relation, spans: list[_Span], regions: list[Region]) -> Tie:
    ends = ((relation.head_span, relation.head), (relation.child_span, relation.child))
    head, tail = (_end(span, token, spans, regions) for span, token in ends)
    return Tie(relation.label, head, tail)


def _end(span: _Span | None, token: int | None, spans: list[_Span], regions: list[Region]) -> str:
    """The key of the region at an end of a relation: by its id, else its place and label, else its token; "" for none."""
    if span is not None and span.id is not None:
        return str(span.id)
    if span is not None:
        same = [n for n, s in enumerate(spans) if (s.start, s.end, s.label) == (span.start, span.end, span.label)]
    else:
        same = [n for n, s in enumerate(spans) if token is not None and _holds(s, token)]
    return regions[same[0]].key if same else ""


def _holds(span: _Span, token: int) -> bool:
    return span.token_start is not None and span.token_end is not None and span.token_start <= token <= span.token_end


def _proposed(brought: Brought, task: _Task, regions: list[Region], ties: list[Tie]) -> Brought:
    """With the spans as suggestions of the models that they name, where any is named or nobody answered."""
    if not regions or (task.answer is not None and not any(s.source for s in task.spans)):
        return brought
    model = next((s.source for s in task.spans if s.source), None) or "prodigy input"
    said = suggestion(assemble(task.text, regions, ties), regions)
    return Brought(brought.article, None, (Proposed(model, "", said),), brought.left_out)


# --- writing


def write(records: Iterable[GoldRecord], path: Path) -> Iterator[Dropped]:
    """Write one task a line, accepted, for the interface "relations"; yields what was dropped of each."""
    return write_lines(records, path, _task)


def _task(record: GoldRecord) -> tuple[Mapping[str, Any], Dropped]:
    fitted = fit(record, ROOM)
    regions, ties = regions_of(fitted)
    text = record.text
    tokens = parted(text, [region.whole for region in regions])
    starts = {token.start: n for n, token in enumerate(tokens)}
    ends = {token.end: n for n, token in enumerate(tokens)}
    spans = {r.key: _span(r, text, starts[r.whole.start], ends[r.whole.end]) for r in regions}
    task: dict[str, Any] = {
        "text": text,
        "article_id": record.id,
        "meta": record.meta,
        "tokens": [
            {
                "text": t.of(text),
                "start": t.start,
                "end": t.end,
                "id": n,
                "ws": t.end not in starts and text[t.end :] != "",
            }
            for n, t in enumerate(tokens)
        ],
        "spans": list(spans.values()),
        "relations": [_relation(tie, spans) for tie in ties],
        "_view_id": "relations",
        "answer": "accept",
    }
    if fitted.provenance.curators:
        task["_annotator_id"] = task["_session_id"] = fitted.provenance.curators[0]
    return task, losses(record, fitted)


def _span(region: Region, text: str, first: int, last: int) -> dict[str, Any]:
    span: dict[str, Any] = {
        "id": region.key,
        "start": region.whole.start,
        "end": region.whole.end,
        "text": region.whole.of(text),
        "token_start": first,
        "token_end": last,
        "label": region.label,
    }
    return span | ({"notes": region.notes} if region.notes else {})


def _relation(tie: Tie, spans: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    head, child = spans[tie.head], spans[tie.tail]
    return {
        "head": head["token_end"],
        "child": child["token_end"],
        "head_span": head,
        "child_span": child,
        "label": tie.label,
    }


def looks_like(head: bytes, _path: Path) -> bool:
    """JSON objects with a text and what only Prodigy writes beside it."""
    line = next(iter(first_lines(head, 1)), head[:4000].decode(errors="replace"))
    keys = ('"_input_hash"', '"_task_hash"', '"_view_id"', '"answer"', '"spans"', '"token_start"')
    return line.lstrip().startswith("{") and '"text"' in line and any(key in line for key in keys)


PRODIGY = Format(
    "prodigy",
    "Prodigy, one task a line",
    (".jsonl",),
    looks_like,
    reader=read,
    writer=write,
    loses=ROOM.words(),
)
