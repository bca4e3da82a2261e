"""The fixed gold and its reader: words become places, and whatever is in doubt is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.errors import InputError
from annotator.spans import Range
from benchmarks.fixed_gold import all_gold, differences, places, read_gold

TEXT = "Dr Ann Reed voted. The vote split the town; Reed’s vote counted, her voters cheered."


def gold(tmp_path: Path, toml: str) -> Path:
    path = tmp_path / "a.toml"
    path.write_text(toml, encoding="utf-8")
    return path


def test_ten_articles_are_fixed_and_every_word_is_found() -> None:
    every = all_gold()
    assert [g.article[:3] for g in every] == [f"{n:03}" for n in range(1, 11)]
    for item in every:
        assert 30 <= len(item.mentions) <= 60, item.article
        assert len(item.stances) >= 8, item.article
        assert all(not span.of(item.text)[0].isspace() and span.of(item.text).strip() for span in item.mentions)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("town", [TEXT.index("town")]),
        ("vote#2", [TEXT.index("vote counted")]),
        ("vote#1,2", [TEXT.index("vote split"), TEXT.index("vote counted")]),
        ("vote#1-2", [TEXT.index("vote split"), TEXT.index("vote counted")]),
        ("Reed*", [TEXT.index("Reed"), TEXT.index("Reed’s")]),
    ],
)
def test_words_stand_for_places(words: str, expected: list[int]) -> None:
    assert [span.start for span in places(TEXT, words)] == expected


@pytest.mark.parametrize("words", ["mayor", "vote", "vote#3", "vote#0", "vote#1,", "vot"])
def test_what_is_not_there_or_in_doubt_is_refused(words: str) -> None:
    with pytest.raises(InputError):
        places(TEXT, words)


GOOD = """article = "a"
stances = [["Ann Reed", "favor", "vote", "cheered", "reported"]]
[PERSON]
"Ann Reed" = ["Dr Ann Reed", "Reed#2"]
[TOPIC]
"vote" = "vote*"
"""


def test_a_file_is_resolved(tmp_path: Path) -> None:
    read = read_gold(gold(tmp_path, GOOD), TEXT)
    assert read.entities["Ann Reed"].mentions == (Range(0, 11), Range(TEXT.index("Reed’s"), TEXT.index("’s")))
    (stance,) = read.stances
    assert (stance.holder, stance.target, stance.cues[0].of(TEXT)) == ("Ann Reed", "vote", "cheered")
    assert differences(read, read) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[PERSON]", "[PEOPLE]"),
        ('"Ann Reed" =', '"Reed" ='),
        ('["Ann Reed", "favor"', '["Ann", "favor"'),
        ('"favor"', '"for"'),
        ('"reported"', '"told"'),
        ('"vote" = "vote*"', '"vote" = ["vote*", "vote#1"]'),
        ('"favor", "vote"', '"favor", "writer"'),
        ("article", "article ="),
        ('"reported"]', '"reported"], ["Ann Reed", "favor", "vote", "cheered", "reported"]'),
    ],
)
def test_a_slip_of_the_pen_is_told(tmp_path: Path, old: str, new: str) -> None:
    with pytest.raises(InputError, match=r"a\.toml"):
        read_gold(gold(tmp_path, GOOD.replace(old, new)), TEXT)


def test_differences_say_what_is_missing_and_what_is_too_much(tmp_path: Path) -> None:
    wanted = read_gold(gold(tmp_path, GOOD), TEXT)
    made = read_gold(gold(tmp_path, GOOD.replace('"favor"', '"against"').replace('"vote*"', '"vote#1"')), TEXT)
    told = "\n".join(differences(wanted, made))
    assert "missing" in told
    assert "too much" in told
    assert "'vote'" in told
    assert "'against'" in told
