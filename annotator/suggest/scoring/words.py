"""Which words made a score: the cue of a stance that no rule saw, and the manner in which it shows."""

from __future__ import annotations

from collections.abc import Iterable
from zlib import crc32

from annotator.records import Manner
from annotator.suggest.parse import Word
from annotator.suggest.scoring.hashing import MASK
from annotator.suggest.scoring.model import Head
from annotator.suggest.scoring.routes import Features
from annotator.suggest.scoring.scene import Place, Scene

_CUE_PARTS = frozenset({"VERB", "NOUN", "ADJ", "ADV", "ADP", "INTJ"})
_SIGNED = 0.4
"""What a word of the lexicon counts more than others, in logits: a round figure."""


def cue_of(scene: Scene, head: Head, features: Features, ends: tuple[Place, Place], kind: int) -> Word | None:
    """The word that speaks most for class ``kind``; None when none speaks for it."""
    shares = _shares(head, features, kind)
    best: tuple[float, Word] | None = None
    for word in scene.parse.sentences[ends[1].head.sentence]:
        if word.part not in _CUE_PARTS or any(end.holds(word.i) for end in ends):
            continue
        share = shares.get(scene.key(word), 0.0)
        sign = scene.sign(word)
        if sign:
            share += _SIGNED if (sign > 0) == (kind == 1) else -_SIGNED
        elif word.part == "ADP" or word.lemma in scene.lexicon.say or not scene.value(word):
            continue
        if share > 0 and (best is None or share > best[0]):
            best = share, word
    return None if best is None else best[1]


def _shares(head: Head, features: Features, kind: int) -> dict[str, float]:
    """For each word (by its key) what the features that name it add for the class, against "neither"."""
    found: dict[str, float] = {}
    for name, value in features.items():
        kind_of, _, rest = name.partition(":")
        if not rest or kind_of[:2] in ("op", "pa", "ru", "la", "fa", "or"):
            continue
        column = crc32(name.encode()) & MASK
        share = float(head.weights[column, kind] - head.weights[column, 0]) * value
        word = rest.split(":")[-1].split("/")[0]
        found[word] = found.get(word, 0.0) + share
    return found


def manner_of(scene: Scene, cue: Word) -> Manner:
    """Quoted inside quotation marks, else as the lexicon has the word, else reported."""
    if cue.i in scene.quoted:
        return "quoted"
    lexicon = scene.lexicon
    tables = {"VERB": lexicon.verbs, "NOUN": lexicon.nouns, "ADJ": lexicon.adjectives}
    entries = tables.get(cue.part, {}).get(cue.lemma, ())
    return entries[0].manner if entries else "reported"


def listed(words: Iterable[Word]) -> str:
    """Words in quotation marks, for a sentence."""
    return " and ".join(f"“{w.text}”" for w in words)
