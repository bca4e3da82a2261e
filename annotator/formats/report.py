"""A report to read: one page of HTML with the articles, their mentions marked, their stances in a table. Only written.

Everything that comes from an article is escaped, and the page allows neither scripts nor anything from elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from annotator.escaping import shown
from annotator.files import replacing
from annotator.formats.base import Dropped, Format, never
from annotator.formats.room import Room, fit, losses
from annotator.gold import GoldRecord, GoldStance
from annotator.records import NOT_AN_ENTITY

ROOM = Room(unmentioned=True, about=False, cueless="whole", curators=1000, sections=True)
_STYLE = """
body { font: 1em/1.6 Georgia, serif; max-width: 44em; margin: 2em auto; padding: 0 1em; color: #1b1b1b; background: #fff }
h2 { margin-top: 3em } .text { white-space: pre-wrap; overflow-wrap: anywhere } small { font: 0.75em sans-serif }
mark { color: inherit; background: #dbe7f5; border-bottom: 2px solid #5b83b0 } mark mark { background: #c3d6ec }
.cue { text-decoration: underline wavy #8a5a00 } .boilerplate { opacity: 0.55 }
table { border-collapse: collapse; font: 0.85em sans-serif; margin-top: 1em }
td, th { text-align: left; padding: 0.2em 0.8em;
border-bottom: 1px solid #ccc; vertical-align: top } .favor::before { content: "+ " } .against::before { content: "− " }
.neutral::before { content: "0 " } .mixed::before { content: "± " }
@media (prefers-color-scheme: dark) {
body { color: #e6e6e6; background: #1c1c1e } mark { background: #2d4057 } mark mark { background: #3c5674 }
.cue { text-decoration-color: #e0b060 } td, th { border-color: #444 } }
"""
_HEAD = f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Entities and stances</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>
<h1>Entities and stances</h1>
"""


def write(records: Iterable[GoldRecord], path: Path) -> Iterator[Dropped]:
    """Write one page with all records; yields what was dropped of each."""
    with replacing(path) as file:
        file.write(_HEAD.encode())
        for record in records:
            file.write("".join(_article(record)).encode())
            yield losses(record, fit(record, ROOM))
        file.write(b"</body></html>\n")


def _article(record: GoldRecord) -> Iterator[str]:
    title = record.meta.get("title")
    yield f"<h2>{shown(title if isinstance(title, str) else record.id)}</h2>\n"
    rest = {key: value for key, value in record.meta.items() if key != "title"}
    facts = [f"{key}: {value}" for key, value in rest.items()] + [f"by {', '.join(record.provenance.curators)}"]
    yield f"<p><small>{shown(' · '.join([record.id, *facts]))}</small></p>\n"
    yield f'<p class="text" dir="auto">{"".join(_marked(record))}</p>\n'
    if record.stances:
        yield "<table><tr><th>holder</th><th></th><th>target</th><th>shown by</th><th>manner</th></tr>\n"
        names = {e.id: e.name for e in record.entities} | {w: w for w in NOT_AN_ENTITY}
        yield from (_stance(stance, names) for stance in record.stances)
        yield "</table>\n"


def _stance(stance: GoldStance, names: dict[str, str]) -> str:
    manner = stance.manner + (f", said by {names[stance.source]}" if stance.source else "")
    cues = " … ".join(cue.text for cue in stance.cues)
    cells = [names[stance.holder], None, names[stance.target], cues, manner]
    told = [
        f'<td class="{stance.polarity}">{stance.polarity}</td>' if c is None else f"<td>{shown(c)}</td>" for c in cells
    ]
    return f"<tr>{''.join(told)}</tr>\n"


def _marked(record: GoldRecord) -> Iterator[str]:
    """The text with its marks, parted wherever one begins or ends, so that they may cross."""
    names = {e.id: e.name for e in record.entities}
    places = [(m.start, m.end, f'mark title="{shown(names[m.entity])}"', m.label) for m in record.mentions]
    places += [(c.start, c.end, 'span class="cue"', "") for s in record.stances for c in s.cues]
    places += [(s.start, s.end, 'span class="boilerplate"', "") for s in record.sections if s.kind == "boilerplate"]
    edges = sorted({0, len(record.text), *(p[0] for p in places), *(p[1] for p in places)})
    for start, end in pairwise(edges):
        yield _piece(record.text[start:end], end, [p for p in places if p[0] <= start and end <= p[1]])


def _piece(words: str, end: int, over: Sequence[tuple[int, int, str, str]]) -> str:
    opened = "".join(f"<{tag}>" for _, _, tag, _ in over)
    labels = "".join(f"<small> {shown(label)}</small>" for _, last, _, label in over if label and last == end)
    closed = "".join(f"</{tag.split()[0]}>" for _, _, tag, _ in reversed(over))
    return f"{opened}{shown(words)}{labels}{closed}"


REPORT = Format(
    "report",
    "A report to read, one page of HTML",
    (".html",),
    never,
    writer=write,
    loses=(
        "anything back into a program: it is for reading",
        "what was looked at, rejections, links, counts of decisions",
    ),
)
