"""What Hypothesis may make of the things a scheduler works on."""

import math
from collections.abc import Callable
from itertools import accumulate
from typing import Any, TypeVar

from hypothesis import example
from hypothesis import strategies as st

from quiz.scheduling import Grade, Memory, Parameters, Phase
from quiz.scheduling.fsrs import MAX_STABILITY, MIN_STABILITY
from quiz.scheduling.parameters import BOUNDS, DAY_SECONDS, RETENTION_BOUNDS, WEIGHTS

Test = TypeVar("Test", bound=Callable[..., Any])
Weights = tuple[float, ...]
Review = tuple[int, int, int]
"""Grade, study day, UTC ms."""

DAY_MS = DAY_SECONDS * 1000


def default_but(**weights: float) -> Weights:
    """The default weights with some replaced: `default_but(w9=0.75)`."""
    return tuple(weights.get(f"w{i}", weight) for i, weight in enumerate(WEIGHTS))


LOWEST: Weights = tuple(low for low, _ in BOUNDS)
HIGHEST: Weights = tuple(high for _, high in BOUNDS)
SAME_DAY_GAIN = default_but(w17=0.0, w19=0.8)
"""Without the bound of a same-day Again, these weights would raise stability by it."""
HARD_IS_NOTHING = default_but(w8=4.5, w9=0.0, w10=3.5, w15=0.01, w16=6.0)
"""Growth beyond the highest stability, and Hard and Good very far apart."""
CORNERS = (WEIGHTS, LOWEST, HIGHEST, SAME_DAY_GAIN, HARD_IS_NOTHING)


def at_corners(**others: Any) -> Callable[[Test], Test]:
    """Run a test at the default weights and at corners of their bounds too, with these other arguments."""

    def decorate(test: Test) -> Test:
        for corner in CORNERS:
            test = example(weights=corner, **others)(test)
        return test

    return decorate


def _rising(weights: Weights) -> Weights:
    return (*sorted(weights[:4]), *weights[4:])


weights = st.one_of(
    st.just(WEIGHTS),
    st.tuples(*(st.sampled_from(bounds) for bounds in BOUNDS)).map(_rising),
    st.tuples(*(st.floats(low, high) for low, high in BOUNDS)).map(_rising),
)
"""21 weights within their bounds, the first four rising."""

stabilities = st.one_of(
    st.sampled_from([MIN_STABILITY, 1.0, MAX_STABILITY]),
    st.floats(math.log(MIN_STABILITY), math.log(MAX_STABILITY)).map(
        lambda x: min(max(math.exp(x), MIN_STABILITY), MAX_STABILITY)
    ),
)
"""Log-uniform, so that a minute is tried as often as a century."""
difficulties = st.floats(1.0, 10.0)
retentions = st.floats(*RETENTION_BOUNDS)
grades = st.sampled_from([int(grade) for grade in Grade])
passes = st.sampled_from([int(Grade.HARD), int(Grade.GOOD), int(Grade.EASY)])
gaps = st.integers(0, 30) | st.integers(0, 4000)
"""Study days between two reviews."""
later = st.integers(1, 30) | st.integers(1, 40_000)
"""The same, but never on one day."""
days = st.integers(0, 40_000)
instants = st.integers(0, 40_000 * DAY_MS)
seeds = st.integers(0, 2**32 - 1)

short_steps = st.lists(st.integers(1, DAY_SECONDS - 1), max_size=4).map(lambda s: tuple(sorted(s)))
steps = short_steps | st.lists(st.integers(1, 10 * DAY_SECONDS), max_size=4).map(lambda s: tuple(sorted(s)))
maxima = st.sampled_from([1, 2, 3, 7, 36_500]) | st.integers(1, 36_500)


def parameters(weights: st.SearchStrategy[Weights] = weights, **fixed: Any) -> st.SearchStrategy[Parameters]:
    """Any way to schedule; arguments fix or replace a part."""
    parts: dict[str, Any] = {
        "weights": weights,
        "desired_retention": st.just(0.9) | retentions,
        "maximum_interval": maxima,
        "learning_steps": st.just((60, 600)) | steps,
        "relearning_steps": st.just((600,)) | steps,
        "fuzz": st.booleans(),
    }
    return st.builds(Parameters, **parts | {name: st.just(value) for name, value in fixed.items()})


def memories(*phases: Phase) -> st.SearchStrategy[Memory]:
    """What may be known of an item that has been answered, in one of the phases (all but NEW when none is named)."""
    return st.builds(
        Memory,
        phase=st.sampled_from([int(p) for p in phases or (Phase.LEARNING, Phase.REVIEW, Phase.RELEARNING)]),
        stability=stabilities,
        difficulty=difficulties,
        step=st.integers(0, 5),
        last_day=days,
        reps=st.integers(1, 500),
        lapses=st.integers(0, 40),
    ).map(lambda memory: memory._replace(due_day=memory.last_day))


reviewed = memories(Phase.REVIEW)


def _dated(steps: list[tuple[int, int]]) -> list[Review]:
    last_days = accumulate(gap for _, gap in steps)
    return [(grade, day, day * DAY_MS + i) for i, ((grade, _), day) in enumerate(zip(steps, last_days, strict=True))]


def histories(max_size: int = 40, gaps: st.SearchStrategy[int] = gaps) -> st.SearchStrategy[list[Review]]:
    """Reviews of one item, oldest first."""
    return st.lists(st.tuples(grades, gaps), min_size=1, max_size=max_size).map(_dated)


crooked_histories = histories(gaps=st.integers(-400, 400))
"""Reviews whose days also run backwards: a clock set back, a flight across the date line."""
