"""Marking several things at once: in any order, each worth its share."""

import re
from collections.abc import Callable, Iterable, Sequence
from unicodedata import normalize

from quiz.cards.marking.folding import words
from quiz.cards.marking.reasons import it_was, named
from quiz.cards.marking.tables import table
from quiz.cards.marking.text import is_short_for
from quiz.cards.verdict import Verdict, partly, right, wrong

MAX_COMPARED = 50
"""Pairs of things that are compared letter by letter in one answer; the others must be equal to count."""
MAX_READ = 512
"""Characters of a list that are looked at."""
MAX_JOINED = 4
"""Pieces that one thing may consist of, as `Tokyo, Japan`."""

_LEGAL = table("inc ltd llc plc gmbh co corp sa ag kk nv bv")
_LINES = re.compile(r"[;\n]")
_COMMAS = re.compile(r"[;\n、]|(?<!\d),|,(?!\d{3}(?!\d))")  # not within 1,000
_AND = re.compile(r"\s(?:and|&)\s|^\s*(?:and|&)\s", re.IGNORECASE)

Key = tuple[str, ...]
Mark = Callable[[str, str], Verdict]


def mark_list(expected: str, given: str, accept: Sequence[str], mark: Mark) -> Verdict:
    """The verdict on a list; `mark` compares two things.

    `accept` holds other whole lists or other names of single things; `USA = United States` says whose name it is.
    """
    items, budget = things(expected), _Budget(mark)
    wholes = [other for other in accept if _is_whole(other, expected, len(items))]
    names = [other for other in accept if other not in wholes]
    best = wrong(it_was(expected))
    for meant in (items, *map(things, wholes)):
        if meant and best.share < 1.0:
            verdict = _marked(meant, given, names, budget)
            best = verdict if verdict.share > best.share or not best.share else best
    return best


def _is_whole(other: str, expected: str, count: int) -> bool:
    """Whether an accepted text is a list as long as the answer, and not one thing with a comma in it."""
    return len(things(other)) == count > 1 and bool(_LINES.search(other)) >= bool(_LINES.search(expected))


class _Budget:
    """Compares two things until the comparisons are used up."""

    def __init__(self, mark: Mark) -> None:
        self.mark, self.left = mark, MAX_COMPARED

    def share(self, meant: str, said: str) -> float:
        self.left -= 1
        return self.mark(meant, said).share if self.left >= 0 else 0.0


def things(text: str) -> list[str]:
    """The things in a list: parted by semicolons or line ends if there are any, else by commas and "and"."""
    text = _even(text)
    return _with_legal_forms(_LINES.split(text)) if _LINES.search(text) else _pieces(text)


def _with_legal_forms(pieces: Iterable[str]) -> list[str]:
    out: list[str] = []
    for piece in pieces:
        found = words(piece)
        if out and found and _LEGAL.issuperset(found):
            out[-1] += ", " + piece.strip()
        elif found:
            out.append(piece.strip())
    return out


def _even(text: str) -> str:
    """Commas of any width alike."""
    return normalize("NFKC", text)[:MAX_READ]


def _pieces(text: str) -> list[str]:
    return _with_legal_forms(piece for part in _COMMAS.split(text) for piece in _AND.split(part))


def _key(text: str) -> Key:
    return tuple(word for word in words(text) if word != "and")


def _marked(items: list[str], given: str, names: list[str], budget: _Budget) -> Verdict:
    missing = {_key(item): item for item in items}
    whole, all_keys = len(missing), set(missing)
    over = _take_equal(_pieces(_even(given)), missing)
    over = list({key: piece for piece in over if (key := _key(piece)) not in all_keys}.values())
    over = _take_named(over, missing, items, names)
    shares = [1.0] * (whole - len(missing))
    over = _take_alike(over, missing, shares, budget)
    share = sum(shares) / max(whole, len(shares) + len(over))
    if share == 1.0:
        return right()
    reason = _reason(len(shares), whole, list(missing.values()), over)
    return partly(reason, share) if share else wrong(reason)


def _take_equal(said: list[str], missing: dict[Key, str]) -> list[str]:
    """Strike what was said from `missing`; returns what is left of what was said."""
    over, at = [], 0
    keys = [_key(piece) for piece in said]
    while at < len(said):
        for size in range(min(MAX_JOINED, len(said) - at), 0, -1):
            key = tuple(word for piece in keys[at : at + size] for word in piece)
            if missing.pop(key, None) is not None:
                at += size
                break
        else:
            over.append(said[at])
            at += 1
    return over


def _take_named(said: list[str], missing: dict[Key, str], items: list[str], names: list[str]) -> list[str]:
    """Strike the things that were called by another name; a second name of a thing neither adds nor costs."""
    owners = dict(_owned(name, items) for name in names)
    over, guessed = [], False
    for piece in said:
        key = _key(piece)
        owner = owners.get(key, ())
        if owner is None and missing and not guessed:
            # Nobody says whose name it is: it may stand for one of those left, but only once.
            owner, guessed = next(iter(missing)), True
        if owner == ():
            over.append(piece)
        elif owner:
            missing.pop(owner, None)
    return over


def _owned(name: str, items: list[str]) -> tuple[Key, Key | None]:
    """A name and the thing that it is a name of, if that can be told."""
    name, _, owner = (part.strip() for part in name.partition("="))
    key = _key(name)
    if owner:
        return key, _key(owner)
    shared, item = max((len(set(_key(item)) & set(key)), item) for item in items)
    if shared:
        return key, _key(item)
    for item in items:
        other = _key(item)
        begins = len(other) > 1 and "".join(key).startswith("".join(word[0] for word in other))
        if begins or is_short_for(key, other) or is_short_for(other, key):
            return key, other
    return key, None


def _take_alike(said: list[str], missing: dict[Key, str], shares: list[float], budget: _Budget) -> list[str]:
    """Strike what was nearly said, or said in other words."""
    over = []
    for piece in said:
        share, key = max(((budget.share(item, piece), key) for key, item in missing.items()), default=(0.0, ()))
        if share:
            del missing[key]
            shares.append(share)
        else:
            over.append(piece)
    return over


def _reason(found: int, whole: int, missing: list[str], over: list[str]) -> str:
    parts = [f"{found} of {whole}"]
    if missing:
        parts.append(f"missing: {_some(missing)}")
    elif not over:
        parts.append("nearly")
    if over:
        parts.append(f"not among them: {_some(over)}")
    return "; ".join(parts) + "."


def _some(names: list[str]) -> str:
    return ", ".join(map(named, names[:3])) + (" …" if len(names) > 3 else "")
