"""Looks and folders from settings.toml, and the scheduling settings that stand in the log."""

import os
from dataclasses import dataclass, field, fields
from typing import Any

from quiz.errors import ContentError
from quiz.scheduling import Parameters
from quiz.session import DayLimits, Order
from quiz.store.atomic import write_whole
from quiz.store.home import Home
from quiz.store.parameters import fields_of

MOST_A_DAY = 1_000_000


@dataclass(frozen=True, slots=True)
class Looks:
    """What settings.toml may say."""

    folders: tuple[str, ...] = ()
    """Folders with decks, besides the one in the home folder."""
    theme: str = "quiz-dark"
    """Name of the theme of the screens."""
    motion: bool = True
    """Let feedback move; off for a still screen."""
    goal: int = 20
    """Answers a day that the home screen counts towards."""


@dataclass(frozen=True, slots=True)
class Scheduling:
    """What decides what is asked when. These are events in the log, so every device follows them."""

    new: int = 20
    """New items a deck and day."""
    reviews: int = 200
    """Reviews a deck and day."""
    order: Order = Order.DUE
    """Order of due items."""
    rollover: int = 240
    """Minutes after midnight at which a study day begins."""
    parameters: Parameters = field(default_factory=Parameters)

    @property
    def limits(self) -> DayLimits:
        return DayLimits(self.new, self.reviews)


def read_looks(home: Home) -> Looks:
    """The settings file; defaults where there is none. Raises ContentError."""
    if not os.path.exists(home.settings):
        return Looks()
    import tomli  # only when there is a file

    try:
        with open(home.settings, "rb") as file:
            data = tomli.load(file)
    except (OSError, ValueError, RecursionError) as error:
        raise ContentError(f"{home.settings}: {error}", "mend the file or move it away") from error
    known = {f.name: f for f in fields(Looks)}
    values: dict[str, Any] = {}
    for key, value in data.items():
        if key not in known:
            raise ContentError(f"{home.settings}: unknown setting `{key}`", f"there are {', '.join(known)}")
        values[key] = _checked(home.settings, key, value)
    return Looks(**values)


def _checked(path: str, key: str, value: Any) -> Any:
    wanted: type = {"folders": list, "theme": str, "motion": bool, "goal": int}[key]
    found: type = type(value)
    if found is not wanted or (key == "folders" and not all(isinstance(v, str) for v in value)):
        raise ContentError(f"{path}: `{key}` has the wrong type", f"it is a {wanted.__name__}")
    return tuple(value) if key == "folders" else value


def write_looks(home: Home, looks: Looks) -> None:
    """Replace the settings file. Raises OSError."""
    import tomli_w

    default = Looks()
    values = {f.name: getattr(looks, f.name) for f in fields(Looks)}
    told = {k: list(v) if isinstance(v, tuple) else v for k, v in values.items() if v != getattr(default, k)}
    write_whole(home.settings, tomli_w.dumps(told).encode())


def scheduling_of(settings: str | None, parameters: Parameters) -> Scheduling:
    """The scheduling settings in the JSON of a settings event; what cannot be followed keeps its default."""
    said = fields_of(settings)
    order = said.get("order")
    return Scheduling(
        new=_whole(said.get("new"), 20, MOST_A_DAY),
        reviews=_whole(said.get("reviews"), 200, MOST_A_DAY),
        order=Order(order) if order in list(Order) else Order.DUE,
        rollover=_whole(said.get("rollover"), 240, 24 * 60 - 1),
        parameters=parameters,
    )


def _whole(value: Any, default: int, most: int) -> int:
    return value if type(value) is int and 0 <= value <= most else default
