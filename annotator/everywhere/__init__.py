"""The same words everywhere in the project: found place by place, looked at, then decided as one act with one undo."""

from annotator.everywhere.finding import MOST_FOUND, Found, Search, find, look
from annotator.everywhere.planning import Plan, plan, replan

__all__ = ["MOST_FOUND", "Found", "Plan", "Search", "find", "look", "plan", "replan"]
