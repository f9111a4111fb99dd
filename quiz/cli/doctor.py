"""`quiz doctor`, `quiz backup` and `quiz restore`."""

import os
import sqlite3
import sys

import click

from quiz import __version__
from quiz.cli import output
from quiz.cli.opening import opened
from quiz.history import Event, clashes
from quiz.store import queries
from quiz.store.backup import restore as restore_backup
from quiz.store.backup import write_backup
from quiz.text import one_line, plural
from quiz.workspace import Workspace


@click.command()
@click.option("--rebuild", is_flag=True, help="Throw the index away and make it anew from log and decks.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def doctor(home: str | None, rebuild: bool, as_json: bool) -> int:
    """Look whether everything is sound: home folder, log, index, decks. Exit code 1 when something is not."""
    with opened(home) as workspace:
        if rebuild:
            rows = workspace.store.rebuild(output.ProgressLine("Reading the log"))
            workspace.sync_decks()
            output.talk(f"index made anew from {plural(rows, 'row')}")
        findings = list(_findings(workspace))
        facts = _facts(workspace)
    if as_json:
        output.as_json(**facts, findings=findings)
    else:
        width = max(map(len, facts))
        output.data(*(f"{name.replace('_', ' '):<{width}}  {value}" for name, value in facts.items()))
        output.data(*(f"! {finding}" for finding in findings))
        output.talk("Something needs a look." if findings else "All is sound.")
    return 1 if findings else 0


def _facts(workspace: Workspace) -> dict[str, object]:
    store = workspace.store
    return {
        "quiz": __version__,
        "python": sys.version.split()[0],
        "sqlite": sqlite3.sqlite_version,
        "home": workspace.home.root,
        "device": store.device,
        "log_files": len(store.log.files()),
        **queries.totals(store.index),
    }


def _findings(workspace: Workspace) -> list[str]:
    store = workspace.store
    out = [
        f"{name}: cannot read {d.length} bytes at byte {d.offset}: {one_line(d.excerpt)}"
        for name, d in store.all_damages()
    ]
    events = list(store.events())
    out += [f"two different events have the uid {uid}" for uid in clashes(events)[:10]]
    out += _gaps(events)
    if store.unwritable:
        out.append(f"nothing is saved: {store.unwritable}")
    if fault := store.index.fault():
        out.append(f"index.db is damaged ({fault}); `quiz doctor --rebuild` makes it anew")
    out += [f"{path} has errors; see `quiz check`" for path in workspace.decks_report.broken]
    return out


def _gaps(events: list[Event]) -> list[str]:
    """Numbers that are missing in the events of a device: rows that were lost."""
    numbers: dict[str, set[int]] = {}
    for event in events:
        numbers.setdefault(event.device, set()).add(event.seq)
    out = []
    for device, seqs in numbers.items():
        missing = max(seqs) - len(seqs)
        if missing > 0:
            out.append(f"{plural(missing, 'row')} of device {device} missing from the log")
    return out


@click.command()
@click.argument("file")
@click.pass_obj
def backup(home: str | None, file: str) -> int:
    """Write log, own decks and settings into FILE (a .tar.gz)."""
    with opened(home) as workspace:
        count = write_backup(workspace.store, file)
    output.talk(f"{plural(count, 'file')} in {file}, {os.path.getsize(file):,} bytes")
    return 0


@click.command()
@click.argument("file")
@click.pass_obj
def restore(home: str | None, file: str) -> int:
    """Merge the backup FILE into what is here: every answer of both is there afterwards."""
    with opened(home) as workspace:
        done = restore_backup(workspace.store, file)
        workspace.sync_decks()
    output.talk(f"{plural(done.rows, 'row')} and {plural(done.files, 'file')} brought back")
    for name in done.kept:
        output.talk(f"kept {one_line(name)} as it is here; the one in the backup differs")
    return 0
