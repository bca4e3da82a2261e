"""The file of keys, presets, and what is told when something in it is wrong."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QKeySequence

from annotator.errors import OutputError
from annotator.scheme import Scheme, default_scheme
from ui.actions import table
from ui.keymap import PRESETS, KeyFile, Keymap, Settings, as_key, default_path, resolve, works
from ui.keymap.file import parse, read, to_toml, write

SCHEME = default_scheme()
NINE = msgspec.structs.replace(SCHEME, label=SCHEME.label[:9])
ACTIONS = table(SCHEME)


@pytest.fixture(autouse=True)
def application(qapp: object) -> None:
    """Which keys copy, only a running application knows."""


def keymap(toml: str) -> Keymap:
    return resolve(ACTIONS, parse(toml))


# --- keys


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("a", "A"),
        ("Shift+Backtab", "Shift+Tab"),
        ("Escape", "Esc"),
        ("Ctrl++", "Ctrl++"),
        (",", ","),
        ("Alt+,", "Alt+,"),
    ],
)
def test_a_key_is_written_in_one_way(text: str, key: str) -> None:
    assert as_key(text) == key


@pytest.mark.parametrize("text", ["", "foo", "Shift", "Ctrl+", "AB", "Ctrl+K, Ctrl+S"])
def test_what_is_no_single_key_is_none(text: str) -> None:
    assert as_key(text) == ""


# --- presets


@pytest.mark.parametrize("scheme", [SCHEME, NINE], ids=["default", "nine labels"])
@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_is_whole_and_without_conflict(name: str, scheme: Scheme) -> None:
    actions = table(scheme)
    found = resolve(actions, Settings({"preset": name}))
    assert found.problems == ()
    assert found.preset == name
    preset = PRESETS[name]
    assert preset.words.endswith(".")
    for action in actions:
        wanted = preset.keys.get(action.id, action.keys)
        if action.keys:
            assert found.of(action.id), f"{action.id} has no key"
        if action.id in preset.keys:
            assert found.of(action.id) == tuple(map(as_key, wanted)), action.id
    for place in ("desk", "versions"):
        given_out = [key for action in actions if works(action, place) for key in found.of(action.id)]
        assert len(given_out) == len(set(given_out)), place
    assert set(preset.keys) <= {action.id for action in actions}


def test_hands_from_elsewhere_find_their_keys() -> None:
    def keys(preset: str) -> dict[str, str]:
        found = resolve(ACTIONS, Settings({"preset": preset}))
        return {key: action.id for action in ACTIONS if works(action, "desk") for key in found.of(action.id)}

    prodigy = keys("prodigy")
    wanted = {"A": "accept", "X": "reject", "Space": "skip", "Backspace": "undo", "F": "flag", "H": "guideline"}
    assert wanted.items() <= prodigy.items()
    assert prodigy["1"] == "label_PERSON"
    studio = keys("label-studio")
    wanted = {"Ctrl+Return": "finish", "Ctrl+Space": "skip", "Alt+R": "stance", "Backspace": "reject", "U": "escape"}
    assert (wanted | {"Alt+.": "next_item", "Alt+,": "previous_item", "Ctrl+Z": "undo"}).items() <= studio.items()


# --- layouts: what needs AltGr or Shift somewhere has a second key


SHIFT_OR_ALTGR = {
    "German": "?/~[]{}",
    "French": "?/~[]{}+0123456789.#",
    "Swiss": "?/~[]{}+=#",
    "Spanish": "?/~[]{}#=",
    "Nordic": "?/~[]{}#=",
    "American": "?~+#",
}
DIGITS = {action.id for action in ACTIONS if action.id.startswith(("label_", "take_"))}
"""What has a digit, which is found on any keyboard by where it stands."""


@pytest.mark.parametrize("layout", SHIFT_OR_ALTGR)
def test_every_desk_action_has_a_key_without_shift_or_altgr_on_common_layouts(layout: str) -> None:
    hard = SHIFT_OR_ALTGR[layout]
    for action in ACTIONS:
        plain = [key for key in action.keys if key.rpartition("+")[2] not in hard and not key.endswith("++")]
        if action.keys and action.id not in {*DIGITS, "larger"}:
            assert plain, f"{action.id} has only {action.keys} on {layout} keyboards"


# --- the user's file


def test_the_users_keys_come_before_the_presets() -> None:
    found = keymap(
        'preset = "prodigy"\n[keys]\nflag = ["Ctrl+D", "f"]\nnote = []\nrename = "F8"\nstart_outwards_word = ["["]'
    )
    told = (
        "keys.toml:3: flag: Ctrl+D is the key of “Move the start one character outwards” already."
        " Choose another, or give start_outwards_character other keys first."
    )
    assert found.problems == (told,)
    assert found.of("flag") == ("F",)
    assert found.of("note") == ()
    assert found.of("rename") == ("F8",)
    assert found.of("skip") == ("Space", "Shift+Space")
    assert found.call("flag") == "F"
    assert found.call("note") == "“Note”"


PROBLEMS = [
    ('preset = "vim"', "keys.toml:1: 'vim' is no preset. There are annotator, prodigy, label-studio."),
    ("[keys]\nfly = ['F']", "keys.toml:2: there is no action 'fly'. docs/keys.md lists them all."),
    ("[keys]\nflag = ['Hyper']", "keys.toml:2: flag: 'Hyper' is not a key. Keys are written as in"),
    ("[keys]\nflag = 3", "keys.toml:2: flag: this is no list of keys."),
    ("[keys]\nflag = [3]", "keys.toml:2: flag: this is no list of keys."),
    ("[keys]\nflag = ['P']", "flag: P is the key of “The same for the same words in this article” already."),
    ("[keys]\nflag = ['3']", "flag: 3 sets the label GPE. Choose another, or write label_GPE = []."),
    ("[keys]\nflag = ['Shift+Left']", "moves, selects or copies in the text."),
    ("[keys]\nflag = ['Ctrl+C']", "flag: Ctrl+C moves, selects or copies in the text."),
    ("[keys]\n\n# two\nflag = ['Q']\nnote = ['Q']", "keys.toml:5: note: Q is the key of “Flag” already."),
    ("keys = 3", "keys.toml:1: this is no table."),
]


@pytest.mark.parametrize(("toml", "words"), PROBLEMS)
def test_each_problem_is_told_and_costs_only_its_entry(toml: str, words: str) -> None:
    sound = "skip = ['Ctrl+Shift+J']"
    table_there = "[keys]" in toml
    found = keymap(f"{toml}\n{sound}" if table_there else toml)
    assert len(found.problems) == 1
    assert words in found.problems[0]
    assert found.of("skip") == (("Ctrl+Shift+J",) if table_there else ("Shift+Space",))
    if "'Q'" not in toml:
        assert found.of("flag") == ("F",)
    assert found.of("note") == ("N",)
    assert found.of("same_here") == ("P",)
    assert found.of("label_GPE") == ("3",)


def test_a_key_taken_over_by_hand_is_no_problem() -> None:
    found = keymap("[keys]\nflag = ['P', '3']\nsame_here = ['F']\nlabel_GPE = []\nlabel_OF_ANOTHER_PROJECT = ['3']")
    assert found.problems == ()
    assert (found.of("flag"), found.of("same_here"), found.of("label_GPE")) == (("P", "3"), ("F",), ())


def test_a_file_that_is_no_toml_is_told_and_the_program_keys_hold(tmp_path: Path) -> None:
    path = tmp_path / "keys.toml"
    path.write_text("[keys\nflag = ", encoding="utf-8")
    found = resolve(ACTIONS, read(path))
    assert len(found.problems) == 1
    assert str(path) in found.problems[0]
    assert "line 1" in found.problems[0]
    assert found.keys == resolve(ACTIONS, Settings()).keys
    path.write_bytes(b"\xff\xfe")
    assert "cannot be read" in resolve(ACTIONS, read(path)).problems[0]
    assert resolve(ACTIONS, read(tmp_path / "none.toml")).problems == ()


# --- writing


NAMES = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=8)
WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
VALUES = st.recursive(
    st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(NAMES, VALUES, max_size=5))
def test_what_is_written_is_read_again(document: dict[str, Any]) -> None:
    assert tomllib.loads(to_toml(document)) == document


KEYS = st.sampled_from(["Ctrl+Alt+A", "Ctrl+Alt+B", "F8", "Ctrl+Shift+X", "Q", "I", ";", "Alt+7"])


@given(st.dictionaries(st.sampled_from([a.id for a in ACTIONS]), st.lists(KEYS, max_size=2, unique=True), max_size=4))
def test_no_key_is_ever_given_twice_and_no_action_is_forgotten(wanted: dict[str, list[str]]) -> None:
    found = resolve(ACTIONS, Settings({"keys": wanted}))
    assert set(found.keys) == {a.id for a in ACTIONS}
    for place in ("desk", "versions"):
        given_out = [key for action in ACTIONS if works(action, place) for key in found.of(action.id)]
        assert len(given_out) == len(set(given_out)), place
    refused = sum(len(set(keys)) for keys in wanted.values()) - sum(
        key in found.of(id) for id, keys in wanted.items() for key in keys
    )
    assert len(found.problems) == refused


def test_changing_writes_at_once_and_keeps_what_it_does_not_know(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "keys.toml"
    file = KeyFile(path)
    file.change(lambda settings: settings.with_preset("prodigy"))
    text = path.read_text(encoding="utf-8")
    path.write_text(f'later = {{ a = [1, 2] }}\n{text}\n[keys]\nfly = ["F13"]\n', encoding="utf-8")
    file.change(lambda settings: settings.with_keys("flag", ["Q"]))
    assert tomllib.loads(path.read_text(encoding="utf-8")) == {
        "later": {"a": [1, 2]},
        "preset": "prodigy",
        "keys": {"fly": ["F13"], "flag": ["Q"]},
    }
    file.change(lambda settings: settings.with_keys("flag", None).without_keys(["note"]))
    assert file.settings.keys == {"fly": ["F13"]}
    assert [p.name for p in path.parent.iterdir()] == ["keys.toml"]


def test_a_file_that_could_not_be_read_is_kept_beside_the_new_one(tmp_path: Path) -> None:
    path = tmp_path / "keys.toml"
    path.write_text("= broken", encoding="utf-8")
    KeyFile(path).change(lambda settings: settings.with_preset("prodigy"))
    assert path.with_name("keys.toml.unread").read_text(encoding="utf-8") == "= broken"
    assert read(path).preset == "prodigy"


def test_what_cannot_be_written_is_told_holds_for_now_and_leaves_no_trace(tmp_path: Path) -> None:
    (tmp_path / "folder").write_text("a file where the folder should be", encoding="utf-8")
    file = KeyFile(tmp_path / "keys.toml")
    file.path = tmp_path / "folder" / "keys.toml"
    with pytest.raises(OutputError, match="the keys cannot be written"):
        file.change(lambda settings: settings.with_preset("prodigy"))
    with pytest.raises(OutputError, match="the keys cannot be written"):
        file.change(lambda settings: settings.with_keys("flag", ["Q"]))
    assert (file.settings.preset, file.settings.keys) == ("prodigy", {"flag": ["Q"]})
    target = tmp_path / "is_a_folder"
    target.mkdir()
    with pytest.raises(OutputError):
        write(target, Settings())
    assert sorted(p.name for p in tmp_path.iterdir()) == ["folder", "is_a_folder"]


def test_the_file_lies_in_the_users_own_folder(own_home: Path, qapp: object) -> None:
    assert default_path().name == "keys.toml"
    assert own_home in default_path().parents


def test_every_key_of_the_table_is_a_key(qapp: object) -> None:
    for action in ACTIONS:
        for key in action.keys:
            assert QKeySequence(as_key(key)) == QKeySequence(key), f"{action.id}: {key}"
