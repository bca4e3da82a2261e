"""Who said what: for each item of an annotation the curators who had it in their own versions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from annotator.quality.comparing import Compared, apart, compare
from annotator.records import Annotation, Article, Said
from annotator.versions import Version, counting


def who_said(article: Article, annotation: Annotation, versions: Sequence[Version]) -> dict[str, Said]:
    """By the item's id who had just the same, and who had it partly; what nobody had is not in it.

    A mention is the same with its range, label and entity, a stance with all its parts, an entity with its label and the
    ranges of its mentions. Partly the same is what belongs together but differs in any of these.
    """
    same: dict[str, list[str]] = {}
    partly: dict[str, list[str]] = {}
    for version in counting(versions):
        for id, whole in _had(compare(article, annotation, version.annotation)):
            names = (same if whole else partly).setdefault(id, [])
            if version.curator not in names:
                names.append(version.curator)
    return {
        id: Said(
            tuple(sorted(same.get(id, ()))),
            tuple(sorted(name for name in partly.get(id, ()) if name not in same.get(id, ()))),
        )
        for id in same.keys() | partly.keys()
    }


def _had(compared: Compared) -> Iterator[tuple[str, bool]]:
    """What the other has of the one's items (ids), and whether it is just the same."""
    for one, other in compared.mentions:
        if one is not None and other is not None:
            alike = (one.range, one.label) == (other.range, other.label)
            yield one.id, alike and compared.owner.get(other.entity) == one.entity
    for mine, theirs in compared.stances:
        if mine is not None and theirs is not None:
            yield mine.id, not any(apart(mine, theirs, compared.owner).values())
    for theirs_, mine_ in compared.owner.items():
        labels = compared.one.entities[mine_].label, compared.other.entities[theirs_].label
        ranges = _ranges(compared.one, mine_), _ranges(compared.other, theirs_)
        yield mine_, labels[0] == labels[1] and ranges[0] == ranges[1]


def _ranges(side: Annotation, entity: str) -> set[tuple[int, int]]:
    return {(m.start, m.end) for m in side.mentions.values() if m.entity == entity}
