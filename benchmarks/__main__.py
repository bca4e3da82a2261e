"""All benchmarks, one table: ``python -m benchmarks [--json FILE]``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks import desk, keys

parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure against the budgets.")
parser.add_argument("--json", type=Path, help="also write the rows to this file")
sys.exit(desk.report([*desk.measure(), *keys.measure()], parser.parse_args().json))
