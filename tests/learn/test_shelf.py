"""The shelf, the split and the verdict: what is kept, what is held out, when a model takes another's place."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from annotator.errors import OutputError
from annotator.learn.cards import Card, Counts, GoldUsed, PartReport, Scores, Settings, Verdict
from annotator.learn.promotion import judge
from annotator.learn.shelf import Shelf, making, shelf_of, write_card
from annotator.learn.split import ENOUGH_BLIND, Pair, parted, use_of
from annotator.records import Annotation, Article
from annotator.training import report

_FIRST = 12
"""From this many articles on an exam is lent to; what fewer taught is not looked back at."""
CARD = Card(
    "", "2026-01-01T00:00:00Z", "en 1", "", "", "0", Settings(), GoldUsed(0, 0, 0, 0, 0, 0, ""), (), Scores(), Scores(),
    Verdict(False, ""), 1.0,
)  # fmt: skip


def put(shelf: Shelf, name: str) -> Path:
    with making(shelf.folder / name) as folder:
        (folder / "config.cfg").write_text("")
        write_card(folder, CARD)
    return shelf.folder / name


def scores(right: int, wrong: int = 20, stances: int = 0, articles: int = 10) -> Scores:
    mentions = Counts(right, wrong, 100 - right)
    return Scores(articles, mentions, mentions, {}, Counts(stances, 5, 20 - stances) if stances else Counts())


def test_growing_gold_never_holds_out_what_was_taught(gold: list[Pair]) -> None:
    order = ("held_out", "watched", "taught")
    places: dict[str, int] = {}
    for size in range(1, len(gold) + 1):
        for use, pairs in parted(gold[:size]).items():
            for article, _ in pairs:
                assert order.index(use) >= places.get(article.id, 0) or size == _FIRST
                places[article.id] = order.index(use)
    all_ = parted(gold)
    assert len(all_["held_out"]) > 2
    assert len(all_["taught"]) > len(gold) / 2


def test_a_small_gold_has_an_exam_too(gold: list[Pair]) -> None:
    taught = [pair for pair in gold if use_of(pair[0].id) == "taught"]
    assert [len(parted(taught[:20])[use]) for use in ("held_out", "watched")] == [4, 2]  # type: ignore[literal-required]
    assert [len(parted(taught[:11])[use]) for use in ("held_out", "watched")] == [0, 0]  # type: ignore[literal-required]


def blind(count: int, every: int = 3) -> list[Pair]:
    """So many articles; each third (or so) is blind."""
    finished = Annotation(status="done")
    return [(Article(f"b{n}", "Text."), msgspec.structs.replace(finished, blind=n % every == 0)) for n in range(count)]


def test_blind_gold_is_never_taught_and_enough_of_it_is_the_whole_exam() -> None:
    for size in (9, 30, 57, 60, 200):
        pairs = blind(size)
        uses = parted(pairs)
        hidden = {a.id for a, annotation in pairs if annotation.blind}
        held_out = {a.id for a, _ in uses["held_out"]}
        assert hidden <= held_out
        assert (hidden == held_out) == (len(hidden) >= ENOUGH_BLIND)
        assert sorted(a.id for part in uses.values() for a, _ in part) == sorted(a.id for a, _ in pairs)
        assert len(uses["watched"]) >= (2 if size >= _FIRST else 0)


def test_growing_blind_gold_never_holds_out_what_was_taught() -> None:
    order = ("held_out", "watched", "taught")
    places: dict[str, int] = {}
    pairs = blind(120)
    for size in range(_FIRST + 1, len(pairs) + 1):
        for use, some in parted(pairs[:size]).items():
            for article, _ in some:
                assert order.index(use) >= places.get(article.id, 0)
                places[article.id] = order.index(use)


def test_where_most_is_blind_something_is_left_to_teach() -> None:
    uses = parted(blind(60, every=1))
    assert len(uses["taught"]) > 30
    bare = parted([(article, Annotation(status="done")) for article, _ in blind(60)])
    assert [[a.id for a, _ in uses[use]] for use in uses] == [[a.id for a, _ in bare[use]] for use in uses]


def test_the_card_says_how_much_of_the_exam_is_blind() -> None:
    used = GoldUsed(30, 20, 4, 6, 0, 0, "")
    told = [msgspec.structs.replace(used, blind=n).exam for n in (0, 2, 6)]
    assert told == ["6 held out", "6 held out, 2 of them blind", "6 held out, all blind"]
    assert "held-out articles: 6 (2 blind)" in report(
        msgspec.structs.replace(CARD, gold=msgspec.structs.replace(used, blind=2), after=Scores(6))
    )


def test_models_are_listed_by_their_folders(tmp_path: Path) -> None:
    shelf = shelf_of(tmp_path / "news.annot")
    assert shelf.cards() == []
    assert shelf.next_name("abcdef123") == "0001-abcdef"
    put(shelf, "0001-abcdef")
    put(shelf, "0002-bcdefa")
    assert [card.name for card in shelf.cards()] == ["0001-abcdef", "0002-bcdefa"]
    assert shelf.path("../news.models/0001-abcdef") is None
    shelf.remove("0001-abcdef")
    assert [card.name for card in shelf.cards()] == ["0002-bcdefa"]
    assert shelf.next_name("c" * 9) == "0003-cccccc"
    assert list((tmp_path / "news.models").iterdir()) == [tmp_path / "news.models" / "0002-bcdefa"]


def test_a_model_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "models")

    def half() -> None:
        with making(shelf.folder / "0001-a") as folder:
            (folder / "config.cfg").write_text("")
            assert shelf.cards() == []
            assert shelf.path(folder.name) is None
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    assert list(shelf.folder.iterdir()) == []
    put(shelf, "0001-a")
    with pytest.raises(OutputError, match="something already"), making(shelf.folder / "0001-a"):
        pass
    assert [card.name for card in shelf.cards()] == ["0001-a"]


def test_what_a_killed_training_left_is_cleared(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "models")
    put(shelf, "0001-a")
    (shelf.folder / ".making-0002-b").mkdir()
    shelf.clear()
    assert [path.name for path in shelf.folder.iterdir()] == ["0001-a"]


def test_only_a_better_model_is_promoted() -> None:
    assert judge(scores(60), scores(70)).promote
    assert not judge(scores(60), scores(60)).promote
    assert not judge(scores(70), scores(60)).promote
    assert judge(scores(60, stances=8), scores(60, stances=9)).promote
    assert not judge(scores(60, stances=9), scores(70, stances=7)).promote


def test_a_model_that_needs_more_corrections_is_not_promoted() -> None:
    before, after = (msgspec.structs.replace(scores(n), corrections=c) for n, c in ((60, 50), (61, 52)))
    assert not judge(before, after).promote
    assert "corrections" in judge(before, after).why
    assert judge(before, msgspec.structs.replace(after, corrections=50)).promote


def test_too_little_held_out_gold_says_so() -> None:
    verdict = judge(scores(60, articles=2), scores(90, articles=2))
    assert (verdict.promote, verdict.enough) == (False, False)
    assert "Too little to tell" in verdict.why


def test_a_model_that_forgot_is_not_promoted() -> None:
    verdict = judge(scores(60), scores(70), [PartReport("entities", True, kept=0.4)])
    assert not verdict.promote
    assert "forgotten" in verdict.why
