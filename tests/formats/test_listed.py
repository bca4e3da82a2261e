"""The table of formats: every row is what it says, and is read when it is asked for."""

from __future__ import annotations

import subprocess
import sys

from annotator.formats import FORMATS


def test_every_row_has_the_name_of_its_format() -> None:
    assert [format.name for format in FORMATS] == list(FORMATS.names)
    assert [format.name for format in FORMATS[1:3]] == list(FORMATS.names[1:3])
    assert len(FORMATS) == len(set(FORMATS.names))
    assert FORMATS[-1].name == "text"


def test_a_format_is_found_by_its_name_alone() -> None:
    brat = FORMATS.named("brat")
    assert brat is not None
    assert brat.name == "brat"
    assert FORMATS.named("nothing") is None


def test_files_of_other_formats_are_not_read() -> None:
    code = (
        "import sys; from annotator.formats import find_format; find_format('conll');"
        "print(*(m for m in sys.modules if m in ('annotator.formats.cas', 'annotator.formats.plugged')))"
    )
    done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, check=True)
    assert done.stdout.split() == []
