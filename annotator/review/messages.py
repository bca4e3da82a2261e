"""What the window asks the reviewer's process, and what comes back: one JSON object on a line, each way.

A question has a number; the answers to it have the same: any number of ``progress``, then ``answer``, ``problem`` (why not)
or ``dropped`` (a newer question of the same kind came before it was answered).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from annotator.agreeing.report import Brief
from annotator.doubting import Found
from annotator.doubts import Doubt
from annotator.progress import Progress
from annotator.records import Record, Run
from annotator.review.columns import Slice
from annotator.review.comparing import Compared
from annotator.review.figures import Intervals
from annotator.review.listing import Asked, By, Group, Listed
from annotator.review.over_time import OverTime
from annotator.review.report import report
from annotator.review.room import Choices, Room, Scored
from annotator.review.thresholds import Kind, Thresholds
from annotator.review.verdicts import Verdict


class Question(Record, frozen=True, tag=True):
    """What is asked; a subclass for each verb of :class:`annotator.review.Room`."""

    def ask(self, room: Room) -> Any:
        """The answer, or a generator that yields progress and returns it."""
        raise NotImplementedError

    @property
    def lane(self) -> tuple[object, ...]:
        """Of two long questions with the same one, only the newer needs an answer."""
        return (type(self),)


class Runs(Question, frozen=True):
    """Which runs there are, newest first."""

    def ask(self, room: Room) -> Any:
        """See :class:`Question`."""
        return room.runs()


class CountRead(Question, frozen=True):
    """How many finished articles a run has read, and how many not."""

    run: str

    def ask(self, room: Room) -> Any:
        """See :class:`Question`."""
        return room.count_read(self.run)


class Gather(Question, frozen=True):
    """Read what is new of a run; then all other questions about it can be asked. Also after decisions."""

    run: str

    def ask(self, room: Room) -> Any:
        """See :class:`Question`."""
        return room.gather(self.run)

    @property
    def lane(self) -> tuple[object, ...]:
        """See :class:`Question`."""
        return type(self), self.run


class Cancel(Question, frozen=True):
    """Leave whatever is going on; what was gathered is kept."""

    def ask(self, room: Room) -> Any:
        """See :class:`Question`."""
        return None


class AskChoices(Question, frozen=True):
    """What a slice can be made of."""

    run: str

    def ask(self, room: Room) -> Any:
        """See :class:`Question`."""
        return room.choices(self.run)


class AskScores(Question, frozen=True):
    """The figures of a slice."""

    run: str
    wanted: Slice = Slice()

    def ask(self, room: Room) -> Any:
        """See :class:`Question`."""
        return room.scores(self.run, self.wanted)


class AskIntervals(Question, frozen=True):
    """Their intervals, as a list of (group, name, interval)."""

    run: str
    wanted: Slice = Slice()
    blind: bool = False

    def ask(self, room: Room) -> Any:
        """See :class:`Question`."""
        return room.intervals(self.run, self.wanted, blind=self.blind)

    @property
    def lane(self) -> tuple[object, ...]:
        """See :class:`Question`."""
        return type(self), self.blind


class AskThresholds(Question, frozen=True):
    """What every limit on the probability would have meant."""

    run: str
    kind: Kind
    wanted: Slice = Slice()

    def ask(self, room: Room) -> Any:
        """See :class:`Question`."""
        return room.thresholds(self.run, self.kind, self.wanted)


class AskOverTime(Question, frozen=True):
    """How the work went."""

    run: str
    wanted: Slice = Slice()

    def ask(self, room: Room) -> Any:
        """See :class:`Question`."""
        return room.over_time(self.run, self.wanted)


class AskFailures(Question, frozen=True):
    """A page of disagreements."""

    run: str
    asked: Asked = Asked()
    wanted: Slice = Slice()
    offset: int = 0
    limit: int = 200

    def ask(self, room: Room) -> Any:
        """See :class:`Question`."""
        return room.failures(self.run, self.asked, self.wanted, offset=self.offset, limit=self.limit)


class AskGroups(Question, frozen=True):
    """The same in groups."""

    run: str
    by: By
    asked: Asked = Asked()
    wanted: Slice = Slice()

    def ask(self, room: Room) -> Any:
        """See :class:`Question`."""
        return room.groups(self.run, self.asked, self.by, self.wanted)


class AskCompared(Question, frozen=True):
    """Two gathered runs, line by line."""

    old: str
    new: str
    wanted: Slice = Slice()

    def ask(self, room: Room) -> Any:
        """See :class:`Question`."""
        return room.compare(self.old, self.new, self.wanted)


class AskChanged(Question, frozen=True):
    """A page of what the new run fixed, or broke."""

    old: str
    new: str
    fixed: bool
    wanted: Slice = Slice()
    offset: int = 0
    limit: int = 200

    def ask(self, room: Room) -> Any:
        """See :class:`Question`."""
        runs = self.old, self.new
        return room.changed(*runs, self.wanted, fixed=self.fixed, offset=self.offset, limit=self.limit)


class AskReport(Question, frozen=True):
    """The whole room as a page of HTML; ``project`` is the path of the project, beside which its models lie."""

    run: str
    project: str
    against: str | None = None
    wanted: Slice = Slice()
    hide_names: bool = False

    def ask(self, room: Room) -> Any:
        """See :class:`Question`."""
        path = Path(self.project)
        return report(room, self.run, path, self.against, self.wanted, hide_names=self.hide_names)


class AskAgreement(Question, frozen=True):
    """How far the curators agree whose versions the project holds; no pairs when there are not two of them."""

    hide_names: bool = False

    def ask(self, room: Room) -> Any:
        """See :class:`Question`."""
        return room.agreement(hide_names=self.hide_names)


class Judge(Question, frozen=True):
    """A verdict was stored, or taken back (None)."""

    key: str
    verdict: Verdict | None = None

    def ask(self, room: Room) -> Any:
        """See :class:`Question`."""
        return room.judge(self.key, self.verdict)


class AskDoubts(Question, frozen=True):
    """Doubtful gold: all checks over all finished articles; it takes minutes in a large project."""

    def ask(self, room: Room) -> Any:
        """See :class:`Question`."""
        return room.doubts()


class AskDoubtsOf(Question, frozen=True):
    """The doubts of one article as it is now, by what was learned when all were asked for; before that none."""

    article: str

    def ask(self, room: Room) -> Any:
        """See :class:`Question`."""
        return room.doubts_of(self.article)


ANSWERS: dict[type[Question], Any] = {
    Runs: list[Run],
    CountRead: tuple[int, int],
    Gather: type(None),
    Cancel: type(None),
    AskChoices: Choices,
    AskScores: Scored,
    AskIntervals: list[tuple[str, str, tuple[float, float] | None]],
    AskThresholds: Thresholds,
    AskOverTime: OverTime,
    AskFailures: Listed,
    AskGroups: list[Group],
    AskCompared: Compared,
    AskChanged: Listed,
    AskReport: str,
    AskAgreement: Brief,
    Judge: type(None),
    AskDoubts: Found,
    AskDoubtsOf: list[Doubt],
}
"""The type of the answer to each question."""
Questions = (
    Runs
    | CountRead
    | Gather
    | Cancel
    | AskChoices
    | AskScores
    | AskIntervals
    | AskThresholds
    | AskOverTime
    | AskFailures
    | AskGroups
    | AskCompared
    | AskChanged
    | AskReport
    | AskAgreement
    | Judge
    | AskDoubts
    | AskDoubtsOf
)


class Numbered(Record, frozen=True):
    """A question with its number."""

    number: int
    question: Questions


class Reply(Record, frozen=True):
    """One line that comes back; ``answer`` is JSON as :data:`ANSWERS` says."""

    number: int
    progress: Progress | None = None
    answer: msgspec.Raw = msgspec.Raw(b"")
    problem: str = ""
    dropped: bool = False


def plain(answer: Any) -> Any:
    """An answer in a form that JSON has: intervals by (group, name) as a list."""
    if isinstance(answer, dict) and all(isinstance(key, tuple) for key in answer):
        intervals: Intervals = answer
        return [(*key, interval) for key, interval in intervals.items()]
    return answer


def answer_of(question: Question, raw: msgspec.Raw) -> Any:
    """The answer as a record; raises ``msgspec.MsgspecError`` when it is none."""
    return msgspec.json.decode(raw, type=ANSWERS[type(question)])
