"""Which articles to do next: those from which the model would learn most, unsure ones that are unlike each other.

Greedy selection of a batch: each time the article with the highest mean entropy of its undecided suggestions, times how
unlike it is to everything finished lately and to what is picked already (maximal marginal relevance, Carbonell and
Goldstein 1998; entropy sampling for sequences, Settles and Craven 2008, whose bias to long articles the mean takes away).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Generator
from dataclasses import dataclass

from annotator.page import is_open
from annotator.progress import Progress
from annotator.project import Pick, Picked, Project, Query, Row

SIZE = 100
"""How many articles are picked at a time."""
UNSURE, ANY = 300, 100
"""Among how many articles: the most unsure by the index, and some at random, for the index knows not what is alike."""
LATELY = 30
"""How many of the articles finished last count as what was done."""
STALE = 20
"""After so many articles more are done, others are picked."""
_EVENTS = 600
_READ = 6_000
"""Of an article only so many code points are compared."""
_WORDS = 40
"""An article is known by so many words: those that are frequent in it and rare elsewhere (tf-idf)."""
_LONE = 4.0
"""As if so many certain suggestions stood beside the real ones: or one lone unsure suggestion would lead."""
_HALF = 0.5
"""The entropy (bits) from which on a suggestion is called unsure: about 0.11 to 0.89."""
_UNLIKE, _LIKE = 0.08, 0.3
_WORD = re.compile(r"[^\W\d_]{4,}")

Vector = dict[str, float]


@dataclass(slots=True)
class _Candidate:
    """An article with undecided suggestions. ``near`` is how like it is (cosine, 0 to 1) to the nearest done or picked,
    ``done`` to the nearest done."""

    row: Row
    worth: float
    unsure: int
    undecided: int
    words: Counter[str]
    vector: Vector
    near: float = 0.0
    done: float = 0.0


def entropy(p: float) -> float:
    """How unsure a probability is, in bits: 0 for certain, 1 for even."""
    return 0.0 if p <= 0 or p >= 1 else -(p * math.log2(p) + (1 - p) * math.log2(1 - p))


def stale(project: Project) -> bool:
    """Whether others should be picked: none are, many are done since, another run is newest, or nothing of it is open."""
    picked = project.picked()
    if not picked.picks or project.counts()["done"] - picked.done >= STALE or _newest(project) != picked.run:
        return True
    return project.next_open(None, Query(order="picked")) is None


def pick(project: Project, size: int = SIZE) -> Generator[Progress, None, Picked]:
    """Pick articles to be done next; yields progress after each piece of work, and changes nothing."""
    rows = _pool(project)
    total = len(rows) + LATELY + size
    found: list[_Candidate] = []
    for number, row in enumerate(rows, start=1):
        candidate = _candidate(project, row)
        if candidate is not None:
            found.append(candidate)
        yield Progress(number, total, "looking for what is worth doing next")
    lately = []
    for id in _finished_lately(project):
        lately.append(_words(project.store.article(id).text))
        yield Progress(len(rows) + len(lately), total, "looking at what was done lately")
    rare = _rarity([c.words for c in found] + lately)
    known = [_vector(words, rare) for words in lately]
    for candidate in found:
        candidate.vector = _vector(candidate.words, rare)
        candidate.near = candidate.done = max((_cosine(candidate.vector, v) for v in known), default=0.0)
        yield Progress(len(rows) + len(lately), total, "comparing")
    picks: list[Pick] = []
    while found and len(picks) < size:
        best = max(found, key=lambda c: (c.worth * (1 - c.near), -c.row.number))
        found.remove(best)
        picks.append(Pick(best.row.number, _why(best, compared=bool(known))))
        for other in found:
            other.near = max(other.near, _cosine(other.vector, best.vector))
        yield Progress(len(rows) + LATELY + len(picks), total, "picking")
    return Picked(tuple(picks), project.counts()["done"], _newest(project))


def _pool(project: Project) -> list[Row]:
    statuses = Query(statuses=("todo", "started")).statuses
    rows = project.rows(Query(statuses, order="uncertainty"), 0, UNSURE)
    rows += project.rows(Query(statuses, order="random"), 0, ANY)
    return list({row.number: row for row in rows if row.suggested}.values())


def _candidate(project: Project, row: Row) -> _Candidate | None:
    """An article of the pool; None when nothing of it is undecided."""
    page = project.page(row.id, keep=False)
    open_ones = [mention.p or 0.0 for mention in page.mentions if is_open(mention.id)]
    open_ones += [stance.p or 0.0 for stance in page.stances if is_open(stance.id)]
    if not open_ones:
        return None
    doubts = [entropy(p) for p in open_ones]
    worth = sum(doubts) / (len(doubts) + _LONE)
    return _Candidate(row, worth, sum(d >= _HALF for d in doubts), len(doubts), _words(page.text), {})


def _finished_lately(project: Project) -> list[str]:
    """The articles finished last, newest first."""
    events = project.store.events(newest_first=True, limit=_EVENTS)
    found = dict.fromkeys(e.article for e in events if e.article and e.change.kind in ("finish", "import"))
    return list(found)[:LATELY]


def _newest(project: Project) -> str:
    runs = project.store.runs()
    return runs[-1].id if runs else ""


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text[:_READ].casefold()))


def _rarity(articles: list[Counter[str]]) -> Vector:
    """How rare each word is among these articles (inverse document frequency); 0 for one that all have."""
    having = Counter(word for words in articles for word in words)
    return {word: math.log(len(articles) / count) if len(articles) > 1 else 1.0 for word, count in having.items()}


def _vector(words: Counter[str], rare: Vector) -> Vector:
    """The words that an article is known by, scaled to length 1."""
    weighed = ((word, (1 + math.log(count)) * rare.get(word, 0.0)) for word, count in words.items())
    top = sorted(weighed, key=lambda pair: (-pair[1], pair[0]))[:_WORDS]
    length = math.sqrt(sum(weight * weight for _, weight in top)) or 1.0
    return {word: weight / length for word, weight in top if weight}


def _cosine(one: Vector, other: Vector) -> float:
    return sum(weight * other[word] for word, weight in one.items() if word in other)


def _why(found: _Candidate, *, compared: bool) -> str:
    """In words that a narrow list has room for: "unsure of 14 of 30, unlike what you did"."""
    unsure = f"unsure of {found.unsure} of {found.undecided}"
    if not compared or _UNLIKE <= found.done < _LIKE:
        return unsure
    return f"{unsure}, {'unlike' if found.done < _UNLIKE else 'like'} what you did"
