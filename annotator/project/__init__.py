"""A project: the front desk of the core, behind which the store, memory, pages and one curator's acts lie."""

from annotator.project.answers import Coming, Counts, Pick, Picked, Undone
from annotator.project.project import Project
from annotator.store import Hit, Order, Problem, Query, Row

__all__ = ["Coming", "Counts", "Hit", "Order", "Pick", "Picked", "Problem", "Project", "Query", "Row", "Undone"]
