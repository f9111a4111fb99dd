"""A deck as TOML text: keys in one order and one layout, so that differences stay small."""

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from typing import Any

import tomli_w

from quiz.cards import Card, kind
from quiz.deckfile.deck import FORMAT, Deck

SCHEMA_LINE = "#:schema ./deck.schema.json"
"""Tells an editor where the schema lies that `quiz schema` prints: beside the deck."""

_KEYS = {"fact": "from"}
_HEAD = ("format", "id", "title", "description", "lang", "license", "tags", "defaults", "card")


def deck_text(deck_fields: Mapping[str, Any]) -> str:
    """The text of a deck given by the keys of its file: format, id, title, …, card. Raises TypeError for a value that
    TOML does not have."""
    known = {"format": FORMAT, **deck_fields}
    table = _ordered(known, _HEAD)
    if "card" in table:
        table["card"] = [_ordered(card, _card_order(card)) for card in table["card"]]
    return f"{SCHEMA_LINE}\n\n{tomli_w.dumps(table, indent=2)}"


def deck_fields(deck: Deck) -> dict[str, Any]:
    """The keys of the file of a deck; what is as it is without being said is left out."""
    head = {item.name: getattr(deck, item.name) for item in fields(Deck) if item.name != "cards"}
    needed = ("format", "id", "title")
    said = {key: value for key, value in head.items() if key in needed or value not in ("", (), "en")}
    return {**said, "card": [card_fields(card) for card in deck.cards]}


def card_fields(card: Card) -> dict[str, Any]:
    """The keys of a card in a file, without those that have their default."""
    said: dict[str, Any] = {}
    for item in fields(card):
        default = item.default_factory() if item.default_factory is not MISSING else item.default
        value = getattr(card, item.name)
        if default is MISSING or value != default:
            said[_KEYS.get(item.name, item.name)] = _plain(value)
    return said


def _card_order(card: Mapping[str, Any]) -> tuple[str, ...]:
    """Id and kind, what the kind adds, what every card may have."""
    common = [_KEYS.get(item.name, item.name) for item in fields(Card)]
    try:
        own = [_KEYS.get(item.name, item.name) for item in fields(kind(str(card.get("kind"))))]
    except KeyError:
        return ("id", "kind")
    return ("id", "kind", *(key for key in own if key not in common and key != "kind"), *common)


def _ordered(table: Mapping[str, Any], order: Iterable[str]) -> dict[str, Any]:
    """The table with its keys in that order, and those not named at the end."""
    return {key: table[key] for key in (*order, *table) if key in table}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value
