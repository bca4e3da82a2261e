"""Measuring: every article of some gold read by a model, its counts summed up."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from typing import Protocol

import msgspec

from annotator.edits import under_new_names
from annotator.errors import ModelError
from annotator.evaluating.disagreeing import Disagreement, classes_apart, mentions_apart, stances_apart
from annotator.evaluating.reading import Case, GoldSource
from annotator.evaluating.scoring import Clusters, Compared, Given, Scores, Told, classes, compare, score
from annotator.progress import Progress
from annotator.quality.calibration import Calibration, calibrate
from annotator.quality.counting import Weighted
from annotator.quality.directed import ClassScores
from annotator.quality.labels import common_ground, title_blind
from annotator.quality.mentions import MentionScores, Normaliser
from annotator.quality.overlaps import Overlaps
from annotator.quality.stances import StanceScores
from annotator.records import Annotation, Article, Judgement, Record, Section, Suggestion


class Model(Protocol):
    """What is measured; :class:`annotator.suggest.Suggester` is one."""

    model: str
    version: str
    run_id: str

    def suggest(self, article: Article, sections: Sequence[Section] | None = None) -> Suggestion:
        """What the model proposes for an article."""
        ...

    def judge(self, article: Article, annotation: Annotation, given: Given) -> Judgement:
        """What it says of an article whose mentions or entities are given."""
        ...


class Evaluation(Record, frozen=True):
    """What was measured: the counts, on how many articles, and how long the model took (seconds).

    ``pairs`` and ``targets`` are None unless entities were given. ``calibration`` has a row for each kind of probability.
    ``blind`` is the same on those articles that were curated without suggestions, None when there are none; ``curated`` as
    in :class:`~annotator.evaluating.reading.GoldSource`.
    """

    gold: str
    model: str
    articles: int
    seconds: float
    marks: tuple[str, ...]
    given: Given | None
    mentions: MentionScores
    clusters: Clusters
    stances: StanceScores
    pairs: ClassScores | None = None
    targets: ClassScores | None = None
    calibration: dict[str, Calibration] = {}
    problems: tuple[str, ...] = ()
    overlaps: Overlaps = Overlaps()
    cues: Weighted = Weighted()
    blind: Evaluation | None = None
    curated: bool = False


Tell = Callable[[Disagreement], None]


def evaluate(
    source: GoldSource, model: Model, *, given: Given | None = None, tell: Tell | None = None
) -> Generator[Progress, None, Evaluation]:
    """Measure ``model`` on the gold of ``source``; yields progress, returns the figures; close it to stop.

    Without ``given`` the model reads bare texts, else it is given gold's mentions, or its entities with their mentions. An
    article that it cannot read is told and left out. ``tell`` is called for each disagreement.
    """
    rule = common_ground(m.label for _, annotation in source.cases for m in annotation.mentions.values())
    rules: tuple[Normaliser, ...] = (title_blind, rule) if rule else (title_blind,)
    sums, blind = _Sums(), _Sums()
    problems = list(source.problems)
    total = len(source.cases)
    for number, case in enumerate(source.cases, start=1):
        started = time.perf_counter()
        try:
            judgement = _ask(model, case, given)
        except ModelError as error:
            problems.append(str(error))
            continue
        finally:
            passed = time.perf_counter() - started
        suggestion = under_new_names(judgement.suggestion, source.renamed)
        compared = compare(*case, suggestion, rules, given)
        judged = classes(case[1], judgement) if given == "entities" else Scores()
        for some in (sums, blind) if case[1].blind else (sums,):
            some.add_article((score(compared, rules), judged), passed)
        for item in _apart(compared, judged, source, given) if tell else ():
            tell(item)  # type: ignore[misc]
        yield Progress(number, total, f"{number} of {total} articles")
    name = f"{model.model} {model.version} ({model.run_id})"
    found = sums.finish(source, name, given, tuple(problems))
    return msgspec.structs.replace(found, blind=blind.finish(source, name, given) if blind.articles else None)


def _ask(model: Model, case: Case, given: Given | None) -> Judgement:
    article, annotation = case
    if given is None:
        return Judgement(model.suggest(article, annotation.sections))
    return model.judge(article, annotation, given)


def _apart(compared: Compared, judged: Scores, source: GoldSource, given: Given | None) -> Iterator[Disagreement]:
    """What to tell of one article: only what its gold marks throughout."""
    if given is None and "entities" in source.marks:
        yield from mentions_apart(compared)
    if "stances" in source.marks:
        yield from stances_apart(compared)
    if given == "entities":
        pairs, targets = judged.pairs, judged.targets
        told = list(
            classes_apart(
                compared.article,
                compared.annotation,
                zip(pairs.gold, pairs.said, strict=True),
                zip(targets.gold, targets.said, strict=True),
            )
        )
        for what in ("pair", "target"):
            if f"{what}s" in source.marks or "stances" in source.marks:
                yield from (d for d in told if d.what == what)


class _Sums:
    """Counts that grow; lists, since adding tuples of all articles so far would take ever longer."""

    def __init__(self) -> None:
        self.articles = 0
        self.seconds = 0.0
        self.mentions = MentionScores()
        self.overlaps = Overlaps()
        self.cues = Weighted()
        self.clusters = Clusters()
        self.stances = StanceScores()
        self.classes: dict[str, tuple[list[str], list[str]]] = {"pairs": ([], []), "targets": ([], [])}
        self.told: dict[str, list[Told]] = {}

    def add_article(self, scores: Iterable[Scores], seconds: float) -> None:
        """Count one article too."""
        self.articles += 1
        self.seconds += seconds
        for some in scores:
            self.add(some)

    def add(self, scores: Scores) -> None:
        """Count some of an article's scores too."""
        self.mentions += scores.mentions
        self.overlaps += scores.overlaps
        self.cues += scores.cues
        self.clusters += scores.clusters
        self.stances += scores.stances
        for name, (gold, said) in self.classes.items():
            gold += getattr(scores, name).gold
            said += getattr(scores, name).said
        for name, told in scores.told.items():
            self.told.setdefault(name, []).extend(told)

    def finish(self, source: GoldSource, model: str, given: Given | None, problems: tuple[str, ...] = ()) -> Evaluation:
        """The figures of all that was added. Probabilities of what gold does not mark throughout are left out."""
        made = {name: ClassScores(tuple(gold), tuple(said)) for name, (gold, said) in self.classes.items()}
        calibration = {name: calibrate(told) for name, told in self.told.items() if _counts(name, source, given)}
        return Evaluation(
            source.name,
            model,
            self.articles,
            self.seconds,
            source.marks,
            given,
            self.mentions,
            self.clusters,
            self.stances,
            made["pairs"] if given == "entities" else None,
            made["targets"] if given == "entities" else None,
            {name: row for name, row in calibration.items() if row is not None},
            problems,
            self.overlaps,
            self.cues,
            curated=source.curated,
        )


def _counts(name: str, source: GoldSource, given: Given | None) -> bool:
    """True when gold can say whether probabilities of this kind came true."""
    kinds = {"presence": "pairs"}
    marked = kinds.get(name, name) in source.marks or ("stances" in source.marks and name != "entities")
    return marked and not (name == "entities" and given)
