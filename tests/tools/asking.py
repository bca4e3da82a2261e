"""Running a few lines in the interpreter that has the tools, and getting their answer."""

from __future__ import annotations

import json
import os
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
OFFLINE = {"HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1", "OMP_NUM_THREADS": "1"}


def ask(python: Path, code: str, *arguments: Path | str, home: Path, ours: bool = False) -> Any:
    """What ``code`` answers (it is to call ``answer`` once) for ``arguments``; with ``ours`` it can import this program.

    Warnings are errors, and so is any look at the net.
    """
    head = "import json, sys\ndef answer(what): json.dump(what, open(sys.argv[1], 'w'))\n"
    told = home / "answer.json"
    paths = os.pathsep.join((str(ROOT), sysconfig.get_paths()["purelib"])) if ours else ""
    done = subprocess.run(
        [str(python), "-X", "utf8", "-c", head + code, str(told), *map(str, arguments)],
        cwd=home,
        env={**os.environ, **OFFLINE, "HOME": str(home), "HF_HOME": str(home / "hf"), "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(told.read_text(encoding="utf-8"))
