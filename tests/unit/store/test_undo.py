"""Undo and redo: as far back as there are events, over restarts, months and settings."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from strategies_log import DAY_MS, DEVICES, ITEMS, START, draft

from quiz.history import FRESH, Event, Kind, encode
from quiz.store import own
from quiz.store.home import Home
from quiz.store.log import LogFolder
from quiz.store.own import OwnEvents
from quiz.store.store import Store

Open = Callable[[Home], Store]
NOW = draft(kind=Kind.VOID, at=START + 100 * DAY_MS)


def changes() -> list[Event]:
    """One event of each kind, and reviews on several days and in two months."""
    return [
        draft(), draft(at=START + DAY_MS, grade=4), draft(kind=Kind.FLAG, grade=1, said="why?"), draft(grade=1),
        draft(ITEMS[1], Kind.SUSPEND, grade=1), draft("", Kind.SETTINGS, said='{"learning_steps":[]}'), draft(ITEMS[1]),
        draft(kind=Kind.FORGET, grade=1), draft(at=START + 40 * DAY_MS), draft(kind=Kind.BURY, grade=1),
        draft("", Kind.SETTINGS, said='{"desired_retention":0.8}'), draft(kind=Kind.FLAG, grade=0),
    ]  # fmt: skip


@pytest.mark.parametrize("restarts", [False, True])
def test_every_change_is_taken_back_exactly_and_brought_back_exactly(
    home: Home, opened: Open, noticeable: Callable[[Store], dict[str, Any]], restarts: bool
) -> None:
    store = opened(home)
    states, written = [noticeable(store)], []
    for change in changes():
        written.append(store.append(change)[0])
        states.append(noticeable(store))
    for event, before in zip(written[::-1], states[-2::-1], strict=True):
        store = opened(home) if restarts else store
        undone = store.undo(NOW)
        assert undone
        assert undone.event == event
        assert noticeable(store) == before
    assert store.undo(NOW) is None
    for event, after in zip(written, states[1:], strict=True):
        store = opened(home) if restarts else store
        undone = store.undo(NOW, redo=True)
        assert undone
        assert undone.event == event
        assert noticeable(store) == after
    assert store.undo(NOW, redo=True) is None
    store.rebuild()
    assert noticeable(store) == states[-1]


def test_redo_ends_where_something_new_was_done(store: Store) -> None:
    store.append(draft(grade=1))
    store.undo(NOW)
    store.append(draft(grade=2))
    assert store.undo(NOW, redo=True) is None
    undone = store.undo(NOW)
    assert undone
    assert undone.event.grade == 2
    assert undone.state == FRESH
    assert store.undo(NOW) is None


def test_undo_takes_nothing_back_that_another_device_did(store: Store) -> None:
    theirs = draft()._replace(device=DEVICES[0], seq=1)
    (Path(store.home.log) / f"2025-12.{DEVICES[0]}.log").write_bytes(encode(theirs))
    store.catch_up()
    assert store.undo(NOW) is None
    store.append(draft(grade=1))
    undone = store.undo(NOW)
    assert undone
    assert undone.event.device == store.device
    assert undone.state.memory.reps == 1


def test_undo_of_an_answer_takes_it_out_of_the_day_it_was_given_on(store: Store) -> None:
    store.append(draft(at=START))
    store.append(draft(at=START + DAY_MS, took=2_000))
    before = list(store.index.db.execute("select * from day"))
    store.append(draft(at=START + DAY_MS, took=9_000))
    store.undo(NOW)
    assert list(store.index.db.execute("select * from day")) == before
    store.undo(NOW)
    store.undo(NOW)
    assert list(store.index.db.execute("select * from day")) == []


def test_undo_reaches_back_over_files_and_chunks(home: Home, opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """Own events are read from the end of the log, a chunk at a time; here a chunk holds hardly two rows."""
    monkeypatch.setattr(own, "CHUNK", 200)
    store = opened(home)
    written = [store.append(draft(ITEMS[n % 3], at=START + n * 20 * DAY_MS, grade=1 + n % 4))[0] for n in range(8)]
    for event in written[:3:-1]:
        undone = opened(home).undo(NOW)
        assert undone
        assert undone.event == event
    again = opened(home)
    for event in written[4:6]:
        undone = again.undo(NOW, redo=True)
        assert undone
        assert undone.event == event
    taken = [opened(home).undo(NOW) for _ in range(7)]
    assert [one and one.event for one in taken] == [*written[5::-1], None]


def test_a_redo_whose_target_lies_far_back_does_not_skip_what_lies_between(
    home: Home, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own, "CHUNK", 300)
    store = opened(home)
    written = [store.append(draft(grade=1 + n % 4))[0] for n in range(10)]
    for _ in range(10):
        store.undo(NOW)
    for n in range(10):
        undone = opened(home).undo(NOW, redo=True)
        assert undone
        assert undone.event == written[n]
    assert opened(home).undo(NOW, redo=True) is None


@pytest.mark.parametrize("chunk", [150, 400, 10_000])
@pytest.mark.parametrize("order", [[1, 2, 3, 4, 5, 6], [4, 5, 6, 1, 2, 3], [6, 5, 4, 3, 2, 1], [1, 2, 5, 6, 3, 4]])
def test_own_rows_that_stand_out_of_order_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int, order: list[int]
) -> None:
    """As a merge of a backup may leave them."""
    monkeypatch.setattr(own, "CHUNK", chunk)
    rows = [encode(draft()._replace(device="mmmmmm", seq=seq, clock=START + seq)) for seq in order]
    (tmp_path / "2025-12.mmmmmm.log").write_bytes(b"".join(rows[:2]))
    (tmp_path / "2026-01.mmmmmm.log").write_bytes(b"".join(rows[2:]))
    events = OwnEvents(LogFolder(str(tmp_path), "mmmmmm"))
    events.latest = 6
    found = events.undoable()
    assert found
    assert found.seq == 6
    assert [event.seq for event in events._backwards()] == [6, 5, 4, 3, 2, 1]


def test_damaged_rows_and_strangers_rows_in_our_file_are_passed_over(store: Store, opened: Open) -> None:
    first, _ = store.append(draft(grade=1))
    store.append(draft(grade=2))
    path = Path(store.home.log) / store.log.name_for(START)
    one, two = path.read_bytes().splitlines(keepends=True)
    stranger = encode(draft()._replace(device=DEVICES[0], seq=9))
    path.write_bytes(one + two.replace(b"Tokyo", b"Kyoto") + stranger)
    undone = opened(store.home).undo(NOW)
    assert undone
    assert undone.event == first
