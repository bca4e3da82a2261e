"""Words of an article as a list can show them: on one line, with nothing hidden in them."""

from __future__ import annotations

import unicodedata

from annotator.page import MentionItem, Page, StanceItem

CONTEXT = 28
"""How many code points of context stand on each side of a mention."""
_JOINERS = "\u200c\u200d"
_JOINED = {"So", "Sk", "Lo", "Mn", "Mc"}
"""What a joiner may follow without hiding anything: emoji, and letters of scripts that are written joined."""
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn"}


def visible(words: str) -> str:
    """``words`` with all that cannot be seen (bidi controls, zero width, control characters) written as ⟨U+200B⟩."""
    if words.isascii() and words.isprintable():
        return words
    return "".join(
        f"⟨U+{ord(sign):04X}⟩" if _hidden(sign, words[at - 1] if at else "") else sign for at, sign in enumerate(words)
    )


def _hidden(sign: str, before: str) -> bool:
    if sign.isspace() or unicodedata.category(sign) not in _HIDDEN:
        return False
    return not (sign in _JOINERS and before and unicodedata.category(before) in _JOINED)


def one_line(words: str) -> str:
    """``words`` with everything to be seen, and single spaces for all white space."""
    return " ".join(visible(words).split())


def short(words: str, most: int = 90) -> str:
    """``words`` on one line, with … in the middle, between words if possible, when there are more than ``most`` signs."""
    line = one_line(words)
    if len(line) <= most:
        return line
    head, tail = line[: most - most // 3], line[-(most // 3) :]
    if " " in head[most // 3 :]:
        head = head[: head.rindex(" ")]
    if " " in tail[: len(tail) // 2]:
        tail = tail[tail.index(" ") :]
    return f"{head.rstrip()} … {tail.lstrip()}"


def context(page: Page, mention: MentionItem) -> tuple[str, str, str]:
    """What stands before a mention, its words, and what stands behind, each on one line."""
    start = max(0, mention.start - CONTEXT)
    before, after = page.text[start : mention.start], page.text[mention.end : mention.end + CONTEXT]
    if start and " " in before.rstrip():
        before = before[before.index(" ") :]  # the first word is rarely whole
    parted = (" " if before[-1:].isspace() else "", " " if after[:1].isspace() else "")
    return one_line(before) + parted[0], one_line(page.words(mention)), parted[1] + one_line(after)


def cue_words(page: Page, stance: StanceItem) -> str:
    """The cue's words in quotation marks, or that there is none."""
    return ", ".join(f"“{short(c.of(page.text), 60)}”" for c in stance.cues) or "no cue"
