"""The facts that ship: sound, asked, and under the same laws as every base."""

from pathlib import Path

from oracle_facts import LAWS, cards

from quiz.deckfile.read import read_deck
from quiz.facts.generate import generate
from quiz.facts.overrides import read_overrides
from quiz.facts.read import read_facts
from quiz.facts.seal import sealed

DECKS = Path(__file__).parents[3] / "decks" / "ispace"
FACTS = DECKS / "facts"
BASE, PROBLEMS = read_facts({file.name: file.read_text("utf-8") for file in sorted(FACTS.glob("*.facts.toml"))})
OVERRIDES = FACTS / "overrides.toml"


def test_the_facts_are_sound() -> None:
    assert [problem.text() for problem in PROBLEMS] == []


def test_the_shipped_decks_are_what_the_facts_give() -> None:
    assert BASE
    overrides = read_overrides(OVERRIDES.read_text("utf-8"), OVERRIDES.name)[0] if OVERRIDES.exists() else {}
    made = generate(BASE, overrides)
    assert made.unused == []
    shipped = {file.name: file.read_text("utf-8") for file in DECKS.glob("*.deck.toml")}
    assert {name: sealed(text) for name, text in made.decks.items()} == shipped


def test_the_shipped_decks_keep_every_law() -> None:
    assert BASE
    made = generate(BASE)
    assert [f"{law.__name__}: {fault}" for law in LAWS for fault in law(BASE, made)] == []
    assert {card.table["kind"] for card in cards(BASE, made)} == {"typed", "recall", "cloze", "choice"}


def test_the_shipped_decks_take_their_own_answers() -> None:
    assert BASE
    for name, text in generate(BASE).decks.items():
        deck, problems = read_deck(text, name)
        assert deck
        assert [problem.text() for problem in problems if not problem.warning] == []
        for card, part, key in deck.items():
            verdict = card.mark(part, card.full_marks(part))
            assert verdict is None or verdict.share == 1.0, key
