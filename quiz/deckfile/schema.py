"""The deck format as a JSON Schema, for editors: every key with its type, its bounds and what it is for."""

import ast
import inspect
from dataclasses import fields
from typing import Any

from quiz.cards import Card, kind, kind_names
from quiz.deckfile.deck import FORMAT
from quiz.deckfile.fields import KEYS, form
from quiz.deckfile.ids import SLUG
from quiz.deckfile.read import MAX_CARDS, OWN_TABLES, Defaults, Head

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_OWN_KEYS = {"^x-": {"description": "A key of your own: read over."}}


def deck_schema() -> dict[str, Any]:
    """The schema of a `*.deck.toml` file."""
    head = _table(Head)
    head["properties"]["format"] |= {"const": FORMAT}
    head["properties"]["id"] |= _slug()
    head["properties"]["defaults"] = _table(Defaults) | {"description": _sentence(Defaults)}
    head["properties"]["card"] = {
        "type": "array",
        "description": "The cards, each under a [[card]] of its own.",
        "minItems": 1,
        "maxItems": MAX_CARDS,
        "items": {
            "oneOf": [{"$ref": f"#/$defs/{name}"} for name in kind_names()],
            "discriminator": {
                "propertyName": "kind",
                "mapping": {name: f"#/$defs/{name}" for name in kind_names()},
            },
        },
    }
    head["required"].append("card")
    title = {"$schema": DIALECT, "title": "Deck", "description": "A deck of cards for quiz."}
    return title | head | {"$defs": {name: _card(kind(name)) for name in kind_names()}}


def _card(cls: type[Card]) -> dict[str, Any]:
    table = _table(cls)
    table["properties"]["id"] |= _slug()
    table["properties"]["was"]["items"] = _slug()
    table["properties"] |= {name: {"type": "object"} for name in OWN_TABLES}
    return {"title": cls.__name__, "description": _sentence(cls)} | table


def _table(cls: type) -> dict[str, Any]:
    """The schema of one class, with the text under each field as its description."""
    table: dict[str, Any] = form(cls).adapter.json_schema(by_alias=True)
    texts = field_texts(cls)
    for item in fields(cls):
        described = table["properties"][KEYS.get(item.name, item.name)]
        described.pop("title", None)
        if item.name in texts:
            described["description"] = texts[item.name]
    return {
        "type": "object",
        "properties": table["properties"],
        "required": table.get("required", []),
        "patternProperties": _OWN_KEYS,
        "additionalProperties": False,
    }


def _slug() -> dict[str, Any]:
    return {"type": "string", "pattern": f"^{SLUG}$"}


def _sentence(cls: type) -> str:
    return inspect.cleandoc(cls.__doc__ or "").split("\n\n")[0]


def field_texts(cls: type) -> dict[str, str]:
    """The strings that stand under the fields of a dataclass and its bases; empty where the source is not at hand."""
    texts: dict[str, str] = {}
    for base in reversed(cls.__mro__[:-1]):
        try:
            body = ast.parse(inspect.cleandoc(inspect.getsource(base))).body[0]
        except (OSError, TypeError):
            continue
        if isinstance(body, ast.ClassDef):
            texts |= _under_fields(body)
    return texts


def _under_fields(body: ast.ClassDef) -> dict[str, str]:
    texts: dict[str, str] = {}
    for field, text in zip(body.body, body.body[1:], strict=False):
        if not (isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)):
            continue
        if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant):
            texts[field.target.id] = inspect.cleandoc(str(text.value.value))
    return texts
