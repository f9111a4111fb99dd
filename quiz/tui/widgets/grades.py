"""The four grades, each with the time until the card would be back."""

from textual.content import Content

from quiz.session import GradeView, View
from quiz.tui.content import clickable
from quiz.tui.widgets.lines import Drawn

_STYLES = ("$wrong", "$accent", "$right", "$primary")


class GradeBar(Drawn):
    """Four fields to press or to click; empty while a question is open."""

    def show(self, view: View) -> None:
        """Draw the grades of a view."""
        if not view.grades:
            self.update("", layout=False)
            return
        width = min(76, self.app.size.width - 4)
        field = max(8, width // 4)
        top = Content("").join(self._field(g, f"{g.grade} {g.label}", field) for g in view.grades)
        bottom = Content("").join(self._field(g, g.interval, field) for g in view.grades)
        self.update(Content("\n").join([top, bottom]), layout=False)

    def _field(self, grade: GradeView, text: str, width: int) -> Content:
        inner = f"{text:^{width - 1}}"[: width - 1]
        colour = _STYLES[grade.grade - 1]
        style = f"bold $background on {colour}" if grade.suggested else f"{colour} on $panel"
        return Content.assemble(clickable(Content.assemble((inner, style)), f"grade({grade.grade})"), " ")
