"""From votes to a verdict: what is remembered about some words, whether it is to be trusted, and in which words to say so.

Each vote is a decision; the newest leads. Votes of this article silence all others; else the curator's own come before
those of others, one for each article. A rule is trusted while the lower end of Wilson's score interval (E. B. Wilson,
Probable inference, the law of succession, and statistical inference, JASA 22, 1927, p. 209-212) of its precision, with
z = 1 and each vote :data:`FADING` times the weight of the next newer one, is at least :data:`TRUSTED`. So one decision is
enough, a rule that is contradicted as often as it is confirmed retires, and it comes back when newer decisions confirm it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import sqrt
from typing import NamedTuple

from annotator.lessons import Vote

FADING = 0.7
TRUSTED = 0.25
ARTICLES = 16
"""So many articles count at most: the weight of the next one would be below 0.4 %."""
_Z = 1.0
_PRIOR = 1.5, 2.0
"""What is believed of a rule before it was ever tried: right in three of four cases, worth two decisions."""


class Verdict(NamedTuple):
    """What is remembered of some words: ``value`` holds for them (or does not), with probability ``p``.

    ``articles`` is in how many articles it was decided so; ``here``: it was decided in this article. ``who`` decided
    last, ``trust`` is the lower bound that made it trusted, ``taught`` how late that decision came (see
    :class:`~annotator.lessons.Vote`).
    """

    value: str
    holds: bool
    p: float
    articles: int
    here: bool
    who: str
    trust: float
    taught: int = 0


def wilson_lower(good: float, all_: float, z: float = _Z) -> float:
    """The lower end of Wilson's score interval for a share of ``good`` in ``all_``; 0 without any."""
    if all_ <= 0:
        return 0.0
    share, z2 = good / all_, z * z
    middle = share + z2 / (2 * all_)
    return (middle - z * sqrt(share * (1 - share) / all_ + z2 / (4 * all_ * all_))) / (1 + z2 / all_)


def weigh(votes: Sequence[Vote], article: str, who: str) -> Verdict | None:
    """The verdict of votes about the same words (newest first) for an article; None when none is to be trusted."""
    counted = _counted(votes, article, who)
    if not counted:
        return None
    newest = counted[0]
    good = total = 0.0
    weight = 1.0
    agreeing = against = 0
    for vote in counted:
        if not _speaks_to(vote, newest):
            continue
        agrees = (vote.value, vote.holds) == (newest.value, newest.holds)
        good += weight * agrees
        total += weight
        weight *= FADING
        agreeing += agrees
        against += not agrees
    trust = wilson_lower(good, total)
    if trust < TRUSTED:
        return None
    here = newest.article == article
    p = (agreeing + _PRIOR[0]) / (agreeing + against + _PRIOR[1]) if not here else _at_hand(against)
    articles = len({v.article for v in counted if (v.value, v.holds) == (newest.value, newest.holds)})
    return Verdict(newest.value, newest.holds, round(p, 2), articles, here, newest.who, trust, newest.taught)


def _at_hand(against: int) -> float:
    """Within one article a name is used in one way ("one sense per discourse", Gale, Church and Yarowsky 1992)."""
    return 0.9 if not against else 0.7


def _counted(votes: Iterable[Vote], article: str, who: str) -> list[Vote]:
    """The votes that count, the weightiest first."""
    ordered = list(votes)
    here = [vote for vote in ordered if vote.article == article]
    if here:
        return here
    if any(vote.who != who for vote in ordered):
        ordered.sort(key=lambda vote: vote.who != who)  # stable: own ones first, each group newest first
    by_article: dict[str, Vote] = {}
    for vote in ordered:
        by_article.setdefault(vote.article, vote)
    return list(by_article.values())[:ARTICLES]


def _speaks_to(vote: Vote, newest: Vote) -> bool:
    """Whether a vote says anything about what the newest says: that words are no ORG says nothing against GPE."""
    return vote.value == newest.value or (vote.holds and newest.holds)


def told(verdict: Verdict, what: str, who: str) -> str:
    """The verdict for a curator: "you labelled this TOPIC in 3 articles"; ``what`` is "labelled this TOPIC"."""
    subject = "you" if verdict.who in ("", who) else verdict.who
    if verdict.here:
        return f"{subject} {what} in this article"
    many = f"{verdict.articles}" if verdict.articles < ARTICLES else f"{ARTICLES} or more"
    return f"{subject} {what} in {many} article{'' if verdict.articles == 1 else 's'}"
