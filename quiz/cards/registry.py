"""The kinds there are: every module in `kinds/`, found by its name, imported when a card of that kind turns up."""

from functools import cache
from importlib import import_module
from typing import Any

from quiz.cards.card import Card


@cache
def kind_names() -> tuple[str, ...]:
    """The names of all kinds, sorted."""
    from pkgutil import iter_modules  # only to list them all

    from quiz.cards import kinds

    return tuple(sorted(module.name for module in iter_modules(kinds.__path__)))


@cache
def kind(name: str) -> type[Card]:
    """The class of a kind. Raises KeyError for an unknown name."""
    path = f"quiz.cards.kinds.{name}"
    try:
        module = import_module(path if name.isidentifier() and name.isascii() else "")
    except (ModuleNotFoundError, ValueError) as error:
        raise KeyError(name) from error
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
