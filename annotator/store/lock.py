"""One writer at a time: a lock that the system drops when its process ends, however it ends."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

from annotator.errors import LockedProject, UnwritableProject

if sys.platform == "win32":
    import msvcrt

    def _taken(file: int) -> bool:
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return True
        return False

else:
    import fcntl

    def _taken(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


class Lock:
    """Held on a file beside the project (``NAME.annot.lock``), which goes when it is released.

    A file that a killed process left behind holds no lock, so it is no obstacle.
    """

    def __init__(self, project: Path, where: str) -> None:
        """Take the lock at once or raise: LockedProject when somebody has it, UnwritableProject if none can be made."""
        self.path = project.with_name(project.name + ".lock")
        self._file: int | None = None
        try:
            while self._file is None:
                self._file = self._take(where)
        except OSError as error:
            what = f"no lock can be made beside it ({error.strerror})."
            remedy = "Free some room, or copy the project to a folder where you may write."
            raise UnwritableProject(what, where=where, remedy=remedy) from error

    def _take(self, where: str) -> int | None:
        """The locked file; None when its last holder removed it meanwhile, so that the lock is on nothing."""
        file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            if _taken(file):
                what = "the project is open in another window or command."
                raise LockedProject(what, where=where, remedy="Close it there first.")
            if self._is_ours(file):
                return file
        except BaseException:
            os.close(file)
            raise
        os.close(file)
        return None

    def _is_ours(self, file: int) -> bool:
        try:
            return os.path.samestat(os.fstat(file), self.path.stat())
        except FileNotFoundError:
            return False

    def release(self) -> None:
        """Let go; a second call does nothing."""
        if self._file is None:
            return
        file, self._file = self._file, None
        if sys.platform == "win32":  # an open file cannot be removed there
            os.close(file)
            with suppress(OSError):
                self.path.unlink()
        else:  # removed while it is still locked, so that nobody else's lock is removed
            with suppress(OSError):
                self.path.unlink()
            os.close(file)
