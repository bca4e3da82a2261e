"""The page of keys is made from the table of actions."""

from __future__ import annotations

import pytest

from ui.keydoc import PAGE, filled


def test_the_page_of_keys_is_as_the_actions_and_presets_are(qapp: object) -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert filled(page) == page, "python -m ui.keydoc writes it anew"
    assert "| Flag | <kbd>F</kbd> | text, inspector | once | `flag` |" in page
    assert "| Skip, next article | <kbd>Space</kbd> <kbd>Shift+Space</kbd> | <kbd>Shift+Space</kbd> |" in page


def test_a_page_without_its_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="has no"):
        filled("# Keys\n")
