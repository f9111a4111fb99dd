"""The study day, by date and hour."""

from datetime import datetime

import pytest

from quiz.scheduling import Grade, Phase, Scheduler, day_of, day_text, local_text, next_rollover, study_day

HOUR = 3_600_000
TOKYO, UTC_OFFSET, BERLIN_WINTER, BERLIN_SUMMER, LOS_ANGELES, KIRITIMATI = 540, 0, 60, 120, -480, 840


def ms(text: str) -> int:
    return round(datetime.fromisoformat(text).timestamp() * 1000)


@pytest.mark.parametrize(
    ("instant", "offset", "day"),
    [
        ("1970-01-01T04:00:00+00:00", UTC_OFFSET, "1970-01-01"),
        ("1970-01-01T03:59:59.999+00:00", UTC_OFFSET, "1969-12-31"),
        ("2026-03-01T03:59:59+09:00", TOKYO, "2026-02-28"),
        ("2026-03-01T04:00:00+09:00", TOKYO, "2026-03-01"),
        ("2024-03-01T02:00:00-08:00", LOS_ANGELES, "2024-02-29"),
        ("2026-01-01T01:00:00+14:00", KIRITIMATI, "2025-12-31"),
    ],
)
def test_an_instant_belongs_to_the_day_that_began_at_four(instant: str, offset: int, day: str) -> None:
    assert day_text(study_day(ms(instant), offset)) == day


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("2026-03-28T20:00:00+01:00", "2026-03-29T20:00:00+02:00"),  # 23 hours
        ("2026-10-24T20:00:00+02:00", "2026-10-25T20:00:00+01:00"),  # 25 hours
    ],
)
def test_a_day_with_a_clock_change_is_one_day(before: str, after: str) -> None:
    offsets = [int(text[-6:-3]) * 60 for text in (before, after)]
    first, second = (study_day(ms(text), offset) for text, offset in zip((before, after), offsets, strict=True))
    assert second - first == 1


def test_a_traveller_keeps_the_days_that_were_lived() -> None:
    lived = [("2026-05-01T22:00:00+09:00", TOKYO), ("2026-05-02T22:00:00+09:00", TOKYO)]
    flown = [*lived, ("2026-05-03T22:00:00-07:00", -420)]
    days = [day_text(study_day(ms(text), offset)) for text, offset in flown]
    assert days == ["2026-05-01", "2026-05-02", "2026-05-03"]


def test_a_flight_west_over_the_date_line_makes_a_second_answer_on_one_day() -> None:
    kiritimati = study_day(ms("2026-05-02T10:00:00+14:00"), KIRITIMATI)
    honolulu = study_day(ms("2026-05-01T14:00:00-10:00"), -600)
    assert honolulu - kiritimati == -1
    memory = Scheduler().fold([(Grade.EASY, kiritimati, 0), (Grade.GOOD, honolulu, 1)], seed=1)
    same = Scheduler().fold([(Grade.EASY, kiritimati, 0), (Grade.GOOD, kiritimati, 1)], seed=1)
    assert memory == same
    assert (memory.phase, memory.last_day) == (Phase.REVIEW, kiritimati)


def test_the_next_day_begins_at_four() -> None:
    assert next_rollover(ms("2026-05-01T03:00:00+09:00"), TOKYO) == ms("2026-05-01T04:00:00+09:00")
    assert next_rollover(ms("2026-05-01T04:00:00+09:00"), TOKYO) == ms("2026-05-02T04:00:00+09:00")


def test_local_text_says_the_offset() -> None:
    instant = ms("2026-05-01T00:30:15+00:00")
    assert local_text(instant, TOKYO) == "2026-05-01T09:30:15+09:00"
    assert local_text(instant, -210) == "2026-04-30T21:00:15-03:30"
    assert local_text(instant + 999, UTC_OFFSET) == "2026-05-01T00:30:15+00:00"


@pytest.mark.parametrize("text", ["", "2026-02-30", "yesterday", "2026-13-01"])
def test_what_is_no_date_is_no_day(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the words are Python's
        day_of(text)
