"""Comparing all parties two by two, as a generator."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Sequence
from itertools import combinations

from annotator.agreeing.comparing import Tally, tally, together
from annotator.agreeing.disagreeing import Disagreement, disagreements
from annotator.agreeing.figures import Figure, measure
from annotator.agreeing.parties import LeftOut, Party, left_out, same_hand
from annotator.errors import InputError
from annotator.progress import Progress
from annotator.quality.comparing import compare
from annotator.records import Record


class Between(Record, frozen=True):
    """How far two parties agree, on the articles that both have done."""

    one: str
    other: str
    articles: int
    figures: dict[str, Figure] = {}
    disagreements: tuple[Disagreement, ...] = ()


class Agreement(Record, frozen=True):
    """All that was found. ``over_all`` has figures of all parties at once, when there are more than two."""

    parties: tuple[Party, ...]
    pairs: tuple[Between, ...]
    left_out: tuple[LeftOut, ...] = ()
    over_all: dict[str, Figure] = {}


def agree(parties: Sequence[Party]) -> Generator[Progress, None, Agreement]:
    """Compare all parties, each with each; raises InputError when no article is finished in any two.

    Articles are the same when their texts are, to the character; the order is that of the first party.
    """
    out = tuple(left_out(parties))
    pairs: list[Between] = []
    for one, other in combinations(parties, 2):
        pairs.append((yield from _between(one, other)))
    if not any(pair.articles for pair in pairs):
        raise InputError("no article is finished in two of the files with the very same text, by two curators.")
    over_all = (yield from _all_at_once(parties)) if len(parties) > 2 else {}
    return Agreement(tuple(parties), tuple(pairs), out, over_all)


def _between(one: Party, other: Party) -> Generator[Progress, None, Between]:
    names = one.name, other.name
    tallies: list[Tally] = []
    found: list[Disagreement] = []
    same = same_hand(one, other)
    common = [text for text in one.cases if text in other.cases and text not in same]
    for number, text in enumerate(common, start=1):
        (article, mine), (_, theirs) = one.cases[text], other.cases[text]
        compared = compare(article, mine, theirs)
        tallies.append(tally(compared))
        found.extend(disagreements(compared, names))
        yield Progress(number, len(common), f"{' and '.join(names)}: {number} of {len(common)} articles compared")
    figures = yield from measure(tallies, " and ".join(names))
    return Between(*names, len(common), figures, tuple(found))


def _all_at_once(parties: Sequence[Party]) -> Generator[Progress, None, dict[str, Figure]]:
    counts = Counter(text for party in parties for text in party.cases)
    tallies: list[Tally] = []
    same = {(n, m): same_hand(parties[n], parties[m]) for n, m in combinations(range(len(parties)), 2)}
    for text in (text for text, number in counts.items() if number > 1):
        having = [n for n, party in enumerate(parties) if text in party.cases]
        cases = [parties[n].cases[text] for n in having if not any(text in same[m, n] for m in having if m < n)]
        if len(cases) < 2:
            continue
        tallies.append(together(cases[0][0], [annotation for _, annotation in cases]))
        yield Progress(len(tallies), len(counts), "all together")
    return (yield from measure(tallies, "all together", over_all=True))
