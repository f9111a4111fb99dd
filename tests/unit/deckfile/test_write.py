"""The text of a deck: its order of keys, its layout, and that nothing is said that goes without saying."""

import pytest
import tomli

from quiz.cards import kind
from quiz.deckfile import Deck
from quiz.deckfile.read import read_deck
from quiz.deckfile.write import card_fields, deck_fields, deck_text

WRITTEN = """\
#:schema ./deck.schema.json

format = 1
id = "d"
title = "D"
lang = "ja"
tags = [
  "t",
]
x-own = 1

[defaults]
source = "s#1"

[[card]]
id = "a"
kind = "choice"
q = "Which?"
answer = "This"
wrong = [
  "That",
]
why = "So."
from = "f.choice"
tags = []
x-note = 5

[card.notes]
That = "No."

[[card]]
id = "b"
kind = "later"
zzz = 1
aaa = 2
"""


def test_keys_stand_in_one_order_whatever_order_they_came_in() -> None:
    choice = {
        "x-note": 5, "tags": [], "notes": {"That": "No."}, "wrong": ["That"], "from": "f.choice", "answer": "This",
        "kind": "choice", "why": "So.", "q": "Which?", "id": "a",
    }  # fmt: skip
    unknown = {"kind": "later", "zzz": 1, "aaa": 2, "id": "b"}
    deck = {
        "card": [choice, unknown], "x-own": 1, "tags": ["t"], "defaults": {"source": "s#1"}, "lang": "ja", "title": "D",
        "id": "d",
    }  # fmt: skip
    assert deck_text(deck) == WRITTEN
    assert deck_text(dict(reversed(deck.items()))) == WRITTEN


def test_what_a_card_does_not_say_is_not_written() -> None:
    card = kind("recall")(id="a", kind="recall", q="Where?", answer="There", fact="f")  # type: ignore[call-arg]
    assert card_fields(card) == {"id": "a", "kind": "recall", "q": "Where?", "answer": "There", "from": "f"}
    assert deck_fields(Deck("d", "D", (card,))) == {
        "format": 1, "id": "d", "title": "D", "card": [card_fields(card)],
    }  # fmt: skip


@pytest.mark.parametrize("text", ["a\\b", 'say "no"', "two\nlines", "tab\there", "'''", '"""', "é海😀", "#x", "\u0085"])
def test_every_text_comes_back_and_is_written_in_the_oldest_toml(text: str) -> None:
    written = deck_text({"id": "d", "title": text, "card": [{"id": "a", "kind": "recall", "q": text, "answer": "x"}]})
    assert tomli.loads(written)["title"] == text
    assert "\\x" not in written
    assert "\\e" not in written


def test_what_is_written_is_read_without_a_word() -> None:
    known = WRITTEN.replace('kind = "later"\nzzz = 1\naaa = 2', 'kind = "recall"\nq = "Q"\nanswer = "A"')
    deck, problems = read_deck(known, "d.deck.toml")
    assert problems == []
    assert deck
    assert deck.lang == "ja"
