"""The application: themes, the way in, and a clean way out."""

import asyncio
import os
import signal
from collections.abc import Iterable

from textual.app import App, SystemCommand
from textual.screen import Screen

from quiz.session import Order
from quiz.tui.screens.home import HomeScreen
from quiz.tui.screens.study import StudyScreen
from quiz.tui.themes import THEMES
from quiz.workspace import Run, Scope, Workspace

ENDING_SIGNALS = ("SIGTERM", "SIGHUP", "SIGQUIT")


WIDTHS = [(0, "-narrow"), (60, "-normal"), (110, "-wide")]
HEIGHTS = [(0, "-low"), (18, "-tall")]


class QuizApp(App[int]):
    """Quiz in the terminal."""

    CSS_PATH = "styles/app.tcss"
    TITLE = "quiz"
    ENABLE_COMMAND_PALETTE = True
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS

    def __init__(self, workspace: Workspace, first: Screen[None]) -> None:
        super().__init__()
        self.workspace = workspace
        self.first = first
        self.crash: BaseException | None = None
        for theme in THEMES:
            self.register_theme(theme)
        chosen = workspace.looks.theme
        self.theme = chosen if chosen in self.available_themes else THEMES[0].name

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own colours, for themes that do not name them."""
        return dict(THEMES[0].variables)

    def on_mount(self) -> None:
        self._catch_signals()
        self.push_screen(self.first, self._first_left)

    def _first_left(self, result: None) -> None:
        self.exit(0)

    def _catch_signals(self) -> None:
        """Textual restores the terminal on Ctrl-C only; the other ways to be ended need it as much."""
        loop = asyncio.get_running_loop()
        for name in ENDING_SIGNALS:
            number = getattr(signal, name, None)
            if number is not None and os.name != "nt":
                loop.add_signal_handler(number, self._ended_by, int(number))

    def _ended_by(self, number: int) -> None:
        self.exit(return_code=128 + number)

    def _handle_exception(self, error: Exception) -> None:
        """Leave the screen first; the command tells of the crash in one line and keeps the rest in a file."""
        if self.crash is None:
            self.crash = error
            self.exit(return_code=70)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Every deck, beside what Textual offers."""
        yield from super().get_system_commands(screen)
        for deck in self.workspace.decks():
            yield SystemCommand(f"Study {deck.title}", f"{deck.due} due, {deck.new} new", self._studying(deck.id))

    def _studying(self, deck_id: str) -> "Studying":
        return Studying(self, deck_id)


class Studying:
    """A command of the palette: study one deck."""

    def __init__(self, app: QuizApp, deck_id: str) -> None:
        self.app = app
        self.deck_id = deck_id

    def __call__(self) -> None:
        scope = self.app.workspace.scope(self.deck_id)
        self.app.push_screen(StudyScreen(start(self.app.workspace, scope)))


def start(workspace: Workspace, scope: Scope, minutes: int = 0, tag: str = "", order: Order | None = None) -> Run:
    """A new sitting."""
    now = workspace.moment()
    return Run(workspace, workspace.plan(scope, minutes, order), workspace.queue(scope, now, tag, order))


def run_study(workspace: Workspace, scope: Scope, minutes: int, tag: str, order: Order | None) -> int:
    """Study on the screen. Returns the exit code; raises what made the screen crash."""
    return _run(QuizApp(workspace, StudyScreen(start(workspace, scope, minutes, tag, order))))


def run_home(workspace: Workspace) -> int:
    """The home screen. Returns the exit code; raises what made the screen crash."""
    return _run(QuizApp(workspace, HomeScreen(workspace)))


def _run(app: QuizApp) -> int:
    app.run()
    if app.crash is not None:
        raise app.crash
    return app.return_code or 0
