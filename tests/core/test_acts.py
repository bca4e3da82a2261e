"""Acts in any order keep an annotation whole, can be taken back exactly, and lead to gold that reads back."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator import edits
from annotator.errors import EditError
from annotator.gold import decode, encode, from_gold, to_gold
from annotator.page import Page, is_open, left_out
from annotator.records import (
    NOT_AN_ENTITY,
    POLARITIES,
    Annotation,
    Article,
    Section,
    SuggestedEntity,
    SuggestedMention,
    SuggestedStance,
    Suggestion,
    apply_change,
)
from annotator.spans import Range

TEXT = (
    "Ann 😀 Reed’s plan, said Bob.\r\nקים likes Ann, e\u0301lan & co\u2028no line. "
    "Bob and Ann and the Reed plan and Bob again.\nRelated words at the end\n"
)
LABELS = ("PERSON", "ORG", "GPE", "TOPIC")
OPEN_LABELS = st.sampled_from(LABELS)


@st.composite
def ranges(draw: st.DrawFn) -> Range:
    start = draw(st.integers(0, len(TEXT) - 2))
    end = draw(st.integers(start + 1, min(len(TEXT), start + 12)))
    return Range(start, end)


@st.composite
def suggestions(draw: st.DrawFn, run: str = "r1") -> Suggestion:
    """Nested, overlapping, crossing mentions in a few clusters, and stances between them."""
    spans = draw(st.lists(ranges().filter(lambda r: bool(r.of(TEXT).strip())), min_size=1, max_size=12, unique=True))
    count = draw(st.integers(1, 5))
    homes = [f"e{draw(st.integers(1, count))}" for _ in spans]
    used = sorted(set(homes))
    entities = tuple(
        SuggestedEntity(e, draw(OPEN_LABELS), f"name {e}", tuple(draw(st.lists(st.sampled_from(used), max_size=1))))
        for e in used
    )
    mentions = tuple(
        SuggestedMention(f"m{n}", s.start, s.end, draw(OPEN_LABELS), e, draw(st.sampled_from((0.2, 0.6, 0.9))))
        for n, (s, e) in enumerate(sorted(zip(spans, homes, strict=True)), start=1)
    )
    stances = tuple(
        SuggestedStance(
            f"s{n}",
            draw(st.sampled_from((*used, *NOT_AN_ENTITY))),
            draw(st.sampled_from(used)),
            draw(st.sampled_from(POLARITIES)),
            draw(st.sampled_from((0.3, 0.8))),
            tuple(draw(st.lists(ranges(), max_size=2, unique=True))),
            source=draw(st.sampled_from((None, *used))),
        )
        for n in range(1, draw(st.integers(0, 4)) + 1)
    )
    return Suggestion(run, entities, mentions, stances)


def act(page: Page, draw: st.DrawFn) -> edits.Edit:
    """One random act of a curator; raises EditError when it is not possible."""
    items = [m.id for m in page.mentions] or ["none"]
    entities = [e.id for e in page.entities] or ["none"]
    stances = [s.id for s in page.stances] or ["none"]
    item, entity, other, stance = (draw(st.sampled_from(x)) for x in (items, entities, entities, stances))
    span, label = draw(ranges()), draw(OPEN_LABELS)
    polarity = draw(st.sampled_from(POLARITIES))
    kind = draw(st.sampled_from(("label", "reject", "join")))
    pattern = edits.Template(kind, label, page.name(entity), entity, draw(st.sampled_from((page.article.id, ""))))
    hidden = [left.item for left in left_out(page)] or ["none"]
    shown = page.stance(stance)
    cues = (shown.cues if shown is not None else ()) or (span,)
    choices = {
        "accept": lambda: edits.accept(page, draw(st.sampled_from(page.open)) if page.open else "none"),
        "accept_rest": lambda: edits.accept_rest(page, 0.5),
        "reject": lambda: edits.reject(page, draw(st.sampled_from((item, stance)))),
        "label": lambda: edits.label(page, item, label),
        "add": lambda: edits.add(page, span.start, span.end, label),
        "move": lambda: edits.move(page, item, span.start, span.end),
        "same": lambda: edits.put(page, pattern, edits.places(page, "Bob", pattern.label)),
        "put_one": lambda: edits.put(page, pattern, edits.places(page, "Ann", any_case=True), looked_at=[span]),
        "join": lambda: edits.join(page, item, entity),
        "own": lambda: edits.own_entity(page, item),
        "merge": lambda: edits.merge(page, entity, other),
        "rename": lambda: edits.rename(page, entity, "another name"),
        "label_entity": lambda: edits.label_entity(page, entity, label),
        "link": lambda: edits.link(page, entity, "wikidata", draw(st.sampled_from(("", "Q1")))),
        "split": lambda: edits.own_entity(page, *dict.fromkeys((item, draw(st.sampled_from(items))))),
        "about": lambda: edits.about(page, entity, other),
        "drop_cue": lambda: edits.drop_cue(page, stance, draw(st.sampled_from(cues))),
        "remove_entity": lambda: edits.remove_entity(page, entity),
        "stance": lambda: edits.add_stance(page, draw(st.sampled_from((entity, "writer"))), other, polarity, (span,)),
        "polarity": lambda: edits.set_polarity(page, stance, polarity),
        "manner": lambda: edits.set_manner(page, stance, "acted"),
        "cues": lambda: edits.set_cues(page, stance, (span,)),
        "ends": lambda: edits.set_ends(page, stance, holder=entity, target=other),
        "reverse": lambda: edits.reverse(page, stance),
        "source": lambda: edits.set_source(page, stance, draw(st.sampled_from((None, entity)))),
        "section": lambda: edits.mark_section(
            page, span.start, span.end, draw(st.sampled_from(("body", "boilerplate")))
        ),
        "finish": lambda: edits.finish(page, "me", "2025-01-01T00:00:00Z", [span]),
        "hidden": lambda: edits.accept_hidden(page, draw(st.sampled_from(hidden))),
        "unreject": lambda: edits.unreject(page, draw(st.sampled_from(hidden))),
        "skip": lambda: edits.skip(page),
        "reopen": lambda: edits.reopen(page),
        "flag": lambda: edits.flag(page),
        "note": lambda: edits.note(page, draw(st.sampled_from(("", "a note")))),
    }
    return choices[draw(st.sampled_from(sorted(choices)))]()


def assert_whole(page: Page) -> None:
    """Every reference leads somewhere, every range has words, every id is known by its key."""
    annotation = page.annotation
    ends = {*annotation.entities, *NOT_AN_ENTITY}
    for key, mention in annotation.mentions.items():
        assert mention.id == key
        assert mention.entity in annotation.entities
        assert page.text[mention.start : mention.end].strip()
    for key, stance in annotation.stances.items():
        assert stance.id == key
        assert stance.holder in ends
        assert stance.target in annotation.entities
        assert stance.source is None or stance.source in annotation.entities
    for key, entity in annotation.entities.items():
        assert entity.id == key
        assert entity.name
        assert all(a in annotation.entities for a in entity.about)
        assert key not in entity.about
    for key, rejection in annotation.rejected.items():
        assert rejection.key == key
    shown = [m.id for m in page.mentions] + [e.id for e in page.entities] + [s.id for s in page.stances]
    assert len(shown) == len(set(shown))
    for item in page.stances:
        assert item.holder in NOT_AN_ENTITY or page.entity(item.holder) is not None
        assert page.entity(item.target) is not None
    for shown_mention in page.mentions:
        assert page.entity(shown_mention.entity) is not None
    if annotation.status == "done":
        assert page.open == ()


def assert_same(page: Page, anew: Page) -> None:
    """A page that was patched is the one that would be made anew."""
    assert page.mentions == anew.mentions
    assert page.entities == anew.entities
    assert page.stances == anew.stances
    assert page.order == anew.order
    assert page.open == anew.open
    assert [page.item(id) for id in page.order] == [anew.item(id) for id in anew.order]
    clusters = [e.id for e in page.suggestion.entities] if page.suggestion else []
    assert [page.end_of(c) for c in clusters] == [anew.end_of(c) for c in clusters]


def assert_told(before: Page, page: Page) -> None:
    """``changed`` names exactly the mentions and stances that are otherwise."""
    ids = {*before.order, *page.order}
    assert page.changed == {id for id in ids if before.item(id) != page.item(id)}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_any_acts_keep_it_whole_and_can_be_taken_back(data: st.DataObject) -> None:
    article = Article("a", TEXT, {}, (Section(TEXT.index("Related"), len(TEXT)),))
    page = Page(article, Annotation(sections=article.sections), data.draw(suggestions()))
    start = page.annotation
    changes = []
    for _ in range(data.draw(st.integers(1, 14))):
        try:
            after, change = act(page, data.draw)
        except EditError:
            continue
        assert change.words
        assert apply_change(page.annotation, change) == after
        assert apply_change(after, change.inverse()) == page.annotation
        assert msgspec.json.decode(msgspec.json.encode(after), type=Annotation) == after
        read = msgspec.json.decode(msgspec.json.encode(change), type=type(change))
        assert apply_change(page.annotation, read) == after
        changes.append(change)
        before, page = page, page.after(after, change)
        assert_same(page, Page(article, after, page.suggestion))
        assert_told(before, page)
        assert_whole(page)
    back, line = page, encode(to_gold(article, page.annotation))
    for change in reversed(changes):
        back = back.after(apply_change(back.annotation, change.inverse()), change.inverse())
        assert_same(back, Page(article, back.annotation, back.suggestion))
    assert back.annotation == start
    again = encode(to_gold(*from_gold(decode(line))))
    assert again == line


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_what_was_decided_is_never_open_again_under_a_later_run(data: st.DataObject) -> None:
    article = Article("a", TEXT)
    first = data.draw(suggestions())
    page = Page(article, Annotation(), first)
    for item in page.open:
        if page.item(item) is None or not is_open(item) or item not in page.open:
            continue
        try:
            choice = data.draw(st.sampled_from(("accept", "reject", "label")))
            if choice == "accept":
                after, _ = edits.accept(page, item)
            elif choice == "reject":
                after, _ = edits.reject(page, item)
            else:
                after, _ = edits.label(page, item, data.draw(OPEN_LABELS))
        except EditError:
            continue
        page = Page(article, after, first)
    open_before = {(m.start, m.end, m.label) for m in page.mentions if is_open(m.id)}
    renamed = Suggestion(
        "r2",
        tuple(msgspec.structs.replace(e, id=f"x{e.id}", about=tuple(f"x{a}" for a in e.about)) for e in first.entities),
        tuple(msgspec.structs.replace(m, id=f"x{m.id}", entity=f"x{m.entity}") for m in first.mentions),
        (),
    )
    later = Page(article, page.annotation, renamed)
    assert {(m.start, m.end) for m in later.mentions if is_open(m.id)} <= {(a, b) for a, b, _ in open_before}


def small_page() -> Page:
    text = "Kim met Lee. Ms Kim praised Lee. Lee thanked Kim."
    entities = (SuggestedEntity("e1", "PERSON", "Kim"), SuggestedEntity("e2", "PERSON", "Lee"))
    spots = [(0, 3, "e1"), (8, 11, "e2"), (13, 19, "e1"), (28, 31, "e2"), (33, 36, "e2"), (45, 48, "e1")]
    mentions = tuple(SuggestedMention(f"m{n}", a, b, "PERSON", e, 0.9) for n, (a, b, e) in enumerate(spots, 1))
    stances = (SuggestedStance("s1", "e1", "e2", "favor", 0.8, (Range(20, 27),)),)
    return Page(Article("a", text), Annotation(), Suggestion("r1", entities, mentions, stances))


def do(page: Page, edit: edits.Edit) -> Page:
    return Page(page.article, edit[0], page.suggestion)


def accept_all(page: Page) -> Page:
    return do(page, edits.accept_rest(page, 0.0))


def test_merging_both_ends_of_a_stance_leaves_no_stance_to_oneself() -> None:
    page = accept_all(small_page())
    kim, lee = (e.id for e in page.entities)
    after, change = edits.merge(page, kim, lee)
    assert after.stances == {}
    assert change.side == "1 stance between them removed"
    assert apply_change(after, change.inverse()) == page.annotation


def test_removing_an_entity_says_what_went_with_it_and_does_not_let_it_come_back() -> None:
    page = accept_all(small_page())
    kim = page.entities[0].id
    after, change = edits.remove_entity(page, kim)
    assert change.side == "with 3 mentions and 1 stance"
    assert not [
        m for m in Page(page.article, after, page.suggestion).mentions if m.label == "PERSON" and m.start in (0, 13, 45)
    ]


def test_rejecting_the_only_mention_of_an_end_says_which_suggested_stances_go_with_it() -> None:
    page = small_page()
    for kim in ("?m1", "?m3"):
        _, change = edits.reject(page, kim)
        assert change.side == ""
        page = do(page, edits.reject(page, kim))
    _, change = edits.reject(page, "?m6")
    assert change.side == "with 1 suggested stance"
    assert do(page, edits.reject(page, "?m6")).stances == ()


def test_a_suggested_stance_stays_behind_the_mentions_on_which_it_rests_when_they_are_decided_otherwise() -> None:
    suggestion = small_page().suggestion
    assert suggestion is not None
    stance = msgspec.structs.replace(suggestion.stances[0], holder_mention="m3", target_mention="m4")
    page = Page(small_page().article, Annotation(), msgspec.structs.replace(suggestion, stances=(stance,)))
    assert page.order.index("?s1") == page.order.index("?m4") + 1
    page = do(page, edits.own_entity(page, "?m4"))
    mine = next(m.id for m in page.mentions if m.decision is not None)
    assert page.neighbour(mine, 1, only_open=True) == "?s1"


def test_what_was_accepted_and_removed_does_not_come_back() -> None:
    page = small_page()
    page = do(page, edits.accept(page, "?m1"))
    mention = next(iter(page.annotation.mentions))
    page = do(page, edits.reject(page, mention))
    assert page.mention("?m1") is None
    stance_page = accept_all(small_page())
    stance = next(iter(stance_page.annotation.stances))
    assert do(stance_page, edits.reject(stance_page, stance)).stances == ()


def test_a_corrected_stance_does_not_come_back_under_a_later_run() -> None:
    page = small_page()
    page = do(page, edits.set_polarity(page, "?s1", "against"))
    assert [s.decision for s in page.stances] == ["corrected"]
    later = msgspec.structs.replace(page.suggestion, run="r2")
    assert [s.decision for s in Page(page.article, page.annotation, later).stances] == ["corrected"]


def test_a_rejected_stance_does_not_come_back_under_a_later_run() -> None:
    page = small_page()
    page = do(page, edits.reject(page, "?s1"))
    later = msgspec.structs.replace(page.suggestion, run="r2")
    assert Page(page.article, page.annotation, later).stances == ()


def test_a_finished_article_has_nothing_open_and_any_act_opens_it_again() -> None:
    page = small_page()
    page = do(page, edits.accept(page, "?m1"))
    done = do(page, edits.finish(page, "me", "2025-01-01T00:00:00Z"))
    assert done.open == ()
    mention = next(iter(done.annotation.mentions))
    after, change = edits.label(done, mention, "ORG")
    assert after.status == "started"
    assert after.done_at is None
    assert "open again" in change.side
    back = apply_change(after, change.inverse())
    assert (back.status, back.done_at) == ("done", "2025-01-01T00:00:00Z")


def test_dropped_suggestions_are_not_rejected() -> None:
    page = small_page()
    after, change = edits.finish(page, "me", "now")
    assert after.rejected == {}
    assert change.side == "7 suggestions dropped"


def test_splitting_gives_a_mention_its_own_entity_and_leaves_the_others() -> None:
    page = small_page()
    page = do(page, edits.own_entity(page, "?m3"))
    assert [len(e.mentions) for e in page.entities] == [2, 3, 1]
    page = do(page, edits.join(page, next(iter(page.annotation.mentions)), page.entities[0].id))
    assert [len(e.mentions) for e in page.entities] == [3, 3]


@pytest.mark.parametrize("span", [(3, 4), (4, 4), (-1, 3), (40, 400)])
def test_a_mention_needs_words(span: tuple[int, int]) -> None:
    with pytest.raises(EditError):
        edits.add(small_page(), *span, "ORG")


def test_a_stance_to_oneself_is_only_made_on_purpose() -> None:
    page = accept_all(small_page())
    kim = page.entities[0].id
    with pytest.raises(EditError):
        edits.add_stance(page, kim, kim, "favor")
    assert edits.add_stance(page, kim, kim, "favor", on_purpose=True)[0].stances


def test_an_entity_is_called_by_its_first_mention_a_person_by_a_longer_one() -> None:
    text = "The plan and the vote: Mr Lund. Per-Erik Lund, said Lund, has a plan."
    page = Page(Article("a", text), Annotation(), None)

    def add(page: Page, words: str, label: str, entity: str | None = None) -> Page:
        start = text.rindex(words)
        annotation, _ = edits.add(page, start, start + len(words), label, entity)
        return Page(page.article, annotation, None)

    page = add(page, "plan", "TOPIC")
    page = add(page, "vote", "TOPIC", page.entities[0].id)
    assert [e.name for e in page.entities] == ["vote"]
    page = add(page, "said Lund", "PERSON")
    person = page.entities[-1].id
    page = add(page, "Per-Erik Lund", "PERSON", person)
    page = add(page, "Mr Lund", "PERSON", person)
    assert page.name(person) == "Per-Erik Lund"
