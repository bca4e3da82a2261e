"""Where a model and gold disagree, one by one, for somebody who wants to read where it fails."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

from annotator.evaluating.scoring import Compared, pairs_of
from annotator.files import replacing
from annotator.quality.directed import NONE
from annotator.quality.mentions import Marked
from annotator.quality.stances import ELSE, Triplet, is_met
from annotator.records import NOT_AN_ENTITY, Annotation, Article, Record, Stance, SuggestedStance
from annotator.spans import Range, line_at

What = Literal["mention", "stance", "pair", "target", "entity"]
LONGEST = 600
"""So many characters of a sentence are written at most."""
_NOWHERE: Marked = (Range(0, 0), "")


class Disagreement(Record, frozen=True):
    """One thing that gold and model see differently: its place, the words around, and what either says ("" for nothing).

    ``kind`` is "missed" (only in gold), "invented" (only suggested), or what differs: "label", "edges", "polarity",
    "direction", "holder", "target"; of an entity, "split" or "merged". ``place`` and ``end`` are code points of the mention
    or cue, whose words are ``about``; ``labels`` are gold's and the model's label or polarity, ``p`` is how likely the model
    said that it is right.
    """

    article: str
    what: What
    kind: str
    place: int
    words: str
    gold: str = ""
    suggested: str = ""
    end: int = 0
    about: str = ""
    labels: tuple[str, str] = ("", "")
    p: float | None = None


def mentions_apart(compared: Compared) -> Iterator[Disagreement]:
    """Mentions that only one side has, or both otherwise."""
    gold, said = set(compared.gold_mentions), set(compared.said_mentions)
    lost, extra = sorted(gold - said), sorted(said - gold)
    taken: set[int] = set()
    for place, label in lost:
        near = next((n for n, (p, _) in enumerate(extra) if n not in taken and p.overlaps(place)), None)
        if near is None:
            yield _mention(compared, "missed", gold=(place, label))
            continue
        taken.add(near)
        other, theirs = extra[near]
        kind = "label" if other == place else "edges" if theirs == label else "edges and label"
        yield _mention(compared, kind, (place, label), extra[near])
    for n, said_only in enumerate(extra):
        if n not in taken:
            yield _mention(compared, "invented", said=said_only)


def _mention(compared: Compared, kind: str, gold: Marked | None = None, said: Marked | None = None) -> Disagreement:
    text = compared.article.text
    place = (gold or said or _NOWHERE)[0]
    return Disagreement(
        compared.article.id,
        "mention",
        kind,
        place.start,
        sentence_at(text, (), place.start),
        _shown(text, gold, None),
        _shown(text, said, gold),
        place.end,
        place.of(text),
        (gold[1] if gold else "", said[1] if said else ""),
        compared.sure.get(said) if said else None,
    )


def _shown(text: str, marked: Marked | None, beside: Marked | None) -> str:
    """A mention in words; its label alone when the other side marks the same words."""
    if marked is None:
        return ""
    place, label = marked
    return label if beside is not None and beside[0] == place else f"“{place.of(text)}” {label}"


def stances_apart(compared: Compared) -> Iterator[Disagreement]:
    """Stances that only one side has, or both otherwise; each suggestion is told once, beside the gold that is nearest."""
    sentences = compared.suggestion.outline.sentences
    text, annotation = compared.article.text, compared.annotation
    gold = {(s.holder, s.target, s.polarity): s for s in reversed(list(annotation.stances.values()))}
    said = {compared.made[s.id]: s for s in reversed(compared.suggestion.stances)}
    met = [(w, m) for w in gold for m in said if is_met(w, m, compared.about) and w[2] == m[2]]
    lost = [w for w in gold if w not in {w for w, _ in met}]
    extra = [m for m in said if m not in {m for _, m in met}]
    for wanted in lost:
        near = min(extra, key=lambda m: _apart(wanted, m)[0], default=None)
        place = _place(gold[wanted], annotation)
        words = sentence_at(text, _own_sentence(gold[wanted]) or sentences, place)
        cue = min(gold[wanted].cues, default=Range(place, place))
        if near is None or _apart(wanted, near)[0] > 1:
            yield _stance(compared, "missed", cue, words, wanted)
            continue
        extra.remove(near)
        yield _stance(compared, _apart(wanted, near)[1], cue, words, wanted, said[near])
    for made in extra:
        cue = min(said[made].cues, default=Range(0, 0))
        yield _stance(compared, "invented", cue, sentence_at(text, sentences, cue.start), said=said[made])


def _stance(
    compared: Compared,
    kind: str,
    cue: Range,
    words: str,
    gold: Triplet | None = None,
    said: SuggestedStance | None = None,
) -> Disagreement:
    return Disagreement(
        compared.article.id,
        "stance",
        kind,
        cue.start,
        words,
        _told(gold, compared) if gold else "",
        _told(compared.made[said.id], compared, said) if said else "",
        cue.end,
        cue.of(compared.article.text),
        (gold[2] if gold else "", said.polarity if said else ""),
        said.p if said else None,
    )


def _apart(wanted: Triplet, made: Triplet) -> tuple[int, str]:
    """In how many ways two stances differ, and in which."""
    if wanted[:2] == made[:2]:
        return 1, "polarity"
    if wanted[:2] == made[1::-1] and wanted[2] == made[2]:
        return 1, "direction"
    if wanted[1:] == made[1:]:
        return 1, "holder"
    if wanted[0] == made[0] and wanted[2] == made[2]:
        return 1, "target"
    return 2, ""


def _told(triplet: Triplet, compared: Compared, stance: SuggestedStance | None = None) -> str:
    names = {e.id: e.name for e in compared.annotation.entities.values()}
    names |= {ELSE + e.id: f"{e.name} (no entity of gold)" for e in compared.suggestion.entities}

    def name(id: str) -> str:
        return id if id in NOT_AN_ENTITY else names[id]

    why = f" ({stance.p:.2f}{'; ' + stance.why if stance.why else ''})" if stance is not None else ""
    return f"{name(triplet[0])} → {name(triplet[1])}, {triplet[2]}{why}"


def _place(stance: Stance, annotation: Annotation) -> int:
    """Where a stance of gold is to be read: at its cue, in its sentence, else where its target first stands."""
    if stance.cues:
        return min(stance.cues).start
    own = _own_sentence(stance)
    if own:
        return own[0].start
    return min((m.start for m in annotation.mentions.values() if m.entity == stance.target), default=0)


def _own_sentence(stance: Stance) -> tuple[Range, ...]:
    """The sentence that gold gives for a stance, as formats do that know no cue; () without."""
    match stance.extra.get("sentence"):
        case [int(start), int(end)] if 0 <= start < end:
            return (Range(start, end),)
    return ()


def classes_apart(
    article: Article, annotation: Annotation, pairs: Iterable[tuple[str, str]], targets: Iterable[tuple[str, str]]
) -> Iterator[Disagreement]:
    """Pairs and targets whose class was told wrongly; ``pairs`` and ``targets`` are (gold, said), in order of the scores."""
    first = {m.entity: m.start for m in sorted(annotation.mentions.values(), key=lambda m: -m.start)}
    names = {e.id: e.name for e in annotation.entities.values()}
    ends = pairs_of(annotation)
    for (one, other), (gold, said) in zip(ends, pairs, strict=True):
        if gold != said:
            place = min(first[one], first[other])
            words = sentence_at(article.text, (), place)
            told, suggested = (f"{names[one]} | {names[other]}: {name}" for name in (gold, said))
            yield Disagreement(article.id, "pair", _class_kind(gold, said), place, words, told, suggested)
    for id, (gold, said) in zip(sorted(first, key=lambda e: first[e]), targets, strict=True):
        if gold != said:
            words = sentence_at(article.text, (), first[id])
            told, suggested = (f"{names[id]}: {name}" for name in (gold, said))
            yield Disagreement(article.id, "target", _class_kind(gold, said), first[id], words, told, suggested)


def _class_kind(gold: str, said: str) -> str:
    if said == NONE:
        return "missed"
    if gold == NONE:
        return "invented"
    (polarity, _, way), (other, _, back) = gold.partition(" "), said.partition(" ")
    return "direction" if polarity == other else "polarity" if way == back else "polarity and direction"


def sentence_at(text: str, sentences: tuple[Range, ...], place: int) -> str:
    """The sentence at ``place``, else its line; on one line, shortened around the place."""
    number = bisect_right(sentences, place, key=lambda s: s.start) - 1
    found = sentences[number] if number >= 0 and sentences[number].holds(place) else line_at(text, place)
    if found.end - found.start > LONGEST:
        start = max(found.start, place - LONGEST // 2)
        found = Range(start, min(found.end, start + LONGEST))
    return " ".join(found.of(text).split())


def write_disagreements(told: Iterable[Disagreement], path: Path) -> int:
    """Write them to read, after a count of their kinds; how many there are. Raises OutputError."""
    items = list(told)
    counts = Counter((d.what, d.kind) for d in items)
    lines = [f"{len(items)} disagreements"]
    lines += [f"{n:6} {what}: {kind}" for (what, kind), n in sorted(counts.items(), key=lambda c: (c[0][0], -c[1]))]
    for item in items:
        lines += ["", f"{item.what}: {item.kind} · article {item.article} at {item.place}", f"    {item.words}"]
        lines += [f"    gold       {item.gold or '—'}", f"    suggested  {item.suggested or '—'}"]
    with replacing(path) as file:
        file.write("\n".join([*lines, ""]).encode())
    return len(items)
