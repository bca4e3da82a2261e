"""The tools that must be able to read what is written: they live in `.venv-tools`, which `dev.py test` makes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".venv-tools" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


@pytest.fixture(scope="session")
def tools() -> Path:
    """The interpreter that has the tools. In CI it must be there."""
    if not (PYTHON.parent.parent / "installed").is_file():
        words = "the tools are not installed: `python3 dev.py test` without --without-tools installs them"
        if os.environ.get("CI"):
            pytest.fail(words)
        pytest.skip(words)
    return PYTHON
