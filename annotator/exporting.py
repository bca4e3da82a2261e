"""Writing gold out of a project: as a generator, so that a command can print progress and a window stays awake."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

from annotator.adjudicating import who_said
from annotator.errors import InputError
from annotator.filtering import ALL, Filter, taken
from annotator.formats import REFUSED, Format, all_formats, find_format
from annotator.gold import GoldRecord, to_gold
from annotator.progress import Progress
from annotator.project import Project
from annotator.records import Record
from annotator.release.lint import errors
from annotator.store import Stored
from annotator.versions import counting

_SHOWN = 5
"""Errors that a message names."""


class Exported(Record, frozen=True):
    """What an export did: how many articles went out, how many were not done and stayed, how many the filter kept here.

    ``loses`` says what the format cannot carry at all, ``dropped`` how many items of each kind it therefore dropped here.
    """

    path: str
    articles: int
    left_out: int
    loses: tuple[str, ...] = ()
    dropped: dict[str, int] = {}
    filtered: int = 0

    def words(self) -> str:
        """What was dropped, in one line; "" when nothing was."""
        return ", ".join(f"{kind}: {count}" for kind, count in self.dropped.items())


def records(project: Project, *, include_undone: bool = False, wanted: Filter = ALL) -> Iterator[GoldRecord]:
    """The gold of a project in order of import; with ``include_undone`` what is decided of the other articles too."""
    return map(gold_of, taken(project, wanted, include_undone=include_undone))


def gold_of(item: Stored) -> GoldRecord:
    """The gold record of an article, with who said what if versions of several curators are compared."""
    versions = counting(item.versions)
    said = who_said(item.article, item.annotation, versions) if len(versions) > 1 else None
    return to_gold(item.article, item.annotation, said)


def sound(items: Iterable[GoldRecord]) -> Iterator[GoldRecord]:
    """The same records; raises InputError at the first one that has errors, and names them."""
    for record in items:
        found = [f"{flaw.kind}: {flaw.words}" for flaw in islice(errors(record), _SHOWN)]
        if found:
            raise InputError(
                f"the gold of this article is wrong: {'; '.join(found)}.", where=record.id,
                remedy="Mend it, or leave it out.",
            )  # fmt: skip
        yield record


def export(
    project: Project, path: Path, *, format: str | None = None, include_undone: bool = False, wanted: Filter = ALL
) -> Generator[Progress, None, Exported]:
    """Write the project's gold, or what of it is ``wanted``, to ``path``; yields progress, returns the summary.

    What stood at ``path`` before is replaced only when all is written; closing the generator leaves it as it was.
    Raises OutputError when the file cannot be written, InputError for an unknown format, for gold with errors (ranges
    that are not those of their words, ends that are no entity, doubles), and when a filter takes nothing.
    """
    chosen = find_format(format) if format else format_for(path)
    if not chosen.writes:
        raise InputError(f"the format {chosen.name!r} is only read, not written.", remedy="See `annotator formats`.")
    counts = project.counts()
    total = sum(counts.values()) if include_undone else counts["done"]
    done = 0
    dropped: Counter[str] = Counter()
    going = sound(_some(records(project, include_undone=include_undone, wanted=wanted), wanted, project))
    for lost in chosen.write(going, path):
        done += lost is not None
        dropped.update(lost or {})
        yield Progress(done, total, f"{done} of {total} articles written")
    written = done - dropped[REFUSED]
    kept = total - done if wanted else 0
    return Exported(str(path), written, sum(counts.values()) - total, chosen.loses, dict(sorted(dropped.items())), kept)


def _some(items: Iterator[GoldRecord], wanted: Filter, project: Project) -> Iterator[GoldRecord]:
    """The records; raises InputError when a filter leaves none: an empty file in the place of a full one helps nobody."""
    first = next(items, None)
    if first is None and wanted:
        raise InputError("no article is such as the filter wants it.", where=str(project.path))
    yield from chain([first] if first is not None else [], items)


def preview(project: Project, format: Format, most: int = 3, ids: Sequence[str] = ()) -> str:
    """The first ``most`` finished articles, or those with the ``ids``, as the format writes them; "" when there is none."""
    if format.packed:
        return "This format is packed: there is nothing to read in it."
    first = list(map(gold_of, project.store.stored(ids[:most])) if ids else islice(records(project), most))
    if not first:
        return ""
    with tempfile.TemporaryDirectory(prefix="annotator-preview-") as folder:
        path = Path(folder) / f"preview{format.suffixes[0]}"
        for _ in format.write(iter(first), path):
            pass
        if path.is_dir():
            files = sorted(p for p in path.iterdir())
            return "\n".join(f"--- {p.name}\n{p.read_text(encoding='utf-8', errors='replace')}" for p in files)
        return path.read_text(encoding="utf-8", errors="replace")


def format_for(path: Path) -> Format:
    """The format whose suffix a path has, gold JSONL for any other."""
    return next((f for f in all_formats() if f.writes and path.suffix in f.suffixes), find_format("gold"))
