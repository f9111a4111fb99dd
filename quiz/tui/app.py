"""The application: themes, the way in, and a clean way out."""

from textual import events
from textual.app import App
from textual.driver import Driver
from textual.screen import Screen

from quiz.errors import StoreError
from quiz.session import Order
from quiz.text import plural
from quiz.tui.palette import DeckCommands
from quiz.tui.screens.home import HomeScreen
from quiz.tui.screens.study import StudyApp, StudyScreen, start
from quiz.tui.terminal import guarded, settle
from quiz.tui.themes import DARK, LIGHT, THEMES
from quiz.workspace import PlayRun, Scope, Workspace

WIDTHS = [(0, "-narrow"), (60, "-normal"), (110, "-wide")]
HEIGHTS = [(0, "-low"), (18, "-tall")]


class QuizApp(StudyApp):
    """Quiz in the terminal."""

    CSS_PATH = "styles/app.tcss"
    TITLE = "quiz"
    ENABLE_COMMAND_PALETTE = True
    COMMANDS = App.COMMANDS | {DeckCommands}
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS

    def __init__(self, workspace: Workspace, first: Screen[None]) -> None:
        super().__init__()
        self.workspace = workspace
        self.first = first
        self.crash: BaseException | None = None
        self._colours: dict[str, str] = {}
        for theme in THEMES:
            self.register_theme(theme)
        chosen = workspace.looks.theme
        self.theme = chosen if chosen in self.available_themes else THEMES[0].name
        self._colours = self.get_css_variables()
        self.stylesheet.set_variables(self._colours)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own colours, for themes that do not name them."""
        return dict((DARK if self.current_theme.dark else LIGHT).variables)

    def get_default_screen(self) -> Screen[None]:
        """The first screen lies at the bottom; one that nobody sees is not built and painted below it."""
        return self.first

    def refresh_css(self, animate: bool = True) -> None:
        """Take up a change of theme; the style sheet is read again only if its colours have changed."""
        colours = self.get_css_variables()
        if colours == self._colours:
            self.stylesheet.update(self, animate=animate)
            return
        self._colours = colours
        super().refresh_css(animate)

    def get_driver_class(self) -> type[Driver]:
        """Textual's driver, made to give the terminal back whatever happens."""
        return guarded(super().get_driver_class())

    def _handle_exception(self, error: Exception) -> None:
        """Leave the screen first; the command tells of the crash in one line and keeps the rest in a file.

        What goes wrong in a screen that a signal takes down while it is being built is no crash.
        """
        if self.crash is None and (self.return_code or 0) < 128:
            self.crash = error
            self.exit(return_code=70)

    def on_key(self, event: events.Key) -> None:
        """Letters that were pressed before the field for them had the focus end up here; they are no commands."""
        screen = self.screen
        if isinstance(screen, StudyScreen) and event.is_printable and screen.take_letter(event.character or ""):
            event.prevent_default()


def run_study(workspace: Workspace, scope: Scope, minutes: int, tag: str, order: Order | None) -> int:
    """Study on the screen. Returns the exit code; raises StoreError when something is not saved, and any crash."""
    return _run(QuizApp(workspace, StudyScreen(start(workspace, scope, minutes, tag, order))))


def run_round(run: PlayRun) -> int:
    """A round on the screen. Returns the exit code; raises StoreError when something is not saved, and any crash."""
    from quiz.tui.screens.round import RoundScreen

    return _run(QuizApp(run.workspace, RoundScreen(run)))


def run_home(workspace: Workspace) -> int:
    """The home screen. Returns the exit code; raises StoreError when something is not saved, and any crash."""
    return _run(QuizApp(workspace, HomeScreen(workspace)))


def _run(app: QuizApp) -> int:
    app.run()
    settle()
    if app.crash is not None:
        raise app.crash
    if app.unsaved and not app.return_code:
        raise StoreError(f"{plural(app.unsaved, 'change')} could not be saved")
    return app.return_code or 0
