"""`quiz`: the commands by name, each imported when it is called, and what an error becomes."""

import gc
import importlib
import io
import os
import sys
from typing import Any

import click

from quiz import __version__
from quiz.cli import output
from quiz.errors import CRASH_EXIT_CODE, DamageError, QuizError

MANY = 50_000
"""New objects until the cyclic collector looks at them: a start makes many that all stay."""
COMMANDS = {
    "study": ("quiz.cli.study", "Study what is due."),
    "play": ("quiz.cli.play", "Play a round for points."),
    "due": ("quiz.cli.due", "Tell what is due."),
    "decks": ("quiz.cli.decks", "List the decks, or add a folder of decks."),
    "check": ("quiz.cli.check", "Check deck and fact files, and tell all that is wrong."),
    "schema": ("quiz.cli.check", "Print the JSON Schema of deck or fact files."),
    "generate": ("quiz.cli.generate", "Write decks out of facts."),
    "log": ("quiz.cli.log", "Print what was studied, or import it from elsewhere."),
    "undo": ("quiz.cli.log", "Take back the latest change, or bring it back."),
    "doctor": ("quiz.cli.doctor", "Look whether everything is sound."),
    "backup": ("quiz.cli.doctor", "Write everything that cannot be made again into one file."),
    "restore": ("quiz.cli.doctor", "Merge a backup into what is here; nothing is lost."),
    "config": ("quiz.cli.config", "Show or change settings."),
    "completion": ("quiz.cli.config", "Print the completion script for a shell."),
}


class Commands(click.Group):
    """Commands that are imported one at a time, so that each starts fast."""

    home: str | None = None
    """The home folder that was chosen last, for the crash log."""

    def invoke(self, ctx: click.Context) -> Any:
        self.home = ctx.params.get("home")
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            # The reader of our output has gone; say nothing more, not even at the end of the process.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 128 + 13
        return result

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(COMMANDS[cmd_name][0])
        command: click.Command = getattr(module, cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--home", metavar="DIR", help="Folder that holds everything of yours (else QUIZ_HOME).")
@click.version_option(__version__, prog_name="quiz")
@click.pass_context
def quiz(ctx: click.Context, home: str | None) -> None:
    """Flashcards and quizzes in the terminal. Without a command: the home screen."""
    ctx.obj = home
    if ctx.invoked_subcommand is None:
        from quiz.cli.study import home_screen

        ctx.exit(home_screen(home))


def main() -> None:
    """Run the command of the process and exit."""
    gc.set_threshold(MANY)
    for stream in (sys.stdin, sys.stdout):  # bytes that are no text must not end a sitting
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """The exit code of a command line."""
    try:
        result = quiz.main(arguments, prog_name="quiz", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return 130
    except QuizError as error:
        output.talk(f"quiz: {error}")
        return error.exit_code
    except BaseException as error:
        if isinstance(error, SystemExit):
            raise
        if type(error).__module__ == "sqlite3":  # a page of the index that nobody had read before
            output.talk(f"quiz: index.db is damaged ({error})\n  hint: `quiz doctor --rebuild` makes it anew")
            return DamageError.exit_code
        return crashed(error)
    return result if isinstance(result, int) else 0


def crashed(error: BaseException) -> int:
    """Tell of a defect of the program in one line and keep the rest in the crash log."""
    import traceback  # only when there is one

    from quiz.store.home import find_home

    text = "".join(traceback.format_exception(error))
    path = find_home(quiz.home).crash_log
    try:
        with open(path, "a", encoding="utf-8") as file:
            file.write(text + "\n")
        where = f"; the details are in {path}"
    except OSError:
        where = f"\n{text}"
    output.talk(f"quiz: a defect of the program: {type(error).__name__}{where}", "  nothing that was saved is lost")
    return CRASH_EXIT_CODE
