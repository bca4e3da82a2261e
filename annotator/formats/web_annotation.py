"""W3C Web Annotation, JSON-LD: what is marked in a text that lies elsewhere, by position and by quotation.

This program writes an array of annotation pages, one for each article, with the text in ``annotator:article``. A mention is
an annotation with its label as a tag and its entity as a body; a stance has its cues as targets. Annotations of others
are read if their text is a file beside theirs: they are tags on ranges. Positions are code points.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import msgspec

from annotator.errors import InputError
from annotator.files import opened
from annotator.formats.assembling import Assembled, assemble
from annotator.formats.base import BadLine, Dropped, Format, Parsed
from annotator.formats.brat_lines import MOST_BYTES
from annotator.formats.building import ANYTHING
from annotator.formats.counting import CODE_POINTS
from annotator.formats.finishing import finished
from annotator.formats.items import objects, write_array
from annotator.formats.lines import converted, first_lines
from annotator.formats.regions import Region
from annotator.formats.room import Room, fit, losses
from annotator.formats.text import decode
from annotator.gold import GoldEntity, GoldMention, GoldRecord, GoldStance
from annotator.spans import Range

ROOM = Room(unmentioned=True, cueless="whole", curators=1000)
CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"annotator": "urn:annotator:"}]
_ARTICLE, _BODY = "annotator:article", "annotator:about"
_AROUND = 32
"""So many characters of the text before and after a quotation are written."""
MOST_LOOSE = 100_000
"""So many annotations at most may stand outside of pages."""


class _Article(msgspec.Struct):
    id: str
    text: str
    meta: dict[str, Any] = {}
    curators: tuple[str, ...] = ()


class _About(msgspec.Struct):
    """What an annotation of ours says: one of the three."""

    entity: GoldEntity | None = None
    mention: GoldMention | None = None
    stance: GoldStance | None = None


def read(path: Path) -> Iterator[Parsed]:
    """The article of each page, then those of annotations outside of pages, by their sources."""
    loose: dict[str, list[tuple[int, Mapping[str, Any]]]] = {}
    count = 0
    for item in objects(path):
        if isinstance(item, BadLine):
            yield item
            continue
        line, data = item
        try:
            if _ARTICLE in data:
                yield _page(data)
                continue
            for annotation in _annotations(data):
                count += 1
                if count > MOST_LOOSE:
                    raise InputError(f"more than {MOST_LOOSE:,} annotations.")
                loose.setdefault(_source(annotation), []).append((line, annotation))
        except InputError as error:
            yield BadLine(line, str(error))
            if count > MOST_LOOSE:
                return
    for source, found in loose.items():
        yield _loose(path, source, found)


# --- pages of this program


def _page(data: Mapping[str, Any]) -> Parsed:
    article = converted(data[_ARTICLE], _Article)
    found = Assembled(article.text)
    items = data.get("items")
    for item in items if isinstance(items, list) else ():
        about = converted(item.get(_BODY, {}) if isinstance(item, dict) else {}, _About)
        if about.entity is not None:
            found.entities.append(about.entity)
        elif about.mention is not None:
            found.mentions.append(about.mention)
        elif about.stance is not None:
            found.stances.append(about.stance)
        else:
            found.left_out["annotations of others"] += 1
    return finished(found, article.meta, id=article.id, curators=article.curators)


def write(records: Iterable[GoldRecord], path: Path) -> Iterator[Dropped]:
    """Write an array of annotation pages, one for each record; yields what was dropped of each."""
    return write_array(records, path, _page_of)


def _page_of(record: GoldRecord) -> tuple[Mapping[str, Any], Dropped]:
    fitted = fit(record, ROOM)
    page = f"urn:annotator:article:{quote(record.id, safe='')}"
    items = [_item(page, e.id, "identifying", [], {"entity": e}) for e in fitted.entities]
    for mention in fitted.mentions:
        targets = [_target(page, record.text, mention.start, mention.end)]
        items.append(_item(page, mention.id, "tagging", targets, {"mention": mention}, mention.label))
    for stance in fitted.stances:
        targets = [_target(page, record.text, c.start, c.end) for c in stance.cues]
        items.append(_item(page, stance.id, "assessing", targets, {"stance": stance}, stance.polarity))
    article = _Article(record.id, record.text, record.meta, fitted.provenance.curators)
    data = {"@context": CONTEXT, "id": page, "type": "AnnotationPage", _ARTICLE: article, "items": items}
    return data, losses(record, fitted)


def _item(
    page: str, id: str, motive: str, targets: Sequence[dict[str, Any]], about: dict[str, Any], tag: str = ""
) -> dict[str, Any]:
    body = {"body": {"type": "TextualBody", "purpose": "tagging", "value": tag}} if tag else {}
    target = targets[0] if len(targets) == 1 else list(targets) or page
    return {"id": f"{page}#{id}", "type": "Annotation", "motivation": motive, **body, "target": target, _BODY: about}


def _target(page: str, text: str, start: int, end: int) -> dict[str, Any]:
    around = {"prefix": text[max(0, start - _AROUND) : start], "suffix": text[end : end + _AROUND]}
    return {
        "source": page,
        "selector": [
            {"type": "TextPositionSelector", "start": start, "end": end},
            {"type": "TextQuoteSelector", "exact": text[start:end], **around},
        ],
    }


# --- annotations of others


def _annotations(data: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The annotations in an object: in a page, on the first page of a collection, or itself."""
    first = data.get("first")
    items = first.get("items") if isinstance(first, dict) else data.get("items")
    found = items if isinstance(items, list) else [data]
    if any(not isinstance(a, dict) or "target" not in a for a in found):
        raise InputError("no annotation: it has no target.")
    return found


def _source(annotation: Mapping[str, Any]) -> str:
    target = annotation["target"]
    target = target[0] if isinstance(target, list) and target else target
    source = target.get("source") if isinstance(target, dict) else target
    source = source.get("id") if isinstance(source, dict) else source
    if not isinstance(source, str):
        raise InputError("an annotation does not say which text it is about.")
    return source


def _loose(path: Path, source: str, annotations: Sequence[tuple[int, Mapping[str, Any]]]) -> Parsed:
    first = annotations[0][0]
    try:
        text = _text_beside(path, source)
        left_out: Counter[str] = Counter()
        regions = [region for n, (_, a) in enumerate(annotations) for region in _regions(text, str(n), a, left_out)]
        return finished(assemble(text, regions, ()), {"source": source}, left_out=left_out)
    except InputError as error:
        return BadLine(first, str(error))


def _text_beside(path: Path, source: str) -> str:
    """The text of the file beside ``path`` that a source names; no other place is ever read."""
    parts = urlsplit(source)
    name = PurePosixPath(unquote(parts.path)).name if parts.scheme in ("", "file") else ""
    there = path.with_name(name) if name and name not in (".", "..") and "\0" not in name else None
    if there is None or "/" in unquote(parts.path).strip("/") or not there.is_file() or there.is_symlink():
        raise InputError(f"the text {source[:200]!r} is not in the file, and no file beside it.")
    with opened(there) as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise InputError(f"larger than {MOST_BYTES // 1_000_000} MB: this is no article.", where=str(there))
    return decode(data, str(there), as_is=True)


def _regions(text: str, key: str, annotation: Mapping[str, Any], left_out: Counter[str]) -> Iterator[Region]:
    place = _range(text, annotation["target"])
    if place is None:
        left_out["annotations without a place in the text"] += 1
        return
    tags = list(_tags(annotation.get("body")))
    left_out["further tags of a range"] += max(0, len(tags) - 1)
    yield Region(key, (place,), tags[0] if tags else ANYTHING)


def _tags(body: Any) -> Iterator[str]:
    for item in body if isinstance(body, list) else [body]:
        if isinstance(item, dict) and item.get("purpose", "tagging") in ("tagging", "classifying"):
            value = item.get("value")
            if isinstance(value, str) and 0 < len(value) <= 100:
                yield value


def _range(text: str, target: Any) -> Range | None:
    target = target[0] if isinstance(target, list) and target else target
    selectors = target.get("selector") if isinstance(target, dict) else None
    for selector in selectors if isinstance(selectors, list) else [selectors]:
        if not isinstance(selector, dict):
            continue
        start, end, exact = selector.get("start"), selector.get("end"), selector.get("exact")
        if selector.get("type") == "TextPositionSelector" and type(start) is int and type(end) is int:
            return CODE_POINTS.ranges(text, [(start, end, _quoted(selectors))])[0]
        if selector.get("type") == "TextQuoteSelector" and isinstance(exact, str) and text.count(exact) == 1:
            return Range(text.index(exact), text.index(exact) + len(exact))
    return None


def _quoted(selectors: Any) -> str | None:
    """The words that another selector of the same target quotes."""
    for selector in selectors if isinstance(selectors, list) else ():
        if isinstance(selector, dict) and isinstance(selector.get("exact"), str):
            exact: str = selector["exact"]
            return exact
    return None


def looks_like(head: bytes, _path: Path) -> bool:
    """JSON that names the context of web annotations, or a line of it that is an Annotation."""
    line = next(iter(first_lines(head, 1)), "")
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start.startswith((b"[", b"{")):
        return False
    return b"www.w3.org/ns/anno" in start or ('"Annotation"' in line and '"target"' in line)


WEB_ANNOTATION = Format(
    "web_annotation",
    "W3C Web Annotation, JSON-LD",
    (".jsonld", ".json"),
    looks_like,
    reader=read,
    writer=write,
    loses=ROOM.words(),
)
