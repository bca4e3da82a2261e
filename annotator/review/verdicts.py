"""What somebody said of a disagreement between gold and model; a disagreement with a verdict leaves the list."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Literal, get_args

from annotator.clock import now
from annotator.evaluating.disagreeing import Disagreement
from annotator.project import Project

Verdict = Literal["model", "gold", "both", "unclear"]
"""Who is wrong: the ``model``; the ``gold``, which is mended; nobody, ``both`` are fine; ``unclear``, a question to the
guideline."""
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
WORDS: dict[Verdict, str] = {
    "model": "model wrong",
    "gold": "gold wrong",
    "both": "both fine",
    "unclear": "unclear: a question to the guideline",
}
SETTING = "verdict "
"""The settings that remember verdicts: this and the disagreement's key."""


def key_of(found: Disagreement) -> str:
    """The same for the same disagreement, whichever run raises it; another when gold or suggestion is another."""
    suggested = found.suggested.rpartition(" (")[0] or found.suggested  # without the probability, which differs by run
    told = (found.article, found.what, found.kind, str(found.place), str(found.end), found.gold, suggested)
    return hashlib.sha256("\0".join(told).encode()).hexdigest()[:20]


def setting_of(verdict: Verdict, who: str, at: str) -> str:
    """A verdict as it is stored; ``at`` is ISO 8601 in UTC."""
    return json.dumps({"verdict": verdict, "who": who, "at": at})


def read(settings: Mapping[str, str]) -> dict[str, Verdict]:
    """The verdicts in a project's settings (those that begin with :data:`SETTING`), by the disagreement's key."""
    found: dict[str, Verdict] = {}
    for name, value in settings.items():
        verdict = json.loads(value).get("verdict") if value else None
        if verdict in VERDICTS:
            found[name.removeprefix(SETTING)] = verdict
    return found


def give(project: Project, key: str, verdict: Verdict | None) -> None:
    """Store what the curator says of a disagreement, or (None) take it back; it is on the disk when this returns."""
    said = setting_of(verdict, project.curator, now()) if verdict is not None else ""
    project.store.set_setting(SETTING + key, said)
