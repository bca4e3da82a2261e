"""The stance lexicon is consistent and says nothing twice."""

from __future__ import annotations

from collections import Counter

from annotator.suggest.lexicon import default_lexicon, parse_lexicon

KINDS = ("verbs", "nouns", "agents", "adjectives", "prepositions")


def test_no_entry_speaks_both_ways() -> None:
    lexicon = default_lexicon()
    for kind in KINDS:
        said: dict[tuple[str, tuple[str, ...]], set[str]] = {}
        for entries in getattr(lexicon, kind).values():
            for entry in entries:
                said.setdefault((entry.lemma, entry.rest), set()).add(entry.polarity)
        assert not [words for words, polarities in said.items() if len(polarities) > 1], kind
    assert not lexicon.good & lexicon.bad


def test_entries_are_lemmas_with_what_belongs_to_them() -> None:
    lexicon = default_lexicon()
    for kind in KINDS:
        for lemma, entries in getattr(lexicon, kind).items():
            assert lemma == lemma.lower().strip()
            assert lemma
            assert [len(e.rest) for e in entries] == sorted((len(e.rest) for e in entries), reverse=True)
            assert all(0.3 <= e.p <= 0.95 for e in entries)
    assert all(e.rest for entries in lexicon.nouns.values() for e in entries)
    assert all(e.rest for entries in lexicon.adjectives.values() for e in entries)


def test_the_lexicon_is_broad_and_balanced() -> None:
    """A list made for one article would be small; general English has hundreds of words for both polarities."""
    lexicon = default_lexicon()
    count = Counter(e.polarity for kind in KINDS for entries in getattr(lexicon, kind).values() for e in entries)
    assert count["favor"] > 200
    assert count["against"] > 300
    assert min(len(lexicon.good), len(lexicon.bad)) > 90


def test_topics_by_list_and_by_ending() -> None:
    lexicon = default_lexicon()
    assert all(lexicon.is_topic(w) for w in ("plan", "war", "deportation", "censorship", "bullying"))
    assert not any(lexicon.is_topic(w) for w in ("morning", "way", "table", "people", "king"))
    assert lexicon.is_party("senator")
    assert lexicon.is_party("government")
    assert not lexicon.is_party("plan")


def test_another_lexicon_has_another_fingerprint() -> None:
    from importlib.resources import files

    words, deeds = (
        files("annotator").joinpath(f"data/{name}.toml").read_text(encoding="utf-8")
        for name in ("stance_lexicon", "deeds")
    )
    prints = {
        parse_lexicon(*texts).fingerprint for texts in ((words, deeds), (words + "\n", deeds), (words, deeds + "\n"))
    }
    assert default_lexicon().fingerprint in prints
    assert len(prints) == 3
