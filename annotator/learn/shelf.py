"""The shelf: every trained model in a folder of its own beside the project, ``NAME.models/0001-3fa9c1``.

A folder is a complete spaCy pipeline with ``card.json`` in it; the list of models is read from the folders, so that
copying or deleting one by hand is all it takes. A model is written under a name with a dot and renamed when all of it is
on the disk: what has a name without a dot is whole.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from annotator.errors import OutputError
from annotator.files import CAUSES, sync_folder
from annotator.learn.cards import Card

CARD = "card.json"
_MAKING = ".making-"


def shelf_of(project: Path) -> Shelf:
    """The shelf of the project at ``project``; its folder need not be there."""
    return Shelf(project.with_name(f"{project.stem}.models"))


class Shelf:
    """The models of one project. ``folder`` is made with the first model."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def cards(self) -> list[Card]:
        """The models, oldest first; a folder without a readable card is passed over."""
        found = [card for path in self._folders() if (card := read_card(path)) is not None]
        return sorted(found, key=lambda card: card.name)

    def card(self, name: str) -> Card | None:
        """The card of one model, None when there is none of that name."""
        return read_card(self.folder / name) if self.path(name) is not None else None

    def path(self, name: str) -> Path | None:
        """The folder of a model, None when there is none of that name."""
        path = self.folder / name
        plain = name and Path(name).name == name and not name.startswith(".")
        return path if plain and (path / "config.cfg").is_file() else None

    def remove(self, name: str) -> None:
        """Delete a model; one that is not there is no fault. Raises OutputError."""
        path = self.path(name)
        if path is None:
            return
        gone = self.folder / f"{_MAKING}{name}"  # out of sight first: what has its name is whole
        try:
            path.rename(gone)
            shutil.rmtree(gone)
        except OSError as error:
            raise OutputError(f"cannot be deleted: {error.strerror or error}.", where=str(path)) from error

    def next_name(self, fingerprint: str) -> str:
        """A name for a new model: a number that no model has had after the last one there, and the fingerprint."""
        numbers = [int(head) for path in self._folders() if (head := path.name.split("-")[0]).isdigit()]
        return f"{max(numbers, default=0) + 1:04}-{fingerprint[:6]}"

    def clear(self) -> None:
        """Delete what a training that was stopped left behind. Only one training writes to a shelf at a time."""
        if self.folder.is_dir():
            for path in self.folder.glob(f"{_MAKING}*"):
                shutil.rmtree(path, ignore_errors=True)

    def _folders(self) -> list[Path]:
        if not self.folder.is_dir():
            return []
        return [path for path in self.folder.iterdir() if path.is_dir() and not path.name.startswith(".")]


def read_card(path: Path) -> Card | None:
    """The card of the model in a folder, under the folder's present name; None when there is none that can be read."""
    try:
        card = msgspec.json.decode((path / CARD).read_bytes(), type=Card)
    except (OSError, msgspec.MsgspecError):
        return None
    return msgspec.structs.replace(card, name=path.name)


def write_card(path: Path, card: Card) -> None:
    """Write a model's card into its folder."""
    (path / CARD).write_bytes(msgspec.json.format(msgspec.json.encode(card), indent=1) + b"\n")


@contextmanager
def making(path: Path) -> Iterator[Path]:
    """A folder to write into; it becomes ``path`` when the block ends, durably and at once.

    When the block is left by an exception, nothing remains of it. Raises OutputError, also when ``path`` is there already.
    """
    part = path.with_name(f"{_MAKING}{path.name}")
    try:
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise OutputError("there is something already.", where=str(path), remedy="Give a new folder.")
        part.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir()
        yield part
        _sync(part)
        if path.is_dir():
            path.rmdir()
        part.rename(path)
        sync_folder(path.parent)
    except OSError as error:
        cause = CAUSES.get(error.errno or 0, error.strerror or str(error))
        raise OutputError(f"the model cannot be written: {cause}.", where=str(path)) from error
    finally:
        with suppress(OSError):
            shutil.rmtree(part, ignore_errors=True)


def size_of(path: Path) -> int:
    """How many bytes the files of a folder have."""
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())


def _sync(folder: Path) -> None:
    """Have all files of a folder on the disk."""
    for path in [*folder.rglob("*"), folder]:
        if path.is_dir():
            sync_folder(path)
        else:
            with path.open("rb+") as file:
                os.fsync(file.fileno())
