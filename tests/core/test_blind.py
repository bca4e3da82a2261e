"""The blind share: which articles, settled by which act, hidden behind which doors, and kept for good."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import pytest

from annotator import edits
from annotator.blind import Blindness, read_blindness, write_blindness
from annotator.doubting import doubt
from annotator.edits import Template
from annotator.errors import EditError, InputError
from annotator.everywhere import Search, find, plan
from annotator.exporting import export
from annotator.gold import decode, encode, from_gold, json_schema, to_gold
from annotator.importing import import_files
from annotator.page import Page
from annotator.picking import pick
from annotator.project import Coming, Pick, Picked, Project, Query
from annotator.reckoning import reckon
from annotator.records import UNBLIND, Article, Change, Run, Step, SuggestedEntity, SuggestedMention, Suggestion
from annotator.spans import Range
from annotator.spread import spread
from tests.core.test_commands import annotator

COUNT = 40
BLINDNESS = Blindness(0.3)
IDS = [f"a{n}" for n in range(COUNT)]
HIDDEN = {id for id in IDS if BLINDNESS.chooses(id)}
SHOWN = [id for id in IDS if id not in HIDDEN]
BLIND = sorted(HIDDEN)
Result = TypeVar("Result")


def text(id: str) -> str:
    return f"Oslo was cold, said Ann Reed of {id}. Ann Reed left."


def suggestion(id: str, run: str = "r1", p: float = 0.6, label: str = "GPE") -> Suggestion:
    at = text(id).find("Ann Reed")
    entities = (SuggestedEntity("e1", label, "Oslo"), SuggestedEntity("e2", "PERSON", "Ann Reed"))
    mentions = (
        SuggestedMention("m1", 0, 4, label, "e1", p),
        SuggestedMention("m2", at, at + 8, "PERSON", "e2", p),
    )
    return Suggestion(run, entities, mentions)


def suggest(project: Project, ids: Sequence[str] = IDS, run: str = "r1", **more: Any) -> None:
    project.add_run(Run(run, "hand", "1", "2026-01-01T00:00:00Z"))
    project.put_suggestions([(id, suggestion(id, run, **more)) for id in ids])


def made(path: Path, ids: Sequence[str] = IDS, blind: float = BLINDNESS.share) -> Project:
    project = Project.create(path, curator="ann", blind=blind)
    project.add([Article(id, text(id), {"title": id}) for id in ids])
    return project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with made(tmp_path / "p.annot") as opened:
        suggest(opened)
        yield opened
        assert opened.check() == []


def ended(work: Generator[Any, None, Result]) -> Result:
    while True:
        try:
            next(work)
        except StopIteration as end:
            result: Result = end.value
            return result


def flag(project: Project, id: str) -> Page:
    return project.act(project.page(id), edits.flag)


def finish(project: Project, id: str) -> Page:
    return project.act(project.page(id), edits.finish, "ann", "2026-01-01T00:00:00Z")


def is_bare(page: Page) -> bool:
    """Nothing that was suggested is on the page, nor can it be asked for."""
    kept = page.suggestion
    empty = kept is None or not (kept.mentions or kept.stances or kept.entities or kept.outline.phrases)
    return empty and not page.open and not page.run and not page.entities and not page.proposal.mentions


# --- which


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 1.0])
def test_of_ten_thousand_ids_about_the_share_is_chosen(share: float) -> None:
    chosen = sum(Blindness(share).chooses(f"article {n}") for n in range(10_000))
    assert abs(chosen - 10_000 * share) <= 150  # five times the standard deviation


def test_the_choice_follows_from_seed_and_id_and_grows_with_the_share() -> None:
    small, large = ({n for n in range(2_000) if Blindness(s).chooses(str(n))} for s in (0.1, 0.2))
    assert small < large
    assert small != {n for n in range(2_000) if Blindness(0.1, seed=1).chooses(str(n))}
    assert {n for n in (3, 27) if Blindness(0.1).chooses(str(n))} == small & {3, 27}
    assert Blindness(0.1).chooses("lone \ud800 surrogate") in (True, False)


def test_it_is_the_same_whatever_the_order_of_import(tmp_path: Path) -> None:
    found = []
    for name, ids in (("one", IDS), ("other", IDS[::-1])):
        with made(tmp_path / f"{name}.annot", ids) as project:
            found.append(project.blind_ids())
    assert found == [HIDDEN, HIDDEN]
    assert 0 < len(HIDDEN) < COUNT


def test_a_project_from_python_has_none_and_a_share_that_is_none_is_refused(tmp_path: Path) -> None:
    with made(tmp_path / "p.annot", blind=0.0) as project:
        assert project.blind_ids() == set()
        assert project.store.setting("blind") is None
        with pytest.raises(InputError, match="0 to 100"):
            project.set_blindness(Blindness(1.5))
    with pytest.raises(InputError):
        Project.create(tmp_path / "q.annot", blind=-0.1)
    assert not (tmp_path / "q.annot").exists()
    assert read_blindness(write_blindness(BLINDNESS)) == BLINDNESS


# --- when it is settled


def test_the_first_act_settles_it_whatever_the_share_will_be(project: Project) -> None:
    hidden, shown, untouched = BLIND[0], SHOWN[0], BLIND[1]
    flag(project, hidden), flag(project, shown)
    project.set_blindness(Blindness(0.0))
    assert project.blind_ids() == {hidden}
    assert is_bare(project.page(hidden))
    assert len(project.page(untouched).open) == 2
    project.set_blindness(Blindness(1.0))
    assert project.blind_ids() == {*IDS} - {shown}
    assert len(project.page(shown).open) == 2
    assert project.check() == []


def test_undo_of_the_first_act_unsettles_nothing(project: Project) -> None:
    hidden, shown = BLIND[0], SHOWN[0]
    for id in (hidden, shown):
        flag(project, id)
        project.undo()
    project.set_blindness(Blindness(1.0))
    project.set_blindness(Blindness(0.0))
    assert project.is_blind(hidden)
    assert project.page(hidden).annotation.blind
    assert not project.page(hidden).annotation.flagged
    assert not project.is_blind(shown)
    project.redo()
    assert project.page(hidden).annotation.blind


def test_who_only_looked_has_touched_it_too(project: Project) -> None:
    for id in (BLIND[0], SHOWN[0]):
        project.apply(project.page(id), edits.look(project.page(id), [Range(0, 4)]))
    project.set_blindness(Blindness(1.0))
    assert project.page(BLIND[0]).annotation.blind
    assert not project.is_blind(SHOWN[0])


def test_done_and_open_again_it_is_blind_still_and_shows_nothing(project: Project) -> None:
    id = BLIND[0]
    project.act(project.page(id), edits.add, 0, 4, "GPE")
    done = finish(project, id)
    assert done.annotation.blind
    page = project.act(done, edits.reopen)
    assert page.annotation.blind
    assert [m.decision for m in page.annotation.mentions.values()] == ["added"]
    assert project.suggested(page) is None
    assert project.withheld(page) == ()
    assert not page.run
    project.set_blindness(Blindness(0.0))
    assert project.page(id).blind


@pytest.mark.parametrize("begun", [False, True])
def test_to_show_the_suggestions_ends_it_for_good(project: Project, begun: bool) -> None:
    id = BLIND[0]
    if begun:
        flag(project, id)
    page = project.act(project.page(id), edits.unblind)
    assert not page.blind
    assert not page.annotation.blind
    assert len(page.open) == 2
    assert not project.is_blind(id)
    if begun:
        assert project.undo_words() == "flag the article"
        project.undo()
    else:
        assert project.undo_words() is None
    project.set_blindness(Blindness(1.0))
    assert not project.page(id).blind
    assert project.store.rows(Query(order="pending"))[0].suggested
    with pytest.raises(EditError, match="not blind"):
        edits.unblind(page)
    assert project.store.events(id)[-1].change.kind in (UNBLIND, "flag")


# --- the doors


def test_no_page_of_it_has_anything_of_a_suggestion(project: Project) -> None:
    for id in BLIND:
        for page in (project.page(id), project.page(id, keep=False), project.page(id, run="r1")):
            assert page.blind
            assert is_bare(page)
            assert project.suggested(page) is None
    page = project.page(BLIND[0])
    assert is_bare(page.suggesting(suggestion(BLIND[0])))
    with pytest.raises(EditError):
        edits.accept_rest(page, 0.0)
    with pytest.raises(EditError):
        edits.accept_hidden(page, "m1")
    assert len(project.page(SHOWN[0]).open) == 2


def test_memory_learns_from_it_and_suggests_nothing_there(project: Project) -> None:
    project.act(project.page(BLIND[0]), edits.add, 0, 4, "ORG")
    suggest(project, run="r2", label="ORG")
    at = text(SHOWN[0]).find("cold")
    for id in (BLIND[0], BLIND[1], SHOWN[0]):
        project.act(project.page(id), edits.add, at, at + 4, "TOPIC")
    remembered = [m for m in project.page(SHOWN[1]).mentions if m.label == "TOPIC"]
    assert [m.start for m in remembered] == [at]
    assert is_bare(project.page(BLIND[2]))
    assert project.withheld(project.page(BLIND[2])) == ()


def test_lists_tell_nothing_of_what_is_suggested_there(project: Project) -> None:
    suggest(project, BLIND, run="r2", label="PRODUCT")
    for order in ("import", "pending", "uncertainty", "disagreement", "random"):
        rows = {row.id: row for row in project.rows(Query(order=order))}  # type: ignore[arg-type]
        assert {id for id, row in rows.items() if row.blind} == HIDDEN
        for id in HIDDEN:
            row = rows[id]
            assert (row.suggested, row.uncertainty, row.disagreement, row.why) == (False, 0.0, 0.0, "")
        assert all(rows[id].suggested for id in SHOWN)
    assert [row.id for row in project.rows(Query(order="pending"))][-len(HIDDEN) :] == [i for i in IDS if i in HIDDEN]
    assert "PRODUCT" not in project.labels()
    assert project.count(Query(label="GPE")) == len(SHOWN)
    assert project.check() == []


def test_another_share_is_told_to_the_lists_at_once(project: Project) -> None:
    project.set_blindness(Blindness(1.0))
    assert project.count(Query(label="GPE")) == 0
    assert project.check() == []
    project.set_blindness(Blindness(0.0))
    assert project.count(Query(label="GPE")) == COUNT
    assert project.check() == []


def test_what_was_picked_before_tells_no_reason(project: Project) -> None:
    project.keep_picked(Picked((Pick(IDS.index(BLIND[0]) + 1, "unsure of 14 of 30"),)))
    assert [(row.id, row.why) for row in project.rows(Query(order="picked"))] == [(BLIND[0], "")]


def test_nothing_counts_what_is_suggested_there(project: Project) -> None:
    assert ended(spread(project)).suggestions == 2 * len(SHOWN)
    (run,) = ended(reckon(project))
    assert run.all.count == 2 * len(SHOWN)
    assert run.articles == len(SHOWN)
    picked = {IDS[p.number - 1] for p in ended(pick(project)).picks}
    assert picked == set(SHOWN)


def test_an_act_on_many_articles_passes_it_over(project: Project) -> None:
    template = Template("label", "PERSON")
    found = [place for some in find(project, Search("Ann Reed", template=template)) for place in some]
    held = [place for place in found if place.article in HIDDEN]
    assert len(held) == 2 * len(HIDDEN)
    assert {(place.effect, place.held, place.ticked) for place in held} == {("", "blind article: only by hand", False)}
    assert {place.place.state for place in held} == {"bare"}
    done = ended(plan(project, template, found))
    assert set(done.edits) == set(SHOWN)


def test_no_doubt_about_it_is_a_models(project: Project) -> None:
    for id in (BLIND[0], SHOWN[0], *SHOWN[1:6]):
        project.act(project.page(id), edits.add, 0, 4, "ORG" if id in (BLIND[0], SHOWN[0]) else "GPE")
        finish(project, id)
    found = ended(doubt(project.store, ["model"]))
    assert [d.article for d in found.doubts] == [SHOWN[0]]


def test_a_change_that_comes_with_a_scheme_leaves_it_settled(project: Project) -> None:
    page = project.act(project.page(BLIND[0]), edits.add, 0, 4, "GPE")
    project.apply_all([(page.article.id, edits.flag(page)), (BLIND[1], edits.flag(project.page(BLIND[1])))])
    project.set_blindness(Blindness(0.0))
    assert project.blind_ids() == {BLIND[0], BLIND[1]}


# --- gold


def test_gold_says_so_and_comes_back(project: Project, tmp_path: Path) -> None:
    for id in (BLIND[0], SHOWN[0]):
        finish(project, id)
    ended(export(project, tmp_path / "gold.jsonl"))
    lines = (tmp_path / "gold.jsonl").read_bytes().splitlines()
    said = {(line := json.loads(data))["id"]: line["provenance"].get("blind") for data in lines}
    assert said == {BLIND[0]: True, SHOWN[0]: None}
    with Project.create(tmp_path / "q.annot", curator="bob") as other:
        ended(import_files(other, [tmp_path / "gold.jsonl"]))
        assert other.blind_ids() == {BLIND[0]}
        assert other.page(BLIND[0]).blind
        assert [row.blind for row in other.rows(Query())] == [row.id == BLIND[0] for row in other.rows(Query())]
        suggest(other, [BLIND[0], SHOWN[0]])
        assert [row.suggested for row in other.rows(Query())] == [row.id != BLIND[0] for row in other.rows(Query())]
        ended(export(other, tmp_path / "again.jsonl"))
        assert other.check() == []
    assert (tmp_path / "again.jsonl").read_bytes() == (tmp_path / "gold.jsonl").read_bytes()
    assert json_schema()["$defs"]["GoldProvenance"]["properties"]["blind"] == {"type": "boolean", "default": False}


def test_gold_that_comes_to_an_article_settles_it(project: Project, tmp_path: Path) -> None:
    page = msgspec.structs.replace(project.page(BLIND[0]).annotation, status="done")
    (tmp_path / "gold.jsonl").write_bytes(encode(to_gold(project.store.article(BLIND[0]), page)))
    ended(import_files(project, [tmp_path / "gold.jsonl"]))
    assert not project.is_blind(BLIND[0])
    assert next(row for row in project.rows(Query()) if row.id == BLIND[0]).suggested


def test_older_gold_is_not_blind_and_keeps_its_bytes() -> None:
    line = encode(to_gold(Article("a", "Oslo."), msgspec.structs.replace(from_gold(_older())[1])))
    assert b"blind" not in line
    assert not from_gold(decode(line))[1].blind


def _older() -> Any:
    return decode(b'{"schema": "annotator.gold/1", "id": "a", "text": "Oslo.", "provenance": {"curators": ["ann"]}}')


# --- commands


def test_the_commands_ask_for_a_share_and_count_it(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    for id in IDS:
        (tmp_path / "texts" / f"{id}.txt").write_text(text(id), encoding="utf-8")
    told = annotator("new", tmp_path / "p.annot", "--blind", "50")
    assert "50 % of its articles will be curated blind" in told.stdout
    annotator("import", tmp_path / "p.annot", tmp_path / "texts")
    counts = json.loads(annotator("status", tmp_path / "p.annot", "--json").stdout)
    with Project.open(tmp_path / "p.annot", "ann") as project:
        assert project.blindness == Blindness(0.5)
        ids = sorted(project.blind_ids())
        assert 10 <= len(ids) == counts["blind"] <= 30
        finish(project, ids[0])
    assert f"blind: 1 done of {len(ids)}" in annotator("status", tmp_path / "p.annot").stdout
    annotator("new", tmp_path / "q.annot")
    with Project.open(tmp_path / "q.annot") as project:
        assert project.blindness == Blindness(0.1)
    assert annotator("new", tmp_path / "r.annot", "--blind", "101").returncode == 2
    annotator("new", tmp_path / "s.annot", "--blind", "0")
    with Project.open(tmp_path / "s.annot") as project:
        assert project.store.setting("blind") is None


def test_an_annotation_is_blind_by_its_own_word_only(project: Project) -> None:
    one, other, third = BLIND[0], SHOWN[0], SHOWN[1]
    page = project.act(flag(project, one), edits.note, "n")
    assert page.annotation.flagged
    assert project.is_blind(one)
    for id, words in ((other, '"blind":true'), (third, 'x","blind":true')):
        annotation = msgspec.structs.replace(project.page(id).annotation, extra={"a": words, "blind": True})
        change = Change("import", "import", (Step(("extra",), None, annotation.extra),))
        project.bring([Coming(id, annotation, change, "ann")])
        project.act(project.page(id), edits.note, words)
    assert project.blind_ids() == HIDDEN
