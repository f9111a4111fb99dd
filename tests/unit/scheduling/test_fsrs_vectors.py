"""The numbers that other implementations publish come out of ours."""

import json
from datetime import UTC, datetime
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest

from quiz.scheduling import Parameters, Scheduler, day_of, is_leech, study_day
from quiz.scheduling.fsrs import Model
from quiz.scheduling.fuzz import fuzz_bounds, smallest_interval
from quiz.scheduling.parameters import WEIGHTS, migrated

GOLDEN = json.loads((Path(__file__).parents[2] / "golden" / "fsrs" / "vectors.json").read_text("utf-8"))


def _weights(vector: dict[str, Any]) -> tuple[float, ...]:
    given = vector.get("parameters", "default")
    if given == "default":
        return WEIGHTS
    return (*WEIGHTS[:20], given["w20"]) if isinstance(given, dict) else tuple(given)


def _interval(model: Model, stability: float, retention: float) -> int:
    return int(max(1.0, model.interval(stability, retention)) + 0.5)


def _initial_state(model: Model, grade: int) -> dict[str, float]:
    return {"stability": model.initial_stability(grade), "difficulty": model.initial_difficulty(grade)}


def _fold(model: Model, reviews: list[tuple[int, int]]) -> dict[str, float]:
    days = accumulate(gap for _, gap in reviews)
    dated = [(grade, day, 0) for (grade, _), day in zip(reviews, days, strict=True)]
    memory = Scheduler(Parameters(weights=model.weights)).fold(dated, seed=1)
    return {"stability": memory.stability, "difficulty": memory.difficulty}


def _from_sm2(model: Model, ease: float, interval: float, retention: float) -> dict[str, float]:
    return dict(zip(("stability", "difficulty"), model.from_sm2(ease, interval, retention), strict=True))


def _smallest_interval(_: Model, interval: float, previous: int, maximum: int) -> int:
    return smallest_interval(interval, previous, *fuzz_bounds(interval, 1, maximum))


def _is_leech(_: Model, threshold: int, lapses: list[int]) -> list[bool]:
    return [is_leech(n, threshold) for n in lapses]


def _days_since(_: Model, created_local: str, rollover_hour: int, elapsed_hours: list[int]) -> list[int]:
    created = datetime.fromisoformat(created_local).replace(tzinfo=UTC)
    first, start = day_of(created_local[:10]), int(created.timestamp()) * 1000
    ends = [start + hours * 3_600_000 for hours in elapsed_hours]
    return [max(0, study_day(end, 0, rollover_hour * 60) - first) for end in ends]


CALLS = {
    "retrievability": Model.retrievability,
    "interval": _interval,
    "initial_state": _initial_state,
    "difficulty_after_linear_damping": Model.difficulty_after_linear_damping,
    "next_difficulty": Model.next_difficulty,
    "stability_after_success": Model.stability_after_success,
    "stability_after_failure": Model.stability_after_failure,
    "short_term_stability": Model.short_term_stability,
    "fold": _fold,
    "from_sm2": _from_sm2,
    "migrated": lambda _, weights: list(migrated(tuple(weights))),
    "fuzz_bounds": lambda _, **inputs: list(fuzz_bounds(**inputs)),
    "smallest_interval": _smallest_interval,
    "is_leech": _is_leech,
    "days_since": _days_since,
}


@pytest.mark.parametrize("vector", GOLDEN["vectors"], ids=lambda vector: vector["id"])
def test_a_published_number_is_ours_too(vector: dict[str, Any]) -> None:
    model = Model(_weights(vector))
    expected = pytest.approx(vector["expected"], **({"rel": 0.0, "abs": 0.0} | vector["tolerance"]))
    assert CALLS[vector["function"]](model, **vector["inputs"]) == expected


def test_the_published_default_weights_are_ours() -> None:
    assert tuple(GOLDEN["weights"]) == WEIGHTS


@pytest.mark.parametrize("vector", GOLDEN["vectors"], ids=lambda vector: vector["id"])
def test_a_published_number_names_its_source(vector: dict[str, Any]) -> None:
    assert {"repo", "commit", "path", "test"} <= set(vector["source"])


@pytest.mark.parametrize(("interval", "previous", "expected"), [(2.727, 4, 4), (2.727, 5, 0), (4.592, 4, 5)])
def test_an_interval_goes_back_only_out_of_its_fuzz_range(interval: float, previous: int, expected: int) -> None:
    assert smallest_interval(interval, previous, *fuzz_bounds(interval, 1, 36_500)) == expected
