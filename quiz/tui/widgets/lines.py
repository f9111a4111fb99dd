"""Single lines at the edges of a screen: the status at the top, the keys at the bottom."""

from textual import events
from textual.content import Content
from textual.widgets import Static

from quiz.session import View
from quiz.tui.content import CLICK, bar, clickable, fitted
from quiz.tui.keys import Key


class Drawn(Static):
    """Styled text of ours that can be clicked."""

    ALLOW_SELECT = False

    async def on_click(self, event: events.Click) -> None:
        """Run the action of what was clicked."""
        action = event.style.meta.get(CLICK)
        if action:
            await self.screen.run_action(action)


class StatusLine(Drawn):
    """Deck, progress, what is left, and the run of right answers."""

    def show(self, view: View) -> None:
        """Draw a view."""
        width = self.app.size.width - 2
        counts = [
            (f"{view.review} due", "$primary"), (f"{view.learning} learning", "$accent"), (f"{view.new} new", "$right")
        ]  # fmt: skip
        right: list[Content | tuple[str, str] | str] = []
        if view.points >= 0:
            if view.seconds >= 0:
                right += ["  ", (f"{view.seconds} s", "bold $wrong" if view.seconds <= 5 else "$muted")]
            right += ["  ", (f"{view.number} of {view.total}", "$muted")] if view.shape else []
            right += ["  ", (f"{view.points} points", "bold $primary")]
        elif width >= 60:
            for text, style in counts:
                if not text.startswith("0 "):
                    right += ["  ", (text, style)]
        else:
            right += ["  ", (f"{view.review + view.learning + view.new} left", "$muted")]
        if view.why and view.why.flagged:
            right[:0] = ["  ", ("⚑ flagged" if width >= 60 else "⚑", "$accent")]
        if view.combo >= 2:
            star = "★" if view.combo >= max(3, view.best) else ""
            right += ["  ", (f"×{view.combo}{star}", "bold $accent")]
        end = Content.assemble(*right)
        room = width - end.cell_length
        meter = max(0, min(24, room - 20))
        name = view.deck or view.title
        title = fitted(
            f"Practice · {name}" if view.practice and view.points < 0 else name, max(8, room - meter - 2)
        ).stylize("bold")
        gap = " " * max(1, room - meter - title.cell_length)
        if width >= 60:
            line = Content.assemble(title, "  ", bar(view.done, view.total, meter), gap[2:] or " ", end)
        else:
            line = Content.assemble(title, gap + " " * meter, end)
        self.update(line, layout=False)


class KeyLine(Drawn):
    """What the keys do now, or a notice, or what could not be saved."""

    def show(self, keys: list[Key], notice: str = "", warning: str = "") -> None:
        """Draw keys; a notice goes before them, a warning instead of some."""
        parts: list[Content] = []
        if warning:
            parts.append(Content(f"! {warning}").stylize("bold $wrong"))
        elif notice:
            parts.append(Content(notice).stylize("$accent"))
        room = self.app.size.width - 2 - sum(part.cell_length + 3 for part in parts)
        items = [Content.assemble((key.shown or key.keys, "bold $primary"), f" {key.label}") for key in keys]
        shown = _fitting([item.cell_length + 3 for item in items], room + 3)
        for i in shown:
            parts.append(clickable(items[i], keys[i].click) if keys[i].click else items[i])
        self.update(Content("   ").join(parts), layout=False)


def _fitting(widths: list[int], room: int) -> list[int]:
    """Which fields fit in a row: the last two (how to leave, and the help), then the others from the left."""
    kept: list[int] = []
    first, last = range(max(0, len(widths) - 2)), range(len(widths) - 1, max(0, len(widths) - 2) - 1, -1)
    for i in (*last, *first):
        if widths[i] > room:
            break
        room -= widths[i]
        kept.append(i)
    return sorted(kept)
