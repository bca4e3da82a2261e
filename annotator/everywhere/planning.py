"""From ticked places to one act on many articles: first a plan, which changes nothing, then one write, one undo."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from annotator import edits
from annotator.edits import Edit, Place, Template
from annotator.everywhere.finding import Found
from annotator.progress import Progress
from annotator.project import Project


@dataclass(slots=True)
class Plan:
    """What would be done: the places chosen, by article, and the edits that come of them."""

    template: Template
    words: str
    chosen: dict[str, list[Place]]
    edits: dict[str, Edit] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def told(self) -> str:
        """What is said when it was done; places that were not any more as they were shown are told, too."""
        done, chosen = sum(self.counts.values()), sum(map(len, self.chosen.values()))
        act = edits.act_words(self.template, done, self.words)
        left = f"; {edits.plural(chosen - done, 'place')} changed meanwhile and stayed" if chosen > done else ""
        return f"{act[:1].upper()}{act[1:]}, in {edits.plural(len(self.edits), 'article')}{left}"


def plan(project: Project, template: Template, chosen: Sequence[Found]) -> Generator[Progress, None, Plan]:
    """Work out what a template does at the chosen places, article by article; yields progress, returns the plan.

    ``chosen`` are in the order in which they were found. Nothing is written.
    """
    by_article = {id: [f.place for f in found] for id, found in groupby(chosen, key=lambda f: f.article)}
    made = Plan(template, chosen[0].words if chosen else "", by_article)
    for number, id in enumerate(by_article, start=1):
        replan(project, made, id)
        yield Progress(number, len(by_article), f"{number:,} of {len(by_article):,} articles")
    return made


def replan(project: Project, made: Plan, id: str) -> None:
    """Work out one article of a plan, again when it changed since."""
    page, places = project.page(id, keep=False), made.chosen[id]
    alone = [places[0].range] if len(made.chosen) == len(places) == 1 else []
    made.edits.pop(id, None)
    made.counts[id] = 0 if page.blind else len(edits.doable(page, made.template, places))
    if made.counts[id]:
        made.edits[id] = edits.put(page, made.template, places, looked_at=alone)
