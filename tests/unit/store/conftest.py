"""Home folders for a test, and stores that are closed after it."""

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from e2e.same_index import told

from quiz.history import FRESH
from quiz.store.home import Home
from quiz.store.index import MEMORY, Index, columns_of
from quiz.store.rebuild import rebuild
from quiz.store.store import Store


@pytest.fixture(scope="session")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder in memory where there is one: thousands of small durable writes would only wear out a disk."""
    if os.access("/dev/shm", os.W_OK):
        with tempfile.TemporaryDirectory(dir="/dev/shm", prefix="quiz-store-") as folder:
            yield Path(folder)
    else:
        yield tmp_path_factory.mktemp("store")


@pytest.fixture
def tmp_path(scratch: Path) -> Iterator[Path]:
    """A folder for one test."""
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        yield Path(folder)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home folder that nobody has opened yet."""
    return Home(str(tmp_path / "home"))


@pytest.fixture
def opened() -> Iterator[Callable[[Home], Store]]:
    """Opens a home folder, as one more program would."""
    stores: list[Store] = []

    def open_store(home: Home) -> Store:
        stores.append(Store(home))
        return stores[-1]

    yield open_store
    for store in stores:
        store.close()


@pytest.fixture
def store(home: Home, opened: Callable[[Home], Store]) -> Store:
    """A home folder, opened."""
    return opened(home)


@pytest.fixture
def follows() -> Callable[[Store], None]:
    """Fails unless the index, caught up, says in every table what a new one made from the text of the log says."""

    def assert_follows(store: Store) -> None:
        store.catch_up()
        fresh = Index(MEMORY)
        with fresh.transaction():
            rebuild(fresh, store.log, {})
        expected = told(fresh)
        fresh.close()
        assert told(store.index) == expected

    return assert_follows


@pytest.fixture
def noticeable() -> Callable[[Store], dict[str, Any]]:
    """What a learner would notice: no clocks, and no items that are as if they had never been asked."""

    def tables(store: Store) -> dict[str, Any]:
        found = told(store.index)
        never_asked = (*columns_of(FRESH)[:-1], "")
        items = [row[:-1] for row in found["item"] if row[2:-1] != never_asked]
        return {"item": items, "day": found["day"], "settings": found["settings"]}

    return tables
