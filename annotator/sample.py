"""The sample project: made from the articles in ``seeds/``, which come with the program."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from annotator.errors import InputError
from annotator.importing import import_files
from annotator.project import Project


def seed_files() -> list[Path]:
    """The sample articles, in order; raises InputError when they are not there."""
    beside = Path(__file__).resolve().parent.parent / "seeds"
    inside = Path(str(files("annotator"))) / "seeds"
    for folder in (inside, beside):
        found = sorted(folder.glob("*.txt"))
        if found:
            return found
    raise InputError("the sample articles are missing.", where=str(beside), remedy="Install the program again.")


def sample_project(folder: Path | None = None) -> Path:
    """The sample project in ``folder`` (by default ``Annotator`` in the user's home), made if it is not there yet."""
    home = folder or Path.home() / "Annotator"
    home.mkdir(parents=True, exist_ok=True)
    path = home / "sample.annot"
    if not path.exists():
        with Project.create(path) as project:
            for _ in import_files(project, seed_files()):
                pass
    return path
