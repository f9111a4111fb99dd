"""A home folder with a deck of many cards, made once and copied for each test that wears it out."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from e2e.program import deck_text, quiz


@pytest.fixture(scope="session")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A deck of many cards."""
    path = tmp_path_factory.mktemp("decks") / "many.deck.toml"
    path.write_text(deck_text(), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def _studied(tmp_path_factory: pytest.TempPathFactory, many: Path) -> Path:
    """A home folder that knows the deck and has no limits a day."""
    home = tmp_path_factory.mktemp("home") / "home"
    for name in ("new", "reviews"):
        assert quiz(home, "config", "set", name, "100000").returncode == 0
    assert quiz(home, "study", "--plain", str(many)).returncode == 0
    return home


@pytest.fixture
def new_home(_studied: Path, tmp_path: Path) -> Callable[[str], Path]:
    """Make a home folder of a name."""

    def make(name: str = "home") -> Path:
        return Path(shutil.copytree(_studied, tmp_path / name))

    return make
