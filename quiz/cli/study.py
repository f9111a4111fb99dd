"""`quiz study`, and what `quiz` alone does."""

import os
import sys

import click

from quiz.cli import output
from quiz.cli.opening import complete_decks, opened
from quiz.errors import StoreError
from quiz.session import Order
from quiz.workspace import Run


def screens_possible() -> bool:
    """Whether a person sits at a terminal that can show screens."""
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM", "") not in ("", "dumb")


@click.command()
@click.argument("deck", required=False, shell_complete=complete_decks)
@click.option("--minutes", type=click.IntRange(1, 600), help="End after so many minutes.")
@click.option("--tag", default="", help="Only cards with this tag.")
@click.option("--order", type=click.Choice([str(order) for order in Order]), help="Order of due cards.")
@click.option("--plain", is_flag=True, help="Lines instead of a screen; for pipes and screen readers.")
@click.pass_obj
def study(home: str | None, deck: str | None, minutes: int | None, tag: str, order: str | None, plain: bool) -> int:
    """Study what is due in DECK (a file, an id, its beginning, a folder), or in all decks."""
    chosen = Order(order) if order else None
    if plain or not screens_possible():
        return study_plain(home, deck, minutes or 0, tag, chosen)
    from quiz.tui.app import run_study  # Textual: only for the screen

    with opened(home, [deck]) as workspace:
        return run_study(workspace, workspace.scope(deck), minutes or 0, tag, chosen)


def study_plain(home: str | None, deck: str | None, minutes: int, tag: str, order: Order | None) -> int:
    """A sitting in plain lines."""
    from quiz.plain.study import PlainStudy

    with opened(home, [deck]) as workspace:
        now = workspace.moment()
        scope = workspace.scope(deck)
        run = Run(workspace, workspace.plan(scope, minutes, order, tag), workspace.queue(scope, now, tag, order))
        saved = PlainStudy(run, sys.stdin, sys.stdout).start()
    return 0 if saved else StoreError.exit_code


def home_screen(home: str | None) -> int:
    """What `quiz` alone does: the home screen, or plain study where there is no screen."""
    if screens_possible():
        from quiz.tui.app import run_home

        with opened(home) as workspace:
            return run_home(workspace)
    output.talk("quiz: no screen here, so in plain lines; `quiz --help` lists the commands")
    return study_plain(home, None, 0, "", None)
