"""Where entities that are known only by name stand in a text: the whole name, its usual short forms, the surname."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import regex

from annotator.spans import Range, occurrences

_KNOWN = {
    "democratic party": ("Democrats", "Democrat", "Democratic", "Dems"),
    "republican party": ("Republicans", "Republican", "GOP", "G.O.P."),
    "united states": ("U.S.", "US", "America", "USA"),
    "united kingdom": ("U.K.", "UK", "Britain"),
    "european union": ("EU", "E.U."),
    "united nations": ("U.N.", "UN"),
    "united states house of representatives": ("House", "House of Representatives"),
    "affordable care act": ("Obamacare", "ACA", "health care law"),
    "russia": ("Moscow", "Kremlin"),
}
"""Short forms that cannot be made from a name, by the name in small letters."""
_SUFFIX = regex.compile(r",?\s+(?:Jr|Sr|II|III|IV)\.?$")
_ARTICLE = regex.compile(r"^(?:the|an?)\s+", regex.IGNORECASE)
_INITIAL = regex.compile(r"\s+\p{Lu}\.(?=\s)")
_BEFORE_NAMES = (
    "mr mrs ms miss dr sen sens rep reps gov gen lt col president vice secretary senator senators "
    "representative congressman congresswoman governor mayor judge justice justices attorney general minister "
    "chancellor king queen prince pope chairman chairwoman chair leader speaker director commissioner "
    "ambassador lawmaker spokesman spokeswoman republican democrat democratic candidate then former sir lord "
    "lady the and but while when that if as for with to said"
)
_OFFICES = frozenset(_BEFORE_NAMES.split())
"""Words that may stand before a surname, in small letters; another capitalised word is somebody else's given name."""
_BEFORE = regex.compile(r"(\p{L}[\p{L}'’-]*)(\.?)\s+$")


_POINTING = ("the", "this", "that")


def link(text: str, names: Mapping[str, str]) -> dict[str, tuple[Range, ...]]:
    """For each name (with its label) the places where it stands, in order; longer forms first, so that none overlap.

    A surname counts when only one person of the list has it and no other given name stands before it; the last word of a
    topic's name when no other name ends in it and "the", "this" or "that" stands before it. A name that is not found has
    no places.
    """
    taken: list[Range] = []
    found: dict[str, list[Range]] = {name: [] for name in names}
    plain = text.replace("’", "'")
    folded = plain.casefold()
    for form in sorted(set(_all_forms(names)), key=lambda f: (-len(f.words), f.alone, f.words, f.name)):
        if form.words.casefold() not in folded:
            continue
        short = form.alone or form.words.isupper() or len(form.words) < 6
        for whole in occurrences(plain, form.words, any_case=not short):
            place = Range(whole.start + form.skip, whole.end)
            if any(place.overlaps(other) for other in taken):
                continue
            if not (form.alone and _is_another(text, place, form.name)):
                taken.append(place)
                found[form.name].append(place)
    return {name: tuple(sorted(places)) for name, places in found.items() if places}


class _Form(NamedTuple):
    """Words that stand for a name; ``alone`` is a surname, ``skip`` how many code points of them are no part of it."""

    words: str
    name: str
    alone: bool = False
    skip: int = 0


def _all_forms(names: Mapping[str, str]) -> Iterator[_Form]:
    surnames = Counter(_surname(name) for name, label in names.items() if label == "PERSON")
    lasts = Counter(name.split()[-1].casefold() for name in names if name.split())
    for name, label in names.items():
        for words in _forms(name, label):
            yield _Form(words.replace("’", "'"), name)
        surname = _surname(name)
        if label == "PERSON" and surname != name and surnames[surname] == 1 and len(surname) > 2:
            yield _Form(surname.replace("’", "'"), name, alone=True)
        last = name.split()[-1] if name.split() else ""
        if label in ("TOPIC", "EVENT") and last != name and lasts[last.casefold()] == 1:
            for word in _POINTING:
                yield _Form(f"{word} {last}", name, skip=len(word) + 1)


def _surname(name: str) -> str:
    words = _SUFFIX.sub("", name).split()
    return words[-1] if words and words[-1][:1].isupper() else name.split()[-1].capitalize() if name.split() else name


def _is_another(text: str, place: Range, name: str) -> bool:
    """True when a given name that is not this person's stands before a surname ("Hunter Biden" is not Joe Biden)."""
    before = _BEFORE.search(text, max(0, place.start - 40), place.start)
    if before is None or not before[1][0].isupper():
        return False
    word = before[1].casefold()
    return not (word in _OFFICES or len(word) == 1 or word == name.split()[0].casefold() or before[2] == ".")


def _forms(name: str, label: str) -> Iterator[str]:
    """The name and other whole forms of it."""
    yield name
    bare = _ARTICLE.sub("", name)
    if bare != name:
        yield bare
    yield from _KNOWN.get(bare.casefold(), ())
    if label == "PERSON":
        plain = _INITIAL.sub("", _SUFFIX.sub("", name))
        if plain != name:
            yield plain
    else:
        yield from _of_organisation(bare)
    if label not in ("PERSON", "GPE"):
        yield bare[:-1] if bare.endswith("s") else f"{bare}s"


def _of_organisation(name: str) -> Iterator[str]:
    short = name
    for state in ("United States ", " of the United States"):
        short = short.removeprefix(state).removesuffix(state)
    if short != name:
        yield short
    kind, of, what = short.partition(" of ")
    if of and kind[:1].isupper():
        yield f"{what.removeprefix('the ')} {kind}"  # "Justice Department"
    capitals = "".join(word[0] for word in name.split() if word[0].isupper())
    if len(capitals) > 2 and capitals.isascii():
        yield capitals
