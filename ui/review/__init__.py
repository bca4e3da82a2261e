"""The review room's window: how good the suggestions are, where they fail, and what follows from that."""

from ui.review.window import ReviewWindow

__all__ = ["ReviewWindow"]
