"""Training a project's model; :mod:`annotator.shelved` has those that are there, and which is in use.

Training runs in a process of its own (:mod:`annotator.trainer`): a command drives :func:`train`; the window writes the
job with :func:`write_job`, starts the process with :func:`command` in :func:`environment` and reads its lines with
:func:`annotator.learn.messages.decode`. Nothing here loads spaCy.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Generator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from annotator.convention import convention_of
from annotator.errors import InputError, ModelError
from annotator.exporting import records
from annotator.files import replacing
from annotator.learn.cards import Card, Counts, Scores, Settings
from annotator.learn.messages import (
    Failed,
    Finished,
    Gold,
    Job,
    Message,
    Pointed,
    Stage,
    Unread,
    decode,
    encode,
)
from annotator.progress import Progress
from annotator.project import Project
from annotator.shelved import BASE, in_use, model_path, shelf

MOST_UNREAD = 300
"""How many unfinished articles go into a job, for practice."""


def write_job(
    project: Project,
    path: Path,
    settings: Settings | None = None,
    *,
    base: str | None = None,
    out: Path | None = None,
) -> Generator[Progress, None, int]:
    """Write all that a training needs to a file at ``path``; returns how many finished articles there are.

    ``base`` is the pipeline to train, None for the default one; ``out`` a folder that takes the model instead of the
    shelf. The model in use, if there is one, is what the new one is compared with. Raises InputError when nothing is done.
    """
    total = project.counts()["done"]
    if not total:
        raise InputError("no article is done, so there is no gold to learn from.", remedy="Finish some first.")
    job = Job(
        str(shelf(project).folder.absolute()),
        project.scheme.labels(),
        settings or Settings(),
        _absolute(base),
        model_path(project) or _absolute(base),
        in_use(project),
        None if out is None else str(out.absolute()),
        project.scheme.former(),
        convention_of(project.scheme),
        next((event.seq for event in project.store.events(newest_first=True, limit=1)), 0),
    )
    done = 0
    with replacing(path) as file:
        file.write(encode(job))
        for done, record in enumerate(records(project), start=1):
            file.write(encode(Gold(record)))
            yield Progress(done, total, f"{done} of {total} articles read")
        for id in islice(project.store.ids(("todo", "started", "skipped")), MOST_UNREAD):
            article = project.store.article(id)
            file.write(encode(Unread(id, article.text)))
            yield Progress(done, total, f"{done} of {total} articles read")
    return done


def command(job: Path) -> list[str]:
    """The trainer's command line, program first."""
    return [sys.executable, "-m", "annotator.trainer", str(job)]


def environment() -> dict[str, str]:
    """What the trainer's environment has beyond ours: one thread, for a second one only waits for the first."""
    path = os.pathsep.join(p for p in sys.path if p)
    return {"PYTHONPATH": path, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def train(
    project: Project,
    settings: Settings | None = None,
    *,
    base: str | None = None,
    out: Path | None = None,
) -> Generator[Progress | Message, None, Card]:
    """Train a model and put it on the shelf (or into ``out``); yields progress and messages, returns the card.

    The model is not promoted: see :func:`promote`. Closing the generator ends the training; nothing is left of it.
    Raises InputError without gold or for an ``out`` that is not new, ModelError when the training fails.
    """
    if out is not None and out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise InputError("there is something already.", where=str(out), remedy="Give a new folder.")
    folder = shelf(project).folder
    folder.mkdir(parents=True, exist_ok=True)
    job = folder / ".job.jsonl"
    try:
        yield from write_job(project, job, settings, base=base, out=out)
        return (yield from _followed(job))
    finally:
        job.unlink(missing_ok=True)
        if not any(folder.iterdir()):
            folder.rmdir()


def words(message: Progress | Message) -> Progress:
    """A message as one line of progress."""
    if isinstance(message, Progress):
        return message
    if isinstance(message, Stage):
        count = f" {message.done} of {message.total}" if message.total else ""
        return Progress(message.done, message.total, f"{message.words}{count}")
    if isinstance(message, Pointed):
        point = message.point
        score = "" if point.score is None else f", F1 {100 * point.score:.1f} on watched articles"
        return Progress(point.step, point.steps, f"Teaching {point.part}: step {point.step} of {point.steps}{score}")
    return Progress(0, 0, "Training")


def _followed(job: Path) -> Generator[Message, None, Card]:
    """Run the trainer and pass on what it says."""
    with subprocess.Popen(
        command(job),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **environment()},
    ) as process:
        assert process.stdout is not None
        try:
            for line in process.stdout:
                message = decode(line)
                yield message
                if isinstance(message, Failed):
                    raise ModelError(message.why)
                if isinstance(message, Finished):
                    return message.card
        except msgspec.MsgspecError as error:
            raise ModelError(f"the trainer said something strange: {error}.") from error
        finally:
            process.kill()
    raise ModelError("the training stopped before it was done.", remedy="There may be too little memory; try again.")


def _absolute(base: str | None) -> str | None:
    """A folder's path that holds in another process too; a package's name as it is."""
    return str(Path(base).absolute()) if base is not None and Path(base).is_dir() else base


# --- in words


def report(card: Card, out: Path | None = None) -> str:
    """A new model's scores beside the old one's, and what becomes of it, in some lines."""
    old = card.old or BASE
    blind = f" ({card.gold.blind} blind)" if card.gold.blind else ""
    lines = [
        f"{f'held-out articles: {card.after.articles}{blind}':34}{old:>16}{card.name if out is None else 'new':>16}"
    ]
    lines += [f"{name:34}{before:>16}{after:>16}" for name, before, after in _rows(card)]
    lines += [line for part in card.parts for line in part.told]
    lines.append(card.verdict.why)
    if out is not None:
        lines.append(f"It is in {out}; plain spacy.load reads it.")
    elif card.verdict.promote:
        lines.append(f"{card.name} is used from now on.")
    else:
        lines.append(f"{old} stays in use; to use the new one: annotator models PROJECT --use {card.name}")
    return "\n".join(lines)


def figures(card: Card) -> dict[str, Any]:
    """The same as plain data: the card with precision, recall and F1 written out."""

    def told(scores: Scores) -> dict[str, Any]:
        kinds = {"mentions": scores.mentions, "ranges": scores.ranges, "stances": scores.stances}
        shares = {name: _shares(counts) for name, counts in kinds.items()}
        labels = {label: _shares(counts) for label, counts in scores.by_label.items()}
        each = round(scores.corrections_per_article, 2)
        return {"articles": scores.articles, **shares, "by_label": labels, "corrections_per_article": each}

    plain: dict[str, Any] = msgspec.to_builtins(card)
    return plain | {"before": told(card.before), "after": told(card.after)}


def listed(cards: Sequence[Card], used: str) -> str:
    """The shelf as a table, the model in use marked."""
    lines = [f"  {'model':14}{'made':18}{'articles':>9}{'entities':>10}{'stances':>9}{'MB':>7}"]
    for card in cards:
        mark = "*" if card.name == used else " "
        stances = f"{card.after.stances.f1:.3f}" if card.after.stances.gold else ""
        lines.append(
            f"{mark} {card.name:14}{card.at[:16].replace('T', ' '):18}{card.gold.articles:>9}"
            f"{card.after.mentions.f1:>10.3f}{stances:>9}{card.size / 1e6:>7.0f}"
        )
    lines.append(f"{' ' if used else '*'} {BASE:14}the default pipeline")
    return "\n".join(lines)


def _rows(card: Card) -> list[tuple[str, str, str]]:
    before, after = card.before, card.after
    rows = [("entities, F1", before.mentions, after.mentions), ("their ranges alone, F1", before.ranges, after.ranges)]
    rows += [
        (f"  {label}, F1", before.by_label.get(label, Counts()), counts) for label, counts in after.by_label.items()
    ]
    if after.stances.gold:
        rows.append(("stances, F1", before.stances, after.stances))
    told = [(name, f"{old.f1:.3f}", f"{new.f1:.3f}") for name, old, new in rows]
    each = f"{before.corrections_per_article:.1f}", f"{after.corrections_per_article:.1f}"
    return [*told, ("corrections per article", *each)]


def _shares(counts: Counts) -> dict[str, Any]:
    shares = {"p": round(counts.precision, 4), "r": round(counts.recall, 4), "f1": round(counts.f1, 4)}
    return shares | {"gold": counts.gold}
