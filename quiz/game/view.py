"""What a face may draw of a round: the same view as of a sitting, with points and without grades."""

from quiz.game.round import Round, share_line
from quiz.session import WORDS, Answered, Closing, Stage, VerdictView, View, Why, answered_view


def view_of_round(state: Round, now_ms: int) -> View:
    """The view of a round at a UTC instant."""
    stage = Stage.DONE if state.done else Stage.ANSWERED if state.verdict else Stage.ASKING
    total = len(state.scored) + len(state.left) + (state.shape is not None and state.verdict is None)
    view = View(
        stage, state.plan.title, number=len(state.scored) + (state.verdict is None), review=total - len(state.scored),
        done=len(state.scored), total=total, combo=state.combo, best=MOST, practice=True, points=state.score,
    )  # fmt: skip
    dealt, shape = state.dealt, state.shape
    if dealt is None or shape is None:
        return view._replace(closing=_closing(state))
    card, part = dealt.card, dealt.part
    why = Why("A round: this does not move the schedule.", card.source, card.fact, dealt.key, False)
    view = view._replace(deck=dealt.deck, shape=shape, why=why)
    if state.verdict is None:
        limit = state.plan.seconds
        left = -(-(limit * 1000 - (now_ms - state.asked_ms)) // 1000)
        return view._replace(seconds=max(0, min(left, limit))) if limit else view
    last = state.scored[-1]
    gained = f"+{last.points}" if last.points else ""
    return answered_view(view, card, part, state.given)._replace(
        verdict=VerdictView(
            state.verdict.outcome, WORDS[state.verdict.outcome], f"{gained}  {state.verdict.reason}".strip()
        ),
    )


MOST = 1 << 30
"""A best run that no round beats: what counts here are points."""


def _closing(state: Round) -> Closing:
    missed = tuple(
        Answered("", "", answer.n, 1, answer.outcome, answer.prompt, answer.said, answer.solution, 0)
        for answer in state.missed
    )
    return Closing(
        answered=len(state.scored), right=state.right, minutes=max(0, state.ended_ms - state.began_ms) / 60_000,
        longest=state.longest, best=state.plan.best, new_best=state.new_best, missed=missed, leeches=(), waiting=0,
        wait_minutes=0, practice=True, points=state.score, share=share_line(state),
    )  # fmt: skip
