"""Deck text to decks and back, with places and problems. Pure: the caller reads and writes the files.

    read.py    text -> Deck and all its problems     toml.py    bytes -> text -> harmless values
    write.py   deck -> text                           spans.py   where a key or a value stands
    schema.py  the format as a JSON Schema            fields.py  what a kind's keys may hold
    lint.py    weaknesses of cards and decks          ids.py     ids and the paths of pictures

Import `read` and `schema` by their own names: they bring pydantic along, which a finished deck does not need.
"""

from quiz.deckfile.deck import FORMAT, Deck
from quiz.deckfile.problem import Place, Problem

__all__ = ["FORMAT", "Deck", "Place", "Problem"]
