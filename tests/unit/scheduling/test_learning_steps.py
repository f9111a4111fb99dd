"""Learning and relearning steps, one answer at a time; lapses and leeches."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import days, grades, instants, memories, parameters, short_steps

from quiz.scheduling import NEW, Grade, Memory, Parameters, Phase, Scheduler, is_leech
from quiz.scheduling.parameters import DAY_SECONDS

AGAIN, HARD, GOOD, EASY = Grade
DAY, NOW, SEED = 20_000, 20_000 * DAY_SECONDS * 1000, 7
LEARNING = (Phase.LEARNING, Phase.RELEARNING)
KNOWN = Memory(Phase.REVIEW, 10.0, 5.0, 0, DAY - 10, 4, 0, DAY)


def scheduler(*learning: int, relearning: tuple[int, ...] = (600,)) -> Scheduler:
    return Scheduler(Parameters(learning_steps=learning, relearning_steps=relearning, fuzz=False))


def wait(memory: Memory) -> int:
    """Seconds of a learning step; 0 when only the day counts."""
    return (memory.due_ms - NOW) // 1000 if memory.due_ms else 0


@pytest.mark.parametrize(
    ("steps", "grade", "step", "seconds"),
    [
        ((60, 600), AGAIN, 0, 60),
        ((60, 600), HARD, 0, 330),  # the mean of the first two steps
        ((60, 600), GOOD, 1, 600),
        ((60, 600, 3600), HARD, 0, 330),
        ((60,), AGAIN, 0, 60),
        ((60,), HARD, 0, 90),  # one and a half times the only step
    ],
)
def test_a_first_answer_waits_for_its_step(steps: tuple[int, ...], grade: Grade, step: int, seconds: int) -> None:
    memory = scheduler(*steps).answer(NEW, grade, DAY, NOW, SEED)
    assert (memory.phase, memory.step, wait(memory), memory.due_day) == (Phase.LEARNING, step, seconds, DAY)


@pytest.mark.parametrize(
    ("grade", "step", "seconds"), [(AGAIN, 0, 60), (HARD, 1, 600), (GOOD, 2, 3600)], ids=["Again", "Hard", "Good"]
)
def test_a_later_step_is_restarted_repeated_or_passed(grade: Grade, step: int, seconds: int) -> None:
    steps = scheduler(60, 600, 3600)
    memory = steps.answer(steps.answer(NEW, GOOD, DAY, NOW, SEED), grade, DAY, NOW, SEED)
    assert (memory.phase, memory.step, wait(memory)) == (Phase.LEARNING, step, seconds)


@pytest.mark.parametrize(("steps", "grade"), [((60, 600), EASY), ((60,), GOOD), ((), AGAIN), ((), HARD), ((), GOOD)])
def test_the_last_step_or_easy_graduates(steps: tuple[int, ...], grade: Grade) -> None:
    memory = scheduler(*steps).answer(NEW, grade, DAY, NOW, SEED)
    assert (memory.phase, memory.step, memory.due_ms) == (Phase.REVIEW, 0, 0)
    assert memory.due_day > DAY


def test_two_goods_graduate_through_the_default_steps() -> None:
    steps = Scheduler(Parameters(fuzz=False))
    memory = steps.answer(steps.answer(NEW, GOOD, DAY, NOW, SEED), GOOD, DAY, NOW, SEED)
    assert (memory.phase, memory.interval, memory.reps) == (Phase.REVIEW, 2, 2)


def test_a_lapse_is_counted_and_relearnt() -> None:
    memory = scheduler(60).answer(KNOWN, AGAIN, DAY, NOW, SEED)
    assert (memory.phase, memory.step, wait(memory), memory.lapses) == (Phase.RELEARNING, 0, 600, 1)
    again = scheduler(60).answer(memory, AGAIN, DAY, NOW, SEED)
    assert (again.phase, again.lapses) == (Phase.RELEARNING, 1)
    back = scheduler(60).answer(memory, GOOD, DAY, NOW, SEED)
    assert (back.phase, back.lapses, back.due_ms) == (Phase.REVIEW, 1, 0)


def test_without_relearning_steps_a_lapse_comes_back_another_day() -> None:
    memory = scheduler(60, relearning=()).answer(KNOWN, AGAIN, DAY, NOW, SEED)
    assert (memory.phase, memory.lapses, memory.due_ms, memory.interval) == (Phase.REVIEW, 1, 0, 1)


def test_a_step_of_days_is_due_by_the_day() -> None:
    memory = scheduler(DAY_SECONDS * 3 + 60).answer(NEW, AGAIN, DAY, NOW, SEED)
    assert (memory.phase, memory.due_day, memory.due_ms) == (Phase.LEARNING, DAY + 3, 0)


def test_an_item_beyond_a_shortened_list_of_steps_stands_at_the_last() -> None:
    memory = Memory(Phase.LEARNING, 2.0, 5.0, 3, DAY, 3, 0, DAY, NOW)
    hard = scheduler(60, 600).answer(memory, HARD, DAY, NOW, SEED)
    assert (hard.phase, wait(hard)) == (Phase.LEARNING, 600)
    assert scheduler(60, 600).answer(memory, GOOD, DAY, NOW, SEED).phase == Phase.REVIEW
    assert scheduler().answer(memory, AGAIN, DAY, NOW, SEED).phase == Phase.REVIEW


def test_only_a_failed_review_counts_as_a_lapse() -> None:
    steps = Scheduler()
    memory = steps.fold([(AGAIN, DAY, NOW), (AGAIN, DAY, NOW), (GOOD, DAY, NOW), (GOOD, DAY, NOW)], SEED)
    assert (memory.phase, memory.lapses, memory.reps) == (Phase.REVIEW, 0, 4)


def test_a_leech_is_flagged_at_eight_lapses_and_then_every_four() -> None:
    assert [n for n in range(25) if is_leech(n)] == [8, 12, 16, 20, 24]


@pytest.mark.parametrize(("threshold", "flagged"), [(1, [1, 2, 3, 4]), (2, [2, 3, 4]), (3, [3, 5, 7]), (5, [5, 8, 11])])
def test_half_of_an_odd_threshold_is_rounded_up(threshold: int, flagged: list[int]) -> None:
    assert [n for n in range(flagged[-1] + 1) if is_leech(n, threshold)] == flagged


def test_nothing_answered_is_a_new_item() -> None:
    assert Scheduler().fold([], SEED) == NEW
    assert Scheduler().retrievability(NEW, DAY) == 0.0


def test_recall_is_certain_on_the_day_and_before_it_and_nine_in_ten_at_the_stability() -> None:
    recall = Scheduler().retrievability
    assert recall(KNOWN, DAY - 10) == recall(KNOWN, DAY - 50) == 1.0
    assert recall(KNOWN, DAY) == pytest.approx(0.9, abs=1e-9)


@given(parameters(), memories(*LEARNING), grades, days, instants)
def test_again_restarts_hard_repeats_good_goes_on_and_easy_graduates(
    how: Parameters, memory: Memory, grade: int, day: int, at_ms: int
) -> None:
    steps = how.learning_steps if memory.phase == Phase.LEARNING else how.relearning_steps
    after = Scheduler(how).answer(memory, grade, day, at_ms, 1)
    at = min(memory.step, len(steps) - 1)
    last = at == len(steps) - 1
    if not steps or grade == EASY or (grade == GOOD and last):
        assert (after.phase, after.step, after.due_ms) == (Phase.REVIEW, 0, 0)
    else:
        assert (after.phase, after.step) == (memory.phase, {AGAIN: 0, HARD: at, GOOD: at + 1}[grade])


@given(memories(*LEARNING), parameters(learning_steps=(), relearning_steps=()), short_steps, grades, days, instants)
def test_fewer_steps_never_leave_an_item_without_a_due_time(
    memory: Memory, how: Parameters, steps: tuple[int, ...], grade: int, day: int, at_ms: int
) -> None:
    for count in range(len(steps) + 1):
        fewer = Parameters(how.weights, learning_steps=steps[:count], relearning_steps=steps[:count])
        after = Scheduler(fewer).answer(memory, grade, day, at_ms, 1)
        assert after.due_ms > at_ms or after.due_day > after.last_day
        assert 0 <= after.step < max(1, count)


@given(parameters(), memories(*LEARNING) | st.just(NEW), days)
def test_as_many_goods_as_there_are_steps_end_learning(how: Parameters, memory: Memory, day: int) -> None:
    steps = how.relearning_steps if memory.phase == Phase.RELEARNING else how.learning_steps
    for _ in range(max(1, len(steps))):
        memory = Scheduler(how).answer(memory, GOOD, day, 0, 1)
    assert memory.phase == Phase.REVIEW
