"""What holds of the decks of every base, however full of traps."""

from hypothesis import given
from hypothesis import strategies as st
from oracle_facts import LAWS, asked, cards
from strategies_facts import bases, catalogues

from quiz.deckfile.ids import is_slug
from quiz.deckfile.read import read_deck
from quiz.facts.generate import generate
from quiz.facts.model import FactBase


@given(st.one_of(bases(), bases(), bases(), catalogues()))
def test_no_card_breaks_a_law(base: FactBase) -> None:
    generated = generate(base)
    assert [f"{law.__name__}: {fault}" for law in LAWS for fault in law(base, generated)] == []


@given(bases())
def test_the_same_base_gives_the_same_bytes_and_every_card_says_where_it_comes_from(base: FactBase) -> None:
    generated = generate(base)
    assert generated == generate(base)
    counts: dict[str, int] = {}
    for card in cards(base, generated):
        table, fact = card.table, card.fact
        assert is_slug(table["id"])
        assert table["source"] == fact.source
        assert fact.s in table["about"]
        assert fact.v.kind != "entity" or fact.v.entity in table["about"]
        if not card.name.endswith(".list"):
            assert card.name.rpartition(".")[0] == fact.id
            counts[fact.id] = counts.get(fact.id, 0) + len(list(asked(card)))
    assert max(counts.values(), default=0) <= 3, "a fact gives three questions at most"


@given(bases())
def test_every_deck_is_sound_and_its_own_answers_are_right(base: FactBase) -> None:
    generated = generate(base)
    seen = set()
    for name, text in generated.decks.items():
        deck, problems = read_deck(text, name)
        assert deck is not None, [problem.text() for problem in problems]
        assert name == f"{deck.id.removeprefix('base.')}.deck.toml"
        for card, part, key in deck.items():
            assert key not in seen
            seen.add(key)
            verdict = card.mark(part, card.full_marks(part))
            assert verdict is None or verdict.share == 1.0, (key, card.solution(part), verdict)
    made = {key.partition("/")[2].partition("#")[0] for key in seen}
    for refusal in generated.refusals:
        assert refusal.card not in made
        assert refusal.guard
        assert refusal.reason
