"""Marking several things at once: in any order, each worth its share."""

import re
from collections.abc import Callable, Sequence
from unicodedata import normalize

from quiz.cards.marking.folding import words
from quiz.cards.marking.reasons import it_was, named
from quiz.cards.marking.tables import table
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
    """The verdict on a list. `accept` holds other whole lists or other names of single things; `mark` compares two."""
    others = [things(other) for other in accept]
    names = [other[0] for other in others if len(other) == 1]
    budget, best = _Budget(mark), wrong(it_was(expected))
    for items in (things(expected), *(other for other in others if len(other) > 1)):
        if items and best.share < 1.0:
            verdict = _marked(items, given, names, budget)
            best = verdict if verdict.share > best.share or not best.share else best
    return best


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
    pieces = _LINES.split(text) if _LINES.search(text) else _pieces(text)
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
    return [piece for part in _COMMAS.split(text) for piece in _AND.split(part) if words(piece)]


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
    known = {_key(name) for name in names}
    over = []
    for piece in said:
        key = _key(piece)
        if key not in known:
            over.append(piece)
            continue
        alike = [_key(item) for item in items if set(_key(item)) & set(key)]
        struck = next((one for one in alike or list(missing) if one in missing), None)
        if struck is not None:
            del missing[struck]
    return over


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
