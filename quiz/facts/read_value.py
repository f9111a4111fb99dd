"""The value of a fact, as `{ date = "2022-12-11", tz = "UTC" }`, checked."""

import re
from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any

from quiz.deckfile.check import listed, quoted, unknown_keys
from quiz.deckfile.report import Report
from quiz.deckfile.spans import Path
from quiz.facts import dates
from quiz.facts.model import Value

COMPANIONS: dict[str, frozenset[str]] = {
    "entity": frozenset(),
    "date": frozenset({"time", "tz", "bound"}),
    "number": frozenset({"bound"}),
    "money": frozenset({"currency", "bound"}),
    "quantity": frozenset({"unit", "bound"}),
    "text": frozenset(),
}
"""The kinds of value, and what each may carry beside its own key."""
NEEDED = {"money": ("currency", 'as `currency = "USD"`'), "quantity": ("unit", 'as `unit = "metre"`')}

MEASURE_BOUNDS = ("over", "about", "around")
DATE_BOUNDS = ("about", "around", "late", "early")
BROKEN = Value("text")
"""Stands for a value that could not be read; a sound text is never empty."""

_NUMBER = re.compile(r"-?\d{1,30}(\.\d{1,20})?")
_CURRENCY = re.compile(r"[A-Z]{3}")


def read_value(raw: Any, path: Path, report: Report) -> Value:
    """The value, or BROKEN when the report says what is wrong with it."""
    if not isinstance(raw, dict):
        report.add("E002", "`v` must be a table", 'write it as `v = { text = "…" }`', value=path)
        return BROKEN
    kinds = [kind for kind in COMPANIONS if kind in raw]
    if len(kinds) != 1:
        companions = {"time", "tz", "bound", "currency", "unit"}
        unknown_keys(raw, {*COMPANIONS, *companions}, path, report)
        if not kinds and any(key not in companions and not key.startswith("x-") for key in raw):
            return BROKEN  # a slip of the pen, and said already
        message = f"a value has one of the keys {listed(COMPANIONS)}" + (", not several" if kinds else "")
        report.add("E005", message, 'as `v = { date = "2022-12" }`', value=path)
        return BROKEN
    kind = kinds[0]
    unknown_keys(raw, {kind} | COMPANIONS[kind], path, report)
    texts = {key: _text(raw[key], (*path, key), report) for key in raw if key == kind or key in COMPANIONS[kind]}
    if kind in NEEDED and not texts.get(NEEDED[kind][0]):
        report.add("E005", f"`{NEEDED[kind][0]}` is missing", NEEDED[kind][1], value=path)
        return BROKEN
    if not all(texts.values()):
        return BROKEN
    fault = _date_fault(texts) if kind == "date" else _measure_fault(kind, texts)
    if fault:
        report.add("F617", fault[1], fault[2], value=(*path, fault[0]))
        return BROKEN
    return _made(kind, texts)


def _made(kind: str, texts: Mapping[str, str]) -> Value:
    fields = dict(texts)
    if kind in {"number", "money", "quantity"}:
        fields["number"] = fields.pop(kind)
    return Value(kind=kind, **fields)  # type: ignore[arg-type]


def _text(raw: Any, path: Path, report: Report) -> str:
    if isinstance(raw, int) and not isinstance(raw, bool):
        return str(raw)
    if isinstance(raw, date):
        return raw.isoformat()
    if isinstance(raw, time):
        return f"{raw:%H:%M}"
    if not isinstance(raw, str):
        report.add("E002", f"{quoted(path[-1])} must be text in quotes", 'put it in quotes: "…"', value=path)
        return ""
    if not raw.strip():
        report.add("E007", f"{quoted(path[-1])} is empty", "write something or take the key out", value=path)
        return ""
    return raw


Fault = tuple[str, str, str]
"""The key that is wrong, what is wrong, and a hint."""


def _date_fault(texts: Mapping[str, str]) -> Fault | None:
    day, clock, tz, bound = (texts.get(key, "") for key in ("date", "time", "tz", "bound"))
    try:
        grain = dates.period(day).grain
    except ValueError as error:
        return "date", str(error), 'as "2022-12-11", "2022-12", "2022", "2022-Q4" or "2022-H2"'
    if tz and dates.zone_offset(tz) is None:
        return "tz", f"{quoted(tz)} is no zone that is known here", f"{listed(dates.ZONES)}, or as +09:00"
    if clock:
        try:
            dates.period(day, clock)
        except ValueError as error:
            return "time", str(error), 'as "07:38", beside a whole day'
        if not tz:
            return "time", "a time of day needs its zone", 'as `tz = "UTC"`'
    if bound and bound not in DATE_BOUNDS:
        return "bound", f"a date cannot be {quoted(bound)}", f"one of {listed(DATE_BOUNDS)}"
    if bound in {"late", "early"} and grain not in {"month", "year"}:
        return "bound", f"{quoted(bound)} goes with a year or a month", 'as `date = "2024", bound = "late"`'
    return None


def _measure_fault(kind: str, texts: Mapping[str, str]) -> Fault | None:
    if kind in {"entity", "text"}:
        return None
    number, bound, currency = texts[kind], texts.get("bound", ""), texts.get("currency", "")
    if not _NUMBER.fullmatch(number):
        return kind, f"{quoted(number)} is no number", 'digits, with a point for fractions: "1250.5"'
    if currency and not _CURRENCY.fullmatch(currency):
        return "currency", f"{quoted(currency)} is no currency code", "three capitals, as USD, EUR, JPY"
    if bound and bound not in MEASURE_BOUNDS:
        return "bound", f"a measure cannot be {quoted(bound)}", f"one of {listed(MEASURE_BOUNDS)}"
    if bound and not Decimal(number):
        return "bound", "nothing is around zero", "take the bound out"
    return None
