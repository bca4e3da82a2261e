"""What the versions of an article are called on the screen, by name or hidden."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence

from annotator.versions import Version


def shown_names(versions: Sequence[Version], article: str, *, hidden: bool, seed: int = 0) -> list[tuple[int, str]]:
    """The versions in the order in which they are shown: the place of each among ``versions``, and what it is called.

    By name in the order given; two of one name say the files too. ``hidden``: as "Curator 1", "Curator 2" …, in an order
    that is another in each article and follows from the seed.
    """
    numbers = list(range(len(versions)))
    if hidden:
        numbers.sort(key=lambda n: _shuffled(seed, article, versions[n]))
        return [(number, f"Curator {place}") for place, number in enumerate(numbers, start=1)]
    count = Counter(version.curator for version in versions)
    named = [v.curator if count[v.curator] == 1 else f"{v.curator} ({v.source})" for v in versions]
    return list(zip(numbers, named, strict=True))


def _shuffled(seed: int, article: str, version: Version) -> bytes:
    return hashlib.sha256(f"{seed}\t{article}\t{version.curator}\t{version.own}".encode()).digest()
