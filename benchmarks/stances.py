"""Stances on public sets given by path, each beside a simple baseline that hears the same names.

``python -m benchmarks stances [--seesaw FILE] [--plover FILE] [--dse FILE] [--newsmtsc FILE] [--model …] [--limit N]``.
The corpora are not part of the program; what is not given is told and left out.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from itertools import permutations
from pathlib import Path

import regex

from annotator.evaluating import Evaluation, Given, GoldSource, evaluate, open_gold
from annotator.records import Annotation, Article, Judgement, Section, SuggestedStance, Suggestion
from annotator.suggest import Suggester
from annotator.suggest.scoring.valence import valence_of

_WORD = regex.compile(r"\p{L}[\p{L}'’-]*")
Row = dict[str, object]


class Kept:
    """A model whose suggestions are kept, so that the baseline need not have the articles read again."""

    def __init__(self, model: Suggester) -> None:
        self._model = model
        self.model, self.version, self.run_id = model.model, model.version, model.run_id
        self.kept: dict[str, Suggestion] = {}

    def suggest(self, article: Article, sections: Sequence[Section] | None = None) -> Suggestion:
        found = self.kept[article.id] = self._model.suggest(article, sections)
        return found

    def judge(self, article: Article, annotation: Annotation, given: Given) -> Judgement:
        return self._model.judge(article, annotation, given)


class Nearby:
    """The baseline: in each sentence every ordered pair of the entities that stand in it, for or against by the sum of
    the sentence's words in VADER's list; silent when the sum is 0."""

    model, version, run_id = "every pair in a sentence", "by its words", "baseline"

    def __init__(self, kept: dict[str, Suggestion]) -> None:
        self._kept = kept

    def suggest(self, article: Article, sections: Sequence[Section] | None = None) -> Suggestion:
        found = self._kept[article.id]
        stances = [
            SuggestedStance(f"s{number}", holder, target, "favor" if value > 0 else "against", 0.5)
            for number, (holder, target, value) in enumerate(self._pairs(article, found), start=1)
        ]
        return Suggestion(self.run_id, found.entities, found.mentions, tuple(stances), found.outline)

    def judge(self, article: Article, annotation: Annotation, given: Given) -> Judgement:
        raise NotImplementedError  # it is only asked from end to end

    def _pairs(self, article: Article, found: Suggestion) -> Iterator[tuple[str, str, float]]:
        for sentence in found.outline.sentences:
            words = _WORD.findall(sentence.of(article.text).lower())
            value = sum(map(valence_of, words))
            here = dict.fromkeys(m.entity for m in found.mentions if sentence.contains(m.range))
            for holder, target in permutations(here, 2) if value else ():
                yield holder, target, value


def figure(name: str, value: float, floor: float | None = None) -> Row:
    """One line of the result: a share, and whether it reaches its floor."""
    return {
        "name": name,
        "unit": "share",
        "value": round(value, 4),
        "floor": floor,
        "holds": floor is None or value >= floor,
    }


def from_end_to_end(name: str, found: Evaluation, *, floors: tuple[float, float] | None = None) -> list[Row]:
    """The lines of stances suggested from bare text. ``floors`` are for articles found, and right when it speaks."""
    scores = found.stances
    rows = [figure(f"{name}: triplet {kind}", getattr(scores.triplet, kind)) for kind in ("p", "r", "f1")]
    rows.append(figure(f"{name}: triplet p, between entities of gold", scores.known.p))
    rows += [figure(f"{name}: pair {kind}", getattr(scores.pair, kind)) for kind in ("p", "r", "f1")]
    found_share = scores.articles_found / max(1, scores.articles)
    right_share = scores.said_right / max(1, scores.spoken)
    rows.append(figure(f"{name}: holder, target, polarity found", found_share, floors[0] if floors else None))
    rows.append(figure(f"{name}: right when it speaks of the pair", right_share, floors[1] if floors else None))
    return rows


def seesaw(source: GoldSource, model: Kept) -> list[Row]:
    rows = from_end_to_end("seesaw", _run(source, model))
    return rows + from_end_to_end("seesaw, baseline", _run(source, Nearby(model.kept)))


def plover(source: GoldSource, model: Kept) -> list[Row]:
    rows = from_end_to_end("plover", _run(source, model), floors=(0.60, 0.90))
    return rows + from_end_to_end("plover, baseline", _run(source, Nearby(model.kept)))


def dse(source: GoldSource, model: Kept) -> list[Row]:
    pairs = _run(source, model, "entities").pairs
    assert pairs is not None
    rows = [figure("dse: five-class macro F1", pairs.macro_f1, 0.52), figure("dse: micro F1", pairs.micro_f1)]
    kinds = {"right class": pairs.right_class, "any class": pairs.presence}
    for words, score in kinds.items():
        rows += [figure(f"dse: there is a stance, {words}, {kind}", getattr(score, kind)) for kind in ("p", "r", "f1")]
    return rows


def newsmtsc(source: GoldSource, model: Kept) -> list[Row]:
    targets = _run(source, model, "entities").targets
    assert targets is not None
    return [figure("newsmtsc: macro F1", targets.macro_f1, 0.70), figure("newsmtsc: accuracy", targets.micro_f1)]


SETS: dict[str, Callable[[GoldSource, Kept], list[Row]]] = {
    "seesaw": seesaw,
    "plover": plover,
    "dse": dse,
    "newsmtsc": newsmtsc,
}


def _run(source: GoldSource, model: Kept | Nearby, given: Given | None = None) -> Evaluation:
    work = evaluate(source, model, given=given)
    while True:
        try:
            next(work)
        except StopIteration as end:
            found: Evaluation = end.value
            return found


def told(row: Row) -> str:
    """A row to print."""
    floor = "" if row["floor"] is None else f"{row['floor']:>8}" + ("" if row["holds"] else "  is not reached")
    return f"{row['name']:<54}{row['value']:>8}{floor}"


def add_options(parser: argparse.ArgumentParser) -> None:
    """What can be asked for."""
    parser.add_argument("--json", type=Path, help="also write the rows to this file")
    parser.add_argument("--model", help="a spaCy package or folder; found by itself when not given")
    parser.add_argument("--limit", type=int, help="only so many articles of each set, from all over it")
    for name in SETS:
        parser.add_argument(f"--{name}", type=Path, help=f"a file of {name}")


def run(chosen: argparse.Namespace) -> int:
    """Measure on the sets whose files are given, and print; 1 when a floor is not reached."""
    given = {name: path for name in SETS if (path := getattr(chosen, name)) is not None}
    for name in [n for n in SETS if n not in given]:
        print(f"{name}: not measured, since no file of it is given (--{name} FILE).")
    if not given:
        return 0
    model = Suggester(chosen.model)
    rows: list[Row] = []
    for name, path in given.items():
        source = open_gold(path, format=name, limit=chosen.limit)
        found = SETS[name](source, Kept(model))
        print("\n".join(map(told, found)), flush=True)
        rows += found
    if chosen.json:
        chosen.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    return 0 if all(row["holds"] for row in rows) else 1
