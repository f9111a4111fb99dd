"""What holds of every kind of card there is: a new file in `quiz/cards/kinds` is under these laws by being there."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from strategies_decks import decks

from quiz.cards import Answer, Arrange, Card, Choose, Outcome, Pair, Reveal, Shape, Type, kind_names, load
from quiz.deckfile.read import read_deck
from quiz.deckfile.write import deck_text

EVERY = pytest.mark.parametrize("name", kind_names())
SOME = settings(max_examples=max(25, settings.default.max_examples // 5))
"""A law for each kind, and a whole deck in each example: a fifth of the examples are many enough."""
SEEDS = st.integers(0, 2**64 - 1)


def sound_cards(name: str, data: st.DataObject) -> list[Card]:
    deck, _ = read_deck(deck_text(data.draw(decks(name))), "any.deck.toml")
    assume(deck)
    return list(deck.cards) if deck else []


def ids_in(shape: Shape) -> list[str]:
    if isinstance(shape, Choose):
        return [option.id for option in shape.options]
    if isinstance(shape, Arrange):
        return [item.id for item in shape.items]
    return [option.id for option in (*shape.left, *shape.right)] if isinstance(shape, Pair) else []


def answers_to(shape: Shape) -> st.SearchStrategy[Answer]:
    """What a face may send, and what only a broken or hostile one would."""
    ids = st.sampled_from([*ids_in(shape), "nothing"])
    one_by_one = st.lists(ids, max_size=6).map(tuple)
    pairs = st.lists(st.tuples(ids, ids), max_size=6).map(tuple)
    return st.none() | st.text(max_size=20) | one_by_one | pairs


@EVERY
@SOME
@given(data=st.data())
def test_the_same_seed_asks_the_same(name: str, data: st.DataObject) -> None:
    seed = data.draw(SEEDS)
    for card in sound_cards(name, data):
        for part in card.parts():
            shape = card.ask(part, seed)
            assert isinstance(shape, Reveal | Type | Choose | Arrange | Pair)
            assert shape == card.ask(part, seed)
            assert sorted(ids_in(shape)) == sorted(ids_in(card.ask(part, seed ^ 1))), "the order only"
            assert len(set(ids_in(shape))) == len(ids_in(shape))
            assert shape.prompt == card.prompt(part)


@EVERY
@SOME
@given(data=st.data())
def test_its_own_solution_earns_full_marks(name: str, data: st.DataObject) -> None:
    for card in sound_cards(name, data):
        for part in card.parts():
            assert card.solution(part)
            assert card.solution_rows(part)
            verdict = card.mark(part, card.full_marks(part))
            if verdict is None:
                assert isinstance(card.ask(part, 0), Reveal), "only thoughts are not marked"
            else:
                assert (verdict.outcome, verdict.share) == (Outcome.RIGHT, 1.0)


@EVERY
@SOME
@given(data=st.data())
def test_any_answer_earns_between_nothing_and_all(name: str, data: st.DataObject) -> None:
    for card in sound_cards(name, data):
        for part in card.parts():
            given_ = data.draw(answers_to(card.ask(part, 0)))
            verdict = card.mark(part, given_)
            said = card.said(part, given_)
            assert isinstance(said, str)
            if verdict:
                assert 0.0 <= verdict.share <= 1.0
                assert (verdict.outcome is Outcome.RIGHT) == (verdict.share == 1.0)
                assert (verdict.outcome is Outcome.WRONG) == (verdict.share == 0.0)
                if given_ is None:
                    assert verdict.outcome is Outcome.WRONG


@EVERY
@SOME
@given(data=st.data())
def test_what_is_compiled_is_the_card(name: str, data: st.DataObject) -> None:
    from quiz.store.compile import body_of
    from quiz.store.queries import card_of

    for card in sound_cards(name, data):
        assert card_of(body_of(card)) == card
        assert load({"kind": name, **{"id": card.id}} | fields_of(card)) == card


def fields_of(card: Card) -> dict[str, object]:
    from dataclasses import asdict

    return asdict(card)
