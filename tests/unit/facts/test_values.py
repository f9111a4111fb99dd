"""How values are written, and which of them may both be true."""

import pytest
from oracle_facts import by_hand

from quiz.facts.knowledge import Knowledge
from quiz.facts.model import Entity, Value
from quiz.facts.values import distance, folded, label, moment, overlaps, same, with_preposition, written

ENTITIES = {
    "moon": Entity("moon", "place", "the Moon"),
    "ispace": Entity("ispace", "organisation", "ispace"),
    "disk": Entity("disk", "payload", "a memory disk"),
}


def day(text: str, **more: str) -> Value:
    return Value("date", date=text, **more)  # type: ignore[arg-type]


def number(text: str, **more: str) -> Value:
    return Value("number", number=text, **more)  # type: ignore[arg-type]


def money(text: str, currency: str = "USD", **more: str) -> Value:
    return Value("money", number=text, currency=currency, **more)  # type: ignore[arg-type]


def quantity(text: str, unit: str = "metre") -> Value:
    return Value("quantity", number=text, unit=unit)


@pytest.mark.parametrize(
    ("value", "inside", "alone", "placed"),
    [
        (day("2022-12-11", time="07:38", tz="UTC"), "11 December 2022", "11 December 2022", "on 11 December 2022"),
        (day("2022-12"), "December 2022", "December 2022", "in December 2022"),
        (day("2022"), "2022", "2022", "in 2022"),
        (day("2022-H2"), "the second half of 2022", "The second half of 2022", "in the second half of 2022"),
        (day("2026-Q4"), "the fourth quarter of 2026", "The fourth quarter of 2026", "in the fourth quarter of 2026"),
        (day("2024", bound="late"), "late 2024", "Late 2024", "in late 2024"),
        (day("2025-06-06", bound="around"), "around 6 June 2025", "Around 6 June 2025", "around 6 June 2025"),
        (number("275"), "275", "275", "275"),
        (number("12500", bound="over"), "over 12,500", "Over 12,500", "over 12,500"),
        (number("0.25"), "0.25", "0.25", "0.25"),
        (money("20000000"), "US$20 million", "US$20 million", "US$20 million"),
        (money("90000000", bound="over"), "over US$90 million", "Over US$90 million", "over US$90 million"),
        (money("1250000000", "EUR"), "€1.25 billion", "€1.25 billion", "€1.25 billion"),
        (money("5000", "JPY"), "¥5,000", "¥5,000", "¥5,000"),
        (money("1234567", "CHF"), "CHF 1,234,567", "CHF 1,234,567", "CHF 1,234,567"),
        (quantity("500"), "500 metres", "500 metres", "500 metres"),
        (quantity("1"), "1 metre", "1 metre", "1 metre"),
        (quantity("3", "metre per second"), "3 metres per second", "3 metres per second", "3 metres per second"),
        (quantity("6", "foot"), "6 feet", "6 feet", "6 feet"),
        (quantity("5", "kg"), "5 kg", "5 kg", "5 kg"),
        (Value("text", text="a soft landing"), "a soft landing", "A soft landing", "a soft landing"),
        (Value("text", text="ispace’s lander"), "ispace’s lander", "ispace’s lander", "ispace’s lander"),
        (Value("text", text="iPhone"), "iPhone", "iPhone", "iPhone"),
        (Value("entity", entity="moon"), "the Moon", "The Moon", "the Moon"),
        (Value("entity", entity="ispace"), "ispace", "ispace", "ispace"),
        (Value("entity", entity="disk"), "a memory disk", "A memory disk", "a memory disk"),
    ],
)
def test_one_formatter_writes_every_value(value: Value, inside: str, alone: str, placed: str) -> None:
    assert written(value, ENTITIES) == inside
    assert label(value, ENTITIES) == alone
    assert "".join(with_preposition(value, ENTITIES)) == placed


def test_a_moment_is_written_with_its_zone() -> None:
    assert moment(day("2022-12-11", time="07:38", tz="UTC")) == "07:38 UTC on 11 December 2022"
    assert moment(day("2022-12-11")) == ""


def test_folding_takes_away_what_does_not_matter() -> None:
    assert folded("The  Schrödinger-Basin!") == "schrodinger basin"
    assert folded("A disc") == folded("disc") == "disc"


def related(one: str, two: str) -> bool:
    return {one, two} == {"tokyo", "japan"}


@pytest.mark.parametrize(
    ("one", "two", "both"),
    [
        (day("2022-12-11"), day("2022-12-11"), True),
        (day("2022-12-11"), day("2022-12"), True),
        (day("2022-12-11"), day("2022"), True),
        (day("2022-12-11"), day("2022-H2"), True),
        (day("2022-12-11"), day("2022-H1"), False),
        (day("2022-12-11"), day("2023"), False),
        # 19:17 UTC is the next day in Tokyo, and still the same one in Honolulu.
        (day("2025-06-05", time="19:17", tz="UTC"), day("2025-06-06"), True),
        (day("2025-06-05", time="19:17", tz="UTC"), day("2025-06-06", tz="JST"), True),
        (day("2025-06-05", time="19:17", tz="UTC"), day("2025-06-03", tz="UTC"), False),
        # 07:38 UTC is the day before twelve hours to the west, but nowhere the next one.
        (day("2022-12-11", time="07:38", tz="UTC"), day("2022-12-10", tz="EST"), True),
        (day("2022-12-11", time="07:38", tz="UTC"), day("2022-12-12", time="20:00", tz="UTC"), False),
        (day("2022-12-11", tz="UTC"), day("2022-12-12", tz="UTC"), True),
        (day("2022-12-11", tz="UTC"), day("2022-12-13", tz="UTC"), False),
        # Where no zone is known, two days apart may be one.
        (day("2022-12-11"), day("2022-12-13"), True),
        (day("2022-12-11"), day("2022-12-14"), False),
        (day("2022-12-31", tz="UTC"), day("2023-01"), True),
        # Years and months are not moved about for a zone.
        (day("2022"), day("2023"), False),
        (day("2022-12"), day("2023-01"), False),
        (day("2025-06-06", bound="around"), day("2025-06-12", tz="UTC"), True),
        (day("2025-06-06", bound="around"), day("2025-06-20", tz="UTC"), False),
        (day("2010", bound="around"), day("2011"), True),
        (day("2010", bound="about"), day("2012"), False),
        (day("2024", bound="late"), day("2024-02"), True),
        (number("100"), number("100.0"), True),
        (number("100"), number("101"), False),
        (number("100", bound="about"), number("109"), True),
        (number("100", bound="about"), number("111"), False),
        (number("90", bound="over"), number("125"), True),
        (number("90", bound="over"), number("80"), False),
        (money("20"), money("20", "EUR"), True),
        (money("20"), money("21"), False),
        (quantity("500"), quantity("0.5", "kilometre"), True),
        (quantity("500"), quantity("500", "kilogram"), False),
        (quantity("500"), quantity("600", "stride"), True),
        (Value("text", text="a hard landing"), Value("text", text="Hard landing"), True),
        (Value("text", text="a hard landing"), Value("text", text="landing"), True),
        (Value("text", text="a hard landing"), Value("text", text="a soft landing"), False),
        (Value("entity", entity="tokyo"), Value("entity", entity="japan"), True),
        (Value("entity", entity="tokyo"), Value("entity", entity="luxembourg"), False),
        (Value("entity", entity="tokyo"), Value("text", text="tokyo"), False),
    ],
)
def test_values_that_may_both_be_true(one: Value, two: Value, both: bool) -> None:
    assert overlaps(one, two, related) is both
    assert overlaps(two, one, related) is both


def test_the_same_value_in_other_words() -> None:
    assert same(day("2022-12-11", time="07:38", tz="UTC"), day("2022-12-11", time="16:38", tz="JST"))
    assert same(day("2022-12-11", time="23:38", tz="UTC"), day("2022-12-12", time="08:38", tz="+09:00"))
    assert not same(day("2022-12-11", tz="UTC"), day("2022-12-11", tz="JST"))
    assert not same(day("2022"), day("2022", bound="late"))
    assert same(quantity("500"), quantity("0.5", "kilometre"))
    assert not same(number("100"), number("100", bound="over"))
    assert not same(money("20"), money("20", "EUR"))
    assert same(Value("text", text="the Moon"), Value("text", text="Moon"))


def test_distances_are_in_years_and_in_doublings() -> None:
    assert distance(day("2020"), day("2030")) == pytest.approx(10, abs=0.01)
    assert distance(number("100"), number("25")) == pytest.approx(2)
    assert distance(number("0"), number("0")) == 0
    assert distance(number("0"), number("1")) > 10


def test_an_option_may_mean_everybody_of_that_name() -> None:
    base = by_hand(
        'entity key name="Alpha" | type="rover"',
        'entity one name="Alpha 2" | type="rover"',
        'entity two name="Alpha 2" | type="rover" | aliases=["Alpha"]',
    )
    assert Knowledge(base).overlap(Value("entity", entity="one"), Value("entity", entity="key"))
