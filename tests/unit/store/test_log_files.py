"""The files of the log: one for each device and month, only ever longer, read as far as they can be read."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zlib import crc32

import pytest
from strategies_log import DAY_MS, DEVICES, ITEMS, START, draft

from quiz.errors import NewerFormatError
from quiz.history import MAX_CLOCK, Event, Kind, encode, parse
from quiz.scheduling import item_seed
from quiz.store.home import Home
from quiz.store.index import MEMORY
from quiz.store.log import LogFolder
from quiz.store.store import Store

Open = Callable[[Home], Store]
Follows = Callable[[Store], None]


def log_file(store: Store, at: int = START) -> Path:
    return Path(store.home.log) / store.log.name_for(at)


def foreign(seq: int, item: str = ITEMS[0]) -> Event:
    """A review of another device."""
    return draft(item, at=START + seq)._replace(device=DEVICES[0], seq=seq)


@pytest.mark.parametrize(
    "at", [1, START, 951_782_400_000, 1_709_251_199_999, 1_709_251_200_000, 4_107_542_399_999, MAX_CLOCK]
)
def test_a_file_is_named_after_month_and_device(at: int) -> None:
    month = datetime.fromtimestamp(at / 1000, UTC).strftime("%Y-%m")
    assert LogFolder("", "kx3f7q").name_for(at) == f"{month}.kx3f7q.log"


def test_a_new_month_begins_a_new_file_and_leaves_the_old_one(store: Store, follows: Follows) -> None:
    store.append(draft())
    december = log_file(store).read_bytes()
    store.append(draft(at=START + 31 * DAY_MS))
    assert log_file(store).read_bytes() == december
    assert len(store.log.files()) == 2
    assert [event.seq for event in store.events()] == [1, 2]
    follows(store)


def test_the_clock_of_a_device_never_goes_back(store: Store) -> None:
    """A file of a month that is over stays as it is, even when the clock is set back into that month."""
    first, _ = store.append(draft(at=START + 31 * DAY_MS))
    second, _ = store.append(draft(at=START))
    assert second.clock == first.clock + 1
    assert second.day == START // DAY_MS
    assert len(store.log.files()) == 1


def test_the_clock_of_an_item_never_goes_back(store: Store) -> None:
    """The other device's clock is ahead; our answer to what it asked comes after it all the same."""
    ahead = foreign(1)._replace(clock=START + DAY_MS)
    (Path(store.home.log) / f"2025-12.{DEVICES[0]}.log").write_bytes(encode(ahead))
    store.catch_up()
    event, state = store.append(draft())
    assert event.clock == ahead.clock + 1
    assert state.memory.reps == 2


def test_a_clock_at_the_end_of_time_leaves_room_for_our_own_rows(store: Store, opened: Open, follows: Follows) -> None:
    last = foreign(1)._replace(clock=MAX_CLOCK, device="zzzzzzz")
    (Path(store.home.log) / "2149-06.zzzzzzz.log").write_bytes(encode(last))
    store.catch_up()
    for grade in (1, 2):
        event, _ = store.append(draft(grade=grade))
        assert event.clock == MAX_CLOCK
    follows(store)
    assert opened(store.home).index.state(ITEMS[0])[1].memory.reps == 3


@pytest.mark.parametrize("cut", [1, 40, 9, 2])
def test_a_torn_tail_is_closed_with_a_newline_and_never_cut_off(
    store: Store, opened: Open, cut: int, follows: Follows
) -> None:
    store.append(draft())
    path = log_file(store)
    whole = path.read_bytes()
    torn = encode(draft(grade=4)._replace(device=store.device, seq=2, clock=START + 5))[:-cut]
    path.write_bytes(whole + torn)
    again = opened(store.home)
    event, state = again.append(draft(ITEMS[1], grade=1))
    text = path.read_bytes()
    assert text.startswith(whole + torn + b"\n")
    assert text == whole + torn + b"\n" + encode(event)
    assert again.index.state(ITEMS[1])[1] == state
    survived = cut == 1  # only its newline was missing
    assert event.seq == 2 + survived
    assert again.damages == 1 - survived
    assert again.index.state(ITEMS[0])[1].memory.reps == 1 + survived
    follows(again)
    follows(store)


def test_a_torn_tail_of_last_month_does_not_matter_this_month(store: Store, opened: Open, follows: Follows) -> None:
    store.append(draft())
    path = log_file(store)
    row = encode(draft()._replace(device=store.device, seq=2, clock=START + 5))
    for torn, seq in ((row[:20], 2), (row[:-1], 3)):
        path.write_bytes(path.read_bytes() + torn)
        again = opened(store.home)
        event, _ = again.append(draft(at=START + 40 * DAY_MS))
        assert event.seq == seq
        follows(again)
        os.unlink(log_file(again, START + 40 * DAY_MS))
        Path(store.home.index).unlink()
        path.write_bytes(encode(draft()._replace(device=store.device, seq=1)))


def test_a_row_that_is_still_being_copied_is_applied_when_it_is_whole(store: Store, follows: Follows) -> None:
    store.append(draft(ITEMS[1]))
    rows = b"".join(encode(foreign(seq)) for seq in range(1, 4))
    path = Path(store.home.log) / f"2025-12.{DEVICES[0]}.log"
    for end in range(len(rows) + 1):
        path.write_bytes(rows[:end])
        if end % 3 == 0:
            store.rebuild()
        store.catch_up()
        whole = len(parse(rows[: end + 1])[0]) if rows[end : end + 1] == b"\n" else rows[:end].count(b"\n")
        assert store.index.state(ITEMS[0])[1].memory.reps == whole
        assert store.damages == 0
        assert store.catch_up() == 0
    follows(store)


def test_damage_is_told_with_file_and_place_and_the_rest_is_read(store: Store, opened: Open) -> None:
    for grade in (1, 2, 3):
        store.append(draft(grade=grade, said=f"answer {grade}"))
    path = log_file(store)
    first, second, third = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(first + second.replace(b"answer", b"anSwer") + third)
    again = opened(store.home)
    again.rebuild()
    name, damage = next(again.all_damages())
    assert name == path.name
    assert (damage.offset, damage.length) == (len(first), len(second) - 1)
    assert damage.excerpt.encode() == path.read_bytes()[len(first) :][:60]
    assert again.damages == 1
    assert [event.grade for event in again.events()] == [1, 3]
    assert again.index.state(ITEMS[0])[1].memory.reps == 2
    event, _ = again.append(draft())
    assert event.seq == 4  # the number of the damaged row is not used again: the number of the last row counts
    assert path.read_bytes().startswith(first + second.replace(b"answer", b"anSwer") + third)


def test_a_lost_row_at_the_end_is_found_by_its_number_only(store: Store) -> None:
    """What the index knew is enough not to use a number again while this program runs."""
    store.append(draft())
    store.append(draft())
    path = log_file(store)
    path.write_bytes(path.read_bytes().splitlines(keepends=True)[0])
    event, state = store.append(draft())
    assert event.seq == 3
    assert state.memory.reps == 2


@pytest.mark.parametrize("kind", ["r2", "z9"])
def test_rows_of_a_newer_version_are_refused_and_left_alone(
    store: Store, opened: Open, kind: str, follows: Follows
) -> None:
    store.append(draft())
    row = encode(foreign(1))
    body = kind.encode() + row.rpartition(b"\t")[0][2:]
    newer = b"%b\t%08x\n" % (body, crc32(body))
    path = Path(store.home.log) / f"2025-12.{DEVICES[0]}.log"
    path.write_bytes(newer)
    with pytest.raises(NewerFormatError, match=kind[1]):
        store.catch_up()
    with pytest.raises(NewerFormatError, match=kind[1]):
        opened(store.home)
    assert path.read_bytes() == newer
    store.append(draft())  # what runs may go on: its own file is not concerned
    path.unlink()
    follows(store)


@pytest.mark.parametrize("index", ["file", "memory"])
def test_a_file_that_was_replaced_shortened_or_removed_is_followed(
    home: Home, opened: Open, index: str, monkeypatch: pytest.MonkeyPatch, follows: Follows
) -> None:
    if index == "memory":
        monkeypatch.setattr(Home, "index", property(lambda self: MEMORY))
    store = opened(home)
    path = Path(home.log) / f"2025-12.{DEVICES[0]}.log"
    rows = [encode(foreign(seq)) for seq in range(1, 6)]
    for text in (
        b"".join(rows), b"".join(rows[:2]), b"".join(rows[2:]), b"".join(rows[::-1]), b"".join(rows), b"", rows[4],
    ):  # fmt: skip
        path.write_bytes(text)
        store.catch_up()
        assert store.index.state(ITEMS[0])[1].memory.reps == text.count(b"\n")
        follows(store)
    path.unlink()
    store.catch_up()
    assert store.index.state(ITEMS[0])[1].memory.reps == 0
    follows(store)


def test_rows_do_not_go_into_a_file_that_nobody_reads(store: Store, opened: Open) -> None:
    """Our own file is replaced by an equal one, as a restore or a version control system does, while it is open."""
    store.append(draft())
    path = log_file(store)
    for text in (path.read_bytes(), None):
        path.unlink()
        if text:
            path.write_bytes(text)
        event, _ = store.append(draft())
        assert event in list(opened(store.home).events())
        assert event in list(store.events())


def test_numbers_of_rows_that_were_lost_here_are_not_used_again(store: Store, opened: Open, follows: Follows) -> None:
    """They may live on another device; when they come back, both count."""
    for _ in range(3):
        store.append(draft())
    path = log_file(store)
    lost = path.read_bytes()
    path.unlink()
    Store(store.home).close()
    again = opened(store.home)
    event, _ = again.append(draft(ITEMS[1], at=START + 40 * DAY_MS))
    assert event.seq == 4
    path.write_bytes(lost)
    again.catch_up()
    assert again.index.state(ITEMS[0])[1].memory.reps == 3
    assert len({e.uid for e in again.events()}) == 4
    follows(again)


def test_events_of_one_millisecond_go_by_the_id_of_the_device(store: Store, opened: Open, follows: Follows) -> None:
    """Not by the number that a device has in the index, which depends on who was heard of first."""
    grades = {"zzzzzz": 4, "mmmmmm": 3, "aaaaaa": 1}
    for name, grade in grades.items():
        row = draft(grade=grade)._replace(device=name, seq=1)
        (Path(store.home.log) / f"2025-12.{name}.log").write_bytes(encode(row))
        store.catch_up()
    reviews = [(grades[name], START // DAY_MS, START) for name in sorted(grades)]
    assert store.index.state(ITEMS[0])[1].memory == store.scheduler.fold(reviews, item_seed(ITEMS[0]))
    follows(store)
    numbers = dict(store.index.db.execute("select id, n from device"))
    assert sorted(numbers, key=lambda name: numbers[name]) == list(grades)
    other = opened(Home(f"{store.home.root}-other"))
    for name in sorted(grades):
        text = (Path(store.home.log) / f"2025-12.{name}.log").read_bytes()
        (Path(other.home.log) / f"2025-12.{name}.log").write_bytes(text)
        other.catch_up()
    assert other.index.state(ITEMS[0]) == store.index.state(ITEMS[0])


def test_other_files_in_the_folder_are_let_be(store: Store) -> None:
    for name in ("notes.txt", "2025-12.log", "2025-12.AAAAAA.log", "2025-12.aaaaaa.log.part", "x-2025-12.aaaaaa.log"):
        (Path(store.home.log) / name).write_bytes(encode(foreign(1)))
    (Path(store.home.log) / "2025-12.folder.log").mkdir()
    assert store.catch_up() == 0
    assert store.log.files() == []
    store.append(draft())
    assert [f.device for f in store.log.files()] == [store.device]


def test_a_row_stands_in_two_files_and_counts_once(store: Store, opened: Open, follows: Follows) -> None:
    rows = b"".join(encode(foreign(seq)) for seq in (1, 2))
    void = foreign(3)._replace(kind=Kind.VOID, mode="", grade=0, said=foreign(2).uid)
    for name in ("2025-12", "2026-01"):
        (Path(store.home.log) / f"{name}.{DEVICES[0]}.log").write_bytes(rows + encode(void) + rows)
        store.catch_up()
        assert store.index.state(ITEMS[0])[1].memory.reps == 1
    assert opened(store.home).index.state(ITEMS[0])[1].memory.reps == 1
    follows(store)


def test_two_contents_under_one_uid_count_as_one_the_same_everywhere(store: Store, follows: Follows) -> None:
    one, other = encode(foreign(1)), encode(foreign(1, ITEMS[1])._replace(clock=START - 5))
    first, second = (Path(store.home.log) / f"2025-1{n}.{DEVICES[0]}.log" for n in (1, 2))
    states = []
    for a, b in ((one, other), (other, one)):
        first.write_bytes(a)
        store.catch_up()
        second.write_bytes(b)
        store.catch_up()
        states.append([store.index.state(item)[1].memory.reps for item in ITEMS])
        follows(store)
        second.unlink()
    assert states[0] == states[1]
    assert sum(states[0]) == 1
