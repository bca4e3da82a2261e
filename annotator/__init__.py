"""The core of Annotator: articles, suggestions, decisions and gold, without a window.

Everything here works from a script or a command line and never imports Qt::

    from annotator import Project

    with Project.open(Path("news.annot")) as project:
        print(project.counts())
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.project import Project
else:
    from annotator.late import late

    __getattr__ = late(__name__, project="Project")  # most parts of the core do without the whole of it

__all__ = ["Project"]
