"""When to ask an item again. Knows no card: only a key, a grade and a day."""

from quiz.scheduling.days import day_of, day_text, local_text, next_rollover, study_day
from quiz.scheduling.memory import NEW, Grade, Memory, Phase, is_leech
from quiz.scheduling.parameters import Parameters
from quiz.scheduling.scheduler import Scheduler, item_seed

__all__ = [
    "NEW", "Grade", "Memory", "Parameters", "Phase", "Scheduler", "day_of", "day_text", "is_leech", "item_seed",
    "local_text", "next_rollover", "study_day",
]  # fmt: skip
