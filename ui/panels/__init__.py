"""The panels of the window: they show, and say what was chosen; they decide nothing."""
