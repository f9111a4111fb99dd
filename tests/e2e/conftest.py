"""A home folder with a deck of many cards, made once and copied for each test that wears it out."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from e2e.program import deck_text, quiz

MEMORY = "/dev/shm"
ROOM = 512 << 20
"""Bytes that must be free in memory to work there."""


@pytest.fixture(scope="session")
def _memory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder in memory if there is room: no real disk is slowed down for what only looks at written bytes."""
    try:
        status = os.statvfs(MEMORY)
        room = status.f_bavail * status.f_frsize if os.access(MEMORY, os.W_OK) else 0
    except OSError:
        room = 0
    if room < ROOM:
        yield tmp_path_factory.mktemp("e2e")
    else:
        with tempfile.TemporaryDirectory(dir=MEMORY, prefix="quiz-") as folder:
            yield Path(folder)


@pytest.fixture
def folder(_memory: Path) -> Iterator[Path]:
    """A folder of the test's own, gone after it."""
    with tempfile.TemporaryDirectory(dir=_memory, prefix="test-") as path:
        yield Path(path)


@pytest.fixture(scope="session")
def many(_memory: Path) -> Path:
    """A deck of many cards."""
    path = _memory / "decks" / "many.deck.toml"
    path.parent.mkdir()
    path.write_text(deck_text(), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def _studied(_memory: Path, many: Path) -> Path:
    """A home folder that knows the deck and has no limits a day."""
    home = _memory / "studied"
    for name in ("new", "reviews"):
        assert quiz(home, "config", "set", name, "100000").returncode == 0
    assert quiz(home, "study", "--plain", str(many)).returncode == 0
    return home


@pytest.fixture
def new_home(_studied: Path, folder: Path) -> Callable[[str], Path]:
    """Make a home folder of a name in the folder of the test."""

    def make(name: str = "home") -> Path:
        return Path(shutil.copytree(_studied, folder / name))

    return make
