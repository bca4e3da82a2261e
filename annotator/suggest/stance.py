"""Stances: frames of words whose holder and target are understood, and the new mentions on which they rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from annotator.records import UNNAMED, WRITER, Manner, Polarity
from annotator.spans import Range, trim
from annotator.suggest.end import End
from annotator.suggest.ends import Ends
from annotator.suggest.frame import Frame
from annotator.suggest.frames import Frames
from annotator.suggest.lexicon import Lexicon
from annotator.suggest.links import Cluster
from annotator.suggest.ner import Found
from annotator.suggest.parse import Parse, Word
from annotator.suggest.speech import Speech

LEAST = 0.1
"""Stances that are less likely than this are not suggested."""


class FoundStance(msgspec.Struct, frozen=True):
    """A stance between two ends; ``source`` is who tells of it, when that is not the holder."""

    holder: End
    target: End
    polarity: Polarity
    manner: Manner
    cues: tuple[Range, ...]
    p: float
    source: End | None = None
    why: str = ""


class Reading(msgspec.Struct, frozen=True):
    """What the rules read in an article: the stances, and what they rest on."""

    stances: list[FoundStance]
    ends: Ends
    speech: Speech
    frames: Sequence[Frame]


def read_stances(parse: Parse, mentions: Sequence[Found], clusters: Sequence[Cluster], lexicon: Lexicon) -> Reading:
    """The stances that the rules find, in reading order of their cues; of several alike the likeliest.

    The probability is the lexicon's guess for the word times a factor for each step away from "subject, verb, object".
    """
    speech = Speech(parse, lexicon)
    ends = Ends(parse, lexicon, speech, mentions, clusters)
    frames = list(Frames(parse, lexicon, speech).find())
    found = [stance for frame in frames for stance in _read(frame, parse, ends, speech, lexicon)]
    return Reading(_joined(without_doubles(found)), ends, speech, frames)


def _read(frame: Frame, parse: Parse, ends: Ends, speech: Speech, lexicon: Lexicon) -> Iterable[FoundStance]:
    holders = [h for word in frame.holders if (h := ends.holder(word) or _anybody(word, lexicon)) is not None]
    if frame.writer:
        holders = [End(WRITER, frame.cues[0][0].range, "PERSON", note="no other speaker is named")]
    if not holders:
        return
    targets = [t for w in frame.targets if (t := _target(frame, w, ends)) is not None]
    cues = tuple(
        r for first, last in _together(frame.cues) if (r := trim(parse.text, parse.span(first, last))) is not None
    )
    word = frame.cues[0][0]
    teller = speech.source(word)
    source = ends.holder(teller) if teller is not None else None
    for holder in holders:
        for target in targets:
            if holder.key == target.key or target.range.contains(holder.range) or holder.range.contains(target.range):
                continue
            p = frame.p * holder.p * target.p
            if p >= LEAST and not any(target.range.overlaps(c) for c in cues):
                yield FoundStance(
                    holder, target, frame.polarity, _manner(frame, word, parse), cues, round(min(p, 0.95), 2),
                    source if source is not None and source.key != holder.key else None, _why(frame, holder, target),
                )  # fmt: skip


def _anybody(word: Word, lexicon: Lexicon) -> End | None:
    """Bare "hauliers", "fans": somebody unnamed."""
    told = word.all("det", "poss", "amod", "compound") or any(c.i == word.i + 1 for c in word.all("relcl"))
    if word.tag != "NNS" or word.lemma not in lexicon.people or told:
        return None
    return End(UNNAMED, word.range, "PERSON", p=0.7, note=f"“{word.text}” are nobody in particular")


def _target(frame: Frame, word: Word, ends: Ends) -> End | None:
    """What a frame is about; a deed upon a thing is one towards whoever owns it."""
    found = None if frame.parties else ends.target(word, things=frame.things, strict=frame.strict)
    if found is None and (frame.parties or (frame.manner == "acted" and not frame.things)):
        found = ends.affected(word)
    return msgspec.structs.replace(found, about=()) if found is not None and frame.wished else found


def _together(cues: Sequence[tuple[Word, Word]]) -> list[tuple[Word, Word]]:
    """Words of a cue with at most one word between them are one: "not support", "refused to criticize"."""
    found: list[tuple[Word, Word]] = []
    for first, last in sorted(cues, key=lambda c: c[0].i):
        if found and first.i - found[-1][1].i <= 2:
            found[-1] = (found[-1][0], max(last, found[-1][1], key=lambda w: w.i))
        else:
            found.append((first, last))
    return found


def _manner(frame: Frame, word: Word, parse: Parse) -> Manner:
    """Quoted inside quotation marks, else as the words show it."""
    return "quoted" if parse.quote_at(word) is not None else frame.manner


def _why(frame: Frame, holder: End, target: End) -> str:
    return "; ".join(dict.fromkeys(part for part in (frame.why, holder.note, target.note) if part))


def without_doubles(stances: Iterable[FoundStance]) -> list[FoundStance]:
    """One stance for the same ends, polarity and cue; and one polarity for the same ends and cue: the likeliest."""
    best: list[FoundStance] = []
    for item in sorted(stances, key=lambda s: -s.p):
        double = any(
            item.holder.key == other.holder.key
            and (item.target.key == other.target.key or _overlap(item, other))
            and any(a.overlaps(b) for a in item.cues for b in other.cues)
            for other in best
        )
        if not double:
            best.append(item)
    return sorted(best, key=lambda s: (s.cues[0], s.holder.range, s.target.range))


def _overlap(one: FoundStance, other: FoundStance) -> bool:
    """True when one target is in the other's words, unless it is somebody's resignation that is wanted: for the
    resignation, against that somebody."""
    parted = (one.target.label == "TOPIC") != (other.target.label == "TOPIC") and one.polarity != other.polarity
    return one.target.range.overlaps(other.target.range) and not parted


def _joined(stances: Iterable[FoundStance]) -> list[FoundStance]:
    """Stances of the same holder on the same words are one, with several cues: "criticised and rejected the tax"."""
    homes: dict[tuple[str, Range, Polarity], FoundStance] = {}
    for item in stances:
        key = (item.holder.key, item.target.range, item.polarity)
        home = homes.get(key)
        if home is None:
            homes[key] = item
            continue
        better = max(home, item, key=lambda s: s.p)
        homes[key] = msgspec.structs.replace(better, cues=tuple(sorted({*home.cues, *item.cues})))
    return list(homes.values())
