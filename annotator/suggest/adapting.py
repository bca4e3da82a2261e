"""The table of clues, adapted to a project: to the labels of its scheme, and to what its gold says of names.

The base's table is the prior: with little gold it stays as it was. What the recogniser marks is only one clue here, so the
gold teaches how far it is to be trusted, and with it words, contexts and whole names.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

import msgspec
import numpy as np

from annotator.suggest.finer import FINE, shared
from annotator.suggest.labelling import CLASSES, NONE, Marked, examples_of
from annotator.suggest.softmax import BIAS, Softmax, fit

_STRENGTH = 0.3
"""The variance of a weight around the base's: of 0.1, 0.2, 0.3, 0.5 and 1 the best on two public sets."""
_LEAST = 2
"""A clue that the base does not know needs so many articles."""
_UNKNOWN = -3.0
"""The bias of a label that no base knows, before the gold has its say."""


class Classes(msgspec.Struct, frozen=True):
    """The classes of an adapted table: of each the class of the base that it came from ("" for none) and the labels
    within that one which it stands for, with their shares; and the classes that mean each label of the scheme."""

    of_base: Mapping[str, tuple[str, Mapping[str, float]]]
    of_label: Mapping[str, tuple[str, ...]]


def classes_for(today: Mapping[str, str], labels: Sequence[str], base: Sequence[str] = CLASSES) -> Classes:
    """What a table must tell apart for a scheme. ``today`` is the scheme's label for each one inside; others it has not.

    Labels within a class that are one label today are one class here. A label that nothing inside means is a new class.
    """
    of_base: dict[str, tuple[str, Mapping[str, float]]] = {}
    of_label: dict[str, tuple[str, ...]] = {}
    for name in base:
        merged: dict[str, dict[str, float]] = {}
        for label, share in FINE.get(name, {name: 1.0}).items():
            if (said := today.get(label)) in labels:
                merged.setdefault(str(said), {})[label] = share
        for said, shares in merged.items():
            own = said if said in shares else max(shares, key=lambda label: shares[label])
            of_base[own] = name, shares
            of_label[said] = (*of_label.get(said, ()), own)
    for label in labels:
        if label not in of_label and label not in CLASSES and label not in of_base:
            of_base[label] = "", {}
            of_label[label] = (label,)
    return Classes(of_base, of_label)


def prior(base: Softmax, classes: Classes) -> Softmax:
    """The base's table in these classes: what it says of them is what the base's classes and lists say together."""
    names = (*classes.of_base, NONE)
    columns = [base.classes.index(of) if of else -1 for of in (*(of for of, _ in classes.of_base.values()), NONE)]
    rows = {clue: np.array([row[c] if c >= 0 else 0.0 for c in columns]) for clue, row in base.rows.items()}
    rows[BIAS] = rows.get(BIAS, np.zeros(len(names))) + np.array([*map(_bias, classes.of_base.values()), 0.0])
    for clue, label, of in _tellers():
        rows[clue] = np.array([*(_said(label, of, *one) for one in classes.of_base.values()), 0.0])
    return Softmax(names, list(rows), np.array(list(rows.values())), base.about)


def _bias(one: tuple[str, Mapping[str, float]]) -> float:
    of, shares = one
    return math.log(sum(shares.values())) if of else _UNKNOWN


def _tellers() -> Iterator[tuple[str, str, str]]:
    """The clues that tell a label within a class."""
    for of, shares in FINE.items():
        yield from ((f"told {label}", label, of) for label in shares)


def _said(label: str, of: str, own: str, shares: Mapping[str, float]) -> float:
    """What the clue that tells ``label`` adds for a class that stands for some labels of the same base class."""
    if own != of:
        return 0.0
    after = shared(FINE[of], label)
    return math.log(sum(after[name] for name in shares) / sum(shares.values()))


def adapted(base: Softmax, articles: Sequence[Marked], classes: Classes, groups: bool = False) -> Softmax:
    """The table that articles teach. What is ``right`` in them are labels of the scheme; with ``groups`` noun groups may be
    mentions too. Of several classes that mean a label, the one is taught that the base finds likeliest."""
    mean = prior(base, classes)
    examples = [e for article in articles for e in examples_of(article, groups)]
    known = [e for e in examples if e.answer == NONE or e.answer in classes.of_label]
    if not known:
        return mean
    sums = mean.probabilities([e.clues for e in known])
    number = {name: n for n, name in enumerate(mean.classes)}
    answered = [
        e if e.answer == NONE else e._replace(answer=max(classes.of_label[e.answer], key=lambda c: row[number[c]]))
        for e, row in zip(known, sums, strict=True)
    ]
    return fit(answered, mean.classes, strength=_STRENGTH, least=_LEAST, about=base.about, prior=mean)
