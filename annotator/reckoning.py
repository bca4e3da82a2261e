"""The ledger of a whole project: what became of all suggestions, by run, by suggester and by how likely they were."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterable
from typing import Any

import msgspec

from annotator.edits import plural, under_new_names
from annotator.errors import InputError
from annotator.ledger import FATES, JUDGED, WORDS, Fate, Line, ledger
from annotator.progress import Progress
from annotator.project import Project
from annotator.records import Record
from annotator.scheme import BANDS, Band, Levels


class Tally(Record, frozen=True):
    """How many suggestions have each fate; ``p`` is the sum of the probabilities of those that were judged one by one."""

    fates: dict[Fate, int] = {}
    p: float = 0.0

    @property
    def count(self) -> int:
        """How many there are."""
        return sum(self.fates.values())

    @property
    def judged(self) -> int:
        """How many a curator judged one by one: only these say how good suggestions are."""
        return sum(self.fates.get(fate, 0) for fate in JUDGED)

    @property
    def accepted(self) -> float | None:
        """The share of those judged that were accepted as they stood; None when none was."""
        return self.fates.get("accepted", 0) / self.judged if self.judged else None

    @property
    def expected(self) -> float | None:
        """The share that the probabilities promised, of the same ones."""
        return self.p / self.judged if self.judged else None

    def after(self, lines: Iterable[Line]) -> Tally:
        """The same with more suggestions."""
        fates, p = dict(self.fates), self.p
        for line in lines:
            fates[line.fate] = fates.get(line.fate, 0) + 1
            p += line.p if line.fate in JUDGED else 0.0
        return Tally(fates, p)


class RunLedger(Record, frozen=True):
    """The ledger of one run: over all its suggestions, by band of probability, by suggester ("" is the run itself).

    ``bands`` hold the limits of the scheme: in a calibrated run about as many of a band are accepted as it promises.
    """

    run: str
    model: str
    version: str
    at: str
    articles: int = 0
    all: Tally = Tally()
    bands: dict[Band, Tally] = {}
    suggesters: dict[str, Tally] = {}

    def after(self, lines: tuple[Line, ...], levels: Levels) -> RunLedger:
        """The same with one more article."""
        bands = {
            band: self.bands.get(band, Tally()).after(x for x in lines if levels.band(x.p) == band) for band in BANDS
        }
        suggesters = dict(self.suggesters)
        for name in {_suggester(line) for line in lines}:
            suggesters[name] = suggesters.get(name, Tally()).after(x for x in lines if _suggester(x) == name)
        return msgspec.structs.replace(
            self, articles=self.articles + 1, all=self.all.after(lines), bands=bands, suggesters=suggesters
        )


def _suggester(line: Line) -> str:
    return line.by or line.kind


class Reckoned(Progress, frozen=True):
    """How far it is, and the ledgers so far, oldest run first."""

    runs: tuple[RunLedger, ...] = ()


def reckon(project: Project, run: str | None = None) -> Generator[Reckoned, None, tuple[RunLedger, ...]]:
    """The ledgers of all runs, oldest first, or of one; yields after each article what is reckoned so far.

    Every article is read, whatever its status; of one that nobody touched, all is never looked at. Blind ones are left
    out: what nobody saw was neither accepted nor dropped.
    """
    scheme, store = project.scheme, project.store
    ids = [r.id for r in store.runs() if run is None or r.id == run]
    found = {r.id: RunLedger(r.id, r.model, r.version, r.at) for r in store.runs() if r.id in ids}
    total = sum(project.counts().values())
    for number, id in enumerate(store.ids(), start=1):
        annotation = store.annotation(id)
        for of_run in () if project.is_blind(id) else ids:
            suggestion = store.suggestion(id, of_run)
            if suggestion is not None:
                suggestion = under_new_names(suggestion, scheme.former())
                found[of_run] = found[of_run].after(ledger(annotation, suggestion), scheme.levels)
        yield Reckoned(number, total, f"{number:,} of {plural(total, 'article')}", tuple(found.values()))
    return tuple(found.values())


def run_of(project: Project, beginning: str) -> str:
    """The id of the one run that begins so; raises :class:`InputError` when none does, or several."""
    ids = [run.id for run in project.store.runs()]
    found = [beginning] if beginning in ids else [id for id in ids if id.startswith(beginning)]
    if len(found) == 1:
        return found[0]
    what = "several runs begin" if found else "no run begins"
    raise InputError(
        f"{what} with “{beginning}”.", where=str(project.path), remedy=f"Runs: {', '.join(ids) or 'none'}."
    )


def parts(run: RunLedger) -> tuple[tuple[str, Tally], ...]:
    """The lines of a run's table: all, each band, each suggester."""
    bands = [(band, run.bands[band]) for band in BANDS if band in run.bands]
    suggesters = [(f"by {name}", tally) for name, tally in sorted(run.suggesters.items())]
    return (("all", run.all), *bands, *suggesters)


def as_table(runs: Iterable[RunLedger]) -> list[str]:
    """The ledgers as lines of words, for a terminal."""
    lines: list[str] = []
    for run in runs:
        lines.append(f"{run.model} {run.version} ({run.run}), {plural(run.articles, 'article')}")
        heads = "".join(f"{WORDS[fate]:>18}" for fate in FATES)
        lines.append(f"  {'':14}{'suggested':>10}{heads}{'accepted':>10}{'promised':>10}")
        for name, tally in parts(run):
            counts = "".join(f"{tally.fates.get(fate, 0):>18,}" for fate in FATES)
            lines.append(f"  {name:14}{tally.count:>10,}{counts}{share(tally.accepted):>10}{share(tally.expected):>10}")
    return lines


def share(part: float | None) -> str:
    """A share in per cent, or a dash where there is none."""
    return "–" if part is None else f"{part:.0%}"


def to_json(runs: Iterable[RunLedger]) -> str:
    """The ledgers as JSON: a list of runs, each with its tables (a fate that nothing has is 0)."""
    return json.dumps([_run_json(run) for run in runs], ensure_ascii=False)


def _run_json(run: RunLedger) -> dict[str, Any]:
    tables: dict[str, Any] = {"all": _tally_json(run.all)}
    tables["bands"] = {band: _tally_json(tally) for band, tally in run.bands.items()}
    tables["suggesters"] = {name: _tally_json(tally) for name, tally in run.suggesters.items()}
    return {
        "run": run.run,
        "model": run.model,
        "version": run.version,
        "at": run.at,
        "articles": run.articles,
        **tables,
    }


def _tally_json(tally: Tally) -> dict[str, Any]:
    fates = {fate: tally.fates.get(fate, 0) for fate in FATES}
    rates = {"acceptance": tally.accepted, "promised": tally.expected}
    return {"suggestions": tally.count, "fates": fates, "judged": tally.judged, **rates}
