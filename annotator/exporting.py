"""Writing gold out of a project: as a generator, so that a command can print progress and a window stays awake."""

from __future__ import annotations

import itertools
import tempfile
from collections import Counter
from collections.abc import Generator, Iterator
from pathlib import Path

from annotator.adjudicating import who_said
from annotator.errors import InputError
from annotator.formats import FORMATS, Format, find_format
from annotator.gold import GoldRecord, to_gold
from annotator.progress import Progress
from annotator.project import Project
from annotator.records import Annotation, Record, Status
from annotator.versions import counting

STATUSES: tuple[Status, ...] = ("todo", "started", "done", "skipped")


class Exported(Record, frozen=True):
    """What an export did: how many articles went out, how many were not done and stayed.

    ``loses`` says what the format cannot carry at all, ``dropped`` how many items of each kind it therefore dropped here.
    """

    path: str
    articles: int
    left_out: int
    loses: tuple[str, ...] = ()
    dropped: dict[str, int] = {}

    def words(self) -> str:
        """What was dropped, in one line; "" when nothing was."""
        return ", ".join(f"{kind}: {count}" for kind, count in self.dropped.items())


def records(project: Project, *, include_undone: bool = False) -> Iterator[GoldRecord]:
    """The gold of a project in order of import; with ``include_undone`` what is decided of the other articles too."""
    for id in list(project.store.ids(STATUSES if include_undone else ("done",))):
        annotation = project.store.annotation(id)
        if include_undone or annotation.status == "done":  # it may have been opened again since the list was made
            yield gold_of(project, id, annotation)


def gold_of(project: Project, id: str, annotation: Annotation) -> GoldRecord:
    """The gold record of an article, with who said what if versions of several curators are compared."""
    article, versions = project.store.article(id), counting(project.store.versions(id))
    return to_gold(article, annotation, who_said(article, annotation, versions) if len(versions) > 1 else None)


def export(
    project: Project, path: Path, *, format: str | None = None, include_undone: bool = False
) -> Generator[Progress, None, Exported]:
    """Write the project's gold to ``path``; yields progress, returns the summary.

    What stood at ``path`` before is replaced only when all is written; closing the generator leaves it as it was.
    Raises OutputError when the file cannot be written, InputError for an unknown format.
    """
    chosen = find_format(format) if format else format_for(path)
    if not chosen.writes:
        raise InputError(f"the format {chosen.name!r} is only read, not written.", remedy="See `annotator formats`.")
    counts = project.counts()
    total = sum(counts.values()) if include_undone else counts["done"]
    done = 0
    dropped: Counter[str] = Counter()
    for lost in chosen.write(records(project, include_undone=include_undone), path):
        done += 1
        dropped.update(lost)
        yield Progress(done, total, f"{done} of {total} articles written")
    return Exported(str(path), done, sum(counts.values()) - total, chosen.loses, dict(sorted(dropped.items())))


def preview(project: Project, format: Format, most: int = 3) -> str:
    """The first ``most`` finished articles as the format writes them, as text; "" when nothing is done."""
    if format.packed:
        return "This format is packed: there is nothing to read in it."
    first = list(itertools.islice(records(project), most))
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
    return next((f for f in FORMATS if f.writes and path.suffix in f.suffixes), find_format("gold"))
