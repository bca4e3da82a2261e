"""The tables of ``docs/keys.md``, made from the actions and presets: ``python -m ui.keydoc`` writes them anew."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from annotator.scheme import default_scheme
from ui.actions import Action, table
from ui.keymap import DEFAULT, PRESETS, Keymap, Settings, resolve

PAGE = Path(__file__).parent.parent / "docs" / "keys.md"
BEGIN, END = "<!-- made by python -m ui.keydoc: {} -->", "<!-- end -->"


_WHERE = {
    "window": "everywhere",
    "desk": "text, inspector",
    "versions": "adjudication",
    "both": "text, inspector, adjudication",
}


def filled(page: str) -> str:
    """The page with its tables as they are now; raises ``ValueError`` when a mark is missing."""
    for name, lines in (("actions", _actions()), ("presets", _presets())):
        begin = BEGIN.format(name)
        before, _, rest = page.partition(begin)
        _, end, after = rest.partition(END)
        if not end:
            raise ValueError(f"docs/keys.md has no “{begin}” with an end")
        page = f"{before}{begin}\n\n" + "\n".join(lines) + f"\n\n{end}{after}"
    return page


def _actions() -> Iterable[str]:
    actions = table(default_scheme())
    for group in dict.fromkeys(action.group for action in actions):
        yield from ("", f"### {group}", "", "| action | keys | where | held | id |", "|---|---|---|---|---|")
        yield from (_row(action) for action in actions if action.group == group)


def _row(action: Action) -> str:
    held = "repeats" if action.repeats else "once"
    where = _WHERE[action.place]
    return f"| {action.words} | {_keys(action.keys)} | {where} | {held} | `{action.id}` |"


def _keys(keys: Iterable[str]) -> str:
    """Keys as they stand in the file; a | would end the cell."""
    return " ".join(f"<kbd>{key.replace('|', '&#124;')}</kbd>" for key in keys) or "—"


def _presets() -> Iterable[str]:
    actions = table(default_scheme())
    plain = resolve(actions, Settings())
    for name, preset in PRESETS.items():
        yield from ("", f"### {preset.name} (`{name}`)", "", preset.words)
        if name != DEFAULT:
            keymap = resolve(actions, Settings({"preset": name}))
            yield from ("", "| action | keys here | keys of Annotator |", "|---|---|---|")
            yield from _differences(actions, plain, keymap)


def _differences(actions: Iterable[Action], plain: Keymap, other: Keymap) -> Iterable[str]:
    for action in actions:
        one, two = plain.of(action.id), other.of(action.id)
        if one != two:
            yield f"| {action.words} | {_keys(two)} | {_keys(one)} |"


if __name__ == "__main__":
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    sys.stdout.write(f"{PAGE}\n")
