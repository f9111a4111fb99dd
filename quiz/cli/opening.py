"""Opening the workspace for a command, and telling what the learner should know about it."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import click

from quiz.cli import output
from quiz.errors import QuizError
from quiz.store.home import find_home
from quiz.workspace import Workspace


@contextmanager
def opened(home: str | None, named: Sequence[str | None] = ()) -> Iterator[Workspace]:
    """The workspace of a home folder. Names that are paths are searched for decks first."""
    folders = [os.path.abspath(name) for name in named if name and os.path.exists(name)]
    workspace = Workspace(find_home(home), folders=folders, progress=output.ProgressLine("Reading the log"))
    try:
        for path in workspace.decks_report.broken:
            output.talk(f"quiz: {path} has errors and is left as it was; see `quiz check`")
        for deck, path in workspace.decks_report.shadowed:
            output.talk(f"quiz: {path} is not used: another deck has the id `{deck}`")
        if problem := workspace.problem():
            output.talk(f"quiz: {problem}")
        yield workspace
    finally:
        workspace.close()


def complete_decks(ctx: click.Context, parameter: click.Parameter, begun: str) -> list[str]:
    """Deck ids that begin so, for the shell."""
    try:
        workspace = Workspace(find_home(ctx.find_root().params.get("home")))
    except QuizError:
        return []
    try:
        return [deck.id for deck in workspace.decks() if deck.id.startswith(begun)]
    finally:
        workspace.close()
