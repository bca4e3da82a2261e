"""What files of other tools become, and how fast each format is written and read.

``python -m benchmarks formats --files FOLDER`` reads every file under a folder and prints a table of what came of it.
``python -m benchmarks formats [--articles N] [--only NAME]`` writes and reads N articles of 500 words in each format, and
brings them into a project and out of it (texts of a table; gold that is bare, sparse, dense), each in a process of its own;
it prints articles in a second and the most memory that the process had; of a project also how long the processor was at it
for an article, starting included, which says more on a busy machine.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from annotator.errors import AnnotatorError
from annotator.exporting import export
from annotator.formats import FORMATS, BadLine, detect, find_format, whole
from annotator.gold import GoldRecord, to_gold
from annotator.importing import files_of, import_files
from annotator.project import Project
from benchmarks.material import D1, make_page

if sys.platform != "win32":
    import resource

DIFFERENT = 50
"""So many articles are made; they come again under other ids and with other first words."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """What can be asked for."""
    parser.add_argument("--files", type=Path, help="read every file under this folder, and print what came of it")
    parser.add_argument("--articles", type=int, default=2000, help="how many are written and read in each format")
    parser.add_argument("--only", help="one format, or one kind of articles: " + ", ".join(KINDS))
    parser.add_argument("--json", type=Path, help="also write the rows to this file")


def run(chosen: argparse.Namespace) -> int:
    """Print the table that was asked for."""
    if chosen.files is not None:
        rows = [told for folder in _folders(chosen.files) for path in files_of([folder]) for told in [read(path)]]
        _print(("file", "format", "what came", "left out, or refused because"), rows)
    else:
        written = [f.name for f in FORMATS if f.writes and chosen.only in (None, f.name)]
        rows = [_apart("format", name, chosen.articles) for name in written]
        if rows:
            _print(("format", "written /s", "read /s", "kB each", "most memory, MB"), rows)
        through = [_through_a_project(kind, chosen.articles) for kind in KINDS if chosen.only in (None, kind)]
        if through:
            _print(_THROUGH, through)
        rows += through
    if chosen.json is not None:
        chosen.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    return 0


def _print(head: tuple[str, ...], rows: list[list[str]]) -> None:
    for cells in (head, ["---"] * len(head), *rows):
        print("| " + " | ".join(cells) + " |")


def _folders(root: Path) -> list[Path]:
    return sorted({path.parent for path in root.rglob("*") if path.is_file()})


def read(path: Path) -> list[str]:
    """The cells of a file's row: its name, its format, what came, and what was left out or refused."""
    name = f"{path.parent.name}/{path.name}"
    came: Counter[str] = Counter()
    left: Counter[str] = Counter()
    bad: list[str] = []
    try:
        format = detect(path)
        for item in format.read(path):
            if isinstance(item, BadLine):
                bad.append(f"line {item.line}: {item.cause[:120]}")
                continue
            brought = whole(item)
            came["articles"] += 1
            left.update(brought.left_out)
            if brought.annotation is not None:
                came["finished" if brought.finished else "with single answers"] += 1
                for kind in ("mentions", "stances", "rejected"):
                    came[kind] += len(getattr(brought.annotation, kind))
            came["with suggestions"] += bool(brought.proposed)
    except AnnotatorError as error:
        return [name, "", "refused", f"{error.what} {error.remedy}".strip()]
    one = {"articles": "article", "mentions": "mention", "stances": "stance"}
    told = ", ".join(f"{count} {one.get(kind, kind) if count == 1 else kind}" for kind, count in came.items() if count)
    lost = [f"{kind}: {count}" for kind, count in left.items() if count]
    return [name, format.name, told or "refused", "; ".join([*lost, *bad]).replace("|", "\\|")]


# --- speed

_THROUGH = ("through a project", "in /s", "ms of CPU", "MB", "out /s", "ms of CPU", "MB", "kB each", "in the project")
KINDS = {"texts": (0, 0), "bare": (0, 0), "sparse": (5, 1), "dense": (60, 15)}
"""Kinds of articles: how many mentions and stances each has at most. Texts are a table, the others gold."""


def records(count: int, kind: str = "dense") -> Iterator[GoldRecord]:
    """So many articles of 500 words, with as many mentions and stances as the kind has, all decided."""
    made = []
    for seed in range(min(DIFFERENT, count)):
        page = make_page(D1, seed=seed, decided=1.0)
        made.append(_thinned(to_gold(page.article, page.annotation), *KINDS[kind]))
    for number in range(count):
        record = made[number % len(made)]
        yield msgspec.structs.replace(record, id=f"a{number}", text=f"{record.text}\nNumber {number}.\n")


def _thinned(record: GoldRecord, mentions: int, stances: int) -> GoldRecord:
    """The record with its first mentions, and the first stances between what these mention."""
    kept = record.mentions[:mentions]
    there = {mention.entity for mention in kept}
    entities = tuple(e for e in record.entities if e.id in there)
    said = tuple(s for s in record.stances if {s.holder, s.target} <= there)[:stances]
    return msgspec.structs.replace(record, mentions=kept, entities=entities, stances=said)


def _apart(work: str, *arguments: object) -> Any:
    """The answer of a process of its own, in which nothing else is loaded."""
    command = [sys.executable, "-m", "benchmarks.formats", work, *map(str, arguments)]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def _format(name: str, count: str) -> list[str]:
    format, articles = find_format(name), int(count)
    made = list(records(min(DIFFERENT, articles)))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"out{format.suffixes[0]}"
        work = format.write((made[n % len(made)] for n in range(articles)), path)
        writing = _seconds(work)
        size = sum(p.stat().st_size for p in (path.iterdir() if path.is_dir() else [path]))
        back = "–"
        if format.reads:
            files = files_of([path])
            back = _rate(articles, _seconds(item for file in files for item in format.read(file)))
    return [name, _rate(articles, writing), back, f"{size / articles / 1000:.1f}", f"{_most():.0f}"]


def _through_a_project(kind: str, articles: int) -> list[str]:
    """Into a project and out of it as gold: making the file, import and export each in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        source, project = Path(folder) / ("in.csv" if kind == "texts" else "in.jsonl"), Path(folder) / "p.annot"
        _apart("make", kind, articles, source)
        into = _apart("import", source, project)
        out = _apart("export", project, Path(folder) / "out.jsonl")
        sizes = [f"{path.stat().st_size / articles / 1000:.1f}" for path in (source, project)]
    cells = [
        cell
        for seconds, busy, most in (into, out)
        for cell in (_rate(articles, seconds), f"{busy / articles * 1000:.2f}", f"{most:.0f}")
    ]
    return [f"{kind}, {articles:,}", *cells, *sizes]


def _make(kind: str, count: str, name: str) -> None:
    path, articles = Path(name), int(count)
    if kind == "texts":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("id", "text"), *((r.id, r.text) for r in records(articles, kind))])
    else:
        _seconds(find_format("gold").write(records(articles, kind), path))


def _import(source: str, path: str) -> tuple[float, float, float]:
    with Project.create(Path(path)) as project:
        return _seconds(import_files(project, [Path(source)])), time.process_time(), _most()


def _export(path: str, target: str) -> tuple[float, float, float]:
    with Project.open(Path(path)) as project:
        return _seconds(export(project, Path(target), include_undone=True)), time.process_time(), _most()


def _seconds(work: Iterator[object]) -> float:
    begin = time.perf_counter()
    for _ in work:
        pass
    return time.perf_counter() - begin


def _rate(articles: int, seconds: float) -> str:
    return f"{articles / seconds:,.0f}"


def _most() -> float:
    """The most memory (MB) that this process, or one that it started, ever had; 0 where that is not known.

    On Linux the kernel's own mark is read: ``ru_maxrss`` begins with what the process had that started this one.
    """
    if sys.platform == "win32":
        return 0
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if sys.platform == "linux":
        status = Path("/proc/self/status").read_text(encoding="ascii")
        own = int(status.split("VmHWM:")[1].split()[0])
    return max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024


_WORK: dict[str, Callable[..., object]] = {"format": _format, "make": _make, "import": _import, "export": _export}

if __name__ == "__main__":  # in a process of its own; see _apart
    print(json.dumps(_WORK[sys.argv[1]](*sys.argv[2:])))
