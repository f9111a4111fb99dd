"""Work on everything at once: replay, rebuild, compile. Each runs in a fresh process and is timed inside it."""

import time
from collections.abc import Callable
from pathlib import Path

from quiz.scheduling import Parameters, Scheduler
from quiz.store.apply import recompute
from quiz.store.home import Home
from quiz.store.store import Store
from quiz.workspace import Workspace
from tests.bench.homes import Prepared

Times = dict[str, float]
"""Milliseconds by the clock, and of those the ones in which this process had the processor."""
OTHER_WEIGHTS = tuple(round(weight * 1.01, 4) for weight in Parameters().weights[:4]) + Parameters().weights[4:]
"""Weights that change every memory, as a fit would."""


def _timed(work: Callable[[], object]) -> Times:
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return {"clock": (time.perf_counter() - clock) * 1000, "processor": (time.process_time() - processor) * 1000}


def replay(home: str) -> Times:
    """Replaying every history in the index with other weights."""
    store = Store(Home(home))

    def work() -> None:
        with store.locked(), store.index.transaction():
            recompute(store.index, store.scheduler, Scheduler(Parameters(weights=OTHER_WEIGHTS)))

    times = _timed(work)
    store.close()
    return times


def setting(home: str) -> Times:
    """Changing the weights in the settings, to the end."""
    workspace = Workspace(Home(home))
    times = _timed(lambda: workspace.set_scheduling("weights", list(OTHER_WEIGHTS)))
    workspace.close()
    return times


def rebuild(home: str) -> Times:
    """Making the index anew from the text of the log."""
    store = Store(Home(home))
    times = _timed(store.rebuild)
    store.close()
    return times


def rebuild_all(home: str) -> Times:
    """Making the index anew from the log and from the decks."""
    workspace = Workspace(Home(home))

    def work() -> None:
        workspace.store.rebuild()
        workspace.sync_decks()

    times = _timed(work)
    workspace.close()
    return times


def changed_decks(folder: str, cards: int) -> Times:
    """Bringing the index up to date after every card was edited."""
    home = Prepared(Path(folder), cards)
    workspace = Workspace(Home(str(home.home)))
    home.place_decks("changed")
    times = _timed(workspace.sync_decks)
    assert workspace.decks_report.compiled
    workspace.close()
    return times
