"""Spreading due days: a pure function of item and repetition, so every device picks the same day.

Rounding is half up, as in other implementations of FSRS, not half to even.
"""

FUZZ_FROM = 2.5
"""Days; shorter intervals are not spread."""


def fuzz_delta(interval: float) -> float:
    """How far, in days, a due day may move either way."""
    if interval < FUZZ_FROM:
        return 0.0
    if interval < 7.0:
        return 1.0 + 0.15 * (interval - 2.5)
    if interval < 20.0:
        return 1.675 + 0.1 * (interval - 7.0)
    return 2.975 + 0.05 * (interval - 20.0)


def fuzz_bounds(interval: float, minimum: int, maximum: int) -> tuple[int, int]:
    """First and last day that may be picked for an interval in days; 1 <= minimum <= maximum."""
    if interval < minimum:
        interval = minimum
    elif interval > maximum:
        interval = maximum
    if interval < FUZZ_FROM:
        low = high = int(interval + 0.5)
    else:
        delta = fuzz_delta(interval)
        low = int(interval - delta + 0.5)
        high = int(interval + delta + 0.5)
    if low < minimum:
        low = minimum
    if high > maximum:
        high = maximum
    if high == low and 2 < high < maximum:
        high = low + 1
    return low, high


def smallest_interval(interval: float, previous: int, low: int, high: int) -> int:
    """The shortest interval that fuzz may pick so that intervals do not shrink by chance.

    `low` and `high` are the fuzz bounds of the interval. If the rounded interval grew, one day more than the previous
    one; if the previous one lies within the bounds, that; otherwise no minimum (0). Anki's rule of the same purpose.
    """
    if int(interval + 0.5) > previous:
        return previous + 1
    return previous if low <= previous <= high else 0


def chance(item_seed: int, repetition: int) -> int:
    """A 32-bit number out of an item's seed and the number of the repetition."""
    h = (item_seed * 0x9E3779B1 + repetition * 0x85EBCA77) & 0xFFFFFFFF
    h = ((h ^ h >> 15) * 0x2C1B3C6D) & 0xFFFFFFFF
    h = ((h ^ h >> 13) * 0x297A2D39) & 0xFFFFFFFF
    return h ^ h >> 16
