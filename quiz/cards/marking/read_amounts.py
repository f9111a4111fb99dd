"""Reading a number as it is written: digits or words, a bound, money, a scale, a unit."""

import re
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from quiz.cards.marking.folding import plain
from quiz.cards.marking.numerals import CARDINALS, readings
from quiz.cards.marking.tables import table
from quiz.cards.marking.units import CURRENCIES, SHARED, Unit, same_currency, unit

SCALES = {
    "hundred": 100, "dozen": 12, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "mn": 10**6, "mio": 10**6, "mill": 10**6, "bn": 10**9, "tn": 10**12,
}  # fmt: skip
_LETTERS = {"k": 10**3, "m": 10**6, "b": 10**9}
_LARGEST = 10**60
MAX_WORDS = 3
"""Words behind a number that are taken for what is counted."""


class Amount(NamedTuple):
    """A number and what it counts. `bound` is "over", "under", "about" or "" for exact."""

    value: Fraction
    unit: Unit | None = None
    currency: str = ""
    bound: str = ""
    rest: tuple[str, ...] = ()
    """Words behind it that are no unit."""
    doubtful: bool = False
    """Read with the separators of another country."""

    @property
    def base(self) -> Fraction:
        """The value in base units."""
        return self.value * self.unit.factor + self.unit.zero if self.unit else self.value


_BOUNDS = (
    ("over", re.compile(r"(?:just )?(?:(?:over|above|more than|at least|greater than|in excess of)\b|>=?|≥) ?")),
    ("under", re.compile(r"(?:just )?(?:(?:under|below|less than|fewer than|nearly|almost|up to|at most)\b|<=?|≤) ?")),
    ("about", re.compile(r"(?:(?:about|around|approximately|approx|roughly|circa|ca|c|some)\b\.?|[~≈]) ?")),
    ("", re.compile(r"(?:exactly|precisely|just|only|a total of|the)\b ?")),
)
_BOUND_AFTER = re.compile(r"(?: ?\+| or more| and more| plus)$")
_ABOUT_AFTER = re.compile(r"(?: or so| approximately| approx| roughly| or thereabouts)$")
_SIGN = "|".join(re.escape(name) for name in sorted(CURRENCIES, key=len, reverse=True) if " " not in name)
_HEAD = re.compile(rf"(?P<minus>-|minus |negative )?\+? ?(?P<currency>(?:{_SIGN})(?![a-z]))? ?(?P<late>-)?")
_FRACTION = re.compile(r"(?:(\d{1,6}) )?([1-9]\d?)/([1-9]\d{0,2})(?![\d/])")
_SPACED = re.compile(r"([1-9]\d{0,2}(?: \d{3})+)([.,]\d+)?(?![\d.,])(?! \d)")
_DIGITS = re.compile(r"\d+(?:[.,'_]\d+)*|[.,]\d+")
_TENS = re.compile(r" ?[x*] ?10\^?(-?\d{1,2})(?!\d)|e\+?(-?\d{1,2})(?![\w.,])")
_POWER = re.compile(r"10\^(-?\d{1,2})(?![\w.,])")
_NUMBER = re.compile(r"\d+(?:\.\d+)?|\.\d+")
_WORD = re.compile(r"[ -]?([a-z]+)")
_REFUSED = table("or not no and to minus plus")


@lru_cache(maxsize=512)
def parse(text: str) -> tuple[Amount, ...]:
    """What a text can mean as a number with or without a unit, the likeliest first; nothing when it is none."""
    folded = plain(text)
    bound, folded = _bound(folded)
    head = _HEAD.match(folded)
    if not folded or not head:
        return ()
    negative = bool(head["minus"] or head["late"])
    currency = CURRENCIES[head["currency"]] if head["currency"] else ""
    found = [
        amount._replace(value=-amount.value if negative else amount.value, bound=bound)
        for value, doubtful, tail in _numbers(folded[head.end() :])
        for amount in _measured(Amount(value, currency=currency, doubtful=doubtful), tail)
    ]
    # 20M is twenty million and 20 m are metres, 35k is a number and 300 K a temperature; whoever types may mean either.
    scaled = bool(re.search(r"\d ?M(?![A-Za-z])|\d ?k(?![A-Za-z])|\dK(?![A-Za-z])", text))
    return tuple(sorted(found, key=lambda amount: (amount.doubtful, (amount.unit is None) != scaled)))


def is_amount(text: str) -> bool:
    """Whether a text is a number, a sum of money, a quantity or a count: "275 languages", but not "12 Angry Men"."""
    found = parse(text)
    if not found or re.match(r"[-+]?0\d", plain(text)):
        return False  # 007 is a name
    rest = found[0].rest
    return not rest or (len(rest) == 1 and found[0].value != 1 and text.split()[-1].islower())


def _bound(text: str) -> tuple[str, str]:
    bound = ""
    for name, after in (("over", _BOUND_AFTER), ("about", _ABOUT_AFTER)):
        shorter = after.sub("", text)
        if shorter != text:
            bound, text = name, shorter
    for _ in range(3):
        for name, before in _BOUNDS:
            match = before.match(text)
            if match:
                bound, text = name or bound, text[match.end() :]
                break
        else:
            break
    return bound, text


def _numbers(text: str) -> list[tuple[Fraction, bool, str]]:
    """The values that a text can begin with: value, whether doubtful, what follows."""
    if match := _FRACTION.match(text):
        if int(match[2]) >= int(match[3]) or int(match[3]) not in (2, 3, 4, 5, 6, 8, 10, 100):
            return []
        return [(int(match[1] or 0) + Fraction(int(match[2]), int(match[3])), False, text[match.end() :])]
    if match := _POWER.match(text):
        return [(Fraction(10) ** int(match[1]), False, text[match.end() :])]
    if match := _SPACED.match(text):
        written = match[1].replace(" ", "") + (match[2] or "").replace(",", ".")
        return [(Fraction(written), False, text[match.end() :])]
    match = _DIGITS.match(text)
    if not match:
        return _in_words(text)
    values = [Fraction(r) for r in readings(match[0]) if _NUMBER.fullmatch(r)]
    tail = text[match.end() :]
    if tens := _TENS.match(tail):
        # Nothing times anything is nothing, whatever is written; a point that may part thousands is not guessed at.
        power = Fraction(10) ** int(tens[1] or tens[2])
        return [(values[0] * power, False, tail[tens.end() :])] if values and values[0] else []
    return [(value, i > 0, tail) for i, value in enumerate(values)]


def _in_words(text: str) -> list[tuple[Fraction, bool, str]]:
    """ "two hundred and seventy-five", "half a million", "a dozen"."""
    if text.startswith("half a ") and text[7:].split(" ")[0] in SCALES:
        return [(Fraction(1, 2), False, text[7:])]
    total = current = at = 0
    started = False
    while match := _WORD.match(text, at):
        word = match[1]
        number = CARDINALS.get(word)
        if number is not None:
            if started and (current % 10 or current % 100 == 10 or (current % 100 and number > 9)):
                return []  # "nineteen sixty-nine" is a year, "two seven" is nothing
            current += number
        elif word in ("hundred", "dozen", "thousand", "million", "billion", "trillion"):
            scale, current = SCALES[word], current if started else 1
            total, current = (total, current * scale) if scale < 1000 else (total + current * scale, 0)
        elif word in ("a", "an") and not started and _can_be_one(text[match.end() :].strip().partition(" ")[0]):
            current = 1
        elif not (word == "and" and started and _carries_on(text, match.end())):
            break
        started, at = True, match.end()
    return [(Fraction(total + current), False, text[at:])] if started else []


def _can_be_one(word: str) -> bool:
    """A million, an hour: the article counts."""
    return word in SCALES or (len(word) > 2 and unit(word) is not None)


def _carries_on(text: str, at: int) -> bool:
    match = _WORD.match(text, at)
    return bool(match and match[1] in CARDINALS)


def _measured(amount: Amount, tail: str) -> list[Amount]:
    """The amount with the scale and the unit that follow it."""
    tail = tail.strip(" -")
    match = _WORD.match(tail)
    if match and match[1] in SCALES:
        while match and match[1] in SCALES and amount.value < _LARGEST:
            amount, tail = amount._replace(value=amount.value * SCALES[match[1]]), tail[match.end() :].strip(" -")
            match = _WORD.match(tail)
        return _with_unit(amount, tail)
    if not match or match[1] not in _LETTERS or tail[match.end() : match.end() + 1] not in ("", " "):
        return _with_unit(amount, tail)
    larger = _with_unit(amount._replace(value=amount.value * _LETTERS[match[1]]), tail[match.end() :])
    money = [one for one in larger if one.currency]
    return money or (larger if match[1] != "b" else []) + _with_unit(amount, tail)


def _with_unit(amount: Amount, tail: str) -> list[Amount]:
    parts = tuple(tail.split())
    for size in range(min(MAX_WORDS, len(parts)), 0, -1):
        name, rest = " ".join(parts[:size]), parts[size:]
        code, measure = CURRENCIES.get(name), unit(name)
        found = []
        if code and (not amount.currency or same_currency(amount.currency, code) is not False):
            exact = amount.currency if code in SHARED else code
            found += _with_rest(amount._replace(currency=exact or code), rest)
        if measure and not amount.currency and (name != "in" or not rest):
            found += _with_smaller(amount._replace(unit=measure), rest)
        if found:
            return found
    return _with_rest(amount, parts)


def _with_smaller(amount: Amount, rest: tuple[str, ...]) -> list[Amount]:
    """One hour *30 minutes*, 5 ft *3 in*."""
    text = " ".join(rest[1:] if rest[:1] == ("and",) else rest)
    large = amount.unit
    if not large or not text or not text[0].isdigit() or large.measures == "temperature":
        return _with_rest(amount, rest)
    for value, doubtful, tail in _numbers(text):
        for smaller in () if doubtful else _measured(Amount(value), tail):
            if smaller.unit and smaller.unit.measures == large.measures and smaller.unit.factor < large.factor:
                return [smaller._replace(value=amount.value + smaller.base / large.factor, unit=large)]
    return []


def _with_rest(amount: Amount, parts: tuple[str, ...]) -> list[Amount]:
    if len(parts) > MAX_WORDS or _REFUSED.intersection(parts) or not all(part.isalpha() for part in parts):
        return []
    return [amount._replace(rest=parts)]
