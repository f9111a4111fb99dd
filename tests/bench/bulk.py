"""Work on everything at once: replay, rebuild, compile. Each runs in a fresh process and is timed inside it."""

import time
from pathlib import Path

from quiz.scheduling import Parameters, Scheduler
from quiz.store.apply import recompute
from quiz.store.home import Home
from quiz.store.store import Store
from quiz.workspace import Workspace
from tests.bench.homes import Prepared

OTHER_WEIGHTS = tuple(round(weight * 1.01, 4) for weight in Parameters().weights[:4]) + Parameters().weights[4:]
"""Weights that change every memory, as a fit would."""


def _since(start: float) -> float:
    return (time.perf_counter() - start) * 1000


def replay(home: str) -> dict[str, float]:
    """Milliseconds of replaying every history in the index with other weights."""
    store = Store(Home(home))
    start = time.perf_counter()
    with store.locked(), store.index.transaction():
        recompute(store.index, Scheduler(Parameters(weights=OTHER_WEIGHTS)))
    took = _since(start)
    store.close()
    return {"replay": took}


def setting(home: str) -> dict[str, float]:
    """Milliseconds of changing the weights in the settings, to the end."""
    workspace = Workspace(Home(home))
    start = time.perf_counter()
    workspace.set_scheduling("weights", list(OTHER_WEIGHTS))
    took = _since(start)
    workspace.close()
    return {"setting": took}


def rebuild(home: str) -> dict[str, float]:
    """Milliseconds of making the index anew from the text of the log."""
    store = Store(Home(home))
    start = time.perf_counter()
    store.rebuild()
    took = _since(start)
    store.close()
    return {"rebuild": took}


def rebuild_all(home: str) -> dict[str, float]:
    """Milliseconds of making the index anew from the log and from the decks."""
    workspace = Workspace(Home(home))
    start = time.perf_counter()
    workspace.store.rebuild()
    workspace.sync_decks()
    took = _since(start)
    workspace.close()
    return {"rebuild": took}


def changed_decks(folder: str, cards: int) -> dict[str, float]:
    """Milliseconds of bringing the index up to date after every card was edited."""
    home = Prepared(Path(folder), cards)
    workspace = Workspace(Home(str(home.home)))
    home.place_decks("changed")
    start = time.perf_counter()
    workspace.sync_decks()
    took = _since(start)
    compiled = workspace.decks_report.compiled
    workspace.close()
    return {"compile": took, "compiled": compiled}
