"""How numbers are written: words, Roman numerals, ordinals and the separators of digits."""

import re

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
_TENS = "ten twenty thirty forty fifty sixty seventy eighty ninety"
CARDINALS = {word: number for number, word in enumerate(_SMALL.split())} | {
    word: 10 * number for number, word in enumerate(_TENS.split(), 1)
}

ORDINALS = {
    "first": ("1", "st"),
    "second": ("2", "nd"),
    "third": ("3", "rd"),
    "fourth": ("4", "th"),
    "fifth": ("5", "th"),
    "sixth": ("6", "th"),
    "seventh": ("7", "th"),
    "eighth": ("8", "th"),
    "ninth": ("9", "th"),
    "tenth": ("10", "th"),
    "eleventh": ("11", "th"),
    "twelfth": ("12", "th"),
}

ROMAN = {
    tens + ones: str(10 * i + k)
    for i, tens in enumerate(("", "x", "xx"))
    for k, ones in enumerate(("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"))
    if tens + ones
}
"""1 to 29: kings, wars and rockets."""

_GROUPED = re.compile(r"[1-9]\d{0,2}(?:,\d{2,3})*,\d{3}|[1-9]\d{0,2}(?:\.\d{3}){2,}|[1-9]\d{0,2}(?:'\d{3})+")
_ONE_POINT = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_ONE_COMMA = re.compile(r"[1-9]\d{0,2},\d{3}")


def readings(digits: str) -> tuple[str, ...]:
    """What a run of digits and separators can mean, as plain decimals; the English reading comes first.

    Without any reading (`1.2.3`) the digits come back with points between them.
    """
    if digits.isdigit():
        return (digits,)
    digits = digits.replace("_", "'")
    mark = max(digits.rfind("."), digits.rfind(","))
    if "." in digits and "," in digits:
        whole, part = digits[:mark], digits[mark + 1 :]
        if digits[mark] in whole or not _GROUPED.fullmatch(whole):
            return (digits.replace(",", "."),)
        return (f"{_bare(whole)}.{part}",)
    if "'" in digits and mark > 0 and _GROUPED.fullmatch(digits[:mark]):
        return (f"{_bare(digits[:mark])}.{digits[mark + 1 :]}",)
    if _GROUPED.fullmatch(digits):
        return (_bare(digits), digits.replace(",", ".")) if _ONE_COMMA.fullmatch(digits) else (_bare(digits),)
    if _ONE_POINT.fullmatch(digits):
        return (digits, _bare(digits))
    return (digits.replace(",", ".").replace("'", "."),)


def _bare(digits: str) -> str:
    return digits.replace(",", "").replace(".", "").replace("'", "")
