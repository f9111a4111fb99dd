"""One transition per answer: memory and grade in, memory out. No clock, no chance but the item's own seed."""

from collections.abc import Callable, Iterable, Sequence
from zlib import crc32

from quiz.scheduling.fsrs import MAX_STABILITY, Model
from quiz.scheduling.fuzz import chance, fuzz_bounds, fuzz_delta, smallest_interval
from quiz.scheduling.memory import NEW, Memory, Phase
from quiz.scheduling.parameters import DAY_SECONDS, Parameters

DIGITS = 9
"""An interval is taken from a stability rounded to this many digits, so that devices whose `pow` differ agree."""

_NEW, _LEARNING, _REVIEW, _RELEARNING = (int(phase) for phase in Phase)
APART = 2.1
"""Days between two fuzz ranges that rounding and the rule against shrinking cannot bridge."""

Advance = Callable[[Memory, int, int], Memory]
Answer = Callable[[Memory, int, int, int, int], Memory]
AdvanceAll = Callable[[Iterable[tuple[int, int]]], tuple[Memory, bytearray]]
Waits = tuple[tuple[int, int], ...]
Rows = tuple[tuple[Waits, ...], ...]
"""By phase and step: for each grade the next step and the seconds until then."""
GRADUATE: Waits = ((0, 0),) * 5


def item_seed(item: str) -> int:
    """The seed that fuzzes one item, out of its key."""
    return crc32(item.encode())


class Scheduler:
    """Decides when an item is asked again."""

    def __init__(self, parameters: Parameters | None = None) -> None:
        self.parameters = parameters or Parameters()
        self.model = Model(self.parameters.weights)
        self.advance: Advance
        """(memory, grade, study day) -> the memory after that answer, its due day left open.

        Nothing that follows depends on a due day, so a replay needs `answer` for the last review of an item only.
        """
        self.answer: Answer
        """(memory, grade, study day, UTC ms, item seed) -> the memory after that answer.

        A day before the last one counts as the last one: elapsed time is never negative.
        """
        self.advance_all: AdvanceAll
        """(pairs of study day and grade of a new item) -> the memory after them, and the phase before each.

        What `advance` does one by one, in one loop for a replay of a million reviews; a law holds the two equal.
        """
        intervals, rows = _Intervals(self.parameters, self.model), _rows(self.parameters)
        self.advance, self.answer = _one_by_one(self.parameters, intervals, rows)
        self.advance_all = _at_once(intervals, rows)

    def fold(self, reviews: Sequence[tuple[int, int, int]], seed: int) -> Memory:
        """The memory after reviews (grade, study day, UTC ms) of a new item, oldest first."""
        if not reviews:
            return NEW
        memory, _ = self.advance_all([(day, grade) for grade, day, _ in reviews[:-1]])
        return self.answer(memory, *reviews[-1], seed)

    def same_phases(self, other: "Scheduler") -> bool:
        """Whether any reviews lead both through the same phases, so that only their memories may differ."""
        mine, theirs = self.parameters, other.parameters
        return (mine.learning_steps, mine.relearning_steps) == (theirs.learning_steps, theirs.relearning_steps)

    def preview(self, memory: Memory, day: int, at_ms: int, seed: int) -> tuple[Memory, Memory, Memory, Memory]:
        """What each of the four grades would store."""
        answer = self.answer
        return (
            answer(memory, 1, day, at_ms, seed),
            answer(memory, 2, day, at_ms, seed),
            answer(memory, 3, day, at_ms, seed),
            answer(memory, 4, day, at_ms, seed),
        )

    def retrievability(self, memory: Memory, day: int) -> float:
        """Chance of recall on a study day; 0 for a new item."""
        if memory.phase == Phase.NEW:
            return 0.0
        return self.model.retrievability(max(0, day - memory.last_day), memory.stability)


def _step_rows(steps: tuple[int, ...]) -> tuple[Waits, ...]:
    """For each step and grade 0 to 4: (next step, seconds to wait); no seconds: the item graduates."""
    rows: list[Waits] = []
    for i, seconds in enumerate(steps):
        hard = seconds
        if i == 0:
            hard = (steps[0] + steps[1]) // 2 if len(steps) > 1 else steps[0] * 3 // 2
        good = (i + 1, steps[i + 1]) if i + 1 < len(steps) else (0, 0)
        rows.append(((0, 0), (0, steps[0]), (i, hard), good, (0, 0)))
    return tuple(rows) or (GRADUATE,)


def _rows(parameters: Parameters) -> Rows:
    learning, relearning = _step_rows(parameters.learning_steps), _step_rows(parameters.relearning_steps)
    lapse: Waits = (*relearning[0][:2], *GRADUATE[2:])
    return learning, learning, (lapse,), relearning


_AFTER_WAIT = (_LEARNING, _LEARNING, _RELEARNING, _RELEARNING)
"""By phase: that of an item that waits for a learning step."""


def _one_by_one(parameters: Parameters, intervals: "_Intervals", rows: Rows) -> tuple[Advance, Answer]:
    transition, first, new = intervals.transition, intervals.first, tuple.__new__

    def advance(memory: Memory, grade: int, day: int) -> Memory:
        phase, s, d, step, last, reps, lapses, _, _ = memory
        if phase == _NEW:
            s, d = first[grade]
        else:
            if day < last:
                day = last
            s, d = transition(s, d, grade, day - last)
            if grade == 1 and phase == _REVIEW:
                lapses += 1
        row = rows[phase]
        step, seconds = row[step if step < len(row) else -1][grade]
        return new(Memory, (_AFTER_WAIT[phase] if seconds else _REVIEW, s, d, step, day, reps + 1, lapses, day, 0))

    def answer(memory: Memory, grade: int, day: int, at_ms: int, seed: int) -> Memory:
        after = advance(memory, grade, day)
        phase, s, d, step, last, reps, lapses, _, _ = after
        row = rows[memory[0]]
        waits = row[memory[3] if memory[3] < len(row) else -1]
        seconds = waits[grade][1]
        if seconds and seconds < DAY_SECONDS:
            return new(Memory, (phase, s, d, step, last, reps, lapses, last, at_ms + seconds * 1000))
        if seconds:
            interval = min(seconds // DAY_SECONDS, parameters.maximum_interval)
        else:
            interval = intervals.of(memory, grade, last, s, waits, chance(seed, reps))
        return new(Memory, (phase, s, d, step, last, reps, lapses, last + interval, 0))

    return advance, answer


def _at_once(intervals: "_Intervals", rows: Rows) -> AdvanceAll:
    transition, first, waiting = intervals.transition, intervals.first, _AFTER_WAIT

    def advance_all(reviews: Iterable[tuple[int, int]]) -> tuple[Memory, bytearray]:
        phase, s, d, step, last, _, lapses, due, _ = NEW
        phases = bytearray()
        before = phases.append
        for day, grade in reviews:
            before(phase)
            if phase:
                if day < last:
                    day = last
                s, d = transition(s, d, grade, day - last)
                if grade == 1 and phase == _REVIEW:
                    lapses += 1
            else:
                s, d = first[grade]
            row = rows[phase]
            step, seconds = row[step if step < len(row) else -1][grade]
            phase = waiting[phase] if seconds else _REVIEW
            due = last = day
        return Memory(phase, s, d, step, last, len(phases), lapses, due, 0), phases

    return advance_all


class _Intervals:
    """Whole days until an item that has graduated is due."""

    def __init__(self, parameters: Parameters, model: Model) -> None:
        self.transition = model.transition()
        self.first = (
            (0.0, 0.0),
            *((model.initial_stability(g), model.initial_difficulty(g)) for g in (1, 2, 3, 4)),
        )
        self.maximum = parameters.maximum_interval
        self.fuzz = parameters.fuzz
        self.per_stability = model.interval(1.0, parameters.desired_retention)
        # Roughly what the grade below gives of what this grade gains: enough to see that the two are far apart.
        self.share = (0.0, 0.0, 1.0, parameters.weights[15], 1.0 / parameters.weights[16])

    def of(self, memory: Memory, grade: int, day: int, stability: float, waits: Waits, luck: int) -> int:
        """The interval after `grade` took the memory to `stability`; longer than that of the grade below.

        But for the longest interval, at which grades may meet, and for Hard, which may meet a step of days after Again.
        `luck` is a 32-bit number that places it in its range.
        """
        ideal = self.ideal(stability)
        waited = day - memory[4] if memory[0] == _REVIEW and grade > 1 else 0
        again = waits[1][1] // DAY_SECONDS
        if again > self.maximum:
            again = self.maximum
        if grade <= 2:
            return max(self.spread(ideal, waited, luck), again)
        if waited and stability < MAX_STABILITY:  # at the highest stability the gain says nothing of the grade below
            before = memory[1]
            below = (before + (stability - before) * self.share[grade]) * self.per_stability
            # Apart by more than both fuzz ranges: the grade below cannot reach this one, so it need not be asked.
            low = ideal - fuzz_delta(ideal)
            if low > below + fuzz_delta(below) + APART and low > (waited if waited > again else again) + APART:
                return self.spread(ideal, waited, luck)
        lower = self.lower(memory, grade - 1, day, waits, luck)
        return min(max(self.spread(ideal, waited, luck), lower), self.maximum)

    def lower(self, memory: Memory, grade: int, day: int, waits: Waits, luck: int) -> int:
        """The shortest interval that is still longer than that of `grade`."""
        seconds = waits[grade][1]
        if seconds:
            return -(-seconds // DAY_SECONDS) if seconds >= DAY_SECONDS else 0
        if memory.phase == _NEW:
            stability = self.first[grade][0]
        else:
            stability, _ = self.transition(memory.stability, memory.difficulty, grade, day - memory.last_day)
        return self.of(memory, grade, day, stability, waits, luck) + 1

    def ideal(self, stability: float) -> float:
        """Days, neither fuzzed nor rounded to whole ones."""
        days = round(stability * self.per_stability, DIGITS)
        return 1.0 if days < 1.0 else self.maximum if days > self.maximum else days

    def spread(self, days: float, waited: int, luck: int) -> int:
        """A whole number of days near `days`, not shorter than what was just waited if memory grew."""
        if not self.fuzz:
            return int(days + 0.5)
        low, high = fuzz_bounds(days, 1, self.maximum)
        if waited:
            minimum = smallest_interval(days, waited, low, high)
            if minimum > low:
                low, high = fuzz_bounds(days, min(minimum, self.maximum), self.maximum)
        return low + ((high - low + 1) * luck >> 32)
