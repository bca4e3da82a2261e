"""A mention's sentence as the small network sees it: for each word what it means and where it stands to the mention."""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.typing import NDArray

from annotator.suggest.parse import Word
from annotator.suggest.scoring.routes import above, route
from annotator.suggest.scoring.scene import Place, Scene
from annotator.suggest.scoring.vectors import DIMENSIONS, default_vectors

_PARTS = (
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM",
    "VERB", "X",
)  # fmt: skip
_DEPS = (
    "ROOT", "acl", "acomp", "advcl", "advmod", "agent", "amod", "appos", "attr", "aux", "auxpass", "case", "cc",
    "ccomp", "compound", "conj", "csubj", "dative", "dep", "det", "dobj", "expl", "intj", "mark", "meta", "neg", "nmod",
    "npadvmod", "nsubj", "nsubjpass", "nummod", "oprd", "parataxis", "pcomp", "pobj", "poss", "preconj", "predet",
    "prep", "prt", "punct", "quantmod", "relcl", "xcomp",
)  # fmt: skip
_OWN = 4
_VOICES = {(True, "favor"): 0, (True, "against"): 1, (False, "favor"): 2, (False, "against"): 3}
_VOICE_AT = DIMENSIONS + _OWN
_PART_AT = {part: _VOICE_AT + len(_VOICES) + n for n, part in enumerate(_PARTS)}
_DEP_AT = {dep: _VOICE_AT + len(_VOICES) + len(_PARTS) + n for n, dep in enumerate(_DEPS)}
WIDTH = _VOICE_AT + len(_VOICES) + len(_PARTS) + len(_DEPS)
"""How many numbers describe a word: its vector, how good it sounds and is, negated and quoted, how sure the rules are of it
as holder and as target, its part of speech, its role."""
_STEPS = 5
_KINDS = {"under": 0, "over": 1, "beside": 2}
HOW = len(_KINDS) * (_STEPS + 1) + 1
"""How many ways there are to stand to a mention in the tree; the last is to be part of it."""
_BANDS = (0, 1, 2, 3, 3, 4, 4, 4)
NEAR = 14
"""The same for places in the sentence: six bands after it, six before it and one for all that is far, and part of it."""


class View(msgspec.Struct, frozen=True):
    """One mention's sentence: words × WIDTH, and for each word numbers below HOW and NEAR."""

    words: NDArray[np.float16]
    how: NDArray[np.int8]
    near: NDArray[np.int8]


def view_of(scene: Scene, place: Place) -> View:
    """What the network is told of a mention."""
    number = place.head.sentence
    words = scene.looks.get(number)
    if words is None:
        words = scene.looks[number] = _words(scene, scene.parse.sentences[number])
    how, near = _relations(scene, place)
    return View(words, how, near)


def _words(scene: Scene, sentence: list[Word]) -> NDArray[np.float16]:
    found = np.zeros((len(sentence), WIDTH), np.float16)
    found[:, :DIMENSIONS] = default_vectors().of([() if w.part == "PROPN" else (w.low, w.lemma) for w in sentence])
    for row, word in enumerate(sentence):
        found[row, DIMENSIONS : DIMENSIONS + _OWN] = (
            scene.value(word) / 2, scene.sign(word), scene.negated(word), word.i in scene.quoted,
        )  # fmt: skip
        for at in (_PART_AT.get(word.part), _DEP_AT.get(word.dep)):
            if at is not None:
                found[row, at] = 1
        for voice in scene.voices.get(word.i, ()):
            at = _VOICES.get((voice.is_holder, voice.polarity))
            if at is not None:
                found[row, _VOICE_AT + at] = max(found[row, _VOICE_AT + at], voice.p)
    return found


def _relations(scene: Scene, place: Place) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    ancestors = above(place.head)
    sentence = scene.parse.sentences[place.head.sentence]
    how = np.full(len(sentence), HOW - 1, np.int8)
    near = np.full(len(sentence), NEAR - 1, np.int8)
    for row, word in enumerate(sentence):
        if not place.holds(word.i):
            kind, steps = route(word, ancestors, place.head)
            how[row] = _KINDS[kind] * (_STEPS + 1) + min(steps, _STEPS)
            near[row] = _band(word.i - place.first if word.i < place.first else word.i - place.last)
    return how, near


def _band(distance: int) -> int:
    size = abs(distance) - 1
    if size >= len(_BANDS):
        return NEAR - 2 if distance < 0 else 5
    return _BANDS[size] + (6 if distance < 0 else 0)
