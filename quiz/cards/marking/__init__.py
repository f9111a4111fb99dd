"""Marking what was typed: compared by the type of its value, with the reason in words."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Literal

from quiz.cards.marking.folding import is_number, plain, words
from quiz.cards.marking.tables import table
from quiz.cards.marking.text import mark_text
from quiz.cards.verdict import UNANSWERED, Outcome, Verdict, right

ValueType = Literal["auto", "text", "date", "number", "money", "quantity", "list"]

MAX_TYPED = 512
"""Characters of a typed answer that are looked at."""

_Marker = Callable[[str, str], Verdict | None]


def mark(expected: str, given: str, *, accept: Sequence[str] = (), value: ValueType = "auto") -> Verdict:
    """The verdict on a typed answer. `accept` holds other answers that are right.

    Only the first MAX_TYPED characters of each text count.
    """
    given = given[:MAX_TYPED]
    said = plain(given)
    if not said:
        return UNANSWERED
    answers = [answer[:MAX_TYPED] for answer in (expected, *accept)]
    # What is accepted beside a list may be the name of one thing in it.
    if any(plain(answer) == said for answer in (answers[:1] if value == "list" else answers)):
        return right()
    if not words(given):
        return UNANSWERED
    if value == "list":
        from quiz.cards.marking.lists import mark_list

        return mark_list(answers[0], given, answers[1:], _mark_one)
    best = None
    for answer in answers:
        verdict = _mark_one(answer, given, value)
        if verdict.outcome is Outcome.RIGHT:
            return verdict
        if best is None or verdict.share > best.share:
            best = verdict
    return best or UNANSWERED


def _mark_one(expected: str, given: str, value: ValueType = "auto") -> Verdict:
    verdicts = [verdict for marker in _markers(expected, value) if (verdict := marker(expected, given)) is not None]
    if not verdicts:
        return mark_text(expected, given)
    return max(verdicts, key=lambda verdict: verdict.share)


_COUNTING = table("hundred dozen thousand million billion noon midday midnight")


def _counts(parts: tuple[str, ...]) -> bool:
    return any(is_number(part) or part in _COUNTING for part in parts)


@lru_cache(maxsize=1024)
def _markers(expected: str, value: ValueType) -> tuple[_Marker, ...]:
    """How an answer may be compared before its words are. Numbers and dates are loaded when the first one is asked."""
    if value == "text" or (value == "auto" and not _counts(words(expected))):
        return ()
    from quiz.cards.marking.dates import is_date, mark_date
    from quiz.cards.marking.numbers import is_amount, mark_amount

    if value == "auto":
        if is_date(expected):
            # A bare year is a number as well: "2,000" is what 2000 looks like.
            return (mark_amount, mark_date) if expected.strip().isdigit() else (mark_date,)
        return (mark_amount,) if is_amount(expected) else ()
    return (mark_date,) if value == "date" else (mark_amount,)
