"""Figures out of counts: what is told of agreement, each with an interval and how much it stands on."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from functools import partial

from annotator.agreeing.comparing import PARTS, Key, Tally
from annotator.progress import Progress
from annotator.quality.agreement import cohen_kappa, nominal_alpha
from annotator.quality.bootstrap import DRAWS, Interval, draws, interval
from annotator.quality.clusters import ClusterScore
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
    made = {
        "mentions.label_alpha": _Made(_label_alpha, _on_same_range),
        "mentions.unitizing_alpha": _Made(partial(_unitizing, ""), partial(_lengths, "")),
    }
    made |= {f"labels.{n}.unitizing_alpha": _Made(partial(_unitizing, n), partial(_lengths, n)) for n in labels}
    if over_all:
        return made
    made |= {f"mentions.{name}": _f1("mentions", name) for name in ("strict", "exact", "partial", "type")}
    made |= {f"labels.{name}.f1": _f1("label", name) for name in labels}
    clusters = _items("entities", "matched")
    made |= {f"entities.{name}": _Made(partial(_cluster_f1, name), clusters) for name in ("b3", "lea")}
    made["entities.matched"] = _f1("entities", "matched")
    made |= {f"stances.{name}": _f1("stances", name) for name in ("pair", "triplet", "matched")}
    made["stances.polarity_kappa"] = _Made(_kappa, _polarities)
    made |= {f"stances.parts.{part}": _Made(partial(_part, part), _matched) for part in PARTS}
    return made


def _f1(*key: str) -> _Made:
    """2 × both / (ones + others); undefined when neither side has any."""

    def of(counts: Counts) -> float | None:
        ones, others = counts.get((*key, "ones"), 0.0), counts.get((*key, "others"), 0.0)
        return 2 * counts.get((*key, "both"), 0.0) / (ones + others) if ones or others else None

    return _Made(of, _items(*key))


def _items(*key: str) -> Callable[[Counts], tuple[float, float]]:
    return lambda counts: (counts.get((*key, "ones"), 0.0), counts.get((*key, "others"), 0.0))


def _cluster_f1(name: str, counts: Counts) -> float | None:
    score = ClusterScore(*(counts.get(("entities", name, f), 0.0) for f in ClusterScore.__struct_fields__))
    return score.f1 if score.said or score.wanted else None


def _pairs(counts: Counts, *key: str) -> dict[tuple[str, str], float]:
    """The table of pairs of values whose keys begin so."""
    size = len(key)
    return {(k[size], k[size + 1]): n for k, n in counts.items() if k[:size] == key}


def _label_alpha(counts: Counts) -> float | None:
    return nominal_alpha(_pairs(counts, "same range"))


def _on_same_range(counts: Counts) -> tuple[float, float]:
    """Every label that was compared is in the matrix once; of two parties, half of them are of either."""
    half = sum(_pairs(counts, "same range").values()) / 2
    return half, half


def _kappa(counts: Counts) -> float | None:
    return cohen_kappa(_pairs(counts, "polarity"))


def _polarities(counts: Counts) -> tuple[float, float]:
    number = sum(_pairs(counts, "polarity").values())
    return number, number


def _part(part: str, counts: Counts) -> float | None:
    number, _ = _matched(counts)
    return counts.get(("part", part, "same"), 0.0) / number if number else None


def _matched(counts: Counts) -> tuple[float, float]:
    number = counts.get(("stances", "matched", "both"), 0.0)
    return number, number


def _unitizing(label: str, counts: Counts) -> float | None:
    """A text without the label has no counts for it, and is all gap."""
    whole = sum(_pairs(counts, "lengths", "").values())
    observed = _pairs(counts, "lengths", label)
    alone = {key[2]: number for key, number in counts.items() if key[:2] == ("alone", label)}
    rest = whole - sum(observed.values())
    return (Unitized(observed, alone) + Unitized({(GAP, GAP): rest}, {GAP: rest})).alpha


def _lengths(label: str, counts: Counts) -> tuple[float, float]:
    """Code points that are marked, half of the sum over all parties for either."""
    half = sum(length for (c, _), length in _pairs(counts, "lengths", label).items() if c != GAP) / 2
    return half, half
