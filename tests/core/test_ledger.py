"""What became of suggestions, and what of them a page does not show: derived from what is stored, and exact."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator import edits
from annotator.errors import EditError, InputError
from annotator.ledger import FATES, Line, ledger
from annotator.page import OPEN, Page, left_out
from annotator.project import Coming, Project
from annotator.reckoning import RunLedger, as_table, reckon, run_of, to_json
from annotator.records import (
    Annotation,
    Article,
    Run,
    Section,
    SuggestedEntity,
    SuggestedMention,
    SuggestedStance,
    Suggestion,
    apply_change,
)
from annotator.scheme import Levels
from annotator.spans import Range
from annotator.spread import spread
from tests.core.test_acts import TEXT as ANY
from tests.core.test_acts import act, suggestions

TEXT = "Ann Reed praised Oslo. Bob Stone of the Greens hates Oslo.\nCara Lund was in Rome, Bern and Kyiv.\n"
P = {
    "Ann Reed": 0.9,
    "Oslo": 0.6,
    "Bob Stone": 0.8,
    "Greens": 0.3,
    "Cara Lund": 0.7,
    "Rome": 0.95,
    "Bern": 0.2,
    "Kyiv": 0.4,
}


def a_suggestion(run: str = "r1") -> Suggestion:
    """Each name once, and two stances towards Oslo."""
    mentions = tuple(
        SuggestedMention(f"m{n}", TEXT.index(w), TEXT.index(w) + len(w), "PERSON", f"e{n}", p, "", "ner")
        for n, (w, p) in enumerate(P.items(), 1)
    )
    entities = tuple(SuggestedEntity(f"e{n}", "PERSON", w) for n, w in enumerate(P, 1))
    cues = [(Range(TEXT.index(w), TEXT.index(w) + len(w)),) for w in ("praised", "hates")]
    stances = (
        SuggestedStance("s1", "e1", "e2", "favor", 0.7, cues[0]),
        SuggestedStance("s2", "e3", "e2", "against", 0.6, cues[1]),
    )
    return Suggestion(run, entities, mentions, stances)


def a_page(annotation: Annotation | None = None, *, shown: float = 0.0) -> Page:
    return Page(Article("a", TEXT), annotation or Annotation(), a_suggestion(), shown=shown)


def after(page: Page, edit: edits.Edit) -> Page:
    return page.after(*edit)


def item(words: str) -> str:
    return f"{OPEN}m{[*P].index(words) + 1}"


def fates(page: Page) -> dict[str, str]:
    """Fates by the words of a mention, or a stance's id."""
    assert page.suggestion is not None
    lines = ledger(page.annotation, page.suggestion)
    return {line.place.of(TEXT) if line.kind == "mention" else line.item: line.fate for line in lines}


def curated() -> Page:
    """One of each fate."""
    page = a_page()
    page = after(page, edits.accept(page, item("Ann Reed")))
    page = after(page, edits.label(page, item("Oslo"), "GPE"))
    stone = page.mention(item("Bob Stone"))
    assert stone is not None
    page = after(page, edits.move(page, stone.id, stone.start, stone.end + len(" of")))
    page = after(page, edits.reject(page, item("Greens")))
    return after(page, edits.accept_rest(page, 0.95))


def test_each_suggestion_has_one_fate() -> None:
    page = curated()
    assert fates(page) == {
        "Ann Reed": "accepted", "Oslo": "label", "Bob Stone": "range", "Greens": "rejected", "Cara Lund": "unseen",
        "Rome": "bulk", "Bern": "unseen", "Kyiv": "unseen", "s1": "open", "s2": "open",
    }  # fmt: skip
    page = after(page, edits.reject(page, "?s1"))
    page = after(page, edits.set_polarity(page, "?s2", "mixed"))
    second = Range(TEXT.index("Cara"), TEXT.index("Cara") + 20)
    page = after(page, edits.finish(page, "me", "2025-01-01T00:00:00Z", [second]))
    done = fates(page)
    assert (done["s1"], done["s2"]) == ("rejected", "label")
    assert done["Cara Lund"] == "dropped", "looked at, undecided, and done"
    assert done["Kyiv"] == "unseen", "dropped is not: nobody looked there"


def test_a_decision_counts_for_every_run_that_suggests_the_thing() -> None:
    page = curated()
    later = msgspec.structs.replace(a_suggestion("r2"), stances=())
    lines = {line.place.of(TEXT): line.fate for line in ledger(page.annotation, later)}
    assert lines["Ann Reed"] == "accepted"
    assert lines["Oslo"] == "label"
    assert lines["Greens"] == "rejected"
    assert lines["Bob Stone"] == "range", "another try at what is decided"
    assert lines["Kyiv"] == "unseen"


def test_hidden_suggestions_are_listed_with_the_reason() -> None:
    page = Page(Article("a", TEXT), curated().annotation, a_suggestion(), shown=0.5)
    found = {left.words: (left.cause, left.why) for left in left_out(page)}
    assert found["Greens"] == ("rejected", "rejected")
    assert found["Oslo"] == ("decided", "decided: GPE")
    assert found["Bob Stone"] == ("decided", "decided: “Bob Stone of” PERSON")
    assert found["Bern"] == ("unlikely", "below 50%, from which on suggestions are shown")
    assert not {"Ann Reed", "Rome", "Cara Lund"} & found.keys(), "accepted as they stand, or open"
    lines = Section(TEXT.index("Cara"), len(TEXT), "boilerplate")
    dull = Page(Article("a", TEXT), Annotation(sections=(lines,)), a_suggestion())
    assert {left.words for left in left_out(dull) if left.cause == "boilerplate"} == {
        "Cara Lund",
        "Rome",
        "Bern",
        "Kyiv",
    }
    other = Suggestion(
        "r2",
        (SuggestedEntity("e1", "PERSON", "of"),),
        (SuggestedMention("m1", TEXT.index("of the"), TEXT.index("of the") + 2, "PERSON", "e1", 0.9),),
    )
    assert [left.cause for left in left_out(Page(Article("a", TEXT), curated().annotation, other))] == ["overlaps"]


def test_a_page_shows_nothing_below_the_level() -> None:
    page = a_page(shown=0.65)
    assert [page.words(m) for m in page.mentions] == ["Ann Reed", "Bob Stone", "Cara Lund", "Rome"]
    assert page.stances == (), "the target of both is hidden"
    hidden = {left.words: left.why for left in left_out(page)}
    assert hidden["Ann Reed → Oslo"] == "its target is not on the page"


@pytest.mark.parametrize("words", ["Greens", "Oslo", "Bob Stone", "Bern"])
def test_what_is_hidden_can_be_accepted_as_it_was_suggested_and_undone(words: str) -> None:
    page = Page(Article("a", TEXT), curated().annotation, a_suggestion(), shown=0.5)
    edit = edits.accept_hidden(page, item(words))
    accepted = after(page, edit)
    assert fates(accepted)[words] == "accepted"
    assert words not in {left.words for left in left_out(accepted)}
    assert apply_change(edit[0], edit[1].inverse()) == page.annotation


def test_a_stance_whose_target_is_hidden_is_accepted_with_it() -> None:
    page = a_page(shown=0.65)
    page = after(page, edits.accept_hidden(page, "?s1"))
    stance = page.stances[0]
    assert (page.name(stance.holder), page.name(stance.target), stance.decision) == ("Ann Reed", "Oslo", "accepted")
    assert fates(page)["s1"] == "accepted"
    assert fates(page)["Oslo"] == "accepted"


def test_a_rejection_is_taken_back() -> None:
    page = curated()
    again = after(page, edits.unreject(page, item("Greens")))
    assert item("Greens") in again.open
    with pytest.raises(EditError, match="not rejected"):
        edits.unreject(again, item("Greens"))
    with pytest.raises(EditError, match="no such thing"):
        edits.accept_hidden(again, "?m99")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_any_acts_leave_a_ledger_that_agrees_with_the_page_and_undo_brings_the_old_one_back(
    data: st.DataObject,
) -> None:
    article = Article("a", ANY)
    page = Page(article, Annotation(), data.draw(suggestions()))
    assert page.suggestion is not None
    before, changes = ledger(page.annotation, page.suggestion), []
    for _ in range(data.draw(st.integers(1, 10))):
        try:
            edit = act(page, data.draw)
        except EditError:
            continue
        changes.append(edit[1])
        page = after(page, edit)
        assert_agrees(page)
    annotation = page.annotation
    for change in reversed(changes):
        annotation = apply_change(annotation, change.inverse())
    assert ledger(annotation, page.suggestion) == before


def assert_agrees(page: Page) -> None:
    """Each suggestion is open, or accepted as it stands, or listed as hidden: one of the three."""
    assert page.suggestion is not None
    lines = ledger(page.annotation, page.suggestion)
    assert len(lines) == len(page.suggestion.mentions) + len(page.suggestion.stances)
    stored = msgspec.json.decode(msgspec.json.encode(page.annotation), type=Annotation)
    assert ledger(stored, page.suggestion) == lines, "a restart changes nothing"
    hidden = {left.item: left for left in left_out(page)}
    assert len(hidden) == len(left_out(page))
    for line in lines:
        id = OPEN + line.item
        undecided = line.fate in ("open", "unseen", "dropped")
        assert (id in page.open) + (id in hidden) <= 1
        if id in page.open:
            assert undecided, (line, page.annotation)
        elif line.kind == "mention" and id not in hidden:
            assert not undecided
            decided = [m for m in page.annotation.mentions.values() if m.range == line.place and m.label == line.label]
            assert decided or line.fate in ("accepted", "bulk")
        elif id in hidden and undecided:
            assert hidden[id].cause in ("boilerplate", "done", "ends")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Two articles, one of them curated, and two runs of which the second read one."""
    made = Project.create(tmp_path / "p.annot", curator="me")
    made.add([Article("a", TEXT), Article("b", f"{TEXT} Again.")])
    for run in ("r1", "r2"):
        made.add_run(Run(run, "hand", run[1:], "2025-01-01T00:00:00Z"))
    made.put_suggestions([("a", a_suggestion()), ("b", a_suggestion()), ("a", a_suggestion("r2"))])
    page = made.page("a", "r1")
    made.bring([Coming("a", curated().annotation, edits.accept(page, item("Ann Reed"))[1], "me")])
    return made


def reckoned(project: Project, run: str | None = None) -> tuple[RunLedger, ...]:
    work = reckon(project, run)
    while True:
        try:
            next(work)
        except StopIteration as end:
            found: tuple[RunLedger, ...] = end.value
            return found


def test_the_project_is_reckoned_by_run_band_and_suggester(project: Project) -> None:
    with project:
        first, second = reckoned(project)
        assert (first.articles, first.all.count, second.articles) == (2, 20, 1)
        assert first.all.fates == {
            "accepted": 1,
            "label": 1,
            "range": 1,
            "rejected": 1,
            "bulk": 1,
            "open": 2,
            "unseen": 13,
        }
        assert first.all.judged == 4, "what is accepted in bulk says nothing"
        assert first.all.accepted == 0.25
        assert first.all.expected == pytest.approx((0.9 + 0.6 + 0.8 + 0.3) / 4)
        assert first.bands["doubtful"].fates == {"rejected": 1, "unseen": 5}
        assert {name: tally.count for name, tally in first.suggesters.items()} == {"ner": 16, "stance": 4}
        rows = json.loads(to_json((first,)))
        assert rows[0]["bands"]["likely"]["acceptance"] == 0.5
        assert list(rows[0]["all"]["fates"]) == list(FATES)
        assert any("doubtful" in line for line in as_table((first,)))
        assert run_of(project, "r2") == "r2"
        with pytest.raises(InputError, match="several runs begin"):
            run_of(project, "r")


def test_suggestions_are_counted_by_how_likely_they_are(project: Project) -> None:
    with project:
        *_, last = spread(project)
        assert (last.articles, last.suggestions) == (2, 20)
        assert last.below(0.5) == sum(p < 0.5 for p in P.values()) * 2
        assert last.below(Levels().shown) == 0


def test_a_line_says_where_it_stands_and_who_suggested_it() -> None:
    line = ledger(Annotation(), a_suggestion())[0]
    assert line == Line("m1", "mention", Range(0, 8), "PERSON", 0.9, "ner", "unseen")


def test_a_rejected_stance_stays_rejected_when_the_article_is_done() -> None:
    """Its ends may be names that were only suggested, which a finished article has no more."""
    page = after(a_page(), edits.accept(a_page(), item("Ann Reed")))
    page = after(page, edits.reject(page, f"{OPEN}s2"))
    page = after(page, edits.finish(page, "ada", "2026-01-01T00:00:00Z", ()))
    assert fates(page)["s2"] == "rejected"
