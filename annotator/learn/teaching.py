"""From gold to a model on the shelf: parts trained one after the other, measured on held-out articles, written at once."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Generator, Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any

import msgspec

from annotator.clock import now
from annotator.convention import Convention
from annotator.edits import under_new_names
from annotator.errors import InputError
from annotator.gold import encode, to_gold
from annotator.learn.cards import Card, GoldUsed, PartReport, Point, Scores
from annotator.learn.messages import Finished, Job, Message, Pointed, Stage, Started
from annotator.learn.parts import Material, trainables
from annotator.learn.promotion import judge
from annotator.learn.scoring import score
from annotator.learn.shelf import CARD, Shelf, making, size_of, write_card
from annotator.learn.split import Pair, Use, parted
from annotator.learn.trust import OWN
from annotator.records import Article, Suggestion

if TYPE_CHECKING:
    from spacy.language import Language

    from annotator.suggest import Suggester


def teach(job: Job, gold: Iterable[Pair], unread: Sequence[Article] = ()) -> Generator[Message, None, Card]:
    """Train a model as ``job`` says; messages come at every step, the card at the end.

    Closing the generator stops it and leaves nothing behind. Raises InputError without gold, ModelError for a base that
    cannot be loaded, OutputError when the model cannot be written.
    """
    begin, cpu = perf_counter(), process_time()
    from annotator.suggest import Suggester
    from annotator.suggest.pipeline import load

    parts = parted(gold)
    everything = [pair for pairs in parts.values() for pair in pairs]
    if not everything:
        raise InputError("there is no gold to learn from.", remedy="Finish some articles first.")
    used = gold_used(everything, parts)
    yield Stage("Loading the model")
    nlp = _seeded(load, job)
    base = f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}"
    _agree(nlp, job.convention)
    yield Started(used, base, job.old_name)
    material = Material(parts["taught"], parts["watched"], list(unread), job.labels, job.former)
    reports: list[PartReport] = []
    points: list[Point] = []
    for part, trainable in trainables().items():
        if part not in job.settings.parts:
            continue
        lesson = trainable.teach(nlp, material, job.settings)
        reports.append((yield from _noting(lesson, points)))
    shelf = Shelf(Path(job.shelf))
    name = shelf.next_name(fingerprint(job, used))
    path = shelf.folder / name if job.out is None else Path(job.out)
    _sign(nlp, name if job.out is None else fingerprint(job, used)[:6])
    with making(path) as folder:
        yield Stage("Saving the model")
        nlp.to_disk(folder)
        before = yield from measure(
            Suggester(job.old or job.base, convention=job.convention), parts["held_out"], job, "Measuring the old model"
        )
        after = yield from measure(
            Suggester(str(folder), convention=job.convention), parts["held_out"], job, "Measuring the new model"
        )
        chart = tuple(p for p in points if p.score is not None or p.step % 10 == 0)
        card = Card(
            name, now(), base, job.base or "", job.old_name, program(), job.settings, used, tuple(reports),
            before, after, judge(before, after, reports), round(perf_counter() - begin, 1),
            size_of(folder), peak_memory(), round(process_time() - cpu, 1), chart, job.event,
        )  # fmt: skip
        write_card(folder, card)
    yield Finished(card, str(path))
    return card


def measure(suggester: Suggester, held_out: Sequence[Pair], job: Job, words: str) -> Generator[Message, None, Scores]:
    """The scores of a model on gold."""
    pairs: list[tuple[Pair, Suggestion]] = []
    for number, pair in enumerate(held_out, start=1):
        yield Stage(words, number, len(held_out))
        pairs.append((pair, under_new_names(suggester.suggest(pair[0], ()), job.former)))
    return score(pairs, job.labels)


def gold_used(gold: Iterable[Pair], parts: Mapping[Use, Sequence[Pair]]) -> GoldUsed:
    """What the gold holds, how it is parted, and its hash."""
    digest = hashlib.sha256()
    articles = mentions = stances = 0
    for article, annotation in sorted(gold, key=lambda p: p[0].id):
        digest.update(encode(to_gold(article, annotation)))
        articles, mentions = articles + 1, mentions + len(annotation.mentions)
        stances += len(annotation.stances)
    counts = len(parts["taught"]), len(parts["watched"]), len(parts["held_out"])
    blind = sum(annotation.blind for _, annotation in parts["held_out"])
    return GoldUsed(articles, *counts, mentions, stances, digest.hexdigest(), blind)


def fingerprint(job: Job, used: GoldUsed) -> str:
    """A hash of all from which a model follows: gold, base, settings, labels, program."""
    told = [used.sha256, job.base, msgspec.to_builtins(job.settings), job.labels, job.former, job.convention, program()]
    return hashlib.sha256(msgspec.json.encode(told)).hexdigest()


def program() -> str:
    """The version of this program."""
    return version("annotator")


def peak_memory() -> float | None:
    """The most memory that this process has had, in MB; None where the system does not say."""
    try:
        import resource
    except ImportError:
        return None
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(most / (2**20 if sys.platform == "darwin" else 2**10), 1)


def _seeded(load: Any, job: Job) -> Language:
    """The base, to be trained: with a seed, and with numpy's own products of matrices, here three times as fast."""
    from thinc.api import fix_random_seed, use_ops

    fix_random_seed(job.settings.seed)
    with use_ops("numpy", use_blis=False):
        nlp: Language = load(job.base)
    return nlp


def _noting(lesson: Generator[Any, None, PartReport], points: list[Point]) -> Generator[Message, None, PartReport]:
    """Pass on what a part tells, keeping the points of the chart."""
    while True:
        try:
            news = next(lesson)
        except StopIteration as end:
            report: PartReport = end.value
            return report
        if isinstance(news, Pointed):
            points.append(news.point)
        yield news


def _sign(nlp: Language, name: str) -> None:
    """Give the trained pipeline a version, and have it read line by line by itself."""
    from annotator.suggest.by_line import read_by_itself

    base = str(nlp.meta["version"]).split("+")[0]
    nlp.meta["version"] = f"{base}+{name.replace('-', '.')}"
    nlp.meta[OWN] = {**nlp.meta.get(OWN, {}), "card": CARD, "program": program()}
    read_by_itself(nlp)


def _agree(nlp: Language, convention: Convention) -> None:
    """Give a pipeline the scheme's convention: what it is taught is in the scheme's words."""
    from annotator.suggest.components import InConvention

    for _, pipe in nlp.pipeline:
        if isinstance(pipe, InConvention):
            pipe.convention = convention
