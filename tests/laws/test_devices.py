"""Three devices with real folders: study, undo, copy each other's logs, crash. The log decides, the index follows.

After every step the index of a device says in every table what a new one made from the text of its log says, and what
a plain replay of the events says; nothing that was acknowledged is missing.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from e2e.same_index import told
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from strategies_log import DAY_MS, DEVICES, ITEMS, START

from quiz.history import FRESH, Count, Event, Kind, Mode, encode, fold, has_note, merge, record, replay, settings_of
from quiz.scheduling import Scheduler, item_seed, study_day
from quiz.store.home import Home, device_id
from quiz.store.index import MEMORY, Index, columns_of
from quiz.store.parameters import parameters_of
from quiz.store.rebuild import rebuild
from quiz.store.store import Store, Undone

FAST_DISK = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
OFFSETS = (-480, 0, 60, 120, 540)
JUMPS = (0, 0, 0, 1, 60_000, 600_000, DAY_MS, 9 * DAY_MS, 40 * DAY_MS, -1, -DAY_MS, -2 * DAY_MS)
SETTINGS = ("{}", '{"learning_steps":[]}', '{"desired_retention":0.8,"new":3}', '{"fuzz":false,"weights":"?"}')

which = st.integers(0, len(DEVICES) - 1)
items = st.sampled_from(ITEMS)
grades = st.integers(1, 4)


class InMemory(Home):
    """A home folder whose index is nowhere."""

    @property
    def index(self) -> str:
        return MEMORY


class Device:
    """A home folder on a machine of its own, with its clock."""

    def __init__(self, root: Path, name: str, in_memory: bool) -> None:
        self.name = name
        self.now = START
        self.offset = 0
        self.written: set[Event] = set()
        """What was acknowledged here or came in whole."""
        self.copies = 0
        self.kind = InMemory if in_memory else Home
        self.folder = root / name
        home = self.home(self.folder / "0")
        home.create()
        device_id(home)
        machine = Path(home.device).read_text().split()[1]
        Path(home.device).write_text(f"{name} {machine}\n")
        self.store = Store(home)
        assert self.store.device == name

    def home(self, path: Path) -> Home:
        return self.kind(str(path))

    @property
    def log(self) -> Path:
        return Path(self.store.home.log)

    def draft(self, kind: str, item: str, **more: Any) -> Event:
        day = study_day(self.now, self.offset)
        return Event(kind, "", 0, self.now, self.offset, day, item, **more)

    def write(self, kind: str, item: str, **more: Any) -> Event:
        event, state = self.store.append(self.draft(kind, item, **more))
        self.written.add(event)
        if item:
            assert self.store.index.state(item)[1] == state
        return event

    def undo(self, redo: bool = False) -> Undone | None:
        before = set(self.store.events())
        undone = self.store.undo(self.draft(Kind.VOID, ""), redo)
        self.written |= set(self.store.events())
        assert len(set(self.store.events()) - before) == (undone is not None)
        if undone and undone.item:
            assert self.store.index.state(undone.item)[1] == undone.state
        return undone

    def crashed(self, without_index: bool) -> Path:
        """The home folder as it would be found if the program were killed now."""
        self.copies += 1
        to = self.folder / str(self.copies)
        shutil.copytree(self.store.home.root, to)
        if without_index:
            for path in to.glob("index.db*"):
                path.unlink()
        return to

    def open(self, root: Path) -> None:
        """Go on in another folder."""
        self.store.close()
        shutil.rmtree(self.store.home.root)
        self.store = Store(self.home(root))
        assert self.store.device == self.name
        assert not self.store.unwritable


def known(store: Store) -> dict[str, Any]:
    """What a learner would notice: states, days and settings, and no clock or number."""
    tables = told(store.index)
    fresh = columns_of(FRESH)
    items = [row[:-1] for row in tables["item"] if row[2:-1] != (*fresh[:-1], "")]
    return {"item": items, "day": tables["day"], "settings": tables["settings"]}


def replayed(events: list[Event]) -> dict[str, Any]:
    """The same out of the events alone."""
    ordered = merge(events)
    said = settings_of([event for event in ordered if not event.item])
    scheduler = Scheduler(parameters_of(said))
    notes = {"": 0}
    bodies = {0: ""}
    for event in ordered:
        if has_note(event):
            bodies[notes.setdefault(event.said, len(notes))] = event.said
    numbers = {device: n for n, device in enumerate(sorted({event.device for event in ordered}))}
    rows, days = [], {}
    for item in sorted({event.item for event in ordered if event.item}):
        records = [record(e, numbers[e.device], notes[e.said] if has_note(e) else 0) for e in ordered if e.item == item]
        counts: list[Count] = []
        state = fold(records, scheduler, item_seed(item), counts)
        if state != FRESH:
            rows.append((item, item.partition("/")[0], *columns_of(state)[:-1], bodies[state.flag]))
        for day, phase, grade, took in counts:
            reviews, total = days.get((day, item[0], phase, grade), (0, 0))
            days[day, item[0], phase, grade] = (reviews + 1, total + took)
    memories = {item: state.memory for item, state in replay(events, scheduler).items()}
    assert {row[0]: row[2:11] for row in rows if memories[row[0]].reps} == {
        item: tuple(memory) for item, memory in memories.items() if memory.reps
    }
    return {
        "item": rows,
        "day": sorted((*key, *value) for key, value in days.items()),
        "settings": [said if said != "{}" else None],
    }


@contextmanager
def rebuilt(store: Store) -> Iterator[Index]:
    """A new index out of the text of a log."""
    fresh = Index(MEMORY)
    with fresh.transaction():
        rebuild(fresh, store.log, {})
    yield fresh
    fresh.close()


class Devices(RuleBasedStateMachine):
    """Whatever three devices do, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(dir=FAST_DISK, prefix="quiz-devices-"))
        self.devices: list[Device] = []
        self.touched: set[Device] = set()

    @initialize(in_memory=st.lists(st.booleans(), min_size=3, max_size=3))
    def unpack(self, in_memory: list[bool]) -> None:
        self.devices = [Device(self.root, name, memory) for name, memory in zip(DEVICES, in_memory, strict=True)]

    def teardown(self) -> None:
        for device in self.devices:
            device.store.close()
        shutil.rmtree(self.root)

    def touch(self, n: int) -> Device:
        self.touched.add(self.devices[n])
        return self.devices[n]

    # -- the learner --------------------------------------------------------------------------------------------------

    @rule(n=which, jump=st.sampled_from(JUMPS), offset=st.sampled_from(OFFSETS))
    def the_clock_moves(self, n: int, jump: int, offset: int) -> None:
        device = self.devices[n]
        device.now, device.offset = device.now + jump, offset

    @rule(n=which, item=items, grade=grades, jump=st.sampled_from(JUMPS))
    def review(self, n: int, item: str, grade: int, jump: int) -> None:
        device = self.touch(n)
        device.now += jump
        device.write(Kind.REVIEW, item, mode=Mode.STUDY, grade=grade, took=1000 + grade, said="Tokyo\t")

    @rule(n=which, item=items, mode=st.sampled_from([Mode.CRAM, Mode.CLASS]))
    def play(self, n: int, item: str, mode: Mode) -> None:
        device = self.touch(n)
        before = known(device.store)
        device.write(Kind.REVIEW, item, mode=mode, grade=1)
        assert known(device.store) == before

    @rule(n=which, item=items, kind=st.sampled_from([Kind.SUSPEND, Kind.BURY, Kind.FORGET]), on=st.booleans())
    def set_aside(self, n: int, item: str, kind: Kind, on: bool) -> None:
        self.touch(n).write(kind, item, grade=int(on))

    @rule(n=which, item=items, on=st.booleans(), note=st.sampled_from(["", "wrong year?", "why"]))
    def flag(self, n: int, item: str, on: bool, note: str) -> None:
        self.touch(n).write(Kind.FLAG, item, grade=int(on), said=note)

    @rule(n=which, said=st.sampled_from(SETTINGS[:-1]))
    def change_settings(self, n: int, said: str) -> None:
        self.touch(n).write(Kind.SETTINGS, "", said=said)

    @rule(n=which, times=st.integers(1, 4))
    def undo(self, n: int, times: int) -> None:
        device = self.touch(n)
        for _ in range(times):
            device.undo()

    @rule(n=which)
    def redo(self, n: int) -> None:
        self.touch(n).undo(redo=True)

    @rule(n=which, changes=st.lists(st.tuples(items, st.sampled_from("rrrsbfgc"), grades), min_size=1, max_size=4))
    def do_and_undo(self, n: int, changes: list[tuple[str, str, int]]) -> None:
        """As many undos as there were changes lead back to the bit, and redos forth again."""
        device = self.touch(n)
        states = [known(device.store)]
        for item, kind, grade in changes:
            if kind == Kind.SETTINGS:
                device.write(kind, "", said=SETTINGS[grade % 3])
            else:
                device.write(kind, item, grade=grade, mode="s" if kind == Kind.REVIEW else "", took=grade)
            states.append(known(device.store))
        for before in states[-2::-1]:
            assert device.undo() is not None
            assert known(device.store) == before
        for after in states[1:]:
            assert device.undo(redo=True) is not None
            assert known(device.store) == after

    # -- copying files ------------------------------------------------------------------------------------------------

    @rule(a=which, b=which)
    def sync(self, a: int, b: int) -> None:
        self.copy(a, b)

    def copy(self, a: int, b: int) -> None:
        """Copy all log files that are longer on a to b."""
        one, other = self.devices[a], self.touch(b)
        if one is other:
            return
        for path in one.log.iterdir():
            there = other.log / path.name
            if path.name.endswith(f".{other.name}.log"):
                continue
            if not there.exists() or there.stat().st_size < path.stat().st_size:
                shutil.copy(path, there)
        other.store.catch_up()
        other.written |= one.written
        assert other.store.catch_up() == 0

    @rule(a=which, b=which, share=st.floats(0, 1), back=st.booleans())
    def copy_a_part(self, a: int, b: int, share: float, back: bool) -> None:
        """The program looks while files are being copied, in whatever order."""
        one, other = self.devices[a], self.touch(b)
        if one is other:
            return
        for path in sorted(one.log.glob(f"*.{one.name}.log"), reverse=back)[:2]:
            data = path.read_bytes()
            data = data[: round(share * len(data))]
            there = other.log / path.name
            if not there.exists() or there.stat().st_size < len(data):
                there.write_bytes(data)
        other.store.catch_up()

    @rule(a=which, b=which)
    def copy_under_another_name(self, a: int, b: int) -> None:
        """Rows that stand in two files count once."""
        one, other = self.devices[a], self.touch(b)
        if one is other:
            return
        for path in sorted(one.log.glob(f"*.{one.name}.log")):
            shutil.copy(path, other.log / f"1999{path.name[4:]}")
        other.store.catch_up()
        other.written |= {event for event in one.written if event.device == one.name}

    @rule(a=which, b=which)
    def import_what_is_here(self, a: int, b: int) -> None:
        """Importing the log of a device that is here already adds nothing."""
        one, other = self.devices[a], self.touch(b)
        assert other.store.import_events([event for event in one.written if event in other.written]) == 0

    # -- what may go wrong --------------------------------------------------------------------------------------------

    @rule(n=which, without_index=st.booleans())
    def crash(self, n: int, without_index: bool) -> None:
        device = self.touch(n)
        device.open(device.crashed(without_index))

    @rule(n=which, item=items, grade=grades)
    def crash_between_log_and_index(self, n: int, item: str, grade: int) -> None:
        device = self.touch(n)
        before = device.crashed(without_index=False)
        device.write(Kind.REVIEW, item, mode=Mode.STUDY, grade=grade)
        shutil.rmtree(before / "log")
        shutil.copytree(device.log, before / "log")
        device.open(before)

    @rule(n=which, item=items, share=st.floats(0, 1), end=st.sampled_from([b"", b"\0" * 40]))
    def crash_within_a_row(self, n: int, item: str, share: float, end: bytes) -> None:
        """What was not whole may be lost, all else not; what was whole counts, acknowledged or not."""
        device = self.touch(n)
        clock, seq = device.store._clock + 1, device.store._seq + 1
        event = device.draft(Kind.REVIEW, item, mode=Mode.STUDY, grade=2)._replace(
            device=device.name, seq=seq, clock=max(clock, device.now)
        )
        row = encode(event)
        torn = row[: max(1, round(share * len(row)))]
        root = device.crashed(without_index=False)
        path = root / "log" / device.store.log.name_for(event.clock)
        data = path.read_bytes() if path.exists() else b""
        if data and not data.endswith(b"\n"):  # torn before; who writes next closes it in the same write
            data += b"\n"
        path.write_bytes(data + torn + (end if len(torn) < len(row) - 1 else b""))
        device.open(root)
        assert (event in set(device.store.events())) == (len(torn) >= len(row) - 1)
        device.written |= set(device.store.events())

    @rule(n=which, item=items, grade=grades, undo=st.booleans())
    def another_program_on_the_same_home(self, n: int, item: str, grade: int, undo: bool) -> None:
        """It writes while we have everything open, and goes away."""
        device = self.touch(n)
        other = Store(Home(device.store.home.root))
        event, _ = other.append(device.draft(Kind.REVIEW, item, mode=Mode.STUDY, grade=grade))
        if undo:
            other.undo(device.draft(Kind.VOID, ""))
        device.written |= set(other.events())
        assert event in device.written
        other.close()

    @rule(n=which)
    def another_program_makes_the_index_anew(self, n: int) -> None:
        device = self.touch(n)
        other = Store(Home(device.store.home.root))
        other.rebuild()
        other.close()

    # -- laws ---------------------------------------------------------------------------------------------------------

    @rule()
    def all_meet(self) -> None:
        """Once everybody has everything, all say the same."""
        for _ in range(2):
            for a in range(len(self.devices)):
                for b in range(len(self.devices)):
                    self.copy(a, b)
        first, *others = [told(device.store.index) for device in self.devices]
        for table in ("item", "history", "day", "settings"):
            assert all(other[table] == first[table] for other in others), table

    @invariant()
    def index_log_and_replay_agree(self) -> None:
        for device in self.touched:
            store = device.store
            store.catch_up()
            events = list(store.events())
            assert device.written <= set(events), "an acknowledged event is lost"
            with rebuilt(store) as fresh:
                index, anew = told(store.index), told(fresh)
            for table, expected in anew.items():
                assert index[table] == expected, table
            assert known(store) == replayed(events)
        self.touched.clear()


TestDevices = Devices.TestCase
TestDevices.settings = settings(stateful_step_count=30)
