"""Sittings step by step: undo and redo across sittings, a full disk, another program, practice, and nonsense."""

import resource
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws.sitting_model import DAY, HOUR, MINUTE, START, Alone, StillClock, deck_text

from quiz.cards import load
from quiz.history import FRESH, Kind, Mode
from quiz.scheduling import NEW, Phase, Scheduler
from quiz.session import (
    Again,
    Bury,
    Candidate,
    Deal,
    Dealt,
    Flag,
    Forget,
    Give,
    GradeWith,
    Moment,
    Placed,
    Plan,
    Queue,
    Record,
    Recorded,
    Show,
    Sitting,
    Stage,
    Stop,
    Suspend,
    TakenBack,
    Turn,
    Undo,
    Wake,
    begin,
    step,
    view_of,
)  # fmt: skip
from quiz.store import queries
from quiz.store.home import Home
from quiz.workspace import Run, Workspace


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def workspace(tmp_path: Path, clock: StillClock) -> Iterator[Workspace]:
    """Two decks: four cards in one of them, two in the other."""
    (tmp_path / "decks").mkdir()
    for deck, kinds in (("one", ["recall", "typed", "choice", "recall"]), ("two", ["recall", "recall"])):
        (tmp_path / "decks" / f"{deck}.deck.toml").write_text(deck_text(deck, kinds))
    space = Alone(Home(str(tmp_path)), clock)
    yield space
    space.close()


def sat_down(workspace: Workspace, deck: str = "", minutes: int = 0) -> Run:
    scope = workspace.scope(deck)
    return Run(workspace, workspace.plan(scope, minutes), workspace.queue(scope, workspace.moment()))


def hand(run: Run) -> str:
    return run.sitting.candidate.key if run.sitting.candidate else ""


def graded(run: Run, grade: int) -> str:
    """Answer the card in hand; the next one."""
    run.send(Show())
    run.send(GradeWith(grade))
    return hand(run)


def left(run: Run) -> list[str]:
    return sorted([c.key for c in (*run.sitting.queue.main, *run.sitting.queue.learning)])


def test_an_undo_elsewhere_leaves_the_card_in_hand(workspace: Workspace) -> None:
    graded(sat_down(workspace, "two"), 4)
    run = sat_down(workspace, "one")
    before = hand(run), left(run)
    run.send(Give("number 1"))
    assert run.send(Undo()).notice == "Undone: the last grade."
    assert (hand(run), left(run)) == before
    assert run.sitting.stage is Stage.ANSWERED
    assert run.send(Undo(redo=True)).notice == "Brought back: the last grade."
    assert (hand(run), left(run)) == before


def test_a_redo_in_another_sitting(workspace: Workspace) -> None:
    run = sat_down(workspace, "one")
    following = graded(run, 4)
    run.send(Undo())
    run = sat_down(workspace, "one")
    assert hand(run) == "one/c0"
    run.send(Undo(redo=True))
    assert hand(run) == following
    assert "one/c0" not in left(run)
    assert run.sitting.answered == ()


def test_several_undone_and_brought_back(workspace: Workspace) -> None:
    run = sat_down(workspace, "one")
    seen = [hand(run), graded(run, 4), graded(run, 1), graded(run, 3)]
    closing = run.sitting.answered
    for key in reversed(seen[:3]):
        run.send(Undo())
        assert hand(run) == key
    assert run.sitting.answered == ()
    for _ in seen[:3]:
        run.send(Undo(redo=True))
    assert hand(run) == seen[3]
    assert run.sitting.answered == closing
    assert run.send(Undo(redo=True)).notice == "There is nothing to redo."


def test_an_undone_setting_is_followed_at_once(workspace: Workspace) -> None:
    workspace.set_scheduling("learning_steps", [300, 900])
    run = sat_down(workspace, "one")
    run.send(Show())
    assert [g.interval for g in run.view.grades[:3]] == ["5 min", "10 min", "15 min"]
    assert run.send(Undo()).notice == "Undone: the last change."
    run.send(Show())
    assert [g.interval for g in run.view.grades[:3]] == ["1 min", "6 min", "10 min"]
    assert workspace.scheduling.parameters.learning_steps == (60, 600)


def test_intervals_do_not_melt_while_somebody_looks_at_them(workspace: Workspace, clock: StillClock) -> None:
    run = sat_down(workspace, "one")
    before = run.send(Show()).grades
    clock.at += 7 * MINUTE
    assert run.send(Flag("see the book")).grades == before
    clock.at += DAY
    assert run.send(Turn()).grades == before


def test_what_another_program_asked_is_not_asked_again(workspace: Workspace, clock: StillClock) -> None:
    run = sat_down(workspace, "one")
    other = Alone(workspace.home, clock)
    theirs = sat_down(other, "one")
    graded(theirs, 4)
    assert hand(theirs) == "one/c1"
    graded(theirs, 4)
    theirs.send(Suspend())
    other.close()
    assert graded(run, 4) == "one/c3", "c1 was answered and c2 suspended there"
    assert left(run) == []


@pytest.fixture
def full_disk() -> Iterator[Callable[[bool], None]]:
    """Makes every file of this process refuse to grow, or not."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

    def switch(full: bool) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0 if full else soft, hard))

    yield switch
    switch(False)


def test_what_could_not_be_written_is_written_first(
    workspace: Workspace, full_disk: Callable[[bool], None], clock: StillClock
) -> None:
    run = sat_down(workspace, "one")
    full_disk(True)
    graded(run, 1)
    assert run.view.notice.startswith("not saved: ")
    clock.at += 5_000
    graded(run, 4)
    view = run.view
    assert (view.unsaved, view.learning) == (2, 1)
    assert list(workspace.store.events()) == []
    full_disk(False)
    graded(run, 4)
    events = list(workspace.store.events())
    assert [(e.item, e.grade) for e in events] == [("one/c0", 1), ("one/c1", 4), ("one/c2", 4)]
    assert events[1].clock - events[0].clock == 5_000, "each with the time at which it was given"
    assert run.view.unsaved == 0
    assert run.send(Undo()).notice == "Undone: the last grade."
    run.send(Undo())
    assert [a.item for a in run.sitting.answered] == ["one/c0"]
    assert hand(run) == "one/c1"


def test_an_undo_of_what_could_not_be_written(workspace: Workspace, full_disk: Callable[[bool], None]) -> None:
    run = sat_down(workspace, "one")
    full_disk(True)
    for grade in (1, 4, 1):
        graded(run, grade)
    run.send(Undo())
    assert hand(run) == "one/c2"
    assert run.view.unsaved == 2
    assert sorted(c.key for c in run.sitting.queue.learning) == ["one/c0"]
    assert left(run) == ["one/c0", "one/c3"], "c1 is done, though not on the disk"
    run.send(Undo())
    run.send(Undo())
    assert (hand(run), run.view.unsaved, left(run)) == ("one/c0", 0, ["one/c1", "one/c2", "one/c3"])
    full_disk(False)
    run.send(Stop())
    assert list(workspace.store.events()) == []


def test_a_leech_is_named_when_it_happens_and_at_the_end(workspace: Workspace, clock: StillClock) -> None:
    for _ in range(8):
        run = sat_down(workspace, "two")
        while hand(run) == "two/c1":
            graded(run, 4)
        while workspace.store.index.state("two/c0")[1].memory.phase != Phase.REVIEW:
            graded(run, 4)
        clock.at += 400 * DAY
        run = sat_down(workspace, "two")
        while hand(run) != "two/c0":
            graded(run, 4)
        graded(run, 1)
    assert workspace.store.index.state("two/c0")[1].memory.lapses == 8
    assert run.view.notice == "A leech: What is 0?"
    closing = run.send(Stop()).closing
    assert closing is not None
    assert closing.leeches == ("What is 0?",)


def test_time_is_up_after_the_card_in_hand(workspace: Workspace, clock: StillClock) -> None:
    run = sat_down(workspace, "one", minutes=5)
    clock.at += 5 * MINUTE - 2
    assert graded(run, 4)
    clock.at += 2
    assert run.send(Show()).stage is Stage.ANSWERED
    assert run.send(GradeWith(4)).stage is Stage.DONE
    assert run.send(Wake()).stage is Stage.DONE
    run.send(Undo())
    assert hand(run) == "one/c1"
    assert run.view.closing is None


def test_practice_of_what_was_missed(workspace: Workspace) -> None:
    run = sat_down(workspace, "one")
    graded(run, 1)
    for answer, grade in (("number 1", 4), ("no", 2)):
        run.send(Give(answer))
        run.send(GradeWith(grade))
    assert run.send(Again()).stage is Stage.ASKING, "nothing to practise before the end"
    run.send(Stop())
    states = [queries.state_by_key(workspace.store.index, f"one/c{n}") for n in range(4)]
    run.send(Again())
    assert run.view.practice
    assert (hand(run), run.view.review) == ("one/c0", 2)
    assert graded(run, 1) == "one/c2"
    assert graded(run, 3) == "one/c0", "missed again, so it comes once more"
    run.send(Undo())
    assert hand(run) == "one/c2"
    run.send(Undo(redo=True))
    assert graded(run, 3) == ""
    assert [queries.state_by_key(workspace.store.index, f"one/c{n}") for n in range(4)] == states
    closing = run.view.closing
    assert closing is not None
    assert [a.item for a in closing.missed] == ["one/c0", "one/c2"]
    for _ in range(3):
        run.send(Undo())
    assert run.send(Undo()).notice == "Undone: the last grade."
    assert run.sitting.plan.mode is Mode.CRAM
    assert queries.state_by_key(workspace.store.index, "one/c2").memory == NEW, "an answer before the practice"


# -- no event raises, in any stage -------------------------------------------------------------------------------------

CARDS = [
    {"id": "a", "kind": "recall", "q": "A?", "answer": "B", "reverse": "B?"},
    {"id": "b", "kind": "typed", "q": "C?", "answer": "12 December 2022", "value": "date"},
    {"id": "c", "kind": "choice", "q": "D?", "answers": ["E", "F"], "wrong": ["G"]},
    {"id": "d", "kind": "cloze", "text": "The {{c1::one}} and {{c1::two}}."},
]
DEALT = [
    Dealt(n, f"x/{c['id']}#{part}", part, "X", load(c), FRESH)
    for n, (c, part) in enumerate([(c, part) for c in CARDS for part in load(c).parts()], 1)
]
CANDIDATES = [Candidate(d.n, d.key, 1, d.n, phase=Phase.NEW, position=d.n) for d in DEALT]
answers = st.one_of(
    st.none(), st.text(max_size=8), st.lists(st.text(max_size=8), max_size=4).map(tuple),
    st.lists(st.tuples(st.text(max_size=3), st.text(max_size=3)), max_size=3).map(tuple),
)  # fmt: skip
states = st.sampled_from([FRESH, FRESH._replace(suspended=True), FRESH._replace(flag=3), FRESH._replace(buried=20_000)])
queues = st.none() | st.just(Queue(tuple(CANDIDATES[2:]), new=3))
anything = st.one_of(
    st.sampled_from([Show(), Turn(), Suspend(), Bury(), Forget(), Again(), Wake(), Stop(), Undo(), Undo(redo=True)]),
    st.builds(Give, answers),
    st.builds(GradeWith, st.integers(-1, 5)),
    st.builds(Flag, st.text(max_size=5)),
    st.builds(Placed, st.none() | st.builds(Dealt._replace, st.sampled_from(DEALT), state=states)),
    st.builds(Recorded, st.just("d-1"), states, st.sampled_from(["", "disk full"]), queues),
    st.builds(
        TakenBack, st.sampled_from(["", *Kind]), st.sampled_from(["d-1", "d-2"]), st.integers(0, 6), states,
        queues, st.booleans(), st.booleans(),
    ),
)  # fmt: skip


mostly = st.sampled_from([True, True, True, False])


@given(
    st.lists(st.tuples(anything, st.integers(-MINUTE, HOUR), mostly), max_size=40), st.integers(0, 3),
    st.permutations(CANDIDATES),
)  # fmt: skip
def test_no_event_raises_in_any_stage(
    events: list[tuple[Any, int, bool]], minutes: int, candidates: list[Candidate]
) -> None:
    """Even where effects are carried out late, twice, or never; and the same events give the same sitting."""
    queue = Queue(tuple(candidates), new=len(candidates))

    def played() -> Sitting:
        at = START
        sitting, effects = begin(Plan(minutes=minutes), queue, Scheduler(), Moment(at, 0, 20_000))
        for event, ms, carried_out in events:
            at += ms
            now = Moment(at, 0, at // DAY)
            waiting = list(effects) if carried_out else []
            for effect in waiting:
                if isinstance(effect, Deal):
                    sitting, effects = step(sitting, Placed(DEALT[effect.n - 1]), now)
                elif isinstance(effect, Record):
                    sitting, effects = step(sitting, Recorded(f"d-{len(sitting.answered)}", FRESH), now)
            sitting, effects = step(sitting, event, now)
            view_of(sitting)
            assert isinstance(sitting.queue.new, int)
            assert sitting.queue.new == sum(c.phase == Phase.NEW for c in sitting.queue.main)
        return sitting

    once, again = played(), played()
    assert once._replace(scheduler=again.scheduler) == again
