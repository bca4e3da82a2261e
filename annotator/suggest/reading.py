"""The copy of an article that models read: as long as the text, so that every offset holds in both."""

from __future__ import annotations

from collections.abc import Iterable

import regex

from annotator.records import Section

_LONGEST_WORD = 200
_STRANGE = regex.compile(
    r"\r(?=\n)|\r|[\v\f\x85\u2028\u2029]|[^\S\n ]|[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
    r"|[\x00-\x08\x0e-\x1f\x7f-\x9f]|[\ud800-\udfff]"
)
_DATELINE = regex.compile(r"(?m)^(\p{Lu}[\p{Lu}\p{M} .'’-]{2,}(?:, [^\n—–]{1,30})?(?:\([^()\n]{1,30}\) ?)?)[—–-](?=\s)")
_COLUMN = regex.compile(r"(?<=\S[ \t]*)\t")
_NO_WORD = regex.compile(rf"\S{{{_LONGEST_WORD},}}")


def reading_copy(text: str, sections: Iterable[Section] = ()) -> str:
    """``text`` for a model: boilerplate, control signs and runs without a break blanked out, one sign for one sign.

    Line ends of every kind become ``\\n``, a tab between words too (no name goes from one column into
    the next), all other white space a space. The dash after a dateline ("PARIS — ") becomes
    a line end, lest the place be read as the subject of the first sentence. Runs of 200 signs without white space are
    no words, and tokenizers take very long over them.
    """
    for section in sections:
        if section.kind == "boilerplate":
            text = text[: section.start] + "\n" * (section.end - section.start) + text[section.end :]
    text = _STRANGE.sub(_plain, _COLUMN.sub("\n", text))
    text = _DATELINE.sub(r"\1\n", text)
    return _NO_WORD.sub(lambda m: " " * len(m[0]), text)


def _plain(match: regex.Match[str]) -> str:
    """A line end for the line ends that are one by themselves, a space for all else."""
    if match[0] == "\r":
        return " " if match.string[match.end() : match.end() + 1] == "\n" else "\n"
    return "\n" if match[0] in "\v\f\x85\u2028\u2029" else " "
