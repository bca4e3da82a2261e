"""A string left unmarked where the same string is marked elsewhere in the article."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.doubts.base import Case, Check, Doubt, Fix, is_pronoun
from annotator.records import Mention
from annotator.spans import Range, occurrences


class Unmarked(Check):
    """Words that are a mention elsewhere in the article, and nothing here: not marked, not rejected, no boilerplate."""

    name = "unmarked"
    title = "left unmarked, marked elsewhere in the article"

    def doubts(self, case: Case) -> Iterator[Doubt]:
        """One doubt for each place, the longest words first where they overlap.

        The fix marks it as the others are, if these are all of one entity and label.
        """
        marked: dict[str, list[Mention]] = {}
        for mention in case.mentions:
            marked.setdefault(case.words(mention), []).append(mention)
        known = [m.range for m in case.mentions]
        known += [Range(r.start, r.end) for r in case.annotation.rejected.values() if r.what == "mention"]
        for words in sorted(marked, key=lambda w: (-len(w), w)):
            begins = len({m.start for m in marked[words]})
            if len(words) < 2 or is_pronoun(words) or case.article.text.count(words.split()[0]) <= begins:
                continue  # it stands nowhere else: most do not, and this is quick to see
            for place in occurrences(case.article.text, words):
                if case.is_boilerplate(place) or any(place.overlaps(k) for k in known):
                    continue
                known.append(place)
                yield self._doubt(case, place, words, marked[words])

    def _doubt(self, case: Case, place: Range, words: str, mentions: list[Mention]) -> Doubt:
        homes = {(m.label, m.entity) for m in mentions}
        label, entity = next(iter(homes))
        fix = Fix("add", (place.start, place.end, label, entity), f"mark it {label}") if len(homes) == 1 else None
        times = "once" if len(mentions) == 1 else f"{len(mentions)}×"
        reason = f"“{words}” is not marked here, and {times} elsewhere in the article."
        labels = sorted({m.label for m in mentions})
        return case.doubt(self.name, place, reason, labels, rank=float(len(mentions)), fix=fix)
