"""Who is compared: each file is one party, with its finished articles by their text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from string import ascii_uppercase

from annotator.errors import InputError
from annotator.evaluating.reading import Case, GoldSource, open_gold
from annotator.records import Record
from annotator.store import Query, Reader
from annotator.versions import counting

_PAGE = 500
"""So many articles are looked up at once."""


class Party(Record, frozen=True):
    """One curator, or several who made one file: the finished articles by text, and what was wrong with the file."""

    name: str
    file: str
    cases: dict[str, Case]
    problems: tuple[str, ...] = ()


def open_parties(paths: Sequence[Path], *, hide_names: bool = False) -> list[Party]:
    """The parties of two or more projects or gold files; raises InputError or ProjectError.

    A party is named by its curator if it has one, else by its file, and by its path if the name is taken; with
    ``hide_names`` A, B … in the order given, and without its file.
    """
    if len(paths) < 2:
        raise InputError("agreement needs two files or more.")
    sources = [open_gold(path) for path in paths]
    if hide_names:
        letters = map(_letter, range(len(paths)))
        return [_party(source, name, "", str(p)) for source, name, p in zip(sources, letters, paths, strict=True)]
    return [
        _party(source, name, str(path), "")
        for source, name, path in zip(sources, _names(paths, sources), paths, strict=True)
    ]


def parties_within(reader: Reader, *, hide_names: bool = False) -> list[Party]:
    """The curators whose versions of articles a project holds (see :mod:`annotator.versions`), in order of their names.

    Only finished work counts; the project's own annotation, as it stood when the first version came, is its curators' own.
    """
    found: dict[str, dict[str, Case]] = {}
    for state in ("to adjudicate", "agreed", "adjudicated"):
        query, seen = Query(versions=state), 0
        while rows := reader.rows(query, seen, _PAGE):
            seen += len(rows)
            for row in rows:
                article = reader.article(row.id)
                for version in counting(reader.versions(row.id)):
                    if version.done:
                        found.setdefault(version.curator, {})[article.text] = (article, version.annotation)
    names = sorted(found)
    shown = {name: _letter(n) if hide_names else name for n, name in enumerate(names)}
    return [Party(shown[name], "", found[name]) for name in names]


def _letter(number: int) -> str:
    return f"{ascii_uppercase[number % 26]}{number // 26 or ''}"


def _names(paths: Sequence[Path], sources: Sequence[GoldSource]) -> list[str]:
    names = [_curator(source) or path.stem for path, source in zip(paths, sources, strict=True)]
    for other in ([path.stem for path in paths], [str(path) for path in paths], _numbered(paths)):
        count = Counter(names)
        names = [name if count[name] == 1 else longer for name, longer in zip(names, other, strict=True)]
    return names


def _numbered(paths: Sequence[Path]) -> list[str]:
    return [f"{path} ({number})" for number, path in enumerate(paths, start=1)]


def _curator(source: GoldSource) -> str:
    """The only curator of a source; "" when there are several, or none is named."""
    found = {name for case in source.cases for name in _hands(case)}
    return found.pop() if len(found) == 1 else ""


def _party(source: GoldSource, name: str, file: str, hidden: str) -> Party:
    cases: dict[str, Case] = {}
    problems = [problem.replace(hidden, name) if hidden else problem for problem in source.problems]
    for article, annotation in source.cases:
        if article.text in cases:
            problems.append(f"{name}: the text of article {article.id} comes twice; the first counts.")
        cases.setdefault(article.text, (article, annotation))
    return Party(name, file, cases, tuple(problems))


def same_hand(one: Party, other: Party) -> set[str]:
    """The articles, by text, that are one and the same curator's work in both parties, brought into one of them by a merge
    or an import: they would agree with themselves. In two files of just one curator they are work done twice, and count."""
    if _all_hands(one) == _all_hands(other):
        return set()
    hands = {text: _hands(case) for text, case in one.cases.items() if text in other.cases}
    return {text for text, mine in hands.items() if len(mine) == 1 and mine == _hands(other.cases[text])}


def _hands(case: Case) -> frozenset[str]:
    _, annotation = case
    return frozenset((*annotation.curators, *(annotation.base.curators if annotation.base else ())))


def _all_hands(party: Party) -> frozenset[str]:
    return frozenset(name for case in party.cases.values() for name in _hands(case))


class LeftOut(Record, frozen=True):
    """An article of one party that cannot be compared, by its id, and why."""

    party: str
    article: str
    why: str


def left_out(parties: Sequence[Party]) -> Iterator[LeftOut]:
    """The finished articles that no other party has finished too with the very same text, or that are one curator's work."""
    counts = Counter(text for party in parties for text in party.cases)
    for party in parties:
        known = {article.id for p in parties if p is not party for article, _ in p.cases.values()}
        for text, (article, _) in party.cases.items():
            if counts[text] == 1:
                other_text = "another text under this id" if article.id in known else "nobody else has finished it"
                yield LeftOut(party.name, article.id, other_text)
    for one, other in combinations(parties, 2):
        for text in sorted(same_hand(one, other), key=list(one.cases).index):
            yield LeftOut(one.name, one.cases[text][0].id, f"it is the same curator's work in {other.name}")
