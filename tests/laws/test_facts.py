"""What holds of the decks of every base, however full of traps."""

import pytest
from hypothesis import given
from oracle_facts import LAWS, Law, asked, cards
from strategies_facts import bases

from quiz.deckfile.ids import is_slug
from quiz.deckfile.read import read_deck
from quiz.facts.generate import generate
from quiz.facts.model import FactBase


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
@given(base=bases())
def test_no_card_breaks_the_law(law: Law, base: FactBase) -> None:
    assert list(law(base, generate(base))) == []


@given(bases())
def test_the_same_base_gives_the_same_bytes(base: FactBase) -> None:
    assert generate(base) == generate(base)


@given(bases())
def test_every_deck_is_sound_and_can_be_answered(base: FactBase) -> None:
    seen = set()
    for name, text in generate(base).decks.items():
        deck, problems = read_deck(text, name)
        assert deck is not None, [problem.text() for problem in problems]
        assert name == f"{deck.id.removeprefix('base.')}.deck.toml"
        for card, part, key in deck.items():
            assert key not in seen
            seen.add(key)
            verdict = card.mark(part, card.full_marks(part))
            assert verdict is None or verdict.share == 1.0, (key, card.solution(part), verdict)


@given(bases())
def test_every_card_says_where_it_comes_from(base: FactBase) -> None:
    for card in cards(base, generate(base)):
        table, fact = card.table, card.fact
        assert is_slug(table["id"])
        assert table["source"] == fact.source
        assert fact.s in table["about"]
        assert fact.v.kind != "entity" or fact.v.entity in table["about"]
        assert card.name.endswith(".list") or card.name.rpartition(".")[0] == fact.id


@given(bases())
def test_a_fact_gives_three_questions_at_most(base: FactBase) -> None:
    counts: dict[str, int] = {}
    for card in cards(base, generate(base)):
        if not card.name.endswith(".list"):
            counts[card.fact.id] = counts.get(card.fact.id, 0) + len(list(asked(card)))
    assert max(counts.values(), default=0) <= 3


@given(bases())
def test_every_refusal_says_why(base: FactBase) -> None:
    made = {card.name for card in cards(base, generate(base))}
    for refusal in generate(base).refusals:
        assert refusal.guard
        assert refusal.reason
        assert refusal.card not in made
