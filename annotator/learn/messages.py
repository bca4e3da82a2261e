"""What the trainer's process says, one JSON object a line, and what it is given to read.

The process is started with ``python -m annotator.trainer JOB``. ``JOB`` is a file that
:func:`annotator.training.write_job` makes: its first line is the :class:`Job`, every other line one :class:`Gold` or
:class:`Unread`. So the process never opens the project. It says, each a line with a ``"type"``:

=============  ==========================================================================================
``started``    once: how much gold there is, and for what
``stage``      what is being done, with ``done`` of ``total`` (0: not known) for a bar
``point``      a point of the live chart (see :class:`annotator.learn.cards.Point`)
``told``       something that the curator should know ("3 mentions end within a word …")
``finished``   last: the model is on the shelf, with its card; ``path`` is its folder
``failed``     last instead: why not, on one line; nothing was left behind
=============  ==========================================================================================

It stops when its standard input is closed, and may be killed at any time: a model takes its place on the shelf by one
rename, when it is complete. Decode a line with :func:`decode`. Promotion is not its business: ask
:func:`annotator.shelved.promote` when ``card.verdict.promote``, or when the curator wants it anyway.
"""

from __future__ import annotations

import msgspec

from annotator.convention import Convention
from annotator.gold import GoldRecord
from annotator.learn.cards import Card, GoldUsed, Point, Settings


class Job(msgspec.Struct, frozen=True, tag="job"):
    """What to train. ``shelf`` is the folder that holds the models, ``out`` a folder of its own instead (then nothing
    goes on the shelf). ``base`` and ``old`` are a package's name or a folder, None for the default pipeline; ``old`` is
    what the new model is compared with, ``old_name`` its name on the shelf ("" for none). ``labels`` are the scheme's,
    ``former`` its labels' former names, each with the name of today, ``convention`` how it wants names,
    ``event`` the newest event of the project's log when the gold was read.
    """

    shelf: str
    labels: tuple[str, ...]
    settings: Settings = Settings()
    base: str | None = None
    old: str | None = None
    old_name: str = ""
    out: str | None = None
    former: dict[str, str] = {}
    convention: Convention = Convention()
    event: int = 0


class Gold(msgspec.Struct, frozen=True, tag="gold"):
    """A finished article."""

    record: GoldRecord


class Unread(msgspec.Struct, frozen=True, tag="unread"):
    """An article that nobody has finished: what the base model finds in it is practised, lest it be forgotten."""

    id: str
    text: str


class Started(msgspec.Struct, frozen=True, tag="started"):
    """What the training rests on."""

    gold: GoldUsed
    base: str
    old: str


class Stage(msgspec.Struct, frozen=True, tag="stage"):
    """What is being done now, in words."""

    words: str
    done: int = 0
    total: int = 0


class Pointed(msgspec.Struct, frozen=True, tag="point"):
    """A point of the live chart."""

    point: Point


class Told(msgspec.Struct, frozen=True, tag="told"):
    """Something that the curator should know."""

    words: str


class Finished(msgspec.Struct, frozen=True, tag="finished"):
    """The model is where it belongs."""

    card: Card
    path: str


class Failed(msgspec.Struct, frozen=True, tag="failed"):
    """The training ended without a model."""

    why: str


JobLine = Job | Gold | Unread
Message = Started | Stage | Pointed | Told | Finished | Failed


def encode(message: Message | JobLine) -> bytes:
    """A message as one line, with its ``\\n``."""
    return msgspec.json.encode(message) + b"\n"


def decode(line: bytes) -> Message:
    """The message that a line of the trainer holds; raises ``msgspec.MsgspecError`` when it is none."""
    message: Message = msgspec.json.decode(line, type=Message)
    return message


def decode_job(line: bytes) -> JobLine:
    """The same for a line of a job's file."""
    item: JobLine = msgspec.json.decode(line, type=JobLine)
    return item
