"""Who is meant by a description: "the president", "the union", "officials from the ministry"."""

from __future__ import annotations

from functools import cached_property

from annotator.spans import Range
from annotator.suggest.end import End, Names
from annotator.suggest.lexicon import Lexicon
from annotator.suggest.ner import Found
from annotator.suggest.parse import Word
from annotator.suggest.people import fold


class Described:
    """The descriptions of one article: somebody whose name stands beside it, else a mention of its own."""

    def __init__(self, names: Names, lexicon: Lexicon) -> None:
        self._names = names
        self._parse = names.parse
        self._clusters = names.clusters
        self._lexicon = lexicon
        self._by_word: dict[int, End | None] = {}
        self._told = self._descriptions()

    def at(self, word: Word) -> End | None:
        """Somebody described: known by apposition elsewhere, else a mention of its own."""
        if word.i not in self._by_word:
            self._by_word[word.i] = self._somebody(word)
        return self._by_word[word.i]

    def _somebody(self, word: Word) -> End | None:
        span = self._names.span(word, deeds=False)
        if span is None:
            return None
        words = fold(span.of(self._parse.text))
        definite = any(c.low == "the" for c in word.all("det"))
        if definite and (named := self._by_its_name(word, span)) is not None:
            return named
        if definite:
            known = {e for at, d, e in self._told if at < span.start and f" {d}".endswith(" " + words)}
            if len(known) == 1:
                entity = known.pop()
                item = self._clusters[entity]
                note = f"“{span.of(self._parse.text)}” is {item.name}"
                return End(f"c{entity}", span, item.label, entity, p=0.8, note=note)
        if (
            not definite
            and word.lemma != "police"
            and word.tag in ("NNS", "NNPS")
            and span.end - span.start == word.end - word.start
        ):
            return None  # bare "officials", "people": nobody in particular
        label = "ORG" if word.lemma in self._lexicon.bodies else "PERSON"
        return End("d:" + words, span, label, p=0.75, note="described, not named")

    def _by_its_name(self, word: Word, span: Range) -> End | None:
        """ "the union": the only body so far with the word in its name, or the only one of which was just spoken."""
        if word.lemma not in self._lexicon.bodies or word.right > word.i or word.i - word.left > 1:
            return None
        before = [(m, e) for m, e in self._bodies if m.start < span.start]
        known = {e for m, e in before if word.lemma in fold(m.range.of(self._parse.text)).split()}
        if not known and word.lemma in self._lexicon.firms:
            start = self._parse.sentences[max(0, word.sentence - 2)][0].start
            known = {e for m, e in before if m.start >= start}
        if len(known) != 1:
            return None
        entity = known.pop()
        item = self._clusters[entity]
        return End(f"c{entity}", span, item.label, entity, p=0.75, note=f"“{span.of(self._parse.text)}” is {item.name}")

    @cached_property
    def _bodies(self) -> list[tuple[Found, int]]:
        """The mentions of organisations, with their entities."""
        numbered = ((m, self._names.entity[n]) for n, m in enumerate(self._names.mentions))
        return [(m, e) for m, e in numbered if self._clusters[e].label == "ORG"]

    def _descriptions(self) -> list[tuple[int, str, int]]:
        """(place, description, entity): "South Korean president Lee Jae Myung", "Lee, the president"."""
        found: list[tuple[int, str, int]] = []
        for number, mention in enumerate(self._names.mentions):
            head = self._names.head_of(number)
            if mention.label not in ("PERSON", "ORG") or head is None:
                continue
            titles_of = self._lexicon.people if mention.label == "PERSON" else self._lexicon.bodies
            before = [w for w in self._parse.words[head.left : head.i] if w.end <= mention.start and w.dep != "det"]
            while before and before[0].low in ("the", "a", "an", ","):
                before.pop(0)
            if before and before[-1].lemma in titles_of:
                words = self._parse.text[before[0].start : before[-1].end]
                found.append((before[0].start, fold(words), self._names.entity[number]))
            beside = [*head.all("appos"), *([head.head] if head.dep == "appos" else [])]
            titles = [self._names.span(other) for other in beside if other.lemma in titles_of]
            found += [
                (s.start, fold(s.of(self._parse.text)), self._names.entity[number]) for s in titles if s is not None
            ]
        return found
