"""Figures out of counts: what is told of agreement, each with an interval and how much it stands on."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from functools import partial

from annotator.agreeing.comparing import Key, Tally
from annotator.progress import Progress
from annotator.quality.agreement import cohen_kappa, nominal_alpha
from annotator.quality.bootstrap import DRAWS, Interval, draws, interval
from annotator.quality.comparing import PARTS
from annotator.quality.counting import Weighted
from annotator.quality.unitizing import GAP, Unitized
from annotator.records import Record

Counts = Mapping[Key, float]
EACH = 50
"""So many draws between two words of progress."""


class Figure(Record, frozen=True):
    """A figure (None: undefined), its 95 % interval (None: undefined), and the items that it stands on, of either side."""

    value: float | None
    interval: Interval | None = None
    ones: int = 0
    others: int = 0


class _Made(Record, frozen=True):
    of: Callable[[Counts], float | None]
    items: Callable[[Counts], tuple[float, float]]


def measure(
    tallies: Sequence[Tally], of: str, *, over_all: bool = False
) -> Generator[Progress, None, dict[str, Figure]]:
    """All figures of some articles by their names ("mentions.strict"). ``of`` says for progress whose they are."""
    whole = _added(tallies)
    made = _table(whole, over_all)
    found: dict[str, list[float | None]] = {name: [] for name in made}
    for number, drawn in enumerate(draws(tallies), start=1):
        for name, figure in made.items():
            found[name].append(figure.of(drawn))
        if number % EACH == 0:
            yield Progress(number, DRAWS, f"{of}: intervals")
    figures: dict[str, Figure] = {}
    for name, figure in made.items():
        ones, others = figure.items(whole)
        figures[name] = Figure(figure.of(whole), interval(found[name]), round(ones), round(others))
    return figures


def _added(tallies: Iterable[Tally]) -> Tally:
    out: Tally = {}
    for counts in tallies:
        for key, number in counts.items():
            out[key] = out.get(key, 0.0) + number
    return out


def _table(whole: Counts, over_all: bool) -> dict[str, _Made]:
    labels = sorted({key[1] for key in whole if key[0] == "lengths" and key[1]})
    made = {"mentions.label_alpha": _of_pairs(whole, "same range", of=nominal_alpha, halved=True)}
    made["mentions.unitizing_alpha"] = _unitizing(whole, "")
    made |= {f"labels.{name}.unitizing_alpha": _unitizing(whole, name) for name in labels}
    if over_all:
        return made
    made |= {f"mentions.{name}": _f1("mentions", name) for name in ("strict", "exact", "partial", "type")}
    made |= {f"labels.{name}.f1": _f1("label", name) for name in labels}
    clusters = _items("entities", "matched")
    made |= {f"entities.{name}": _Made(partial(_cluster_f1, name), clusters) for name in ("b3", "lea")}
    made["entities.matched"] = _f1("entities", "matched")
    made |= {f"stances.{name}": _f1("stances", name) for name in ("pair", "triplet", "matched")}
    made["stances.polarity_kappa"] = _of_pairs(whole, "polarity", of=cohen_kappa)
    return made | {f"stances.parts.{part}": _Made(partial(_part, part), _matched) for part in PARTS}


def _f1(*key: str) -> _Made:
    """2 × both / (ones + others); undefined when neither side has any."""

    def of(counts: Counts) -> float | None:
        ones, others = counts.get((*key, "ones"), 0.0), counts.get((*key, "others"), 0.0)
        return 2 * counts.get((*key, "both"), 0.0) / (ones + others) if ones or others else None

    return _Made(of, _items(*key))


def _items(*key: str) -> Callable[[Counts], tuple[float, float]]:
    return lambda counts: (counts.get((*key, "ones"), 0.0), counts.get((*key, "others"), 0.0))


def _cluster_f1(name: str, counts: Counts) -> float | None:
    score = Weighted(*(counts.get(("entities", name, f), 0.0) for f in Weighted.__struct_fields__))
    return score.f1 if score.said or score.wanted else None


_Cells = Sequence[tuple[Key, tuple[str, str]]]


def _cells(whole: Counts, *key: str) -> _Cells:
    """The keys that begin so and end in a pair of values, with that pair: they are looked up once, not in each draw."""
    size = len(key)
    return [(k, (k[size], k[size + 1])) for k in whole if k[:size] == key and len(k) == size + 2]


def _pairs(cells: _Cells, counts: Counts) -> dict[tuple[str, str], float]:
    return {pair: counts.get(key, 0.0) for key, pair in cells}


def _of_pairs(
    whole: Counts, key: str, *, of: Callable[[dict[tuple[str, str], float]], float | None], halved: bool = False
) -> _Made:
    """A coefficient of a table of pairs. A matrix of coincidences has each value once: ``halved`` gives half to either."""
    cells = _cells(whole, key)

    def items(counts: Counts) -> tuple[float, float]:
        number = sum(_pairs(cells, counts).values()) / (2 if halved else 1)
        return number, number

    return _Made(lambda counts: of(_pairs(cells, counts)), items)


def _part(part: str, counts: Counts) -> float | None:
    number, _ = _matched(counts)
    return counts.get(("part", part, "same"), 0.0) / number if number else None


def _matched(counts: Counts) -> tuple[float, float]:
    number = counts.get(("stances", "matched", "both"), 0.0)
    return number, number


def _unitizing(whole: Counts, label: str) -> _Made:
    """Unitizing alpha of a label, "" for all. A text without the label has no counts for it, and is all gap."""
    everything, cells = _cells(whole, "lengths", ""), _cells(whole, "lengths", label)
    weights = [key for key in whole if key[:2] == ("alone", label)]

    def of(counts: Counts) -> float | None:
        observed = _pairs(cells, counts)
        rest = sum(_pairs(everything, counts).values()) - sum(observed.values())
        found = Unitized(observed, {key[2]: counts.get(key, 0.0) for key in weights})
        return (found + Unitized({(GAP, GAP): rest}, {GAP: rest})).alpha

    def items(counts: Counts) -> tuple[float, float]:
        """Code points that are marked, half of the sum over all parties for either."""
        half = sum(length for (c, _), length in _pairs(cells, counts).items() if c != GAP) / 2
        return half, half

    return _Made(of, items)
