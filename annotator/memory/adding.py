"""What the model did not suggest: mentions of words that are remembered, where nothing is suggested yet."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import pairwise

from annotator.memory.clusters import Clusters
from annotator.memory.evidence import Verdict, told
from annotator.memory.known import Known
from annotator.memory.taught import REPEATED
from annotator.memory.words import is_common, proposable
from annotator.records import MEMORY, SuggestedMention
from annotator.spans import Range

_COMMON_P = 0.5
"""At most so likely is one word in small letters, which may mean many things."""
Placed = tuple[int, int, str]
"""Start, end, and a label or whatever else stands there."""


class Taken:
    """What stands where, to be asked what overlaps. ``doubles`` is how many stand exactly where another one does."""

    def __init__(self, placed: Iterable[Placed] = ()) -> None:
        self._sorted = sorted(placed)
        self._longest = max((end - start for start, end, _ in self._sorted), default=0)
        self.doubles = sum(one == other for one, other in pairwise(self._sorted))

    def put(self, placed: Placed) -> None:
        """Put something somewhere."""
        at = bisect_left(self._sorted, placed)
        self.doubles += self._is_at(at, placed)
        self._sorted.insert(at, placed)
        self._longest = max(self._longest, placed[1] - placed[0])

    def take(self, placed: Placed) -> None:
        """Take away what was put there."""
        at = bisect_left(self._sorted, placed)
        del self._sorted[at]
        self.doubles -= self._is_at(at, placed)

    def _is_at(self, index: int, placed: Placed) -> bool:
        return index < len(self._sorted) and self._sorted[index] == placed

    def near(self, start: int, end: int) -> Iterator[Placed]:
        """What shares a code point with ``[start, end)``."""
        for index in range(bisect_left(self._sorted, (start - self._longest, 0, "")), len(self._sorted)):
            placed = self._sorted[index]
            if placed[0] >= end:
                return
            if placed[1] > start:
                yield placed

    def free(self, place: Range, label: str) -> bool:
        """True when nothing is there, or only something of another label within it ("talks with Seoul")."""
        for start, end, other in self.near(place.start, place.end):
            within = place.start <= start and end <= place.end and (start, end) != (place.start, place.end)
            if not (within and other != label):
                return False
        return True


class Adding:
    """Finds the mentions to add. ``taken`` is what is suggested; which places are free is kept as long as that stays.

    Whoever changes it says so (:meth:`disturb`).
    """

    def __init__(self, known: Known, taken: Taken) -> None:
        self._known = known
        self._taken = taken
        self._stale = set(known.labelled())
        self._standing = Taken()
        self._free: dict[str, tuple[Verdict, list[Range]]] = {}
        self._made: dict[str, tuple[Verdict, SuggestedMention]] = {}

    def forget(self, key: str) -> None:
        """Something else is known of these words as a mention."""
        self._stale.add(key)

    def disturb(self, start: int, end: int) -> None:
        """Something else is suggested in ``[start, end)``."""
        self._stale.update(key for _, _, key in self._standing.near(start, end))

    def mentions(self, clusters: Clusters) -> list[SuggestedMention]:
        """Mentions of known words at which nothing is suggested; of two that overlap the longer one."""
        for key in self._stale:
            self._look(key)
        self._stale.clear()
        added = Taken()
        found: list[SuggestedMention] = []
        for key in sorted(self._free, key=lambda key: (-key.count(" "), -len(key), key)):
            verdict, places = self._free[key]
            for place in places:
                if added.free(place, verdict.value):
                    found.append(self._mention(key, place, verdict, clusters))
                    added.put((place.start, place.end, verdict.value))
        return found

    def _look(self, key: str) -> None:
        """Find the places of a key that are free, if its words are to be proposed at all."""
        self._free.pop(key, None)
        verdict, words = self._known.label(key), self._known.words
        if verdict is None or not self._proposes(key, verdict):
            return
        places = self._known.places(key)
        for place in places:
            standing = place.start, place.end, key
            if standing not in self._standing.near(place.start, place.end):
                self._standing.put(standing)
        free = [p for p in places if self._taken.free(p, verdict.value) and not words.misleading(key, p)]
        if free:
            self._free[key] = verdict, free

    def _proposes(self, key: str, verdict: Verdict) -> bool:
        if not proposable(key) or not verdict.holds or "\t" in verdict.value:
            return False
        if is_common(key) and not verdict.here and verdict.articles < 2:
            return False
        return not self._known.taught.knows(verdict) or verdict.articles >= REPEATED

    def _mention(self, key: str, place: Range, verdict: Verdict, clusters: Clusters) -> SuggestedMention:
        home = clusters.of_words(key, place, verdict.value)
        id = f"{MEMORY}:{place.start}-{place.end}:{verdict.value}"
        was = self._made.get(id)
        if was is not None and was[0] is verdict and was[1].entity == home:
            return was[1]
        why = told(verdict, f"labelled this {verdict.value}", self._known.who)
        p = min(verdict.p, _COMMON_P) if is_common(key) else verdict.p
        mention = SuggestedMention(id, place.start, place.end, verdict.value, home, p, why, MEMORY)
        self._made[id] = verdict, mention
        return mention
