"""A record of the program at work, cut at any of its moments, and what is found when it is started again."""

import json
import pickle
import random
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from e2e.disk import Disk, Model, Tree, tree_of
from e2e.program import deck_text, environment
from e2e.recorder import Op
from e2e.same_index import assert_same

from quiz.history import Event, Kind, parse
from quiz.store.home import Home
from quiz.store.store import Store

LOOK_CLOSELY = 25
"""Every so many cuts the index is compared with one made anew."""


class Command(NamedTuple):
    """A command line, what is typed to it, and how many events are acknowledged when it is done."""

    arguments: tuple[str, ...]
    typed: str = ""
    events: int = 0


class Loss(NamedTuple):
    """Something that a power cut took."""

    at: int
    model: Model
    what: str


@dataclass(frozen=True)
class Record:
    """What the program did on a disk, from a folder in which everything was durable."""

    before: Tree
    ops: list[Op]
    index: bytes
    """The index as it was before; empty if there was none."""
    events: list[Event]
    """All that are in the log at the end."""
    told: list[int]
    """After each entry of the record: how many events have been acknowledged."""
    done: list[int]
    """After each entry of the record: how many commands have ended."""
    files: list[Tree]
    """The folder before the first command and after each."""


def work(ground: Path, decks: Path, grades: int) -> list[Command]:
    """Settings, sittings, decks and a backup: everything of the user's that the program writes."""
    home = ("--home", str(ground / "home"))
    mine = ground / "home" / "decks" / "mine.deck.toml"
    for version in (1, 2):
        (decks / f"mine-{version}").write_text(deck_text(200 * version, "mine"), encoding="utf-8")
    (ground / "more").mkdir(exist_ok=True)

    def sitting(count: int) -> Command:
        study = (*home, "study", "--plain", str(decks / "many.deck.toml"))
        return Command(study, "".join(f"\n{1 + n % 4}\n" for n in range(count)), count)

    return [
        Command((*home, "config", "set", "new", "100000"), events=1),
        sitting(grades),
        Command((*home, "decks", "add", str(ground / "more"))),
        Command(("WRITE", str(mine), str(decks / "mine-1"))),
        Command(("WRITE", str(mine), str(decks / "mine-2"))),
        Command((*home, "undo"), events=1),
        sitting(grades // 6),
        Command((*home, "backup", str(ground / "backup.tar.gz"))),
    ]


def record(
    ground: Path, scratch: Path, commands: Sequence[Command], plant: str = "", under: Sequence[str] = ()
) -> Record:
    """Run commands under the recorder, in a process of their own; `under` is a command line that watches it."""
    plan, to = scratch / "plan.json", scratch / "record"
    index = ground / "home" / "index.db"
    first = index.read_bytes() if index.exists() else b""
    before, known = tree_of(ground), len(_events(tree_of(ground)))
    listed = [(command.arguments, command.typed) for command in commands]
    plan.write_text(json.dumps({"below": str(ground), "to": str(to), "plant": plant, "commands": listed}))
    script = str(Path(__file__).parent / "recorder.py")
    subprocess.run([*under, sys.executable, script, str(plan)], check=True, env=environment(), timeout=120)
    with open(to, "rb") as file:
        ops: list[Op] = pickle.load(file)
    return _understood(before, ops, first, commands, known)


def _understood(before: Tree, ops: list[Op], index: bytes, commands: Sequence[Command], known: int) -> Record:
    disk, chance = Disk(before), random.Random(0)
    told, done, files = [], [], [before]
    base, asked, ended = known, 0, 0
    for op in ops:
        disk.do(op)
        if op[0] == "say":
            asked += op[1].startswith("Question ")
        elif op[0] == "done":
            assert op[1] == 0, f"{commands[ended].arguments} ended with {op[1]}"
            base, asked, ended = base + commands[ended].events, 0, ended + 1
            files.append(disk.after_cut(Model.ALL, chance))
        told.append(base + max(0, asked - 1))
        done.append(ended)
    events = _events(files[-1])
    return Record(before, ops, index, events, told, done, files)


def _events(tree: Tree) -> list[Event]:
    return [event for name in sorted(tree) if name.endswith(".log") for event in parse(tree[name] or b"")[0]]


def cut(record: Record, scratch: Path, cuts: int, seed: int) -> list[Loss]:
    """Cut a record at random moments, under each model, and start again from what is left; what was lost."""
    chance = random.Random(seed)
    moments = sorted(chance.randrange(len(record.ops) + 1) for _ in range(cuts))
    disk, at = Disk(record.before), 0
    losses: list[Loss] = []
    opened: set[int] = set()
    for number, moment in enumerate(moments):
        while at < moment:
            disk.do(record.ops[at])
            at += 1
        for model in Model:
            tree = disk.after_cut(model, chance)
            found = _missing(record, tree, at)
            contents = hash(frozenset(tree.items()))
            if not found and contents not in opened:
                opened.add(contents)
                folder = _laid_out(tree, scratch / "cut", record.index if chance.random() < 0.5 else b"")
                found = _started_again(folder / "home", tree, closely=not number % LOOK_CLOSELY)
            losses += [Loss(at, model, what) for what in found]
    return losses


def _missing(record: Record, tree: Tree, at: int) -> list[str]:
    """What had been acknowledged by then and is not there, and files that are neither as before nor as after."""
    told, ended = (record.told[at - 1], record.done[at - 1]) if at else (len(_events(record.before)), 0)
    there = _events(tree)
    out = [] if there[:told] == record.events[:told] else [f"only {len(there)} of {told} acknowledged events"]
    out += [] if set(there) <= set(record.events) else ["events that never happened"]
    midway = at < len(record.ops) and (not at or record.ops[at - 1][0] != "done")
    for path in _whole_files(record):
        allowed = [record.files[ended].get(path)]
        if midway:
            allowed.append(record.files[ended + 1].get(path))
        if tree.get(path) not in allowed:
            out.append(f"{path} is neither old nor new")
    return out


def _whole_files(record: Record) -> list[str]:
    """Files of the user's that are replaced as a whole."""
    return [p for p, data in record.files[-1].items() if data is not None and not p.endswith((".log", "/lock"))]


def _laid_out(tree: Tree, folder: Path, index: bytes) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for path in sorted(tree):
        data = tree[path]
        if data is None:
            (folder / path).mkdir()
        else:
            (folder / path).write_bytes(data)
    if index and (folder / "home").exists():
        (folder / "home" / "index.db").write_bytes(index)
    return folder


def _started_again(home: Path, tree: Tree, closely: bool) -> list[str]:
    """Open what is left, write one more event, look again."""
    before = _events(tree)
    store = Store(Home(str(home)))
    try:
        named = sum(damage.length for _, damage in store.all_damages())
        rows = sum(row[0] for row in store.index.db.execute("select rows from logfile"))
        store.append(Event(Kind.REVIEW, "", 0, 1_800_000_000_000, 0, 20_833, "many/c0001", "s", 3))
        after = sorted(store.events())
    finally:
        store.close()
    out = []
    if rows != len(before):
        out.append(f"the index has {rows} of {len(before)} rows")
    if len(after) != len(before) + 1 or not set(before) < set(after):
        out.append("one more event is not one more")
    if len({event.uid for event in after}) != len(after):
        out.append("two events have one number")
    if named != _unreadable(tree):
        out.append(f"{named} damaged bytes are named of {_unreadable(tree)}")
    if closely:
        assert_same(home)
    return out


def _unreadable(tree: Tree) -> int:
    """Bytes in lines of the log that are no row."""
    logs = [data for name, data in tree.items() if name.endswith(".log") and data]
    return sum(len(line) for data in logs for line in data.split(b"\n") if line and not parse(line)[0])
