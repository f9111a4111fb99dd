"""`quiz generate`: decks out of facts."""

import json
import os

import click

from quiz.cli import output
from quiz.cli.check import FACTS, fact_texts
from quiz.deckfile.problem import Problem
from quiz.deckfile.read import read_deck
from quiz.deckfile.schema import deck_schema
from quiz.errors import ContentError, StoreError
from quiz.facts.generate import Generated
from quiz.facts.generate import generate as generate_decks
from quiz.facts.overrides import difference, read_overrides
from quiz.facts.read import read_facts
from quiz.facts.seal import is_untouched, sealed
from quiz.store.atomic import write_whole
from quiz.store.decks import ENDING, read_bytes
from quiz.text import plural

OVERRIDES = "overrides.toml"
SCHEMA = "deck.schema.json"


@click.command()
@click.argument("folder")
@click.option("-o", "--output", "target", required=True, metavar="DIR", help="Where the decks go.")
@click.option("--check", is_flag=True, help="Write nothing; exit code 1 when a deck is stale.")
@click.option("--explain", is_flag=True, help="Say which cards were not made, and why.")
@click.option("--force", is_flag=True, help="Write over decks that were changed by hand.")
def generate(folder: str, target: str, check: bool, explain: bool, force: bool) -> int:
    """Write the decks that the fact files in FOLDER give.

    A deck that was changed by hand is left alone; its changes are printed as overrides.
    """
    made = _made(folder)
    if explain:
        output.talk(*(f"{refusal.card}: no card ({refusal.guard}): {refusal.reason}" for refusal in made.refusals))
    files = {name: sealed(text) for name, text in made.decks.items()}
    found = {name: _text(os.path.join(target, name)) for name in files}
    touched = [name for name, text in found.items() if text and text != files[name] and not is_untouched(text)]
    if touched and not force:
        for name in touched:
            _tell_changes(name, files[name], found[name])
        return 1
    files[SCHEMA] = json.dumps(deck_schema(), indent=2, ensure_ascii=False) + "\n"
    found[SCHEMA] = _text(os.path.join(target, SCHEMA))
    stale = [name for name, text in files.items() if found[name] != text]
    gone = _superfluous(target, files)
    if check:
        output.talk(*(f"stale: {name}" for name in stale), *(f"no longer generated: {name}" for name in gone))
        return 1 if stale or gone else 0
    try:
        os.makedirs(target, exist_ok=True)
        for name in stale:
            write_whole(os.path.join(target, name), files[name].encode())
        for name in gone:
            os.unlink(os.path.join(target, name))
    except OSError as error:
        raise StoreError(f"cannot write into {target}: {error.strerror}") from error
    output.talk(f"{plural(len(made.decks), 'deck')}, {plural(len(stale), 'file')} written")
    return 0


def _made(folder: str) -> Generated:
    """What the facts give. Raises ContentError."""
    texts = fact_texts(folder) if os.path.isdir(folder) else {}
    if not texts:
        raise click.UsageError(f"{folder}: no *{FACTS} here")
    base, problems = read_facts(texts)
    path = os.path.join(folder, OVERRIDES)
    overrides, more = read_overrides(_text(path), path) if os.path.exists(path) else ({}, list[Problem]())
    output.talk(*(problem.text() for problem in (*problems, *more)))
    if base is None or overrides is None:
        raise ContentError("the facts have errors; no deck was written")
    made = generate_decks(base, overrides)
    output.talk(*(f"{path}: there is no card `{card}` to override" for card in made.unused))
    return made


def _text(path: str) -> str:
    return read_bytes(path).decode("utf-8", "replace") if os.path.exists(path) else ""


def _superfluous(target: str, files: dict[str, str]) -> list[str]:
    """Decks that were generated once and are not any more."""
    names = sorted(os.listdir(target)) if os.path.isdir(target) else []
    decks = [name for name in names if name.endswith(ENDING) and name not in files]
    return [name for name in decks if is_untouched(_text(os.path.join(target, name)))]


def _tell_changes(name: str, made: str, found: str) -> None:
    deck, problems = read_deck(found, name)
    output.talk(f"{name} was changed by hand and is left as it is (--force writes over it)")
    if deck is None:
        output.talk(*(problem.text() for problem in problems))
        return
    changes = difference(made, found)
    if changes.overrides:
        output.talk(f"put this into {OVERRIDES} beside the facts (its first line is `format = 1`) to keep the changes:")
        output.data(changes.overrides)
    output.talk(*(f"no override can say: {other}" for other in changes.others))
