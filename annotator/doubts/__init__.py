"""Checks that find gold which looks wrong: pure, one file each, in the order of the table below.

A check of another package is found by the entry point group ``annotator.doubts``; see ``docs/doubts.md``.
"""

from annotator.doubts.base import Act, Case, Check, Doubt, Fix, Worked
from annotator.doubts.table import CHECKS, GROUP, find_checks, titles

__all__ = ["CHECKS", "GROUP", "Act", "Case", "Check", "Doubt", "Fix", "Worked", "find_checks", "titles"]
