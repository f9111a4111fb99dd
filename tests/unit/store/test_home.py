"""The home folder: whose device it is, and what happens where nothing can be written."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from strategies_log import ITEMS, draft

from quiz.errors import StoreError
from quiz.history import Kind
from quiz.store.atomic import write_whole
from quiz.store.home import Home, device_id, find_home
from quiz.store.store import Store

Open = Callable[[Home], Store]


def test_the_id_of_a_device_stays(home: Home, opened: Open) -> None:
    devices = {opened(home).device for _ in range(3)}
    assert len(devices) == 1
    name, machine = Path(home.device).read_text(encoding="utf-8").split()
    assert {name} == devices
    assert len(name) == 6
    assert name.isalnum()
    assert name == name.lower()
    assert len(machine) == 16


def test_a_home_copied_to_another_machine_is_another_device(home: Home, opened: Open) -> None:
    first = opened(home)
    written, _ = first.append(draft())
    _, machine = Path(home.device).read_text(encoding="utf-8").split()
    Path(home.device).write_text(f"{first.device} {machine[::-1]}\n", encoding="utf-8")
    copied = opened(home)
    assert copied.device != first.device
    event, state = copied.append(draft())
    assert event.seq == 1
    assert state.memory.reps == 2
    assert event.clock > written.clock
    undone = [copied.undo(draft(kind=Kind.VOID)), copied.undo(draft(kind=Kind.VOID))]
    assert [one and one.event for one in undone] == [event, None]


@pytest.mark.parametrize("text", [b"", b"\xff\xfe\x00", b"one", b"AB/../x 0000", b"a b c", b"kx3f7q"])
def test_a_device_file_that_says_nothing_is_made_anew(home: Home, opened: Open, text: bytes) -> None:
    home.create()
    Path(home.device).write_bytes(text)
    store = opened(home)
    assert not store.unwritable
    assert device_id(home) == store.device
    store.append(draft())


@pytest.mark.parametrize(
    "obstacle", ["file above", "file as log", "file as decks", "folder as lock", "folder as device"]
)
def test_a_home_that_cannot_be_written_works_in_memory_and_says_so(tmp_path: Path, opened: Open, obstacle: str) -> None:
    root = tmp_path / "home"
    home = Home(str(root))
    if obstacle == "file above":
        root.write_text("in the way")
    elif obstacle.startswith("file"):
        root.mkdir()
        (root / obstacle.removeprefix("file as ")).write_text("in the way")
    else:
        (root / obstacle.removeprefix("folder as ")).mkdir(parents=True)
    store = opened(home)
    assert store.unwritable
    assert str(root) in store.unwritable
    for write in (lambda: store.append(draft()), lambda: store.import_events([draft()])):
        with pytest.raises(StoreError) as caught:
            write()
        assert caught.value.message == store.unwritable
    assert store.undo(draft(kind=Kind.VOID)) is None
    assert store.index.state(ITEMS[0])[1].memory.reps == 0
    assert store.catch_up() == 0
    deck = tmp_path / "d.deck.toml"
    deck.write_text(
        'format = 1\nid = "d"\ntitle = "D"\n[[card]]\nid = "a"\nkind = "recall"\nq = "what?"\nanswer = "that"\n',
        encoding="utf-8",
    )
    assert store.sync_decks([str(deck)], 0).compiled == 1
    assert store.index.state("d/a")[0]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_home_without_permission_shows_what_is_there(home: Home, opened: Open) -> None:
    first = Store(home)
    first.append(draft())
    first.close()
    for path in (home.log, home.root, *map(str, Path(home.root).iterdir())):
        os.chmod(path, 0o555 if os.path.isdir(path) else 0o444)
    try:
        store = opened(home)
        assert "denied" in store.unwritable
        assert store.index.state(ITEMS[0])[1].memory.reps == 1
        with pytest.raises(StoreError, match="denied"):
            store.append(draft())
    finally:
        for path in (home.root, home.log, home.decks):
            os.chmod(path, 0o755)


def test_what_is_there_is_shown_though_nothing_can_be_written(home: Home, opened: Open) -> None:
    first = Store(home)
    first.append(draft())
    first.close()
    os.unlink(home.lock)
    os.mkdir(home.lock)
    store = opened(home)
    assert store.unwritable
    assert store.index.state(ITEMS[0])[1].memory.reps == 1
    before = sorted(path.name for path in Path(home.root).rglob("*"))
    store.sync_decks([], 0)
    assert sorted(path.name for path in Path(home.root).rglob("*")) == before


def test_the_home_is_the_chosen_one_else_the_environments(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("QUIZ_HOME", str(tmp_path / "a"))
    assert find_home().root == str(tmp_path / "a")
    assert find_home(str(tmp_path / "b")).root == str(tmp_path / "b")
    monkeypatch.delenv("QUIZ_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert os.path.isabs(find_home().root)
    assert find_home("~/x").root == str(tmp_path / "x")


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    write_whole(str(path), b"old")
    os.chmod(path, 0o600)
    write_whole(str(path), b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o600
    blocked = tmp_path / "blocked"
    (blocked / "child").mkdir(parents=True)
    with pytest.raises(OSError, match="blocked"):
        write_whole(str(blocked), b"new")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["blocked", "settings.toml"]
