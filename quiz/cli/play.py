"""`quiz play`: a round for points."""

import sys

import click

from quiz.cli.opening import complete_decks, opened
from quiz.cli.study import screens_possible
from quiz.errors import StoreError
from quiz.workspace import PlayRun


@click.command()
@click.argument("deck", required=False, shell_complete=complete_decks)
@click.option("-n", "count", type=click.IntRange(1, 500), default=10, show_default=True, help="How many cards.")
@click.option("--seconds", type=click.IntRange(1, 600), help="Time for each answer; later ones are wrong.")
@click.option("--plain", is_flag=True, help="Lines instead of a screen; for pipes and screen readers.")
@click.option("--seed", type=click.IntRange(0, 2**63), help="Draw the same cards again.")
@click.pass_obj
def play(home: str | None, deck: str | None, count: int, seconds: int | None, plain: bool, seed: int | None) -> int:
    """Play a round on DECK, or on all decks: points, runs, a best. It does not move the schedule.

    A right answer earns 100 points, a partly right one its share; each right answer before it in a row adds 10, up to
    50. How fast you are earns nothing.
    """
    with opened(home, [deck]) as workspace:
        drawn = workspace.clock.now_ms() if seed is None else seed
        run = PlayRun(workspace, workspace.scope(deck), count, seconds or 0, drawn)
        if plain or not screens_possible() or run.round.done:
            from quiz.plain.round import PlainRound

            return 0 if PlainRound(run, sys.stdin, sys.stdout).start() else StoreError.exit_code
        from quiz.tui.app import run_round  # Textual: only for the screen

        return run_round(run)
