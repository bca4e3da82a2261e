"""The whole room at once, for a report and for the command line: all figures of a run, with examples of what went wrong."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Any

import msgspec

from annotator.ledger import FATES, WORDS
from annotator.progress import Progress
from annotator.records import Record, Run
from annotator.review.columns import Slice
from annotator.review.comparing import Compared
from annotator.review.figures import Intervals, Line
from annotator.review.listing import PLURALS, WHATS, Asked, Failure
from annotator.review.over_time import OverTime
from annotator.review.room import NoRun, Room, Scored
from annotator.review.thresholds import Thresholds

EXAMPLES = 5
"""So many examples of each kind of disagreement."""


class Review(Record, frozen=True):
    """All that there is to say of a run on a slice. ``lines`` of ``scored`` have their intervals. ``failures`` are examples,
    ``verdicts`` counts of what was said of disagreements."""

    run: Run
    wanted: Slice
    scored: Scored
    thresholds: tuple[Thresholds, ...]
    over_time: OverTime
    failures: tuple[Failure, ...]
    verdicts: dict[str, int]
    compared: Compared | None = None


def review(
    room: Room, run: str, against: str | None = None, wanted: Slice | None = None
) -> Generator[Progress, None, Review]:
    """Look at everything. Raises :class:`NoRun`, also for a run that has read none of the finished articles."""
    wanted = wanted or Slice()
    yield from room.gather(run)
    if against is not None:
        yield from room.gather(against)
    scored = room.scores(run, wanted)
    if not scored.articles:
        raise NoRun(
            f"the run “{run}” has read none of the finished articles.", remedy="annotator suggest --finished does it."
        )
    everything = yield from room.intervals(run, wanted)
    blind = (yield from room.intervals(run, wanted, blind=True)) if scored.blind else {}
    scored = msgspec.structs.replace(
        scored, lines=_with(scored.lines, everything), blind_lines=_with(scored.blind_lines, blind)
    )
    counts: dict[str, int] = {}
    for verdict in room.verdicts.values():
        counts[verdict] = counts.get(verdict, 0) + 1
    return Review(
        next(known for known in room.runs() if known.id == run),
        wanted,
        scored,
        tuple(room.thresholds(run, kind, wanted) for kind in ("entities", "stances")),
        room.over_time(run, wanted),
        tuple(_examples(room, run, wanted, scored)),
        counts,
        (yield from room.compare(against, run, wanted)) if against is not None else None,
    )


def _with(lines: tuple[Line, ...], intervals: Intervals) -> tuple[Line, ...]:
    return tuple(msgspec.structs.replace(line, f1_interval=intervals.get((line.group, line.name))) for line in lines)


def _examples(room: Room, run: str, wanted: Slice, scored: Scored) -> Iterator[Failure]:
    for what in WHATS:
        for kind in scored.kinds.get(what, {}):
            asked = Asked(what=what, kind=kind, sure_first=True)
            yield from room.failures(run, asked, wanted, limit=EXAMPLES).rows


def flattered(run: Run) -> str:
    """What to know of the figures of a model that was trained here (its version says so, as in 3.8.0+0001.9fa1c2)."""
    if "+" not in run.version:
        return ""
    return (
        "This model was trained: articles that taught it count too, and flatter it. Its card has figures on articles that "
        "were held out (annotator models); blind gold teaches nothing, unless most of the gold is blind."
    )


def as_plain(found: Review) -> dict[str, Any]:
    """The same for a program: shares from 0 to 1."""
    plain: dict[str, Any] = msgspec.to_builtins(found)
    return plain


def as_table(found: Review) -> str:
    """The same in words, for a terminal."""
    return "\n".join(_lines(found))


def _lines(found: Review) -> Iterator[str]:
    run, scored = found.run, found.scored
    unread = f"; {scored.unread:,} finished ones it has not read" if scored.unread else ""
    yield f"{run.model} {run.version} ({run.id}) on {scored.articles:,} finished articles{unread}"
    if flattered(run):
        yield flattered(run)
    if scored.blind:
        yield f"\nON BLIND GOLD ({scored.blind:,} articles curated without seeing suggestions)"
        yield from _table(scored.blind_lines)
    else:
        yield "\nNo article was curated blind: gold that grew out of suggestions flatters who made them."
    yield f"\nON ALL GOLD ({scored.articles:,} articles)"
    yield from _table(scored.lines)
    for kind, fates in scored.fates.items():
        told = [f"{fates[fate]:,} {WORDS[fate]}" for fate in FATES if fate in fates]
        blind = " Blind articles are left out: nobody saw what was suggested there." if scored.blind else ""
        yield f"\nSuggested {kind}s: {', '.join(told)}; {fates.get('added', 0):,} added by hand.{blind}"
    for what, kinds in scored.kinds.items():
        often = sorted(kinds.items(), key=lambda item: -item[1])
        yield f"What went wrong with {PLURALS[what]}: " + ", ".join(f"{kind} {count:,}" for kind, count in often)
    for each in found.thresholds:
        if each.calibration is not None:
            what = "mentions" if each.kind == "entities" else "stances"
            yield f"Probabilities of {what}: ECE {each.calibration.ece:.3f} on {each.total:,}."
    if found.compared is not None:
        yield f"\nAGAINST {found.compared.old} ({found.compared.articles:,} articles that both have read)"
        yield from _differences(found.compared)


def _table(lines: tuple[Line, ...]) -> Iterator[str]:
    yield f"{'':<36}{'P':>7}{'R':>7}{'F1':>7}   {'95 %':<13}{'gold':>8}{'suggested':>11}"
    without_stances = any(line.name == "triplet" and not line.gold for line in lines)
    for line in lines:
        if line.f1 is None or (without_stances and line.group in ("stances", "polarities", "cues")):
            continue
        low_high = "" if line.f1_interval is None else "{:.3f}–{:.3f}".format(*line.f1_interval)
        figures = "".join(f"{'' if value is None else format(value, '.3f'):>7}" for value in (line.p, line.r, line.f1))
        words = line.words if line.group not in ("labels", "polarities") else f"  {line.words}"
        items = f"{line.gold:>8,}{line.suggested:>11,}" if line.gold or line.suggested else ""  # a mean has none
        yield f"{words:<36}{figures}   {low_high:<13}{items}".rstrip()
    if without_stances:
        yield "This gold has no stances, so nothing is said of them."


def _differences(found: Compared) -> Iterator[str]:
    yield f"{'F1':<36}{'old':>7}{'new':>7}{'change':>9}   {'95 %':<16}{'by chance':>10}"
    for line in found.lines:
        if line.change is None:
            continue
        low_high = "" if line.change_interval is None else "{:+.3f} to {:+.3f}".format(*line.change_interval)
        both = "".join(f"{'–' if value is None else format(value, '.3f'):>7}" for value in (line.old, line.new))
        chance = "" if line.p is None else f"{line.p:.3f}"
        yield f"{line.words:<36}{both}{line.change:>+9.3f}   {low_high:<16}{chance:>10}"
