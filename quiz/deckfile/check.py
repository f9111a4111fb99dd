"""A raw table against the form of a class: unknown keys, missing ones, wrong values, all said in words."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from quiz.cards import kind, kind_names
from quiz.deckfile.fields import form
from quiz.deckfile.report import Report
from quiz.deckfile.spans import Path
from quiz.text import one_line, shortened

MOST_UNKNOWN = 20
"""Unknown keys of one table that are listed."""
MOST_ITEMS = 100
"""Items of one list or table that are looked at; no field takes that many."""

SYNONYMS = {
    "question": "q", "prompt": "q", "front": "q", "text": "q", "back": "answer", "correct": "answer",
    "solution": "answer", "options": "wrong", "choices": "wrong", "distractors": "wrong", "incorrect": "wrong",
    "explanation": "why", "because": "why", "comment": "why", "fact": "from", "tag": "tags", "aliases": "accept",
    "name": "title", "language": "lang", "licence": "license", "cards": "card", "version": "format", "type": "kind",
}  # fmt: skip
"""What people call a key."""

_EXPECTED = {
    "string_type": "text in quotes", "string_unicode": "text", "tuple_type": 'a list: ["…", "…"]',
    "list_type": 'a list: ["…", "…"]', "dict_type": "a table", "dataclass_type": "a table",
    "bool_type": "true or false", "int_type": "a whole number", "int_from_float": "a whole number",
    "float_type": "a number", "finite_number": "a finite number",
}  # fmt: skip
_FOUND: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (bool, "true or false"), (str, "a text"), ((int, float), "a number"), (list, "a list"), (dict, "a table"),
    ((date, datetime, time), "a date"),
)  # fmt: skip


def checked(
    raw: Mapping[str, Any], cls: type, path: Path, report: Report, *, inherited: Mapping[str, Any] | None = None
) -> dict[str, Any] | None:
    """The values for `cls` by field name; None when one of them is wrong. Unknown keys are reported and left out."""
    keys = form(cls).keys
    known = raw
    if not raw.keys() <= keys:
        known = {key: value for key, value in raw.items() if key in keys}
        unknown_keys(raw, keys, path, report)
    if any(type(value) is dict and len(value) > MOST_ITEMS for value in known.values()):
        _oversized(known, path, report)
        return None
    try:
        return form(cls).check({**inherited, **known} if inherited else known)
    except ValidationError as error:
        if not _oversized(known, path, report):
            _explain(error, known, inherited or {}, path, report)
        return None


def quoted(name: object) -> str:
    """A name out of a file, fit for a message."""
    return f"`{shortened(one_line(str(name)[:200]), 40)}`"


def listed(names: Iterable[str]) -> str:
    """Names in a row: a, b, c."""
    return ", ".join(names)


def unknown_keys(raw: Mapping[str, Any], known: Iterable[str], path: Path, report: Report) -> None:
    """An error for each key that is not known, with the one that was probably meant; `x-` keys are let be."""
    known = frozenset(known)
    unknown = [key for key in raw if key not in known and not key.startswith("x-")]
    for key in unknown[:MOST_UNKNOWN]:
        report.add("E003", f"unknown key {quoted(key)}", _meant(key, known, report), key=(*path, key))
    if len(unknown) > MOST_UNKNOWN:
        report.add("E003", f"{len(unknown) - MOST_UNKNOWN:,} more unknown keys", key=path)


def _meant(key: str, known: frozenset[str], report: Report) -> str:
    if report.full:
        return ""
    lower = key[:64].lower()
    if lower in known:
        return f"keys are written small: `{lower}`"
    close = get_close_matches(lower, sorted(known), n=1, cutoff=0.65)
    other = SYNONYMS.get(lower, "")
    if other in known or close:
        return f"did you mean `{other if other in known else close[0]}`?"
    owners = [name for name in kind_names() if "kind" in known and lower in form(kind(name)).keys]
    if owners:
        return f"`{lower}` belongs to cards of kind {listed(owners)}"
    return "a key of your own begins with `x-`" if "kind" in known else f"keys here: {listed(sorted(known))}"


def _oversized(table: Mapping[str, Any], path: Path, report: Report) -> bool:
    """Whether a table holds a list or table so large that telling every fault in it would fill the memory."""
    found = False
    for key, value in table.items():
        inner: Iterable[Any] = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        sizes = [len(value) if inner else 0, *(len(item) for item in inner if isinstance(item, list | dict))]
        if max(sizes) > MOST_ITEMS:
            report.add("E008", f"{quoted(key)} has {max(sizes):,} items", "26 at most", key=(*path, key))
            found = True
    return found


def _explain(
    error: ValidationError, raw: Mapping[str, Any], inherited: Mapping[str, Any], path: Path, report: Report
) -> None:
    """One problem for each place, whatever the number of types that were tried there."""
    faults: dict[Path, list[dict[str, Any]]] = {}
    for fault in error.errors(include_url=False, include_input=False):
        loc = fault["loc"]
        if fault["type"] == "missing":
            faults.setdefault(loc, []).append(dict(fault))
        else:
            source = raw if loc and loc[0] in raw else inherited
            faults.setdefault(_existing(loc, source), []).append(dict(fault))
    for where, found in faults.items():
        if found[0]["type"] == "missing":
            _missing(where, raw, path, report)
        elif where and where[0] in raw:
            code, message, hint = _wording(found, where, _value(raw, where))
            report.add(code, message, hint, value=(*path, *where))
        else:
            code, message, hint = _wording(found, where, _value(inherited, where))
            report.add(code, message, hint, value=("defaults", *where))


def _missing(where: Path, raw: Mapping[str, Any], path: Path, report: Report) -> None:
    kind_name = raw.get("kind")
    hint = f"a {kind_name} card has to have it" if isinstance(kind_name, str) else "it has to be there"
    report.add("E005", f"{quoted(where[-1])} is missing", hint, key=path)


def _existing(loc: Path, raw: Any) -> Path:
    """The part of pydantic's path that is in the data: names of union members are not."""
    path: Path = ()
    for step in loc:
        inside = step in raw if isinstance(raw, dict) else isinstance(raw, list) and step in range(len(raw))
        if inside:
            raw = raw[step]
            path = (*path, step)
    return path


def _value(raw: Any, where: Path) -> Any:
    for step in where:
        raw = raw[step]
    return raw


def _wording(faults: list[dict[str, Any]], where: Path, value: Any) -> tuple[str, str, str]:
    first, context = faults[0]["type"], faults[0].get("ctx", {})
    name = _named(where)
    if first == "string_too_long":
        return "E007", f"{name} has {len(value):,} characters", f"{context['max_length']:,} at most"
    if first == "string_too_short":
        return "E007", f"{name} is empty", "write something or take the key out"
    if first == "too_long":
        return "E008", f"{name} has {len(value):,} items", f"{context['max_length']} at most"
    if first == "too_short":
        return "E008", f"{name} has too few items", f"{context['min_length']} at least"
    if first == "literal_error":
        return "E002", f"{name} must be {context['expected']}", _close(value, context["expected"])
    wanted = list(dict.fromkeys(_EXPECTED[fault["type"]] for fault in faults if fault["type"] in _EXPECTED))
    if not wanted:
        return "E002", f"{name}: {one_line(faults[0]['msg'])}", ""
    message = f"{name} must be {' or '.join(wanted)}, not {_found(value)}"
    return "E002", message, _way_out(wanted, value)


def _named(where: Path) -> str:
    if len(where) > 1 and isinstance(where[-1], int):
        return f"item {where[-1] + 1} of {_named(where[:-1])}"
    return quoted(where[-1]) if len(where) < 2 else f"{quoted(where[-1])} in {_named(where[:-1])}"


def _found(value: Any) -> str:
    return next((words for types, words in _FOUND if isinstance(value, types)), "that")


def _way_out(wanted: list[str], value: Any) -> str:
    if "text in quotes" in wanted and isinstance(value, int | float | date | time):
        return 'put it in quotes: "…"'
    if _EXPECTED["tuple_type"] in wanted and isinstance(value, str):
        return 'put it in brackets: ["…"]'
    if wanted == ["true or false"] and isinstance(value, str):
        return "without quotes"
    return ""


def _close(value: Any, expected: str) -> str:
    if not isinstance(value, str):
        return ""
    close = get_close_matches(value[:64].lower(), [name for name in expected.split("'")[1::2] if name], n=1)
    return f"did you mean `{close[0]}`?" if close else ""
