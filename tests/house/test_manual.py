"""What decks/README.md teaches is true: every block in it is read, and it names every kind, key and code there is."""

import re
from dataclasses import fields
from pathlib import Path

import pytest
import tomli

from quiz.cards import kind, kind_names
from quiz.cards.card import MAX_TEXT
from quiz.deckfile.fields import KEYS
from quiz.deckfile.problem import Problem
from quiz.deckfile.read import MAX_CARDS, Defaults, Head, read_deck
from quiz.deckfile.toml import MAX_BYTES

ROOT = Path(__file__).parents[2]
MANUAL = (ROOT / "decks" / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```toml ?(\w*)\n(.*?)^```$", MANUAL, re.MULTILINE | re.DOTALL)
HEAD = 'format = 1\nid = "manual"\ntitle = "Manual"\n\n'


def of(tag: str) -> list[str]:
    return [text for name, text in BLOCKS if name == tag]


def problems(text: str) -> list[Problem]:
    return read_deck(text, "manual.deck.toml")[1]


def test_every_block_says_what_it_is() -> None:
    assert {name for name, _ in BLOCKS} <= {"deck", "card", "facts"}
    assert len(re.findall(r"^```", MANUAL, re.MULTILINE)) == 2 * len(BLOCKS)


@pytest.mark.parametrize("text", of("deck"))
def test_every_deck_in_the_manual_is_sound(text: str) -> None:
    assert [problem.text() for problem in problems(text)] == []


@pytest.mark.parametrize("text", of("card"))
def test_every_card_in_the_manual_is_sound(text: str) -> None:
    assert text.startswith("[[card]]\n")
    assert [problem.text() for problem in problems(HEAD + text)] == []


@pytest.mark.parametrize("text", of("facts"))
def test_every_fact_file_in_the_manual_is_toml(text: str) -> None:
    tomli.loads(text)


@pytest.mark.parametrize("name", kind_names())
def test_every_kind_is_taught_with_all_its_keys(name: str) -> None:
    cards = [card for text in of("card") for card in tomli.loads(text)["card"]]
    taught = {key for card in cards if card["kind"] == name for key in card}
    common = {key for card in cards for key in card} | {"from"}
    section = re.search(rf"^### {name}: .*?(?=^##)", MANUAL, re.MULTILINE | re.DOTALL)
    assert section, f"decks/README.md has no section `### {name}: …`"
    for item in fields(kind(name)):
        key = KEYS.get(item.name, item.name)
        assert key in taught or key in common or f"`{key}`" in section[0], key


def test_every_key_of_a_deck_is_taught() -> None:
    decks = [tomli.loads(text) for text in of("deck")]
    assert {item.name for item in fields(Head)} | {"card", "defaults"} <= {key for deck in decks for key in deck}
    assert {item.name for item in fields(Defaults)} == {key for deck in decks for key in deck.get("defaults", {})}


def test_every_code_is_in_the_table() -> None:
    rules = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "quiz" / "deckfile").glob("*.py"))
    codes = set(re.findall(r'"([A-LN-Y]\d{3})"', rules))  # M and Z are said as a whole
    assert codes == set(re.findall(r"\b[EICD]\d{3}\b", MANUAL))


def test_the_limits_are_the_real_ones() -> None:
    assert f"{MAX_CARDS:,} cards and {MAX_BYTES // 2**20} MiB, a text {MAX_TEXT:,} characters" in MANUAL


def test_the_problem_that_is_shown_is_what_the_checker_says() -> None:
    shown = re.search(r"^    (sea\.deck\.toml:7:8: E004.*?)(?=^\n)", MANUAL, re.MULTILINE | re.DOTALL)
    assert shown
    (problem,) = read_deck(of("deck")[0].replace('"recall"', '"recal"'), "sea.deck.toml")[1]
    assert problem.text() == re.sub(r"^    ", "", shown[1], flags=re.MULTILINE).strip()
