"""A frame: a place where words show a stance, with the words of holder and target; and how an entry makes one."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from annotator.records import Manner, Polarity
from annotator.suggest import grammar
from annotator.suggest.lexicon import Entry
from annotator.suggest.parse import Parse, Word
from annotator.suggest.turns import Turn

NOBODY = frozenset({"nobody", "none", "nothing", "no-one"})
_FOR = {"favor": "for it", "against": "against it", "neutral": "neither for nor against it", "mixed": "both ways"}


class Frame(msgspec.Struct, frozen=True):
    """Who (any of ``holders``), about what (any of ``targets``), in which words; ``strict`` as in ``Ends.target``.

    ``parties``: targets are people and bodies only, or whose a thing is. ``wished``: what is wanted of somebody, so that
    the stance does not carry over to whoever shall give it. ``writer``: the article says it itself, ``holders`` are empty.
    """

    holders: Sequence[Word]
    targets: Sequence[Word]
    cues: Sequence[tuple[Word, Word]]
    polarity: Polarity
    manner: Manner
    p: float
    why: str
    things: bool = False
    strict: bool = False
    parties: bool = False
    wished: bool = False
    writer: bool = False


def cue_of(word: Word, rest: Sequence[str] = ()) -> tuple[Word, Word]:
    """The word with those of its particles that stand right behind it."""
    return word, grammar.with_rest(word, rest)


def words_of(parse: Parse, cue: tuple[Word, Word]) -> str:
    """A cue as it stands in the text."""
    return parse.text[cue[0].start : cue[1].end]


def phrase_cue(parse: Parse, word: Word) -> tuple[Word, Word]:
    """The phrase around a word as a cue, without its article."""
    first, last = grammar.phrase(word)
    words = parse.words
    while first < word.i and (words[first].dep in ("det", "punct") or words[first].low in ("a", "an", "the")):
        first += 1
    return words[first], words[last]


def frame_of(
    parse: Parse,
    entry: Entry,
    holders: Sequence[Word],
    targets: Sequence[Word],
    turn: Turn,
    cue: tuple[Word, Word],
    *,
    parties: bool = False,
    thing: Word | None = None,
) -> Frame | None:
    """The frame that an entry and what stands around it make, or None when that says nothing of the holder.

    ``thing`` is what a deed is done with ("lifted its *embargo* on"): it is part of the cue.
    """
    targets = [t for t in targets if not any(d.low == "no" for d in t.all("det"))]  # "abstained from no vote"
    if not turn.told or not targets or not holders or any(h.low in NOBODY for h in holders):
        return None
    polarity, p = entry.polarity, entry.p * turn.p
    if entry.only_negated:
        if not turn.flips:
            return None
    elif turn.flips % 2:
        polarity = "against" if polarity == "favor" else "neutral"
        p *= 0.85 if polarity == "against" else 0.5
    things = [thing] if thing is not None and not cue[0].i <= thing.i <= cue[1].i else []
    cues = sorted([cue, *((w, w) for w in (*things, *turn.words))], key=lambda c: c[0].i)
    said = " ".join([words_of(parse, cue), *(w.text for w in things)])
    why = f"“{said}” {'is a deed' if parties else 'speaks'} {_FOR[entry.polarity]}"
    if turn.words:
        turned = " and ".join(f"“{w.text}”" for w in turn.words)
        why += f", turned round by {turned}" if turn.flips % 2 and not entry.only_negated else f", after {turned}"
    strict = entry.p < 0.8 or turn.director is not None
    return Frame(
        holders, targets, tuple(cues), polarity, entry.manner, p, why, entry.things, strict, parties, entry.wished
    )
