"""How a scheme wants names: its own labels for those of models, and one convention for civil titles.

Inside, the suggesters know ten labels (those of OntoNotes that name things). A model may say them otherwise ("PER"), and so
may a scheme ("HUMAN"); both are told here, once, so that suggestions and scores follow the same rule.
"""

from __future__ import annotations

from functools import cache

import msgspec

from annotator.scheme import Scheme, default_scheme

OURS = ("PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "EVENT", "LAW", "PRODUCT", "WORK_OF_ART")
"""The labels that the suggesters know."""

_USUAL = {
    "per": "PERSON", "pers": "PERSON", "person": "PERSON",
    "org": "ORG", "organization": "ORG", "organisation": "ORG", "corporation": "ORG",
    "gpe": "GPE", "country": "GPE", "city": "GPE", "loc": "LOC", "location": "LOC", "place": "LOC",
    "norp": "NORP", "nationality": "NORP", "fac": "FAC", "facility": "FAC", "event": "EVENT", "law": "LAW",
    "product": "PRODUCT", "prod": "PRODUCT", "work_of_art": "WORK_OF_ART", "creative-work": "WORK_OF_ART",
}  # fmt: skip
_NEAR = {"GPE": "LOC", "LOC": "GPE"}
"""What a scheme without a label most likely means to be marked with another one."""


class Convention(msgspec.Struct, frozen=True, omit_defaults=True):
    """What of a scheme makes a difference to suggestions.

    ``reads`` are labels of models by what they mean inside, ``says`` the scheme's labels for ours; "" leaves them out.
    """

    titles: bool = True
    reads: dict[str, str] = {}
    says: dict[str, str] = {}

    def read(self, label: str) -> str | None:
        """What a model's label means inside; None for what the scheme does not annotate."""
        if label in self.reads:
            return self.reads[label] or None
        return usual(label)

    def say(self, label: str) -> str | None:
        """The scheme's label for one of ours; None for what it does not annotate."""
        return self.says.get(label, label) or None


def usual(label: str) -> str | None:
    """Which of our labels a usual name of a label means ("per" is PERSON); None for any other."""
    return _USUAL.get(label.casefold())


def convention_of(scheme: Scheme) -> Convention:
    """The convention that a scheme sets: by its labels' names, by what each ``takes``, and by their former names."""
    reads: dict[str, str] = {}
    says: dict[str, str] = {}
    for item in scheme.label:
        taken = [u for name in item.takes if (u := usual(name)) is not None]
        former = [u for name in item.was if (u := usual(name)) is not None]
        inside = next(iter([u for u in [usual(item.name)] if u] + taken + former), item.name)
        for name in (item.name, *item.takes):
            if usual(name) is None:
                reads[name] = inside
        if item.name != inside and inside not in former:
            says.setdefault(inside, item.name)
        says.update(dict.fromkeys((u for u in taken if u != item.name), item.name))
    names = {item.name for item in scheme.label} | {old for item in scheme.label for old in item.was}
    for ours in OURS:
        if ours not in names and ours not in says:
            near = _NEAR.get(ours, "")
            says[ours] = near if near in names else says.get(near, "")
    return Convention(scheme.titles, reads, {k: v for k, v in says.items() if k != v})


@cache
def default_convention() -> Convention:
    """That of the scheme that a new project gets."""
    return convention_of(default_scheme())
