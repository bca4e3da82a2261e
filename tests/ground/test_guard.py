"""That tests fail on what they leave behind and on what is raised where nobody looks."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

PLANTED = Path(__file__).with_name("planted.py")
NAMES = re.findall(r"^def (test_\w+)", PLANTED.read_text(encoding="utf-8"), re.MULTILINE)


@pytest.fixture(scope="module")
def outcomes() -> dict[str, set[str]]:
    """Each planted test's outcomes: PASSED, FAILED, ERROR."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--color=no", "-rA", str(PLANTED)],
        cwd=PLANTED.parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    found: dict[str, set[str]] = {}
    for outcome, name in re.findall(r"^(PASSED|FAILED|ERROR) \S+::(test_\w+)", done.stdout, re.MULTILINE):
        found.setdefault(name, set()).add(outcome)
    assert set(found) == set(NAMES), done.stdout
    return found


@pytest.mark.parametrize("name", NAMES)
def test_the_guard(name: str, outcomes: dict[str, set[str]]) -> None:
    if name.startswith("test_fine"):
        assert outcomes[name] == {"PASSED"}
    else:
        assert outcomes[name] & {"FAILED", "ERROR"}
