"""What was measured, for people as a table and for programs as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from annotator.evaluating.work import Evaluation
from annotator.quality.calibration import Calibration
from annotator.quality.counting import Score, Weighted
from annotator.quality.directed import ClassScores
from annotator.quality.overlaps import WAYS

_TOLD = {
    "entities": "suggested mentions",
    "stances": "suggested stances",
    "pairs": "classes of ordered pairs",
    "presence": "is there a stance",
    "targets": "classes of targets",
}


def as_json(found: Evaluation) -> dict[str, Any]:
    """The figures as plain data: shares from 0 to 1, with the counts that they come from.

    What gold does not mark throughout is there too, but not named in ``marks``: it says little. ``blind`` has the same
    figures on blind gold alone, null when there is none; all others are on all gold.
    """
    blind = None if found.blind is None else _figures(found.blind)
    return _figures(found) | {"blind": blind}


def _figures(found: Evaluation) -> dict[str, Any]:
    mentions, stances = found.mentions, found.stances
    out: dict[str, Any] = {
        "entities": {
            "strict": mentions.strict.figures(),
            "partial": mentions.partial.figures(),
            "overlaps": {way: _weighted(found.overlaps.score(way)) for way in WAYS},
            "clusters": {"b3": _weighted(found.clusters.b_cubed), "lea": _weighted(found.clusters.lea)},
            "by_label": {label: score.figures() for label, score in mentions.by_label.items()},
        },
        "stances": {
            "triplet": stances.triplet.figures(),
            "known": stances.known.figures(),
            "pair": stances.pair.figures(),
            "polarity_accuracy": stances.polarity_accuracy,
            "macro_f1": stances.macro_f1,
            "by_polarity": {name: score.figures() for name, score in stances.by_polarity.items()},
            "cues": _weighted(found.cues),
            "when_it_speaks": {"right": stances.said_right, "of": stances.spoken},
            "articles_found": {"found": stances.articles_found, "of": stances.articles},
        },
        "articles": found.articles,
        "seconds": round(found.seconds, 3),
        "model": found.model,
        "gold": found.gold,
        "marks": found.marks,
        "given": found.given,
        "calibration": msgspec.to_builtins(found.calibration),
        "problems": found.problems,
    }
    if found.pairs is not None:
        out |= {
            "directed_macro_f1": found.pairs.macro_f1,
            "directed_micro_f1": found.pairs.micro_f1,
            "directed_stance": found.pairs.right_class.figures(),
            "directed_presence": found.pairs.presence.figures(),
            "directed_pairs": len(found.pairs.gold),
        }
    if found.targets is not None:
        out |= {
            "target_macro_f1": found.targets.macro_f1,
            "target_accuracy": found.targets.micro_f1,
            "targets": len(found.targets.gold),
        }
    return out


def _weighted(score: Weighted) -> dict[str, float]:
    return {"p": score.precision, "r": score.recall, "f1": score.f1}


def as_table(found: Evaluation) -> str:
    """The figures to read, with what each means and on how many items it stands."""
    unit = "article" if found.articles == 1 else "articles"
    each = f", {found.seconds / found.articles * 1000:.0f} ms each" if found.articles else ""
    lines = [f"{found.model} on {found.gold}: {found.articles} {unit}, {found.seconds:.1f} s{each}"]
    if found.given:
        lines.append(f"Gold's {found.given} were given.")
    for part in (_headline(found), _mentions(found), _stances(found), _classes(found), _calibration(found)):
        block = list(part)
        if block:
            lines += ["", *block]
    return "\n".join(lines)


def _headline(found: Evaluation) -> Iterator[str]:
    """What counts most, on blind gold beside all gold: what grew out of suggestions is biased towards them."""
    blind = found.blind
    if blind is None:
        if found.curated:
            yield "No blind gold yet: gold that grew out of suggestions flatters the model that made them."
        return
    yield f"{'HEADLINE (F1)':<32}{'blind gold':>12}{'all gold':>12}"
    yield f"{'articles':<32}{blind.articles:>12}{found.articles:>12}"
    for words, one, other in zip(_TOP, _top(blind), _top(found), strict=True):
        if other is not None:
            yield f"{words:<32}{'–' if one is None else f'{one:.3f}':>12}{other:>12.3f}"


_TOP = (
    "entities: range and label right",
    "who is who (LEA)",
    "stances: all right",
    "pairs, five-class macro",
    "targets, three-class macro",
)


def _top(found: Evaluation) -> tuple[float | None, ...]:
    """The figures of the headline, in the order of its words; None for what this gold or question says nothing of."""
    mentions, stances = found.mentions.strict, found.stances.triplet
    whole = found.given is None and "entities" in found.marks and mentions.gold > 0
    return (
        mentions.f1 if whole else None,
        found.clusters.lea.f1 if whole or found.given == "mentions" else None,
        stances.f1 if "stances" in found.marks and stances.gold else None,
        found.pairs.macro_f1 if found.pairs is not None else None,
        found.targets.macro_f1 if found.targets is not None else None,
    )


def _mentions(found: Evaluation) -> Iterator[str]:
    if found.given == "mentions":
        yield _head("WHO IS WHO")
        yield from _clusters(found)
    if found.given:
        return
    if "entities" not in found.marks:
        yield "Entities: this gold does not mark all of them, so nothing is said of them."
        return
    yield _head("ENTITIES", "gold", "suggested")
    yield _row("range and label right", found.mentions.strict)
    yield _row("range right, any label", found.mentions.partial)
    yield _weighted_row("some words right, any label", found.overlaps.score("partial"))
    yield _weighted_row("some words and label right", found.overlaps.score("type"))
    by_size = sorted(found.mentions.by_label.items(), key=lambda item: -item[1].gold)
    for label, score in by_size:
        yield _row(f"  {label}", score)
    yield from _clusters(found)
    often = sorted(found.mentions.confused.items(), key=lambda item: -item[1])[:5]
    if often:
        yield "Labels confused (gold → suggested): " + ", ".join(f"{g} → {s} {n}" for (g, s), n in often)


def _clusters(found: Evaluation) -> Iterator[str]:
    yield _weighted_row("who is who (B³)", found.clusters.b_cubed)
    yield _weighted_row("who is who (LEA)", found.clusters.lea)


def _stances(found: Evaluation) -> Iterator[str]:
    if "stances" not in found.marks:
        given_only = {"pairs", "targets"} & set(found.marks)
        if given_only and not found.given:
            yield "Stances: this gold judges only given entities; ask with --given entities."
        elif not given_only:
            yield "Stances: this gold has none."
        return
    if _without_stances(found):
        yield "Stances: this gold has none, so nothing is said of them."
        return
    scores = found.stances
    yield _head("STANCES", "gold", "suggested")
    yield _row("holder, target, polarity right", scores.triplet)
    if scores.known.suggested != scores.triplet.suggested:
        yield _row("  between entities of gold", scores.known)
    yield _row("holder and target right", scores.pair)
    for name, score in scores.by_polarity.items():
        yield _row(f"  {name}", score)
    if found.cues.said and any((found.cues.right_said, found.cues.right_wanted)):  # many formats have no cues
        yield _weighted_row("words of right stances' cues", found.cues)
    if scores.macro_f1 is not None:
        yield f"Macro F1 of the polarities: {scores.macro_f1:.3f}"
    if scores.polarity_accuracy is not None:
        yield f"Polarity right: {scores.polarity_accuracy:.1%} of {scores.met} suggestions with the right holder and target."
    if scores.spoken:
        share = scores.said_right / scores.spoken
        yield f"When it says something of a pair that has a stance: right in {share:.1%} of {scores.spoken}."
    if scores.articles:
        share = scores.articles_found / scores.articles
        yield f"Articles in which at least one stance was found: {share:.1%} of {scores.articles}."


def _without_stances(found: Evaluation) -> bool:
    """Gold that could have stances and has none, such as gold of names that was imported: all suggested would be wrong."""
    return "stances" in found.marks and not found.stances.triplet.gold


def _classes(found: Evaluation) -> Iterator[str]:
    shown = "stances" in found.marks and not _without_stances(found)
    if found.pairs is not None and (shown or "pairs" in found.marks):
        yield f"PAIRS of given entities: none, favor or against one way or the other ({len(found.pairs.gold)} pairs)"
        yield from _class_rows(found.pairs, "five-class macro F1", "micro F1 (share of pairs that are right)")
    if found.targets is not None and (shown or "targets" in found.marks):
        yield f"TARGETS: favor, against or none towards each given entity ({len(found.targets.gold)} entities)"
        yield from _class_rows(found.targets, "three-class macro F1", "accuracy")


def _class_rows(scores: ClassScores, macro: str, micro: str) -> Iterator[str]:
    yield f"{macro:<42}{scores.macro_f1:>8.3f}"
    yield f"{micro:<42}{scores.micro_f1:>8.3f}"
    yield _head("", "gold", "said")
    yield _row("there is a stance, right class", scores.right_class)
    yield _row("there is a stance, any class", scores.presence)


def _calibration(found: Evaluation) -> Iterator[str]:
    rows = {name: row for name, row in found.calibration.items() if name == "entities" or not _without_stances(found)}
    if not rows:
        return
    yield f"{'PROBABILITIES':<32}{'ECE':>8}{'Brier':>8}{'n':>8}   said → came true, by tenths"
    for name, row in rows.items():
        yield f"{_TOLD[name]:<32}{row.ece:>8.3f}{row.brier:>8.3f}{row.n:>8}   {_bins(row)}"


def _bins(row: Calibration) -> str:
    return "  ".join(f"{b.confidence:.2f}→{b.accuracy:.2f} ({b.n})" for b in row.bins)


def _head(words: str, *counts: str) -> str:
    cells: Sequence[str] = ("P", "R", "F1", *counts)
    return f"{words:<32}" + "".join(f"{cell:>10}" if n > 2 else f"{cell:>8}" for n, cell in enumerate(cells))


def _weighted_row(words: str, score: Weighted) -> str:
    return f"{words:<32}{score.precision:>8.3f}{score.recall:>8.3f}{score.f1:>8.3f}"


def _row(words: str, score: Score) -> str:
    return f"{words:<32}{score.p:>8.3f}{score.r:>8.3f}{score.f1:>8.3f}{score.gold:>10}{score.suggested:>10}"
