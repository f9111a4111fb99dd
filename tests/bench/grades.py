"""One grade after another through a sitting, without a face: durable, the next card dealt. And back again."""

import random
import resource
import time
from pathlib import Path
from typing import Any

from quiz.cards import Choose, Reveal, Type
from quiz.session import Event, Give, GradeWith, Show, Stage, Undo
from quiz.store.home import Home
from quiz.workspace import Run, Workspace
from tests.bench.floors import RawLog
from tests.bench.homes import SCOPE

UNDOS = 200


def begin(workspace: Workspace) -> Run:
    """A sitting on the decks of the bench."""
    now = workspace.moment()
    scope = workspace.scope(SCOPE)
    return Run(workspace, workspace.plan(scope), workspace.queue(scope, now))


def study(home: str, count: int, reviews: int = 0) -> dict[str, Any]:
    """Milliseconds of each grade, of the pause after it, of a raw append after that; and the memory at the end.

    `reviews` is a limit a deck and day; 0 leaves the program's own.
    """
    workspace = Workspace(Home(home))
    if reviews:
        workspace.set_scheduling("reviews", reviews)
    run = begin(workspace)
    raw = RawLog(Path(home))
    chance = random.Random(2)
    times, rests = [], []
    for _ in range(count):
        if run.view.stage is Stage.DONE:
            break
        shown, grade = _answer(run), chance.choices((1, 2, 3, 4), (12, 10, 70, 8))[0]
        start = time.perf_counter()
        run.send(shown)
        run.send(GradeWith(grade))
        graded = time.perf_counter()
        times.append((graded - start) * 1000)
        run.rest()  # as a face does while the learner thinks
        rests.append((time.perf_counter() - graded) * 1000)
        raw.append()
    raw.close()
    workspace.close()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"grade": times, "rest": rests, "raw": raw.times, "memory": memory}


def undo(home: str, count: int) -> dict[str, list[float]]:
    """Milliseconds of each undo of the grade before it: in the store alone, and through the sitting."""
    workspace = Workspace(Home(home))
    run = begin(workspace)
    store, sitting = [], []
    for _ in range(count):
        if run.view.stage is Stage.DONE:
            break
        _grade(run)
        start = time.perf_counter()
        workspace.store.undo(workspace.draft(workspace.moment()))
        store.append((time.perf_counter() - start) * 1000)
        run.rest()
    run = begin(workspace)
    for _ in range(count):
        if run.view.stage is Stage.DONE:
            break
        _grade(run)
        start = time.perf_counter()
        run.send(Undo())
        sitting.append((time.perf_counter() - start) * 1000)
        _grade(run)
        run.rest()
    workspace.close()
    return {"store": store, "sitting": sitting}


def _grade(run: Run) -> None:
    if run.view.stage is Stage.ASKING:
        run.send(_answer(run))
    run.send(GradeWith(3))


def _answer(run: Run) -> Event:
    shape = run.view.shape
    if isinstance(shape, Type):
        return Give("some words")
    if isinstance(shape, Choose):
        return Give((shape.options[0].id,))
    return Show() if isinstance(shape, Reveal) else Give(None)
