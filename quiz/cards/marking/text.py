"""Marking words: the same words are right; a slip, a part of the answer or more than the answer is partly right."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise, product
from unicodedata import normalize

from quiz.cards.marking.folding import is_number, plain, words
from quiz.cards.marking.numerals import ROMAN
from quiz.cards.marking.reasons import it_was, named
from quiz.cards.marking.slips import ONE_SLIP, is_other_word, slips
from quiz.cards.marking.tables import table
from quiz.cards.verdict import Outcome, Verdict, partly, right, wrong

Words = tuple[str, ...]

MAX_TURNED = 4
"""Words of a name that may be said with its last part first."""
MAX_SLIPS = 2
"""Slips forgiven in a whole answer."""
MIN_PART = 0.5
"""Share of the letters from which a part of the answer counts, and that the answer must have where more was said."""
MAX_EXTRA = 3
"""Words that may stand beside the right answer."""

_NEGATIONS = table(
    "not no never non none without except nor neither cannot cant dont doesnt didnt isnt arent wasnt werent"
)
_EITHER = re.compile(r"\bor\b|[;/|]")
_INTRODUCTIONS = table(
    "in at on by of to from with near for it its is was were are they he she this that his her their "
    "called named i think mr mrs ms miss dr prof professor sir a an"
)
# Words that may follow a name and only say what it is the name of.
_APPOSITIONS = table("rover lander rocket spacecraft probe program")
_TITLES = table("mr mrs ms miss dr prof professor sir")
# Words that name a sort of thing and no thing: alone they are no part of an answer.
_SORTS = table(
    "agency base basin bay center centre city company corporation country crater group institute island "
    "lake lander landing laboratory law mare mission mons mount mountain national new north orbit "
    "organization part probe program project river rocket rover saint sea society south space spacecraft "
    "state station system team union university west east year of and the in on at for"
)
_PARENTHESIS = re.compile(r"\(([^()]*)\)")
_SHORTENED = re.compile(r"'(?:ll|re|ve|d|m|t)\b")
_CONTRACTIONS = (
    ("won't", "will not"), ("can't", "cannot"), ("n't", " not"), ("'ll", " will"), ("'re", " are"), ("'ve", " have"),
    ("'m", " am"),
)  # fmt: skip
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Å": "Aa"})
_HAS_UMLAUT = re.compile("[äöüåÄÖÜÅ]")


def mark_text(expected: str, given: str) -> Verdict:
    """The verdict on words, whatever they are about."""
    best = None
    for meant, said in product(_forms(expected), _spellings(given)):
        verdict = _marked(meant, said, expected, given)
        if verdict.outcome is Outcome.RIGHT:
            return verdict
        if best is None or verdict.share > best.share:
            best = verdict
    return best or wrong(it_was(expected))


def _spellings(text: str) -> tuple[Words, ...]:
    """The words, and the words with Umlauts or contractions written out."""
    found = [words(text)]
    if not text.isascii():
        composed = normalize("NFC", text)
        if _HAS_UMLAUT.search(composed):
            found.append(words(composed.translate(_UMLAUTS)))
    folded = plain(text)
    if "'" in folded and _SHORTENED.search(folded):
        for short, full in _CONTRACTIONS:
            folded = folded.replace(short, full)
        found.append(words(folded))
    return tuple(found)


@lru_cache(maxsize=512)
def _forms(expected: str) -> tuple[Words, ...]:
    """The words of the answer, and of the answer without what it says in brackets; or of a short form in brackets."""
    found = list(_spellings(expected))
    if "(" in expected:
        outside = _PARENTHESIS.sub(" ", expected)
        outer = words(outside)
        if outer:
            found += _spellings(outside)
        for inside in _PARENTHESIS.findall(expected):
            inner = words(inside)
            if inner and outer and (is_short_for(inner, outer) or is_short_for(outer, inner)):
                found.append(inner)
    return tuple(dict.fromkeys(form for form in found if form))


def _marked(meant: Words, said: Words, expected: str, given: str) -> Verdict:
    said = _with_last_numeral(meant, said)
    if meant == said or ("".join(meant) == "".join(said) and _joined(meant) == _joined(said)):
        as_written = meant == words(expected) and said == words(given)
        if as_written and _shortened_forms(expected) != _shortened_forms(given):
            return partly(f"Mind the apostrophe: {named(expected)}.", 0.75)
        return right()
    if _NEGATIONS.intersection(meant) != _NEGATIONS.intersection(said):
        return wrong(it_was(expected))
    numbers = _numbers(meant)
    if numbers == _numbers(said):
        for rule in (_reordered, _slipped, _initials):
            verdict = rule(meant, said, expected)
            if verdict:
                return verdict
    elif len(meant) == len(said) and _letters(meant) == _letters(said) != []:
        return wrong(f"Right name, wrong number: it was {named(expected)}.")
    return _part(meant, said, expected) or _more(meant, said, expected, given) or wrong(it_was(expected))


def _with_last_numeral(meant: Words, said: Words) -> Words:
    """I, V and X are numbers when they stand last and the other text has a number there: Saturn V."""
    if len(meant) != len(said) or len(said) < 2:
        return said
    last, asked = said[-1], meant[-1]
    same = ROMAN.get(last) == asked or ROMAN.get(asked) == last
    return (*said[:-1], asked) if same else said


def _joined(parts: Words) -> str:
    """The words without spaces, but between two numbers: Space X is SpaceX, 1 1 is not 11."""
    out = ""
    for word in parts:
        out += " " + word if out and is_number(word) and out[-1].isnumeric() else word
    return out


def _shortened_forms(text: str) -> list[str]:
    folded = plain(text)
    return _SHORTENED.findall(folded) if "'" in folded else []


def _numbers(parts: Words) -> list[str]:
    return [word for word in parts if is_number(word)]


def _letters(parts: Words) -> list[str]:
    return [word for word in parts if not is_number(word)]


def _reordered(meant: Words, said: Words, expected: str) -> Verdict | None:
    """The family name may come first; a number stays with the word before it."""
    one, other = _without_of(meant), _without_of(said)
    if not one or sorted(one) != sorted(other) or is_number(one[0]) or is_number(other[0]):
        return None
    turned = len(one) <= MAX_TURNED and any(one[i:] + one[:i] == other for i in range(1, len(one)))
    if turned and len(meant) == len(said):
        return right()
    if _numbers(meant) and not turned:
        return None
    return partly(f"The right words in another order: {named(expected)}.", 0.75)


def _without_of(parts: Words) -> Words:
    return tuple(word for word in parts if word != "of")


def _slipped(meant: Words, said: Words, expected: str) -> Verdict | None:
    if len(meant) != len(said):
        # A space too many or too few. A word too few is no slip, least of all a single letter: HAKUTO is not HAKUTO-R.
        if any(len(word) == 1 for word in (*meant, *said)) or _is_within(said, meant) or _is_within(meant, said):
            return None
        meant, said = ("".join(meant),), ("".join(said),)
    total = 0
    for one, other in zip(meant, said, strict=True):
        if one == other:
            continue
        found = slips(one, other)
        if found is None:
            same_length = len(one) >= ONE_SLIP and is_other_word(one, other)
            return wrong(f"That is another word: it was {named(expected)}.") if same_length else None
        total += found
        if total > MAX_SLIPS:
            return None
    return partly(f"Nearly: it is spelt {named(expected)}.", 0.75)


def is_short_for(short: Words, long: Words) -> bool:
    """Whether the letters of one are the initials of the other: ESA, U.A.E."""
    letters = "".join(short)
    if not 3 <= len(letters) <= 12 or (len(short) > 1 and any(len(word) > 1 for word in short)) or _numbers(long):
        return False
    big = [word for word in long if word not in ("of", "for", "and", "in", "on", "to")]
    return letters in ("".join(word[0] for word in big), "".join(word[0] for word in long))


def _initials(meant: Words, said: Words, expected: str) -> Verdict | None:
    if is_short_for(said, meant):
        return partly(f"Written out, it is {named(expected)}.", 0.75)
    if is_short_for(meant, said):
        return partly(f"Yes, though the short form was asked for: {named(expected)}.", 0.75)
    return None


def _size(parts: Sequence[str]) -> int:
    return sum(map(len, parts))


def _is_within(inner: Words, outer: Words) -> bool:
    rest = iter(outer)
    return all(word in rest for word in inner)


def _rest(outer: Words, inner: Words) -> list[str]:
    left = list(outer)
    for word in inner:
        left.remove(word)
    return left


def _part(meant: Words, said: Words, expected: str) -> Verdict | None:
    """A part counts when it could not be said of much else: it names something and keeps the number."""
    if len(said) >= len(meant) or not _is_within(said, meant):
        return None
    missing = _rest(meant, said)
    if _TITLES.issuperset(missing):
        return right()
    if said == words(expected.partition(",")[0]):
        return partly(f"In full it is {named(expected)}.", 0.75)  # Denver for "Denver, United States"
    if (_numbers(meant) and not _numbers(said)) or _tells_apart(meant, said, expected):
        return wrong(f"Not enough to tell: it was {named(expected)}.")
    share = _size(_names(said)) / (_size(_names(meant)) or 1)
    if _numbers(said):
        share = max(share, _size(said) / _size(meant))
    if share < MIN_PART:
        return None
    return partly(f"That is only part of it: {named(expected)}.", min(share, 0.75))


def _names(parts: Sequence[str]) -> list[str]:
    return [word for word in parts if word not in _SORTS]


def _tells_apart(meant: Words, said: Words, expected: str) -> bool:
    """Whether a letter or two was left out that tells a thing from its like: HAKUTO-R, type AB; not John F. Kennedy."""
    for before, word in pairwise(meant):
        if word in said or before not in said or is_number(word):
            continue
        if (word == meant[-1] and len(word) <= 2) or (len(word) == 1 and f"-{word}" in plain(expected)):
            return True
    return False


def _more(meant: Words, said: Words, expected: str, given: str) -> Verdict | None:
    if len(said) <= len(meant) or not _is_within(meant, said):
        return None
    extra = _rest(said, meant)
    if said[-len(meant) :] == meant and _INTRODUCTIONS.issuperset(extra):
        return right()
    if said[: len(meant)] == meant and _APPOSITIONS.issuperset(extra):
        return right()
    if _EITHER.search(plain(given)) and not _EITHER.search(plain(expected)):
        return wrong(f"That leaves a choice: it was {named(expected)}.")
    extra = [word for word in extra if word not in _INTRODUCTIONS]
    if len(extra) > MAX_EXTRA or _size(_names(extra)) * MIN_PART > _size(meant) * (1 - MIN_PART):
        return None
    if _numbers(tuple(extra)) or any(len(word) == 1 for word in extra):
        return None
    return partly(f"Right, with more than was asked: {named(expected)}.", 0.75)
