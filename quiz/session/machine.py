"""The sitting as a machine: `step(sitting, event, now) -> (sitting, effects)`. It decides; faces draw.

A card's way: pick -> Deal -> Placed -> Give or Show -> GradeWith -> Record -> Recorded -> pick. The next card is dealt
only after Recorded, which comes back when the grade is durable.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

from quiz.cards import UNANSWERED, Answer, Outcome, Reveal, Shape, Verdict
from quiz.history import Kind, Mode, State
from quiz.scheduling import Memory, Phase, Scheduler, is_leech, item_seed
from quiz.seeds import seed
from quiz.session import queue as queues
from quiz.session.messages import (
    Again,
    Best,
    Bury,
    Deal,
    Effect,
    Event,
    Flag,
    Forget,
    Give,
    GradeWith,
    Placed,
    Record,
    Recorded,
    Show,
    Stop,
    Suspend,
    TakeBack,
    TakenBack,
    Turn,
    Undo,
    Wake,
)  # fmt: skip
from quiz.session.plan import Candidate, Dealt, Moment, Plan
from quiz.session.queue import Queue
from quiz.session.tally import Answered, combo_of, missed_of, with_answer, without

BEFORE = Moment(0, 0, 0)


class Stage(StrEnum):
    """What the learner looks at."""

    ASKING = "asking"
    ANSWERED = "answered"
    SAVING = "saving"
    """Between an effect and its answer; no face ever sees it."""
    DONE = "done"


class Sitting(NamedTuple):
    """The whole state of a sitting."""

    plan: Plan
    scheduler: Scheduler
    queue: Queue
    started_ms: int
    best: int = 0
    """Personal best: right answers in a row, over all sittings."""
    stage: Stage = Stage.SAVING
    candidate: Candidate | None = None
    dealt: Dealt | None = None
    shape: Shape | None = None
    answer: Answer = None
    verdict: Verdict | None = None
    grades: tuple[Memory, ...] = ()
    """What each of the four grades would store."""
    shown: Moment = BEFORE
    """When those grades were worked out, with the answer."""
    asked_ms: int = 0
    answered: tuple[Answered, ...] = ()
    taken_back: tuple[Answered, ...] = ()
    """Answers that were undone and may be brought back, latest last."""
    pending: Answered | Kind | None = None
    """What is being written; a void while an undo is on its way."""
    total: int = 0
    """Items that were in the queue at the start."""
    unsaved: int = 0
    notice: str = ""
    """Something to tell once."""
    moment: Moment = BEFORE


Result = tuple[Sitting, tuple[Effect, ...]]


def begin(plan: Plan, queue: Queue, scheduler: Scheduler, now: Moment, best: int = 0) -> Result:
    """A new sitting."""
    sitting = Sitting(plan, scheduler, queue, now.at_ms, best, total=sum(queue.left()), moment=now)
    return _next(sitting)


def step(sitting: Sitting, event: Event, now: Moment) -> Result:
    """The sitting after an event. An event that makes no sense now changes nothing."""
    # What the workspace answers belongs to the learner's event before it, and so does its notice.
    sitting = sitting._replace(moment=now, notice=sitting.notice if isinstance(event, _ANSWERS) else "")
    handler = _HANDLERS[type(event)]
    return handler(sitting, event)


# -- the way of a card ------------------------------------------------------------------------------------------------


def _next(sitting: Sitting) -> Result:
    now = sitting.moment
    sitting = sitting._replace(
        candidate=None, dealt=None, shape=None, answer=None, verdict=None, grades=(), pending=None
    )
    over = sitting.plan.minutes and now.at_ms - sitting.started_ms >= sitting.plan.minutes * 60_000
    candidate = None if over else queues.pick(sitting.queue, now.at_ms)
    if candidate is None:
        return sitting._replace(stage=Stage.DONE), ()
    return _deal(sitting, candidate)


def _deal(sitting: Sitting, candidate: Candidate) -> Result:
    return sitting._replace(stage=Stage.SAVING, candidate=candidate, pending=None), (Deal(candidate.n),)


def _placed(sitting: Sitting, event: Placed) -> Result:
    candidate, dealt = sitting.candidate, event.dealt
    if candidate is None or sitting.stage is not Stage.SAVING or sitting.pending is not None:
        return sitting, ()
    if dealt is None or not _to_ask(dealt, candidate, sitting):
        return _next(sitting._replace(queue=queues.dropped(sitting.queue, candidate.n)))
    return sitting._replace(
        queue=queues.asked(sitting.queue, candidate), dealt=dealt, stage=Stage.ASKING, asked_ms=sitting.moment.at_ms,
        shape=dealt.card.ask(dealt.part, seed(dealt.key, dealt.state.memory.reps)), grades=(), answer=None,
        verdict=None,
    ), ()  # fmt: skip


def _to_ask(dealt: Dealt, candidate: Candidate, sitting: Sitting) -> bool:
    """Whether the item is still to be asked: another program may have asked it, suspended it, put it off."""
    state, day = dealt.state, sitting.moment.day
    if state.suspended or state.buried == day:
        return False
    memory = state.memory
    return sitting.plan.mode is not Mode.STUDY or memory.due_day <= day or memory.last_day == candidate.last_day


def _show(sitting: Sitting, event: Show) -> Result:
    return _give(sitting, Give(None))


def _give(sitting: Sitting, event: Give) -> Result:
    if sitting.stage is not Stage.ASKING or sitting.dealt is None:
        return sitting, ()
    dealt, now = sitting.dealt, sitting.moment
    verdict: Verdict | None = None
    if not isinstance(sitting.shape, Reveal):
        verdict = UNANSWERED if event.answer in (None, "", ()) else dealt.card.mark(dealt.part, event.answer)
    if sitting.plan.mode is Mode.STUDY:
        grades = sitting.scheduler.preview(dealt.state.memory, now.day, now.at_ms, item_seed(dealt.key))
    else:
        grades = (dealt.state.memory,) * 4
    return sitting._replace(stage=Stage.ANSWERED, answer=event.answer, verdict=verdict, grades=grades, shown=now), ()


def _turn(sitting: Sitting, event: Turn) -> Result:
    if sitting.stage is not Stage.ANSWERED or sitting.verdict is None:
        return sitting, ()
    if sitting.verdict.outcome is Outcome.RIGHT:
        turned = Verdict(Outcome.WRONG, "You say it was not right.", 0.0)
    else:
        turned = Verdict(Outcome.RIGHT, "You say it was right.", 1.0)
    return sitting._replace(verdict=turned), ()


def _grade(sitting: Sitting, event: GradeWith) -> Result:
    dealt, now = sitting.dealt, sitting.moment
    if sitting.stage is not Stage.ANSWERED or dealt is None:
        return sitting, ()
    grade = event.grade or (sitting.verdict.grade if sitting.verdict else 3)
    if not 1 <= grade <= 4:
        return sitting, ()
    outcome = sitting.verdict.outcome.value if sitting.verdict else ("wrong" if grade == 1 else "right")
    said = dealt.card.said(dealt.part, sitting.answer)
    took = max(0, now.at_ms - sitting.asked_ms)
    solution = dealt.card.solution(dealt.part)
    prompt = dealt.card.prompt(dealt.part)
    pending = Answered(
        "", dealt.key, dealt.n, grade, outcome, prompt, said, solution, took, candidate=sitting.candidate
    )
    letter = sitting.verdict.outcome[0] if sitting.verdict else ""
    revision = dealt.card.revision(dealt.part)
    effect = Record(Kind.REVIEW, dealt.key, grade, str(sitting.plan.mode), took, letter, said, revision)
    return sitting._replace(stage=Stage.SAVING, pending=pending), (effect,)


def _recorded(sitting: Sitting, event: Recorded) -> Result:
    pending, candidate = sitting.pending, sitting.candidate
    if sitting.stage is not Stage.SAVING or pending is None or candidate is None:
        return sitting, ()
    # What could not be written is written before anything else, so a success means that nothing is left unsaved.
    unsaved = sitting.unsaved + 1 if event.problem else 0
    told = event.problem if unsaved <= 1 else ""  # once; then the number of what is unsaved says it
    sitting = sitting._replace(unsaved=unsaved, notice=told, taken_back=())
    memory = event.state.memory
    candidate = candidate._replace(
        phase=memory.phase, stability=memory.stability, last_day=memory.last_day, due=memory.due_day,
        due_ms=memory.due_ms,
    )  # fmt: skip
    if isinstance(pending, Answered):
        return _counted(sitting, pending, candidate, event)
    if pending is Kind.FLAG:
        stage = Stage.ANSWERED if sitting.grades else Stage.ASKING
        return _with_state(sitting, event.state)._replace(stage=stage, pending=None), ()
    if event.queue is not None:
        sitting = sitting._replace(queue=queues.renewed(sitting.queue, event.queue))
    return _next(sitting)


def _with_state(sitting: Sitting, state: State) -> Sitting:
    return sitting._replace(dealt=sitting.dealt._replace(state=state)) if sitting.dealt else sitting


def _counted(sitting: Sitting, pending: Answered, candidate: Candidate, event: Recorded) -> Result:
    before = sitting.dealt.state.memory.lapses if sitting.dealt else 0
    memory = event.state.memory
    leech = memory.lapses > before and is_leech(memory.lapses)
    answered = with_answer(sitting.answered, pending._replace(uid=event.uid, leech=leech))
    queue = sitting.queue
    if sitting.plan.mode is Mode.STUDY:
        if memory.phase in (Phase.LEARNING, Phase.RELEARNING) and memory.due_ms:
            queue = queues.learning_again(queue, candidate)
    elif pending.grade == 1 and pending.candidate:
        queue = queues.added(queue, pending.candidate)
    sitting = sitting._replace(queue=queue, answered=answered)
    effects: tuple[Effect, ...] = ()
    combo = combo_of(answered)
    if combo > sitting.best and sitting.plan.mode is Mode.STUDY:
        sitting, effects = sitting._replace(best=combo), (Best(combo),)
    if leech:
        sitting = sitting._replace(notice=f"{sitting.notice} A leech: {' '.join(pending.prompt.split())}".strip())
    sitting, more = _next(sitting)
    return sitting, effects + more


# -- what else the learner may do -------------------------------------------------------------------------------------


def _mark_item(kind: Kind) -> Callable[[Sitting, Event], Result]:
    def handle(sitting: Sitting, event: Event) -> Result:
        if sitting.stage not in (Stage.ASKING, Stage.ANSWERED) or sitting.dealt is None:
            return sitting, ()
        grade, said = 1, ""
        if isinstance(event, Flag):
            grade, said = (0, "") if sitting.dealt.state.flag and not event.note else (1, event.note or "flagged")
        return sitting._replace(stage=Stage.SAVING, pending=kind), (Record(kind, sitting.dealt.key, grade, said=said),)

    return handle


def _undo(sitting: Sitting, event: Undo) -> Result:
    if sitting.stage is Stage.SAVING:
        return sitting, ()
    return sitting._replace(pending=Kind.VOID), (TakeBack(event.redo),)


def _taken_back(sitting: Sitting, event: TakenBack) -> Result:
    if sitting.pending is not Kind.VOID:
        return sitting, ()
    sitting = sitting._replace(pending=None)
    if event.problem or not event.kind:
        nothing = "There is nothing to redo." if event.redo else "There is nothing to undo."
        return sitting._replace(notice=event.problem or nothing), ()
    sitting, answered = _recounted(sitting, event)
    hand = sitting.candidate
    if event.kind == Kind.FLAG:
        return _with_state(sitting, event.state) if hand and hand.n == event.n else sitting, ()
    if sitting.plan.mode is not Mode.STUDY:
        return _practised_again(sitting, event, answered)
    return _requeued(sitting, event)


def _recounted(sitting: Sitting, event: TakenBack) -> tuple[Sitting, Answered | None]:
    """The sitting without the answer that was undone, or with the one brought back; and that answer."""
    name = _NAMES.get(event.kind, "the last change")
    kept, others = sitting.answered, sitting.taken_back
    if event.redo:
        kept, others = others, kept
    answered = next((a for a in reversed(kept) if a.uid == event.uid), None)
    if answered:
        kept, others = without(kept, answered), with_answer(others, answered)
    if event.redo:
        kept, others = others, kept
    notice = f"Brought back: {name}." if event.redo else f"Undone: {name}."
    unsaved = sitting.unsaved - (not event.saved)
    return sitting._replace(answered=kept, taken_back=others, notice=notice, unsaved=unsaved), answered


def _requeued(sitting: Sitting, event: TakenBack) -> Result:
    """Go on from the queue as it is now: with the item that was undone, if it is to be asked today."""
    old, hand = sitting.queue, sitting.candidate
    new = old if event.queue is None else event.queue
    wanted = None if event.redo else queues.find(new, event.n)
    if event.kind == Kind.SETTINGS:
        wanted = hand  # what its grades would store has changed
    if wanted:
        if hand and hand.n != wanted.n:
            old = old._replace(recent=old.recent[:-1])
        return _deal(sitting._replace(queue=queues.renewed(old, new)), wanted)
    if hand and hand.n == event.n:
        return _next(sitting._replace(queue=queues.renewed(old, new)))
    return sitting._replace(queue=queues.renewed(old, new, hand)), ()


def _practised_again(sitting: Sitting, event: TakenBack, answered: Answered | None) -> Result:
    """Practice has its own list; only answers given in it come back or go."""
    queue, hand = sitting.queue, sitting.candidate
    if answered is None or answered.candidate is None:
        return sitting, ()
    queue = queues.dropped(queue, event.n)
    if not event.redo:
        if hand and hand.n != event.n:
            queue = queues.returned(queue, hand)
        return _deal(sitting._replace(queue=queue), answered.candidate)
    if answered.grade == 1:
        queue = queues.added(queue, answered.candidate)
    sitting = sitting._replace(queue=queue)
    return _next(sitting) if hand and hand.n == event.n else (sitting, ())


def _again(sitting: Sitting, event: Again) -> Result:
    if sitting.stage is not Stage.DONE:
        return sitting, ()
    missed = [a.candidate for a in missed_of(sitting.answered) if a.candidate]
    if not missed:
        return sitting, ()
    plan = sitting.plan._replace(mode=Mode.CRAM, minutes=0)
    main = tuple(c._replace(several=False, phase=Phase.REVIEW, due_ms=0) for c in missed)
    queue = Queue(main, last=sitting.queue.last)
    fresh = Sitting(
        plan, sitting.scheduler, queue, sitting.moment.at_ms, sitting.best, total=len(missed), unsaved=sitting.unsaved,
        moment=sitting.moment,
    )  # fmt: skip
    return _next(fresh)


def _wake(sitting: Sitting, event: Wake) -> Result:
    if sitting.stage is not Stage.DONE:
        return sitting, ()
    return _next(sitting)


def _stop(sitting: Sitting, event: Stop) -> Result:
    if sitting.stage is Stage.SAVING:
        return sitting, ()
    if sitting.candidate is not None:
        sitting = sitting._replace(queue=queues.returned(sitting.queue, sitting.candidate))
    return sitting._replace(stage=Stage.DONE, candidate=None, dealt=None, shape=None, pending=None), ()


_ANSWERS = (Placed, Recorded, TakenBack)
_NAMES: dict[str, str] = {
    Kind.REVIEW: "the last grade",
    Kind.SUSPEND: "the suspension",
    Kind.BURY: "putting it off",
    Kind.FLAG: "the flag",
    Kind.FORGET: "forgetting",
}

_HANDLERS: dict[type, Callable[..., Result]] = {
    Placed: _placed, Show: _show, Give: _give, Turn: _turn, GradeWith: _grade, Recorded: _recorded, Undo: _undo,
    TakenBack: _taken_back, Suspend: _mark_item(Kind.SUSPEND), Bury: _mark_item(Kind.BURY), Flag: _mark_item(Kind.FLAG),
    Forget: _mark_item(Kind.FORGET), Again: _again, Wake: _wake, Stop: _stop,
}  # fmt: skip
