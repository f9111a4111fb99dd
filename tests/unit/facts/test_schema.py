"""The schema that editors use names every key that the reader takes."""

from dataclasses import fields

from quiz.facts.read import TABLES
from quiz.facts.read_value import COMPANIONS
from quiz.facts.schema import facts_schema

SCHEMA = facts_schema()


def test_every_table_and_key_is_described() -> None:
    assert set(SCHEMA["properties"]) == {"format", "id", *TABLES}
    for name, cls in TABLES.items():
        table = SCHEMA["$defs"][name]
        assert set(table["properties"]) == {item.name for item in fields(cls)}
        assert "id" in table["required"]
        assert any("description" in value for value in table["properties"].values())
        assert table["description"]


def test_every_kind_of_value_is_described() -> None:
    kinds = {kind["required"][0]: set(kind["properties"]) for kind in SCHEMA["$defs"]["value"]["oneOf"]}
    assert kinds == {kind: {kind, *more} for kind, more in COMPANIONS.items()}
    assert SCHEMA["$defs"]["fact"]["properties"]["v"]["$ref"] == "#/$defs/value"
