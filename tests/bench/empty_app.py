"""The least that a study screen in Textual can be: its widgets, one line of text in each, two keys. A floor."""

from textual.app import App, ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.screen import Screen
from textual.widgets import Input, Static


class EmptyScreen(Screen[None]):
    """Widgets of the same classes as the study screen's."""

    BINDINGS = [("space", "show", "show"), ("1,3", "next", "next"), ("q", "app.quit", "quit")]  # noqa: RUF012
    AUTO_FOCUS = ""
    number = 1

    def compose(self) -> ComposeResult:
        yield Static("status", id="status", markup=False)
        with VerticalScroll(id="desk", can_focus=False), Vertical(id="card"):
            yield Static("Which question is this?", id="question", markup=False)
            yield Static(id="options", markup=False)
            yield Input(id="typed", max_length=512)
            yield Static(id="answer", markup=False)
        yield Static(id="grades", markup=False)
        yield Static("keys", id="keys", markup=False)

    def action_show(self) -> None:
        """An answer comes."""
        self.query_one("#answer", Static).update("an answer")
        self.query_one("#grades", Static).update("1 Again  2 Hard  3 Good  4 Easy")

    def action_next(self) -> None:
        """It goes, and another question comes."""
        self.number += 1
        self.query_one("#question", Static).update(f"Which question is number {self.number}?")
        self.query_one("#answer", Static).update("")
        self.query_one("#grades", Static).update("")


class EmptyApp(App[None]):
    """One screen."""

    CSS = """
    #status { dock: top; height: 1; } #keys { dock: bottom; height: 1; } #grades { dock: bottom; height: 2; }
    #card { height: auto; } #typed { display: none; }
    """

    def on_mount(self) -> None:
        self.push_screen(EmptyScreen())


if __name__ == "__main__":
    EmptyApp().run()
