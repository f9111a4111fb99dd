"""The span index finds every key and value of every TOML text that the parser takes."""

import math

import tomli
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from quiz.deckfile.spans import Locator

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
    | st.sampled_from(["[[card]]", '"""', "'''", "# no comment", "a = 1", "{", "]", "x, y", "\\", "ends \\", "\r", "\r\n"])
)
VALUES = st.recursive(
    SCALAR, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEY, inner, max_size=4), max_leaves=12
)
DATA = st.dictionaries(KEY, VALUES, max_size=5)


def leaves(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[tuple[str | int, ...], object]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = [leaf for key, inner in pairs for leaf in leaves(inner, (*path, key))]
    return found or [(path, value)]


def same(one: object, other: object) -> bool:
    if isinstance(one, float) and isinstance(other, float) and math.isnan(one):
        return math.isnan(other)
    return one == other and type(one) is type(other)


def agree(text: str) -> None:
    """Every leaf's slice is its value, and every key's place shows the key."""
    data = tomli.loads(text)
    locator = Locator(text)
    lines = text.replace("\r\n", "\n").split("\n")
    for path, value in leaves(data):
        written = locator.written(path)
        if written or value not in ({}, []):
            assert same(tomli.loads(f"x = {written}")["x"], value), (path, written)
        for cut in range(1, len(path) + 1):
            key, name = locator.key(path[:cut]), path[cut - 1]
            assert 1 <= key.line <= len(lines)
            assert 1 <= key.column <= len(lines[key.line - 1]) + 1
            assert key.length >= 1
            if isinstance(name, str) and cut == len(path):
                shown = lines[key.line - 1][key.column - 1 :][: key.length].strip()
                shown = shown.strip("[] ") if shown.startswith("[") else shown
                assert last_name(tomli.loads(f"{shown} = 1")) == name, (path, shown)


def last_name(table: dict[str, object]) -> str:
    ((name, inner),) = table.items()
    return last_name(inner) if isinstance(inner, dict) else name


@given(DATA, st.booleans())
def test_every_leaf_of_generated_toml_is_found(data: dict[str, object], multiline: bool) -> None:
    agree(tomli_w.dumps(data, multiline_strings=multiline))


@st.composite
def handwritten(draw: st.DrawFn) -> str:
    """TOML as people write it: comments, dotted keys, inline tables over several lines, all kinds of strings."""
    names = st.sampled_from(["a", "b", "c", "dd", "e-f", '"g.h"', "'i j'", '"\\u00e9"', '"k]"', "1"])
    gap = st.sampled_from(["", " ", "  ", "\t"])
    note = st.sampled_from(["", " # note", ' # "open', " # ''' [[card]]", "\t# }"])
    line_gap = st.sampled_from(["", "\n", "\n  ", " # c ]\n\t", " "])
    end = draw(st.sampled_from(["\n", "\r\n"]))
    string = st.sampled_from([
        '"plain"', "'literal \\'", '"with \\" quote # no"', '"""one"""', "'''two'''", '""""four"""', '"""five"""""', '""', "''",
        '"""\nseveral\n[[card]]\nx = 1\n"""', "'''\n[a]\n\"open\n'''", '"""a \\\n   b"""', '"é → 日本"', '"\\u00e9\\\\"',
        "'''it''s'''", '"""a ""b"" \\""""', "''''x'''",
    ])  # fmt: skip
    plain = st.sampled_from(["1", "-2.5e3", "true", "1979-05-27 07:32:00Z", "07:32:00", "0xff", "1_000", "inf", "2022-12-11"])

    def value(depth: int) -> str:
        kind = draw(st.integers(0, 5 if depth < 3 else 3))
        if kind < 2:
            return draw(string)
        if kind < 4:
            return draw(plain)
        if kind == 4:
            items = [draw(line_gap) + value(depth + 1) + draw(line_gap) for _ in range(draw(st.integers(0, 3)))]
            return "[" + ",".join(items) + ("," if items and draw(st.booleans()) else "") + draw(line_gap) + "]"
        return "{" + draw(line_gap) + ",".join(
            pair(depth + 1, name) + draw(line_gap) for name in draw(st.lists(names, unique=True, max_size=3))
        ) + "}"  # fmt: skip

    def pair(depth: int, name: str) -> str:
        key = draw(gap).join([name, *(f".{draw(gap)}{n}" for n in draw(st.lists(names, max_size=2)))])
        return f"{draw(gap)}{key}{draw(gap)}={draw(gap)}{value(depth)}"

    lines = [pair(0, name) + draw(note) for name in draw(st.lists(names, unique=True, max_size=3))]
    for number in range(draw(st.integers(0, 4))):
        header = draw(st.sampled_from([f"[t{number}]", "[[card]]", "[[ card ]]", f"[card.n{number}]", f"[u.\"v w\".x{number}]"]))
        lines += ["", draw(gap) + header + draw(note)]
        lines += [pair(0, name) + draw(note) for name in draw(st.lists(names, unique=True, max_size=3))]
        if draw(st.booleans()):
            lines.append("# [[card]] is a comment")
    return "\n".join(lines).replace("\n", end) + draw(st.sampled_from(["", end]))


@given(handwritten())
def test_every_leaf_of_handwritten_toml_is_found(text: str) -> None:
    try:
        tomli.loads(text)
    except tomli.TOMLDecodeError:
        return  # a header twice, a table over a value: no TOML
    agree(text)


@given(st.text() | st.text("[]{}\"'#=.,\n ab\\"), st.lists(st.integers(0, 3) | st.text(max_size=2), max_size=4))
def test_any_text_and_any_path_gives_a_place_in_it(text: str, path: list[str | int]) -> None:
    locator = Locator(text)
    lines = text.replace("\r\n", "\n").split("\n")
    for place in (locator.key(tuple(path)), locator.value(tuple(path)), locator.table(tuple(path))):
        assert 1 <= place.line <= len(lines)
        assert 1 <= place.column <= len(lines[place.line - 1]) + 1
        assert locator.line(place.line) == lines[place.line - 1]
