"""What the keys of a card or a deck may hold: read off the dataclass, checked by pydantic, exact in their types."""

from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields, make_dataclass
from functools import cache, reduce
from operator import or_
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from pydantic import ConfigDict, FailFast, Strict, TypeAdapter
from pydantic import Field as Described

KEYS = {"fact": "from"}
"""Fields whose key in a file is another: `from` is a word of Python's."""
FIELDS = {key: name for name, key in KEYS.items()}


@dataclass(frozen=True, slots=True)
class Form:
    """The keys of one class and the check of their values."""

    keys: frozenset[str]
    adapter: TypeAdapter[Any]

    def check(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        """The values by field name, lists as tuples, defaults filled in. Raises pydantic.ValidationError."""
        made: object = self.adapter.validate_python(raw)
        return vars(made)


def form(cls: type) -> Form:
    """The form of a dataclass. Built once for each: it takes some milliseconds."""
    return _form(cls)


@cache
def _form(cls: type) -> Form:
    hints = get_type_hints(cls, include_extras=True)
    entries = [(item.name, _written(item.name, hints[item.name]), _default(item)) for item in fields(cls)]
    config = ConfigDict(extra="forbid")
    made = make_dataclass(cls.__name__, entries, kw_only=True, namespace={"__pydantic_config__": config})
    keys = frozenset(KEYS.get(item.name, item.name) for item in fields(cls))
    return Form(keys, TypeAdapter(made))


def _written(name: str, hint: Any) -> Any:
    exact = _exact(hint)
    return Annotated[exact, Described(alias=KEYS[name])] if name in KEYS else exact


def _default(item: "Field[Any]") -> Any:
    if item.default is not MISSING:
        return field(default=item.default)
    return field(default_factory=item.default_factory) if item.default_factory is not MISSING else field()


def _exact(hint: Any) -> Any:
    """The type in which a number, a truth value and a text are not taken for one another."""
    if hint in (bool, int, float):
        return Annotated[hint, Strict()]
    origin = get_origin(hint)
    if origin is Annotated:
        inner, *rest = get_args(hint)
        return Annotated[(_exact(inner), *rest)]
    if origin in (Union, UnionType):
        return reduce(or_, map(_exact, get_args(hint)))
    if origin is dict:
        return dict[tuple(map(_exact, get_args(hint)))]  # type: ignore[misc]
    if origin in (tuple, list):
        return Annotated[origin[tuple(map(_exact, get_args(hint)))], FailFast()]
    return hint
