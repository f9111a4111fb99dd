"""The types of fields are exact: no text is taken for a number, no number for a truth value."""

from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

import pytest
from pydantic import ValidationError

from quiz.cards.bounds import Length
from quiz.deckfile.check import checked
from quiz.deckfile.fields import form
from quiz.deckfile.report import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A class with every type that a kind may use."""

    text: str = ""
    whole: int = 0
    number: float = 0.0
    truth: bool = False
    either: str | float = ""
    several: Annotated[tuple[str, ...], Length(0, 2)] = ()
    pairs: dict[str, tuple[int, ...]] = field(default_factory=dict)
    choice: Literal["a", "b"] = "a"
    fact: str = ""


GOOD: dict[str, list[Any]] = {
    "text": ["", "5"],
    "whole": [0, -5, 10**30],
    "number": [1, 1.5],
    "truth": [True, False],
    "either": ["x", 1, 1.5],
    "several": [[], ["x", "y"]],
    "pairs": [{}, {"a": [1, 2]}],
    "choice": ["a", "b"],
}
BAD: dict[str, list[Any]] = {
    "text": [5, 1.5, True, ["x"], {}],
    "whole": ["5", 1.0, 1.5, True],
    "number": ["1.5", True],
    "truth": [0, 1, "true", "yes"],
    "either": [True, ["x"]],
    "several": ["xy", {"x": 1}, [5], ["x", "y", "z"]],
    "pairs": [[], {"a": 1}, {"a": ["1"]}],
    "choice": ["c", "A", 1],
    "fact": ["x"],
    "other": ["x"],
}


@pytest.mark.parametrize(("key", "value"), [(key, value) for key, values in GOOD.items() for value in values])
def test_a_value_of_the_type_is_taken_as_it_is(key: str, value: Any) -> None:
    got = Sample(**form(Sample).check({key: value}))
    assert getattr(got, key) == (tuple(value) if isinstance(value, list) else got.pairs if key == "pairs" else value)
    assert type(getattr(got, key)) is not list


@pytest.mark.parametrize(("key", "value"), [(key, value) for key, values in BAD.items() for value in values])
def test_a_value_of_another_type_is_not_taken(key: str, value: Any) -> None:
    with pytest.raises(ValidationError):
        form(Sample).check({key: value})
    report = Report("", "a.toml")
    checked({key: value}, Sample, (), report)
    (problem,) = report.problems()
    assert problem.code in ("E002", "E003", "E008")
    assert f"`{key}`" in problem.message


def test_a_value_of_several_types_is_told_of_once() -> None:
    report = Report("", "a.toml")
    checked({"either": True}, Sample, (), report)
    assert [p.message for p in report.problems()] == ["`either` must be text in quotes or a number, not true or false"]


def test_from_is_read_into_fact() -> None:
    assert form(Sample).check({"from": "x"})["fact"] == "x"
    assert "fact" not in form(Sample).keys


def test_lists_become_tuples_at_every_depth() -> None:
    assert form(Sample).check({"pairs": {"a": [1, 2]}})["pairs"] == {"a": (1, 2)}
