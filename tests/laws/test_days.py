"""What the study day promises: frozen when an answer is given, one per night slept, wherever one travels."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import example, given
from hypothesis import strategies as st
from strategies import DAY_MS, Review, grades, histories, instants, parameters, seeds

from quiz.scheduling import (
    NEW,
    Grade,
    Parameters,
    Phase,
    Scheduler,
    day_of,
    day_text,
    local_text,
    next_rollover,
    study_day,
)

HOUR = 3_600_000
offsets = st.sampled_from([-720, -600, -480, 0, 60, 120, 330, 345, 540, 840]) | st.integers(-720, 840)
rollovers = st.integers(0, 23).map(lambda hour: hour * 60)
travels = st.lists(st.tuples(grades, st.integers(0, 3 * DAY_MS), offsets), min_size=1, max_size=30)
"""Grade, ms since the one before, offset of the place."""


def local(at_ms: int, offset: int) -> datetime:
    """The clock on the wall."""
    return datetime(1970, 1, 1, tzinfo=UTC).astimezone(timezone(timedelta(minutes=offset))) + timedelta(
        milliseconds=at_ms
    )


@example(at_ms=-1, offset=0, rollover=0)
@given(at_ms=st.integers(-DAY_MS * 1000, 40_000 * DAY_MS), offset=offsets, rollover=rollovers)
def test_a_study_day_is_the_date_on_the_wall_less_the_rollover(at_ms: int, offset: int, rollover: int) -> None:
    date = (local(at_ms, offset) - timedelta(minutes=rollover)).date()
    assert day_text(study_day(at_ms, offset, rollover)) == date.isoformat()


@given(st.tuples(instants, instants).map(sorted), offsets, rollovers)
def test_days_never_run_backwards_in_one_place(pair: list[int], offset: int, rollover: int) -> None:
    assert study_day(pair[0], offset, rollover) <= study_day(pair[1], offset, rollover)


@given(instants, offsets, rollovers)
def test_a_second_before_and_after_the_rollover_are_a_day_apart(at_ms: int, offset: int, rollover: int) -> None:
    border = next_rollover(at_ms, offset, rollover)
    assert study_day(border + 1000, offset, rollover) - study_day(border - 1000, offset, rollover) == 1


@given(instants, offsets, rollovers)
def test_the_next_day_begins_within_a_day_and_is_the_next(at_ms: int, offset: int, rollover: int) -> None:
    border = next_rollover(at_ms, offset, rollover)
    assert at_ms < border <= at_ms + DAY_MS
    today = study_day(at_ms, offset, rollover)
    assert (study_day(border - 1, offset, rollover), study_day(border, offset, rollover)) == (today, today + 1)
    wall = local(border, offset)
    assert (wall.hour * 60 + wall.minute, wall.second, wall.microsecond) == (rollover, 0, 0)


@given(
    st.integers(0, 40_000),
    st.integers(4 * 60, 24 * 60 - 1),
    st.integers(4 * 60, 24 * 60 - 1),
    offsets,
    st.sampled_from([-60, -30, 30, 60]),
)
def test_a_day_of_a_clock_change_is_one_day(day: int, minute: int, next_minute: int, offset: int, change: int) -> None:
    """Whatever the wall says after the rollover: the day has 23, 23½, 24½ or 25 hours, and is one."""
    before = day * DAY_MS + (minute - offset) * 60_000
    after = (day + 1) * DAY_MS + (next_minute - offset - change) * 60_000
    assert study_day(after, offset + change) - study_day(before, offset) == 1


@given(travels, seeds)
def test_a_traveller_keeps_the_dates_of_the_places(travel: list[tuple[int, int, int]], seed: int) -> None:
    """A day is frozen where its answer is given; the offset of a later answer changes none of them."""
    plan, at_ms, memory, walls, reviews = Scheduler(), 0, NEW, [], []
    for grade, gap, offset in travel:
        at_ms += gap
        reviews.append((grade, study_day(at_ms, offset), at_ms))
        walls.append((local(at_ms, offset) - timedelta(hours=4)).date().isoformat())
        memory = plan.answer(memory, *reviews[-1], seed)
    assert [day_text(day) for _, day, _ in reviews] == walls
    assert day_text(memory.last_day) == max(walls)
    assert plan.fold(reviews, seed) == memory


@given(parameters(), travels, seeds)
def test_no_flight_makes_time_negative(how: Parameters, travel: list[tuple[int, int, int]], seed: int) -> None:
    plan, at_ms, memory = Scheduler(how), 0, NEW
    for grade, gap, offset in travel:
        at_ms += gap
        day, before = study_day(at_ms, offset), memory
        memory = plan.answer(memory, grade, day, at_ms, seed)
        if before.phase == Phase.NEW:
            continue
        assert memory.last_day == max(before.last_day, day)
        same_day = plan.model.transition()(before.stability, before.difficulty, grade, max(0, day - before.last_day))
        assert (memory.stability, memory.difficulty) == same_day


@given(
    st.integers(0, 20_000),
    offsets,
    st.integers(7, 24),
    st.lists(st.integers(-3 * 60, 3 * 60 - 1), min_size=2, max_size=30),
    seeds,
)
def test_a_daily_habit_three_hours_early_or_late_is_one_day_each(
    first: int, offset: int, hour: int, late: list[int], seed: int
) -> None:
    """A habit at any hour that is three hours from the rollover."""
    instants = [(first + i) * DAY_MS + (hour * 60 - offset + minutes) * 60_000 for i, minutes in enumerate(late)]
    reviews = [(Grade.GOOD, study_day(at_ms, offset), at_ms) for at_ms in instants]
    assert [day - reviews[0][1] for _, day, _ in reviews] == list(range(len(late)))
    punctual = Scheduler().fold([(Grade.GOOD, first + i, 0) for i in range(len(late))], seed)
    habit = Scheduler().fold(reviews, seed)
    assert (habit.stability, habit.difficulty, habit.interval) == (
        punctual.stability,
        punctual.difficulty,
        punctual.interval,
    )


def test_a_round_a_little_shorter_or_longer_than_a_day_grows_all_the_same() -> None:
    states = []
    for period in (23.9, 24.0, 24.1):
        instants = [round(16 * HOUR + i * period * HOUR) for i in range(61)]
        memory = Scheduler().fold([(Grade.GOOD, study_day(at_ms, 0), at_ms) for at_ms in instants], 1)
        states.append((memory.stability, memory.difficulty, memory.due_day))
    assert states[0] == states[1] == states[2]
    assert states[0][0] > 30


@given(parameters(), histories(max_size=10), seeds, st.integers(-20_000, 20_000))
def test_when_an_item_was_made_changes_nothing_but_its_dates(
    how: Parameters, reviews: list[Review], seed: int, shift: int
) -> None:
    memory = Scheduler(how).fold(reviews, seed)
    moved = Scheduler(how).fold([(grade, day + shift, at_ms) for grade, day, at_ms in reviews], seed)
    assert moved == memory._replace(last_day=memory.last_day + shift, due_day=memory.due_day + shift)


@given(st.integers(-700_000, 2_900_000))
def test_a_day_is_read_back_from_its_date(day: int) -> None:
    assert day_of(day_text(day)) == day


@given(instants, offsets)
def test_local_text_is_the_wall_clock_in_iso_form(at_ms: int, offset: int) -> None:
    assert local_text(at_ms, offset) == local(at_ms, offset).isoformat(timespec="seconds")
