"""Writes that the system refuses: nothing old is lost, nothing counts twice, and studying can go on.

The largest size of a file that this process may write is set so that a row fits, fits but for its last bytes, or fits
while the index does not.
"""

import os
import resource
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from strategies_log import DAY_MS, DEVICES, ITEMS, START, draft

from quiz.errors import StoreError
from quiz.history import Event, Kind, encode
from quiz.scheduling import item_seed
from quiz.store.home import Home
from quiz.store.index import MEMORY
from quiz.store.store import Store

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits of a process as POSIX has them")
Open = Callable[[Home], Store]
Follows = Callable[[Store], None]
SEED = item_seed(ITEMS[0])


@contextmanager
def files_up_to(size: int) -> Iterator[None]:
    """No file may grow beyond this; Python ignores the signal, so that the write fails as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def log_file(store: Store, at: int = START) -> Path:
    return Path(store.home.log) / store.log.name_for(at)


def size_of(store: Store) -> int:
    path = log_file(store)
    return path.stat().st_size if path.exists() else 0


def row_length(store: Store, event: Event) -> int:
    return len(encode(event._replace(device=store.device, seq=store._seq + 1)))


def left(store: Store, event: Event, missing: int) -> int:
    """A largest size that leaves no room for the last `missing` bytes of a row."""
    return size_of(store) + row_length(store, event) - missing


@pytest.fixture
def roomy(home: Home, opened: Open, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A home whose index needs no file, so that only the log meets the limit."""
    monkeypatch.setattr(Home, "index", property(lambda self: MEMORY))
    return opened(home)


@pytest.mark.parametrize("missing", ["all", "half", 2, 1])
def test_what_was_refused_has_not_happened(roomy: Store, missing: str | int, opened: Open, follows: Follows) -> None:
    """Not even if all of the row but its newline got into the file: it is taken back before the next one."""
    store = roomy
    kept, _ = store.append(draft(grade=4))
    old = log_file(store).read_bytes()
    refused = draft(at=START + DAY_MS, grade=1)
    length = row_length(store, refused)
    short = {"all": length, "half": length // 2}.get(str(missing), missing)
    for _ in range(2):
        with files_up_to(left(store, refused, int(short))), pytest.raises(StoreError, match="cannot write the log"):
            store.append(refused)
        assert log_file(store).read_bytes().startswith(old)
    event, state = store.append(draft(at=START + 2 * DAY_MS, grade=3))
    expected = store.scheduler.fold([(4, kept.day, kept.clock), (3, event.day, event.clock)], SEED)
    assert state.memory == expected
    assert log_file(store).read_bytes().startswith(old)
    follows(store)
    again = opened(store.home)
    assert again.index.state(ITEMS[0])[1] == state
    uids = [e.uid for e in again.events()]
    assert len(uids) == len(set(uids))
    undone = again.undo(draft(kind=Kind.VOID, at=START + 3 * DAY_MS))
    assert undone
    assert undone.event == event
    assert undone.state.memory == store.scheduler.fold([(4, kept.day, kept.clock)], SEED)


def test_trying_again_writes_it_once(roomy: Store, follows: Follows) -> None:
    """The same grade, tried until it is written, counts once, wherever the writes before broke off."""
    store = roomy
    again = draft(ITEMS[1], grade=3)
    for missing in (1, 5, 30, 2, 1, 1):
        with files_up_to(left(store, again, missing)), pytest.raises(StoreError):
            store.append(again)
    _, state = store.append(again)
    assert state.memory.reps == 1
    assert store.index.db.execute("select sum(reviews) from day").fetchone() == (1,)
    follows(store)


def test_an_undo_after_a_refused_write_takes_back_what_was_there_before(roomy: Store, follows: Follows) -> None:
    store = roomy
    first, _ = store.append(draft(grade=2))
    refused = draft(ITEMS[1])
    with files_up_to(left(store, refused, 1)), pytest.raises(StoreError):
        store.append(refused)
    undone = store.undo(draft(kind=Kind.VOID))
    assert undone
    assert undone.event == first
    assert store.index.state(ITEMS[1])[1].memory.reps == 0
    assert store.index.db.execute("select count(*) from day").fetchone() == (0,)
    follows(store)


def test_a_refused_undo_has_not_happened(roomy: Store, follows: Follows) -> None:
    store = roomy
    first, before = store.append(draft(grade=2))
    void = draft(kind=Kind.VOID)
    length = row_length(store, void._replace(item=ITEMS[0], said=first.uid))
    with files_up_to(size_of(store) + length - 1), pytest.raises(StoreError):
        store.undo(void)
    event, state = store.append(draft(ITEMS[1]))
    assert store.index.state(ITEMS[0])[1] == before
    undone = [store.undo(void), store.undo(void)]
    assert [one and one.event for one in undone] == [event, first]
    assert state.memory.reps == 1
    follows(store)


def test_a_row_that_is_durable_counts_though_the_index_is_refused(home: Home, opened: Open, follows: Follows) -> None:
    """It was acknowledged; the index catches up when there is room."""
    store = opened(home)
    for n in range(40):
        store.append(draft(f"d/card-{n}"))
    seen = []
    for grade in (1, 2):
        row = draft(grade=grade)
        with files_up_to(left(store, row, 0)):
            assert size_of(store) < os.path.getsize(home.index + "-wal")
            event, state = store.append(row)
            seen.append(event)
            size = size_of(store)
            with pytest.raises(StoreError, match="index"):  # nothing more before it has caught up
                store.append(draft())
            assert size_of(store) == size
        expected = store.scheduler.fold([(e.grade, e.day, e.clock) for e in seen], SEED)
        assert state.memory == expected
        assert [e for e in store.events() if e.item == ITEMS[0]] == seen
        if grade == 1:
            follows(store)
            assert store.index.state(ITEMS[0])[1] == state
    undone = store.undo(draft(kind=Kind.VOID))
    assert undone
    assert undone.event == seen[-1]
    assert undone.state.memory.reps == 1
    follows(store)


def test_an_undo_that_the_index_refuses_is_told_rightly(home: Home, opened: Open, follows: Follows) -> None:
    store = opened(home)
    for n in range(40):
        store.append(draft(f"d/card-{n}"))
    first, _ = store.append(draft(grade=1))
    void = draft(kind=Kind.VOID)
    with files_up_to(left(store, void._replace(item=ITEMS[0], said=first.uid), 0)):
        undone = store.undo(void)
    assert undone
    assert (undone.event, undone.state.memory.reps) == (first, 0)
    follows(store)


def test_settings_that_the_index_refuses_hold_once_it_caught_up(home: Home, opened: Open, follows: Follows) -> None:
    store = opened(home)
    for n in range(40):
        store.append(draft(f"d/card-{n}"))
    change = draft("", Kind.SETTINGS, said='{"learning_steps":[]}')
    with files_up_to(left(store, change, 0)):
        store.append(change)
    _, state = store.append(draft())
    assert store.scheduler.parameters.learning_steps == ()
    assert state.memory.due_ms == 0
    follows(store)


def test_an_import_that_breaks_off_can_be_repeated(roomy: Store, follows: Follows) -> None:
    store = roomy
    events = [draft()._replace(device=DEVICES[0], seq=n, clock=START + n) for n in range(1, 20)]
    with files_up_to(700), pytest.raises(StoreError):
        store.import_events(events)
    part = len(list(store.events()))
    assert 0 < part < len(events)
    assert store.import_events(events) == len(events) - part
    assert store.import_events(events) == 0
    assert store.index.state(ITEMS[0])[1].memory.reps == len(events)
    follows(store)


def test_opening_where_the_index_has_no_room_works_without_a_file(home: Home, opened: Open, follows: Follows) -> None:
    store = Store(home)
    for n in range(40):
        store.append(draft(f"d/card-{n}"))
    store.close()
    os.unlink(home.index)
    with files_up_to(size_of(store)):
        again = opened(home)
        assert again.index.state("d/card-3")[1].memory.reps == 1
        with pytest.raises(StoreError):
            again.append(draft())
    _, state = again.append(draft())
    assert state.memory.reps == 1
    follows(again)
