"""What comes from other tools, under the names that the project has for their labels; and what that left out, counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from annotator.edits import relabel, suggestion_without, under_new_names, without_labels
from annotator.formats import Brought
from annotator.labelmap import Names
from annotator.records import Annotation, Record, Suggestion


class Told(Record, frozen=True):
    """Counts of what naming did: see :class:`annotator.importing.Imported`."""

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
    left, lost = without_labels(annotation, names.left_out(uses))
    return relabel(left, names.renamed(uses))[0], lost


def label_uses(item: Brought) -> Counter[str]:
    """How many mentions have each label; entities without a mention and rejections count where no mention does."""
    uses = Counter[str]()
    if item.annotation is not None:
        uses += _uses(item.annotation)
    for proposed in item.proposed:
        uses.update(m.label for m in proposed.suggestion.mentions)
    return uses


def _uses(annotation: Annotation) -> Counter[str]:
    uses = Counter(m.label for m in annotation.mentions.values())
    others = Counter(e.label for e in annotation.entities.values())
    others.update(r.label for r in annotation.rejected.values() if r.what == "mention")
    uses.update({label: count for label, count in others.items() if label not in uses})
    return uses
