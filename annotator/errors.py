"""One tree of exceptions. Each says what is wrong, where, and what to do about it, in words a curator understands."""

from __future__ import annotations

import re

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")  # a file's name may have them


class AnnotatorError(Exception):
    """Base of everything that Annotator raises on purpose; its text is fit to be shown as it is, on one line.

    ``what`` says what is wrong, ``where`` names the place (``file:line``, a field, a project), ``remedy`` what to do.
    """

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        self.what = what
        self.where = where
        self.remedy = remedy
        super().__init__(str(self))

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        advice = f" {self.remedy}" if self.remedy else ""
        return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", f"{place}{self.what}{advice}")


class InputError(AnnotatorError):
    """A file or record that cannot be read as what it should be."""


class SchemeError(InputError):
    """A scheme file that is not well-formed or contradicts itself."""


class EditError(AnnotatorError):
    """An act that is not possible on the annotation as it stands; nothing was changed."""


class OutputError(AnnotatorError):
    """Something could not be written; what was there before is untouched."""


class ModelError(AnnotatorError):
    """A model cannot be loaded or failed on an article."""


class ProjectError(AnnotatorError):
    """A project file cannot be used."""


class MissingProject(ProjectError):
    """There is no file where the project should be."""


class ExistingProject(ProjectError):
    """A new project would take the place of a file that is there."""


class NotAProject(ProjectError):
    """The file exists but is not an Annotator project."""


class DamagedProject(ProjectError):
    """The file is a project, but parts of it are damaged."""


class NewerProject(ProjectError):
    """The project was written by a newer version of the program."""


class LockedProject(ProjectError):
    """Another window or command has the project open."""


class UnwritableProject(ProjectError):
    """The disk is full or the file or folder is read-only; nothing decided before is lost."""
