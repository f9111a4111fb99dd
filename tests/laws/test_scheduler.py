"""What the scheduler promises of memory, intervals and learning steps, for any weights unless a test says otherwise."""

import math
from itertools import pairwise
from unittest.mock import patch

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from strategies import (
    DAY_MS,
    HARD_IS_NOTHING,
    LOWEST,
    Review,
    Weights,
    at_corners,
    crooked_histories,
    days,
    default_but,
    difficulties,
    gaps,
    grades,
    histories,
    instants,
    later,
    memories,
    parameters,
    passes,
    retentions,
    reviewed,
    seeds,
    stabilities,
    weights,
)

from quiz.scheduling import NEW, Grade, Memory, Parameters, Phase, Scheduler, scheduler
from quiz.scheduling.fsrs import MAX_STABILITY, MIN_STABILITY, Model
from quiz.scheduling.fuzz import fuzz_bounds
from quiz.scheduling.parameters import DAY_SECONDS, WEIGHTS

AGAIN, HARD, GOOD, EASY = (int(grade) for grade in Grade)
DEFAULT = Model(WEIGHTS)
SLACK = 1 + 1e-12
"""A rounding error, relative."""
NEAR_THE_TOP = Memory(Phase.REVIEW, 20_000.0, 1.0, 0, 0, 9, 0, 0)
WEAK = Memory(Phase.REVIEW, 1.0, 9.0, 0, 0, 9, 0, 0)
UNSPREAD = Scheduler(Parameters(fuzz=False))


# --- memory: retrievability ---


@given(weights, stabilities, st.floats(0, 1e6))
def test_recall_is_a_chance_above_nothing_and_certain_at_once(weights: Weights, s: float, time: float) -> None:
    model = Model(weights)
    assert 0.0 < model.retrievability(time, s) <= 1.0
    assert model.retrievability(0, s) == 1.0


@given(weights, stabilities, st.tuples(st.floats(0, 1e6), st.floats(0, 1e6)).map(sorted))
def test_recall_never_rises_with_time(weights: Weights, s: float, times: list[float]) -> None:
    model = Model(weights)
    assert model.retrievability(times[1], s) <= model.retrievability(times[0], s) * SLACK


@given(weights, st.tuples(stabilities, stabilities).map(sorted), st.floats(0, 1e6))
def test_recall_never_falls_with_stability(weights: Weights, pair: list[float], time: float) -> None:
    model = Model(weights)
    assert model.retrievability(time, pair[0]) <= model.retrievability(time, pair[1]) * SLACK


@at_corners(s=5.0)
@given(weights=weights, s=stabilities)
def test_recall_is_nine_in_ten_after_as_many_days_as_stability(weights: Weights, s: float) -> None:
    assert abs(Model(weights).retrievability(s, s) - 0.9) < 1e-9


@at_corners(s=5.0, retention=0.7)
@given(weights=weights, s=stabilities, retention=retentions)
def test_the_interval_ends_when_recall_is_down_to_the_retention(weights: Weights, s: float, retention: float) -> None:
    model = Model(weights)
    assert abs(model.retrievability(model.interval(s, retention), s) - retention) < 1e-9


@given(weights, stabilities, st.tuples(retentions, retentions).map(sorted))
def test_the_interval_falls_as_retention_rises_and_is_the_stability_at_nine_in_ten(
    weights: Weights, s: float, pair: list[float]
) -> None:
    model = Model(weights)
    assert model.interval(s, pair[1]) <= model.interval(s, pair[0]) * SLACK
    assert model.interval(s, 0.9) == pytest.approx(s, rel=1e-9)


# --- memory: one answer ---


@at_corners(s=5e-324, d=10.0, grade=EASY, gap=40_000)
@at_corners(s=1e308, d=1.0, grade=AGAIN, gap=1)
@given(weights=weights, s=stabilities | st.floats(5e-324, 1e308), d=difficulties, grade=grades, gap=gaps)
def test_any_answer_leaves_stability_and_difficulty_in_bounds(
    weights: Weights, s: float, d: float, grade: int, gap: int
) -> None:
    stability, difficulty = Model(weights).transition()(s, d, grade, gap)
    assert MIN_STABILITY <= stability <= MAX_STABILITY
    assert 1.0 <= difficulty <= 10.0


@at_corners(s=0.01, d=5.0, gap=0)
@at_corners(s=30_000.0, d=1.0, gap=30_000)
@given(weights=weights, s=stabilities, d=difficulties, gap=gaps)
def test_a_better_grade_never_leaves_less_stability_or_more_difficulty(
    weights: Weights, s: float, d: float, gap: int
) -> None:
    states = [Model(weights).transition()(s, d, grade, gap) for grade in (AGAIN, HARD, GOOD, EASY)]
    for (worse, harder), (better, easier) in pairwise(states):
        assert worse <= better * SLACK
        assert harder >= easier


@at_corners()
@given(weights=weights)
def test_a_better_first_grade_never_leaves_less_stability_or_more_difficulty(weights: Weights) -> None:
    memories = Scheduler(Parameters(weights=weights)).preview(NEW, 0, 0, 1)
    for worse, better in pairwise(memories):
        assert worse.stability <= better.stability
        assert worse.difficulty >= better.difficulty


@at_corners(s=0.01, d=5.0, gap=0)
@at_corners(s=MAX_STABILITY, d=10.0, gap=40_000)
@given(weights=weights, s=stabilities, d=difficulties, gap=gaps)
def test_failing_never_raises_stability_and_passing_never_lowers_it(
    weights: Weights, s: float, d: float, gap: int
) -> None:
    again, *passed = (Model(weights).stability(s, d, grade, gap) for grade in (AGAIN, HARD, GOOD, EASY))
    assert again <= s
    assert min(passed) >= s


@given(stabilities)
def test_again_then_good_on_one_day_gains_next_to_nothing(s: float) -> None:
    """With the default weights. At the lowest stability Again cannot take what Good then gives."""
    failed = DEFAULT.short_term_stability(s, AGAIN)
    relearnt = DEFAULT.short_term_stability(failed, GOOD)
    assert relearnt <= 1.005 * s or failed == MIN_STABILITY
    assert relearnt <= DEFAULT.short_term_stability(s, GOOD) * SLACK


@at_corners(s=5.0, d=1.0, gap=40_000)
@given(weights=weights, s=stabilities, d=difficulties, gap=later)
def test_relearning_on_one_day_gives_back_no_more_than_was_lost(weights: Weights, s: float, d: float, gap: int) -> None:
    """As long as a day of stability was left; below that, a negative power of stability may give back more."""
    failed = Model(weights).stability(s, d, AGAIN, gap)
    assert failed < 1.0 or Model(weights).short_term_stability(failed, GOOD) <= s * SLACK


@given(weights, stabilities, difficulties, passes, st.tuples(later, later).map(sorted))
def test_a_later_success_proves_no_less(weights: Weights, s: float, d: float, grade: int, gaps: list[int]) -> None:
    model = Model(weights)
    assert model.stability(s, d, grade, gaps[0]) <= model.stability(s, d, grade, gaps[1]) * SLACK


@given(weights, stabilities, st.tuples(difficulties, difficulties).map(sorted), passes, later)
def test_a_harder_item_gains_no_more(weights: Weights, s: float, pair: list[float], grade: int, gap: int) -> None:
    model = Model(weights)
    assert model.stability(s, pair[1], grade, gap) <= model.stability(s, pair[0], grade, gap) * SLACK


@given(weights, st.tuples(stabilities, stabilities).map(sorted), difficulties, st.floats(0, 1), passes)
def test_at_one_chance_of_recall_the_stabler_item_stays_the_stabler(
    weights: Weights, pair: list[float], d: float, recall: float, grade: int
) -> None:
    low, high = (Model(weights).stability_after_success(s, d, recall, grade) for s in pair)
    assert low <= high * SLACK


@given(st.tuples(stabilities, stabilities).map(sorted), difficulties, grades, later)
def test_after_equal_waits_the_stabler_item_stays_the_stabler(
    pair: list[float], d: float, grade: int, gap: int
) -> None:
    """With the default weights."""
    low, high = (DEFAULT.stability(s, d, grade, gap) for s in pair)
    assert low <= high * SLACK


def test_with_other_weights_the_stabler_item_may_be_overtaken() -> None:
    model = Model(default_but(w9=0.75, w10=2.0))
    assert model.stability(1.0, 1.0, GOOD, 1) > model.stability(2.718, 1.0, GOOD, 1)


@given(stabilities, difficulties)
def test_a_good_tomorrow_is_worth_a_good_today_and_two_of_them(s: float, d: float) -> None:
    """With the default weights."""
    tomorrow = DEFAULT.stability(s, d, GOOD, 1)
    today = DEFAULT.stability(s, d, GOOD, 0)
    assert today <= tomorrow * SLACK
    assert DEFAULT.stability(today, DEFAULT.next_difficulty(d, GOOD), GOOD, 0) <= tomorrow * SLACK


def test_an_easy_or_an_again_today_may_outdo_one_tomorrow() -> None:
    assert DEFAULT.stability(20.1, 1.0, EASY, 0) == pytest.approx(29.8, abs=0.05)
    assert DEFAULT.stability(20.1, 1.0, EASY, 1) == pytest.approx(28.8, abs=0.05)
    assert DEFAULT.stability(20.1, 1.0, AGAIN, 0) > DEFAULT.stability(20.1, 1.0, AGAIN, 1)


def test_the_order_of_first_grades_survives_a_good_on_the_same_day() -> None:
    after = [DEFAULT.short_term_stability(DEFAULT.initial_stability(grade), GOOD) for grade in (1, 2, 3, 4)]
    assert after == sorted(set(after))


@example(s=0.001, d=10.0)
@given(s=st.floats(math.log(0.001), math.log(10)).map(math.exp), d=difficulties)
def test_an_item_that_is_known_whenever_due_gets_out_of_the_daily_round(s: float, d: float) -> None:
    """With the default weights."""
    memory = Memory(Phase.REVIEW, s, d, 0, 0, 1, 0, 1)
    for _ in range(60):
        memory = UNSPREAD.answer(memory, GOOD, memory.due_day, 0, 1)
    assert memory.stability > 30


@given(st.floats(1.3, 5), st.floats(1, 30_000), st.floats(0.51, 0.985))
def test_an_item_taken_over_from_sm2_grows_by_its_ease(ease: float, interval: float, retention: float) -> None:
    """With the default weights, and as long as difficulty had not to be put into its bounds."""
    s, d = DEFAULT.from_sm2(ease, interval, retention)
    assert MIN_STABILITY <= s <= MAX_STABILITY
    assert 1.0 <= d <= 10.0
    if 1.0 < d < 10.0 and s < MAX_STABILITY:
        after = DEFAULT.stability_after_success(s, d, DEFAULT.retrievability(interval, s), GOOD)
        assert after == pytest.approx(min(s * ease, MAX_STABILITY), rel=0.01)


@at_corners(ease=5.0, interval=30_000.0, retention=0.51)
@given(weights=weights, ease=st.floats(1.3, 5), interval=st.floats(1, 1e6), retention=st.floats(0.5, 0.99))
def test_an_item_taken_over_from_sm2_is_in_bounds(
    weights: Weights, ease: float, interval: float, retention: float
) -> None:
    s, d = Model(weights).from_sm2(ease, interval, retention)
    assert MIN_STABILITY <= s <= MAX_STABILITY
    assert 1.0 <= d <= 10.0


@at_corners(s=0.01, d=5.0, grade=AGAIN, gap=0)
@at_corners(s=20_000.0, d=1.0, grade=EASY, gap=4_000)
@given(weights=weights, s=stabilities, d=difficulties, grade=grades, gap=gaps)
def test_the_fast_transition_is_the_equations_bit_for_bit(
    weights: Weights, s: float, d: float, grade: int, gap: int
) -> None:
    model = Model(weights)
    assert model.transition()(s, d, grade, gap) == (model.stability(s, d, grade, gap), model.next_difficulty(d, grade))


# --- replay ---


@given(parameters(), histories() | crooked_histories, seeds)
def test_a_replay_is_the_repeated_answers_bit_for_bit(how: Parameters, reviews: list[Review], seed: int) -> None:
    plan, memory, phases = Scheduler(how), NEW, []
    for grade, day, at_ms in reviews:
        phases.append(memory.phase)
        memory = plan.answer(memory, grade, day, at_ms, seed)
    assert plan.fold(reviews, seed) == memory
    assert list(plan.advance_all([(day, grade) for grade, day, _ in reviews])[1]) == phases


@given(parameters(), crooked_histories, seeds)
def test_a_day_that_runs_backwards_counts_as_the_last_one(how: Parameters, reviews: list[Review], seed: int) -> None:
    plan = Scheduler(how)
    straight = [(grade, max(d for _, d, _ in reviews[: i + 1]), ms) for i, (grade, _, ms) in enumerate(reviews)]
    assert plan.fold(reviews, seed) == plan.fold(straight, seed)


@given(parameters(), histories(), seeds)
def test_reviews_and_lapses_are_counted(how: Parameters, reviews: list[Review], seed: int) -> None:
    plan, memory, lapses = Scheduler(how), NEW, 0
    for grade, day, at_ms in reviews:
        lapses += memory.phase == Phase.REVIEW and grade == AGAIN
        memory = plan.answer(memory, grade, day, at_ms, seed)
    assert (memory.reps, memory.lapses, memory.last_day) == (len(reviews), lapses, reviews[-1][1])


# --- intervals and fuzz ---


@given(parameters(), memories() | st.just(NEW), grades, gaps, seeds)
def test_an_interval_is_a_day_at_least_and_the_longest_allowed_at_most(
    how: Parameters, memory: Memory, grade: int, gap: int, seed: int
) -> None:
    after = Scheduler(how).answer(memory, grade, memory.last_day + gap, 0, seed)
    assert after.interval == 0 if after.due_ms else 1 <= after.interval <= how.maximum_interval


@example(how=Parameters(), memory=NEAR_THE_TOP, gap=34_000, seed=0)
@example(how=Parameters(HARD_IS_NOTHING), memory=NEAR_THE_TOP, gap=30_000, seed=0)
@example(how=Parameters(relearning_steps=(5 * DAY_SECONDS,)), memory=WEAK, gap=1, seed=0)
@example(how=Parameters(HARD_IS_NOTHING, relearning_steps=(100 * DAY_SECONDS,)), memory=WEAK, gap=1, seed=0)
@example(how=Parameters(LOWEST), memory=WEAK, gap=5, seed=2**32 - 1)
@given(how=parameters(), memory=reviewed, gap=gaps, seed=seeds)
def test_a_better_grade_waits_longer_until_the_longest_interval(
    how: Parameters, memory: Memory, gap: int, seed: int
) -> None:
    after = Scheduler(how).preview(memory, memory.last_day + gap, 0, seed)
    again, hard, good, easy = (memory.interval for memory in after)
    assert again <= hard
    assert hard < good or good == how.maximum_interval
    assert good < easy or easy == how.maximum_interval


@example(how=Parameters(learning_steps=(5 * DAY_SECONDS,)), memory=NEW, gap=0, seed=0)
@example(how=Parameters(learning_steps=(5 * DAY_SECONDS,), maximum_interval=2), memory=NEW, gap=0, seed=0)
@given(how=parameters(), memory=memories() | st.just(NEW), gap=gaps, seed=seeds)
def test_a_better_grade_is_never_due_earlier(how: Parameters, memory: Memory, gap: int, seed: int) -> None:
    day = memory.last_day + gap
    after = Scheduler(how).preview(memory, day, day * DAY_MS, seed)
    assert [m.due_day for m in after] == sorted(m.due_day for m in after)
    instants = [m.due_ms for m in after if m.due_ms]
    assert instants == sorted(instants)


@example(how=Parameters(), memory=NEAR_THE_TOP, gap=34_000, seed=0)
@example(how=Parameters(HARD_IS_NOTHING), memory=NEAR_THE_TOP, gap=30_000, seed=0)
@given(how=parameters(), memory=reviewed, gap=gaps, seed=seeds)
def test_not_asking_the_grade_below_when_it_is_far_away_changes_nothing(
    how: Parameters, memory: Memory, gap: int, seed: int
) -> None:
    plan, day = Scheduler(how), memory.last_day + gap
    quick = plan.preview(memory, day, 0, seed)
    with patch.object(scheduler, "APART", math.inf):
        assert plan.preview(memory, day, 0, seed) == quick


@given(
    parameters(), st.lists(st.tuples(reviewed, grades, gaps, seeds), min_size=2, max_size=6), st.permutations(range(6))
)
def test_an_answer_depends_on_nothing_answered_before_or_elsewhere(
    how: Parameters, asked: list[tuple[Memory, int, int, int]], order: list[int]
) -> None:
    def answers(plan: Scheduler, places: list[int]) -> dict[int, Memory]:
        calls = {i: asked[i] for i in places if i < len(asked)}
        return {i: plan.answer(m, grade, m.last_day + gap, 0, seed) for i, (m, grade, gap, seed) in calls.items()}

    assert answers(Scheduler(how), order) == answers(Scheduler(how), list(range(6)))


@given(parameters(fuzz=True), reviewed, passes, later, seeds)
def test_chance_does_not_shrink_an_interval(
    how: Parameters, memory: Memory, grade: int, waited: int, seed: int
) -> None:
    """If it grew before fuzz, it is longer than the days waited; if these are in its range, at least as long."""
    plan = Scheduler(how)
    after = plan.answer(memory, grade, memory.last_day + waited, 0, seed)
    ideal = round(after.stability * plan.model.interval(1.0, how.desired_retention), 9)
    ideal = min(max(ideal, 1.0), how.maximum_interval)
    low, high = fuzz_bounds(ideal, 1, how.maximum_interval)
    if int(ideal + 0.5) > waited:
        assert after.interval > waited
    elif low <= waited <= high:
        assert after.interval >= waited


@example(half=2)
@given(half=st.integers(1, 999))
def test_half_a_day_is_rounded_up_even_with_the_last_bits_lost(half: int) -> None:
    """A stability of 2.5 is 3 days, and so is one that another mathematics library computes a trifle below."""
    memory = Memory(Phase.REVIEW, half + 0.5, 5.0, 0, 0, 1, 0, 0)
    lossless = Scheduler(Parameters(fuzz=False, weights=default_but(w15=0.0)))  # Hard leaves stability as it is
    for stability in (half + 0.5, (half + 0.5) * (1 - 2e-13), (half + 0.5) * (1 + 2e-13)):
        assert lossless.answer(memory._replace(stability=stability), HARD, 1, 0, 1).interval == half + 1


@given(parameters(fuzz=False), memories() | st.just(NEW), grades, gaps, retentions, st.integers(1, 36_500))
def test_more_retention_never_lengthens_and_more_room_never_shortens_an_interval(
    how: Parameters, memory: Memory, grade: int, gap: int, retention: float, maximum: int
) -> None:
    def interval(retention: float, maximum: int) -> int:
        other = Parameters(how.weights, retention, maximum, how.learning_steps, how.relearning_steps, fuzz=False)
        return Scheduler(other).answer(memory, grade, memory.last_day + gap, 0, 1).interval

    base = interval(how.desired_retention, how.maximum_interval)
    assert (interval(retention, how.maximum_interval) - base) * (retention - how.desired_retention) <= 0
    assert (interval(how.desired_retention, maximum) - base) * (maximum - how.maximum_interval) >= 0


@given(parameters(), memories() | st.just(NEW), grades, st.integers(-500, 4000), instants, seeds)
def test_nothing_answered_today_was_due_before_today(
    how: Parameters, memory: Memory, grade: int, gap: int, at_ms: int, seed: int
) -> None:
    day = memory.last_day + gap if memory.phase else max(gap, 0)
    after = Scheduler(how).answer(memory, grade, day, at_ms, seed)
    assert after.last_day == max(day, memory.last_day)
    assert after.due_day == after.last_day + after.interval >= day
    assert after.due_ms > at_ms or after.due_day > after.last_day


@given(parameters(), memories() | st.just(NEW), days, instants, seeds)
def test_what_a_button_shows_is_what_it_stores(
    how: Parameters, memory: Memory, day: int, at_ms: int, seed: int
) -> None:
    plan = Scheduler(how)
    shown = plan.preview(memory, day, at_ms, seed)
    assert shown == tuple(plan.answer(memory, grade, day, at_ms, seed) for grade in (AGAIN, HARD, GOOD, EASY))
