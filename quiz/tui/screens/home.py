"""The home screen: what is due, today's goal, the streak, the decks."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Size
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from quiz.errors import StoreError
from quiz.text import plural
from quiz.tui import keys
from quiz.tui.content import bar, fitted
from quiz.tui.screens.study import StudyScreen, start
from quiz.tui.widgets.lines import KeyLine
from quiz.workspace import Branch, PlayRun, Scope, Workspace, branches

ROUND_CARDS = 10


class DeckList(OptionList):
    """The decks; in a terminal without room for them too, where Textual's list would fail."""

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return super().get_content_height(container, viewport, max(width, 4))


class HomeScreen(Screen[None]):
    """Where one begins."""

    BINDINGS: ClassVar[list[BindingType]] = keys.bindings(keys.HOME)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self.branches: list[Branch] = []
        self.notice = ""

    def compose(self) -> ComposeResult:
        with Vertical(id="home"):
            yield Static(id="today", markup=False)
            yield DeckList(id="decks")
        yield KeyLine(id="keys", markup=False)

    def on_mount(self) -> None:
        self.refresh_decks()

    def on_screen_resume(self) -> None:
        self.notice = ""
        self.refresh_decks()

    def on_resize(self) -> None:
        self._draw()

    def refresh_decks(self) -> None:
        """Count anew what is due."""
        self.branches = branches(self.workspace.decks())
        self._draw()

    # -- what the learner does ----------------------------------------------------------------------------------------

    def action_study(self) -> None:
        self._study(self.query_one(OptionList).highlighted or 0)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_study()

    def action_study_all(self) -> None:
        self._study(0)

    def _study(self, row: int) -> None:
        branch = self.branches[row]
        self.app.push_screen(StudyScreen(start(self.workspace, Scope(branch.title, branch.decks))))

    def action_play(self) -> None:
        from quiz.tui.screens.round import RoundScreen

        branch = self.branches[self.query_one(OptionList).highlighted or 0]
        scope = Scope(branch.title, branch.decks)
        run = PlayRun(self.workspace, scope, ROUND_CARDS, 0, self.workspace.clock.now_ms())
        if run.round.done:
            self.notice = "Nothing here can be asked for points."
            self._draw()
        else:
            self.app.push_screen(RoundScreen(run))

    def action_undo(self) -> None:
        try:
            undone = self.workspace.store.undo(self.workspace.draft(self.workspace.moment()))
        except StoreError as error:
            self.notice = f"not saved: {error.message}"
        else:
            self.notice = f"Undone: {undone.item}" if undone else "There is nothing to undo."
        self.refresh_decks()

    def action_theme(self) -> None:
        names = ["quiz-dark", "quiz-light"]
        here = names.index(self.app.theme) if self.app.theme in names else -1
        self.app.theme = names[(here + 1) % len(names)]

    def action_help(self) -> None:
        from quiz.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen("Home", keys.HOME))

    # -- drawing ------------------------------------------------------------------------------------------------------

    def _draw(self) -> None:
        with self.app.batch_update():
            self.query_one("#today", Static).update(self._today())
            self._draw_decks()
            warning = self.workspace.problem()
            self.query_one(KeyLine).show(keys.footer(keys.HOME), self.notice, warning)

    def _today(self) -> Content:
        count, streak = self.workspace.today(), self.workspace.streak()
        if not count.answers and not streak:
            return Content.assemble(
                ("Welcome.", "bold $accent"), "  Press ", ("Enter", "bold $primary"), " and answer your first card.\n",
                ("Each answer is saved at once; every card comes back just before you would forget it.", "$muted"),
            )  # fmt: skip
        goal = self.workspace.looks.goal
        done = min(count.answers, goal)
        reached = ("  reached ✓", "bold $right") if count.answers >= goal else ("", "")
        first = Content.assemble(
            ("Today  ", "$muted"), bar(done, goal, 20), f"  {plural(count.answers, 'answer')} of {goal}", reached
        )
        rate = f"{count.right / count.answers:.0%} right" if count.answers else ""
        days = Content.assemble((f"{plural(streak, 'day')} in a row", "$accent")) if streak else Content("")
        return Content.assemble(first, "\n", ("Streak ", "$muted"), days, "   " if rate else "", rate)

    def _draw_decks(self) -> None:
        tree = self.query_one(OptionList)
        here = tree.highlighted
        width = min(90, self.app.size.width) - 8
        rows = [
            self._row("  " * branch.depth + branch.title, branch.due, branch.new, width, "" if n else "bold")
            for n, branch in enumerate(self.branches)
        ]
        tree.clear_options()
        tree.add_options([Option(row) for row in rows])
        tree.highlighted = min(here or 0, len(rows) - 1)
        tree.focus(scroll_visible=False)

    def _row(self, title: str, due: int, new: int, width: int, style: str) -> Content:
        counts = Content.assemble(
            (f"{due:>6}" if due else "     ·", "bold $primary" if due else "$muted"), (" due", "$muted"),
            (f"{new:>6}" if new else "     ·", "$right" if new else "$muted"), (" new", "$muted"),
        )  # fmt: skip
        if width < 44:
            counts = Content.assemble((f"{due:>5}", "bold $primary" if due else "$muted"), (f"{new:>5}", "$right"))
        room = max(6, width - counts.cell_length)
        name = fitted(title, room).stylize(style)
        return Content.assemble(name, " " * max(1, room - name.cell_length), counts)
