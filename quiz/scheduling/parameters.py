"""What a scheduler may be told: FSRS-6 weights and their bounds, retention, steps, limits of an interval."""

import math
from dataclasses import dataclass

WEIGHTS = (
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796,
    1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
)  # fmt: skip
"""The default weights of FSRS-6."""

BOUNDS = (
    (0.001, 100.0), (0.001, 100.0), (0.001, 100.0), (0.001, 100.0), (1.0, 10.0), (0.001, 4.0), (0.001, 4.0),
    (0.001, 0.75), (0.0, 4.5), (0.0, 0.8), (0.001, 3.5), (0.001, 5.0), (0.001, 0.25), (0.001, 0.9), (0.0, 4.0),
    (0.0, 1.0), (1.0, 6.0), (0.0, 2.0), (0.0, 2.0), (0.0, 0.8), (0.1, 0.8),
)  # fmt: skip
"""Lowest and highest value of each weight."""

DAY_SECONDS = 86_400
RETENTION_BOUNDS = (0.70, 0.99)


@dataclass(frozen=True, slots=True)
class Parameters:
    """One way to schedule. Raises ValueError when a value is out of its bounds."""

    weights: tuple[float, ...] = WEIGHTS
    """21 weights of FSRS-6, the first four rising."""
    desired_retention: float = 0.9
    """Chance of remembering at which an item falls due."""
    maximum_interval: int = 36_500
    """Days."""
    learning_steps: tuple[int, ...] = (60, 600)
    """Seconds between the first answers to a new item."""
    relearning_steps: tuple[int, ...] = (600,)
    """Seconds between the answers after a lapse."""
    fuzz: bool = True
    """Spread due days a little."""

    def __post_init__(self) -> None:
        if len(self.weights) != len(WEIGHTS):
            raise ValueError(f"FSRS-6 has {len(WEIGHTS)} weights, not {len(self.weights)}")
        for i, (weight, (low, high)) in enumerate(zip(self.weights, BOUNDS, strict=True)):
            if not low <= weight <= high:
                raise ValueError(f"weight {i} is {weight}, outside {low} to {high}")
        if list(self.weights[:4]) != sorted(self.weights[:4]):
            raise ValueError("the first four weights must rise: Again, Hard, Good, Easy")
        low, high = RETENTION_BOUNDS
        if not low <= self.desired_retention <= high:
            raise ValueError(f"desired retention {self.desired_retention} is outside {low} to {high}")
        if not 1 <= self.maximum_interval <= 36_500:
            raise ValueError(f"a longest interval of {self.maximum_interval} days is outside 1 to 36500")
        for steps in (self.learning_steps, self.relearning_steps):
            if any(not 1 <= step <= 365 * DAY_SECONDS for step in steps):
                raise ValueError("a learning step lasts from one second to a year")
            if list(steps) != sorted(steps):
                raise ValueError("learning steps must not get shorter")


def migrated(weights: tuple[float, ...]) -> tuple[float, ...]:
    """Weights of FSRS-4.5 (17) or FSRS-5 (19) as weights of FSRS-6 (21), as fsrs-rs converts them.

    Raises ValueError for another number of weights.
    """
    if len(weights) == 17:
        w = list(weights)
        w[4] += 2.0 * w[5]
        w[5] = math.log(3.0 * w[5] + 1.0) / 3.0
        w[6] += 0.5
        return (*w, 0.0, 0.0, 0.0, 0.5)
    if len(weights) == 19:
        return (*weights, 0.0, 0.5)
    if len(weights) == 21:
        return tuple(weights)
    raise ValueError(f"no version of FSRS has {len(weights)} weights")
