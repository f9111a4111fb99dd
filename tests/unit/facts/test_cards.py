"""Which cards a fact gives, and how they read."""

from typing import Any

import pytest
import tomli
from oracle_facts import by_hand

from quiz.facts.generate import Generated, generate
from quiz.facts.knowledge import Knowledge
from quiz.facts.leaks import leak
from quiz.facts.model import Value

THINGS = [
    'entity m1 name="Mission 1" | type="mission" | aliases=["M1"]',
    'entity m2 name="Mission 2" | type="mission" | aliases=["M2", "the second"]',
    'entity m3 name="Mission 3" | type="mission" | aliases=["M3", "the second"]',
    'entity ada name="the rover Ada" | type="rover" | difference="Ada is blue." | aliases=["Ada"]',
    'entity bob name="Bob" | type="rover" | confusable=["ada"] | difference="Bob is red."',
    'entity cleo name="Cleo" | type="rover"',
    'entity ann name="Ann Ames" | type="person"',
]


def made(*tables: str) -> dict[str, dict[str, Any]]:
    """The cards of such a base by id."""
    decks = generate(by_hand(*THINGS, *tables)).decks
    return {card["id"]: card for text in decks.values() for card in tomli.loads(text)["card"]}


def generated(*tables: str) -> Generated:
    return generate(by_hand(*THINGS, *tables))


CARRIED = 'predicate carried value="entity:rover" | functional=true | deck="cargo" | tags=["rovers"] | '
SENTENCES = 'ask="Which rover did {s} carry?" | statement="{S} carried {v}." | reverse="Which mission carried {v}?"'
FACTS = [
    'fact m1.rover s="m1" | p="carried" | v={entity="ada"} | note="by the book" | why="It was small"',
    'fact m2.rover s="m2" | p="carried" | v={entity="bob"}',
    'fact m3.rover s="m3" | p="carried" | v={entity="cleo"}',
]


def test_a_choice_says_where_it_comes_from_and_what_tells_its_options_apart() -> None:
    card = made(CARRIED + SENTENCES, *FACTS)["m1.rover.choice"]
    assert card == {
        "id": "m1.rover.choice",
        "kind": "choice",
        "q": "Which rover did Mission 1 carry?",
        "answer": "The rover Ada",
        "wrong": ["Bob", "Cleo"],
        "notes": {"Bob": "Bob is red."},
        "why": "By the book. It was small. Ada is blue.",
        "source": "book#one",
        "from": "m1.rover",
        "about": ["m1", "ada"],
        "tags": ["rovers"],
    }


def test_forwards_kinds_vary_and_do_not_change_when_facts_come() -> None:
    predicates = [CARRIED.replace("carried", f"p{n}") + SENTENCES for n in range(12)]
    facts = [f'fact x{n} s="m1" | p="p{n}" | v={{entity="cleo"}}' for n in range(12)]
    few, many = made(*predicates, *facts[:6]), made(*predicates, *facts)
    assert set(few) <= set(many)
    kinds = {name.rpartition(".")[2] for name in many}
    assert kinds == {"typed", "recall", "cloze", "reverse"}


def test_a_gap_card_leaves_out_value_and_subject() -> None:
    predicates = [CARRIED.replace("carried", f"p{n}") + SENTENCES for n in range(9)]
    cards = made(*predicates, *(f'fact x{n} s="m2" | p="p{n}" | v={{entity="ada"}}' for n in range(9)))
    cloze = next(card for card in cards.values() if card["kind"] == "cloze")
    assert cloze["text"] == "{{c2::Mission 2::which mission?}} carried {{c1::the rover Ada::which rover?}}."
    assert cloze["accept"] == {"c1": ["Ada"], "c2": ["M2"]}, "an alias that two share is not accepted"


@pytest.mark.parametrize(
    ("value", "kind", "hint"),
    [
        ('{date="2022-12-11"}', "date", "day, month and year"),
        ('{date="2022-12"}', "date", "month and year"),
        ('{date="2022"}', "date", "year"),
        ('{number="275"}', "number", "a number"),
        ('{money="20000000", currency="USD"}', "money", "in US dollars"),
        ('{quantity="500", unit="metre"}', "quantity", "in metres"),
    ],
)
def test_a_typed_card_says_what_it_expects(value: str, kind: str, hint: str) -> None:
    predicate = f'predicate p value="{kind}" | functional=true | deck="d" | ask="What of {{s}}?"'
    cards = made(predicate, f'fact f s="m1" | p="p" | v={value}')
    assert cards["f.typed"]["value"] == kind
    assert cards["f.typed"]["hint"] == hint


def test_a_day_is_asked_with_its_zone() -> None:
    for sentence in ('ask="When {s}?"', 'ask="When {s}{tz}?"', 'ask="" | statement="{S} came {on_v}."'):
        predicate = f'predicate p value="date" | functional=true | deck="d" | {sentence}'
        (card,) = made(predicate, 'fact f s="m1" | p="p" | v={date="2022-12-11", tz="JST"}').values()
        assert " ".join(card.get(key, "") for key in ("q", "text", "hint")).count("in JST") == 1


def test_vague_dates_are_recalled() -> None:
    predicate = 'predicate p value="date" | functional=true | deck="d" | ask="When {s}?" | statement="{S} came {on_v}."'
    cards = made(predicate, 'fact f s="m1" | p="p" | v={date="2022-H2"}')
    assert list(cards) == ["f.recall"]
    assert cards["f.recall"]["answer"] == "The second half of 2022"


def test_an_open_predicate_is_neither_marked_nor_offered_with_options() -> None:
    cards = generated(CARRIED.replace("functional=true | ", "") + SENTENCES, *FACTS)
    names = {name for text in cards.decks.values() for name in (c["id"] for c in tomli.loads(text)["card"])}
    assert {name.rpartition(".")[2] for name in names} == {"recall", "reverse"} or names == {
        "m1.rover.recall", "m2.rover.recall", "m3.rover.recall",
    }  # fmt: skip
    assert {refusal.guard for refusal in cards.refusals} == {"closed"}


def test_a_full_list_is_asked_whole_and_one_by_one() -> None:
    predicate = (
        'predicate crew value="entity:rover" | deck="d" | complete=["m1"] | ask="Which rover flew on {s}?" | '
        'ask_list="Which two rovers flew on {s}?" | ask_which="Which of these flew on {s}?"'
    )
    tables = ['fact f1 s="m1" | p="crew" | v={entity="ada"}', 'fact f2 s="m1" | p="crew" | v={entity="bob"}']
    extra = [
        'entity dora name="Dora" | type="rover" | confusable=["ada", "cleo"]',
        'entity eve name="Eve" | type="rover"',
    ]
    cards = made(predicate, *tables, *extra, 'fact f3 s="m2" | p="crew" | v={entity="cleo"}')
    assert cards["m1.crew.list"]["answer"] == "The rover Ada; Bob"
    assert cards["m1.crew.list"]["accept"] == ["Ada"]
    assert cards["m1.crew.list"]["value"] == "list"
    assert cards["m1.crew.list"]["from"] == "f1"
    assert cards["f1.choice"]["q"] == "Which of these flew on Mission 1?"
    assert set(cards["f1.choice"]["wrong"]) == {"Dora", "Cleo"}
    assert "f1.typed" not in cards


def test_a_plan_is_asked_with_its_date_and_shown_with_what_came_of_it() -> None:
    predicate = (
        'predicate go value="date" | functional=true | deck="d" | ask="When did {s} go{tz}?" | '
        'ask_planned="As of {as_of}, when was {s} to go?" | statement_planned="As of {as_of}, {s} was to go {on_v}."'
    )
    cards = made(
        predicate,
        'fact plan s="m1" | p="go" | v={date="2022"} | status="planned" | as_of="2020-12" | superseded_by="went"',
        'fact went s="m1" | p="go" | v={date="2022-12-11", time="07:38", tz="UTC"}',
    )
    asked = cards.get("plan.typed") or cards["plan.cloze"]
    assert (asked.get("q") or asked["text"]).startswith("As of December 2020, ")
    assert cards["went.typed"]["q"] == "When did Mission 1 go, in UTC?"
    why = "Exactly: 07:38 UTC on 11 December 2022. As of December 2020, Mission 1 was to go in 2022."
    assert cards["went.typed"]["why"] == why


def test_a_fact_may_bring_its_own_words() -> None:
    own = 'fact f s="m1" | p="carried" | v={entity="ada"} | ask="Who rode along on {s}?"'
    cards = made(CARRIED + SENTENCES, own, *FACTS[1:])
    assert cards["f.choice"]["q"] == "Who rode along on Mission 1?"


def test_of_two_dates_that_agree_the_finer_one_is_asked() -> None:
    predicate = 'predicate go value="date" | functional=true | deck="d" | ask="When did {s} go?"'
    tables = ['fact rough s="m1" | p="go" | v={date="2022"}', 'fact fine s="m1" | p="go" | v={date="2022-12-11"}']
    assert list(made(predicate, *tables)) == ["fine.typed"]


def test_what_two_documents_say_alike_is_asked_once() -> None:
    twin = FACTS[0].replace("m1.rover", "twin")
    cards = made(CARRIED + SENTENCES, *FACTS, twin)
    assert not [name for name in cards if name.startswith("twin.") and not name.endswith(".reverse")]


def test_facts_without_a_deck_are_known_and_not_asked() -> None:
    assert made('predicate p value="text" | ask="What of {s}?"', 'fact f s="m1" | p="p" | v={text="much"}') == {}


def test_facts_of_which_nothing_came_are_named() -> None:
    out = generated('predicate p value="text" | deck="d" | ask=""', 'fact f s="m1" | p="p" | v={text="much"}')
    assert out.decks == {}
    assert out.unasked == ["f"]


def test_decks_have_titles_in_the_base_or_made_from_their_ids() -> None:
    predicate = 'predicate p value="text" | deck="odd-ends" | functional=true | ask="What of {s}?"'
    fact = 'fact f s="m1" | p="p" | v={text="much"}'
    assert tomli.loads(generated(predicate, fact).decks["odd-ends.deck.toml"])["title"] == "Odd ends"
    topic = 'deck odd-ends title="Odds and ends" | license="CC0-1.0" | tags=["x"] | description="All the rest."'
    deck = tomli.loads(generated(predicate, fact, topic).decks["odd-ends.deck.toml"])
    assert (deck["id"], deck["title"], deck["license"]) == ("base.odd-ends", "Odds and ends", "CC0-1.0")


def test_overrides_change_or_drop_cards_and_unused_ones_are_named() -> None:
    base = by_hand(*THINGS, CARRIED + SENTENCES, *FACTS)
    names = [card["id"] for card in tomli.loads(generate(base).decks["cargo.deck.toml"])["card"]]
    other = next(name for name in names if name != "m1.rover.choice")
    changes = {"m1.rover.choice": {"q": "Who?"}, other: {"drop": True}, "gone.typed": {"q": "What?"}}
    out = generate(base, changes)
    cards = {card["id"]: card for card in tomli.loads(out.decks["cargo.deck.toml"])["card"]}
    assert cards["m1.rover.choice"]["q"] == "Who?"
    assert list(cards) == [name for name in names if name != other]
    assert out.unused == ["gone.typed"]


@pytest.mark.parametrize(
    ("shown", "value", "leaks"),
    [
        ("Which rover did Mission 1 carry?", Value("entity", entity="ada"), False),
        ("Which rover did Ada's mission carry?", Value("entity", entity="ada"), True),
        ("Who is Ann's sister?", Value("entity", entity="ann"), True),
        ("Which mission carried Bob?", Value("entity", entity="m1"), False),
        ("Which mission, M1 or M2?", Value("entity", entity="m1"), True),
        ("When in 2022?", Value("date", date="2022"), True),
        ("When in 2022?", Value("date", date="2022-12-11"), True),
        ("How many of the 275 were there?", Value("number", number="275"), True),
        ("How many of the 27 were there?", Value("number", number="275"), False),
        ("How much of US$20 million?", Value("money", number="20000000", currency="USD"), True),
        ("How far are 500 metres?", Value("quantity", number="500", unit="metre"), True),
        ("Was the landing hard or soft?", Value("text", text="a hard landing"), True),
        ("How did the attempt end?", Value("text", text="a hard landing"), False),
        ("What is Japan?", Value("text", text="Japanese"), True),
    ],
)
def test_a_question_must_not_hold_its_answer(shown: str, value: Value, leaks: bool) -> None:
    assert bool(leak(Knowledge(by_hand(*THINGS)), shown, value)) is leaks


def test_the_date_of_a_plan_may_share_its_year_but_not_its_day() -> None:
    known = Knowledge(by_hand(*THINGS))
    assert leak(known, "As of June 2024, when?", Value("date", date="2024", bound="late"), said="June 2024") == ""
    assert leak(known, "As of June 2024, when in 2024?", Value("date", date="2024-09"), said="June 2024")
    assert leak(known, "As of June 2024, when?", Value("date", date="2024"), said="June 2024")
