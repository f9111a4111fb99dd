"""A backup brings everything back and merges into what is there; an archive that is none of ours changes nothing."""

import gzip
import io
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies_log import DAY_MS, DEVICES, ITEMS, START, draft

from quiz.errors import DamageError, StoreError
from quiz.history import Kind, encode, merge
from quiz.store import backup
from quiz.store.backup import Restored, restore, write_backup
from quiz.store.home import Home
from quiz.store.store import Store

Open = Callable[[Home], Store]
Follows = Callable[[Store], None]
Noticeable = Callable[[Store], dict[str, Any]]
ROW = encode(draft()._replace(device=DEVICES[0], seq=1))


def fill(store: Store) -> None:
    for n in range(6):
        store.append(draft(ITEMS[n % 3], at=START + n * 9 * DAY_MS, grade=1 + n % 4))
    store.append(draft(kind=Kind.FLAG, grade=1, said="why"))
    store.undo(draft(kind=Kind.VOID, at=START + 90 * DAY_MS))
    Path(store.home.settings).write_text("goal = 7\n", encoding="utf-8")
    (Path(store.home.decks) / "mine").mkdir(exist_ok=True)
    (Path(store.home.decks) / "mine" / "a.deck.toml").write_text("# my deck\n", encoding="utf-8")


def files(home: Home) -> dict[str, bytes]:
    """Everything in a home folder that somebody wrote."""
    root = Path(home.root)
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not path.name.startswith(("index.db", "lock", "device"))
    }


def archive_of(path: Path, members: dict[str, bytes]) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


@pytest.fixture
def other(tmp_path: Path, opened: Open) -> Store:
    """Another home folder, empty."""
    return opened(Home(str(tmp_path / "other")))


def test_an_empty_home_gets_everything_back(
    store: Store, other: Store, tmp_path: Path, noticeable: Noticeable, follows: Follows
) -> None:
    fill(store)
    path = tmp_path / "backup.tar.gz"
    count = write_backup(store, str(path))
    logs = len(store.log.files())
    assert count == logs + 2
    assert restore(other, str(path)) == Restored(8, 2, ())
    assert files(other.home) == files(store.home)
    assert noticeable(other) == noticeable(store)
    assert other.device != store.device
    follows(other)
    assert restore(other, str(path)) == Restored(0, 0, ())
    assert files(other.home) == files(store.home)


def test_both_sides_keep_what_they_have(store: Store, other: Store, tmp_path: Path, follows: Follows) -> None:
    fill(store)
    other.append(draft(ITEMS[1], grade=1))
    Path(other.home.settings).write_text("goal = 99\n", encoding="utf-8")
    path = tmp_path / "backup.tar.gz"
    write_backup(store, str(path))
    done = restore(other, str(path))
    assert done.kept == ("settings.toml",)
    assert Path(other.home.settings).read_text(encoding="utf-8") == "goal = 99\n"
    assert set(other.events()) >= set(store.events())
    assert len(list(other.events())) == 9
    follows(other)


def test_the_same_device_gets_back_what_it_lost(
    store: Store, tmp_path: Path, opened: Open, noticeable: Noticeable, follows: Follows
) -> None:
    """Rows in the middle, at the end and whole files are gone; what is undone next is still the latest."""
    fill(store)
    path = tmp_path / "backup.tar.gz"
    write_backup(store, str(path))
    whole, before = list(store.events()), noticeable(store)
    first, *others = sorted(Path(store.home.log).iterdir())
    rows = first.read_bytes().splitlines(keepends=True)
    first.write_bytes(rows[-1])
    for gone in others:
        gone.unlink()
    event, _ = store.append(draft("new/one", at=START + 95 * DAY_MS))
    assert event.uid not in {e.uid for e in whole}
    restore(store, str(path))
    assert merge(store.events()) == merge(whole, [event])
    follows(store)
    for one in (store, opened(store.home)):
        assert one.index.state("new/one")[1].memory.reps == 1
    undone = opened(store.home).undo(draft(kind=Kind.VOID))
    assert undone
    assert undone.event == event
    store.catch_up()
    assert noticeable(store) == before


def test_damaged_rows_here_stay_as_they_are_and_their_good_copies_come_back(
    store: Store, tmp_path: Path, follows: Follows
) -> None:
    fill(store)
    path = tmp_path / "backup.tar.gz"
    write_backup(store, str(path))
    log = min(Path(store.home.log).iterdir())
    damaged = log.read_bytes().replace(b"Tokyo", b"Kyoto", 1)
    log.write_bytes(damaged)
    store.rebuild()
    assert store.damages == 1
    done = restore(store, str(path))
    assert done.rows == 1
    assert log.read_bytes().startswith(damaged)
    follows(store)


def test_numbers_that_were_used_twice_cost_neither_history(
    home: Home, tmp_path: Path, opened: Open, follows: Follows
) -> None:
    """The whole folder was set back to an older state and used on; then a backup of the newer state is restored."""
    store = Store(home)
    common, _ = store.append(draft(ITEMS[0], grade=1))
    old = {path.name: path.read_bytes() for path in Path(home.log).iterdir()}
    one, _ = store.append(draft(ITEMS[1], grade=2))
    two, _ = store.append(draft(ITEMS[1], at=START + 40 * DAY_MS, grade=3))
    gone, _ = store.append(draft(ITEMS[1], at=START + 41 * DAY_MS, grade=4))
    store.undo(draft(kind=Kind.VOID, at=START + 42 * DAY_MS))
    path = tmp_path / "backup.tar.gz"
    write_backup(store, str(path))
    store.close()
    for log in Path(home.log).iterdir():
        log.unlink()
    for name, text in old.items():
        (Path(home.log) / name).write_bytes(text)
    Path(home.index).unlink()
    again = opened(home)
    again.append(draft(ITEMS[2], grade=4))
    again.append(draft(ITEMS[2], grade=2))
    done = restore(again, str(path))
    assert done.rows == 4
    events = list(again.events())
    assert len({event.uid for event in events}) == len(events) == 7
    assert common in events
    follows(again)
    reps = [again.index.state(item)[1].memory.reps for item in ITEMS]
    assert reps == [1, 2, 2]
    assert {one.clock, two.clock, gone.clock} <= {event.clock for event in events}
    assert restore(again, str(path)).rows == 0


@pytest.mark.parametrize(
    "name",
    [
        "../evil", "quiz/../evil", "quiz/log/../../evil", "/etc/evil", "quiz//etc/evil", "quiz/log/evil.txt",
        "quiz/log/deep/2025-12.aaaaaa.log", "quiz/log", "quiz/evil", "quiz/index.db", "quiz/device", "quiz/lock",
        "quiz/decks/..", "quiz/decks/../settings.toml", "quiz/decks/a\\b", "quiz/decks/.git/config", "quiz/decks/.x",
        "quiz/decks/a.part", "quiz/decks",
    ],
)  # fmt: skip
def test_a_file_that_does_not_belong_into_a_backup_is_refused(store: Store, tmp_path: Path, name: str) -> None:
    fill(store)
    before = files(store.home)
    outside = {path for path in tmp_path.rglob("*") if Path(store.home.root) not in (path, *path.parents)}
    path = archive_of(tmp_path / "x.tar.gz", {"quiz/decks/fine.deck.toml": b"x", name: ROW})
    with pytest.raises(StoreError, match="no part of a backup") as caught:
        restore(store, str(path))
    assert not isinstance(caught.value, DamageError)
    assert files(store.home) == before
    assert {p for p in tmp_path.rglob("*") if Path(store.home.root) not in (p, *p.parents)} == {*outside, path}


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.GNUTYPE_SPARSE]
)
def test_only_plain_files_are_taken(store: Store, tmp_path: Path, kind: bytes) -> None:
    path = tmp_path / "x.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        info = tarfile.TarInfo("quiz/decks/a.deck.toml")
        info.type, info.linkname = kind, "/etc/passwd"
        archive.addfile(info)
    with pytest.raises(StoreError):
        restore(store, str(path))
    assert list(Path(store.home.decks).iterdir()) == []


def test_a_folder_in_an_archive_is_passed_over(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "x.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        info = tarfile.TarInfo("quiz/decks/../..")
        info.type = tarfile.DIRTYPE
        archive.addfile(info)
    assert restore(store, str(path)) == Restored(0, 0, ())


@pytest.mark.parametrize("how", ["a header", "many files", "a long name"])
def test_an_archive_that_is_too_large_is_refused_before_it_fills_the_memory(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setattr(backup, "MAX_TOTAL", 100_000)
    monkeypatch.setattr(backup, "MAX_MEMBERS", 20)
    path = tmp_path / "x.tar.gz"
    if how == "many files":
        archive_of(path, {f"quiz/decks/{n}.deck.toml": b"" for n in range(21)})
    elif how == "a header":
        archive_of(path, {"quiz/decks/a.deck.toml": bytes(200_000)})
    else:
        with gzip.open(path, "wb") as file:  # a name of a megabyte, in the form of the GNU archiver
            info = tarfile.TarInfo("././@LongLink")
            info.type, info.size = tarfile.GNUTYPE_LONGNAME, 1 << 20
            file.write(info.tobuf() + b"a" * (1 << 20))
    with pytest.raises(StoreError, match="too large"):
        restore(store, str(path))
    assert list(Path(store.home.decks).iterdir()) == []


def test_what_is_no_archive_says_so(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no file"):
        restore(store, str(tmp_path / "none"))
    for text in (b"", b"plain", gzip.compress(b""), gzip.compress(b"no archive" * 100)):
        path = tmp_path / "x.tar.gz"
        path.write_bytes(text)
        if text == gzip.compress(b""):
            continue
        with pytest.raises(DamageError, match="no backup"):
            restore(store, str(path))
    with pytest.raises(StoreError):
        restore(store, str(tmp_path))


@pytest.fixture(scope="module")
def sound(scratch: Path) -> bytes:
    """A backup of a home folder."""
    folder = Path(tempfile.mkdtemp(dir=scratch))
    store = Store(Home(str(folder / "home")))
    fill(store)
    write_backup(store, str(folder / "x.tar.gz"))
    store.close()
    return (folder / "x.tar.gz").read_bytes()


@settings(max_examples=2 * settings().max_examples)
@given(at=st.integers(0, 5_000), value=st.integers(1, 255), cut=st.booleans())
def test_a_damaged_archive_is_refused_whole(sound: bytes, scratch: Path, at: int, value: int, cut: bool) -> None:
    """Whatever byte is wrong or wherever it ends: an error of ours, and nothing half."""
    at %= len(sound)
    text = sound[:at] if cut else sound[:at] + bytes([sound[at] ^ value]) + sound[at + 1 :]
    path = scratch / "x.tar.gz"
    path.write_bytes(text)
    try:
        members = backup._read(str(path))
    except StoreError:
        return
    path.write_bytes(sound)
    assert members == backup._read(str(path))


def test_links_and_strange_files_are_not_taken_into_a_backup(store: Store, tmp_path: Path) -> None:
    fill(store)
    (tmp_path / "secret").write_text("secret")
    decks = Path(store.home.decks)
    (decks / "link.deck.toml").symlink_to(tmp_path / "secret")
    (decks / ".hidden").write_text("x")
    (Path(store.home.log) / "2025-12.aaaaaa.sync-conflict.log").write_bytes(ROW)
    path = tmp_path / "x.tar.gz"
    write_backup(store, str(path))
    with tarfile.open(path) as archive:
        names = archive.getnames()
    assert sorted(names) == sorted(
        ["quiz/settings.toml", "quiz/decks/mine/a.deck.toml", *(f"quiz/log/{f.name}" for f in store.log.files())]
    )


def test_a_backup_that_cannot_be_written_says_so(store: Store, tmp_path: Path) -> None:
    fill(store)
    with pytest.raises(StoreError, match="cannot write"):
        write_backup(store, str(tmp_path / "no" / "such" / "folder.tar.gz"))


def test_nothing_is_restored_into_a_home_that_cannot_be_written(tmp_path: Path, opened: Open, sound: bytes) -> None:
    (tmp_path / "file").write_text("in the way")
    (tmp_path / "x.tar.gz").write_bytes(sound)
    with pytest.raises(StoreError):
        restore(opened(Home(str(tmp_path / "file" / "home"))), str(tmp_path / "x.tar.gz"))


def test_a_restore_while_another_program_is_open(store: Store, opened: Open, tmp_path: Path, follows: Follows) -> None:
    fill(store)
    path = tmp_path / "x.tar.gz"
    write_backup(store, str(path))
    log = max(Path(store.home.log).iterdir())
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:1]))
    restore(opened(store.home), str(path))
    event, _ = store.append(draft(at=START + 95 * DAY_MS))
    assert event in list(opened(store.home).events())
    assert event.seq == 9
    follows(store)
