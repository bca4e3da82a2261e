"""One writer at a time: a lock that the system drops when its process ends, however it ends."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from annotator.errors import LockedProject, UnwritableProject


class Lock:
    """Held on a file beside the project (``NAME.annot.lock``); the file stays, the lock does not."""

    def __init__(self, project: Path) -> None:
        """Take the lock; raises LockedProject when somebody has it, UnwritableProject when no file can be made."""
        self.path = project.with_name(project.name + ".lock")
        try:
            self._file: int | None = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise UnwritableProject(
                f"the folder takes no files ({error.strerror}).",
                where=str(project),
                remedy="Free some room, or copy the project to a folder where you may write.",
            ) from error
        try:
            _lock(self._file)
        except OSError as error:
            os.close(self._file)
            self._file = None
            raise LockedProject(
                "the project is open in another window or command.", where=str(project), remedy="Close it there first."
            ) from error

    def release(self) -> None:
        """Let go; a second call does nothing."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
