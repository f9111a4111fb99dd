"""A quiz round: so many cards, points for right answers, more for several in a row. Pure: no clock, no chance.

A right answer earns POINTS, a partly right one its share of them; each right answer before it in an unbroken run adds
COMBO_POINTS, up to MOST_COMBO_POINTS. How fast an answer came earns nothing; one that came too late is wrong.
"""

from typing import NamedTuple

from quiz.cards import Answer, Outcome, Reveal, Shape, Verdict
from quiz.seeds import seed as seed_of
from quiz.session import Dealt

POINTS = 100
COMBO_POINTS = 10
MOST_COMBO_POINTS = 50
MARKS = {Outcome.RIGHT: "✓", Outcome.PARTLY: "≈", Outcome.WRONG: "✗"}


class RoundPlan(NamedTuple):
    """What a round asks."""

    title: str
    items: tuple[int, ...]
    """Numbers of the items in the index, in the order in which they are asked."""
    seconds: int = 0
    """For each answer; 0 for as long as one likes."""
    seed: int = 0
    best: int = 0
    """The most points that such a round has earned before."""
    counts: bool = True
    """Whether it may become the best; a repetition of what was missed does not."""


class Scored(NamedTuple):
    """One answer and what it earned."""

    n: int
    prompt: str
    said: str
    solution: str
    outcome: Outcome
    points: int
    combo: int
    """Right answers in a row up to this one."""


class Round(NamedTuple):
    """A round as it stands. It is asking when there is a shape and no verdict, done when nothing is dealt."""

    plan: RoundPlan
    scored: tuple[Scored, ...] = ()
    dealt: Dealt | None = None
    shape: Shape | None = None
    asked_ms: int = 0
    verdict: Verdict | None = None
    """On the answer that was given; None while the question is open."""
    left: tuple[int, ...] = ()
    """Items that have not been asked."""
    waiting: bool = False
    """Whether a card was asked for and has not come."""
    given: Answer = None
    """What was answered."""
    began_ms: int = 0
    ended_ms: int = 0
    """UTC instants of the first card and of the last answer."""

    @property
    def score(self) -> int:
        """Points so far."""
        return sum(answer.points for answer in self.scored)

    @property
    def combo(self) -> int:
        """Right answers in a row up to the last one."""
        return self.scored[-1].combo if self.scored else 0

    @property
    def longest(self) -> int:
        """The longest run of right answers."""
        return max((answer.combo for answer in self.scored), default=0)

    @property
    def right(self) -> int:
        """Answers that were wholly right."""
        return sum(answer.outcome is Outcome.RIGHT for answer in self.scored)

    @property
    def missed(self) -> tuple[Scored, ...]:
        """Answers that were not."""
        return tuple(answer for answer in self.scored if answer.outcome is not Outcome.RIGHT)

    @property
    def done(self) -> bool:
        """Whether it is over."""
        return self.shape is None and not self.waiting

    @property
    def new_best(self) -> bool:
        """Whether it has earned more than any before."""
        return self.plan.counts and self.score > self.plan.best


# -- what happens


class Put(NamedTuple):
    """The card that was asked for, or None when it has gone."""

    dealt: Dealt | None


class Given(NamedTuple):
    """An answer; None for none."""

    answer: Answer


class Next(NamedTuple):
    """On to the next card."""


class Quit(NamedTuple):
    """Enough."""


class Retry(NamedTuple):
    """Once more what was missed, in a round that does not count."""


RoundEvent = Put | Given | Next | Quit | Retry


# -- what is to be done


class Ask(NamedTuple):
    """Deal the item of a number."""

    n: int


class Write(NamedTuple):
    """Write an answer into the log; it moves no schedule."""

    item: str
    grade: int
    took: int
    verdict: str
    said: str
    revision: str


RoundEffect = Ask | Write
Step = tuple[Round, tuple[RoundEffect, ...]]


def begin_round(plan: RoundPlan) -> Step:
    """A round that asks for its first card."""
    return _next(Round(plan, left=plan.items))


def round_step(state: Round, event: RoundEvent, now_ms: int) -> Step:
    """The round after an event at a UTC instant. An event that makes no sense now changes nothing."""
    asking = state.shape is not None and state.verdict is None
    if isinstance(event, Put):
        return _put(state, event.dealt, now_ms) if state.waiting else (state, ())
    if isinstance(event, Given):
        return _given(state, event.answer, now_ms) if asking else (state, ())
    if isinstance(event, Next):
        return (state, ()) if asking or state.waiting or state.done else _next(state)
    if isinstance(event, Quit):
        return state._replace(dealt=None, shape=None, verdict=None, left=(), waiting=False), ()
    if not state.done or not state.missed:
        return state, ()
    again = tuple(dict.fromkeys(answer.n for answer in state.missed))
    return begin_round(state.plan._replace(items=again, best=0, counts=False))


def _next(state: Round) -> Step:
    state = state._replace(dealt=None, shape=None, verdict=None)
    if not state.left:
        return state, ()
    return state._replace(left=state.left[1:], waiting=True), (Ask(state.left[0]),)


def _put(state: Round, dealt: Dealt | None, now_ms: int) -> Step:
    state = state._replace(waiting=False)
    shape = dealt.card.ask(dealt.part, seed_of(state.plan.seed, dealt.key)) if dealt else None
    if shape is None or isinstance(shape, Reveal):  # nobody can mark a thought
        return _next(state)
    began = state.began_ms or now_ms
    return state._replace(dealt=dealt, shape=shape, asked_ms=now_ms, began_ms=began, ended_ms=now_ms), ()


def _given(state: Round, answer: Answer, now_ms: int) -> Step:
    dealt = state.dealt
    assert dealt is not None
    card, part = dealt.card, dealt.part
    took = max(0, now_ms - state.asked_ms)
    verdict = card.mark(part, answer)
    assert verdict is not None
    if state.plan.seconds and took > state.plan.seconds * 1000:
        verdict = Verdict(Outcome.WRONG, "Too late.")
    right = verdict.outcome is Outcome.RIGHT
    bonus = min(state.combo * COMBO_POINTS, MOST_COMBO_POINTS) if right else 0
    points = round(POINTS * verdict.share) + bonus
    scored = Scored(
        dealt.n, card.prompt(part), card.said(part, answer), card.solution(part), verdict.outcome, points,
        state.combo + 1 if right else 0,
    )  # fmt: skip
    write = Write(dealt.key, verdict.grade, took, verdict.outcome[0], scored.said, card.revision(part))
    state = state._replace(scored=(*state.scored, scored), verdict=verdict, given=answer, ended_ms=now_ms)
    return state, (write,)


def share_line(state: Round) -> str:
    """The round in one line, to be passed on; it gives no answer away."""
    marks = "".join(MARKS[answer.outcome] for answer in state.scored)
    return f"{state.plan.title}: {state.right} of {len(state.scored)}, {state.score} points  {marks}"
