"""Reading whole decks: what becomes of the keys. What is said of bad ones stands in tests/golden/decks/bad."""

import pytest

from quiz.cards import kind
from quiz.deckfile import Deck
from quiz.deckfile.problem import Place
from quiz.deckfile.read import MAX_CARDS, read_deck
from quiz.deckfile.report import MOST, Report

HEAD = 'format = 1\nid = "d"\ntitle = "D"\n'
CARD = '[[card]]\nid = "a"\nkind = "recall"\nq = "Where?"\nanswer = "There"\n'


def deck(text: str) -> Deck:
    found, problems = read_deck(text, "d.deck.toml")
    assert found, [problem.text() for problem in problems]
    return found


def codes(text: str) -> list[str]:
    return [problem.code for problem in read_deck(text, "d.deck.toml")[1]]


def test_a_deck_has_what_its_file_says() -> None:
    found = deck(HEAD + 'description = "About."\nlang = "ja"\nlicense = "CC0-1.0"\ntags = ["t"]\n' + CARD)
    recall = kind("recall")(id="a", kind="recall", q="Where?", answer="There")  # type: ignore[call-arg]
    assert found == Deck("d", "D", (recall,), "About.", "ja", "CC0-1.0", ("t",))
    assert [(part, key) for _, part, key in found.items()] == [("", "d/a")]


def test_every_part_of_a_card_is_an_item() -> None:
    cloze = '[[card]]\nid = "c"\nkind = "cloze"\ntext = "{{c2::One}} and {{c1::two}}."\n'
    assert [key for _, _, key in deck(HEAD + CARD + cloze).items()] == ["d/a", "d/c#c1", "d/c#c2"]


def test_cards_take_over_what_they_do_not_say_themselves() -> None:
    defaults = '[defaults]\ntz = "JST"\nsource = "s#1"\ntags = ["t", "u"]\n'
    own = CARD.replace('"a"', '"b"').replace("Where", "Whither") + 'source = ""\ntags = []\n'
    first, second = deck(HEAD + CARD + own + defaults).cards
    assert (first.source, first.tags) == ("s#1", ("t", "u"))
    assert (second.source, second.tags) == ("", ())


def test_a_wrong_default_is_told_once_and_where_it_stands() -> None:
    text = HEAD + CARD + CARD.replace('"a"', '"b"').replace("Where", "Whither") + "[defaults]\ntags = 5\n"
    _, problems = read_deck(text, "d.deck.toml")
    assert [(problem.code, problem.place) for problem in problems] == [("E002", Place(15, 8))]


def test_the_key_from_is_the_field_fact() -> None:
    assert deck(HEAD + CARD + 'from = "m1.launch"\n').cards[0].fact == "m1.launch"
    assert codes(HEAD + CARD + 'fact = "m1.launch"\n') == ["E003"]


def test_own_keys_and_the_tables_of_other_programs_are_read_over() -> None:
    with_own = deck(HEAD + "x-course = [1]\n" + CARD + 'x-note.deep = 5\nanki = { guid = "g" }\n')
    assert with_own == deck(HEAD + CARD)
    assert codes(HEAD + CARD + "anki = 5\n") == ["E003"]
    assert codes(HEAD + CARD + "X-note = 5\n") == ["E003"]


def test_all_problems_are_told_at_once_in_the_order_of_the_text() -> None:
    cards = CARD.replace("q =", "qq =") + CARD.replace("recall", "recal")
    text = 'format = 1\nid = "D"\n' + cards + "[defaults]\nx = 1\n"
    found, problems = read_deck(text, "d.deck.toml")
    assert found is None
    assert [(problem.code, problem.place and problem.place.line) for problem in problems] == [
        ("E005", 1), ("I004", 2), ("E005", 3), ("E003", 6), ("I001", 9), ("E004", 10), ("E003", 14),
    ]  # fmt: skip


def test_a_warning_leaves_the_deck_usable() -> None:
    found, problems = read_deck(HEAD + CARD.replace("Where", "Is it there"), "d.deck.toml")
    assert found
    assert [(problem.code, problem.warning) for problem in problems] == [("C105", True)]


def test_nothing_else_is_said_of_a_deck_in_a_newer_format() -> None:
    assert codes("format = 2\nnew = true\n[[cards]]\n") == ["E006"]
    assert codes(f"format = 0x{'f' * 900}\n") == ["E006"]
    assert codes("format = true\n" + HEAD[11:] + CARD) == ["E002"]


def test_a_deck_has_cards_to_the_limit_and_no_more() -> None:
    many = "".join(f'{{id="{i}",kind="x"}},' for i in range(MAX_CARDS + 1))
    assert codes(f"{HEAD}card = [{many}]") == ["E010"]


def test_a_thousand_problems_are_listed_and_the_others_counted() -> None:
    bad = "".join(f'[[card]]\nid = "c{i}"\nkind = "recall"\nq = {i}\nanswer = "x"\n' for i in range(MOST + 5))
    _, problems = read_deck(HEAD + bad, "d.deck.toml")
    assert len(problems) == MOST + 1
    assert problems[-1].message == "5 more problems are not listed"
    assert not problems[-1].warning


def test_errors_are_not_hidden_behind_many_warnings() -> None:
    weak = "".join(
        f'[[card]]\nid = "c{i}"\nkind = "recall"\nq = "Is it number {i}?"\nanswer = "number {i}"\n'
        for i in range(MOST + 5)
    )
    hidden = "".join(f'x-{i} = "\u200b"\n' for i in range(MOST + 5))
    found, problems = read_deck(HEAD + hidden + weak + "[[card]]\n", "d.deck.toml")
    assert found is None
    assert {problem.code for problem in problems if not problem.warning} == {"E005", "I002", "E010"}


def test_twenty_problems_of_one_kind_in_one_table_are_listed() -> None:
    unknown = "".join(f"key{i} = 1\n" for i in range(25))
    assert codes(HEAD + CARD + unknown) == ["E003"] * 21
    notes = "".join(f'n{i} = "x"\n' for i in range(25))
    choice = '[[card]]\nid = "a"\nkind = "choice"\nq = "Which?"\nanswer = "This"\nwrong = ["That"]\n[card.notes]\n'
    assert codes(HEAD + choice + notes) == ["M314"] * 20


def test_a_table_larger_than_any_field_takes_is_not_looked_into() -> None:
    notes = "".join(f"n{i} = 5\n" for i in range(101))
    choice = '[[card]]\nid = "a"\nkind = "choice"\nq = "Which?"\nanswer = "This"\nwrong = ["That"]\n[card.notes]\n'
    assert codes(HEAD + choice + notes) == ["E008"]
    assert codes(HEAD + choice + notes.replace("= 5", '= "x"')) == ["E008"]


def test_a_problem_is_told_once() -> None:
    report = Report("a = 1\nb = 2", "d.deck.toml")
    for _ in range(3):
        report.add("E002", "wrong", value=("b",))
        report.add("E002", "wrong", value=("a",))
    assert [problem.place for problem in report.problems()] == [Place(1, 5), Place(2, 5)]


def test_the_name_of_a_file_cannot_steer_a_terminal() -> None:
    _, problems = read_deck("x", "\x1b]0;evil\x07\u202edeck.toml\nsecond")
    assert problems[0].text().startswith("\ufffd]0;evil\ufffddeck.toml second:1:")


@pytest.mark.parametrize(
    ("asked", "proposed"),
    [
        ("Where is the sea?", "where-is-the-sea"),
        ("Ça va, Örjan?", "ca-va-orjan"),
        ("海", "card-2"),
        ("a " * 99, "a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a"),
        ("x" * 99, "x" * 40),
        ("Where?", "where"),
    ],
)
def test_a_card_without_an_id_is_offered_one(asked: str, proposed: str) -> None:
    text = HEAD + CARD + f'[[card]]\nkind = "recall"\nq = "{asked}"\nanswer = "Nowhere"\n'
    hints = [problem.hint for problem in read_deck(text, "d.deck.toml")[1] if problem.code == "I002"]
    assert hints == [f'add `id = "{proposed}"`; progress follows it']


def test_an_id_that_is_offered_is_not_taken() -> None:
    text = HEAD + CARD.replace('"a"', '"where"') + '[[card]]\nkind = "recall"\nq = "Where?"\nanswer = "There"\n'
    assert any('"where-2"' in problem.hint for problem in read_deck(text, "d.deck.toml")[1])
