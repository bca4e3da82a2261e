"""Who says it: the speaker of a quotation, of a reported clause, and of "according to"."""

from __future__ import annotations

from functools import cached_property

from annotator.suggest.grammar import subjects
from annotator.suggest.lexicon import Lexicon
from annotator.suggest.parse import Parse, Quote, Word


class Speech:
    """The speakers of an article, found sentence by sentence."""

    def __init__(self, parse: Parse, lexicon: Lexicon) -> None:
        self._parse = parse
        self._lexicon = lexicon
        self._of_quote: dict[int, Word | None] = {}

    @cached_property
    def _sayings(self) -> dict[int, list[tuple[Word, Word]]]:
        """For each sentence, the (verb, speaker) pairs outside quotations."""
        found: dict[int, list[tuple[Word, Word]]] = {}
        for number, sentence in enumerate(self._parse.sentences):
            pairs = [
                (word, speaker)
                for word in sentence
                if (word.part == "VERB" or word.low == "according")
                if self._parse.quote_at(word) is None and (speaker := self._speaks(word)) is not None
            ]
            found[number] = pairs
        return found

    def _speaks(self, word: Word) -> Word | None:
        """Who speaks, if this word says that somebody does."""
        if word.low == "according":
            to = word.child("prep")
            return to.child("pobj") if to is not None and to.low == "to" else None
        if word.part != "VERB" or word.lemma not in self._lexicon.say:
            return None
        found = subjects(word)
        return found[0] if len(found) == 1 or (found and found[0].sentence == word.sentence) else None

    def speaker_of(self, quote: Quote) -> Word | None:
        """Who says a quotation: by the verb of speech nearest to it in its sentence, else as the quotation beside it.

        The sentence before in the same line comes first, then the one after.
        """
        key = quote.first.i
        if key not in self._of_quote:
            self._of_quote[key] = None  # while it is being looked for
            self._of_quote[key] = self._nearest(quote) or self._beside(quote)
        return self._of_quote[key]

    def _nearest(self, quote: Quote) -> Word | None:
        pairs = [p for n in range(quote.first.sentence, quote.last.sentence + 1) for p in self._sayings[n]]
        if not pairs:
            return None
        return min(pairs, key=lambda p: max(quote.first.i - p[0].i, p[0].i - quote.last.i))[1]

    def _beside(self, quote: Quote) -> Word | None:
        lines = self._parse.lines
        for number in (quote.first.sentence - 1, quote.last.sentence + 1):
            if not 0 <= number < len(lines) or lines[number] != lines[quote.first.sentence]:
                continue
            neighbour = next((q for q in self._parse.quotes if q.first.sentence <= number <= q.last.sentence), None)
            if neighbour is not None and (speaker := self.speaker_of(neighbour)) is not None:
                return speaker
            if self._sayings[number] and number < quote.first.sentence:
                return self._sayings[number][-1][1]
        return None

    def source(self, word: Word) -> Word | None:
        """Who tells of what a word says, when it stands in a quotation or in a clause under a verb of speech."""
        quote = self._parse.quote_at(word)
        if quote is not None and (speaker := self.speaker_of(quote)) is not None:
            return speaker
        for step in (word, *word.ancestors()):
            above = step.head.head if step.dep == "pcomp" else step.head  # "accused him of lying"
            if step.dep in ("ccomp", "parataxis", "pcomp") and (speaker := self._speaks(above)) is not None:
                return speaker
        return next((s for v, s in self._sayings[word.sentence] if v.low == "according"), None)

    def reporter(self, subject: Word) -> Word | None:
        """Who speaks in the clause above, outside quotations: "X said they would …"."""
        clause = subject.head
        while clause.dep in ("conj", "aux", "xcomp") and clause.head is not clause:
            clause = clause.head
        if clause.dep != "ccomp" or self._parse.quote_at(subject) is not None:
            return None
        return self._speaks(clause.head)

    def first_person(self, word: Word) -> Word | None:
        """Whom "I" and "we" mean: the speaker of the quotation in which the word stands."""
        quote = self._parse.quote_at(word)
        return self.speaker_of(quote) if quote is not None else None
