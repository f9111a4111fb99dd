"""Events from elsewhere become this device's own: once, with their clocks, and what was undone stays undone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from e2e.same_index import told
from hypothesis import given
from hypothesis import strategies as st
from strategies_log import DAY_MS, DEVICES, ITEMS, START, draft, logs

from quiz.errors import StoreError
from quiz.history import Event, Kind, encode, merge, replay
from quiz.scheduling import Scheduler
from quiz.store.home import Home
from quiz.store.imports import as_own
from quiz.store.index import MEMORY, Index
from quiz.store.rebuild import rebuild
from quiz.store.store import Store

Open = Callable[[Home], Store]


def theirs(count: int, months: int = 1) -> list[Event]:
    """Reviews of another learner or program, spread over some months."""
    return [
        draft(ITEMS[n % 2], at=START - (count - n) * months * 30 * DAY_MS // count, grade=1 + n % 4)._replace(
            device=DEVICES[2], seq=n + 1
        )
        for n in range(count)
    ]


def test_a_history_over_many_months_is_added_without_touching_the_files_of_past_months(
    store: Store, opened: Open
) -> None:
    store.append(draft(ITEMS[2], at=START - 200 * DAY_MS))
    old = {path: path.read_bytes() for path in Path(store.home.log).iterdir()}
    first, _ = store.append(draft(ITEMS[2]))
    events = theirs(60, months=9)
    assert store.import_events(events) == 60
    assert all(path.read_bytes() == text for path, text in old.items())
    own = list(store.events())
    assert [e.seq for e in own] == list(range(1, 63))
    assert {e.device for e in own} == {store.device}
    assert [e.clock for e in own[2:]] == [e.clock for e in events]
    assert {item: state.memory for item, state in replay(events, store.scheduler).items()} == {
        item: store.index.state(item)[1].memory for item in ITEMS[:2]
    }
    fresh = Index(MEMORY)
    with fresh.transaction():
        rebuild(fresh, store.log, {})
    assert told(store.index) == told(fresh)
    fresh.close()
    for store_now in (store, opened(store.home)):  # the latest is undone first, in this program and the next
        undone = store_now.undo(draft(kind=Kind.VOID))
        assert undone
        assert undone.event.clock == (events[-1] if store_now is store else events[-2]).clock
    event, _ = store.append(draft())
    assert event.clock > max(e.clock for e in own)
    assert first in list(store.events())


def test_what_is_here_already_is_left_out(store: Store) -> None:
    events = theirs(5)
    assert store.import_events(events[:3]) == 3
    assert store.import_events(events) == 2
    assert store.import_events(events) == 0
    assert store.import_events(list(store.events())) == 0
    assert store.index.db.execute("select sum(reviews) from day").fetchone() == (5,)


def test_what_another_device_wrote_here_is_not_imported_again(store: Store) -> None:
    events = theirs(4)
    (Path(store.home.log) / f"2025-12.{DEVICES[2]}.log").write_bytes(b"".join(map(encode, events)))
    assert store.import_events(events) == 0
    assert store.index.db.execute("select sum(reviews) from day").fetchone() == (4,)


def test_nothing_is_imported_into_a_home_that_cannot_be_written(tmp_path: Path, opened: Open) -> None:
    (tmp_path / "file").write_text("in the way")
    store = opened(Home(str(tmp_path / "file" / "home")))
    with pytest.raises(StoreError):
        store.import_events(theirs(2))


def alike(events: list[Event]) -> list[Event]:
    return [event._replace(device="", seq=0, said="" if event.kind == Kind.VOID else event.said) for event in events]


@given(logs, st.data())
def test_imported_is_the_same_history_under_new_uids(log: list[Event], data: st.DataObject) -> None:
    """One device's log is imported whole: the same events, the same effect, and a second time nothing."""
    device = data.draw(st.sampled_from(DEVICES))
    log = [event for event in log if event.device == device]
    here: list[Event] = []
    own = as_own(data.draw(st.permutations(log)), here, "mmmmmm", 7)
    assert [event.seq for event in own] == list(range(8, 8 + len(own)))
    assert alike(merge(own)) == alike(merge(log))
    scheduler = Scheduler()
    states, expected = replay(own, scheduler), replay(log, scheduler)
    assert states == expected
    assert as_own(log, own, "mmmmmm", 99) == []
    half = as_own(log[: len(log) // 2], here, "mmmmmm", 0)
    rest = as_own(log, half, "mmmmmm", len(half))
    assert replay(half + rest, scheduler) == expected


@given(logs)
def test_same_answers_at_the_same_moment_on_two_devices_are_two(log: list[Event]) -> None:
    own = as_own([event for event in log if event.kind != Kind.VOID], [], "mmmmmm", 0)
    assert len(own) == sum(event.kind != Kind.VOID for event in log)


@given(st.data())
def test_what_stands_here_itself_is_never_taken_for_its_twin(data: st.DataObject) -> None:
    """Devices that answered alike at one moment, some of which undid it: nothing of theirs is written again."""
    answers = [draft()._replace(device=device, seq=1) for device in DEVICES]
    undone = data.draw(st.lists(st.sampled_from(answers), unique=True))
    voids = [draft(kind=Kind.VOID)._replace(device=event.device, seq=2, said=event.uid) for event in undone]
    here = data.draw(st.permutations(answers + voids))
    assert as_own(data.draw(st.lists(st.sampled_from(here))), here, "mmmmmm", 0) == []
