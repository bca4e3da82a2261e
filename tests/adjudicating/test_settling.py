"""What settles a disagreement: the annotation ends as the one, the other, both or neither have it; and who said what."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from annotator import edits
from annotator.adjudicating import AS_IT_STANDS, BOTH, NEITHER, Adjudication, Choice, consensus, shown_names, who_said
from annotator.errors import EditError
from annotator.page import Page
from annotator.records import Annotation, Article, Said, apply_change
from annotator.spans import Range
from annotator.versions import Version, counting, decided, fingerprint, state_of, work_of
from tests.agreeing.planting import PLANTS, article, under_other_ids

KINDS = [kind for kind in PLANTS if kind != "nothing"]


def done(annotation: Annotation) -> Annotation:
    return msgspec.structs.replace(annotation, status="done")


def planted(kind: str, number: int = 0) -> tuple[Article, Annotation, Annotation]:
    """An article as Ann has it, and as Ben has it."""
    found, mine = article(number)
    return found, done(mine), done(under_other_ids(PLANTS[kind](mine)[0]))


def facing(found: Article, *sides: Annotation) -> Adjudication:
    names = ("ann", "ben", "cleo", "dag")
    return Adjudication(
        found, [Version(name, side, own=not n) for n, (name, side) in enumerate(zip(names, sides, strict=False))]
    )


def settled(found: Article, room: Adjudication, now: Annotation, choose: Callable[[int], Choice]) -> Annotation:
    """All that is left, one act after the other; each can be taken back."""
    for number, disputed in enumerate(room.left(now)):
        before = now
        now, change = edits.adjudicate(Page(found, now, None), room.plan(now, disputed, choose(number)))
        assert apply_change(before, change) == now
        assert apply_change(now, change.inverse()) == before
    return now


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("begin", ["ann", "ben", "nothing but what both say"])
def test_what_one_curator_has_is_taken_whole(kind: str, begin: str) -> None:
    for number in range(3):
        found, ann, ben = planted(kind, number)
        room = facing(found, ann, ben)
        start = {"ann": ann, "ben": ben}.get(begin) or consensus(found, room.versions)
        for side, wanted in enumerate((ann, ben)):
            now = settled(found, room, start, lambda _, side=side: side)  # type: ignore[misc]
            assert work_of(now) == work_of(wanted)
            assert not room.left(now)
            assert now.adjudicated == room.fingerprint
            assert now.status == "started", "it is open until it is finished again"


def test_all_kinds_at_once_as_each_has_them() -> None:
    """What does not hinder one another, in one article: Ben's on every second, Ann's on the others."""
    found, mine = article(1)
    changed = mine
    for kind in (
        "missing mention",
        "one more mention",
        "other label",
        "reversed direction",
        "other polarity",
        "other source",
    ):
        changed = PLANTS[kind](changed)[0]
    ann, ben = done(mine), done(under_other_ids(changed))
    room = facing(found, ann, ben)
    assert sorted(kind for d in room.disputed for kind in d.kinds) == [
        "missing mention", "missing mention", "other label", "other polarity", "other source", "reversed direction"
    ]  # fmt: skip
    now = settled(found, room, ann, lambda number: number % 2)
    assert set(now.settled.values()) == {"ann", "ben"}
    assert work_of(now) not in (work_of(ann), work_of(ben))
    said = who_said(found, now, room.versions)
    whole = {name for item in said.values() for name in item.same}
    assert whole == {"ann", "ben"}


@pytest.mark.parametrize("kind", KINDS)
def test_neither_is_right(kind: str) -> None:
    found, ann, ben = planted(kind)
    room = facing(found, ann, ben)
    now = settled(found, room, ann, lambda _: NEITHER)
    for disputed in room.disputed:
        assert room.here(now, disputed) == ""
    assert set(now.settled.values()) == {NEITHER}


MORE_WITH_BOTH = {
    "missing mention": (0, 0),
    "one more mention": (1, 0),
    "other range": (2, 0),
    "other label": (1, 0),
    "missing stance": (0, 0),
    "reversed direction": (0, 1),
    "other holder": (0, 1),
    "other target": (0, 1),
    "other polarity": (0, 1),
    "other cue": (0, 0),
    "other cue edges": (0, 0),
}
"""So many mentions and stances more than Ann has; what is not here cannot be both."""


@pytest.mark.parametrize("kind", KINDS)
def test_both_are_right_where_both_can_stand(kind: str) -> None:
    found, ann, ben = planted(kind)
    room = facing(found, ann, ben)
    if kind not in MORE_WITH_BOTH:
        with pytest.raises(EditError, match="both cannot hold"):
            settled(found, room, ann, lambda _: BOTH)
        return
    now = settled(found, room, ann, lambda _: BOTH)
    mentions = len(now.mentions) - len(ann.mentions)
    stances = len(now.stances) - len(ann.stances)
    assert (mentions, stances) == MORE_WITH_BOTH[kind]
    said = who_said(found, now, room.versions)
    assert all(now_is.same or now_is.partly for now_is in said.values())


def test_cues_of_both_become_cues_of_one_stance() -> None:
    found, ann, ben = planted("other cue")
    room = facing(found, ann, ben)
    now = settled(found, room, ann, lambda _: BOTH)
    words = [cue.of(found.text) for cue in now.stances["s2"].cues]
    assert words == ["has", "praised"]


def test_what_was_mended_by_hand_is_settled_as_it_stands() -> None:
    found, ann, ben = planted("other label")
    room = facing(found, ann, ben)
    (disputed,) = room.disputed
    page = Page(found, ann, None)
    now, _ = edits.label(page, room.here(ann, disputed), "LOC")
    now = settled(found, room, now, lambda _: AS_IT_STANDS)
    assert now.mentions[room.here(now, disputed)].label == "LOC"
    assert now.settled == {disputed.key: AS_IT_STANDS}
    said = who_said(found, now, room.versions)[room.here(now, disputed)]
    assert said == Said((), ("ann", "ben"))


def test_a_stance_brings_its_ends() -> None:
    """Ben alone has the holder and the stance: the mention is refused first, the stance then brings it."""
    found, mine = article(2)
    gone = {s.id: s for s in mine.stances.values() if s.id != "s3"}
    union = {m.id for m in mine.mentions.values() if m.entity == "e5"}
    less = msgspec.structs.replace(
        mine,
        mentions={id: m for id, m in mine.mentions.items() if id not in union},
        entities={id: e for id, e in mine.entities.items() if id != "e5"},
        stances=gone,
    )
    ann, ben = done(less), done(under_other_ids(mine))
    room = facing(found, ann, ben)
    assert [d.what for d in room.disputed] == ["mention", "stance"]
    now = settled(found, room, ann, lambda number: number)
    assert work_of(now) == work_of(ben)


def test_an_entity_that_stands_nowhere_is_asked_about_too() -> None:
    found, mine = article(5)
    board = msgspec.structs.replace(mine.entities["e5"], id="e80", name="Ferry Board")
    ann, ben = done(mine), done(under_other_ids(msgspec.structs.replace(mine, entities=mine.entities | {"e80": board})))
    room = facing(found, ann, ben)
    assert [(d.what, d.kinds, d.title) for d in room.disputed] == [("entity", ("missing entity",), "Ferry Board")]
    taken = settled(found, room, ann, lambda _: 1)
    assert work_of(taken) == work_of(ben)
    again, _ = edits.adjudicate(Page(found, taken, None), room.plan(taken, room.disputed[0], 0))
    assert work_of(again) == work_of(ann)


def test_three_curators_and_each_thing_is_asked_once() -> None:
    found, mine = article(3)
    ann, ben = done(mine), done(under_other_ids(PLANTS["other label"](mine)[0]))
    cleo = done(PLANTS["missing stance"](PLANTS["other label"](mine)[0])[0])
    room = facing(found, ann, ben, cleo)
    assert sorted(d.kinds for d in room.disputed) == [("missing stance",), ("other label",)]
    for side, wanted in enumerate((ann, ben, cleo)):
        assert work_of(settled(found, room, ann, lambda _, side=side: side)) == work_of(wanted)  # type: ignore[misc]
    label = next(d for d in room.disputed if d.what == "mention")
    now, _ = edits.adjudicate(Page(found, ann, None), room.plan(ann, label, BOTH))
    assert len(now.mentions) == len(ann.mentions) + 1


def test_what_is_settled_stays_settled_as_long_as_nobody_says_otherwise() -> None:
    found, mine = article(4)
    changed = PLANTS["missing stance"](PLANTS["other label"](mine)[0])[0]
    ann, ben = done(mine), done(under_other_ids(changed))
    now = settled(found, facing(found, ann, ben), ann, lambda _: 0)
    later = done(under_other_ids(PLANTS["other polarity"](changed)[0]))
    room = Adjudication(found, [Version("ann", ann, own=True), Version("ben", ben), Version("ben", later)])
    assert [d.kinds for d in room.left(now)] == [("other polarity",)]
    assert now.adjudicated != room.fingerprint


# --- how an article stands


def test_how_an_article_stands() -> None:
    _, ann, ben = planted("other label")
    same = under_other_ids(ann)
    started = msgspec.structs.replace(ben, status="started")

    def state(now: Annotation, *versions: Version) -> str:
        return state_of([version.side for version in versions], now.status, now.adjudicated)

    own = Version("ann", ann, own=True)
    assert state(ann, own, Version("ben", ben)) == "to adjudicate"
    assert state(ann, own, Version("ben", same)) == "agreed"
    assert state(ann, own, Version("ben", started)) == "kept"
    assert state(ann, own, Version("ben", ben), Version("ben", same)) == "agreed", "the newest of each curator counts"
    assert state(Annotation(), Version("ben", ben)) == "kept"
    assert state(ben, Version("ben", ben)) == "taken"
    unfinished = msgspec.structs.replace(ann, status="started")
    assert state(unfinished, Version("ann", unfinished, own=True), Version("ben", same)) == "to adjudicate"
    both = fingerprint([own.side, Version("ben", ben).side])
    settled = msgspec.structs.replace(ann, adjudicated=both)
    assert state(settled, own, Version("ben", ben)) == "adjudicated"
    assert state(msgspec.structs.replace(settled, status="started"), own, Version("ben", ben)) == "to adjudicate"
    assert state(settled, own, Version("ben", ben), Version("cleo", ben)) == "to adjudicate", "somebody new has a say"


def test_names_ids_and_order_are_no_work() -> None:
    _, ann, _ = planted("nothing")
    renamed = {id: msgspec.structs.replace(e, name=f"{e.name} (sic)") for id, e in ann.entities.items()}
    assert work_of(ann) == work_of(under_other_ids(ann)) == work_of(msgspec.structs.replace(ann, entities=renamed))
    for kind in KINDS:
        assert work_of(PLANTS[kind](ann)[0]) != work_of(ann), kind


def test_what_is_decided() -> None:
    assert not decided(Annotation(note="later", flagged=True, status="skipped", looked_at=(Range(0, 5),)))
    assert decided(Annotation(status="done"))
    assert decided(planted("nothing")[1])


# --- names


def test_hidden_names_are_shuffled_by_the_seed_and_differ_from_article_to_article() -> None:
    _, ann, ben = planted("other label")
    versions = counting([Version("ann", ann, own=True), Version("ben", ben)])
    assert shown_names(versions, "a1", hidden=False) == [(0, "ann"), (1, "ben")]
    orders = {tuple(n for n, _ in shown_names(versions, f"a{i}", hidden=True, seed=7)) for i in range(20)}
    assert orders == {(0, 1), (1, 0)}
    for i in range(20):
        once = shown_names(versions, f"a{i}", hidden=True, seed=7)
        assert once == shown_names(versions, f"a{i}", hidden=True, seed=7)
        assert [name for _, name in once] == ["Curator 1", "Curator 2"]
    namesakes = counting([Version("ann", ann, "a.annot", own=True), Version("ann", ben, "b.annot")])
    assert [name for _, name in shown_names(namesakes, "a1", hidden=False)] == ["ann (a.annot)", "ann (b.annot)"]
