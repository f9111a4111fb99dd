"""What a scheduler refuses to be told."""

import math
from typing import Any

import pytest

from quiz.scheduling import Parameters
from quiz.scheduling.parameters import BOUNDS, DAY_SECONDS, WEIGHTS, migrated


@pytest.mark.parametrize("retention", [0.0, 0.69, 0.991, 1.0, 1.1, -0.9, math.nan, math.inf, -math.inf])
def test_a_retention_out_of_bounds_is_refused(retention: float) -> None:
    with pytest.raises(ValueError, match="retention"):
        Parameters(desired_retention=retention)


@pytest.mark.parametrize("retention", [0.7, 0.99])
def test_a_retention_at_its_bounds_is_accepted(retention: float) -> None:
    assert Parameters(desired_retention=retention).desired_retention == retention


@pytest.mark.parametrize("i", range(21))
def test_a_weight_out_of_bounds_is_refused_by_its_number(i: int) -> None:
    low, high = BOUNDS[i]
    for bad in (math.nextafter(low, -math.inf), math.nextafter(high, math.inf), math.nan, math.inf):
        with pytest.raises(ValueError, match=f"weight {i} "):
            Parameters(weights=(*WEIGHTS[:i], bad, *WEIGHTS[i + 1 :]))


@pytest.mark.parametrize("weights", [(), WEIGHTS[:19], (*WEIGHTS, 0.5)])
def test_another_number_of_weights_is_refused(weights: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="21 weights"):
        Parameters(weights=weights)


@pytest.mark.parametrize("i", range(3))
def test_first_stabilities_that_fall_are_refused(i: int) -> None:
    first = list(WEIGHTS[:4])
    first[i], first[i + 1] = first[i + 1], first[i]
    with pytest.raises(ValueError, match="must rise"):
        Parameters(weights=(*first, *WEIGHTS[4:]))


@pytest.mark.parametrize(
    "bad",
    [
        {"maximum_interval": 0},
        {"maximum_interval": 36_501},
        {"maximum_interval": math.nan},
        {"learning_steps": (0,)},
        {"learning_steps": (-60,)},
        {"learning_steps": (600, 60)},
        {"learning_steps": (365 * DAY_SECONDS + 1,)},
        {"learning_steps": (math.nan,)},
        {"relearning_steps": (0,)},
        {"relearning_steps": (600, 60)},
        {"relearning_steps": (math.inf,)},
    ],
    ids=str,
)
def test_limits_and_steps_out_of_bounds_are_refused(bad: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"interval|steps?"):
        Parameters(**bad)


@pytest.mark.parametrize("count", [0, 4, 16, 18, 20, 22])
def test_weights_of_no_version_cannot_be_migrated(count: int) -> None:
    with pytest.raises(ValueError, match=f"{count} weights"):
        migrated((0.5,) * count)


def test_weights_of_this_version_migrate_to_themselves() -> None:
    assert migrated(WEIGHTS) == WEIGHTS
