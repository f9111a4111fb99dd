"""Games: pure machines that ask cards for points. None of them moves the schedule."""

from quiz.game.round import (
    COMBO_POINTS,
    MOST_COMBO_POINTS,
    POINTS,
    Ask,
    Given,
    Next,
    Put,
    Quit,
    Retry,
    Round,
    RoundEffect,
    RoundEvent,
    RoundPlan,
    Scored,
    Write,
    begin_round,
    round_step,
    share_line,
)
from quiz.game.view import view_of_round

__all__ = [
    "COMBO_POINTS", "MOST_COMBO_POINTS", "POINTS", "Ask", "Given", "Next", "Put", "Quit", "Retry", "Round",
    "RoundEffect", "RoundEvent", "RoundPlan", "Scored", "Write", "begin_round", "round_step", "share_line",
    "view_of_round",
]  # fmt: skip
