"""The same for the same words: what stands at a place, what a template does there, and that only this is done."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator import edits
from annotator.edits import Template
from annotator.errors import EditError
from annotator.page import Page
from annotator.records import (
    Annotation,
    Article,
    Section,
    SuggestedEntity,
    SuggestedMention,
    Suggestion,
    apply_change,
)
from annotator.spans import Range, occurrences

TEXT = "Kim met Kim Yo Jong. Ms Kim and KIM left; Kim stayed. Kimchi for Kim. Related: Kim"
DULL = Section(TEXT.index("Related"), len(TEXT), "boilerplate")


def kim(which: int) -> Range:
    return occurrences(TEXT, "Kim")[which]


def page(*suggested: tuple[Range, str, str]) -> Page:
    """The text with suggestions: range, label, cluster."""
    clusters = {entity: label for _, label, entity in suggested}
    made = Suggestion(
        "r",
        tuple(SuggestedEntity(e, label, f"name of {e}") for e, label in clusters.items()),
        tuple(SuggestedMention(f"m{n}", s.start, s.end, label, e, 0.9) for n, (s, label, e) in enumerate(suggested, 1)),
    )
    return Page(Article("a", TEXT, sections=(DULL,)), Annotation(sections=(DULL,)), made)


def after(page: Page, act: Callable[..., edits.Edit], *args: object, **more: object) -> Page:
    return Page(page.article, act(page, *args, **more)[0], page.suggestion, page.tokens)


def put(page: Page, template: Template, **more: object) -> Page:
    return after(page, edits.put, template, edits.places(page, "Kim", template.label), **more)


def stands(page: Page, label: str = "") -> list[tuple[str, str]]:
    return [(p.state, p.label) for p in edits.places(page, "Kim", label)]


PERSON = Template("label", "PERSON")


@given(
    st.text("aB b_é\u0301ßK1'-.\n\u00a0", max_size=30),
    st.text("aB b_é\u0301K1'-", min_size=1, max_size=4),
    st.booleans(),
)
def test_whole_words_are_found_as_a_naive_reading_finds_them(text: str, words: str, any_case: bool) -> None:
    def inside(sign: str) -> bool:
        return sign.isalnum() or sign in "_\u0301"

    def same(one: str, other: str) -> bool:
        return one == other or (any_case and one.lower() == other.lower()) or (one.isspace() and other.isspace())

    wanted = " ".join(words.split())
    found, at = [], 0
    while wanted and at < len(text):
        end, ok = at, True
        for sign in wanted:
            if end >= len(text) or not same(text[end], sign):
                ok = False
                break
            end += 1
            while sign == " " and end < len(text) and text[end].isspace():
                end += 1
        if ok and inside(wanted[0]) and at and inside(text[at - 1]):
            ok = False
        if ok and inside(wanted[-1]) and end < len(text) and inside(text[end]):
            ok = False
        found += [Range(at, end)] if ok else []
        at = end if ok else at + 1
    assert occurrences(text, words, any_case=any_case) == found


def test_what_stands_at_each_place_is_told() -> None:
    kept = after(
        page((kim(0), "PERSON", "e1"), (Range(8, 19), "PERSON", "e2")), edits.add, kim(2).start, kim(2).end, "ORG"
    )
    assert stands(kept) == [
        ("suggested", "PERSON"), ("part", "PERSON"), ("decided", "ORG"), ("bare", ""), ("bare", ""), ("bare", ""),
    ]  # fmt: skip
    assert [p.boilerplate for p in edits.places(kept, "Kim")] == [False] * 5 + [True]
    assert [TEXT[p.start : p.end] for p in edits.places(kept, "kim", any_case=True)].count("KIM") == 1


def test_a_rejection_counts_only_for_its_label() -> None:
    no = after(page((kim(0), "PERSON", "e1")), edits.reject, "?m1")
    assert stands(no, "PERSON")[0] == ("rejected", "PERSON")
    assert stands(no, "ORG")[0] == ("bare", "")


def test_a_label_accepts_adds_and_relabels_but_leaves_what_is_part_of_a_like_mention() -> None:
    there = page((kim(0), "PERSON", "e1"), (Range(8, 19), "PERSON", "e2"), (kim(3), "ORG", "e3"))
    done = put(there, PERSON)
    assert [s for s, _ in stands(done)] == ["decided", "part", "decided", "decided", "decided", "decided"]
    assert [(m.decision, m.bulk) for m in done.annotation.mentions.values()] == [
        ("accepted", True), ("added", True), ("corrected", True), ("added", True), ("added", True),
    ]  # fmt: skip
    assert len(done.annotation.entities) == 1  # all are the Kim that was suggested


def test_new_words_become_one_entity_not_one_for_each_place() -> None:
    assert len(put(page(), PERSON).annotation.entities) == 1


def test_only_what_was_looked_at_is_not_marked_bulk() -> None:
    done = put(page(), PERSON, looked_at=[kim(2)])
    assert [m.start for m in done.annotation.mentions.values() if not m.bulk] == [kim(2).start]


def test_a_place_that_is_not_as_it_was_shown_is_left_alone() -> None:
    shown = edits.places(page(), "Kim", "PERSON")
    changed = after(page(), edits.add, kim(2).start, kim(2).end, "ORG")
    done = after(changed, edits.put, PERSON, shown)
    assert stands(done)[2] == ("decided", "ORG")
    with pytest.raises(EditError, match="no place left"):
        edits.put(changed, PERSON, [shown[2]])


def test_what_was_rejected_and_is_chosen_on_purpose_is_not_rejected_any_more() -> None:
    no = after(page((kim(0), "PERSON", "e1")), edits.reject, "?m1")
    done = after(no, edits.put, PERSON, edits.places(no, "Kim", "PERSON")[:1])
    assert done.annotation.rejected == {}
    assert stands(done)[0] == ("decided", "PERSON")


def test_a_rejection_rejects_what_is_suggested_so_and_removes_what_is_decided_so() -> None:
    there = after(page((kim(0), "PERSON", "e1"), (kim(2), "PERSON", "e1"), (kim(3), "ORG", "e3")), edits.accept, "?m2")
    no = Template("reject", "PERSON")
    assert [edits.effect_on(there, p, no) for p in edits.places(there, "Kim", "PERSON")] == [
        "reject", "", "remove", "", "", "",
    ]  # fmt: skip
    done = put(there, no)
    assert stands(done, "PERSON")[0] == stands(done, "PERSON")[2] == ("rejected", "PERSON")
    assert stands(done)[3] == ("suggested", "ORG")


def test_a_cluster_joins_to_the_entity_of_that_name_and_does_nothing_where_there_is_none() -> None:
    there = page((Range(8, 19), "PERSON", "e1"), (kim(2), "PERSON", "e2"), (kim(3), "ORG", "e3"))
    same = Template("join", "PERSON", "Name of E1")
    done = put(there, same)
    home = next(e for e in done.entities if e.name == "name of e1")
    assert {m.entity for m in done.mentions} == {home.id}
    assert stands(done)[2:4] == [("decided", "PERSON")] * 2
    with pytest.raises(EditError):
        put(there, Template("join", "PERSON", "nobody"))


def test_on_its_own_page_the_entity_itself_is_meant_not_one_of_the_same_name() -> None:
    there = page((Range(8, 19), "PERSON", "e1"), (kim(2), "PERSON", "e2"))
    done = put(there, Template("join", "PERSON", "name of e1", "?e2", "a"))
    assert {done.name(m.entity) for m in done.mentions if m.start == kim(4).start} == {"name of e2"}


def test_stances_of_an_entity_that_is_emptied_go_along() -> None:
    there = page((Range(8, 19), "PERSON", "e1"), (kim(2), "PERSON", "e2"), (Range(32, 35), "ORG", "e3"))
    there = after(there, edits.add_stance, "?e2", "?e3", "favor")
    done = put(there, Template("join", "PERSON", "name of e1"))
    assert [done.name(s.holder) for s in done.stances] == ["name of e1"]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from([*map(kim, range(6)), Range(8, 19)]), st.sampled_from(("PERSON", "ORG"))), max_size=5
    ),
    st.sampled_from(("label", "reject", "join")),
    st.sets(st.integers(0, 5)),
)
def test_an_act_does_what_was_shown_at_the_chosen_places_and_nothing_elsewhere(
    suggested: list[tuple[Range, str]], kind: str, chosen: set[int]
) -> None:
    there = page(*((span, label, f"e{n}") for n, (span, label) in enumerate(dict(suggested).items())))
    template = Template(kind, "PERSON", "name of e0")  # type: ignore[arg-type]
    shown = edits.places(there, "Kim", "PERSON")
    taken = [shown[n] for n in sorted(chosen)]
    ways = edits.doable(there, template, taken)
    if not ways:
        with pytest.raises(EditError):
            edits.put(there, template, taken)
        return
    annotation, change = edits.put(there, template, taken)
    assert apply_change(annotation, change.inverse()) == there.annotation
    done = Page(there.article, annotation, there.suggestion)
    became = {"reject": ("rejected", "PERSON")}.get(kind, ("decided", "PERSON"))
    touched = {place.start for place, _ in ways}
    for old, new in zip(shown, edits.places(done, "Kim", "PERSON"), strict=True):
        if old.start in touched:
            assert (new.state, new.label) == became
        elif old.state in ("decided", "rejected", "bare"):
            assert (new.state, new.label) == (old.state, old.label)
