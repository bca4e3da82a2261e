from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from annotator.store import Store
from tests.store.making import BACKENDS, Backend


@pytest.fixture(params=BACKENDS, ids=lambda backend: backend.name)
def backend(request: pytest.FixtureRequest) -> Backend:
    return request.param


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "some project.annot"


@pytest.fixture
def opened(backend: Backend, path: Path) -> Iterator[Callable[[], Store]]:
    """Makes the project at the first call; every further one closes it and opens it again."""
    stores: list[Store] = []

    def open_again() -> Store:
        if stores:
            stores[-1].close()
        stores.append(backend.open(path) if stores else backend.create(path))
        return stores[-1]

    yield open_again
    if stores:
        stores[-1].close()


@pytest.fixture
def store(opened: Callable[[], Store]) -> Store:
    return opened()
