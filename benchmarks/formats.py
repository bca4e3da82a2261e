"""What files of other tools become, and how fast each format is written and read.

``python -m benchmarks formats --files FOLDER`` reads every file under a folder and prints a table of what came of it.
``python -m benchmarks formats [--articles N]`` writes and reads N articles of 500 words in each format, each in a process
of its own, and prints articles in a second and the most memory that the process had.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import msgspec

from annotator.errors import AnnotatorError
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
    parser.add_argument("--only", help="one format")
    parser.add_argument("--json", type=Path, help="also write the rows to this file")


def run(chosen: argparse.Namespace) -> int:
    """Print the table that was asked for."""
    if chosen.files is not None:
        rows = [told for folder in _folders(chosen.files) for path in files_of([folder]) for told in [read(path)]]
        _print(("file", "format", "what came", "left out, or refused because"), rows)
    else:
        rows = [_apart(f.name, chosen.articles) for f in FORMATS if f.writes and chosen.only in (None, f.name)]
        if chosen.only in (None, "project"):
            rows.append(_apart("project", chosen.articles))
        _print(("format", "written /s", "read /s", "kB each", "most memory, MB"), rows)
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


def records(count: int) -> Iterator[GoldRecord]:
    """So many articles of 500 words, 60 mentions and 15 stances, all decided."""
    made = []
    for seed in range(min(DIFFERENT, count)):
        page = make_page(D1, seed=seed, decided=1.0)
        made.append(to_gold(page.article, page.annotation))
    for number in range(count):
        record = made[number % len(made)]
        yield msgspec.structs.replace(record, id=f"a{number}", text=f"{record.text}\nNumber {number}.\n")


def _apart(name: str, articles: int) -> list[str]:
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(_project if name == "project" else _format, name, articles).result()


def _format(name: str, articles: int) -> list[str]:
    format = find_format(name)
    made = list(records(min(DIFFERENT, articles)))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"out{format.suffixes[0]}"
        work = format.write((made[n % len(made)] for n in range(articles)), path)
        writing = _seconds(work)
        size = sum(p.stat().st_size for p in (path.iterdir() if path.is_dir() else [path]))
        files = files_of([path])
        reading = _seconds(item for file in files for item in format.read(file))
    return _row(name, articles, writing, reading, size)


def _project(_name: str, articles: int) -> list[str]:
    """The same by way of a project: gold in, gold out."""
    from annotator.exporting import export

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "in.jsonl"
        for _ in find_format("gold").write(records(articles), path):
            pass
        with Project.create(Path(folder) / "p.annot") as project:
            reading = _seconds(import_files(project, [path]))
            writing = _seconds(export(project, Path(folder) / "out.jsonl"))
        return _row("gold, with a project", articles, writing, reading, path.stat().st_size)


def _seconds(work: Iterator[object]) -> float:
    begin = time.perf_counter()
    for _ in work:
        pass
    return time.perf_counter() - begin


def _row(name: str, articles: int, writing: float, reading: float, size: int) -> list[str]:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 if sys.platform != "win32" else 0
    return [
        name,
        f"{articles / writing:,.0f}",
        f"{articles / reading:,.0f}",
        f"{size / articles / 1000:.1f}",
        f"{most:.0f}",
    ]
