"""The power fails at any moment: what was acknowledged is there, and a file is the old one or the new one."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from e2e.power import Record, cut, record, work

CUTS = 500
SEED = 20
SYNCED_BY_SQLITE = "home"
"""The folder of the index."""


@pytest.fixture
def ground(folder: Path) -> Path:
    """A folder in which everything is durable."""
    path = folder / "ground"
    path.mkdir()
    return path


def test_a_home_that_is_known(ground: Path, new_home: Callable[[str], Path], many: Path, folder: Path) -> None:
    shutil.move(new_home("home"), ground / "home")
    done = record(ground, folder, work(ground, many.parent, 60))
    assert len(done.events) >= 72
    assert len({path for path in done.files[-1] if path.endswith(".log")}) > 1  # the sittings ran into other months
    losses = cut(done, folder, CUTS, SEED)
    assert not losses, f"{len(losses)} losses, such as {losses[:3]}"


def test_the_first_start_ever(ground: Path, many: Path, folder: Path) -> None:
    done = record(ground, folder, work(ground, many.parent, 6))
    losses = cut(done, folder, CUTS // 4, SEED)
    assert not losses, f"{len(losses)} losses, such as {losses[:3]}"


@pytest.mark.slow
def test_the_record_is_what_the_system_was_asked(
    ground: Path, new_home: Callable[[str], Path], many: Path, folder: Path
) -> None:
    """The recorder is itself watched, from outside."""
    if shutil.which("strace") is None:
        pytest.skip("there is no strace here")
    shutil.move(new_home("home"), ground / "home")
    seen = folder / "seen"
    watched = ("strace", "-f", "-y", "-qq", "-e", "trace=write,pwrite64,fsync,fdatasync,rename", "-o", str(seen))
    done = record(ground, folder, work(ground, many.parent, 12), under=watched)
    assert asked_of_the_system(seen.read_text(errors="replace"), ground) == recorded(done)


def asked_of_the_system(seen: str, ground: Path) -> list[tuple[str, str]]:
    """Call and path of each line that is about a file in the folder; SQLite's own are left out."""
    line = re.compile(rf'^\d+ +(\w+)\((?:\d+<|"){re.escape(str(ground.resolve()))}/?([^>"]*)[>"].*= \d+$', re.MULTILINE)
    names = {"fdatasync": "sync", "fsync": "sync", "pwrite64": "write"}
    calls = [(names.get(call, call), path) for call, path in line.findall(seen)]
    return [(call, path) for call, path in calls if "index.db" not in path and path != SYNCED_BY_SQLITE]


def recorded(done: Record) -> list[tuple[str, str]]:
    """The same of a record."""
    paths: dict[int, str] = {}
    out = []
    for op in done.ops:
        if op[0] == "open":
            paths[op[1]] = op[2]
        elif op[0] in ("write", "sync") and paths[op[1]] != SYNCED_BY_SQLITE:
            out.append((op[0], paths[op[1]]))
        elif op[0] == "rename":
            out.append(("rename", op[1]))
    return out
