"""What was found, for people as a table and a list, for programs as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec

from annotator.agreeing.figures import Figure
from annotator.agreeing.work import Agreement, Between
from annotator.quality.comparing import PARTS
from annotator.records import Record

_ROWS = {
    "MENTIONS": (
        ("range and label (strict F1)", "mentions.strict"),
        ("range, any label (exact F1)", "mentions.exact"),
        ("label, edges may differ (type F1)", "mentions.type"),
        ("any overlap, half if edges differ (partial F1)", "mentions.partial"),
        ("label on the same range (alpha)", "mentions.label_alpha"),
        ("places and labels (unitizing alpha)", "mentions.unitizing_alpha"),
    ),
    "ENTITIES": (
        ("the same entity (F1)", "entities.matched"),
        ("who is who (B³ F1)", "entities.b3"),
        ("who is who (LEA F1)", "entities.lea"),
    ),
    "STANCES": (
        ("holder, target, polarity (F1)", "stances.triplet"),
        ("holder, target (F1)", "stances.pair"),
        ("has a counterpart (F1)", "stances.matched"),
        *((f"  of these, same {part} (share)", f"stances.parts.{part}") for part in PARTS),
        ("polarity between the same two (kappa)", "stances.polarity_kappa"),
    ),
}
_OVER_ALL = (
    ("label on the same range (alpha)", "mentions.label_alpha"),
    ("places and labels (unitizing alpha)", "mentions.unitizing_alpha"),
)
PARTS_IN_WORDS = {
    "MENTIONS": "Mentions",
    "ENTITIES": "Entities",
    "STANCES": "Stances",
    "LABELS": "Labels, range and label the same (F1)",
    "ALL TOGETHER": "All together",
}
"""What the parts of :class:`Told` are called."""
MOST_LEFT_OUT = 5
"""So many articles that were left out are named of each party and reason."""


class Told(Record, frozen=True):
    """One figure in words, in its part of the table; see :class:`annotator.agreeing.figures.Figure`."""

    part: str
    words: str
    figure: Figure


class Pair(Record, frozen=True):
    """Two parties: how many articles both have done, their figures, and how many disagreements of each kind."""

    one: str
    other: str
    articles: int
    figures: tuple[Told, ...] = ()
    kinds: tuple[tuple[str, int], ...] = ()


class Brief(Record, frozen=True):
    """What a window shows of an agreement: each pair, and the figures of all together."""

    pairs: tuple[Pair, ...] = ()
    over_all: tuple[Told, ...] = ()


def brief(found: Agreement) -> Brief:
    """The figures in words, without the disagreements themselves."""
    return Brief(
        tuple(_brief(between) for between in found.pairs),
        tuple(Told("ALL TOGETHER", words, found.over_all[name]) for words, name in _OVER_ALL if found.over_all),
    )


def _brief(between: Between) -> Pair:
    kinds = Counter(d.kind for d in between.disagreements).most_common()
    told = [
        Told(part, words, between.figures[name])
        for part, rows in _ROWS.items()
        for words, name in rows
        if name in between.figures
    ]
    labels = [
        Told("LABELS", name.removeprefix("labels.").removesuffix(".f1"), figure)
        for name, figure in between.figures.items()
        if name.startswith("labels.") and name.endswith(".f1")
    ]
    labels.sort(key=lambda row: -row.figure.ones - row.figure.others)
    return Pair(between.one, between.other, between.articles, (*told, *labels), tuple(kinds))


def as_json(found: Agreement, *, listed: bool = False) -> dict[str, Any]:
    """The figures as plain data; with ``listed`` every disagreement too."""
    parties: list[dict[str, Any]] = [{"name": p.name, "file": p.file, "articles": len(p.cases)} for p in found.parties]
    out: dict[str, Any] = {
        "parties": parties,
        "pairs": [_pair(between, listed) for between in found.pairs],
        "left_out": [{"party": o.party, "article": o.article, "why": o.why} for o in found.left_out],
        "problems": [problem for party in found.parties for problem in party.problems],
    }
    if found.over_all:
        out["over_all"] = {name: _over_all(figure) for name, figure in found.over_all.items()}
    return out


def _pair(between: Between, listed: bool) -> dict[str, Any]:
    out: dict[str, Any] = {
        "one": between.one,
        "other": between.other,
        "articles": between.articles,
        "figures": {name: _figure(figure) for name, figure in between.figures.items()},
        "kinds": dict(Counter(d.kind for d in between.disagreements).most_common()),
    }
    return out | {"disagreements": msgspec.to_builtins(between.disagreements)} if listed else out


def _figure(figure: Figure) -> dict[str, Any]:
    low, high = figure.interval or (None, None)
    return {"value": figure.value, "low": low, "high": high, "one": figure.ones, "other": figure.others}


def _over_all(figure: Figure) -> dict[str, Any]:
    told = _figure(figure)
    return {"items": told.pop("one") + told.pop("other")} | told


def as_table(found: Agreement) -> str:
    """The figures to read, with what was left out."""
    lines: list[str] = []
    for between in found.pairs:
        lines += [*_between(between), ""]
    if found.over_all:
        lines += [_head("ALL TOGETHER", "items"), *(_all_row(w, found.over_all[n]) for w, n in _OVER_ALL), ""]
    return "\n".join([*lines, *_left_out(found)]).rstrip()


def _between(between: Between) -> Iterator[str]:
    unit = "article" if between.articles == 1 else "articles"
    yield f"{between.one} and {between.other}: {between.articles} {unit} that both have done"
    if not between.articles:
        return
    for part, rows in _ROWS.items():
        yield ""
        yield _head(part)
        yield from (_row(words, between.figures[name]) for words, name in rows)
        if part == "MENTIONS":
            yield from _labels(between)
    kinds = Counter(d.kind for d in between.disagreements)
    yield ""
    told = ": " + ", ".join(f"{n} {kind}" for kind, n in kinds.most_common()) if kinds else ""
    yield f"{len(between.disagreements)} disagreement{'' if kinds.total() == 1 else 's'}{told}"


def _labels(between: Between) -> Iterator[str]:
    """Label by label, the commonest first."""
    found = {
        name.removeprefix("labels.").removesuffix(".f1"): figure
        for name, figure in between.figures.items()
        if name.startswith("labels.") and name.endswith(".f1")
    }
    for label, figure in sorted(found.items(), key=lambda item: -item[1].ones - item[1].others):
        alpha = between.figures[f"labels.{label}.unitizing_alpha"].value
        yield _row(f"  {label} (strict F1)", figure) + f"   unitizing alpha {_number(alpha).strip()}"


def _head(words: str, *items: str) -> str:
    return f"{words:<48}{'':>8}{'95 %':>18}" + "".join(f"{word:>8}" for word in items or ("one", "other"))


def _row(words: str, figure: Figure) -> str:
    return f"{_value(words, figure)}{figure.ones:>8}{figure.others:>8}"


def _all_row(words: str, figure: Figure) -> str:
    return f"{_value(words, figure)}{figure.ones + figure.others:>8}"


def _value(words: str, figure: Figure) -> str:
    low, high = figure.interval or (None, None)
    span = f"{_number(low).strip()} to {_number(high).strip()}" if figure.interval else "–"
    return f"{words:<48}{_number(figure.value)}{span:>18}"


def _number(value: float | None) -> str:
    return f"{'–' if value is None else f'{value:.3f}':>8}"


def _left_out(found: Agreement) -> Iterator[str]:
    counts = Counter((o.party, o.why) for o in found.left_out)
    for (party, why), number in counts.items():
        ids = [o.article for o in found.left_out if (o.party, o.why) == (party, why)][:MOST_LEFT_OUT]
        more = f" … and {number - len(ids)} more" if number > len(ids) else ""
        yield f"Left out of {party}: {number} ({why}): {', '.join(ids)}{more}"
    yield from (problem for party in found.parties for problem in party.problems)


def as_list(found: Agreement) -> str:
    """Every disagreement to read, article by article."""
    lines: list[str] = []
    for between in found.pairs:
        width = max(len(between.one), len(between.other))
        for item in between.disagreements:
            lines += [f"{item.kind} · article {item.article} at {item.start}–{item.end}", f"    {item.words}"]
            lines += [f"    {n:<{width}}  {v}" for n, v in zip(item.parties, item.versions, strict=True)] + [""]
    return "\n".join(lines).rstrip()
