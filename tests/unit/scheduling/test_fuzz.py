"""Fuzz: which days it may pick, how it picks, and what keeps an interval from shrinking."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import default_but

from quiz.scheduling import NEW, Grade, Memory, Parameters, Phase, Scheduler, item_seed
from quiz.scheduling.fuzz import chance, fuzz_bounds, fuzz_delta, smallest_interval


@given(st.floats(1, 36_500), st.integers(1, 36_500), st.integers(1, 36_500))
def test_fuzz_stays_within_its_range_and_its_limits(interval: float, one: int, other: int) -> None:
    low, high = fuzz_bounds(interval, min(one, other), max(one, other))
    assert min(one, other) <= low <= high <= max(one, other)
    if min(one, other) < interval < max(one, other):
        width = fuzz_delta(interval) + 0.5
        assert interval - width <= low or low == min(one, other)
        assert high <= max(interval + width, low + 1)


@pytest.mark.parametrize("stability", [2.6, 3.0, 7.0, 13.4, 37.0, 99.5])
def test_fuzz_picks_every_day_of_its_range_equally_often(stability: float) -> None:
    plan = Scheduler(Parameters(learning_steps=(), weights=default_but(w0=stability, w1=100.0, w2=100.0, w3=100.0)))
    low, high = fuzz_bounds(stability, 1, 36_500)
    counts = dict.fromkeys(range(low, high + 1), 0)
    for i in range(10_000):
        counts[plan.answer(NEW, Grade.AGAIN, 0, 0, item_seed(f"deck/card-{i}")).interval] += 1
    expected = 10_000 / len(counts)
    freedom = len(counts) - 1
    # The value that chi-square exceeds once in a million (Wilson and Hilferty).
    limit = freedom * (1 - 2 / (9 * freedom) + 4.753 * math.sqrt(2 / (9 * freedom))) ** 3
    assert sum((n - expected) ** 2 / expected for n in counts.values()) < limit


@given(st.text(max_size=20), st.integers(1, 10_000), st.integers(1, 10_000))
def test_chance_is_a_number_of_32_bits_that_the_repetition_changes(item: str, one: int, other: int) -> None:
    seed = item_seed(item)
    assert 0 <= chance(seed, one) < 2**32
    assert (chance(seed, one) == chance(seed, other)) == (one == other)


def test_chance_is_the_same_on_every_device_for_ever() -> None:
    assert [item_seed("ispace/founded"), item_seed("ispace/founded#year")] == [2884151306, 4075340691]
    assert [chance(2884151306, n) for n in (1, 2, 100)] == [386234505, 2285301459, 3678599017]


@given(st.integers(1, 2000), st.integers(1, 2000))
def test_the_smallest_interval_is_longer_than_the_last_one_if_the_rounded_one_is(rounded: int, previous: int) -> None:
    for interval in (rounded - 0.5, float(rounded), math.nextafter(rounded + 0.5, 0)):
        low, high = fuzz_bounds(max(interval, 1.0), 1, 36_500)
        smallest = smallest_interval(interval, previous, low, high)
        assert smallest == (previous + 1 if rounded > previous else previous if low <= previous <= high else 0)


@pytest.mark.parametrize(
    ("phase", "stability", "waited", "grade"),
    [
        (Phase.LEARNING, 3.0, 3, Grade.HARD),
        (Phase.RELEARNING, 3.0, 3, Grade.HARD),
        (Phase.REVIEW, 300.0, 3, Grade.AGAIN),
    ],
)
def test_only_a_review_that_was_passed_is_kept_from_shrinking(
    phase: Phase, stability: float, waited: int, grade: Grade
) -> None:
    """After learning, and after a lapse, every day of the range may come, shorter than what was waited or not."""
    plan = Scheduler(Parameters(learning_steps=(), relearning_steps=()))
    memory = Memory(phase, stability, 10.0, 0, 0, 3, 0, 0)
    after = [plan.answer(memory, grade, waited, 0, seed) for seed in range(2000)]
    low, high = fuzz_bounds(after[0].stability, 1, 36_500)
    assert low <= waited <= high
    assert {m.interval for m in after} == set(range(low, high + 1))
