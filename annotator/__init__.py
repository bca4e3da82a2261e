"""The core of Annotator: articles, suggestions, decisions and gold, without a window.

Everything here works from a script or a command line and never imports Qt::

    from annotator import Project

    with Project.open(Path("news.annot")) as project:
        print(project.counts())
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from annotator.project import Project

__all__ = ["Project"]


def __getattr__(name: str) -> Any:
    """``Project``, imported when it is first asked for: most parts of the core do without the whole of it."""
    if name == "Project":
        from annotator.project import Project

        return Project
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
