"""Running a model over a project, article by article."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

from annotator.clock import now
from annotator.importing import Progress
from annotator.records import Run, Suggestion

if TYPE_CHECKING:
    from annotator.project import Project

BATCH = 16
"""How many articles' suggestions are written in one transaction."""


def suggest_all(project: Project, model: str | None = None) -> Generator[Progress, None, int]:
    """Suggest for every open article that lacks this model's run; yields progress, returns how many were done.

    What is written stays when the work is stopped; the next run goes on from there. Raises ModelError.
    """
    from annotator.suggest import Suggester  # spaCy takes over a second to import

    suggester = Suggester(model)
    run = Run(suggester.run_id, suggester.model, suggester.version, now(), suggester.settings)
    if run.id not in {r.id for r in project.store.runs()}:
        project.add_run(run)
    todo = list(project.without(run.id))
    batch: list[tuple[str, Suggestion]] = []
    for number, id in enumerate(todo, start=1):
        article = project.store.article(id)
        batch.append((id, suggester.suggest(article, ())))
        if len(batch) == BATCH or number == len(todo):
            project.put_suggestions(batch)
            batch = []
        yield Progress(number, len(todo), f"{number} of {len(todo)} articles")
    return len(todo)
