"""Label Studio: its JSON export and import, tasks with annotations, predictions and relations; also JSON-MIN.

Newer versions count code points, older ones UTF-16 units: the words that regions carry tell, for the whole file. The first
annotation that was not cancelled is the article's (one marked as ground truth comes first). Predictions are suggestions
of a run that is named by their ``model_version``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any

import msgspec

from annotator.errors import InputError
from annotator.files import file_name
from annotator.formats.assembling import assemble
from annotator.formats.base import BadLine, Brought, Dropped, Format, Parsed, Proposed
from annotator.formats.counting import Units
from annotator.formats.finishing import finished, suggestion, total
from annotator.formats.items import objects, write_array
from annotator.formats.lines import converted, parsed_lines
from annotator.formats.regions import UNSAID, Region, Tie, notes_of
from annotator.formats.room import Room, fit, losses
from annotator.formats.text import article_of
from annotator.formats.tying import regions_of
from annotator.gold import GoldRecord

ROOM = Room()
_SPANS = ("labels", "hypertextlabels")


class _Value(msgspec.Struct):
    start: Any = None
    end: Any = None
    text: Any = None
    labels: list[str] = []


class _Result(msgspec.Struct):
    type: str = ""
    id: str = ""
    value: _Value | None = None
    source: str = ""
    score: float | None = None
    from_id: str = ""
    to_id: str = ""
    labels: list[str] | None = None
    meta: Any = None


class _Annotation(msgspec.Struct):
    result: list[_Result] = []
    was_cancelled: bool = False
    ground_truth: bool = False
    completed_by: Any = None


class _Prediction(msgspec.Struct):
    result: list[_Result] = []
    model_version: str | None = None
    score: float | None = None


class _Task(msgspec.Struct):
    data: dict[str, Any]
    annotations: list[_Annotation] = []
    completions: list[_Annotation] = []
    predictions: list[_Prediction] = []


def read(path: Path) -> Iterator[Parsed]:
    """Each task's article; the file is read twice, once to see what it counts. A bad task comes as a BadLine."""
    units = Units()
    for item in objects(path):
        if not isinstance(item, BadLine):
            _look(units, item[1])
    return parsed_lines(objects(path), lambda _, data: _parse(data, file_name(path), units))


def _look(units: Units, data: Any) -> None:
    try:
        task = _task(data)
        results = _results(task)
        units.look(_text(task, results)[0], [_place(r) for r in results if r.type in _SPANS])
    except InputError:  # it is told when the task is read
        return


def _task(data: Any) -> _Task:
    if isinstance(data, dict) and "data" not in data and isinstance(data.get("text"), str):
        data = _of_min(data)
    return converted(data, _Task)


def _of_min(data: dict[str, Any]) -> dict[str, Any]:
    """A line of JSON-MIN as a task: what holds labels is its annotation, the rest its data."""
    result: list[dict[str, Any]] = []
    rest: dict[str, Any] = {}
    for key, value in data.items():
        if isinstance(value, list) and value and all(isinstance(v, dict) and "labels" in v for v in value):
            result += [{"type": "labels", "id": f"{key} {n}", "value": v} for n, v in enumerate(value)]
        else:
            rest[key] = value
    return {"data": rest, "annotations": [{"result": result, "completed_by": data.get("annotator")}]}


def _work(task: _Task) -> list[_Annotation]:
    """The annotations that were not cancelled, the one of the article first."""
    there = [a for a in (*task.annotations, *task.completions) if not a.was_cancelled]
    return sorted(there, key=lambda a: not a.ground_truth)


def _results(task: _Task) -> list[_Result]:
    return [r for a in _work(task) for r in a.result] + [r for p in task.predictions for r in p.result]


def _text(task: _Task, results: Sequence[_Result]) -> tuple[str, str]:
    """The task's text and its key in the data."""
    named = [r.source[1:] for r in results if r.source.startswith("$")]
    only = [key for key, value in task.data.items() if isinstance(value, str)]
    for key in (*named, "text", *(only if len(only) == 1 else ())):
        text = task.data.get(key)
        if isinstance(text, str):
            return text, key
    raise InputError("`data` has no text.")


def _place(result: _Result) -> tuple[int, int, str | None]:
    value = result.value or _Value()
    start, end = value.start, value.end
    if type(start) is not int or type(end) is not int:
        raise InputError(f"the region {result.id!r} has no offsets in the text.")
    return start, end, value.text if isinstance(value.text, str) else None


def _parse(data: Any, source: str, units: Units) -> Parsed:
    task = _task(data)
    work = _work(task)
    text, key = _text(task, _results(task))
    id = task.data.get("article_id", "")
    ours = isinstance(id, str) and bool(id)
    inner = task.data.get("meta")
    rest = {k: v for k, v in task.data.items() if k not in (key, "meta", "article_id")}
    meta = ({} if ours else {"source": source, **rest}) | (inner if isinstance(inner, dict) else {})
    left_out: Counter[str] = Counter({"annotations of other curators": len(work[1:])})
    proposed: list[Proposed] = []
    for prediction in task.predictions:
        regions, ties, lost = _regions(prediction.result, text, units, prediction.score)
        left_out.update(lost)
        if regions:
            said = suggestion(assemble(text, regions, ties), regions)
            proposed.append(Proposed("label studio", prediction.model_version or "prediction", said))
    brought = Brought(article_of(text, meta, id if ours else ""))
    if work:
        regions, ties, lost = _regions(work[0].result, text, units, None)
        found = assemble(text, regions, ties)
        brought = finished(found, meta, id=id if ours else "", curators=_who(work[0]), left_out=lost)
    return Brought(brought.article, brought.annotation, tuple(proposed), total(left_out, brought.left_out))


def _who(annotation: _Annotation) -> tuple[str, ...]:
    by = annotation.completed_by
    if isinstance(by, dict):
        by = by.get("email") or by.get("id")
    return () if by is None else (f"label studio {by}" if isinstance(by, int) else str(by),)


def _regions(
    results: Sequence[_Result], text: str, units: Units, score: float | None
) -> tuple[list[Region], list[Tie], Counter[str]]:
    spans = [r for r in results if r.type in _SPANS]
    places = units.ranges(text, [_place(r) for r in spans])
    regions: list[Region] = []
    lost: Counter[str] = Counter(r.type or "results" for r in results if r.type not in (*_SPANS, "relation"))
    for result, place in zip(spans, places, strict=True):
        labels = result.value.labels if result.value and result.value.labels else ["ENTITY"]
        said = result.score if result.score is not None else score
        notes = notes_of(result.meta)
        regions.append(Region(result.id, (place,), labels[0], notes, UNSAID if said is None else said))
        lost["further labels of a region"] += len(labels) - 1
    ties = [
        Tie(label, r.from_id, r.to_id) for r in results if r.type == "relation" for label in r.labels or ["related"]
    ]
    return regions, ties, lost


# --- writing


def write(records: Iterable[GoldRecord], path: Path) -> Iterator[Dropped]:
    """Write a JSON array of tasks, one a line, each with one annotation; yields what was dropped of each."""
    numbers = count(1)
    return write_array(records, path, lambda record: _task_of(record, next(numbers)))


def _task_of(record: GoldRecord, number: int) -> tuple[Mapping[str, Any], Dropped]:
    fitted = fit(record, ROOM)
    regions, ties = regions_of(fitted)
    result = [_result(region, record.text) for region in regions]
    result += [
        {"type": "relation", "from_id": t.head, "to_id": t.tail, "direction": "right", "labels": [t.label]}
        for t in ties
    ]
    data = {"text": record.text, "article_id": record.id, "meta": record.meta}
    task = {"id": number, "data": data, "annotations": [{"id": number, "result": result}]}
    return task, losses(record, fitted)


def _result(region: Region, text: str) -> dict[str, Any]:
    place = region.whole
    value = {"start": place.start, "end": place.end, "text": place.of(text), "labels": [region.label]}
    result: dict[str, Any] = {
        "id": region.key,
        "from_name": "label",
        "to_name": "text",
        "type": "labels",
        "value": value,
    }
    return result | ({"meta": region.notes} if region.notes else {})


def looks_like(head: bytes, _path: Path) -> bool:
    """An object or array with tasks, which have their text under "data", or JSON-MIN's keys."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start.startswith((b"[", b"{")):
        return False
    kinds = (b'"annotations"', b'"predictions"', b'"completions"')
    task = b'"data"' in start and (start.startswith(b"[") or any(kind in start for kind in kinds))
    return task or (start.startswith(b"[") and b'"annotation_id"' in start)


LABEL_STUDIO = Format(
    "label_studio",
    "Label Studio, JSON",
    (".json",),
    looks_like,
    reader=read,
    writer=write,
    loses=ROOM.words(),
)
