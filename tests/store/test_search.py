"""Full-text search: nothing that is typed is syntax, and what is found stands where the hit says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.records import Article
from annotator.store import Query, Store, create_store, reader
from annotator.store.searching import MOST_WORDS, match_words

ARTICLES = [
    Article("seoul", "Kim Yo Jong met envoys in Seoul.\nThe U.S. said it would wait.", {"title": "A meeting"}),
    Article("zurich", "In Zu\u0308rich the anti-war march 🕊️ was small; Café owners cheered.", {"title": "March"}),
    Article("apart", "Jong was silent. Yo is a word. Kim left.", {"title": "Seoul weather"}),
    Article("rtl", "דני שלום אמר. 강에서 김여정 담화. 東京都知事", {"title": "Other scripts"}),
    Article("long", "x " * 400 + "needle " + "y " * 400, {"title": "Long"}),
]


@pytest.fixture
def library(store: Store) -> Store:
    store.add(ARTICLES)
    return store


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("seoul", ["seoul", "apart"]),
        ("SEOUL  meeting", ["seoul"]),
        ("kim yo jong", ["seoul", "apart"]),
        ("zurich", ["zurich"]),
        ("Zürich", ["zurich"]),
        ("ZÜRICH", ["zurich"]),
        ("cafe", ["zurich"]),
        ("anti-war", ["zurich"]),
        ("war-anti", []),
        ("U.S.", ["seoul"]),
        ("envo", ["seoul"]),
        ("envo ", []),
        ("envo met", []),
        ("met envo", ["seoul"]),
        ("שלום", ["rtl"]),
        ("김여", ["rtl"]),
        ("東京", ["rtl"]),
        ("seoul OR zurich", []),
        ("title:seoul", []),
        ("seoul*", ["seoul", "apart"]),
        ('"seoul', ["seoul", "apart"]),
        ("sEo\0ul", []),
        ("needle", ["long"]),
        ("", []),
        ("   ", []),
        ("🕊️", []),
        ("?", []),
    ],
)
def test_what_is_found(library: Store, words: str, ids: list[str]) -> None:
    assert sorted(hit.id for hit in library.search(words)) == sorted(ids)


def test_titles_and_words_side_by_side_go_first(library: Store) -> None:
    assert [hit.id for hit in library.search("seoul")] == ["apart", "seoul"]
    library.add(
        [
            Article("later", "Then Yo Jong spoke of Kim", {"title": "T"}),
            Article("last", "So did Kim Yo Jong", {"title": "T"}),
        ]
    )
    assert [hit.id for hit in library.search("kim yo jong")] == ["seoul", "last", "apart", "later"]
    assert [hit.id for hit in library.search("kim yo jong", limit=2)] == ["seoul", "last"]


@pytest.mark.parametrize(
    ("words", "id", "found"),
    [
        ("envo", "seoul", "envoys"),
        ("met envoys", "seoul", "met envoys"),
        ("u.s. said", "seoul", "U.S. said"),
        ("zurich", "zurich", "Zu\u0308rich"),
        ("CAFÉ own", "zurich", "Café owners"),
        ("small cheered", "zurich", "cheered"),
        ("seoul", "apart", ""),
        ("여정", "rtl", ""),
        ("김여정", "rtl", "김여정"),
        ("김", "rtl", "김여정"),
        ("שלום אמר", "rtl", "שלום אמר"),
    ],
)
def test_the_hit_says_where(library: Store, words: str, id: str, found: str) -> None:
    text = library.article(id).text
    hits = {hit.id: hit for hit in library.search(words)}
    if words == "여정":  # the middle of a word is not found
        assert not hits
        return
    assert text[hits[id].start : hits[id].end] == found
    assert " ".join(found.split()) in hits[id].context


def test_the_context_is_one_short_line_cut_between_words(library: Store) -> None:
    (hit,) = library.search("needle")
    assert hit.context.startswith("… x x")
    assert hit.context.endswith("y y …")
    assert " needle " in hit.context
    assert 100 < len(hit.context) < 140
    (hit,) = library.search("meeting")
    assert hit.context.startswith("Kim Yo Jong met")
    assert "\n" not in hit.context


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path: Path = tmp_path_factory.mktemp("search") / "p.annot"
    store = create_store(path)
    store.add(ARTICLES)
    yield store
    store.close()


syntax = st.lists(
    st.sampled_from(
        ["seoul", "AND", "OR", "NOT", "NEAR(", ")", "(", '"', "'", "*", "^", "+", "-", ":", "title :", "{a b}", ","]
    ),
    max_size=8,
).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=40), syntax, st.text(st.characters(codec=None), max_size=8)))
def test_nothing_that_is_typed_is_syntax(shelf: Store, words: str) -> None:
    for hit in shelf.search(words):
        text = shelf.article(hit.id).text
        assert 0 <= hit.start <= hit.end <= len(text)
    listed = {row.id for row in shelf.rows(Query(text=words))}
    assert shelf.count(Query(text=words)) == len(listed)
    if words.strip():
        assert {hit.id for hit in shelf.search(words)} <= listed


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_every_word_of_a_text_finds_it(shelf: Store, data: st.DataObject) -> None:
    article = data.draw(st.sampled_from(ARTICLES))
    words = [w for w in article.text.split() if any(c.isalnum() for c in w)]
    start = data.draw(st.integers(0, len(words) - 1))
    phrase = words[start : start + data.draw(st.integers(1, 5))]
    (hit,) = [hit for hit in shelf.search(" ".join(phrase)) if hit.id == article.id]
    found = article.text[hit.start : hit.end]
    assert found.split()[0].strip(".;") == phrase[0].strip(".;")


def test_a_pasted_paragraph_finds_its_article(library: Store) -> None:
    text = " ".join(f"word{n}" for n in range(5_000))
    library.add([Article("pasted", text), Article("other", " ".join(f"word{n}" for n in range(150)))])
    assert "pasted" in [hit.id for hit in library.search(text)]
    assert match_words(text).count(" AND ") < MOST_WORDS, "thousands of words would take seconds"


def test_words_side_by_side_are_held_whole_from_a_number_on(library: Store) -> None:
    def held(words: str, first: int = 1, limit: int = 9) -> list[str]:
        return [row.id for row in library.holding(words, first, limit)]

    assert held("kim  YO jong") == ["seoul"]
    assert held("Kim Yo Jon") == []
    assert held("Zürich the") == ["zurich"]
    assert held("Seoul") == ["seoul"]  # "apart" has it in its title only
    assert held("said") == ["seoul"]
    assert held("?") == held("") == []
    assert held('said" OR "x') == []
    assert (held("y", 5), held("y", 6)) == (["long"], [])
    assert library.holding("Seoul", 1, 9) == library.rows(Query(text="Seoul wait"))
    library.add([Article(f"n{n}", f"needle {n}") for n in range(3)])
    assert held("needle", limit=2) == ["long", "n0"]


def test_titles_that_take_too_long_are_left_out_and_texts_are_found_all_the_same(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.add([Article(f"a{n}", f"the market and the river, number {n}", {"title": f"A{n}"}) for n in range(400)])
    store.add([Article("late", "nothing else", {"title": "the market and the river"})])
    monkeypatch.setattr(reader, "_STEPS", 1)
    monkeypatch.setattr(reader, "_QUICK", 60.0)
    found = store.search("market river", 500)
    assert found[0].id == "late", "with time enough the title goes first"
    monkeypatch.setattr(reader, "_QUICK", -1.0)
    hurried = store.search("market river", 500)
    assert len(hurried) == len(found)
    assert hurried[0].id == "a0"
    assert store.count(Query(text="market")) == 401, "and nothing else is hurried"
