"""The models of a project: its shelf, and which of them is in use."""

from __future__ import annotations

from annotator.errors import InputError, ModelError
from annotator.learn.cards import Card
from annotator.learn.shelf import Shelf, shelf_of
from annotator.memory import Taught
from annotator.project import Project

BASE = "base"
"""What commands call the default pipeline, which is on no shelf."""


def shelf(project: Project) -> Shelf:
    """The project's shelf."""
    return shelf_of(project.path)


def models(project: Project) -> list[Card]:
    """The models on the project's shelf, oldest first."""
    return shelf(project).cards()


def in_use(project: Project) -> str:
    """The name of the model that is in use, "" for the default pipeline. One that was deleted is not in use."""
    return project.model if shelf(project).path(project.model) is not None else ""


def model_path(project: Project) -> str | None:
    """The folder of the model in use, None for the default pipeline: what a worker or a Suggester is given."""
    path = shelf(project).path(in_use(project))
    return None if path is None else str(path)


def promote(project: Project, name: str) -> None:
    """Use a model from now on: one of the shelf, or "" for the default pipeline. Raises ModelError for an unknown one."""
    if name and shelf(project).path(name) is None:
        known = ", ".join(card.name for card in models(project)) or "none"
        raise ModelError(f"there is no model {name!r} on the shelf.", remedy=f"There are: {known}.")
    card = shelf(project).card(name)
    project.use_model(Taught(name) if card is None else Taught(name, card.event, _taught(card)))


def _taught(card: Card) -> tuple[str, ...]:
    """The labels whose mentions a model was taught."""
    return tuple(label for part in card.parts if part.part == "entities" and part.trained for label in part.labels)


def remove(project: Project, name: str) -> None:
    """Delete a model from the shelf; raises InputError for the one in use, OutputError."""
    if name == in_use(project):
        raise InputError(f"{name} is in use.", remedy="Use another one first.")
    shelf(project).remove(name)
