"""What does not matter when texts are compared: case, accents, width, spacing, punctuation, articles, legal forms."""

import re
from functools import lru_cache
from unicodedata import category, digit, normalize

from quiz.cards.marking.numerals import CARDINALS, ORDINALS, ROMAN, readings
from quiz.cards.marking.spelling import american
from quiz.cards.marking.tables import table

_SMALL = 4096
"""Characters remembered by the table: enough for any script in use, too few to fill the memory."""

_LETTERS = {
    "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ŧ": "t", "ı": "i", "ŋ": "n",
    "ʼ": "'", "ʻ": "'", "ʾ": "'", "ʿ": "'", "′": "'", "‵": "'", "‘": "'", "’": "'", "‚": "'", "‛": "'",
    "‹": "'", "›": "'", "`": "'",
    "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "″": '"',
    "−": "-", "⁄": "/", "∕": "/", "×": "x", "∼": "~", "、": ",", "،": ",", "。": ".", "؛": ";",
}  # fmt: skip


def _is_accent(code: int) -> bool:
    # Vowel signs of Indic scripts, Thai and kana voicing are letters, not accents: they stay.
    return (
        0x300 <= code <= 0x36F
        or 0x591 <= code <= 0x5C7
        or 0x64B <= code <= 0x65F
        or 0x1AB0 <= code <= 0x1AFF
        or 0x1DC0 <= code <= 0x1DFF
        or 0x20D0 <= code <= 0x20FF
        or 0xFE20 <= code <= 0xFE2F
    )


def _evened(char: str) -> str:
    if char in _LETTERS:
        return _LETTERS[char]
    if char.isascii():
        return char
    if _is_accent(ord(char)):
        return ""
    number = digit(char, -1)
    if number >= 0:
        return str(number)
    kind = category(char)
    if kind == "Pd":
        return "-"
    if kind == "Cf":
        return ""
    return " " if kind[0] in "PZ" or kind == "Cc" else char


class _Table(dict[int, str]):
    """For `str.translate`: works a character out when it is first met."""

    def __missing__(self, code: int) -> str:
        evened = _evened(chr(code))
        if len(self) < _SMALL:
            self[code] = evened
        return evened


_TABLE = _Table()
_POWER = re.compile(r"(?<=\d)([⁺⁻]?[⁰¹²³⁴-⁹]+)")
_FRACTION = re.compile(r"(?<=\d)(?=[¼-¾⅐-⅞])")


@lru_cache(maxsize=1024)
def plain(text: str) -> str:
    """The text in small letters without accents, with ASCII digits, hyphens and quotes, single spaces and no full stop
    at its end."""
    if text.isascii():
        text = text.lower().replace("`", "'")
    else:
        text = _FRACTION.sub(" ", _POWER.sub(r"^\1", text)).replace("´", "'").replace("\u1ffd", "'")
        text = normalize("NFKD", text).casefold()
        text = normalize("NFC", normalize("NFKD", text).translate(_TABLE))
    text = " ".join(text.split())
    return text.rstrip(" .") or text


_PIECE = re.compile(
    r"(?:(?<![^\s(])-)?\d+(?:[.,]\d+)*"  # a number; a hyphen before it is a minus where a word would begin
    r"|[^\s\d!-/:-@\[-`{-~]+"  # a word
    r"|[+#%@=<>^*$]"  # signs that tell answers apart: C, C++ and C#
    r"|(?<=[^\W\d_])-(?!\S)"  # A- is not A
)
_LEGAL = table("inc incorporated ltd limited llc llp plc gmbh corp corporation company pty pte sarl")
_SHORT_LEGAL = re.compile(
    r"(?:,|\s)\s?(?:s\.a|a\.g|k\.k|n\.v|b\.v|s\.p\.a|s\.a\.r\.l)$|,\s?(?:co|sa|ag|ab|nv|bv|kk|oy|spa)$"
)
_RANGE = frozenset(("from", "to", "between", "and", "until"))


@lru_cache(maxsize=1024)
def words(text: str) -> tuple[str, ...]:
    """The words that count, in one spelling; numbers are words of their own. Empty for text of punctuation only."""
    folded = plain(text)
    if "," in folded or "." in folded:
        folded = _SHORT_LEGAL.sub("", folded) or folded
    if "'" in folded:
        folded = re.sub(r"(?<!\d)'", "", folded)
    if "&" in folded:
        folded = folded.replace("&", " and ")
    pieces = _PIECE.findall(folded)
    out: list[str] = []
    for place, piece in enumerate(pieces):
        out += _one_form(piece, place)
    return _without_small_words(folded, out) or tuple(out)


def _one_form(piece: str, place: int) -> tuple[str, ...]:
    if piece[0].isdigit():
        return (readings(piece)[0],)
    if piece[0] == "-" and len(piece) > 1:
        return ("-" + readings(piece[1:])[0],)
    if piece in CARDINALS:
        return (str(CARDINALS[piece]),)
    if piece in ORDINALS:
        return ORDINALS[piece]
    if place and len(piece) > 1 and piece in ROMAN:
        return (ROMAN[piece],)
    return (american(piece),)


def _without_small_words(folded: str, pieces: list[str]) -> tuple[str, ...]:
    if len(pieces) > 1 and folded.startswith(("a ", "an ")):
        pieces = pieces[1:]
    kept = [
        piece
        for piece, after in zip(pieces, [*pieces[1:], ""], strict=False)
        if piece != "the" and not (piece in _RANGE and is_number(after))
    ]
    company = False
    while len(kept) > 1 and (kept[-1] in _LEGAL or (company and kept[-1] in ("co", "and"))):
        company = True
        kept.pop()
    return tuple(kept)


def is_number(word: str) -> bool:
    """Whether a word holds a digit or a sign that stands for a number."""
    if word.isascii():
        return not word.isalpha() and any(map(str.isdigit, word))
    return any(map(str.isnumeric, word))
