"""`quiz decks`: which decks there are and where they come from."""

import os
from dataclasses import replace

import click

from quiz.cli import output
from quiz.cli.opening import opened
from quiz.errors import NotFoundError, StoreError
from quiz.store.home import find_home
from quiz.store.settings import read_looks, write_looks
from quiz.text import one_line


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_context
def decks(ctx: click.Context, as_json: bool) -> None:
    """List the decks, or add a folder of decks."""
    if ctx.invoked_subcommand:
        return
    with opened(ctx.obj) as workspace:
        found = workspace.decks()
    if as_json:
        rows = [{"id": d.id, "title": d.title, "cards": d.cards, "path": d.path} for d in found]
        output.as_json(decks=rows)
        return
    for deck in found:
        output.data(f"{deck.id:<32} {deck.cards:>6} cards   {one_line(deck.title)}", f"    {one_line(deck.path)}")


@decks.command()
@click.argument("folder")
@click.pass_obj
def add(home: str | None, folder: str) -> int:
    """Look for decks in FOLDER too."""
    place = find_home(home)
    path = os.path.abspath(folder)
    if not os.path.isdir(path):
        raise NotFoundError(f"there is no folder {folder}")
    looks = read_looks(place)
    if path not in looks.folders:
        try:
            os.makedirs(place.root, exist_ok=True)
            write_looks(place, replace(looks, folders=(*looks.folders, path)))
        except OSError as error:
            raise StoreError(f"cannot write {place.settings}: {error.strerror}") from error
    with opened(home) as workspace:
        count = sum(d.path.startswith(path + os.sep) for d in workspace.decks())
    output.talk(f"{count} decks found in {path}")
    return 0
