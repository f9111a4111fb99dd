"""What can happen in a sitting, and what a sitting asks to be done. Every face sends the same events."""

from typing import NamedTuple

from quiz.cards import Answer
from quiz.history import FRESH, Kind, State
from quiz.session.plan import Dealt
from quiz.session.queue import Queue

# -- what the learner does


class Show(NamedTuple):
    """Show the answer without having given one."""


class Give(NamedTuple):
    """Give an answer; None is "don't know"."""

    answer: Answer


class Turn(NamedTuple):
    """Turn the verdict: "I was right", or "I was not"."""


class GradeWith(NamedTuple):
    """Write a grade, 1 to 4; 0 takes the one suggested."""

    grade: int = 0


class Undo(NamedTuple):
    """Take back this device's latest event, or bring back what was taken back."""

    redo: bool = False


class Suspend(NamedTuple):
    """Ask the item no more."""


class Bury(NamedTuple):
    """Ask the item no more today."""


class Flag(NamedTuple):
    """Put a flag with a note on the item, or take it away."""

    note: str = ""


class Forget(NamedTuple):
    """Begin the item anew."""


class Again(NamedTuple):
    """Practise what was missed once more, without moving the schedule."""


class Wake(NamedTuple):
    """Look whether a learning step is over by now."""


class Stop(NamedTuple):
    """End the sitting."""


# -- what the workspace answers


class Placed(NamedTuple):
    """The item that was asked for; None if its card is gone."""

    dealt: Dealt | None


class Recorded(NamedTuple):
    """An event was written, or could not be: then `problem` says why and the state holds for this sitting only."""

    uid: str
    state: State
    problem: str = ""
    queue: Queue | None = None
    """What is left to ask, built anew; given where the item may come back at another place."""


class TakenBack(NamedTuple):
    """An undo or a redo was done: of which event, and what is left to ask now; nothing if there was nothing to do."""

    kind: str = ""
    uid: str = ""
    n: int = 0
    """The item; 0 when the event was about none, or its card is gone."""
    state: State = FRESH
    """Of the item, now."""
    queue: Queue | None = None
    """What is left to ask today, built anew; None in practice."""
    redo: bool = False
    saved: bool = True
    """Whether the event had been written."""
    problem: str = ""


Event = (
    Show | Give | Turn | GradeWith | Undo | Suspend | Bury | Flag | Forget | Again | Wake | Stop
    | Placed | Recorded | TakenBack
)  # fmt: skip


# -- what the sitting asks for


class Deal(NamedTuple):
    """Bring the card of an item."""

    n: int


class Record(NamedTuple):
    """Write an event about the item in hand before anything else is shown."""

    kind: Kind
    item: str
    grade: int = 0
    mode: str = ""
    took: int = 0
    verdict: str = ""
    said: str = ""
    revision: str = ""


class TakeBack(NamedTuple):
    """Undo, or redo."""

    redo: bool = False


class Best(NamedTuple):
    """The longest run of right answers grew past the personal best."""

    combo: int


Effect = Deal | Record | TakeBack | Best
