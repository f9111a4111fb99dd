"""The JSON Schema says what the reader does."""

from dataclasses import fields
from typing import Any

import pytest
import tomli

from quiz.cards import kind, kind_names
from quiz.deckfile.fields import KEYS, form
from quiz.deckfile.schema import DIALECT, deck_schema, field_texts


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return deck_schema()


def allows(rule: dict[str, Any], value: Any) -> bool:
    """The few words of JSON Schema that our schema uses."""
    types = {"string": str, "integer": int, "number": int | float, "boolean": bool, "array": list, "object": dict}
    if "anyOf" in rule:
        return any(allows(one, value) for one in rule["anyOf"])
    if "type" in rule and not isinstance(value, types[rule["type"]]):
        return False
    if "const" in rule and value != rule["const"]:
        return False
    if "enum" in rule and value not in rule["enum"]:
        return False
    if isinstance(value, str | list):
        short, long = ("minLength", "maxLength") if isinstance(value, str) else ("minItems", "maxItems")
        if not rule.get(short, 0) <= len(value) <= rule.get(long, len(value)):
            return False
    if isinstance(value, list):
        return all(allows(rule.get("items", {}), item) for item in value)
    return not isinstance(value, dict) or allows_table(rule, value)


def allows_table(rule: dict[str, Any], table: dict[str, Any]) -> bool:
    others = rule.get("additionalProperties", True)
    return set(rule.get("required", ())) <= table.keys() and all(
        allows(rule["properties"][key], value)
        if key in rule.get("properties", {})
        else key.startswith("x-") or (allows(others, value) if isinstance(others, dict) else others)
        for key, value in table.items()
    )


def test_it_names_its_dialect_and_needs_what_the_reader_needs(schema: dict[str, Any]) -> None:
    assert schema["$schema"] == DIALECT
    assert set(schema["required"]) == {"format", "id", "title", "card"}
    assert schema["properties"]["format"]["const"] == 1
    assert schema["additionalProperties"] is False


def test_the_kind_of_a_card_decides_its_keys(schema: dict[str, Any]) -> None:
    items = schema["properties"]["card"]["items"]
    assert items["discriminator"]["propertyName"] == "kind"
    assert items["discriminator"]["mapping"] == {name: f"#/$defs/{name}" for name in kind_names()}
    assert [one["$ref"] for one in items["oneOf"]] == list(items["discriminator"]["mapping"].values())


@pytest.mark.parametrize("name", kind_names())
def test_every_kind_has_its_keys_and_no_others(schema: dict[str, Any], name: str) -> None:
    table = schema["$defs"][name]
    assert set(table["properties"]) == form(kind(name)).keys | {"anki"}
    assert table["properties"]["kind"]["const"] == name
    assert {"id", "kind"} <= set(table["required"])
    assert table["additionalProperties"] is False
    assert "^x-" in table["patternProperties"]
    assert table["description"]


@pytest.mark.parametrize("name", kind_names())
def test_it_allows_every_example_and_refuses_it_damaged(schema: dict[str, Any], name: str) -> None:
    for text in kind(name).examples:
        card = tomli.loads(text)
        table = schema["$defs"][name]
        assert allows(table, card)
        assert allows(table, card | {"x-own": [1]})
        assert not allows(table, card | {"bogus": 1})
        assert not allows(table, card | {"tags": "t"})
        assert not allows(table, card | {"kind": "other"})
        assert not allows(table, {key: value for key, value in card.items() if key != "id"})


def test_the_text_under_a_field_is_its_description(schema: dict[str, Any]) -> None:
    assert field_texts(kind("choice"))["why"] == "Shown with the answer."
    assert schema["$defs"]["choice"]["properties"]["why"]["description"] == "Shown with the answer."
    assert "id of the fact" in schema["$defs"]["choice"]["properties"]["from"]["description"].lower()
    assert "fact" not in schema["$defs"]["choice"]["properties"]
    for name in kind_names():
        properties = schema["$defs"][name]["properties"]
        for item in fields(kind(name)):
            told = properties[KEYS.get(item.name, item.name)].get("description")
            assert told == field_texts(kind(name)).get(item.name)


def test_a_class_whose_source_is_not_at_hand_has_no_texts() -> None:
    assert field_texts(type("Made", (), {"__annotations__": {"a": int}})) == {}
