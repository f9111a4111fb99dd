"""Scheduling settings as they stand in the log: JSON that may come from any device, of any age."""

import json
from typing import Any

from quiz.errors import QuizError
from quiz.scheduling import Parameters

MAX_SETTINGS = 2048
"""Characters of a settings event."""


def parameters_of(settings: str | None) -> Parameters:
    """Parameters out of a settings event; what is missing, unreadable or out of bounds keeps its default."""
    known = {}
    for name, value in fields_of(settings).items():
        try:
            known[name] = checked(name, value)
        except ValueError:
            continue
    return Parameters(**known)


def fields_of(settings: str | None) -> dict[str, Any]:
    """The fields of a settings event; none when it cannot be read."""
    try:
        fields = json.loads(settings) if settings else {}
    except (ValueError, RecursionError):
        return {}
    return fields if isinstance(fields, dict) else {}


def readable(settings: str | None) -> str | None:
    """The text of a settings event, or None when it cannot be read."""
    return settings if fields_of(settings) else None


def checked(name: str, value: Any) -> Any:
    """The value of a parameter as Parameters takes it. Raises ValueError."""
    if name in ("weights", "learning_steps", "relearning_steps"):
        if not isinstance(value, list) or not all(_is_number(part, name != "weights") for part in value):
            raise ValueError(f"`{name}` is a list of numbers")
        value = tuple(value)
    elif name == "fuzz":
        if value not in (True, False):
            raise ValueError("`fuzz` is true or false")
        value = bool(value)
    elif name not in ("desired_retention", "maximum_interval"):
        raise ValueError(f"there is no parameter `{name}`")
    elif not _is_number(value, name == "maximum_interval"):
        raise ValueError(f"`{name}` is a number")
    Parameters(**{name: value})
    return value


def _is_number(value: Any, whole: bool) -> bool:
    return isinstance(value, int if whole else int | float) and not isinstance(value, bool)


def refuse_unreadable(settings: str) -> None:
    """Raises QuizError for settings that must not get into the log, because some of it would not be understood."""
    if len(settings) > MAX_SETTINGS or not settings.isascii():
        raise QuizError(f"scheduling settings are at most {MAX_SETTINGS:,} characters of ASCII")
    fields = fields_of(settings)
    if not fields and settings.strip() != "{}":
        raise QuizError("scheduling settings are a JSON object")
    for name in ("weights", "learning_steps", "relearning_steps", "fuzz", "desired_retention", "maximum_interval"):
        if name in fields:
            try:
                checked(name, fields[name])
            except ValueError as error:
                raise QuizError(str(error)) from error
