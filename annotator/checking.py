"""``annotator check``: damage in a project, or in a file of gold."""

from __future__ import annotations

from pathlib import Path

from annotator.files import opened
from annotator.formats import BadLine, find_format
from annotator.project import Project
from annotator.store import Problem

_SQLITE = b"SQLite format 3\x00"


def is_project(path: Path) -> bool:
    """Whether a file is a project, by its content or its name; raises InputError if it cannot be read."""
    with opened(path) as file:
        return file.read(len(_SQLITE)) == _SQLITE or path.suffix == ".annot"


def check_path(path: Path) -> list[Problem]:
    """What is wrong with a project or with a file of gold JSONL; raises InputError or ProjectError if it cannot be read."""
    if is_project(path):
        with Project.open(path) as project:
            return project.check()
    gold = find_format("gold")
    return [Problem(item.cause, f"{path}:{item.line}") for item in gold.read(path) if isinstance(item, BadLine)]
