"""When a new model takes the old one's place: only when held-out gold says that it is better, and nothing is worse.

Both are judged by what a curator would see: the suggestions of the whole pipeline, not the marks of its recogniser."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.learn.cards import PartReport, Scores, Verdict

LEAST_ARTICLES = 4
"""With fewer held-out articles nothing can be told."""
LEAST_MENTIONS = 40
"""With fewer held-out mentions nothing can be told of entities."""
LEAST_STANCES = 15
"""With fewer held-out stances nothing can be told of stances."""
LEAST_KEPT = 0.7
"""A model that makes fewer of the base model's own findings of other labels has forgotten too much."""
WORSE = 0.005
"""A loss of F1 up to this is no loss: it is less than one decision in a hundred."""
MORE = 1.01
"""So many times the corrections are not more of them."""


def judge(before: Scores, after: Scores, parts: Sequence[PartReport] = ()) -> Verdict:
    """The verdict on a new model, whose scores are ``after``, against those of the one in use on the same articles.

    F1 of mentions and of stances must each not fall, and one of them must rise; corrections must not become more. What is
    too little to tell does not count; when that holds for both, the old model stays.
    """
    pairs = {
        "entities": (before.mentions.f1, after.mentions.f1, after.mentions.gold >= LEAST_MENTIONS),
        "stances": (before.stances.f1, after.stances.f1, after.stances.gold >= LEAST_STANCES),
    }
    told = {name: (old, new) for name, (old, new, enough) in pairs.items() if enough}
    if after.articles < LEAST_ARTICLES or not told:
        return Verdict(False, _too_little(after), enough=False)
    figures = ", ".join(f"{name} {_per_cent(old)} → {_per_cent(new)}" for name, (old, new) in told.items())
    if not any(p.trained for p in parts) and parts:
        return Verdict(False, f"Nothing could be trained, so the old model stays: {figures}.")
    forgotten = next((p for p in parts if p.kept is not None and p.kept < LEAST_KEPT), None)
    if forgotten is not None:
        return Verdict(False, f"It has forgotten too much of what it was not taught ({forgotten.kept:.0%} kept).")
    if any(new < old - WORSE for old, new in told.values()):
        return Verdict(False, f"Not better in everything on held-out articles: {figures}.")
    if "entities" in told and after.corrections > MORE * before.corrections:
        more = f"{before.corrections_per_article:.1f} → {after.corrections_per_article:.1f}"
        return Verdict(False, f"More corrections for each held-out article ({more}): {figures}.")
    if not any(new > old for old, new in told.values()):
        return Verdict(False, f"No better on held-out articles: {figures}.")
    return Verdict(True, f"Better on {after.articles} held-out articles: {figures}.")


def _too_little(scores: Scores) -> str:
    return (
        f"Too little to tell: {scores.articles} held-out articles with {scores.mentions.gold} mentions and "
        f"{scores.stances.gold} stances; it takes {LEAST_ARTICLES} with {LEAST_MENTIONS} or {LEAST_STANCES}."
    )


def _per_cent(share: float) -> str:
    return f"{100 * share:.1f} %"
