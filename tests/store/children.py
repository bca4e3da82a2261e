"""Other processes: one that has a project open, one that is killed at work, one that may not write."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

_START = """
import sys, time
from pathlib import Path
from annotator.errors import AnnotatorError
from annotator.records import Annotation, Article, Change, Step
from annotator.store import Entry, create_store, open_store

path = Path(sys.argv[1])

def note(words):
    return Change("note", "note", (Step(("note",), None, words),))

def write(store, id, words):
    return store.append([Entry(id, "ann", "2025-07-28T09:30:00Z", note(words), Annotation(note=words))])[0]

def say(*words):
    print(*words, flush=True)
"""

UNPRIVILEGED = """
import os
if os.geteuid() == 0:  # root may write anywhere: give up CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH (capabilities(7))
    import ctypes
    libc = ctypes.CDLL(None, use_errno=True)
    header, sets = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    if libc.capget(header, sets):
        sys.exit(77)
    for index in range(3):
        sets[index] &= ~0b110
    if libc.capset(header, sets):
        sys.exit(77)
"""
"""Makes a Linux process respect permissions; it exits with 77 where that is not possible."""


@contextmanager
def child(script: str, *arguments: object) -> Iterator[subprocess.Popen[str]]:
    """A Python process that runs ``script``, which has ``path``, ``write`` and ``say``; killed at the end."""
    process = subprocess.Popen(
        [sys.executable, "-c", _START + script, *map(str, arguments)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def said(script: str, *arguments: object) -> tuple[int, list[str]]:
    """The exit code of a child that was left to end by itself, and the lines it said."""
    with child(script, *arguments) as process:
        output, _ = process.communicate(timeout=60)
        return process.returncode, output.splitlines()


def line_of(process: subprocess.Popen[str]) -> str:
    """The next line that a child says; "" when it is gone."""
    assert process.stdout is not None
    return process.stdout.readline().strip()
