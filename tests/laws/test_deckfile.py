"""What holds of every TOML text and of every deck."""

import math

import pytest
import tomli
import tomli_w
from hypothesis import given
from hypothesis import strategies as st
from strategies_decks import DATA, KEY, VALUES, decks

from quiz.cards import kind, kind_names
from quiz.deckfile.deck import Deck
from quiz.deckfile.lint import ERRORS
from quiz.deckfile.read import read_deck
from quiz.deckfile.spans import Locator
from quiz.deckfile.toml import decode, parse
from quiz.deckfile.write import deck_fields, deck_text
from quiz.text import clean

# Places


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
        '"plain"', "'literal \\'", '"with \\" quote # no"', '"""one"""', "'''two'''", '""""four"""', '"""five"""""',
        '""', "''", '"""\nseveral\n[[card]]\nx = 1\n"""', "'''\n[a]\n\"open\n'''", '"""a \\\n   b"""', '"é → 日本"',
        '"\\u00e9\\\\"', "'''it''s'''", '"""a ""b"" \\""""', "''''x'''",
    ])  # fmt: skip
    plain = st.sampled_from(
        ["1", "-2.5e3", "true", "1979-05-27 07:32:00Z", "07:32:00", "0xff", "1_000", "inf", "2022-12-11"]
    )

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
        headers = [f"[t{number}]", "[[card]]", "[[ card ]]", f"[card.n{number}]", f'[u."v w".x{number}]']
        header = draw(st.sampled_from(headers))
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


# Any text, any bytes


TOKENS = st.sampled_from([
    "format = 1\n", 'id = "a"\n', 'title = "A"\n', "[[card]]\n", 'kind = "recall"\n', 'kind = "choice"\n', 'q = "x?"\n',
    'answer = "y"\n', 'wrong = ["a"]\n', 'text = "{{c1::a}}"\n', 'kind = "cloze"\n', "[card]\n", "[card.notes]\n",
    "a.b = 1\n", "[defaults]\n", "tz = 5\n", '"', "'", "[", "]", "{", "}", "=", ".", ",", "#", "\\", "\n", "\r\n",
    "\x1b", "\u202e", "5", "x", 'was = ["a"]\n', 'image = "../x"\n', "x-y = 1\n",
])  # fmt: skip


@given(st.text() | st.lists(TOKENS, max_size=30).map("".join))
def test_no_text_breaks_the_reader(text: str) -> None:
    deck, problems = read_deck(text, "any.deck.toml")
    assert (deck is None) == any(not problem.warning for problem in problems)
    for problem in problems:
        assert clean(problem.text()) == problem.text()
        problem.as_json()


@given(st.binary() | st.lists(TOKENS, max_size=30).map(lambda tokens: "".join(tokens).encode("utf-16-le")))
def test_no_bytes_break_the_decoder(raw: bytes) -> None:
    text, problems = decode(raw, "any.deck.toml")
    assert (text is None) == bool(problems)
    for problem in problems:
        problem.text()


@given(st.dictionaries(KEY, VALUES, max_size=4))
def test_every_text_that_comes_out_is_harmless(data: dict[str, object]) -> None:
    found, problems = parse(tomli_w.dumps(data), "any.toml")
    if found is None:
        assert problems
        return
    texts = [text for path, value in leaves(found) for text in (*path, value) if isinstance(text, str)]
    assert all(clean(text) == text for text in texts)
    was_harmless = all(
        clean(text) == text for path, value in leaves(data) for text in (*path, value) if isinstance(text, str)
    )
    assert was_harmless == (not problems)
    if was_harmless:
        assert tomli_w.dumps(found) == tomli_w.dumps(data)


# Writing and reading


@pytest.mark.parametrize("name", kind_names())
@given(st.data())
def test_a_deck_written_and_read_is_the_same_deck(name: str, data: st.DataObject) -> None:
    raw = data.draw(decks(name))
    text = deck_text(raw)
    assert text == deck_text(raw)
    assert tomli.loads(text) == {"format": 1, **raw}
    deck, problems = read_deck(text, "any.deck.toml")
    errors = {problem.code for problem in problems if not problem.warning}
    assert errors <= ERRORS, [problem.text() for problem in problems if not problem.warning]
    if deck is None:
        return
    for card, written in zip(deck.cards, raw["card"], strict=True):
        assert type(card) is kind(name)
        assert card.id == written["id"]
    again, _ = read_deck(deck_text(deck_fields(deck)), "any.deck.toml")
    assert again == deck


@pytest.mark.parametrize("name", kind_names())
def test_every_example_of_a_kind_is_a_card_without_a_problem(name: str) -> None:
    found = [tomli.loads(example) for example in kind(name).examples]
    deck, problems = read_deck(deck_text({"id": "examples", "title": "Examples", "card": found}), "any.deck.toml")
    assert [problem.text() for problem in problems] == []
    assert isinstance(deck, Deck)
    assert [card.id for card in deck.cards] == [card["id"] for card in found]
    keys = [key for _, _, key in deck.items()]
    assert len(set(keys)) == len(keys) >= len(found)
