"""What a decision says about suggestions that overlap it: nothing of what the run suggested beside it."""

from __future__ import annotations

import msgspec
import pytest

from annotator import edits
from annotator.page import Page, is_open
from annotator.records import Annotation, Article, SuggestedEntity, SuggestedMention, Suggestion

TEXT = "The sister of Kim Jong Un, Kim Yo Jong, met Jong Un Kim."
OUTER, INNER, SISTER = "sister of Kim Jong Un", "Kim Jong Un", "Kim Yo Jong"


def page(*words: str, run: str = "r1", annotation: Annotation | None = None) -> Page:
    """A page on which these words are suggested as persons, each as a cluster of its own."""
    entities = tuple(SuggestedEntity(f"e{n}", "PERSON", w) for n, w in enumerate(words))
    mentions = tuple(
        SuggestedMention(f"m{n}", TEXT.index(w), TEXT.index(w) + len(w), "PERSON", f"e{n}", 0.9)
        for n, w in enumerate(words)
    )
    return Page(Article("a", TEXT), annotation or Annotation(), Suggestion(run, entities, mentions))


def after(before: Page, edit: edits.Edit) -> Page:
    return Page(before.article, edit[0], before.suggestion)


def item(on: Page, words: str) -> str:
    return next(m.id for m in on.mentions if on.words(m) == words)


def still_open(on: Page) -> list[str]:
    return [on.words(m) for m in on.mentions if is_open(m.id)]


@pytest.mark.parametrize(("first", "left"), [(INNER, OUTER), (OUTER, INNER)])
def test_accepting_one_of_two_nested_suggestions_leaves_the_other_open(first: str, left: str) -> None:
    start = page(OUTER, INNER, SISTER)
    accepted = after(start, edits.accept(start, item(start, first)))
    assert still_open(accepted) == [w for w in (OUTER, INNER, SISTER) if w != first]
    both = after(accepted, edits.accept(accepted, item(accepted, left)))
    assert [m.decision for m in both.mentions] == ["accepted", "accepted", None]


def test_a_later_run_that_suggests_both_leaves_the_other_open_too() -> None:
    start = page(OUTER, INNER)
    accepted = after(start, edits.accept(start, item(start, INNER)))
    assert still_open(page(OUTER, INNER, run="r2", annotation=accepted.annotation)) == [OUTER]
    assert still_open(page(OUTER, run="r2", annotation=accepted.annotation)) == [], "another try at what is decided"


def test_moving_the_inner_mention_within_the_outer_leaves_the_outer_open_and_across_its_edge_does_not() -> None:
    start = page(OUTER, INNER)
    at, end = TEXT.index(INNER), TEXT.index(INNER) + len(INNER)
    within = after(start, edits.move(start, item(start, INNER), at + 4, end))
    assert still_open(within) == [OUTER]
    across = after(start, edits.move(start, item(start, INNER), at, end + 1))
    assert still_open(across) == []


def test_what_a_curator_added_or_widened_settles_what_lies_in_it() -> None:
    start = page("Kim", "Jong Un")
    widened = after(start, edits.move(start, item(start, "Kim"), TEXT.index(INNER), TEXT.index(INNER) + len(INNER)))
    assert still_open(widened) == []
    added = after(start, edits.add(start, TEXT.index(OUTER), TEXT.index(OUTER) + len(OUTER), "PERSON"))
    assert still_open(added) == []
    other = after(start, edits.add(start, TEXT.index(OUTER), TEXT.index(OUTER) + len(OUTER), "ORG"))
    assert still_open(other) == ["Kim", "Jong Un"], "another label is another thing"


def test_two_suggestions_that_cross_are_tries_at_one_thing() -> None:
    start = page("sister of Kim", INNER)
    assert still_open(after(start, edits.accept(start, item(start, INNER)))) == []


def test_every_pair_of_overlapping_ranges_is_found_among_many_decisions() -> None:
    """Long and short decisions in any order: what lies far behind a long one's start is still within it."""
    start = page("The sister of Kim Jong Un, Kim Yo Jong", "The", "Yo")
    entity = msgspec.structs.replace(start.suggestion, mentions=start.suggestion.mentions[2:])  # type: ignore[type-var,union-attr]
    long = after(start, edits.accept(start, "?m0"))
    assert still_open(Page(start.article, long.annotation, entity)) == []
    assert still_open(long) == ["The", "Yo"]
