"""Two documents, or one, that say of a thing what cannot both be true."""

from collections.abc import Mapping
from itertools import combinations

from quiz.facts import dates
from quiz.facts.knowledge import Knowledge
from quiz.facts.model import Fact, FactBase
from quiz.facts.soundness import Entry
from quiz.facts.values import written


def check_contradictions(base: FactBase, entries: Mapping[str, Entry]) -> None:
    """Note every pair of actual values of which only one can be true and none says that it contradicts the other."""
    known = Knowledge(base)
    for (_, predicate), facts in known.by_question.items():
        actual = [fact for fact in facts if fact.status == "actual"]
        if not base.predicates[predicate].functional:
            continue
        for one, two in combinations(actual, 2):
            if known.overlap(one.v, two.v) or _linked(one, two) or not _at_one_time(one, two):
                continue
            first = entries[one.id]
            line = first.report.locator.table(first.path).line
            entries[two.id].add(
                "F610",
                f"`{one.id}` gives another value: {written(one.v, base.entities)} ({one.source})",
                f"it is in line {line} of {first.report.file}; if both documents are right, say `contradicts`",
                "v",
            )


def _linked(one: Fact, two: Fact) -> bool:
    return two.id in (one.superseded_by, *one.contradicts) or one.id in (two.superseded_by, *two.contradicts)


def _at_one_time(one: Fact, two: Fact) -> bool:
    """Whether there may be a moment at which both held."""
    (start, end), (begin, stop) = _held(one), _held(two)
    return start < stop and begin < end


def _held(fact: Fact) -> tuple[float, float]:
    first, _, last = fact.valid.partition("/")
    start = dates.period(first).start if first else float("-inf")
    return start, dates.period(last).start if last else float("inf")
