"""What lies on the desk: an article's decided annotation and what of the suggestion is still undecided, as one thing.

Items of the annotation keep their ids ("m3"); undecided ones have the suggestion's id behind a question mark ("?m3").
A suggested cluster that already has an entity in the annotation appears as that entity. What was decided about a thing
(accepted, corrected, rejected) hides every run's suggestion of the same thing.
"""

from annotator.page.items import OPEN, EntityItem, Item, MentionItem, StanceItem, is_open
from annotator.page.left_out import Cause, LeftOut, kept_back, left_out
from annotator.page.page import Page
from annotator.page.proposal import cluster_of, is_remembered, run_of

__all__ = [
    "OPEN",
    "Cause",
    "EntityItem",
    "Item",
    "LeftOut",
    "MentionItem",
    "Page",
    "StanceItem",
    "cluster_of",
    "is_open",
    "is_remembered",
    "kept_back",
    "left_out",
    "run_of",
]
