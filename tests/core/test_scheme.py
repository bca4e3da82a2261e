"""A scheme reads back as it was written; former names lead to labels; a scheme in the making says what it will do."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import OutputError, SchemeError
from annotator.redrafting import Redraft
from annotator.relabelling import save_scheme
from annotator.scheme import HUES, Label, PolarityGuide, Scheme, default_scheme, parse_scheme, read_scheme, write_scheme

NAMES = st.from_regex(r"[A-Z][A-Z0-9_]{0,5}", fullmatch=True)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@st.composite
def schemes(draw: st.DrawFn) -> Scheme:
    names = draw(st.lists(NAMES, min_size=1, max_size=12, unique=True))
    count = draw(st.integers(1, len(names)))
    former = names[count:]
    keys = draw(st.permutations("123456789" + " " * 9))
    labels = [
        Label(name, draw(st.sampled_from(HUES)), keys[n].strip(), draw(WORDS)) for n, name in enumerate(names[:count])
    ]
    labels[0] = msgspec.structs.replace(labels[0], was=tuple(former), takes=tuple(draw(st.lists(WORDS, max_size=2))))
    guide = PolarityGuide(*(draw(WORDS) for _ in range(4)))
    return Scheme(1, draw(WORDS), tuple(labels), guide, titles=draw(st.booleans()))


@given(schemes())
def test_what_was_written_reads_back(scheme: Scheme) -> None:
    scheme.check()
    assert parse_scheme(write_scheme(scheme)) == scheme


def test_the_default_scheme_is_written_as_it_is_kept() -> None:
    assert parse_scheme(write_scheme(default_scheme())) == default_scheme()
    assert "\u2019" in write_scheme(default_scheme()), "what can be read stays readable"


@pytest.mark.parametrize(
    ("was", "told"),
    [
        ('["ORG"]', "ORG cannot be a former name: a label has it now"),
        ('["people"]', "the former name 'people' is no name of a label"),
        ('["PER", "PER"]', "PER is already a former name of PERSON"),
    ],
)
def test_former_names_that_contradict_are_refused(was: str, told: str) -> None:
    toml = write_scheme(default_scheme()).replace('hue = "blue"', f'hue = "blue"\nwas = {was}')
    with pytest.raises(SchemeError, match=told):
        parse_scheme(toml)


def row(draft: Redraft, name: str) -> int:
    return next(n for n, r in enumerate(draft.rows) if r.label.name == name)


def test_a_renamed_label_keeps_its_former_name_through_several_renamings_and_loses_it_when_it_has_it_again() -> None:
    scheme = default_scheme()
    for name in ("HUMAN", "BEING"):
        draft = Redraft(scheme)
        draft.change(0, name=name)
        scheme = draft.scheme()
    assert scheme.former() == {"PERSON": "BEING", "HUMAN": "BEING"}
    draft = Redraft(scheme)
    draft.change(0, name="PERSON")
    assert draft.scheme().former() == {"BEING": "PERSON", "HUMAN": "PERSON"}
    assert draft.words() == "rename BEING to PERSON"


def test_merged_labels_lead_to_the_one_that_is_kept() -> None:
    draft = Redraft(default_scheme())
    draft.merge(row(draft, "EVENT"), row(draft, "LAW"))
    kept = draft.merge(row(draft, "LAW"), row(draft, "TOPIC"))
    draft.change(kept, name="ISSUE")
    assert draft.renamed() == {"EVENT": "ISSUE", "LAW": "ISSUE", "TOPIC": "ISSUE"}
    assert draft.scheme().former() == draft.renamed()
    assert draft.words() == "rename TOPIC to ISSUE, merge EVENT into ISSUE, merge LAW into ISSUE"
    assert draft.problem() == ""


def test_a_new_label_may_take_the_name_of_one_that_was_merged() -> None:
    draft = Redraft(default_scheme())
    draft.merge(row(draft, "EVENT"), row(draft, "TOPIC"))
    draft.add("EVENT")
    assert draft.problem() == ""
    assert draft.scheme().former() == {}
    assert draft.renamed() == {"EVENT": "TOPIC"}


def test_two_labels_may_change_names() -> None:
    draft = Redraft(default_scheme())
    draft.change(row(draft, "ORG"), name="X")
    draft.change(row(draft, "GPE"), name="ORG")
    draft.change(row(draft, "X"), name="GPE")
    assert draft.renamed() == {"ORG": "GPE", "GPE": "ORG"}
    assert draft.problem() == ""


def test_what_cannot_be_taken_is_told_in_plain_words() -> None:
    draft = Redraft(default_scheme())
    at = draft.add("org")
    assert draft.name_problem(at) == "A name is capital letters, digits and _, at most 32, and begins with a letter."
    draft.change(at, name="ORG")
    assert draft.name_problem(at) == "There is another ORG. To make the two one, merge them."
    assert "stands twice" in draft.problem()
    draft.change(at, name="BODY", key="2")
    assert draft.owner("2", at) == "ORG"
    assert draft.problem() == "label 'BODY': key 2 is already that of ORG."


def test_a_new_label_gets_a_hue_that_few_have() -> None:
    draft = Redraft(default_scheme())
    for name in ("A", "B"):
        draft.add(name)
    hues = [r.label.hue for r in draft.rows]
    assert max(map(hues.count, HUES)) == 2


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"hue": "rust"}, "change colour of PERSON"),
        ({"key": ""}, "change key of PERSON"),
        ({"guideline": "x", "hue": "rust"}, "change colour of PERSON, guideline of PERSON"),
    ],
)
def test_what_changes_no_name_is_told_too(fields: dict[str, str], words: str) -> None:
    draft = Redraft(default_scheme())
    assert not draft.changed
    draft.change(0, **fields)
    assert (draft.words(), draft.renamed()) == (words, {})
    assert draft.changed


def test_another_order_is_a_change() -> None:
    draft = Redraft(default_scheme())
    assert draft.move(0, 1) == 1
    assert draft.move(1, 50) == len(draft.rows) - 1
    assert draft.words() == "change order of labels"


def test_a_key_that_another_label_has_changes_hands() -> None:
    draft = Redraft(default_scheme())
    assert draft.give_key(0, "2") == "ORG"
    assert [(r.label.name, r.label.key) for r in draft.rows[:2]] == [("PERSON", "2"), ("ORG", "1")]
    assert draft.give_key(0, "") == ""
    assert draft.rows[0].label.key == ""
    assert draft.problem() == ""


def test_a_scheme_from_a_file_knows_labels_by_former_names_and_leaves_used_ones() -> None:
    other = Scheme(
        1,
        "theirs",
        (Label("HUMAN", "rust", "1", was=("PERSON", "NORP")), Label("ORG", "gold", "2"), Label("NEW", "sky")),
    )
    draft = Redraft(default_scheme())
    assert draft.adopt(other, {"PERSON", "GPE"}) == ("GPE",)
    assert [r.label.name for r in draft.rows] == ["HUMAN", "ORG", "NEW", "GPE"]
    assert draft.renamed() == {"PERSON": "HUMAN", "NORP": "HUMAN"}
    assert draft.problem() == ""
    assert draft.scheme().name == "theirs"


def test_a_scheme_is_kept_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "scheme.toml"
    save_scheme(default_scheme(), path)
    assert read_scheme(path)[0] == default_scheme()
    with pytest.raises(OutputError, match="cannot be written"):
        save_scheme(default_scheme(), tmp_path)
