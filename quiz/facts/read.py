"""Fact files to a base: everything that is wrong with them is said at once, each with its place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from quiz.deckfile.check import checked, quoted, unknown_keys
from quiz.deckfile.ids import SLUG_IN_WORDS, is_slug, slug
from quiz.deckfile.problem import Problem
from quiz.deckfile.report import Report
from quiz.deckfile.spans import Path
from quiz.deckfile.toml import normalised, values
from quiz.facts.contradictions import check_contradictions
from quiz.facts.model import Entity, Fact, FactBase, Predicate, Source, Topic
from quiz.facts.read_value import read_value
from quiz.facts.soundness import Entries, Entry, check_references

FORMAT = 1
"""The fact format that this program reads."""

TABLES: dict[str, type] = {"source": Source, "entity": Entity, "predicate": Predicate, "fact": Fact, "deck": Topic}
"""The arrays of tables in a fact file, and what one of them becomes."""

MOST_TABLES = 20_000
"""Tables of one kind in one file."""


@dataclass(slots=True)
class Draft:
    """What has been read so far, by table and id."""

    entries: Entries = field(default_factory=lambda: {name: {} for name in TABLES})
    ids: dict[str, Report] = field(default_factory=dict)
    """The ids of the base that the files give."""


def read_facts(files: Mapping[str, str]) -> tuple[FactBase | None, list[Problem]]:
    """The base in these files (name to text), and all problems; None for the base if one of them is an error."""
    draft = Draft()
    reports = []
    for name in sorted(files):
        report = Report(normalised(files[name]), name)
        reports.append(report)
        raw = values(report)
        if raw is not None and _is_ours(raw, draft, report):
            _tables(raw, draft, report)
    check_references(draft.entries)
    base = _base(draft)
    if not any(report.failed for report in reports):
        check_contradictions(base, draft.entries["fact"])
    failed = not files or any(report.failed for report in reports)
    return None if failed else base, [problem for report in reports for problem in report.problems()]


def _base(draft: Draft) -> FactBase:
    things = {name: {k: entry.thing for k, entry in table.items()} for name, table in draft.entries.items()}
    return FactBase(
        id=next(iter(draft.ids), ""),
        sources=things["source"],
        entities=things["entity"],
        predicates=things["predicate"],
        facts=things["fact"],
        topics=things["deck"],
    )


def _is_ours(raw: Mapping[str, Any], draft: Draft, report: Report) -> bool:
    version = raw.get("format")
    if version is None:
        report.add("E005", "`format` is missing", "the first line of a fact file is `format = 1`", key=())
    elif type(version) is not int or version < 1:
        report.add("E006", "there is no such format", f"write `format = {FORMAT}`", value=("format",))
    elif version > FORMAT:
        hint = f"this program reads format {FORMAT}; get a newer one"
        report.add("E006", "written for a newer program", hint, value=("format",))
        return False
    name = raw.get("id")
    if name is None:
        report.add("I002", "the base has no id", 'add `id = "…"`, the same in all files of the folder', key=())
    elif not isinstance(name, str):
        report.add("E002", "`id` must be text in quotes", value=("id",))
    else:
        _slug(name, ("id",), report)
        others = [other for other in draft.ids if other != name]
        if others:
            hint = f"{draft.ids[others[0]].file} says {quoted(others[0])}; a folder is one base"
            report.add("I007", f"another id than in other files: {quoted(name)}", hint, value=("id",))
        draft.ids.setdefault(name, report)
    unknown_keys(raw, {"format", "id", *TABLES}, (), report)
    return True


def _tables(raw: Mapping[str, Any], draft: Draft, report: Report) -> None:
    for name, cls in TABLES.items():
        tables = raw.get(name, [])
        if not isinstance(tables, list):
            report.add("E002", f"`{name}` must be a list of tables", f"begin each with [[{name}]]", key=(name,))
            continue
        if len(tables) > MOST_TABLES:
            report.add("E010", f"{len(tables):,} tables [[{name}]]", f"{MOST_TABLES:,} at most; split it", key=(name,))
            continue
        for index, table in enumerate(tables):
            _table(table, name, cls, (name, index), draft, report)


def _table(table: Any, name: str, cls: type, path: Path, draft: Draft, report: Report) -> None:
    if not isinstance(table, dict):
        report.add("E002", f"`{name}` must be a table", f"begin each with [[{name}]]", value=path)
        return
    fields = dict(table)
    if cls is Fact and "v" in table:
        fields["v"] = read_value(table["v"], (*path, "v"), report)
    for key, text in fields.items():
        if isinstance(text, date):  # a date without quotes
            fields[key] = text.isoformat()
    known = checked(fields, cls, path, report)
    identity = table.get("id")
    if not isinstance(identity, str):
        return
    _slug(identity, (*path, "id"), report)
    first = draft.entries[name].get(identity)
    if first:
        line = first.report.locator.value((*first.path, "id")).line
        where = f"line {line}" if first.report is report else f"line {line} of {first.report.file}"
        report.add("I001", f"the id {quoted(identity)} is taken", f"{where} has it", value=(*path, "id"))
    elif known is not None:
        draft.entries[name][identity] = Entry(cls(**known), report, path)


def _slug(name: str, path: Path, report: Report) -> None:
    if not is_slug(name):
        proposal = slug(name, "")
        hint = f"{SLUG_IN_WORDS}: `{proposal}`" if proposal else SLUG_IN_WORDS
        report.add("I004", f"{quoted(name)} cannot be an id", hint, value=path)
