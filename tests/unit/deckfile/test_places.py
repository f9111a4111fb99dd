"""Where keys, values and headers stand, in texts short enough to count."""

import pytest

from quiz.deckfile.problem import Place
from quiz.deckfile.spans import Locator, Path

TEXT = '''\
title = "A"   # [[card]] is no header here
pairs.one = { a = 1, "b c" = [2,
  3] }

[[card]]
q = """
[[card]]
"""
  [[ card ]]
wrong = [
  "x", # "no item"
  "y",
]
[card.notes]
"x" = '"'
[a.b]
c = 5
'''


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        (("title",), Place(1, 1, 5), Place(1, 9, 3)),
        (("pairs",), Place(2, 1, 5), Place(2, 1, 5)),
        (("pairs", "one"), Place(2, 1, 9), Place(2, 13, 20)),
        (("pairs", "one", "a"), Place(2, 15, 1), Place(2, 19, 1)),
        (("pairs", "one", "b c"), Place(2, 22, 5), Place(2, 30, 3)),
        (("pairs", "one", "b c", 0), Place(2, 31, 1), Place(2, 31, 1)),
        (("pairs", "one", "b c", 1), Place(3, 3, 1), Place(3, 3, 1)),
        (("card",), Place(5, 3, 4), Place(5, 3, 4)),
        (("card", 0), Place(5, 1, 8), Place(5, 1, 8)),
        (("card", 0, "q"), Place(6, 1, 1), Place(6, 5, 3)),
        (("card", 1), Place(9, 3, 10), Place(9, 3, 10)),
        (("card", 1, "wrong", 0), Place(11, 3, 3), Place(11, 3, 3)),
        (("card", 1, "wrong", 1), Place(12, 3, 3), Place(12, 3, 3)),
        (("card", 1, "notes"), Place(14, 1, 12), Place(14, 1, 12)),
        (("card", 1, "notes", "x"), Place(15, 1, 3), Place(15, 7, 3)),
        (("a",), Place(16, 2, 1), Place(16, 2, 1)),
        (("a", "b"), Place(16, 1, 5), Place(16, 1, 5)),
        (("a", "b", "c"), Place(17, 1, 1), Place(17, 5, 1)),
    ],
)
def test_keys_and_values_stand_where_they_are_written(path: Path, key: Place, value: Place) -> None:
    assert Locator(TEXT).key(path) == key
    assert Locator(TEXT).value(path) == value
    assert Locator(TEXT.replace("\n", "\r\n")).value(path) == value


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ((), Place(1, 1)),
        (("none",), Place(1, 1)),
        (("card", 7), Place(5, 3, 4)),
        (("card", 0, "none"), Place(5, 1, 8)),
        (("card", 1, "wrong", 9), Place(10, 1, 5)),
        (("card", 1, "wrong", 0, "deeper"), Place(11, 3, 3)),
        (("title", "deeper", 3), Place(1, 1, 5)),
    ],
)
def test_what_is_not_there_has_the_place_of_its_nearest_ancestor(path: Path, place: Place) -> None:
    assert Locator(TEXT).key(path) == place
    assert Locator(TEXT).table(path) == place


def test_columns_count_characters_and_not_bytes_or_cells() -> None:
    assert Locator('"海😀" = { "é" = 1 }').value(("海😀", "é")) == Place(1, 16, 1)


def test_a_place_ends_with_its_line_and_is_never_long() -> None:
    assert Locator('a = """x\ny"""').value(("a",)) == Place(1, 5, 4)
    assert Locator(f'a = "{"x" * 5000}"').value(("a",)).length == 200


def test_values_are_given_as_they_are_written() -> None:
    locator = Locator(TEXT)
    assert locator.written(("card", 0, "q")) == '"""\n[[card]]\n"""'
    assert locator.written(("pairs", "one", "b c")) == "[2,\n  3]"
    assert locator.written(("card", 1)) == ""
    assert locator.written(("none",)) == ""
