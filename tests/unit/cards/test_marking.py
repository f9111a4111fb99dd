"""Marking: what a fair teacher says of typed answers, and what happens at the edges."""

import tomllib
from pathlib import Path
from typing import get_args

import pytest
from pydantic import TypeAdapter, ValidationError

from quiz.cards.marking import MAX_TYPED, ValueType, mark
from quiz.cards.marking.slips import slips
from quiz.cards.verdict import UNANSWERED, Outcome

GOLDEN = Path(__file__).parents[2] / "golden" / "marking" / "verdicts.toml"
ROWS = tomllib.loads(GOLDEN.read_text(encoding="utf-8"))["verdicts"]


def said(row: dict[str, object]) -> str:
    return f"{row.get('value', 'auto')}: {row['expected']} < {row['given']}"


@pytest.mark.parametrize("row", ROWS, ids=said)
def test_a_fair_teacher_says_the_same(row):
    verdict = mark(row["expected"], row["given"], accept=row.get("accept", ()), value=row.get("value", "auto"))
    assert verdict.outcome == row["outcome"], verdict.reason
    if "reason" in row:
        assert verdict.reason == row["reason"]


@pytest.mark.parametrize("row", ROWS, ids=said)
def test_what_is_not_right_has_a_reason_of_one_sentence(row):
    verdict = mark(row["expected"], row["given"], accept=row.get("accept", ()), value=row.get("value", "auto"))
    if verdict.outcome is not Outcome.RIGHT:
        assert verdict.reason.endswith(".")
        assert not verdict.reason.endswith("..")
        assert len(verdict.reason) <= 160
        assert verdict.share < 1.0


def test_the_golden_rows_cover_each_type_and_each_outcome():
    assert {row["outcome"] for row in ROWS} == {"right", "partly", "wrong"}
    assert {row.get("value", "auto") for row in ROWS} >= {"auto", "text", "date", "list"}
    assert len({said(row) + str(row.get("accept")) for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("value", get_args(ValueType))
@pytest.mark.parametrize("given", ["", " ", "...", "\n\t", "  ?"])
def test_nothing_is_not_an_answer(value, given):
    assert mark("11 December 2022", given, value=value) == UNANSWERED


def test_the_type_of_a_value_is_validated_by_name():
    known = TypeAdapter(ValueType)
    assert known.validate_python("quantity") == "quantity"
    with pytest.raises(ValidationError):
        known.validate_python("colour")


@pytest.mark.parametrize(
    ("value", "expected"),
    [("number", "275"), ("money", "US$20 million"), ("quantity", "500 metres"), ("date", "11 December 2022")],
)
def test_a_type_given_and_a_type_found_out_agree(value, expected):
    for given in ("275", "$20M", "0.5 km", "2022-12-11", "nonsense"):
        assert mark(expected, given, value=value) == mark(expected, given)


def test_a_type_that_the_answer_has_not_falls_back_on_its_words():
    for value in get_args(ValueType):
        assert mark("Mare Frigoris", "mare frigoris", value=value).outcome is Outcome.RIGHT
        assert mark("Mare Frigoris", "Mare Imbrium", value=value).outcome is Outcome.WRONG


def test_only_the_first_characters_count():
    long = "word " * 200
    assert len(long) > MAX_TYPED
    assert mark(long, long).outcome is Outcome.RIGHT
    assert mark(long, long[:MAX_TYPED] + "something else").outcome is Outcome.RIGHT
    assert mark("Paris", " " * MAX_TYPED + "Paris") == UNANSWERED


def test_any_accepted_answer_is_as_good_as_the_first():
    accept = ("12 December 2022 (JST)", "the day of the launch")
    for given in accept:
        assert mark("11 December 2022 (UTC)", given, accept=accept).outcome is Outcome.RIGHT
    assert mark("11 December 2022 (UTC)", "13 December 2022", accept=accept).outcome is Outcome.WRONG


def test_a_wrong_answer_is_told_the_first_answer():
    assert mark("Tokyo", "Kyoto", accept=("Edo", "Tōkyō-to")).reason == "The answer was Tokyo."


def test_a_long_answer_is_cut_in_the_reason():
    assert len(mark("a very long answer " * 30, "something else").reason) < 120


def test_the_share_grows_with_what_was_said():
    shares = [mark("11 December 2022", given).share for given in ("2023", "2022", "December 2022", "2022-12-11")]
    assert shares == sorted(shares)
    assert len(set(shares)) == len(shares)
    shares = [mark("a1, b2, c3, d4", ", ".join(("a1", "b2", "c3", "d4")[:n]), value="list").share for n in range(1, 5)]
    assert shares == [0.25, 0.5, 0.75, 1.0]


def test_naming_everything_does_not_pay_in_a_list():
    some, all_of_it = "red, green, blue", "red, green, blue, " + ", ".join(f"shade {n}" for n in range(27))
    assert mark(some, all_of_it, value="list").share == pytest.approx(0.1)


@pytest.mark.parametrize(("meant", "given"), [("12345", "12346"), ("a123456", "a123457"), ("東京都新宿", "東京都新橋")])
def test_a_number_or_a_sign_is_never_a_slip(meant, given):
    assert slips(meant, given) is None


def test_two_names_of_one_thing_count_once():
    verdict = mark("Tomy; Sony", "Tomy, Takara Tomy", accept=["Takara Tomy"], value="list")
    assert verdict.share == 0.5
