"""Two programs on one home folder: nothing twice, nothing lost, and each sees what the other did."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from strategies_log import DAY_MS, DEVICES, ITEMS, START, draft

from quiz.history import Event, Kind, encode
from quiz.store.home import Home
from quiz.store.index import Index
from quiz.store.lock import Lock
from quiz.store.store import Store

Open = Callable[[Home], Store]
Follows = Callable[[Store], None]


@pytest.fixture
def pair(home: Home, opened: Open) -> tuple[Store, Store]:
    return opened(home), opened(home)


def test_they_take_turns_without_using_a_number_twice(pair: tuple[Store, Store], follows: Follows) -> None:
    written = []
    for n in range(12):
        event, state = pair[n % 2 if n < 8 else n // 2 % 2].append(draft(ITEMS[n % 2], grade=1 + n % 4))
        written.append(event)
        assert state.memory.reps == n // 2 + 1
    assert [event.seq for event in written] == list(range(1, 13))
    assert list(pair[0].events()) == written
    clocks = [event.clock for event in written]
    assert clocks == sorted(set(clocks))
    for store in pair:
        follows(store)


def test_one_undoes_what_the_other_did(pair: tuple[Store, Store], follows: Follows) -> None:
    """Undo takes back the latest event of this device, whichever program wrote it."""
    one, other = pair
    first, _ = one.append(draft(grade=1))
    second, _ = other.append(draft(grade=2))
    third, _ = one.append(draft(grade=3))
    taken = [store.undo(draft(kind=Kind.VOID)) for store in (other, one, other, one)]
    assert [undone and undone.event for undone in taken] == [third, second, first, None]
    back = other.undo(draft(kind=Kind.VOID), redo=True)
    assert back
    assert back.event == first
    for store in pair:
        follows(store)
        assert store.index.state(ITEMS[0])[1].memory.reps == 1


def test_settings_of_one_are_followed_by_the_other(pair: tuple[Store, Store], follows: Follows) -> None:
    one, other = pair
    one.append(draft())
    one.append(draft("", Kind.SETTINGS, said='{"learning_steps":[]}'))
    _, state = other.append(draft(ITEMS[1]))
    assert other.scheduler.parameters.learning_steps == ()
    assert state.memory.due_ms == 0
    follows(other)


def test_one_goes_on_while_the_other_makes_the_index_anew(home: Home, opened: Open, follows: Follows) -> None:
    one, other = Store(home), Store(home)
    for n in range(9):
        event, state = (one, other)[n % 2].append(draft())
        assert (event.seq, state.memory.reps) == (n + 1, n + 1)
        if n % 3 == 1:
            (one, other)[n // 3 % 2].rebuild()
    one.close()
    last, _ = other.append(draft())
    other.close()
    again = opened(one.home)
    assert again.index.state(ITEMS[0])[1].memory.reps == last.seq == 10
    assert again.index.db.execute("pragma integrity_check").fetchone() == ("ok",)
    follows(again)


@pytest.mark.parametrize("endings", [("",), ("", "-wal", "-shm")])
def test_one_goes_on_while_somebody_deletes_the_index(
    pair: tuple[Store, Store], opened: Open, endings: tuple[str, ...], follows: Follows
) -> None:
    one, other = pair
    one.append(draft())
    for ending in endings:
        Path(one.home.index + ending).unlink()
    third = opened(one.home)
    for n, store in enumerate((other, third, one, third, other), 2):
        event, state = store.append(draft())
        assert (event.seq, state.memory.reps) == (n, n)
    for store in (one, other, third):
        follows(store)


def test_the_other_was_killed_after_it_wrote_and_before_the_index(pair: tuple[Store, Store], follows: Follows) -> None:
    one, other = pair
    event, _ = one.append(draft())
    killed = draft(ITEMS[1])._replace(device=one.device, seq=2, clock=event.clock + 1)
    path = Path(one.home.log) / one.log.name_for(event.clock)
    path.write_bytes(path.read_bytes() + encode(killed))
    undone = other.undo(draft(kind=Kind.VOID))
    assert undone
    assert undone.event == killed
    assert one.append(draft())[0].seq == 4
    follows(one)


def test_the_other_was_killed_last_month(home: Home, opened: Open, follows: Follows) -> None:
    """The row that its index lacks stands in another file than the one that is written next."""
    one = opened(home)
    event, _ = one.append(draft())
    other = opened(home)
    killed = draft(ITEMS[1])._replace(device=one.device, seq=2, clock=event.clock + 1)
    path = Path(one.home.log) / one.log.name_for(event.clock)
    path.write_bytes(path.read_bytes() + encode(killed))
    later, _ = other.append(draft(at=START + 40 * DAY_MS))
    assert later.seq == 3
    follows(other)


class Meddled(Index):
    """An index into which somebody writes without the lock, right after it was looked at."""

    meddle: Callable[[], Any] | None = None

    @contextmanager
    def transaction(self) -> Iterator[Any]:
        meddle, self.meddle = self.meddle, None
        if meddle:
            meddle()
        with super().transaction() as db:
            yield db


def meddled(home: Home, opened: Open) -> tuple[Store, Store, Meddled]:
    """A store and another that does not wait for it."""
    one, other = opened(home), opened(home)
    for store in (one, other):
        assert store._lock
        store._lock.close()
        store._lock = None
    one.index.close()
    one.index = index = Meddled(home.index)
    one._load()
    return one, other, index


def test_rows_count_once_when_two_catch_up_at_the_same_moment(home: Home, opened: Open, follows: Follows) -> None:
    """The lock should keep that from happening; where there is none, the swap of what was applied does."""
    opened(home).append(draft(ITEMS[1]))
    one, other, index = meddled(home, opened)
    path = Path(home.log) / f"2025-12.{DEVICES[0]}.log"
    rows = [encode(draft()._replace(device=DEVICES[0], seq=seq, clock=START + seq)) for seq in range(1, 6)]
    for n in range(1, 6):
        path.write_bytes(b"".join(rows[:n]))
        index.meddle = other.catch_up
        one.catch_up()
        assert index.meddle is None
        assert one.index.state(ITEMS[0])[1].memory.reps == n
        follows(one)
    assert other.index.db.execute("select sum(reviews) from day").fetchone() == (6,)


def test_an_own_row_counts_once_when_another_applies_it_first(home: Home, opened: Open, follows: Follows) -> None:
    one, other, index = meddled(home, opened)
    one.append(draft())
    index.meddle = other.catch_up
    event, state = one.append(draft())
    assert (event.seq, state.memory.reps) == (2, 2)
    assert index.meddle is None
    follows(one)
    assert other.index.db.execute("select sum(reviews) from day").fetchone() == (2,)
    assert one.append(draft())[0].seq == 3


def test_many_open_a_new_home_at_once(home: Home, follows: Follows) -> None:
    """They agree on one device id, and none trips over the making of the index."""
    for n in range(6):
        place = Home(f"{home.root}{n}")
        gate = threading.Barrier(4)
        found: list[tuple[str, Event]] = []

        def program(place: Home = place, gate: threading.Barrier = gate, found: list[Any] = found) -> None:
            gate.wait()
            store = Store(place)
            found.append((store.device, store.append(draft())[0]))
            store.close()

        threads = [threading.Thread(target=program) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len({device for device, _ in found}) == 1
        assert sorted(event.seq for _, event in found) == [1, 2, 3, 4]
        check = Store(place)
        assert check.index.db.execute("pragma journal_mode").fetchone() == ("wal",)
        assert check.index.state(ITEMS[0])[1].memory.reps == 4
        follows(check)
        check.close()


A_WHILE = 0.1
"""Seconds after which somebody who does not wait for the lock would be done."""


def test_a_home_is_made_under_the_lock(home: Home) -> None:
    """Two would make two ids, and trip over each other when they switch the index to write-ahead logging."""
    home.create()
    lock = Lock(home.lock)
    opener = threading.Thread(target=lambda: Store(home).close())
    with lock.held():
        opener.start()
        opener.join(A_WHILE)
        assert opener.is_alive()
        assert not Path(home.device).exists()
        assert not Path(home.index).exists()
    opener.join()
    assert Path(home.index).exists()
    lock.close()


@pytest.mark.parametrize("what", ["append", "undo", "catch_up", "rebuild", "import", "sync", "close", "open"])
def test_whoever_writes_waits_for_the_lock(home: Home, opened: Open, what: str) -> None:
    one, other = opened(home), Store(home)
    one.append(draft())
    steps: dict[str, Callable[[], object]] = {
        "append": lambda: other.append(draft()), "undo": lambda: other.undo(draft(kind=Kind.VOID)),
        "catch_up": other.catch_up, "rebuild": other.rebuild, "sync": lambda: other.sync_decks([], 0),
        "import": lambda: other.import_events([draft(at=START - 1)]), "close": lambda: None,
        "open": lambda: Store(home).close(),
    }  # fmt: skip

    def act() -> None:
        steps[what]()
        other.close()

    thread = threading.Thread(target=act)
    before = list(one.events())
    with one.locked():
        with one.locked():  # entering it again is free
            thread.start()
        thread.join(A_WHILE)
        assert thread.is_alive()
        assert list(one.events()) == before
    thread.join()
    one.append(draft())


def test_opening_does_not_need_the_index_to_itself(store: Store, opened: Open, follows: Follows) -> None:
    """Write-ahead logging is switched on once, when the file is made: switching needs the file to itself."""
    store.append(draft())
    reader = Index(store.home.index)
    reader.db.execute("begin")
    reader.db.execute("select * from item").fetchone()
    again = opened(store.home)
    again.append(draft())
    store.append(draft())
    reader.close()
    follows(again)
