"""What a face may draw: the state of a sitting as plain words and numbers, and nothing else."""

from typing import NamedTuple

from quiz.cards import Answer, Arrange, Card, Choose, Pair, Shape
from quiz.scheduling import Grade, Memory, Phase
from quiz.session.machine import Sitting, Stage
from quiz.session.plan import LEARN_AHEAD_MS, Moment
from quiz.session.tally import Answered, combo_of, missed_of


class GradeView(NamedTuple):
    """A grade with the time until the item would come back."""

    grade: int
    label: str
    interval: str
    suggested: bool


class VerdictView(NamedTuple):
    """What is said about the answer."""

    outcome: str
    word: str
    reason: str


class Why(NamedTuple):
    """Why this item is asked now, and where its answer comes from."""

    state: str
    source: str
    fact: str
    key: str
    flagged: bool


class Closing(NamedTuple):
    """The end of a sitting."""

    answered: int
    right: int
    minutes: float
    longest: int
    best: int
    new_best: bool
    missed: tuple[Answered, ...]
    leeches: tuple[str, ...]
    waiting: int
    """Learning items that come back later today."""
    wait_minutes: int
    """Until the first of them."""
    practice: bool
    points: int = -1
    """Of a round; -1 for a sitting, which has none."""
    share: str = ""
    """A round in one line, to be passed on."""


class View(NamedTuple):
    """One screen of a sitting."""

    stage: Stage
    title: str
    deck: str = ""
    number: int = 0
    """Of this question, from 1."""
    shape: Shape | None = None
    said: str = ""
    chosen: tuple[str, ...] = ()
    """Ids of the options that were chosen, or of the things as they were arranged."""
    right: tuple[str, ...] = ()
    """Ids of the options that are right, or of the things in their order; empty before the answer."""
    joined: tuple[tuple[str, str], ...] = ()
    """Ids of what was joined."""
    belongs: tuple[tuple[str, str], ...] = ()
    """Ids of what belongs together; empty before the answer."""
    solution: str = ""
    rows: tuple[str, ...] = ()
    """The solution, a row for each thing in it."""
    reason_why: str = ""
    verdict: VerdictView | None = None
    grades: tuple[GradeView, ...] = ()
    new: int = 0
    learning: int = 0
    review: int = 0
    done: int = 0
    total: int = 0
    combo: int = 0
    best: int = 0
    why: Why | None = None
    notice: str = ""
    unsaved: int = 0
    closing: Closing | None = None
    practice: bool = False
    """Whether nothing here moves the schedule."""
    points: int = -1
    """Of a round so far; -1 for a sitting, which has none."""
    seconds: int = -1
    """Left for this answer; -1 for as long as one likes."""


WORDS = {"right": "Right", "partly": "Partly right", "wrong": "Wrong"}


def interval_text(memory: Memory, now: Moment) -> str:
    """How long until an item comes back, in the largest unit that fits."""
    if memory.due_ms:
        minutes = max(1, round((memory.due_ms - now.at_ms) / 60_000))
        return f"{minutes} min" if minutes < 90 else f"{round(minutes / 60)} h"
    days = memory.due_day - now.day
    if days < 31:
        return f"{days} d"
    return f"{days / 30.44:.0f} mo" if days < 365 else f"{days / 365.25:.1f} y"


def view_of(sitting: Sitting) -> View:
    """The view of a sitting."""
    new, learning, review = _left(sitting)
    dealt, shape = sitting.dealt, sitting.shape
    common = View(
        sitting.stage, sitting.plan.title, number=len(sitting.answered) + 1, new=new, learning=learning, review=review,
        done=len(sitting.answered), total=max(sitting.total, len(sitting.answered)), combo=combo_of(sitting.answered),
        best=sitting.best, notice=sitting.notice, unsaved=sitting.unsaved, practice=sitting.plan.mode != "s",
    )  # fmt: skip
    if dealt is None or shape is None:
        return common._replace(closing=_closing(sitting))
    view = common._replace(deck=dealt.deck, shape=shape, why=_why(sitting))
    if sitting.stage is not Stage.ANSWERED:
        return view
    card, part = dealt.card, dealt.part
    verdict = sitting.verdict
    suggested = verdict.grade if verdict else 3
    return answered_view(view, card, part, sitting.answer)._replace(
        verdict=VerdictView(verdict.outcome, WORDS[verdict.outcome], verdict.reason) if verdict else None,
        grades=tuple(
            GradeView(g, Grade(g).label, "" if view.practice else interval_text(memory, sitting.shown), g == suggested)
            for g, memory in enumerate(sitting.grades, 1)
        ),
    )


def _left(sitting: Sitting) -> tuple[int, int, int]:
    """New, learning and review items still to be answered, with the one in hand."""
    new, learning, review = sitting.queue.left()
    hand = sitting.candidate
    if hand is None:
        return new, learning, review
    is_new = hand.phase == Phase.NEW
    is_learning = sitting.plan.mode == "s" and hand.phase in (Phase.LEARNING, Phase.RELEARNING)
    return new + is_new, learning + is_learning, review + (not is_new and not is_learning)


def answered_view(view: View, card: Card, part: str, answer: Answer) -> View:
    """The view of a question with what was answered and what is right."""
    shape, marks = view.shape, card.full_marks(part)
    listed, paired = isinstance(shape, Choose | Arrange), isinstance(shape, Pair)
    return view._replace(
        said=card.said(part, answer),
        chosen=_ids(answer) if listed else (),
        right=_ids(marks) if listed else (),
        joined=_pairs(answer) if paired else (),
        belongs=_pairs(marks) if paired else (),
        solution=card.solution(part),
        rows=card.solution_rows(part),
        reason_why=card.why,
    )


def _ids(answer: Answer) -> tuple[str, ...]:
    return tuple(i for i in answer if isinstance(i, str)) if isinstance(answer, tuple) else ()


def _pairs(answer: Answer) -> tuple[tuple[str, str], ...]:
    return tuple(pair for pair in answer if isinstance(pair, tuple)) if isinstance(answer, tuple) else ()


def _why(sitting: Sitting) -> Why | None:
    dealt, now = sitting.dealt, sitting.moment
    if dealt is None:
        return None
    memory, card = dealt.state.memory, dealt.card
    if sitting.plan.mode != "s":
        state = "Practice: this does not move the schedule."
    elif memory.phase == Phase.NEW:
        state = "New: you have not met it yet."
    elif memory.phase == Phase.REVIEW:
        recall = sitting.scheduler.retrievability(memory, now.day)
        late = now.day - memory.due_day
        due = "due today" if late <= 0 else f"due {late} d ago"
        state = (
            f"Review, {due}: last seen {now.day - memory.last_day} d ago; chance that you know it {recall:.0%};"
            f" stability {memory.stability:.1f} d, difficulty {memory.difficulty:.1f} of 10."
        )
    else:
        word = "Learning" if memory.phase == Phase.LEARNING else "Learning again after a lapse"
        state = f"{word}: step {memory.step + 1}."
    return Why(state, card.source, card.fact, dealt.key, bool(dealt.state.flag))


def _closing(sitting: Sitting) -> Closing:
    answered = sitting.answered
    longest = max((answer.combo for answer in answered), default=0)
    now = sitting.moment.at_ms
    waiting = sitting.queue.learning
    wait = max(0, min(c.due_ms for c in waiting) - now) if waiting else 0
    return Closing(
        answered=len(answered),
        right=sum(a.right for a in answered),
        minutes=max(0, now - sitting.started_ms) / 60_000,
        longest=longest,
        best=sitting.best,
        new_best=longest >= 3 and longest == sitting.best,
        missed=tuple(missed_of(answered)),
        leeches=tuple(a.prompt for a in answered if a.leech),
        waiting=len(waiting),
        wait_minutes=-(-max(0, wait - LEARN_AHEAD_MS) // 60_000),
        practice=sitting.plan.mode != "s",
    )
