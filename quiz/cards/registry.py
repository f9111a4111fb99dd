"""The kinds there are: every module in `kinds/`, found by its name, imported when a card of that kind turns up."""

from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import Any

from quiz.cards.card import Card


@cache
def kind_names() -> tuple[str, ...]:
    """The names of all kinds, sorted."""
    folder = files("quiz.cards.kinds")
    return tuple(sorted(f.name[:-3] for f in folder.iterdir() if f.name.endswith(".py") and f.name[0] != "_"))


@cache
def kind(name: str) -> type[Card]:
    """The class of a kind. Raises KeyError for an unknown name."""
    if not name.isidentifier() or name not in kind_names():
        raise KeyError(name)
    module = import_module(f"quiz.cards.kinds.{name}")
    for value in vars(module).values():
        if isinstance(value, type) and issubclass(value, Card) and value.__module__ == module.__name__:
            return value
    raise KeyError(name)


def load(fields: dict[str, Any]) -> Card:
    """A card out of fields that have been validated before (lists for tuples are fine)."""
    return kind(fields["kind"])(**{key: _frozen(value) for key, value in fields.items()})


def _frozen(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_frozen(v) for v in value)
    if isinstance(value, dict):
        return {key: _frozen(v) for key, v in value.items()}
    return value
