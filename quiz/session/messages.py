"""What can happen in a sitting, and what a sitting asks to be done. Every face sends the same events."""

from dataclasses import dataclass

from quiz.cards import Answer
from quiz.history import Kind, State
from quiz.session.plan import Candidate, Dealt

# -- what the learner does


@dataclass(frozen=True, slots=True)
class Show:
    """Show the answer without having given one."""


@dataclass(frozen=True, slots=True)
class Give:
    """Give an answer; None is "don't know"."""

    answer: Answer


@dataclass(frozen=True, slots=True)
class Turn:
    """Turn the verdict: "I was right", or "I was not"."""


@dataclass(frozen=True, slots=True)
class GradeWith:
    """Write a grade, 1 to 4; 0 takes the one suggested."""

    grade: int = 0


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back this device's latest event, or bring back what was taken back."""

    redo: bool = False


@dataclass(frozen=True, slots=True)
class Suspend:
    """Ask the item no more."""


@dataclass(frozen=True, slots=True)
class Bury:
    """Ask the item no more today."""


@dataclass(frozen=True, slots=True)
class Flag:
    """Put a flag with a note on the item, or take it away."""

    note: str = ""


@dataclass(frozen=True, slots=True)
class Forget:
    """Begin the item anew."""


@dataclass(frozen=True, slots=True)
class Again:
    """Practise what was missed once more, without moving the schedule."""


@dataclass(frozen=True, slots=True)
class Wake:
    """Look whether a learning step is over by now."""


@dataclass(frozen=True, slots=True)
class Stop:
    """End the sitting."""


# -- what the workspace answers


@dataclass(frozen=True, slots=True)
class Placed:
    """The item that was asked for; None if its card is gone."""

    dealt: Dealt | None


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event was written, or could not be: then `problem` says why and the state holds for this sitting only."""

    uid: str
    state: State
    problem: str = ""


@dataclass(frozen=True, slots=True)
class TakenBack:
    """An undo was done: of which event, and the item as it stands now; nothing if there was nothing to undo."""

    kind: str = ""
    uid: str = ""
    candidate: Candidate | None = None
    problem: str = ""


Event = (
    Show | Give | Turn | GradeWith | Undo | Suspend | Bury | Flag | Forget | Again | Wake | Stop
    | Placed | Recorded | TakenBack
)  # fmt: skip


# -- what the sitting asks for


@dataclass(frozen=True, slots=True)
class Deal:
    """Bring the card of an item."""

    n: int


@dataclass(frozen=True, slots=True)
class Record:
    """Write an event about the item in hand before anything else is shown."""

    kind: Kind
    item: str
    grade: int = 0
    mode: str = ""
    took: int = 0
    verdict: str = ""
    said: str = ""
    revision: str = ""


@dataclass(frozen=True, slots=True)
class TakeBack:
    """Undo, or redo."""

    redo: bool = False


@dataclass(frozen=True, slots=True)
class Best:
    """The longest run of right answers grew past the personal best."""

    combo: int


Effect = Deal | Record | TakeBack | Best
