"""`python -m tests.bench`: measure, print one table."""

import argparse
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench import screens, starts
from tests.bench.floors import EMPTY_APP
from tests.bench.fresh import call
from tests.bench.grades import UNDOS
from tests.bench.homes import Homes, Prepared, prepare
from tests.bench.peers import Peer, Peers
from tests.bench.table import Row, percentile, table

GRADES = 1000
KEYS = 200
KEY_ROWS = (
    ("next card painted", "next", (8.0, 20.0)),
    ("answer painted", "show", (None, None)),
    ("the last frame of the next card", "still", (None, None)),
)
"""What is told of keys: name, list of `screens.Keys`, what p50 and p99 may be at most."""
SUBJECTS = ("start", "grade", "undo", "replay", "rebuild", "key", "memory", "compile", "disk", "growth", "floor")


class Bench:
    """One run."""

    def __init__(self, homes: Homes, peers: Peers, rounds: int, only: str) -> None:
        self.homes, self.peers, self.rounds, self.only = homes, peers, rounds, only

    def wants(self, *subjects: str) -> bool:
        """Whether one of the subjects is asked for."""
        return any(name.startswith(self.only) or self.only.startswith(name) for name in subjects)

    def each(self, target: str, home: Prepared, **arguments: Any) -> list[Any]:
        """What a function gives in a fresh process and on a fresh home, once a round."""
        return list(self.also(lambda: self.once(target, home, **arguments)))

    def once(self, target: str, home: Prepared, **arguments: Any) -> Any:
        """The same, one time."""
        home.restore()
        return call(target, home=str(home.home), **arguments)

    def also(self, work: Callable[[], Any]) -> list[Any]:
        """Something once a round."""
        return [work() for _ in range(self.rounds)]

    def rows(self) -> list[Row]:
        """Everything that is asked for."""
        rows: list[Row] = []
        growth: list[Row] = []
        floors: list[Row] = []
        if self.wants("start", "growth", "floor"):
            say("starts")
            times = starts.measure(self.homes, self.rounds)
            rows += starts.rows(times, self.homes, self.peers)
            growth.append(self._grown("growth of the start", times["small"], times["plain"]))
            floors += starts.floors(times)
        if self.wants("grade", "growth", "floor"):
            say("grades")
            rows += self._grades(growth, floors)
        if self.wants("undo"):
            say("undo")
            rows += self._undo()
        if self.wants("key", "memory"):
            say("keys")
            rows += self._keys()
        if self.wants("replay", "rebuild", "compile"):
            say("replay, rebuild, compile")
            rows += self._bulk()
        if self.wants("disk"):
            self.homes.full.restore()
            size = self.homes.full.size() / 1e6
            rows.append(Row("disk, deck files included", [size], "MB", self.peers["disk"], 1.8))
        return [row for row in (*rows, *growth, *floors) if row.work.startswith(self.only)]

    def _grown(self, name: str, small: list[float], full: list[float]) -> Row:
        few = Peer(median(small), f"{self.homes.small.cards:,} cards")
        return Row(f"{name} to {self.homes.cards:,} cards", full, peer=few, times=1.3)

    def _grades(self, growth: list[Row], floors: list[Row]) -> list[Row]:
        def both() -> tuple[Any, Any, Any]:
            full, small = self.homes.full, self.homes.small
            few = self.once("grades:study", small, count=GRADES)
            many = self.once("grades:study", full, count=GRADES)
            open_ = self.once("grades:study", full, count=GRADES, reviews=1000)
            return few, many, open_

        results = self.also(both)
        for at, name in ((0, "small"), (1, "full")):
            counted = len(results[0][at]["grade"])
            say(f"{name}: {counted} grades a round")
        out = []
        raw = {share: [percentile(r[1]["raw"], share) for r in results] for share in (0.5, 0.99, 1.0)}
        for name, share, times in (("p50", 0.5, 0.6), ("p99", 0.99, 0.2), ("max", 1.0, 0.0)):
            values = [percentile(r[1]["grade"], share) for r in results]
            floor = Peer(median(raw[share]), f"append + sync {name}")
            floors.append(Row(f"floor: append + sync {name}", raw[share]))
            at_most = max(5.0, 2 * median(raw[share])) if name == "max" else None
            peer = self.peers[f"grade {name}"]
            work = f"grade durable, next card chosen {name}"
            out.append(Row(work, values, peer=peer, times=times, at_most=at_most, floor=floor))
        values = [percentile(r[2]["grade"], 0.5) for r in results]
        out.append(Row("grade with 10,000 cards in the queue p50", values, peer=self.peers["grade p50"]))
        out.append(Row("grade: the longest rest between two cards", [max(r[1]["rest"]) for r in results]))
        memory = [r[1]["memory"] for r in results]
        out.append(Row("grade: peak memory without a screen", memory, "MB", self.peers["memory"]))
        small, full = ([median(r[at]["grade"]) for r in results] for at in (0, 1))
        growth.append(self._grown("growth of grade and next card", small, full))
        return out

    def _undo(self) -> list[Row]:
        results = self.each("grades:undo", self.homes.full, count=UNDOS)
        out = []
        for name, share, times in (("p50", 0.5, 1.5), ("p99", 0.99, 1.0)):
            peer = self.peers[f"undo {name}"]
            out.append(Row(f"undo {name}", [percentile(r["store"], share) for r in results], peer=peer, times=times))
        for name, share in (("p50", 0.5), ("p99", 0.99)):
            values = [percentile(r["sitting"], share) for r in results]
            out.append(Row(f"undo through the sitting {name}", values, peer=self.peers[f"undo {name}"]))
        return out

    def _keys(self) -> list[Row]:
        cards = min(KEYS, max(5, self.homes.cards // 20))

        def keys() -> tuple[screens.Keys, screens.Keys]:
            self.homes.full.restore()
            return screens.answer(screens.study(self.homes.full), cards), screens.answer(EMPTY_APP, -(-cards // 4))

        results = self.also(keys)
        out = []
        for work, name, bounds in KEY_ROWS:
            least = [value for _, empty in results for value in getattr(empty, name)]
            for label, share, at_most in zip(("p50", "p99"), (0.5, 0.99), bounds, strict=True):
                values = [percentile(getattr(ours, name), share) for ours, _ in results]
                floor = Peer(percentile(least, share), f"empty app {label}")
                out.append(Row(f"key press to {work} {label}", values, at_most=at_most, floor=floor))
        memory = [ours.memory for ours, _ in results]
        floor = Peer(median(empty.memory for _, empty in results), "empty app")
        work = f"memory at most, on the screen, {len(results[0][0].next)} cards"
        out.append(Row(work, memory, "MB", self.peers["memory"], at_most=70, floor=floor))
        return out

    def _bulk(self) -> list[Row]:
        peers, full = self.peers, self.homes.full
        imported = peers["import with reviews"]
        out = []
        if self.wants("replay"):
            out += [
                bulk_row("replay of all histories", self.each("bulk:replay", full), peers["recompute"], 0.5),
                bulk_row("replay because a setting changed", self.each("bulk:setting", full), peers["reschedule"]),
            ]
        if self.wants("rebuild"):
            out += [
                bulk_row("rebuild of the index from the log", self.each("bulk:rebuild", full), imported, 0.8),
                bulk_row("rebuild, and the decks compiled again", self.each("bulk:rebuild_all", full), imported),
            ]
        if self.wants("compile"):
            work = f"compile {full.cards:,} changed cards"
            out.append(bulk_row(work, self.also(self._compiled), peers["import csv"], 2))
        return out

    def _compiled(self) -> Any:
        full = self.homes.full
        full.restore()
        result = call("bulk:changed_decks", folder=str(full.folder), cards=full.cards)
        full.restore()
        return result


def bulk_row(work: str, results: list[Any], peer: Peer, times: float = 0.0) -> Row:
    """A row of `bulk`: by the clock; its floor is what it would take if nobody else wanted the processor."""
    floor = Peer(median(r["processor"] for r in results), "processor time of it")
    return Row(work, [r["clock"] for r in results], peer=peer, times=times, floor=floor)


def say(text: str) -> None:
    """Tell how far it is."""
    print(f"bench: {text}", file=sys.stderr, flush=True)


def load() -> str:
    """How busy the machine is."""
    return " ".join(f"{value:.2f}" for value in os.getloadavg())


def parsed() -> argparse.Namespace:
    """The options."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--cards", type=int, default=100_000, metavar="N", help="how many cards (100000)")
    parser.add_argument("--sim", type=Path, metavar="FILE", help="notes and reviews out of this sim.db")
    parser.add_argument("--peer", type=Path, metavar="FILE", help="the peer's results (results_anki.json)")
    parser.add_argument("--only", default="", metavar="PREFIX", help=f"only rows that begin so: {', '.join(SUBJECTS)}")
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="how often (5); medians are printed")
    parser.add_argument("--data", type=Path, metavar="DIR", help="where the data is, or is to be built and left")
    parser.add_argument("--keep", action="store_true", help="leave the data even where no DIR was given")
    return parser.parse_args()


def main() -> None:
    """Measure and print."""
    options = parsed()
    folder = options.data.resolve() if options.data else Path(tempfile.mkdtemp(prefix="quiz-bench-"))
    before = load()
    try:
        say(f"data in {folder}")
        homes = prepare(folder, options.cards, options.sim.resolve() if options.sim else None)
        rows = Bench(homes, Peers(options.peer), options.rounds, options.only).rows()
    finally:
        if not (options.keep or options.data):
            shutil.rmtree(folder, ignore_errors=True)
    machine = f"Python {platform.python_version()}, {os.cpu_count()} cores, load {before} before and {load()} after"
    print(f"{options.cards:,} cards, {options.rounds} rounds, {machine}.")
    print("Median (lowest–highest); reference: measured once, see peers.py.")
    if options.cards != 100_000:
        print("The peer's numbers are for 100,000 cards: the ratios to it say nothing here.")
    print()
    print("\n".join(table(rows)))
    bounded = [row for row in rows if row.bound is not None]
    print(f"\n{sum(not row.over for row in bounded)} of {len(bounded)} rows within their bound.")


if __name__ == "__main__":
    main()
