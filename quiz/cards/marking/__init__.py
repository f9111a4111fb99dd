"""Marking what was typed: compared by the type of its value, with the reason in words."""

from collections.abc import Sequence
from typing import Literal

from quiz.cards.verdict import UNANSWERED, Verdict, right, wrong

ValueType = Literal["auto", "text", "date", "number", "money", "quantity", "list"]

MAX_TYPED = 512
"""Characters of a typed answer that are looked at."""


def mark(expected: str, given: str, *, accept: Sequence[str] = (), value: ValueType = "auto") -> Verdict:
    """The verdict on a typed answer."""
    given = given[:MAX_TYPED].strip()
    if not given:
        return UNANSWERED
    return right() if given.casefold() in {expected.casefold(), *(a.casefold() for a in accept)} else wrong()
