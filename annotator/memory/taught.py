"""What the model in use was taught itself: there memory need not say it again, and what it learnt from an older model's
mistakes no longer holds."""

from __future__ import annotations

import msgspec

from annotator.memory.evidence import Verdict

REPEATED = 2
"""What the model was taught and still does not suggest is proposed when it was decided in so many articles."""


class Taught(msgspec.Struct, frozen=True):
    """That ``model`` (its name) was taught mentions of ``labels`` by what was decided up to an event of the log."""

    model: str = ""
    event: int = 0
    labels: tuple[str, ...] = ()

    def knows(self, verdict: Verdict) -> bool:
        """Whether the newest decision behind a verdict about a mention is one that the model was taught.

        Never of one in the article at hand: that is what the curator says now.
        """
        return not verdict.here and verdict.taught <= self.event and verdict.value.split("\t")[0] in self.labels


NOTHING = Taught()
"""What the default pipeline was taught of a project."""
