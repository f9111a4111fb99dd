"""`quiz generate`: decks out of facts."""

import os

import click

from quiz.cli import output
from quiz.cli.check import FACTS, fact_texts
from quiz.errors import ContentError, StoreError
from quiz.store.atomic import write_whole
from quiz.store.decks import ENDING, read_bytes
from quiz.text import plural

OVERRIDES = "overrides.toml"


@click.command()
@click.argument("folder")
@click.option("-o", "--output", "target", required=True, metavar="DIR", help="Where the decks go.")
@click.option("--check", is_flag=True, help="Write nothing; exit code 1 when a deck is stale.")
@click.option("--explain", is_flag=True, help="Say why a fact did not get a kind of card.")
def generate(folder: str, target: str, check: bool, explain: bool) -> int:
    """Write the decks that the fact files in FOLDER give."""
    from quiz.facts import generate as generate_decks

    texts = fact_texts(folder) if os.path.isdir(folder) else {}
    if not texts:
        raise click.UsageError(f"{folder}: no *{FACTS} here")
    overrides = os.path.join(folder, OVERRIDES)
    extra = read_bytes(overrides).decode("utf-8", "replace") if os.path.exists(overrides) else ""
    result = generate_decks(texts, extra, OVERRIDES)
    output.talk(*(problem.text() for problem in result.problems))
    if result.decks is None:
        raise ContentError("the facts have errors; no deck was written")
    if explain:
        output.talk(*result.explanations)
    stale = [name for name, text in result.decks.items() if _here(target, name) != text]
    extra_files = sorted(
        name for name in os.listdir(target) if name.endswith(ENDING) and name not in result.decks
    ) if os.path.isdir(target) else []
    if check:
        output.talk(*(f"stale: {name}" for name in [*stale, *extra_files]))
        return 1 if stale or extra_files else 0
    try:
        os.makedirs(target, exist_ok=True)
        for name in stale:
            write_whole(os.path.join(target, name), result.decks[name].encode())
    except OSError as error:
        raise StoreError(f"cannot write into {target}: {error.strerror}") from error
    output.talk(f"{plural(len(result.decks), 'deck')}, {len(stale)} written")
    return 0


def _here(target: str, name: str) -> str:
    path = os.path.join(target, name)
    return read_bytes(path).decode("utf-8", "replace") if os.path.exists(path) else ""
