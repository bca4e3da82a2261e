"""Labels under other names: everywhere at once, with one undo; old suggestions and old gold under the new name."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator import edits
from annotator.errors import EditError
from annotator.exporting import export
from annotator.gold import decode
from annotator.importing import import_files
from annotator.labelmap import with_labels
from annotator.page import Page, is_open
from annotator.project import Project
from annotator.records import Annotation, Article, Entity, Mention, Run, apply_change
from annotator.redrafting import Redraft
from annotator.relabelling import change_scheme, count_labels, count_wordings, split_label
from annotator.scheme import default_scheme
from tests.core.test_acts import LABELS, TEXT, act, assert_whole, small_page, suggestions

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


def drive(work: Generator[Any, None, Any]) -> Any:
    """Run a generator to its end; what it returns."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value


@st.composite
def curated(draw: st.DrawFn) -> Page:
    """A page after some acts."""
    page = Page(Article("a", TEXT), Annotation(), draw(suggestions()))
    for _ in range(draw(st.integers(1, 12))):
        try:
            page = Page(page.article, act(page, draw)[0], page.suggestion)
        except EditError:
            continue
    return page


def under(page: Page, renamed: dict[str, str]) -> Page:
    """The page under new names, as a project shows it."""
    assert page.suggestion is not None
    after, change = edits.relabel(page.annotation, renamed)
    assert apply_change(page.annotation, change) == after
    assert bool(change.steps) == edits.has_label(page.annotation, renamed)
    assert apply_change(after, change.inverse()) == page.annotation
    read = msgspec.json.decode(msgspec.json.encode(change), type=type(change))
    assert apply_change(page.annotation, read) == after
    return Page(page.article, after, edits.under_new_names(page.suggestion, renamed))


@settings(max_examples=80, deadline=None, suppress_health_check=SLOW)
@given(curated(), st.sampled_from(LABELS))
def test_renaming_changes_names_only_and_back_gives_the_same(page: Page, label: str) -> None:
    there = under(page, {label: "NEW"})
    assert there.annotation.status == page.annotation.status
    assert [m.id for m in there.mentions] == [m.id for m in page.mentions], "nothing opened, nothing came back"
    assert [m.label for m in there.mentions] == ["NEW" if m.label == label else m.label for m in page.mentions]
    assert [m.decision for m in there.mentions] == [m.decision for m in page.mentions]
    assert under(there, {"NEW": label}).annotation == page.annotation
    assert_whole(there)


@settings(max_examples=80, deadline=None, suppress_health_check=SLOW)
@given(curated(), st.sampled_from(LABELS), st.sampled_from(LABELS))
def test_merging_labels_keeps_it_whole(page: Page, label: str, into: str) -> None:
    merged = under(page, {label: into} if label != into else {})
    assert_whole(merged)
    assert label == into or label not in {m.label for m in merged.mentions}
    places = [(m.start, m.end, m.label, m.entity) for m in merged.annotation.mentions.values()]
    before = [(m.start, m.end, m.label, m.entity) for m in page.annotation.mentions.values()]
    assert len(places) - len(set(places)) <= len(before) - len(set(before)), "no mention stands twice that did not"


@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
@given(st.data())
def test_accepted_stays_accepted_when_it_is_touched_again(data: st.DataObject) -> None:
    page = Page(Article("a", TEXT), Annotation(), data.draw(suggestions()))
    item = data.draw(st.sampled_from([m.id for m in page.mentions if is_open(m.id)]))
    page = Page(page.article, edits.accept(page, item)[0], page.suggestion)
    (mention,) = page.annotation.mentions.values()
    there = under(page, {mention.label: "NEW"})
    try:
        moved = edits.move(there, mention.id, 0, len(TEXT))[0]
    except EditError:
        return
    there = Page(page.article, moved, there.suggestion)
    back = edits.move(there, mention.id, mention.start, mention.end)[0]
    assert back.mentions[mention.id].decision == mention.decision


def test_where_two_labels_become_one_no_mention_stands_twice() -> None:
    page = small_page()
    page = Page(page.article, edits.accept(page, "?m1")[0], page.suggestion)
    (kim,) = page.annotation.mentions.values()
    twin = msgspec.structs.replace(kim, id="m99", label="ORG", origin=None)
    rejected = edits.reject(page, "?m2")[0].rejected
    both = msgspec.structs.replace(page.annotation, mentions={kim.id: kim, "m99": twin}, rejected=rejected)
    after, change = edits.relabel(both, {"ORG": "PERSON"})
    assert list(after.mentions) == [kim.id]
    assert apply_change(after, change.inverse()) == both
    after, _ = edits.relabel(both, {"PERSON": "ORG"})
    assert list(after.mentions) == ["m99"]
    assert [r.label for r in after.rejected.values()] == ["ORG"]


def test_what_is_marked_now_is_not_rejected_too() -> None:
    page = small_page()
    page = Page(page.article, edits.reject(page, "?m1")[0], page.suggestion)
    page = Page(page.article, edits.add(page, 0, 3, "ORG")[0], page.suggestion)
    after, change = edits.relabel(page.annotation, {"PERSON": "ORG"})
    assert after.rejected == {}
    assert apply_change(after, change.inverse()) == page.annotation


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Four articles with suggestions: one accepted, one rejected, one finished, one not looked at."""
    with Project.create(tmp_path / "p.annot", curator="ann") as made:
        page = small_page()
        assert page.suggestion is not None
        made.add([Article(id, f"{page.text} {id}") for id in "abcd"])
        made.add_run(Run("r1", "hand", "1", "2025-01-01T00:00:00Z"))
        made.put_suggestions([(id, page.suggestion) for id in "abcd"])
        made.act(made.page("a"), edits.accept, "?m1")
        made.act(made.page("b"), edits.reject, "?m1")
        made.act(made.page("c"), edits.accept_rest, 0.0)
        made.act(made.page("c"), edits.finish, "ann", "2025-01-01T00:00:00Z")
        yield made


def rename(project: Project, old: str, new: str) -> tuple[str, ...]:
    draft = Redraft(project.scheme)
    draft.change(project.scheme.labels().index(old), name=new)
    touched: tuple[str, ...] = drive(change_scheme(project, draft.scheme(), draft.renamed(), draft.words()))
    return touched


def labels(project: Project) -> dict[str, list[str]]:
    return {id: [m.label for m in project.page(id).mentions] for id in "abcd"}


def test_a_label_is_counted_where_it_is_decided(project: Project) -> None:
    counts = drive(count_labels(project))
    assert set(counts) == {"PERSON"}
    assert counts["PERSON"].words() == "7 mentions in 2 articles"


def test_renaming_everywhere_is_one_undo_and_takes_old_suggestions_along(project: Project) -> None:
    before = {id: project.store.annotation(id) for id in "abcd"}
    shown = labels(project)
    assert rename(project, "PERSON", "HUMAN") == ("a", "b", "c")
    assert labels(project) == {id: ["HUMAN"] * len(shown[id]) for id in "abcd"}
    assert project.page("c").annotation.status == "done"
    assert project.store.suggestion("d").mentions[0].label == "PERSON", "what a run suggested is never changed"
    assert [m.decision for m in project.page("c").mentions] == ["accepted"] * 6
    assert project.undo_words() == "rename PERSON to HUMAN"
    undone = project.undo()
    assert (sorted(undone.articles), undone.scheme) == (["a", "b", "c"], True)
    assert {id: project.store.annotation(id) for id in "abcd"} == before
    assert (labels(project), project.scheme) == (shown, default_scheme())
    project.redo()
    assert labels(project)["d"] == ["HUMAN"] * 6
    assert project.check() == []


def test_a_label_is_split_by_wording_everywhere_with_one_undo(project: Project) -> None:
    before = {id: project.store.annotation(id) for id in "abcd"}
    counts = drive(count_wordings(project, "PERSON"))
    assert sum(counts.values()) == 7
    assert list(counts.values()) == sorted(counts.values(), reverse=True)
    chosen = next(iter(counts))
    wider = with_labels(project.scheme, ["LEADER"])
    touched = drive(split_label(project, wider, "PERSON", "LEADER", {chosen}))
    after = {id: project.store.annotation(id) for id in touched}
    texts = {id: project.store.article(id).text for id in touched}
    told = {(edits.wording(texts[id][m.start : m.end]), m.label) for id in touched for m in after[id].mentions.values()}
    assert told == {(words, "LEADER" if words == chosen else "PERSON") for words, _ in told}
    assert sum(m.label == "LEADER" for a in after.values() for m in a.mentions.values()) == counts[chosen]
    assert after["c"].status == "done"
    assert project.store.annotation("b") == before["b"], "what was rejected is rejected"
    assert project.undo_words() == "split LEADER off PERSON"
    project.undo()
    assert {id: project.store.annotation(id) for id in "abcd"} == before
    assert project.scheme == default_scheme()
    assert project.check() == []


def test_an_entity_goes_along_when_all_its_mentions_do() -> None:
    text = "Ann Lee met Lee."
    annotation = Annotation(
        entities={"e1": Entity("e1", "PERSON", "Ann Lee")},
        mentions={
            "m1": Mention("m1", 0, 7, "PERSON", "e1"),
            "m2": Mention("m2", 12, 15, "PERSON", "e1"),
            "m3": Mention("m3", 12, 15, "LEADER", "e1"),
        },
    )
    some, _ = edits.split_label(annotation, text, "PERSON", "LEADER", {"Ann Lee"})
    assert (some.entities["e1"].label, some.mentions["m1"].label) == ("PERSON", "LEADER")
    every, change = edits.split_label(annotation, text, "PERSON", "LEADER", {"Ann Lee", "Lee"})
    assert every.entities["e1"].label == "LEADER"
    assert set(every.mentions) == {"m1", "m3"}, "no mention stands twice"
    assert apply_change(every, change.inverse()) == annotation
    assert edits.split_label(annotation, text, "PERSON", "LEADER", {"nobody"})[1].steps == ()


def test_what_is_accepted_under_the_new_name_was_accepted(project: Project) -> None:
    rename(project, "PERSON", "HUMAN")
    page = project.act(project.page("d"), edits.accept, "?m1")
    assert [(m.label, m.decision) for m in page.mentions if not is_open(m.id)] == [("HUMAN", "accepted")]


def test_a_change_of_a_colour_touches_no_article(project: Project) -> None:
    draft = Redraft(project.scheme)
    draft.change(0, hue="rust")
    events = len(project.store.events())
    assert drive(change_scheme(project, draft.scheme(), draft.renamed(), draft.words())) == ()
    assert len(project.store.events()) == events + 1
    assert project.undo_words() == "change colour of PERSON"
    project.undo()
    assert project.scheme == default_scheme()


def test_stopped_before_it_is_written_nothing_has_changed(project: Project) -> None:
    draft = Redraft(project.scheme)
    draft.change(0, name="HUMAN")
    before = project.store.events()
    work = change_scheme(project, draft.scheme(), draft.renamed(), draft.words())
    for _ in range(3):
        next(work)
    work.close()
    assert (project.store.events(), project.scheme) == (before, default_scheme())


def test_gold_with_former_names_comes_in_under_the_new_ones(project: Project, tmp_path: Path) -> None:
    gold = tmp_path / "old.jsonl"
    drive(export(project, gold))
    draft = Redraft(default_scheme())
    draft.change(0, name="HUMAN")
    with Project.create(tmp_path / "other.annot") as other:
        drive(change_scheme(other, draft.scheme(), {}, "rename PERSON to HUMAN"))
        drive(import_files(other, [gold]))
        assert {m.label for m in other.page("c").mentions} == {"HUMAN"}
        again = tmp_path / "new.jsonl"
        drive(export(other, again))
        assert drive(import_files(other, [gold])).same == 1, "and a second time it is what is there already"
    assert {e.label for e in decode(again.read_bytes()).entities} == {"HUMAN"}


@settings(max_examples=80, deadline=None, suppress_health_check=SLOW)
@given(curated(), st.data())
def test_merging_after_splitting_gives_the_clusters_back(page: Page, data: st.DataObject) -> None:
    """What is decided is parted and joined exactly; accepting hides what overlaps, so nothing is left open here."""
    decided = edits.accept_rest(page, 0.0)[0] if page.open else page.annotation
    page = Page(page.article, decided, None)
    large = [e for e in page.entities if len(e.mentions) > 1]
    if not large:
        return
    entity = data.draw(st.sampled_from(large))
    some = data.draw(
        st.lists(st.sampled_from(entity.mentions), min_size=1, max_size=len(entity.mentions) - 1, unique=True)
    )
    split = Page(page.article, edits.own_entity(page, *some)[0], page.suggestion)
    assert sorted(len(e.mentions) for e in split.entities) == sorted(
        [*(len(e.mentions) for e in page.entities if e != entity), len(some), len(entity.mentions) - len(some)]
    )
    made = next(e for e in split.entities if page.entity(e.id) is None and len(e.mentions) == len(some) and e.decided)
    left = next(
        e
        for m in split.mentions
        if (m.start, m.end) in rest(page, entity.mentions, some)
        for e in split.entities
        if e.id == m.entity
    )
    merged = Page(page.article, edits.merge(split, made.id, left.id)[0], page.suggestion)
    assert clusters(merged) == clusters(page)


def rest(page: Page, members: tuple[str, ...], some: list[str]) -> set[tuple[int, int]]:
    found = [page.mention(m) for m in members if m not in some]
    return {(m.start, m.end) for m in found if m is not None}


def clusters(page: Page) -> set[frozenset[tuple[int, int]]]:
    return {frozenset((m.start, m.end) for m in page.mentions_of(e.id)) for e in page.entities if e.mentions}
