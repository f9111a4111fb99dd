"""The power fails at any moment: what was acknowledged is there, and a file is the old one or the new one."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from e2e.power import cut, record, work

CUTS = 500
SEED = 20


@pytest.fixture
def ground(folder: Path) -> Path:
    """A folder in which everything is durable."""
    path = folder / "ground"
    path.mkdir()
    return path


@pytest.mark.parametrize("first", [False, True], ids=["a home that is known", "the first start ever"])
def test_nothing_acknowledged_is_lost(
    first: bool, ground: Path, new_home: Callable[[str], Path], many: Path, folder: Path
) -> None:
    if not first:
        shutil.move(new_home("home"), ground / "home")
    done = record(ground, folder, work(ground, many.parent, 60))
    assert len(done.events) >= 72
    losses = cut(done, folder, CUTS, SEED)
    assert not losses, f"{len(losses)} losses, such as {losses[:3]}"
