"""Clusters against gold: B³ and LEA. A mention is anything hashable (its range); each is in one cluster of each side.

B³ as in Bagga & Baldwin, "Algorithms for Scoring Coreference Chains" (LREC workshop 1998), all mentions weighing the same.
LEA as in Moosavi & Strube, "Which Coreference Evaluation Metric Do You Trust?" (ACL 2016), an entity weighing as many as it
has mentions, and a single mention being linked with itself. Mentions of one side only are wrong there, missed here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping

from annotator.quality.counting import Weighted

Cluster = Collection[Hashable]


def b_cubed(gold: Iterable[Cluster], suggested: Iterable[Cluster]) -> Weighted:
    """B³ of one article: for each mention, how much of its cluster belongs with it."""
    wanted, said = [set(c) for c in gold], [set(c) for c in suggested]
    return Weighted(*_mentions_in(said, _homes(wanted)), *_mentions_in(wanted, _homes(said)))


def _mentions_in(clusters: Iterable[set[Hashable]], homes: Mapping[Hashable, int]) -> tuple[float, float]:
    right, count = 0.0, 0
    for cluster in clusters:
        shared = Counter(homes[m] for m in cluster if m in homes)
        right += sum(n * n for n in shared.values()) / len(cluster) if cluster else 0.0
        count += len(cluster)
    return right, float(count)


def lea(gold: Iterable[Cluster], suggested: Iterable[Cluster]) -> Weighted:
    """LEA of one article: for each entity, how many of the links between its mentions are there."""
    wanted, said = [set(c) for c in gold], [set(c) for c in suggested]
    return Weighted(*_links_in(said, _homes(wanted), wanted), *_links_in(wanted, _homes(said), said))


def _links_in(
    clusters: Iterable[set[Hashable]], homes: Mapping[Hashable, int], others: list[set[Hashable]]
) -> tuple[float, float]:
    right, count = 0.0, 0
    for cluster in clusters:
        shared = Counter(homes[m] for m in cluster if m in homes)
        if len(cluster) == 1:
            found = sum(1.0 for home in shared if len(others[home]) == 1)
        else:
            found = sum(map(_links, shared.values())) / _links(len(cluster)) if cluster else 0.0
        right += len(cluster) * found
        count += len(cluster)
    return right, float(count)


def _links(mentions: int) -> float:
    return mentions * (mentions - 1) / 2


def _homes(clusters: Iterable[set[Hashable]]) -> dict[Hashable, int]:
    return {mention: number for number, cluster in enumerate(clusters) for mention in cluster}
