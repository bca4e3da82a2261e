"""Who does what to whom: reading subjects, objects and phrases off a dependency parse. Pure functions of words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from annotator.suggest.parse import Word

_NOT_IN_PHRASE = frozenset({"relcl", "appos", "cc", "conj", "advcl", "parataxis", "preconj"})
_RELATIVE = frozenset({"who", "which", "that", "whom"})
_NEGATIVE = frozenset({"not", "n't", "never", "no", "hardly", "scarcely", "neither", "nor", "least"})
_MAY_NEGATE = _NEGATIVE | {"longer", "more"}
_TIME = frozenset(
    {
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february",
        "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
        "today", "yesterday", "tomorrow", "week", "month", "year", "day", "night", "morning", "evening",
        "afternoon", "weekend", "century", "decade", "hour", "time",
    }
)  # fmt: skip
_PARTICLES = frozenset({"down", "out", "off", "back", "aside", "away", "up", "over"})
_OWN = frozenset({"their", "its", "his", "her", "our", "my"})
_SAID = frozenset(
    {"statement", "declaration", "letter", "resolution", "petition", "message", "tweet", "post", "communique"}
)
_JOINTLY = frozenset({"strike", "protest", "rally", "march", "demonstration", "walkout", "boycott"})
"""What people do together: who takes part in one holds it."""
_MAKES_DO = frozenset(
    """urge ask tell call order press pressure persuade encourage beg invite command instruct implore advise request
    challenge want expect lobby push direct force allow enable help permit cause lead prompt compel require teach train
    pay let make get convince induce oblige accuse""".split()  # noqa: SIM905
)
"""Verbs whose object does what follows ("urged the council to reject")."""


def conjuncts(word: Word) -> list[Word]:
    """The word and those joined to it by "and", "or" and commas."""
    found = [word]
    for child in word.all("conj"):
        if child.part not in ("NOUN", "PROPN") or not child.child("neg"):  # "the strike but not the plan"
            found += conjuncts(child)
    return found


def is_passive(verb: Word) -> bool:
    """True for "was rejected", and for a bare participle after its noun ("measures rejected by …")."""
    if verb.child("nsubjpass", "auxpass", "csubjpass"):
        return True
    if verb.tag != "VBN" or verb.child("aux"):
        return False
    return verb.dep == "acl" or (verb.dep == "conj" and not verb.child("nsubj") and is_passive(verb.head))


def agents(verb: Word) -> list[Word]:
    """Those by whom something is done in the passive."""
    return [w for by in verb.all("agent") for o in by.all("pobj") for w in conjuncts(o)]


def subjects(verb: Word, light: frozenset[str] = frozenset()) -> list[Word]:
    """Those who do what the verb says: its own subject, or that of the verb or noun on which it hangs.

    ``light`` are the verbs whose subject owns their object ("made a bid to mend": who made it, mends).
    """
    return _subjects(verb, light, 0)


def _subjects(verb: Word, light: frozenset[str], depth: int) -> list[Word]:
    if is_passive(verb):
        return agents(verb)
    own = own_subjects(verb)
    if own:
        return _antecedents([w for s in own for w in conjuncts(s)])
    head = verb.head
    if head is verb or depth > 6:
        return []
    if verb.dep in ("xcomp", "ccomp"):
        patient = head.child("dobj", "nsubjpass")
        if patient is not None and head.lemma in _MAKES_DO and not _is_gerund(verb):
            return conjuncts(patient)
        return [] if is_passive(head) else _subjects(_copula(head), light, depth + 1)
    if verb.dep in ("acl", "relcl"):
        if is_infinitive(verb) or (head.lemma in _SAID and _is_gerund(verb)):  # "issued a statement condemning"
            return owners(head, light, depth + 1)
        return [head] if _is_gerund(verb) else []
    if verb.dep in ("conj", "advcl", "acomp") and head.part in ("VERB", "AUX"):
        while verb.dep == "advcl" and head.dep == "xcomp":  # "ordered the firm to stop, siding with …": who ordered
            head = head.head
        return _subjects(head, light, depth + 1)
    if verb.dep == "pcomp" and head.head.part in ("VERB", "AUX"):
        patient = head.head.child("dobj", "nsubjpass")
        if patient is not None and head.low in ("of", "for"):  # "accused him of lying"
            return conjuncts(patient)
        return _subjects(head.head, light, depth + 1)
    return []


def _copula(word: Word) -> Word:
    """The verb of an adjective ("is ready to leave"), else the word itself."""
    return word.head if word.dep == "acomp" and word.head.lemma == "be" else word


def own_subjects(verb: Word) -> list[Word]:
    """The verb's own subjects; some hang on its auxiliary."""
    return verb.all("nsubj", "csubj") or [s for a in verb.all("aux", "auxpass") for s in a.all("nsubj", "nsubjpass")]


def owners(
    noun: Word, light: frozenset[str] = frozenset(), depth: int = 0, *, through: frozenset[str] = frozenset()
) -> list[Word]:
    """Those whose deed or feeling a noun is: its possessor, "by" and "from", else who does, makes or has it.

    ``through`` are verbs with the preposition that leads to the noun ("called for sanctions").
    """
    named = [w for p in noun.all("poss") for w in conjuncts(p)]
    if noun.dep == "dobj" and any(w.low in _OWN for w in named):  # "showed their disapproval"
        return _subjects(noun.head, light, depth + 1) or named
    if not named:
        named = [
            w
            for prep in noun.all("prep", "agent")
            if prep.low in ("by", "from", "among")
            for o in prep.all("pobj")
            for w in conjuncts(o)
        ]
    if named or depth > 6:
        return named
    head = noun.head
    if noun.dep == "conj":
        return owners(head, light, depth + 1, through=through)
    if noun.dep in ("dobj", "attr") and (head.lemma in light or head.lemma == "be" or _has_infinitive(noun)):
        return _subjects(head, light, depth + 1)
    if noun.dep == "pobj" and noun.lemma in _JOINTLY:
        verb = next((a for a in noun.ancestors() if a.part == "VERB"), None)
        return _subjects(verb, light, depth + 1) if verb is not None else []
    if noun.dep == "pobj" and f"{head.head.lemma} {head.low}" in through and head.head.part == "VERB":
        return _subjects(head.head, light, depth + 1)
    return []


def _has_infinitive(noun: Word) -> bool:
    """True for a noun on which an infinitive hangs ("measures to mend")."""
    return any(is_infinitive(c) for c in noun.all("acl", "relcl"))


def is_infinitive(verb: Word) -> bool:
    """True for a verb after "to" that has no subject of its own."""
    return any(a.low == "to" for a in verb.all("aux")) and not verb.child("nsubj")


def _is_gerund(verb: Word) -> bool:
    return verb.tag == "VBG"


def _antecedents(words: Iterable[Word]) -> list[Word]:
    """Relative pronouns give way to what they stand for."""
    found: list[Word] = []
    for word in words:
        clause = word.head
        if word.low in _RELATIVE and clause.dep == "relcl" and clause.head is not clause:
            found += conjuncts(clause.head)
        else:
            found.append(word)
    return found


def objects(verb: Word, asked_by: Word | None = None) -> list[Word]:
    """Those to whom it is done: direct objects, subjects of the passive, and what a relative clause speaks of.

    Verbs that are joined share them; ``asked_by`` is the joined verb that asks, which is not asked back.
    """
    found = [w for o in verb.all("dobj", "nsubjpass") for w in conjuncts(o)]
    if not found:  # "helped Lebanon rebuild"
        bare = [c for c in verb.all("ccomp") if c.tag == "VB" and not c.child("mark", "aux")]
        found = [w for c in bare for s in c.all("nsubj") for w in conjuncts(s)]
    if not found and verb.dep == "conj" and is_passive(verb) and not verb.child("nsubjpass"):
        return objects(verb.head, verb) if verb.head is not asked_by else []
    if not found and verb.dep == "acl" and verb.tag == "VBN":
        return [verb.head]
    if not found and verb.dep == "relcl" and verb.child("nsubj") and not is_infinitive(verb):
        subject = verb.child("nsubj")
        return [verb.head] if subject is not None and subject.low not in _RELATIVE else []
    if not found:  # "criticised and rejected the plan": the object hangs on the last verb
        joined = (c for c in verb.all("conj") if c.part == "VERB" and not c.child("nsubj") and c is not asked_by)
        shared = next(joined, None)
        return objects(shared, verb) if shared is not None and not verb.child("prep", "ccomp", "xcomp") else []
    return _antecedents(found)


def complements(word: Word, rest: Sequence[str]) -> list[Word] | None:
    """What follows the particles and the preposition ``rest`` of a word; None when they are not there.

    ("turn", ["down"]) gives the object, ("object", ["to"]) what follows "to", a noun or a gerund.
    """
    at = word
    for small in rest:
        found = next((c for c in at.children if c.low == small and c.i > word.i), None)
        if found is None and at is not word:
            found = next((c for c in word.children if c.low == small and c.i > at.i), None)
        if found is None:
            return None
        at = found
    followers = [w for o in at.all("pobj", "pcomp") for w in conjuncts(o)]
    if followers:
        return [w for w in followers if not is_time(w)] or None
    if rest[-1] in _PARTICLES:
        return objects(word) or gerunds(word)
    return [word.head] if word.dep == "relcl" and at.dep == "prep" else []


def with_rest(word: Word, rest: Sequence[str]) -> Word:
    """The last of those words of ``rest`` that stand right behind a word, or the word itself."""
    last = word
    for small in rest:
        follower = next((c for c in (*word.children, *last.children) if c.i == last.i + 1 and c.low == small), None)
        if follower is None:
            break
        last = follower
    return last


def is_reciprocal(word: Word) -> bool:
    """True for "each other", "one another" and, after "each side", "the other"."""
    return word.low in ("other", "another") and (
        any(c.low in ("each", "one") for c in word.children) or any(c.low == "each" for c in word.head.children)
    )


def contents(noun: Word) -> list[Word]:
    """A noun with what it is made of: "25,000 tons of food aid"."""
    inner = [w for p in noun.all("prep") if p.low == "of" for o in p.all("pobj") for w in conjuncts(o)]
    return [noun, *inner]


def gerunds(verb: Word) -> list[Word]:
    """What is done to a deed: "opposes joining the union"."""
    return [c for c in verb.all("xcomp", "ccomp") if _is_gerund(c) and not c.child("nsubj")]


def has_particle(verb: Word) -> bool:
    """True when a particle changes the verb's meaning ("back down")."""
    return verb.child("prt") is not None


def negation(word: Word) -> Word | None:
    """The word that negates a verb, adjective or noun, or None; "was not a threat" negates the threat too."""
    own = own_negation(word)
    if own is not None:
        return own
    shared = word.dep == "conj" and word.head.child("neg") is not None and not word.child("aux", "nsubj")
    return negation(word.head) if shared or word.dep in ("acomp", "attr") else None


def own_negation(word: Word) -> Word | None:
    """The negating word that hangs on this very word, or on its auxiliary, or None; "not only" negates nothing."""
    if not word.children:
        return None
    for child in (*word.children, *(c for a in word.all("aux", "auxpass") for c in a.all("neg"))):
        if child.dep != "neg" and child.low not in _MAY_NEGATE:
            continue
        if any(c.low in ("only", "just", "merely") and c.i == child.i + 1 for c in (*word.children, *child.children)):
            continue
        if child.dep == "neg" or (child.low in _NEGATIVE and child.dep in ("det", "advmod", "neg", "preconj")):
            return child
        if child.low in ("longer", "more") and (no := child.child("neg", "det", "advmod")) and no.low in _NEGATIVE:
            return no
    return None


def modals(verb: Word) -> set[str]:
    """The auxiliaries of a verb, or of the one that it is joined to."""
    found = {a.low for a in verb.all("aux")}
    return found or (modals(verb.head) if verb.dep == "conj" and not verb.child("nsubj") else set())


def called_on(verb: Word) -> Word | None:
    """Who is asked to do what follows: "called on X to", "appealed to X to"."""
    if verb.child("xcomp", "ccomp", "advcl") is None:
        return None
    return next((o for p in verb.all("prep") if p.low in ("on", "upon", "for", "to") for o in p.all("pobj")), None)


def is_hypothetical(word: Word) -> bool:
    """True inside a clause with "if", "unless" or "whether", or in a question."""
    for step in (word, *word.ancestors()):
        if any(c.low in ("if", "unless", "whether") and c.dep in ("mark", "advmod") for c in step.children):
            return True
    return False


def phrase(word: Word, *, possessor: bool = True, deeds: bool = True) -> tuple[int, int]:
    """The indices of the first and last word of the phrase around a noun or a gerund.

    Relative clauses, appositions, joined phrases, leading determiners and times at its end are left out; with
    ``possessor`` False also whose it is ("his", "the president's"), with ``deeds`` False what it does ("of lying").
    """
    if word.phrases is None:
        word.phrases = {}
    known = word.phrases.get((possessor, deeds))
    if known is None:
        known = word.phrases[possessor, deeds] = _phrase(word, possessor, deeds)
    return known


def _phrase(word: Word, possessor: bool, deeds: bool) -> tuple[int, int]:
    out: set[int] = set()
    first = word.left
    for child in word.children:
        owner = child.dep == "poss" and not possessor
        deed = not deeds and child.dep == "prep" and child.child("pcomp") is not None
        aside = child.dep == "acl" and any(c.text == "," and c.i == child.left - 1 for c in word.children)
        if child.dep in _NOT_IN_PHRASE or owner or aside or deed or _is_time(child):
            out.update(range(child.left, child.right + 1))
        if child.i < word.i and (owner or child.dep in ("det", "predet") or child.tag == "DT"):
            first = max(first, child.right + 1)
    last = word.i
    while last + 1 <= word.right and last + 1 not in out:
        last += 1
    start = word.i
    while start - 1 >= first and start - 1 not in out:
        start -= 1
    signs = {c.i for c in word.children if c.dep == "punct"}
    last = min([last, *(c.i for c in word.children if c.text == "," and c.i > word.i)])
    while last > word.i and last in signs:
        last -= 1
    while start < word.i and start in signs:
        start += 1
    return start, last


def is_time(noun: Word) -> bool:
    """True for a noun that only says when."""
    return noun.lemma in _TIME


def _is_time(child: Word) -> bool:
    if child.dep == "npadvmod":
        return True
    if child.dep != "prep":
        return False
    return any(o.lemma in _TIME or (o.part == "NUM" and len(o.text) == 4) for o in child.all("pobj"))
