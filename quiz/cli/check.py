"""`quiz check` and `quiz schema`."""

import json
import os

import click

from quiz.cli import output
from quiz.deckfile import Problem
from quiz.deckfile.read import read_deck_bytes
from quiz.deckfile.schema import deck_schema
from quiz.deckfile.toml import decode
from quiz.errors import ContentError, StoreError
from quiz.facts.read import read_facts
from quiz.facts.schema import facts_schema
from quiz.store.decks import ENDING, find_decks, read_bytes
from quiz.text import plural

FACTS = ".facts.toml"


@click.command()
@click.argument("paths", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--quiet", is_flag=True, help="Only errors, no warnings.")
def check(paths: tuple[str, ...], as_json: bool, quiet: bool) -> int:
    """Check deck files, fact files and folders of them.

    Exit code 1 when there are errors, 2 when there is no such file.
    """
    problems: list[Problem] = []
    files = cards = 0
    try:
        for path in paths:
            found = _deck_files(path)
            facts = _fact_folders(path)
            if not found and not facts:
                raise click.UsageError(f"{path}: no deck or fact file here")
            for file in found:
                deck, more = read_deck_bytes(read_bytes(file), file)
                problems += more
                cards += len(deck.cards) if deck else 0
            for folder in facts:
                problems += read_facts(fact_texts(folder))[1]
            files += len(found) + sum(len(fact_texts(folder)) for folder in facts)
    except StoreError as error:
        raise click.UsageError(str(error)) from error
    shown = [p for p in problems if not (quiet and p.warning)]
    errors = sum(not p.warning for p in problems)
    if as_json:
        output.as_json(files=files, cards=cards, errors=errors, problems=[p.as_json() for p in shown])
    else:
        output.data(*(p.text() for p in shown))
        warnings = len(problems) - errors
        found_wrong = f"{plural(errors, 'error')}, {plural(warnings, 'warning')}"
        output.talk(f"{plural(files, 'file')}, {plural(cards, 'card')}: {found_wrong}")
    return 1 if errors else 0


def _deck_files(path: str) -> list[str]:
    if os.path.isdir(path):
        return [found.path for found in find_decks([path])]
    if path.endswith(FACTS):
        return []
    if path.endswith(ENDING) or os.path.lexists(path):
        return [path]
    raise click.UsageError(f"{path}: there is no such file")


def _fact_folders(path: str) -> list[str]:
    if path.endswith(FACTS):
        return [os.path.dirname(path) or "."]
    if not os.path.isdir(path):
        return []
    return sorted({folder for folder, _, names in os.walk(path) if any(name.endswith(FACTS) for name in names)})


def fact_texts(folder: str) -> dict[str, str]:
    """The fact files of a folder, by path. Raises StoreError."""
    names = sorted(name for name in os.listdir(folder) if name.endswith(FACTS) and not name.startswith("."))
    paths = [os.path.join(folder, name) for name in names]
    return {path: _decoded(path) for path in paths}


def _decoded(path: str) -> str:
    text, problems = decode(read_bytes(path), path)
    if text is None:
        raise ContentError("\n".join(problem.text() for problem in problems))
    return text


@click.command()
@click.argument("what", type=click.Choice(["deck", "facts"]), default="deck")
def schema(what: str) -> int:
    """Print the JSON Schema of deck files or fact files, for editors."""
    made = deck_schema() if what == "deck" else facts_schema()
    output.data(json.dumps(made, indent=2, ensure_ascii=False))
    return 0
