"""The only place that reads the clock and the time zone."""

import time

from quiz.scheduling import study_day
from quiz.session import Moment


class Clock:
    """Tells the moment as the learner sees it."""

    def __init__(self, rollover_minutes: int = 240) -> None:
        self.rollover_minutes = rollover_minutes

    def now_ms(self) -> int:
        """UTC ms."""
        return time.time_ns() // 1_000_000

    def offset(self) -> int:
        """Minutes east of UTC, here and now."""
        return (time.localtime().tm_gmtoff or 0) // 60

    def moment(self) -> Moment:
        """This moment."""
        now, offset = self.now_ms(), self.offset()
        return Moment(now, offset, study_day(now, offset, self.rollover_minutes))
