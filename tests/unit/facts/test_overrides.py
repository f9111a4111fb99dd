"""Overrides: read with their problems, and made from a deck that somebody changed."""

import pytest
import tomli
from oracle_facts import by_hand

from quiz.facts.generate import generate
from quiz.facts.overrides import difference, overrides_text, read_overrides

BASE = by_hand(
    'entity m1 name="Mission 1" | type="mission"',
    'predicate go value="date" | functional=true | deck="d" | ask="When did {s} go?" | reverse="What went {on_v}?"',
    'predicate goal value="text" | functional=true | deck="d" | ask="What was the goal of {s}?"',
    'fact f s="m1" | p="go" | v={date="2022-12-11"}',
    'fact g s="m1" | p="goal" | v={text="the south pole"}',
)
DECK = generate(BASE).decks["d.deck.toml"]


def test_overrides_are_read_by_card() -> None:
    text = 'format = 1\n\n[card."f.typed"]\nq = "On which day?"\n\n[card."g.recall"]\ndrop = true\n'
    expected = {"f.typed": {"q": "On which day?"}, "g.recall": {"drop": True}}
    assert read_overrides(text, "overrides.toml") == (expected, [])
    assert read_overrides("format = 1\n", "overrides.toml") == ({}, [])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "E006"),
        ("format = 9", "E006"),
        ("format = 1\ncards = {}", "E003"),
        ("format = 1\ncard = 1", "E002"),
        ('format = 1\ncard."f.typed" = 1', "E002"),
        ('format = 1\n[card."f.typed"]\nquestion = "?"', "E003"),
        ('format = 1\n[card."f.typed"]\nid = "x"', "E003"),
        ('format = 1\n[card."f.typed"]\nkind = "recall"', "E003"),
        ('format = 1\n[card."f.typed"]\ndrop = "yes"', "E002"),
        ("format = ", "E001"),
    ],
)
def test_what_is_wrong_with_overrides_is_said(text: str, code: str) -> None:
    overrides, problems = read_overrides(text, "overrides.toml")
    assert overrides is None
    assert [problem.code for problem in problems] == [code]
    assert problems[0].place


def test_changes_by_hand_become_overrides_that_bring_them_about() -> None:
    edited = DECK.replace("When did Mission 1 go?", "On which day did Mission 1 go?")
    edited = edited.replace('hint = "day, month and year"\n', "")
    found = difference(DECK, edited)
    assert found.others == []
    changes, problems = read_overrides(f"format = 1\n{found.overrides}", "overrides.toml")
    assert problems == []
    assert changes == {"f.typed": {"q": "On which day did Mission 1 go?", "hint": ""}}
    again = tomli.loads(generate(BASE, changes).decks["d.deck.toml"])
    card = next(card for card in again["card"] if card["id"] == "f.typed")
    assert (card["q"], card["hint"]) == ("On which day did Mission 1 go?", "")


def test_a_card_taken_out_is_dropped() -> None:
    start = DECK.index("[[card]]")
    rest = DECK.index("[[card]]", start + 1)
    found = difference(DECK, DECK[:start] + DECK[rest:])
    assert found.others == []
    assert "drop = true" in found.overrides


def test_what_overrides_cannot_say_is_named() -> None:
    assert difference(DECK, DECK) == ("", [])
    assert difference(DECK, DECK.replace('title = "D"', 'title = "E"')).others == ["the deck's title"]
    more = '\n[[card]]\nid = "new"\nkind = "recall"\nq = "Q"\nanswer = "A"\n'
    assert difference(DECK, DECK + more).others == ["the card new"]
    assert difference(DECK, DECK.replace('from = "f"', 'from = "g"', 1)).others == ["the from of f.typed"]
    cards = DECK.split("[[card]]")
    assert difference(DECK, "[[card]]".join([cards[0], *reversed(cards[1:])])).others == ["the order of the cards"]


def test_overrides_are_written_as_they_are_read() -> None:
    changes = {"f.typed": {"q": 'A "quoted" question', "accept": ["x"]}}
    assert read_overrides(f"format = 1\n{overrides_text(changes)}", "o")[0] == changes
