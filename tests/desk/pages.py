"""Pages made by hand to lay on a desk. Offsets come from the words, never from counting.

Words in ``⟨ ⟩`` are meant where they stand in the words around them: "met ⟨the bank⟩" is the bank that somebody met.
"""

from __future__ import annotations

from collections.abc import Sequence

from annotator.page import Page
from annotator.records import (
    UNNAMED,
    WRITER,
    Annotation,
    Article,
    Entity,
    Mention,
    Outline,
    Polarity,
    Section,
    Stance,
    SuggestedEntity,
    SuggestedMention,
    SuggestedStance,
    Suggestion,
)
from annotator.spans import Range

MarkedWords = tuple[str, str, bool]
"""Words, label, decided; the first place of the words is meant."""
Marked = tuple[str, str, str, bool]
"""Words, label, the name of the entity, decided."""
Held = tuple[str, str, Polarity, str, bool]
"""Holder's name, target's name, polarity, cue's words, decided."""


def place(text: str, words: str) -> Range:
    """The first place of words, or of those in ``⟨ ⟩`` within them."""
    plain = words.replace("⟨", "").replace("⟩", "")
    at = text.index(plain)
    start = words.find("⟨")
    return Range(at, at + len(plain)) if start < 0 else Range(at + start, at + words.index("⟩") - 1)


def lay(
    text: str,
    mentions: Sequence[Marked],
    stances: Sequence[Held] = (),
    sections: Sequence[Section] = (),
    sentences: Sequence[Range] = (),
) -> Page:
    """A page with mentions, each of an entity that is named, and stances between those."""
    ids: dict[str, str] = {}
    labels: dict[str, str] = {}
    for _, label, name, _ in mentions:
        ids.setdefault(name, f"e{len(ids) + 1}")
        labels.setdefault(name, label)
    decided: dict[str, Mention] = {}
    suggested: list[SuggestedMention] = []
    for number, (words, label, name, sure) in enumerate(mentions, 1):
        span = place(text, words)
        if sure:
            decided[f"m{number}"] = Mention(f"m{number}", span.start, span.end, label, ids[name], "accepted")
        else:
            suggested.append(SuggestedMention(f"m{number}", span.start, span.end, label, ids[name], 0.8))
    sure_names = {name for _, _, name, sure in mentions if sure}
    held: dict[str, Stance] = {}
    proposed: list[SuggestedStance] = []
    for number, (holder, target, polarity, cue, sure) in enumerate(stances, 1):
        ends, cues = (ids.get(holder, holder), ids[target]), (place(text, cue),) if cue else ()
        if sure:
            assert {holder, target} <= sure_names | {WRITER, UNNAMED}
            held[f"s{number}"] = Stance(f"s{number}", *ends, polarity, cues)
        else:
            proposed.append(SuggestedStance(f"s{number}", *ends, polarity, 0.8, cues))
    return Page(
        Article("article", text),
        Annotation(
            sections=tuple(sections),
            entities={ids[n]: Entity(ids[n], labels[n], n) for n in sorted(sure_names)},
            mentions=decided,
            stances=held,
        ),
        Suggestion(
            "run",
            tuple(SuggestedEntity(id, labels[name], name) for name, id in ids.items()),
            tuple(suggested),
            tuple(proposed),
            Outline(tuple(sentences)),
        ),
    )


def make(
    text: str,
    mentions: Sequence[MarkedWords] = (),
    stances: Sequence[Held] = (),
    sections: Sequence[Section] = (),
    sentences: Sequence[str] = (),
) -> Page:
    """A page on which every mention is an entity of its own, named by its words."""
    named = [(words, label, words, sure) for words, label, sure in mentions]
    return lay(text, named, stances, sections, [place(text, words) for words in sentences])
