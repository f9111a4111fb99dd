"""Laws of marking: what never changes a verdict, what always does, and that no input is too strange or too long."""

from datetime import date, timedelta
from typing import Any, get_args

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from quiz.cards.marking import MAX_TYPED, ValueType, mark
from quiz.cards.marking.folding import plain, words
from quiz.cards.marking.lists import MAX_COMPARED, mark_list, things
from quiz.cards.marking.read_dates import MONTHS
from quiz.cards.verdict import UNANSWERED, Outcome, Verdict

VALUES = get_args(ValueType)
ONE_ANSWER = tuple(value for value in VALUES if value != "list")

anything = st.text(st.characters(exclude_categories=()), max_size=60)
"""Any string there is, lone surrogates and control characters too."""

PIECES = (
    "Falcon", "Mare Frigoris", "Mission", "HAKUTO-R", "ispace, inc.", "Schrödinger", "the", "a", "not", "or", "and",
    "(MBRSC)", "Mohammed bin Rashid Space Centre", "we’ll", "O'Brien", "C++", "XIV", "V", "first", "seven", "million",
    "half", "December", "June", "late", "Q4", "H2", "BC", "UTC", "JST", "pm", "UTC+9", "noon", "kg", "km/h", "m2", "°C",
    "%", "$", "US$", "€", "yen", "pounds", "over", "about", "minus", "M", "k", "thousand", "e3", "x 10^3", "/", ":",
    "-", "–", ",", ";", ".", "'", "über",
)  # fmt: skip
DIGITS = (
    "11 December 2022", "2022-12-11", "11/12/2022", "07:38", "1,053", "1.053", "10³", "10^3", "1/2", "²", "٣",
)  # fmt: skip
digits = st.one_of(
    st.integers(0, 9999).map(str),
    st.integers(1000, 9_999_999).map("{:,}".format),
    st.decimals(0, 100, places=2).map(str),
    st.sampled_from(DIGITS),
)
answers = st.one_of(
    st.lists(st.one_of(st.sampled_from(PIECES), digits), min_size=1, max_size=6).flatmap(
        lambda pieces: st.sampled_from((" ", "", ", ")).map(lambda gap: gap.join(pieces))
    ),
    st.text("0123456789 .,:/-'()^xe+kmhM$€%", min_size=1, max_size=14),
    anything,
)
"""Answers as decks have them, mixtures of what makes numbers and dates, and noise."""


def share(expected: str, said: str, value: Any = "auto") -> tuple[Outcome, float]:
    verdict = mark(expected, said, value=value)
    return verdict.outcome, verdict.share


@given(answers, st.sampled_from(VALUES), st.lists(answers, max_size=3))
def test_the_answer_itself_is_right(answer, value, accept):
    assume(words(answer))
    assert mark(answer, answer, accept=accept, value=value).outcome is Outcome.RIGHT
    if value != "list":  # there it may be the name of one thing
        assert mark("something else", answer, accept=[*accept, answer], value=value).outcome is Outcome.RIGHT


@given(answers, answers, st.sampled_from(VALUES), st.lists(answers, max_size=3))
def test_every_text_gets_one_verdict_and_the_same_again(expected, said, value, accept):
    verdict = mark(expected, said, accept=accept, value=value)
    assert verdict == mark(expected, said, accept=accept, value=value)
    assert 0.0 <= verdict.share <= 1.0
    assert (verdict.share == 1.0) == (verdict.outcome is Outcome.RIGHT)
    assert (verdict.share == 0.0) == (verdict.outcome is Outcome.WRONG)
    assert verdict.outcome is Outcome.RIGHT or verdict.reason


WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}


@given(answers, answers, st.sampled_from(VALUES), st.sampled_from((str.upper, str.lower, str.swapcase, str.casefold)))
@example("11 December 2022", "11 december 2022", "auto", str.upper)
@example("US$20 million", "$20m", "auto", str.upper)
@example("Tomy and Sony", "Sony and Tomy", "list", str.upper)
def test_case_does_not_matter(expected, said, value, change):
    assert share(expected, change(said), value) == share(expected, said, value)


@given(answers, answers, st.sampled_from(VALUES))
@example("JAXA, Tomy and Sony", "Sony and JAXA, Tomy", "list")
@example("1,053 kg", "1053 kg", "auto")
def test_width_does_not_matter(expected, said, value):
    assert share(expected, said.translate(WIDE), value) == share(expected, said, value)


@given(answers, answers, st.sampled_from(VALUES), st.sampled_from(("  ", "\t", "\N{NO-BREAK SPACE}", "\N{EN SPACE} ")))
def test_spacing_does_not_matter(expected, said, value, space):
    changed = space + said.replace(" ", space) + space
    assert share(expected, changed, value) == share(expected, said, value)


@given(answers, answers, st.sampled_from(VALUES), st.sampled_from((" ", ".", " .", ". ", "..")))
def test_what_stands_at_the_end_does_not_matter(expected, said, value, end):
    assume(words(said))
    assert share(expected, said + end, value) == share(expected, said, value)


@st.composite
def with_another_digit(draw):
    """An answer, and the same with one digit changed."""
    answer = draw(answers.filter(lambda text: any(char.isdigit() for char in text)))
    place = draw(st.sampled_from([i for i, char in enumerate(answer) if char.isdigit()]))
    other = draw(st.sampled_from([d for d in "0123456789" if plain(d) != plain(answer[place])]))
    return answer, answer[:place] + other + answer[place + 1 :]


@given(with_another_digit(), st.sampled_from(ONE_ANSWER))
@example(("1.000e3", "1.000e0"), "auto")
@example(("0e3", "0e4"), "auto")
@example(("10^0", "20^0"), "auto")
@example(("5 m2", "5 m3"), "auto")
@example(("16:00 UTC+9", "16:00 UTC+8"), "auto")
@example(("11 December 2022 UTC+9", "11 December 2022 UTC+8"), "date")
@example(("Rashid Rashid 12", "Rashid Rashid 13"), "text")
@example(("A1 (B2)", "A1 (B3)"), "auto")
def test_another_digit_is_another_answer(pair, value):
    answer, changed = pair
    assert mark(answer, changed, value=value).outcome is Outcome.WRONG


@given(with_another_digit())
def test_another_digit_is_never_right_in_a_list(pair):
    answer, changed = pair
    items = [words(item) for item in things(answer)]
    assume(len(items) == len(set(items)))  # a list is a set: the change may make it a thing that is there already
    assert mark(answer, changed, value="list").outcome is not Outcome.RIGHT


days = st.dates(date(1900, 1, 1), date(2199, 12, 31))


def written(day: date) -> list[str]:
    """A day as people write it."""
    month, short = MONTHS[day.month - 1], MONTHS[day.month - 1][:3]
    ending = "th" if 10 <= day.day % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th")
    return [
        day.isoformat(),
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{short}. {day.day}{ending} {day.year}",
        f"the {day.day}{ending} of {month} {day.year}",
        f"{day.day}-{short}-{day.year}",
        f"{day.year} {month} {day.day}",
        f"{day.day}.{day.month}.{day.year}",
        f"{day.day:02}/{day.month:02}/{day.year}",
        f"{day.month}/{day.day}/{day.year}",
        f"{day.year}年{day.month}月{day.day}日",
    ]


CLEAR = 7
"""How many of the forms say by themselves which number is the day."""


@given(days, st.integers(0, CLEAR - 1), st.sampled_from(("auto", "date")))
def test_a_day_is_right_however_it_is_written(day, form, value):
    expected = written(day)[form]
    for said in written(day):
        assert mark(expected, said, value=value).outcome is Outcome.RIGHT, said


@given(days, st.integers(1, 20_000), st.integers(0, CLEAR - 1), st.integers(0, CLEAR - 1), st.booleans())
@example(date(2022, 12, 11), 1, 0, 1, False)
def test_another_day_is_wrong(day, apart, one, other, before):
    another = day - timedelta(apart) if before else day + timedelta(apart)
    assert mark(written(day)[one], written(another)[other]).outcome is Outcome.WRONG


@given(days, st.integers(0, CLEAR - 1))
def test_the_month_and_the_year_of_a_day_are_partly_right(day, form):
    month = MONTHS[day.month - 1]
    for said in (f"{month} {day.year}", f"{day.month:02}/{day.year}", f"{day.year}-{day.month:02}", str(day.year)):
        assert mark(written(day)[form], said).outcome is Outcome.PARTLY, said
    for said in (f"{MONTHS[day.month % 12]} {day.year}", f"{month} {day.year + 1}", str(day.year - 1)):
        assert mark(written(day)[form], said).outcome is Outcome.WRONG, said


@given(days, st.integers(0, 23), st.integers(0, 59), st.integers(-14, 14))
def test_a_moment_is_the_same_in_every_zone(day, hour, minute, zone):
    expected = f"{written(day)[1]} at {hour:02}:{minute:02} UTC"
    turned = hour * 60 + minute + zone * 60
    there = day + timedelta(turned // 1440)
    clock = f"{turned % 1440 // 60}:{minute:02} UTC{zone:+}"
    assert mark(expected, f"{written(there)[1]}, {clock}").outcome is Outcome.RIGHT
    assert mark(expected, f"{clock} on {written(there + timedelta(1))[2]}").outcome is Outcome.WRONG


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_a_number_is_right_with_any_separator_and_no_other_number_is(number, other):
    for mark_of_thousands in ("", ",", " ", "_", "’", "\N{THIN SPACE}"):
        said = f"{number:,}".replace(",", mark_of_thousands)
        assert mark(f"{number:,}", said).outcome is Outcome.RIGHT, said
    if other != number:
        assert mark(f"{number:,}", str(other)).outcome is Outcome.WRONG


@given(st.integers(1, 10**6), st.sampled_from(("km m 1000", "t kg 1000", "kg g 1000", "h min 60", "m cm 100")))
def test_a_quantity_is_right_in_another_unit(number, units):
    large, small, factor = units.split()
    assert mark(f"{number:,} {large}", f"{number * int(factor)} {small}").outcome is Outcome.RIGHT
    assert mark(f"{number:,} {large}", f"{number} {small}").outcome is Outcome.WRONG
    assert mark(f"{number:,} {large}", str(number)).outcome is Outcome.PARTLY


PARTNERS = ("JAXA", "Tomy", "Sony", "Suzuki Motors", "Citizen", "Sakanaction")
names = st.lists(st.sampled_from(PARTNERS), min_size=1, unique=True)


@given(names, st.data())
def test_a_list_is_worth_the_share_of_its_things(things, data):
    said = data.draw(st.lists(st.sampled_from(things), unique=True, min_size=1))
    verdict = mark("; ".join(things), ", ".join(said), value="list")
    assert verdict.share == pytest.approx(len(said) / len(things))
    assert mark(" and ".join(things), ", ".join(data.draw(st.permutations(things))), value="list").share == 1.0


HOSTILE = ("a ", "1,", "1 ", "((", "a.", "1 kg ", "and ", "00:00 ", "million ", "1/", "ﷺ", "’", "-", "1 h 1 ", "a, ")
LONG = st.builds(
    lambda piece, times: (piece * times)[:4000],
    st.one_of(st.sampled_from(HOSTILE), answers),
    st.integers(1, 4000),
)


@given(LONG, LONG, st.sampled_from(VALUES), st.text(max_size=20))
def test_what_stands_behind_the_first_characters_is_not_looked_at(expected, said, value, tail):
    start = said[:MAX_TYPED].ljust(MAX_TYPED, "x")
    assert mark(expected, start + tail, value=value) == mark(expected, start, value=value)
    assert mark(expected[:MAX_TYPED], start, value=value) == mark(expected, start, value=value)


@given(LONG, LONG, st.lists(LONG, max_size=4))
@example(", ".join("abcdefghij"), ", ".join("klmnopqrst"), ["u; v; w; x; y; z"])
def test_a_list_compares_no_more_pairs_than_it_may(expected, said, accept):
    compared = []

    def count(one: str, other: str) -> Verdict:
        compared.append((one, other))
        return UNANSWERED

    mark_list(expected[:MAX_TYPED], said[:MAX_TYPED], [text[:MAX_TYPED] for text in accept], count)
    assert len(compared) <= MAX_COMPARED
