"""A quiz round: the study screen with points instead of grades, and a clock if one is wanted."""

from typing import ClassVar

from textual.binding import BindingType

from quiz.session import Give, Stage
from quiz.tui import keys
from quiz.tui.screens.study import StudyScreen

TICK_SECONDS = 0.25


class RoundScreen(StudyScreen):
    """A round."""

    BINDINGS: ClassVar[list[BindingType]] = keys.bindings(keys.ROUND)
    TABLE = keys.ROUND

    def on_mount(self) -> None:
        super().on_mount()
        if self.view.seconds >= 0:
            self.set_interval(TICK_SECONDS, self._look_at_the_clock)

    def _look_at_the_clock(self) -> None:
        """Count the seconds down; when none is left, the answer that was not given is wrong."""
        if self.view.stage is not Stage.ASKING or self.app.screen is not self:
            return
        now = self.run.view
        if not now.seconds:
            self.send(Give(None))
        elif now.seconds != self.view.seconds:
            self.view = now
            self._draw_status()
