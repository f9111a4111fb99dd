"""One sitting: what is asked next, what an answer does. Pure: the same events give the same sitting."""

from quiz.session.machine import Result, Sitting, Stage, begin, step
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
from quiz.session.plan import Candidate, DayLimits, Dealt, Moment, Order, Plan
from quiz.session.queue import Queue, build, pick
from quiz.session.tally import Answered
from quiz.session.view import (
    WORDS,
    Closing,
    GradeView,
    VerdictView,
    View,
    Why,
    answered_view,
    interval_text,
    view_of,
)

__all__ = [
    "WORDS", "Again", "Answered", "Best", "Bury", "Candidate", "Closing", "DayLimits", "Deal", "Dealt", "Effect",
    "Event", "Flag", "Forget", "Give", "GradeView", "GradeWith", "Moment", "Order", "Placed", "Plan", "Queue", "Record",
    "Recorded", "Result", "Show", "Sitting", "Stage", "Stop", "Suspend", "TakeBack", "TakenBack", "Turn", "Undo",
    "VerdictView", "View", "Wake", "Why", "answered_view", "begin", "build", "interval_text", "pick", "step", "view_of",
]  # fmt: skip
