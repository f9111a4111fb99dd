"""The five shapes that a question can take on a screen. Closed: a face knows these and never a kind."""

from typing import NamedTuple


class Option(NamedTuple):
    """Something to choose, arrange or pair. A face sends the id, never the place."""

    id: str
    text: str


class Reveal(NamedTuple):
    """Think of the answer, look at it, grade yourself."""

    prompt: str


class Type(NamedTuple):
    """Write the answer. `hint` says what form is expected, and is part of the question."""

    prompt: str
    hint: str = ""


class Choose(NamedTuple):
    """Pick one option, or several when `many`."""

    prompt: str
    options: tuple[Option, ...]
    many: bool = False


class Arrange(NamedTuple):
    """Put the items in order."""

    prompt: str
    items: tuple[Option, ...]


class Pair(NamedTuple):
    """Join each left item to a right one; there may be more on the right."""

    prompt: str
    left: tuple[Option, ...]
    right: tuple[Option, ...]


Shape = Reveal | Type | Choose | Arrange | Pair

Answer = str | tuple[str, ...] | tuple[tuple[str, str], ...] | None
"""What a face sends back: typed text, option ids (in order for Arrange), pairs of ids; None is "don't know"."""
