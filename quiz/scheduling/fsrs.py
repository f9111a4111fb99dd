"""The equations of FSRS-6 as plain functions of numbers, in 64-bit floats.

Stability is in days, difficulty runs from 1 to 10, grades are 1 Again, 2 Hard, 3 Good, 4 Easy.
Formulas: github.com/open-spaced-repetition/fsrs4anki/wiki/The-Algorithm. One documented deviation: an Again on the same
day never raises stability, for any weights (upstream it can).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field

MIN_STABILITY, MAX_STABILITY = 0.001, 36_500.0
MIN_DIFFICULTY, MAX_DIFFICULTY = 1.0, 10.0


@dataclass(frozen=True, slots=True)
class Model:
    """FSRS-6 with one set of weights."""

    weights: tuple[float, ...]
    decay: float = field(init=False)
    factor: float = field(init=False)
    easy_difficulty: float = field(init=False)
    """Target of mean reversion: the first difficulty of Easy, not clamped."""

    def __post_init__(self) -> None:
        w = self.weights
        decay = -w[20]
        object.__setattr__(self, "decay", decay)
        object.__setattr__(self, "factor", math.expm1(math.log(0.9) / decay))
        object.__setattr__(self, "easy_difficulty", w[4] - math.exp(w[5] * 3) + 1)

    def retrievability(self, days: float, stability: float) -> float:
        """Chance of recall `days` after the last review; 0.9 when days equal stability."""
        return float((1.0 + self.factor * days / stability) ** self.decay)

    def interval(self, stability: float, retention: float) -> float:
        """Days, not rounded, until the chance of recall has fallen to `retention`."""
        return float(stability / self.factor * (retention ** (1.0 / self.decay) - 1.0))

    def initial_stability(self, grade: int) -> float:
        """Stability after the first answer."""
        return self.weights[grade - 1]

    def initial_difficulty(self, grade: int) -> float:
        """Difficulty after the first answer."""
        w = self.weights
        return _difficulty_in_bounds(w[4] - math.exp(w[5] * (grade - 1)) + 1)

    def difficulty_after_linear_damping(self, difficulty: float, grade: int) -> float:
        """Difficulty moved by the grade, the less the nearer it is to 10; before mean reversion."""
        return difficulty - self.weights[6] * (grade - 3) * (10.0 - difficulty) / 9.0

    def next_difficulty(self, difficulty: float, grade: int) -> float:
        """Difficulty after an answer."""
        w7 = self.weights[7]
        damped = self.difficulty_after_linear_damping(difficulty, grade)
        return _difficulty_in_bounds(w7 * self.easy_difficulty + (1.0 - w7) * damped)

    def growth(self, stability: float, difficulty: float, recall: float) -> float:
        """By how much a Good answer multiplies stability, less one. Hard and Easy scale it."""
        w = self.weights
        return float(math.exp(w[8]) * (11.0 - difficulty) * stability ** -w[9] * math.expm1(w[10] * (1.0 - recall)))

    def stability_after_success(self, stability: float, difficulty: float, recall: float, grade: int) -> float:
        """Stability after Hard, Good or Easy on a later day."""
        scale = self.weights[15] if grade == 2 else self.weights[16] if grade == 4 else 1.0
        return _stability_in_bounds(stability * (1.0 + self.growth(stability, difficulty, recall) * scale))

    def stability_after_failure(self, stability: float, difficulty: float, recall: float) -> float:
        """Stability after Again on a later day; never above what it was."""
        w = self.weights
        fresh = w[11] * difficulty ** -w[12] * ((stability + 1.0) ** w[13] - 1.0) * math.exp(w[14] * (1.0 - recall))
        return _stability_in_bounds(min(fresh, stability / math.exp(w[17] * w[18])))

    def short_term_stability(self, stability: float, grade: int) -> float:
        """Stability after another answer on the same day."""
        w = self.weights
        k = math.exp(w[17] * (grade - 3 + w[18])) * stability ** -w[19]
        k = max(k, 1.0) if grade >= 2 else min(k, 1.0)
        return _stability_in_bounds(stability * k)

    def stability(self, stability: float, difficulty: float, grade: int, days: int) -> float:
        """Stability after an answer `days` whole study days after the last one."""
        if days <= 0:
            return self.short_term_stability(stability, grade)
        recall = self.retrievability(days, stability)
        if grade == 1:
            return self.stability_after_failure(stability, difficulty, recall)
        return self.stability_after_success(stability, difficulty, recall, grade)

    def transition(self) -> Callable[[float, float, int, int], tuple[float, float]]:
        """`stability` and `next_difficulty` in one closure, unrolled for a replay of a million reviews.

        It takes (stability, difficulty, grade, days); a law holds it equal, bit for bit, to the equations above.
        """
        w = self.weights
        factor, decay, exp, expm1 = self.factor, self.decay, math.exp, math.expm1
        e8, w9, w10, w11, w12, w13, w14 = exp(w[8]), -w[9], w[10], w[11], -w[12], w[13], w[14]
        ceiling = exp(w[17] * w[18])
        scale = (0.0, 0.0, w[15], 1.0, w[16])
        short = (0.0, *(exp(w[17] * (grade - 3 + w[18])) for grade in (1, 2, 3, 4)))
        w19, w6, target, keep = -w[19], w[6], w[7] * self.easy_difficulty, 1.0 - w[7]

        def step(stability: float, difficulty: float, grade: int, days: int) -> tuple[float, float]:
            if days <= 0:
                k = short[grade] * stability**w19
                new = stability if (k > 1.0) == (grade == 1) else stability * k
            else:
                recall = (1.0 + factor * days / stability) ** decay
                if grade == 1:
                    fresh = w11 * difficulty**w12 * ((stability + 1.0) ** w13 - 1.0) * exp(w14 * (1.0 - recall))
                    cap = stability / ceiling
                    new = fresh if fresh < cap else cap
                else:
                    growth = e8 * (11.0 - difficulty) * stability**w9 * expm1(w10 * (1.0 - recall))
                    new = stability * (1.0 + growth * scale[grade])
            if new < MIN_STABILITY:
                new = MIN_STABILITY
            elif new > MAX_STABILITY:
                new = MAX_STABILITY
            damped = target + keep * (difficulty - w6 * (grade - 3) * (10.0 - difficulty) / 9.0)
            return new, 1.0 if damped < 1.0 else 10.0 if damped > 10.0 else damped

        return step

    def from_sm2(self, ease: float, interval: float, retention: float) -> tuple[float, float]:
        """Stability and difficulty that continue an SM-2 item (ease factor, days), as fsrs-rs converts it."""
        w = self.weights
        stability = max(interval, MIN_STABILITY) * self.factor / (retention ** (1.0 / self.decay) - 1.0)
        gain = math.exp(w[8]) * stability ** -w[9] * math.expm1((1.0 - retention) * w[10])
        return _stability_in_bounds(stability), _difficulty_in_bounds(11.0 - (ease - 1.0) / gain)


def _stability_in_bounds(stability: float) -> float:
    return min(max(stability, MIN_STABILITY), MAX_STABILITY)


def _difficulty_in_bounds(difficulty: float) -> float:
    return min(max(difficulty, MIN_DIFFICULTY), MAX_DIFFICULTY)
