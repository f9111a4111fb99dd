"""Events: whatever changes what is asked when. The log of a learner is a set of these."""

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What happened; the letter is the one in the log."""

    REVIEW = "r"
    VOID = "v"
    """Takes back the event whose uid stands in `said`; may itself be taken back."""
    SUSPEND = "s"
    """`grade` 1: ask it no more; 0: ask it again."""
    BURY = "b"
    """Ask it no more on this study day."""
    FLAG = "f"
    """`grade` 1 with a note in `said`; 0 takes the flag away."""
    FORGET = "g"
    """Begin anew: the reviews before no longer count for memory."""
    SETTINGS = "c"
    """Scheduling settings as JSON in `said`; the latest ones hold for the whole history."""


class Mode(StrEnum):
    """In which kind of sitting a review was given. Only STUDY moves the schedule."""

    STUDY = "s"
    CRAM = "c"
    QUIZ = "q"
    GAME = "g"
    CLASS = "k"


class Event(NamedTuple):
    """One row of the log."""

    kind: str
    device: str
    """The device that wrote it."""
    seq: int
    """1, 2, 3 … on that device, without a gap."""
    clock: int
    """Hybrid logical clock: UTC ms, pushed forward so that it rises with every event of a device and of an item."""
    offset: int
    """Minutes east of UTC at that moment and place."""
    day: int
    """Study day, frozen."""
    item: str = ""
    """Key of the item; "" for settings."""
    mode: str = ""
    grade: int = 0
    took: int = 0
    """Milliseconds from question to grade."""
    verdict: str = ""
    """First letter of the verdict on what was answered; "" when the learner judged alone."""
    said: str = ""
    """What was answered; for a void the uid of its target; for a flag its note."""
    revision: str = ""
    """Which wording of the card was asked."""

    @property
    def uid(self) -> str:
        """`device-seq`: the same event on every device."""
        return f"{self.device}-{self.seq}"

    @property
    def order(self) -> tuple[int, str, int]:
        """Events are ordered by clock, then device, then number: a total order, the same everywhere."""
        return self.clock, self.device, self.seq


MAX_SAID = 512
"""Characters of an answer or a note that are kept."""
MAX_SEQ = (1 << 32) - 1
MAX_DAY = (1 << 16) - 1
"""The last study day that an event may have: in 2149."""
MAX_CLOCK = (MAX_DAY + 1) * 86_400_000 - 1
MAX_OFFSET = 24 * 60
MAX_GRADE = 4
MAX_TOOK = (1 << 32) - 1


def kept(kind: str, said: str) -> str:
    """What of a text is kept: no lone surrogates, and no more than MAX_SAID characters unless it says settings."""
    if kind != Kind.SETTINGS:
        said = said[:MAX_SAID]
    return said if said.isascii() else said.encode(errors="replace").decode()


def split_uid(uid: str) -> tuple[str, int]:
    """Device and number of a uid. Raises ValueError."""
    device, _, seq = uid.rpartition("-")
    if not device:
        raise ValueError(f"`{uid}` is no uid")
    return device, int(seq)
