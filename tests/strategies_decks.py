"""Decks as Hypothesis writes them: cards of every kind that there is, whatever their fields."""

from dataclasses import MISSING, fields
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

import tomli
from hypothesis import strategies as st

from quiz.cards import kind
from quiz.cards.bounds import Length
from quiz.deckfile.fields import KEYS

BARE = st.text("abcdefghijk-_0123456789", min_size=1, max_size=6)
TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
KEY = BARE | st.sampled_from(["a.b", "", "]", "[[card]]", "a b", "=", "#", "'", '"', "\\", "é", "\t", "c\n"])
SCALAR = (
    st.booleans()
    | st.integers(-(10**9), 10**9)
    | st.floats(allow_nan=False)
    | TEXT
    | st.dates().filter(lambda day: day.year > 999)
    | st.datetimes().filter(lambda moment: moment.year > 999)
    | st.sampled_from(["[[card]]", '"""', "'''", "# no comment", "a = 1", "{", "]", "x, y", "\\", "ends \\", "\r"])
)
VALUES = st.recursive(
    SCALAR, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEY, inner, max_size=4), max_leaves=12
)
DATA = st.dictionaries(KEY, VALUES, max_size=5)

WORDS = st.text("abcdefghij ÄÖé海\n\t\"'\\[]{}#=.", min_size=1, max_size=20).filter(lambda text: bool(text.strip()))
SLUGS = st.from_regex(r"[a-z0-9][a-z0-9._-]{0,12}", fullmatch=True)


def values_of(hint: Any) -> st.SearchStrategy[Any]:
    """Anything in TOML that a field of this type takes."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Annotated:
        least, most = next(((limit.low, limit.high) for limit in inner[1:] if isinstance(limit, Length)), (0, 4))
        entries = [values_of(part) for part in get_args(inner[0]) if part is not ...]
        if get_origin(inner[0]) is tuple:
            return st.lists(entries[0], min_size=least, max_size=min(most, 4), unique=True)
        if get_origin(inner[0]) is dict:
            return st.dictionaries(*entries, min_size=least, max_size=min(most, 4))
        return values_of(inner[0])
    if origin is Literal:
        return st.sampled_from(inner)
    if origin is tuple:
        return st.lists(values_of(inner[0]), max_size=4, unique=True)
    if origin is dict:
        return st.dictionaries(values_of(inner[0]), values_of(inner[1]), max_size=3)
    plain = {str: WORDS, bool: st.booleans(), int: st.integers(-999, 999), float: st.floats(-999, 999)}
    return plain[hint] if hint in plain else st.one_of([values_of(part) for part in inner])


@st.composite
def cards(draw: st.DrawFn, name: str) -> dict[str, Any]:
    """The keys of a card of a kind: one of its examples, with any of its keys changed."""
    cls = kind(name)
    hints = get_type_hints(cls, include_extras=True)
    card: dict[str, Any] = tomli.loads(draw(st.sampled_from(cls.examples)))
    for item in fields(cls):
        key = KEYS.get(item.name, item.name)
        if key in ("id", "kind", "image", "was") or draw(st.integers(0, 3)):
            continue
        if key in card and item.default is not MISSING and draw(st.booleans()):
            del card[key]
        else:
            card[key] = draw(values_of(hints[item.name]))
    if draw(st.booleans()):
        card["image"] = draw(st.sampled_from(["moon.png", "pictures/the moon.jpg", "a/b/c.gif"]))
    if draw(st.booleans()):
        card["x-own"] = draw(VALUES)
    return card


@st.composite
def decks(draw: st.DrawFn, name: str) -> dict[str, Any]:
    found = draw(st.lists(cards(name), min_size=1, max_size=4))
    ids = draw(st.lists(SLUGS, unique=True, min_size=2 * len(found), max_size=2 * len(found)))
    for number, card in enumerate(found):
        card["id"] = ids[number]
        if draw(st.booleans()):
            card["was"] = [ids[len(found) + number]]
    head = {"id": draw(SLUGS), "title": draw(WORDS), "tags": draw(st.lists(WORDS, max_size=2))}
    return {**head, "lang": draw(st.sampled_from(["en", "ja"])), "card": found}
