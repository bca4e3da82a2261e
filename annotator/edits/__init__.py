"""Every act of a curator as a pure function: a page goes in, the annotation after the act and its change come out."""

from annotator.edits.article import finish, flag, mark_section, note, reopen, skip
from annotator.edits.draft import Edit, plural, shorten
from annotator.edits.entities import join, label_entity, link, merge, own_entity, remove_entity, rename
from annotator.edits.labels import relabel, under_new_names
from annotator.edits.mentions import (
    accept,
    accept_rest,
    add,
    label,
    label_string,
    move,
    reject,
    reject_same_string,
    same_string,
    stance_words,
)
from annotator.edits.stances import (
    add_cue,
    add_stance,
    propose,
    reverse,
    set_cues,
    set_ends,
    set_manner,
    set_polarity,
    set_source,
)

__all__ = [
    "Edit",
    "accept",
    "accept_rest",
    "add",
    "add_cue",
    "add_stance",
    "finish",
    "flag",
    "join",
    "label",
    "label_entity",
    "label_string",
    "link",
    "mark_section",
    "merge",
    "move",
    "note",
    "own_entity",
    "plural",
    "propose",
    "reject",
    "reject_same_string",
    "relabel",
    "remove_entity",
    "rename",
    "reopen",
    "reverse",
    "same_string",
    "set_cues",
    "set_ends",
    "set_manner",
    "set_polarity",
    "set_source",
    "shorten",
    "skip",
    "stance_words",
    "under_new_names",
]
