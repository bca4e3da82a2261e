"""Where words stand in the tree as seen from a name, and what the name does in its sentence."""

from __future__ import annotations

from annotator.suggest.parse import Word
from annotator.suggest.scoring.scene import Scene

Features = dict[str, float]
"""Names of features and their values."""


def role_of(scene: Scene, word: Word) -> str:
    """What a name does in its sentence, in one word: the speaker, a subject, an object …"""
    verb = word.head
    if word.dep in ("nsubj", "nsubjpass"):
        return "speaker" if word.dep == "nsubj" and verb.lemma in scene.lexicon.say else word.dep
    if word.dep == "pobj":
        return f"pobj:{verb.low}"
    if word.dep in ("conj", "appos") and verb is not word:
        return "&" if verb.dep in ("conj", "appos") else "&" + role_of(scene, verb)
    return word.dep


def clause(word: Word) -> Word:
    """The nearest verb above a word, or the word itself."""
    return next((w for w in word.ancestors() if w.part in ("VERB", "AUX")), word)


def above(word: Word) -> dict[int, int]:
    """How many steps above a word each of its ancestors is, by number; the word itself is 0."""
    return {w.i: steps for steps, w in enumerate((word, *word.ancestors()))}


def route(word: Word, ancestors: dict[int, int], head: Word) -> tuple[str, int]:
    """Where in the tree a word stands as seen from a name with these ancestors, and how many steps away."""
    step, steps = word, 0
    while step.i not in ancestors and step.head is not step:
        step, steps = step.head, steps + 1
    total = steps + ancestors.get(step.i, 9)
    if step is head:
        return "under", total
    return ("over" if step is word else "beside"), total
