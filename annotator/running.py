"""Running a model over a project, article by article."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import TYPE_CHECKING

from annotator.clock import now
from annotator.convention import convention_of
from annotator.errors import ModelError
from annotator.progress import Progress
from annotator.records import Record, Run, Suggestion

if TYPE_CHECKING:
    from annotator.project import Project

BATCH = 16
"""How many articles' suggestions are written in one transaction."""


class Suggested(Record, frozen=True):
    """What a run did: for how many articles it suggested, and one line for each that it could not read.

    Plug-ins that were left out are told there too.
    """

    articles: int
    problems: tuple[str, ...] = ()


def suggest_all(
    project: Project, model: str | None = None, plugins: Sequence[str] | None = None, *, finished: bool = False
) -> Generator[Progress, None, Suggested]:
    """Suggest for every open article that lacks this model's run; yields progress, returns the summary.

    ``finished``: for every finished one instead, so that the model can be measured by what curators decided there.
    ``plugins`` are the names of those that run after the model; all that are installed if None.
    What is written stays when the work is stopped; the next run goes on from there. An article that the model cannot
    read is told and left out. Raises ModelError when there is no model.
    """
    from annotator.suggest import Suggester  # spaCy takes over a second to import

    suggester = Suggester(model, plugins, convention_of(project.scheme))
    run = Run(suggester.run_id, suggester.model, suggester.version, now(), suggester.settings)
    if run.id not in {r.id for r in project.store.runs()}:
        project.add_run(run)
    todo = list(project.without(run.id, ("done",) if finished else ("todo", "started")))
    batch: list[tuple[str, Suggestion]] = []
    problems: list[str] = []
    for number, id in enumerate(todo, start=1):
        try:
            batch.append((id, suggester.suggest(project.store.article(id), ())))
        except ModelError as error:
            problems.append(str(error))
        if len(batch) == BATCH or number == len(todo):
            project.put_suggestions(batch)
            batch = []
        yield Progress(number, len(todo), f"{number} of {len(todo)} articles")
    return Suggested(len(todo) - len(problems), (*suggester.problems, *problems))
