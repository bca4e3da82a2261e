"""What comes from other tools, under the names that the project has for their labels; and what that left out, counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from annotator.edits import relabel, suggestion_without, under_new_names, without_labels
from annotator.formats import Brought
from annotator.labelmap import Names
from annotator.records import Annotation, Record, Suggestion


class Told(Record, frozen=True):
    """Counts of what naming did: see :class:`annotator.imported.Imported`."""

    left_out: dict[str, int]
    renamed: dict[str, int]
    labels_left_out: dict[str, int]
    unknown: dict[str, int]


@dataclass(frozen=True, slots=True)
class Naming:
    """The names of now, and those under which earlier imports came in."""

    now: Names
    before: Names

    def suggestion(self, suggestion: Suggestion) -> Suggestion:
        """A suggestion under the names of now."""
        uses = {m.label for m in suggestion.mentions} | {e.label for e in suggestion.entities}
        uses |= {choice.label for m in suggestion.mentions for choice in m.others}
        left, _ = suggestion_without(suggestion, self.now.left_out(uses))
        return under_new_names(left, self.now.renamed(uses))

    def told(self, item: Brought) -> Told:
        """What became of the labels of an item, and of what rests on those that were left out."""
        uses = label_uses(item)
        out = self.now.left_out(uses)
        gone: Counter[str] = Counter(item.left_out)
        if out and item.annotation is not None:
            gone += without_labels(item.annotation, out)[1]
        for proposed in item.proposed if out else ():
            gone += suggestion_without(proposed.suggestion, out)[1]
        return Told(
            dict(gone),
            {f"{label} → {name}": uses[label] for label, name in self.now.renamed(uses).items()},
            {label: uses[label] for label in out},
            {label: count for label, count in uses.items() if not self.now.knows(label)},
        )


def named(annotation: Annotation, names: Names) -> tuple[Annotation, Counter[str]]:
    """The annotation under other names, without labels that are left out; and what went with those."""
    uses = _uses(annotation)
    out, renamed = names.left_out(uses), names.renamed(uses)
    left, lost = without_labels(annotation, out) if out else (annotation, Counter[str]())
    return relabel(left, renamed)[0] if renamed else left, lost


def label_uses(item: Brought) -> dict[str, int]:
    """How many mentions have each label; entities without a mention and rejections count where no mention does."""
    uses = {} if item.annotation is None else _uses(item.annotation)
    for proposed in item.proposed:
        for mention in proposed.suggestion.mentions:
            uses[mention.label] = uses.get(mention.label, 0) + 1
    return uses


def _uses(annotation: Annotation) -> dict[str, int]:
    uses: dict[str, int] = {}
    for mention in annotation.mentions.values():
        uses[mention.label] = uses.get(mention.label, 0) + 1
    others: dict[str, int] = {}
    labels = [entity.label for entity in annotation.entities.values()]
    labels += [rejection.label for rejection in annotation.rejected.values() if rejection.what == "mention"]
    for label in labels:
        if label not in uses:
            others[label] = others.get(label, 0) + 1
    return uses | others
