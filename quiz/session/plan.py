"""What a sitting is about: which items, in which order, how many a day, and what its reviews count for."""

from enum import StrEnum
from typing import NamedTuple

from quiz.cards import Card
from quiz.history import Mode, State

LEARN_AHEAD_MS = 20 * 60_000
"""Learning items this near to their time are asked when nothing else is left."""
KIN_DISTANCE = 5
"""Cards between two items about one entity, while others are left."""


class Order(StrEnum):
    """In which order due items are asked."""

    DUE = "due"
    """The day they fell due; looks at no more items than are asked."""
    RETRIEVABILITY = "retrievability"
    """The best remembered first; looks at everything that is due."""
    RANDOM = "random"
    ADDED = "added"
    """As they stand in the deck."""


class DayLimits(NamedTuple):
    """How many items a deck gives on one study day."""

    new: int = 20
    reviews: int = 200


class Moment(NamedTuple):
    """A point in time as the learner sees it."""

    at_ms: int
    """UTC."""
    offset: int
    """Minutes east of UTC."""
    day: int
    """Study day."""


class Candidate(NamedTuple):
    """An item that may be asked."""

    n: int
    """Its number in the index."""
    key: str
    deck: int
    card: int
    kin: str = ""
    """Entities it is about, with spaces between them."""
    several: bool = False
    """Whether its card has other items."""
    due: int = -1
    due_ms: int = 0
    position: int = 0
    phase: int = 0
    stability: float = 0.0
    last_day: int = -1


class Dealt(NamedTuple):
    """An item with all that is needed to ask it."""

    n: int
    key: str
    part: str
    deck: str
    """Title of its deck."""
    card: Card
    state: State


class Plan(NamedTuple):
    """One sitting."""

    title: str = ""
    minutes: int = 0
    """End after so many minutes; 0 for no end."""
    order: Order = Order.DUE
    limits: DayLimits = DayLimits()
    mode: Mode = Mode.STUDY
    seed: int = 0
    """Decides chance in the order; the same on one day."""
    decks: tuple[int, ...] = ()
    """Numbers of the decks it draws from."""
    tag: str = ""
    """Only cards with this tag; "" for all."""
