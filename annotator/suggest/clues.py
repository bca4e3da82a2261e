"""What tells whether a candidate is a name, and of what: clues, as short strings that a linear model weighs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from annotator.suggest.candidates import Candidate, Words
from annotator.suggest.finer import all_told
from annotator.suggest.gazetteer import KINDS_OF, WORDS
from annotator.suggest.people import GIVEN, OFFICES, fold
from annotator.titles import with_title


class Clues:
    """The clues of an article's candidates: of their words, of what stands around them, and of the same words elsewhere."""

    def __init__(self, words: Words, candidates: Sequence[Candidate]) -> None:
        self._words = words
        self._marked = sorted((c for c in candidates if c.label), key=lambda c: c.start)
        self._texts = {c: c.range.of(words.text) for c in candidates}
        self._votes: dict[str, Counter[str]] = {}
        self._inside: dict[str, Counter[str]] = {}
        for c in self._marked:
            name = self._texts[c]
            self._votes.setdefault(name, Counter())[c.label] += 1
            parts = name.split()
            if len(parts) > 1:
                for part in parts[:1] + parts[-1:]:
                    self._inside.setdefault(part, Counter())[c.label] += 1
        self._times = Counter(self._texts.values())
        self._starts = [c.start for c in self._marked]

    def of(self, c: Candidate) -> list[str]:
        """The clues of one candidate."""
        words, name = self._words, self._texts[c]
        first, last = words.cover(c.range)
        parts = [words.word(i) for i in range(first, last)]
        low = [p.lower() for p in parts]
        titled = with_title(words.text, c.range) != c.range
        mark = c.label or self._around(c)
        return [
            "",
            f"mark {mark}",
            *self._shape(name, first, last, parts, mark),
            *(f"word {w}" for w in set(low)),
            f"first {low[0]}" if low else "",
            f"last {low[-1]}" if low else "",
            f"tail {low[-1][-3:]}" if low else "",
            *self._context(first, last, mark),
            *self._known(name, parts, mark),
            *(f"told {label}" for label in all_told(c.label, fold(name))),
            *self._elsewhere(c, name, parts),
            *(["titled"] if titled else ()),
        ]

    def _around(self, c: Candidate) -> str:
        """How the recogniser's ranges lie to one that it did not mark."""
        for m in self._marked:
            if m.start >= c.end:
                break
            if m.end > c.start:
                if m.start <= c.start and c.end <= m.end:
                    return f"within {m.label}"
                return f"{'around' if c.start <= m.start and m.end <= c.end else 'across'} {m.label}"
        return "none"

    def _shape(self, name: str, first: int, last: int, parts: Sequence[str], mark: str) -> Iterable[str]:
        words = self._words
        size = min(last - first, 5)
        tags = [words.tag(i) for i in range(first, last)]
        if any(tags):  # a pipeline without a tagger says nothing
            proper = sum(t in ("NNP", "NNPS") for t in tags)
            yield f"tags {tags[0]} {tags[-1]}" if size > 1 else f"tag {tags[0]}"
            yield "all proper" if proper == len(tags) else "some proper" if proper else "none proper"
        yield f"size {size}"
        yield f"size {size} {mark}"
        yield "proper before" if words.proper(first - 1) and not words.firsts[first] else "none before"
        yield "proper after" if words.proper(last) else "none after"
        if first < len(words.firsts) and words.firsts[first]:
            yield "begins"
            yield f"begins {size} {mark}"
        if name.isupper():
            yield f"capitals {min(len(name), 6)}"
            yield f"capitals {mark}"
        elif not any(ch.isupper() for ch in name):
            yield "no capital"
        if any(ch.isdigit() for ch in name):
            yield "digit"
        if "." in name:
            yield "dot"
        if "-" in name:
            yield "hyphen"
        if not name[0].isupper():
            yield "small first"

    def _context(self, first: int, last: int, mark: str) -> Iterable[str]:
        words = self._words
        before, after = words.word(first - 1).lower(), words.word(last).lower()
        yield f"before {before}"
        yield f"after {after}"
        yield f"before {words.word(first - 2).lower()} {before}"
        yield f"after {after} {words.word(last + 1).lower()}"
        yield f"before tag {words.tag(first - 1)}"
        yield f"after tag {words.tag(last)}"
        yield f"between {before} {after}"
        if before.rstrip(".") in OFFICES:
            yield "office"

    def _known(self, name: str, parts: Sequence[str], mark: str) -> Iterable[str]:
        folded = fold(name)
        yield f"name {folded}"
        bare = folded.removeprefix("the ")
        kinds = KINDS_OF.get(bare, ())
        for kind in kinds:
            yield f"is {kind}"
            yield f"is {kind} {mark}"
        if not kinds:
            yield f"unknown {mark}"
        told = folded.split()
        if told:
            if (tells := WORDS.get(told[-1])) is not None:
                yield f"ends {tells}"
                yield f"ends {tells} {mark}"
            if any(w in WORDS for w in told[:-1]):
                yield f"holds {next(WORDS[w] for w in told[:-1] if w in WORDS)}"
            if told[0] in GIVEN:
                yield f"given {min(len(told), 3)}"
        if len(told) > 1:
            yield from (f"begins with {kind}" for kind in KINDS_OF.get(told[0], ()) if kind != "region")
            yield from (f"ends with {kind}" for kind in KINDS_OF.get(told[-1], ()) if kind != "region")

    def _elsewhere(self, c: Candidate, name: str, parts: Sequence[str]) -> Iterable[str]:
        yield f"times {min(self._times[name], 4)}"
        votes = self._votes.get(name)
        if votes:
            others = votes - Counter([c.label]) if c.label else votes
            if others:
                best, count = others.most_common(1)[0]
                yield f"elsewhere {best}"
                yield f"elsewhere {best} {'most' if 2 * count > others.total() else 'some'} {c.label}"
        if len(parts) == 1 and (longer := self._inside.get(name)):
            yield f"in longer {longer.most_common(1)[0][0]}"
            yield f"in longer {longer.most_common(1)[0][0]} {c.label}"
