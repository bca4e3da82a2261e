"""Dialogs and pop-ups. Those that a start does without are loaded when they are wanted: ``dialogs.NoteDialog``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.dialogs.blind import ask_share as ask_share
    from ui.dialogs.export import ExportDialog as ExportDialog
    from ui.dialogs.export_filter import Filters as Filters
    from ui.dialogs.finish import FinishChoice as FinishChoice
    from ui.dialogs.finish import FinishDialog as FinishDialog
    from ui.dialogs.finish import why_bare as why_bare
    from ui.dialogs.keys import KeySheet as KeySheet
    from ui.dialogs.ledger import LedgerDialog as LedgerDialog
    from ui.dialogs.levels import LevelsDialog as LevelsDialog
    from ui.dialogs.names import ask_line as ask_line
    from ui.dialogs.note import NoteDialog as NoteDialog
    from ui.dialogs.palette import Entry as Entry
    from ui.dialogs.palette import Palette as Palette
    from ui.dialogs.reading import ReadingDialog as ReadingDialog
    from ui.dialogs.release import ReleaseDialog as ReleaseDialog
    from ui.dialogs.scheme import SchemeDialog as SchemeDialog
    from ui.dialogs.scheme import Splitting as Splitting
    from ui.dialogs.training import TrainingDialog as TrainingDialog
    from ui.dialogs.unknown_labels import ForeignLabel as ForeignLabel
    from ui.dialogs.unknown_labels import UnknownLabels as UnknownLabels
else:
    from annotator.late import late

    __getattr__ = late(
        __name__,
        blind="ask_share",
        export="ExportDialog",
        export_filter="Filters",
        finish="FinishChoice FinishDialog why_bare",
        keys="KeySheet",
        ledger="LedgerDialog",
        levels="LevelsDialog",
        names="ask_line",
        note="NoteDialog",
        palette="Entry Palette",
        reading="ReadingDialog",
        release="ReleaseDialog",
        scheme="SchemeDialog Splitting",
        training="TrainingDialog",
        unknown_labels="ForeignLabel UnknownLabels",
    )
