"""Marking numbers, sums of money and quantities: the value counts, however it is written."""

import re
from fractions import Fraction
from itertools import product

from quiz.cards.marking.folding import words
from quiz.cards.marking.read_amounts import Amount, is_amount, parse
from quiz.cards.marking.reasons import it_was, named
from quiz.cards.marking.slips import slips
from quiz.cards.marking.units import CURRENCIES, same_currency
from quiz.cards.verdict import Verdict, partly, right, wrong

TOLERANCE = Fraction(1, 200)
"""What a rounded conversion between systems of units may be off by."""

__all__ = ["distance", "is_amount", "mark_amount", "tolerance"]

_WITHIN = re.compile(r"(\d+(?:\.\d+)?) ?(%?)")


def mark_amount(expected: str, given: str) -> Verdict | None:
    """The verdict on a number with or without a unit; None when one of the two is none."""
    meant, said = parse(expected), parse(given)
    if not meant or not said:
        return None
    # "Five pounds" may be money or weight; any other second reading of the answer was not meant.
    sure = [amount for amount in meant if not amount.doubtful and amount.value == meant[0].value]
    verdicts = [v for one, other in product(sure, said) if (v := _marked(one, other, named(expected))) is not None]
    return max(verdicts, key=lambda verdict: verdict.share) if verdicts else None


def distance(expected: str, given: str) -> Fraction | None:
    """How far a number is off, in the base unit of the answer; a bare number counts in the unit of the answer.

    None when one of the two is none or they do not measure the same.
    """
    meant, said = parse(expected), parse(given)
    if not meant or not said:
        return None
    one, other = meant[0], said[0]
    if other.unit is None and (other.currency in ("", one.currency)):
        other = other._replace(unit=one.unit, currency=one.currency)
    if (one.unit and one.unit.measures) != (other.unit and other.unit.measures):
        return None
    if one.currency != other.currency and same_currency(one.currency, other.currency) is not True:
        return None
    return abs(one.base - other.base)


def tolerance(expected: str, within: str) -> Fraction | None:
    """How far off is still right, in the base unit of the answer: `5` of its unit, or `5 %`; None for anything else."""
    meant, match = parse(expected), _WITHIN.fullmatch(within.strip())
    if not meant or not match:
        return None
    size = Fraction(match[1])
    if match[2]:
        return abs(meant[0].base) * size / 100
    return size * (meant[0].unit.factor if meant[0].unit else 1)


def _marked(meant: Amount, said: Amount, answer: str) -> Verdict | None:
    verdict = _money(meant, said, answer) if meant.currency else _quantity(meant, said, answer)
    if verdict is None or not verdict.share:
        return verdict
    if meant.rest and said.rest and words(" ".join(meant.rest)) != words(" ".join(said.rest)):
        return partly(f"Right number: it was {answer}.", min(verdict.share, 0.75))
    if {meant.bound, said.bound} == {"over", "under"}:
        return wrong(f"The wrong way round: it was {answer}.")
    if said.bound in ("over", "under") and not meant.bound:
        return partly(f"It was exactly {answer}.", min(verdict.share, 0.75))
    if said.doubtful:
        return partly(f"Right if that separates thousands: {answer}.", min(verdict.share, 0.75))
    return verdict


def _money(meant: Amount, said: Amount, answer: str) -> Verdict | None:
    equal = meant.value == said.value
    if not said.currency:
        if said.unit or not equal:
            return wrong(_off(meant, said, answer))
        if said.rest and not _is_misspelt(said.rest[-1], meant.currency):
            return None
        if said.rest:
            return partly(f"Nearly, mind the currency: {answer}.", 0.75)
        return partly(f"The currency was missing: {answer}.")
    same = same_currency(meant.currency, said.currency)
    if same is False and equal:
        return wrong(f"Right sum, wrong currency: it was {answer}.")
    if not equal:
        return wrong(_off(meant, said, answer))
    return right() if same else partly(f"Which currency? It was {answer}.", 0.75)


def _is_misspelt(word: str, currency: str) -> bool:
    return any(slips(name, word) for name, code in CURRENCIES.items() if same_currency(currency, code))


def _quantity(meant: Amount, said: Amount, answer: str) -> Verdict | None:
    equal = meant.value == said.value
    if meant.unit is None:
        return right() if equal else wrong(_off(meant, said, answer))
    if said.unit is None:
        if said.rest:
            return None
        if equal and not said.currency:
            return partly(f"The unit was missing: {answer}.")
        return wrong(_off(meant, said, answer))
    if said.unit.measures != meant.unit.measures:
        return wrong(f"Right figure, wrong unit: it was {answer}." if equal else _off(meant, said, answer))
    if said.base == meant.base:
        return right()
    converted = said.unit != meant.unit and not (said.unit.metric and meant.unit.metric)
    if converted and abs(said.base - meant.base) <= abs(meant.base) * TOLERANCE:
        return right(f"Rounded, that is {answer}.")
    return wrong(f"Right figure, wrong unit: it was {answer}." if equal else _off(meant, said, answer))


def _off(meant: Amount, said: Amount, answer: str) -> str:
    """What is wrong with a value: its sign, its size, or little."""
    one, other = meant.base, said.base
    if one and one == -other:
        return f"The sign was wrong: it was {answer}."
    if one and other and _is_power_of_ten(one / other):
        return f"Right figures, wrong size: it was {answer}."
    if one and abs(one - other) <= abs(one) / 20:
        return f"Close, but it was {answer}."
    return it_was(answer)


def _is_power_of_ten(ratio: Fraction) -> bool:
    large = max(abs(ratio), 1 / abs(ratio))
    return large > 1 and large.denominator == 1 and large.numerator < 10**16 and str(large.numerator).strip("0") == "1"
