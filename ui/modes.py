"""Short states in which keys mean something else: typing a hint, choosing a polarity."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from PySide6.QtGui import QKeyEvent


class Mode:
    """What is asked, and what to do with a typed character (True when it meant something).

    ``pressed`` may take a key that types nothing; ``left`` is called when the mode ends, however it does.
    """

    def __init__(
        self,
        words: str,
        typed: Callable[[str], bool],
        pressed: Callable[[QKeyEvent], bool] = lambda _event: False,
        left: Callable[[], None] = lambda: None,
    ) -> None:
        self.words = words
        self.typed = typed
        self.pressed = pressed
        self.left = left


Spot = TypeVar("Spot")


def typing(
    hints: Mapping[Spot, str], show: Callable[[str], None], chosen: Callable[[Spot], None]
) -> Callable[[str], bool]:
    """What a mode does with each character while a hint is typed: show what is left, and take the one that is complete."""
    so_far = ""

    def typed(key: str) -> bool:
        nonlocal so_far
        attempt = so_far + key.lower()
        exact = next((spot for spot, letters in hints.items() if letters == attempt), None)
        if exact is not None:
            chosen(exact)
            return True
        if any(letters.startswith(attempt) for letters in hints.values()):
            so_far = attempt
            show(attempt)
            return True
        return False

    return typed
