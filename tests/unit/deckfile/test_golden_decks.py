"""Decks that are as they should be, and what is said of those that are not, word for word.

After a wanted change of wording: QUIZ_GOLDEN=write pytest tests/unit/deckfile/test_golden_decks.py, and read the diff.
"""

import os
from pathlib import Path

import pytest

from quiz.deckfile.problem import Problem
from quiz.deckfile.read import read_deck
from quiz.deckfile.toml import decode
from quiz.text import clean

DECKS = Path(__file__).parents[2] / "golden" / "decks"
GOOD = sorted((DECKS / "good").glob("*.deck.toml"))
BAD = sorted((DECKS / "bad").glob("*.deck.toml"))


def problems(file: Path) -> tuple[bool, list[Problem]]:
    text, found = decode(file.read_bytes(), file.name)
    if text is None:
        return False, found
    deck, found = read_deck(text, file.name)
    return deck is not None, found


@pytest.mark.parametrize("file", GOOD, ids=lambda file: file.name)
def test_a_good_deck_has_no_problem(file: Path) -> None:
    usable, found = problems(file)
    assert "\n".join(problem.text() for problem in found) == ""
    assert usable


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.name)
def test_a_bad_deck_is_told_what_is_wrong_and_where(file: Path) -> None:
    usable, found = problems(file)
    said = "".join(f"{problem.text()}\n" for problem in found)
    expected = file.with_name(file.name.replace(".deck.toml", ".problems"))
    if os.environ.get("QUIZ_GOLDEN") == "write":
        expected.write_text(said, encoding="utf-8")
    assert said == expected.read_text(encoding="utf-8")
    assert found
    assert usable == all(problem.warning for problem in found)


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.name)
def test_what_is_said_cannot_steer_a_terminal(file: Path) -> None:
    for problem in problems(file)[1]:
        assert clean(problem.text()) == problem.text()
        assert all(len(line) < 400 for line in problem.text().splitlines())


def test_there_is_a_bad_deck_for_each_kind_of_attack_and_mistake() -> None:
    assert len(BAD) >= 30
    codes = {file.name.split("-")[0] for file in BAD}
    assert codes >= {f"e{number:03}" for number in range(1, 12)} | {"i001", "i002", "i004", "i005", "i006"}
