"""`quiz config` and `quiz completion`."""

import dataclasses
import json
from collections.abc import Callable
from typing import Any

import click
from click.shell_completion import get_completion_class

from quiz.cli import output
from quiz.cli.opening import opened
from quiz.scheduling import Parameters
from quiz.session import Order
from quiz.store.parameters import checked
from quiz.store.settings import Looks, scheduling_of
from quiz.workspace import Workspace


@click.group()
def config() -> None:
    """Show or change settings."""


@config.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def show(home: str | None, as_json: bool) -> None:
    """Show every setting, its value and where it comes from."""
    with opened(home) as workspace:
        rows = _rows(workspace)
    if as_json:
        output.as_json(settings={name: {"value": value, "from": source} for name, value, source in rows})
        return
    for name, value, source in rows:
        output.data(f"{name:<20} {json.dumps(value):<24} {source}")


def _rows(workspace: Workspace) -> list[tuple[str, object, str]]:
    rows: list[tuple[str, object, str]] = []
    default = Looks()
    for field in dataclasses.fields(Looks):
        value = getattr(workspace.looks, field.name)
        source = "default" if value == getattr(default, field.name) else workspace.home.settings
        rows.append((field.name, list(value) if isinstance(value, tuple) else value, source))
    said = json.loads(workspace.store.index.meta("settings") or "{}")
    for holder in (workspace.scheduling, workspace.scheduling.parameters):
        for field in dataclasses.fields(holder):
            if field.name != "parameters":
                value = getattr(holder, field.name)
                shown = list(value) if isinstance(value, tuple) else value
                rows.append((field.name, shown, "log" if field.name in said else "default"))
    return rows


_KINDS: dict[str, Callable[[str], Any]] = {
    "new": int, "reviews": int, "rollover": int, "order": str, "desired_retention": float, "maximum_interval": int,
    "fuzz": json.loads, "weights": json.loads, "learning_steps": json.loads, "relearning_steps": json.loads,
}  # fmt: skip


@config.command(name="set")
@click.argument("name", type=click.Choice(sorted(_KINDS)))
@click.argument("value")
@click.pass_obj
def set_(home: str | None, name: str, value: str) -> int:
    """Set what decides when cards are asked: an event in the log, so that every device follows."""
    try:
        parsed = _KINDS[name](value)
        _try(name, parsed)
    except (ValueError, RecursionError) as error:
        raise click.BadParameter(str(error), param_hint=name) from error
    with opened(home) as workspace:
        workspace.set_scheduling(name, parsed)
    return 0


def _try(name: str, value: Any) -> None:
    """Raises ValueError for a value that would not be followed."""
    if name not in ("new", "reviews", "rollover", "order"):
        checked(name, value)
    elif getattr(scheduling_of(json.dumps({name: value}), Parameters()), name) != value:
        wanted = f"one of {', '.join(Order)}" if name == "order" else "within bounds"
        raise ValueError(f"{value} is not {wanted}")


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script: eval "$(quiz completion bash)"."""
    from quiz.cli.main import quiz

    kind = get_completion_class(shell)
    if kind:
        output.data(kind(quiz, {}, "quiz", "_QUIZ_COMPLETE").source())
