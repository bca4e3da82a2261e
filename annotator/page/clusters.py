"""Which entity of an annotation each suggested cluster became."""

from __future__ import annotations

from annotator.page.proposal import Proposal
from annotator.records import MEMORY, Annotation


def clusters_of(annotation: Annotation, proposal: Proposal) -> dict[str, str]:
    """Which entity each suggested cluster became: named by the entity, else by a decided mention, else by its name."""
    found: dict[str, str] = {}
    prefix = proposal.run + "/"
    for entity in annotation.entities.values():
        for ref in entity.clusters:
            if ref.startswith(prefix):
                found.setdefault(ref[len(prefix) :], entity.id)
    # Of this very run the entities themselves say which clusters they are; a mention taken out of one says nothing.
    decided = {
        (m.start, m.end): m.entity
        for m in annotation.mentions.values()
        if m.origin is None
        or (m.origin.run != proposal.run and not (m.origin.run == MEMORY and m.origin.item in proposal.mentions))
    }
    for mention in proposal.mentions.values() if decided else ():
        if mention.entity not in found and (mention.start, mention.end) in decided:
            found[mention.entity] = decided[mention.start, mention.end]
    by_name = {c: e.id for e in annotation.entities.values() for c in proposal.named(e.name, e.label)}
    return by_name | found
