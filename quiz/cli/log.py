"""`quiz log` and `quiz undo`."""

import json
from collections.abc import Callable, Sequence
from typing import IO

import click

from quiz.cli import output
from quiz.cli.opening import opened
from quiz.errors import ContentError
from quiz.history import Event, Kind, merge, parse
from quiz.scheduling import day_text, local_text
from quiz.text import one_line, plural

_WORDS = {
    Kind.REVIEW: "review", Kind.VOID: "undo", Kind.SUSPEND: "suspend", Kind.BURY: "bury", Kind.FLAG: "flag",
    Kind.FORGET: "forget", Kind.SETTINGS: "settings",
}  # fmt: skip
_GRADES = ("", "Again", "Hard", "Good", "Easy")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="JSON Lines, one event each.")
@click.option("-n", "--last", type=click.IntRange(1), help="Only the last N.")
@click.option("--import", "source", type=click.File("rb"), metavar="FILE", help="Add the rows of another log.")
@click.pass_obj
def log(home: str | None, as_json: bool, last: int | None, source: IO[bytes] | None) -> int:
    """Print every event, oldest first."""
    with opened(home) as workspace:
        if source is not None:
            return _import(workspace.store.import_events, source)
        events = merge(workspace.store.events())
        for event in events[-last:] if last else events:
            output.data(_json(event) if as_json else _line(event))
    return 0


def _import(write: Callable[[Sequence[Event]], int], source: IO[bytes]) -> int:
    events, damages = parse(source.read())
    if damages:
        first = damages[0]
        raise ContentError(
            f"{source.name}: {plural(len(damages), 'line')} cannot be read, the first at byte {first.offset}",
            "nothing was imported",
        )
    count = write(events)
    here = f", {len(events) - count:,} here already" if count < len(events) else ""
    output.talk(f"{plural(count, 'row')} imported{here}")
    return 0


def _line(event: Event) -> str:
    word = _WORDS.get(Kind(event.kind), event.kind)
    if event.kind == Kind.REVIEW:
        what = _GRADES[event.grade]
    else:
        what = "off" if event.kind in (Kind.SUSPEND, Kind.FLAG) and not event.grade else ""
    said = f"  {one_line(event.said)}" if event.said else ""
    return f"{local_text(event.clock, event.offset)}  {word:<8} {what:<6} {one_line(event.item)}{said}"


def _json(event: Event) -> str:
    values = {
        "uid": event.uid, "kind": _WORDS.get(Kind(event.kind), event.kind), "at_ms": event.clock,
        "local": local_text(event.clock, event.offset), "day": day_text(event.day), "item": event.item,
        "mode": event.mode, "grade": event.grade, "took_ms": event.took, "verdict": event.verdict, "said": event.said,
        "revision": event.revision,
    }  # fmt: skip
    return json.dumps(values, ensure_ascii=False)


@click.command()
@click.option("--redo", is_flag=True, help="Bring back what was undone last.")
@click.pass_obj
def undo(home: str | None, redo: bool) -> int:
    """Take back this device's latest change, then the one before, as far back as you like."""
    with opened(home) as workspace:
        undone = workspace.store.undo(workspace.draft(workspace.moment()), redo)
    if undone is None:
        output.talk("There is nothing to redo." if redo else "There is nothing to undo.")
        return 1
    output.data(f"{'Brought back' if redo else 'Undone'}: {_line(undone.event)}")
    return 0
