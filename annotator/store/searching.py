"""Full-text search: from what somebody typed to a harmless expression, and from a found text to the place in it.

Letters match whatever their case and accents, as SQLite's ``unicode61`` tokenizer does
(https://www.sqlite.org/fts5.html §4.3.1).
"""

from __future__ import annotations

import unicodedata

import regex

from annotator.store.protocol import Hit

MOST_WORDS = 64
"""Of a longer query the first words count: each takes time, and so many tell any two articles apart."""
UNFINISHED = 3
"""From how many letters on a last word stands for all that begin with it; other scripts need no such limit."""
_AROUND = 60
"""Code points of context on either side."""
_LETTER = r"\p{L}\p{N}\p{Co}"
_SIGN = rf"{_LETTER}\p{{M}}"
_GAP = rf"[^{_LETTER}]+"
_RUN = regex.compile(rf"[{_SIGN}]*[{_LETTER}][{_SIGN}]*")
_SPACE = regex.compile(r"\s+")


def match_words(words: str, *, unfinished: bool = True) -> str:
    """An FTS5 expression for all of ``words``; "" when there is no word in it.

    Every word is quoted, so nothing in it is syntax; one that SQLite sees as several ("anti-war") must stand as it is.
    The last one may be ``unfinished``, unless a space follows or it has too few letters to be looked up fast.
    """
    parts = _words(words)
    if not parts:
        return ""
    begun = unfinished and not words[-1].isspace() and (len(parts[-1]) >= UNFINISHED or not parts[-1].isascii())
    return " AND ".join(f'"{part}"' for part in parts) + (" *" if begun else "")


def match_side_by_side(words: str) -> str:
    """An FTS5 expression for texts in which all of ``words`` stand side by side, whole; "" when there is no word in it.

    Signs between them do not count, nor do case and accents: what it finds may still not be the very words.
    """
    parts = _words(words)
    return f'text : "{" ".join(parts)}"' if parts else ""


def in_title(match: str) -> str:
    """The same expression, for titles only."""
    return f"title : ({match})"


def _words(words: str) -> list[str]:
    """What is parted by white space, each piece without quotes and other signs at its edges."""
    clean = words.encode("utf-8", "ignore").decode().replace("\0", " ").replace('"', " ")
    return [piece for piece in clean.split() if _RUN.search(piece)][:MOST_WORDS]


class Finder:
    """Finds the place in a text at which the searched words are seen best."""

    def __init__(self, words: str) -> None:
        parts = [_pattern(part) for part in _words(words)]
        self.single = len(parts) == 1
        self._phrase = regex.compile(rf"(?<![{_SIGN}])" + _GAP.join(parts) + rf"[{_SIGN}]*")
        longest = max(parts, key=len)
        tail = rf"[{_SIGN}]*" if longest == parts[-1] else rf"(?![{_SIGN}])"
        self._word = regex.compile(rf"(?<![{_SIGN}])" + longest + tail)

    def find(self, text: str) -> tuple[bool, int, int]:
        """Whether the words stand side by side in ``text``, and where: they, else the longest; (0, 0) if not at all."""
        folded = _fold(text)
        if match := self._phrase.search(folded):
            return True, *match.span()
        if match := self._word.search(folded):
            return False, *match.span()
        return False, 0, 0


def hit(id: str, title: str, text: str, start: int, end: int) -> Hit:
    """A hit with the words around its place, cut between words where that is possible."""
    left, right = max(0, start - _AROUND), min(len(text), end + _AROUND)
    if left:
        space = _SPACE.search(text, left, start)
        left = space.end() if space else left
    if right < len(text):
        cut = max(text.rfind(sign, end, right) for sign in " \n\t")
        right = cut if cut > end else right
    context = _SPACE.sub(" ", text[left:right]).strip()
    return Hit(id, title, start, end, f"{'… ' if left else ''}{context}{' …' if right < len(text) else ''}")


class _Folding(dict[int, str]):
    """For ``str.translate``: each letter as the one that stands for it when case and accents do not count."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        parts = unicodedata.normalize("NFD", letter)
        accented = all(unicodedata.combining(mark) for mark in parts[1:])  # not so a syllable of Hangul
        folded = (parts[0] if accented else letter).lower()
        self[code] = folded if len(folded) == 1 else letter  # one for one, so that offsets stay
        return self[code]


_FOLD = _Folding()


def _fold(text: str) -> str:
    """``text`` with each letter as it counts, none more and none less."""
    lower = text.lower()
    if len(lower) == len(text) and unicodedata.is_normalized("NFD", lower):
        return lower  # no accents to take off, as in most texts
    return text.translate(_FOLD)


def _pattern(word: str) -> str:
    """A pattern for ``word`` in a folded text: accents may follow each letter, other signs only part its pieces."""
    pieces = []
    for run in _RUN.findall(_fold(word)):
        letters = (letter for letter in run if not unicodedata.combining(letter))
        pieces.append("".join(regex.escape(letter) + r"\p{M}*" for letter in letters))
    return _GAP.join(pieces)
