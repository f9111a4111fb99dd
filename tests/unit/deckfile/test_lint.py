"""The rules, one by one: what they speak of and what they let be."""

from collections.abc import Iterable
from math import comb
from typing import Any

import pytest

from quiz.cards import Card, kind
from quiz.deckfile import lint


def card(name: str, **fields: Any) -> Card:
    return kind(name)(**{"id": "a", "kind": name} | fields)


def recall(q: str, answer: str = "Nothing", **fields: Any) -> Card:
    return card("recall", q=q, answer=answer, **fields)


def choice(q: str, answer: str, *wrong: str) -> Card:
    return card("choice", q=q, answer=answer, wrong=wrong)


def said_of(found: Card) -> list[str]:
    asked = lint.questions(0, found)
    return [weakness.code for rule in lint.QUESTION_RULES for question in asked if (weakness := rule(question))]


def said_of_all(cards: Iterable[Card]) -> list[tuple[str, int, int]]:
    asked = [question for number, one in enumerate(cards) for question in lint.questions(number, one)]
    return [(weakness.code, at, other) for rule in lint.PAIR_RULES for at, weakness, other in rule(asked)]


@pytest.mark.parametrize(
    ("found", "codes"),
    [
        (recall("word " * 40), []),
        (recall("word " * 41), ["C101"]),
        (recall("海" * 200), []),
        (recall("海" * 201), ["C101"]),
        (recall("Why?", "word " * 12), []),
        (recall("Why?", "word " * 13), ["C101"]),
        (choice("word " * 41, "No", "Yes"), ["C101"]),
        (card("choice", q="Which?", answers=("word " * 7, "term " * 7), wrong=("No",)), []),
        (card("cloze", text="word " * 41 + "{{c1::end}}"), ["C101"]),
    ],
)
def test_c101_speaks_of_what_is_too_long_to_be_one_thing(found: Card, codes: list[str]) -> None:
    assert said_of(found) == codes


@pytest.mark.parametrize(
    ("found", "codes"),
    [
        (recall("What is the Sea of Cold?", "The Sea of Cold"), ["C105"]),
        (recall("What is the sea of cold?", "COLD SEA"), ["C105"]),
        (recall("What lies under the seabed?", "The sea"), []),
        (recall("Is it 5 or 6?", "5"), []),
        (recall("What is it that was there?", "It was"), []),
        (recall("Which way?", "→"), []),
        (choice("Is the sea or the lake deeper?", "The sea", "The lake"), []),
        (choice("How deep is the sea?", "Sea deep", "Knee deep"), ["C105"]),
        (card("cloze", text="The {{c1::sea}} is a sea."), []),
        (recall("What is it?", "Sea", reverse="What is a sea?", subject="It"), []),
    ],
)
def test_c105_speaks_of_questions_that_hold_their_answer(found: Card, codes: list[str]) -> None:
    assert said_of(found) == codes


@pytest.mark.parametrize(("q", "answer"), [(" ", "x"), ("x", " \n"), ("\t", "")])
def test_e007_speaks_of_what_is_blank(q: str, answer: str) -> None:
    assert said_of(recall(q, answer)) == ["E007"]
    assert "E007" in lint.ERRORS


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        (recall("When was it?", "2022"), recall("When, was it", "2025"), True),
        (recall("When was it?", "2022"), card("typed", q="WHEN WAS IT", answer="2025"), True),
        (recall("When was it?", "Then"), recall("When was it?", "then."), False),
        (recall("When was it?", "2022"), recall("When is it?", "2025"), False),
        (choice("Which?", "A", "B"), choice("Which?", "B", "A"), True),
        (choice("Which?", "A", "B"), choice("Which?", "C", "D"), False),
        (choice("Which?", "A", "B"), recall("Which?", "C"), False),
        (recall("?", "A"), recall("!", "B"), False),
    ],
)
def test_c107_speaks_of_one_question_with_two_answers(first: Card, second: Card, told: bool) -> None:
    found = [one for one in said_of_all([first, second]) if one[0] == "C107"]
    assert found == ([("C107", 1, 0)] if told else [])


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        (recall("What did the second mission carry?"), recall("What did the second mission carry then?"), True),
        (recall("What did the second mission carry?"), recall("What did the second mission carry?"), True),
        (recall("What did the second mission carry?"), recall("What did the first flight take along?"), False),
        (recall("Who was the first one?"), recall("Who was the first one?", "Another"), False),
        (recall("Who was the first one?", fact="f"), recall("Who was the first one?", fact="f"), False),
        (recall("Who was the first one?", fact="f"), recall("Who was the first one?", fact="g"), True),
        (recall("Who?"), recall("Who?"), False),
    ],
)
def test_c108_speaks_of_cards_that_are_taken_for_one_another(first: Card, second: Card, told: bool) -> None:
    found = [one for one in said_of_all([first, second]) if one[0] == "C108"]
    assert found == ([("C108", 1, 0)] if told else [])


def test_a_card_is_not_compared_with_itself() -> None:
    assert said_of_all([recall("Who is the one here?", "Who", reverse="Who is the one here?", subject="Someone")]) == []


def choices(right_length: int, count: int) -> list[Card]:
    return [choice(f"Which {i}?", "r" * right_length, "www", "wwww", "wwwww") for i in range(count)]


@pytest.mark.parametrize(
    ("cards", "codes"),
    [
        (choices(6, 10), ["D401"]),
        (choices(1, 10), ["D402"]),
        (choices(5, 10), []),
        (choices(3, 10), []),
        (choices(6, lint.FEWEST - 1), []),
        (choices(6, lint.FEWEST), ["D401"]),
        (choices(6, 3) + choices(4, 9), []),
        (choices(6, 12) + choices(4, 6), ["D401"]),
        ([recall(f"What {i}?", "a long answer") for i in range(20)], []),
        ([], []),
    ],
)
def test_d401_and_d402_speak_of_decks_that_can_be_guessed_by_length(cards: list[Card], codes: list[str]) -> None:
    assert [weakness.code for rule in lint.DECK_RULES if (weakness := rule(cards))] == codes


@pytest.mark.parametrize("trials", [1, 8, 52, 300])
@pytest.mark.parametrize("chance", [0.2, 1 / 3, 0.5])
def test_the_tail_of_the_binomial_distribution_is_exact(trials: int, chance: float) -> None:
    for hits in {0, 1, trials // 3, trials // 2, trials}:
        terms = (comb(trials, k) * chance**k * (1 - chance) ** (trials - k) for k in range(hits, trials + 1))
        assert lint.at_least(hits, trials, chance) == pytest.approx(sum(terms), rel=1e-9)
    assert lint.at_least(trials + 1, trials, chance) == 0.0


def test_the_tail_is_found_for_the_largest_deck() -> None:
    assert lint.at_least(25_000, 50_000, 0.25) == 0.0
    assert lint.at_least(12_500, 50_000, 0.25) == pytest.approx(0.5, abs=0.01)
