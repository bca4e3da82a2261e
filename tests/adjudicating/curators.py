"""Two curators' files on the same articles, and the project of the one: what they see differently is planted."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from annotator.evaluating.reading import Case
from annotator.formats.building import Named, Said, finished
from annotator.gold import encode, to_gold
from annotator.importing import import_files
from annotator.merging import Merged, merge
from annotator.project import Project
from annotator.records import Annotation
from annotator.spans import Range, occurrences
from tests.agreeing.planting import PLANTS, article, under_other_ids

TEXT = """Harbour vote splits the council
Port Vesta's council voted on Monday to close the old harbour, a plan that Mayor Ana Keller has defended for two years.
Boris Lindqvist of the Seafarers' Union called the closure a betrayal of the town and vowed to fight it in court.
"We will not be moved," he said. Keller dismissed the threat, but praised the union for its patience.
The Greens, who had long backed the mayor, abstained. Lindqvist thanked them.
"""
_NAMED = (
    ("vesta", "Port Vesta", "GPE", ("Port Vesta", "the town")),
    ("keller", "Ana Keller", "PERSON", ("Ana Keller", "Keller dismissed", "the mayor")),
    ("plan", "plan to close the old harbour", "TOPIC", ("close the old harbour", "the closure")),
    ("lindqvist", "Boris Lindqvist", "PERSON", ("Boris Lindqvist", "Lindqvist thanked")),
    ("union", "Seafarers' Union", "ORG", ("Seafarers' Union", "the union")),
    ("greens", "Greens", "ORG", ("The Greens",)),
)
_SAID = (
    ("keller", "plan", "favor", "defended"),
    ("lindqvist", "plan", "against", "a betrayal of the town"),
    ("keller", "union", "favor", "praised"),
    ("greens", "keller", "favor", "long backed"),
    ("lindqvist", "greens", "favor", "thanked"),
)


def place(words: str) -> Range:
    """Where words stand; of a name with what follows, the name."""
    (found,) = occurrences(TEXT, words)[:1]
    short = {"Keller dismissed": len("Keller"), "Lindqvist thanked": len("Lindqvist"), "The Greens": 10}.get(words)
    return Range(found.start, found.start + short) if short else found


def harbour() -> Case:
    """The article about the harbour as Ann has it."""
    named = [Named(key, name, [place(w) for w in words], label) for key, name, label, words in _NAMED]
    said: list[Any] = [Said(holder, target, polarity, [place(cue)]) for holder, target, polarity, cue in _SAID]  # type: ignore[arg-type]
    found, annotation = finished(TEXT, named, said, {"title": "Harbour vote splits the council"})
    return found, msgspec.structs.replace(annotation, status="done", curators=("ann",))


def differently(annotation: Annotation) -> Annotation:
    """As Ben has it: other edges, another label, a mention less and one more, other polarity, a stance less, reversed."""
    swap = msgspec.structs.replace
    by_place = {m.range: m for m in annotation.mentions.values()}
    greens, vesta, town = by_place[place("The Greens")], by_place[place("Port Vesta")], by_place[place("the town")]
    mentions = dict(annotation.mentions)
    mentions[greens.id] = swap(greens, start=greens.start + 4)
    mentions[vesta.id] = swap(vesta, label="ORG")
    del mentions[town.id]
    monday = place("Monday")
    mentions["m90"] = swap(vesta, id="m90", start=monday.start, end=monday.end, label="DATE", entity="e90")
    entities = annotation.entities | {
        "e90": swap(annotation.entities[vesta.entity], id="e90", name="Monday", label="DATE")
    }
    stances = {s.cues[0]: s for s in annotation.stances.values()}
    betrayal, praised, backed = (stances[place(w)] for w in ("a betrayal of the town", "praised", "long backed"))
    changed = annotation.stances | {
        betrayal.id: swap(betrayal, cues=(place("betrayal"), place("vowed to fight"))),
        backed.id: swap(backed, holder=backed.target, target=backed.holder),
    }
    changed = {id: s for id, s in changed.items() if id != praised.id}
    thanked = stances[place("thanked")]
    changed[thanked.id] = swap(thanked, polarity="mixed")
    return swap(annotation, mentions=mentions, entities=entities, stances=changed)


def both(plants: Iterable[str] = PLANTS) -> tuple[list[Case], list[Case]]:
    """Ann's and Ben's articles: one for each plant."""
    mine, theirs = [], []
    for number, kind in enumerate(plants):
        found, annotation = article(number)
        mine.append((found, msgspec.structs.replace(annotation, status="done", curators=("ann",))))
        changed = under_other_ids(PLANTS[kind](annotation)[0])
        theirs.append((found, msgspec.structs.replace(changed, status="done", curators=("ben",))))
    return mine, theirs


def written(path: Path, cases: Sequence[Case]) -> Path:
    """The cases as a file of gold."""
    path.write_bytes(b"".join(encode(to_gold(*case)) for case in cases))
    return path


def run(work: Generator[Any, None, Any]) -> Any:
    """Drive a piece of work to its end; what it returns."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value


def merged(folder: Path, mine: Sequence[Case], theirs: Sequence[Case], curator: str = "ann") -> tuple[Path, Merged]:
    """Ann's project with Ben's work merged into it, and what the merge said."""
    path = folder / "harbour.annot"
    with Project.create(path, curator=curator) as project:
        project.store.set_setting("curator", curator)
        run(import_files(project, [written(folder / "first.jsonl", mine)]))
        found: Merged = run(merge(project, [written(folder / "second.jsonl", theirs)]))
    return path, found
