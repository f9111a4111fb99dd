"""The fact format as a JSON Schema, for editors: every key with its type and what it is for."""

import inspect
from dataclasses import fields
from typing import Any

from quiz.deckfile.fields import form
from quiz.deckfile.ids import SLUG
from quiz.deckfile.schema import DIALECT, field_texts
from quiz.facts.dates import ZONES
from quiz.facts.model import Fact, Value
from quiz.facts.read import FORMAT, TABLES
from quiz.facts.read_value import COMPANIONS, DATE_BOUNDS, MEASURE_BOUNDS, NEEDED

_DATE = r"^[12]\d{3}(-(\d\d(-\d\d)?|Q[1-4]|H[12]))?$"
_NUMBER = r"^-?\d{1,30}(\.\d{1,20})?$"
_SLUG = {"type": "string", "pattern": f"^{SLUG}$"}


def facts_schema() -> dict[str, Any]:
    """The schema of a `*.facts.toml` file."""
    tables = {
        name: {"type": "array", "description": _sentence(cls), "items": {"$ref": f"#/$defs/{name}"}}
        for name, cls in TABLES.items()
    }
    return {
        "$schema": DIALECT,
        "title": "Facts",
        "description": "Facts from which quiz makes decks. All files of a folder make one base.",
        "type": "object",
        "properties": {
            "format": {"type": "integer", "const": FORMAT, "description": "Version of the format."},
            "id": _SLUG | {"description": "Id of the base, the same in all files of a folder: decks are called by it."},
            **tables,
        },
        "required": ["format", "id"],
        "patternProperties": {"^x-": {"description": "A key of your own: read over."}},
        "additionalProperties": False,
        "$defs": {name: _table(cls) for name, cls in TABLES.items()} | {"value": _value()},
    }


def _table(cls: type) -> dict[str, Any]:
    described = form(cls).adapter.json_schema()
    texts = field_texts(cls)
    properties = {}
    for item in fields(cls):
        one = described["properties"][item.name]
        one.pop("title", None)
        if item.name == "id":
            one = dict(_SLUG)
        if cls is Fact and item.name == "v":
            one = {"$ref": "#/$defs/value"}
        if item.name in texts:
            one["description"] = texts[item.name]
        properties[item.name] = one
    return {
        "type": "object",
        "description": _sentence(cls),
        "properties": properties,
        "required": described.get("required", []),
        "patternProperties": {"^x-": {}},
        "additionalProperties": False,
    }


def _value() -> dict[str, Any]:
    return {"description": _sentence(Value), "oneOf": [_kind_of_value(kind) for kind in COMPANIONS]}


def _kind_of_value(kind: str) -> dict[str, Any]:
    number = {"oneOf": [{"type": "string", "pattern": _NUMBER}, {"type": "integer"}]}
    texts: dict[str, dict[str, Any]] = {
        "entity": {"type": "string", "description": "Id of an [[entity]]."},
        "text": {"type": "string", "minLength": 1},
        "date": {"type": "string", "pattern": _DATE, "description": "2022-12-11, 2022-12, 2022, 2022-H2, 2022-Q4."},
        "number": number | {"description": "Digits, with a point for fractions."},
        "money": number | {"description": "The sum in full: 20000000."},
        "quantity": number | {"description": "How many of the unit."},
        "time": {"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d$", "description": "07:38, with `tz`."},
        "tz": {"type": "string", "examples": list(ZONES), "description": "The zone of date and time."},
        "currency": {"type": "string", "pattern": "^[A-Z]{3}$", "description": "ISO code."},
        "unit": {"type": "string", "minLength": 1, "description": "In the singular: metre, kilogram."},
        "bound": {"enum": list(DATE_BOUNDS if kind == "date" else MEASURE_BOUNDS), "description": "How exact it is."},
    }
    return {
        "type": "object",
        "properties": {key: texts[key] for key in (kind, *sorted(COMPANIONS[kind]))},
        "required": [kind, *(NEEDED[kind][:1] if kind in NEEDED else ())],
        "patternProperties": {"^x-": {}},
        "additionalProperties": False,
    }


def _sentence(cls: type) -> str:
    return inspect.cleandoc(cls.__doc__ or "").split("\n\n")[0]
