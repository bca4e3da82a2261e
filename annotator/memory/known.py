"""What is remembered about the words of one article: verdicts, asked for once and kept until a lesson changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from annotator.lessons import LessonKind, Lessons, Touched, Vote, name_key
from annotator.memory.evidence import Verdict, weigh
from annotator.memory.taught import NOTHING, Taught
from annotator.memory.words import Words
from annotator.spans import Range, Tokens

_OF_WORDS = "label", "alias", "link"
"""The kinds of lessons that are looked up by the words of a text."""


class Known:
    """The verdicts about an article's words, for one curator. ``labels`` are those that may be proposed; empty for all.

    ``taught`` is what the model in use was taught itself.
    """

    def __init__(
        self,
        article: str,
        tokens: Tokens,
        lessons: Lessons,
        who: str = "",
        labels: Collection[str] = (),
        taught: Taught = NOTHING,
    ) -> None:
        self.article, self.who, self.taught = article, who, taught
        self.words = Words(tokens)
        self._lessons = lessons
        self._labels = frozenset(labels)
        self._phrases = set(lessons.phrases(self.words.places))
        self._has_links = any(kind == "link" for kind, _ in self._phrases)
        self._places: dict[str, list[Range]] = {}
        self._verdicts: dict[tuple[LessonKind, str, str], Verdict | None] = {}

    def labelled(self) -> list[str]:
        """All keys of which something may be remembered as mentions: of several tokens and long ones first."""
        keys = (key for kind, key in self._phrases if kind == "label")
        return sorted(keys, key=lambda key: (-key.count(" "), -len(key), key))

    def places(self, key: str) -> list[Range]:
        """Where the words of a key stand in the article."""
        if key not in self._places:
            self._places[key] = list(self.words.find(key))
        return self._places[key]

    def label(self, key: str) -> Verdict | None:
        """What is remembered of these words as a mention; its value is a label, or one with tokens to be cut off."""
        verdict = self._ask("label", key, "") if ("label", key) in self._phrases else None
        if verdict is None or not self._labels or verdict.value.split("\t")[0] in self._labels:
            return verdict
        return None

    def alias(self, key: str) -> Verdict | None:
        """Which entity of this article these words name; its value is "name\\tLABEL"."""
        return self._ask("alias", key, "") if ("alias", key) in self._phrases else None

    def links(self, name: str, label: str) -> dict[str, str]:
        """The links of an entity of that name and label, by what it is linked to."""
        found: dict[str, str] = {}
        if self._has_links and ("link", key := name_key(name)) in self._phrases:
            for vote in self._lessons.votes("link", key, self.article):
                of, base, identifier = vote.value.split("\t", 2)
                if of == label:
                    found.setdefault(base, identifier)
        return found

    def cue(self, key: str, target: str) -> Verdict | None:
        """Which polarity these words show towards an entity with the label ``target``."""
        return self._ask("cue", key, target)

    def follow(self, touched: Iterable[Touched]) -> list[Touched]:
        """Take in that some lessons came or went; of which words something else is known now."""
        return [(kind, key) for kind, key in touched if self._is_otherwise(kind, key)]

    def _is_otherwise(self, kind: LessonKind, key: str) -> bool:
        is_new = kind in _OF_WORDS and (kind, key) not in self._phrases and bool(self.places(key))
        if is_new:
            self._phrases.add((kind, key))
            self._has_links |= kind == "link"
        otherwise = is_new or (kind == "link" and (kind, key) in self._phrases)
        for asked in [a for a in self._verdicts if a[:2] == (kind, key)]:
            before = self._verdicts.pop(asked)
            otherwise |= self._shown(self._ask(*asked)) != self._shown(before)
        return otherwise

    def _ask(self, kind: LessonKind, key: str, target: str) -> Verdict | None:
        asked = kind, key, target
        if asked not in self._verdicts:
            votes = self._lessons.votes(kind, key, self.article)
            if kind == "cue":
                votes = [v._replace(value=v.value.split("\t")[0]) for v in votes if _towards(v, target)]
            elif kind == "alias":
                votes = [v for v in votes if self._is_here(v, key)]
            self._verdicts[asked] = weigh(votes, self.article, self.who)
        return self._verdicts[asked]

    def _shown(self, verdict: Verdict | None) -> tuple[object, ...] | None:
        """What of a verdict can be seen on a page; how far it is trusted matters for what is withheld."""
        if verdict is None:
            return None
        knows, trust = self.taught.knows(verdict), 0.0 if verdict.holds else verdict.trust
        return verdict.value, verdict.holds, verdict.p, verdict.here or verdict.articles, verdict.who, knows, trust

    def _is_here(self, vote: Vote, key: str) -> bool:
        """Only an entity whose name stands in the article can go by other words there; or they name themselves."""
        name = name_key(vote.value.split("\t")[0])
        return vote.article == self.article or name == key or bool(name and self.places(name))


def _towards(vote: Vote, target: str) -> bool:
    """Words may show one thing towards a person and another towards a plan; a rejection may not know which it was."""
    known = vote.value.split("\t")[2]
    return not known or not target or known == target
