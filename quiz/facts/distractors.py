"""Wrong options: values of the base that are provably false for a question and yet tempting.

Each guard is a function of its own that gives the reason why a value may not be offered, or "". A value that passes
them all is false in every status, zone, granularity and tolerance, under every name, and as part, whole or version.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import combinations
from typing import NamedTuple

from quiz.facts import dates
from quiz.facts.knowledge import Knowledge
from quiz.facts.model import Fact, Value
from quiz.facts.values import distance, folded, label, same
from quiz.seeds import mixed, seed
from quiz.text import plural

FEWEST, MOST = 2, 3
POOL = 7
"""The best-ranked candidates among which lengths are balanced."""
YEARS_APART = 10.0
TIMES_APART = 5.0


class Question(NamedTuple):
    """A fact, and the words in which it is asked."""

    fact: Fact
    prompt: str

    @property
    def key(self) -> Value:
        """The right answer."""
        return self.fact.v


Guard = Callable[[Knowledge, Question, Value], str]


def false(known: Knowledge, question: Question, value: Value) -> str:
    """Refuses what the base says in answer to the question, in any form, at any time and in any status."""
    for fact in known.truths(question.fact):
        if "status" in known.without and fact.status != question.fact.status:
            continue
        if known.overlap(value, fact.v):
            return f"{fact.id} says so"
    return ""


def unlinked(known: Knowledge, question: Question, value: Value) -> str:
    """Refuses what another predicate ties to the subject, unless the two predicates are clearly disjoint.

    A rover that shared the rocket was, to many, aboard.
    """
    for subject in sorted(known.family(question.fact.s)):
        for fact in known.touching[subject]:
            tied = fact.v if fact.s == subject else Value("entity", entity=fact.s)
            if _type(known, tied) != _type(known, value) or disjoint(known, question.fact, fact, value):
                continue
            if known.overlap(value, tied):
                return f"{fact.id} ties it to {subject}"
    return ""


def disjoint(known: Knowledge, fact: Fact, other: Fact, value: Value) -> bool:
    """Whether what another fact ties to the subject is surely no answer to this one.

    Because it is declared so; or a document gives both lists in full; or both are measured and have one value each, as
    the day of a launch and the day of a landing.
    """
    mine, theirs = known.base.predicates[fact.p], known.base.predicates[other.p]
    if theirs.id in mine.disjoint or mine.id in theirs.disjoint:
        return True
    if mine.id == theirs.id:
        return False
    if fact.s == other.s and fact.s in mine.complete and fact.s in theirs.complete:
        return True
    return value.kind not in {"entity", "text"} and mine.functional and theirs.functional


def _type(known: Knowledge, value: Value) -> str:
    return known.entity(value.entity).type if value.kind == "entity" else value.kind


def unmentioned(known: Knowledge, question: Question, value: Value) -> str:
    """Refuses what the question itself names, and the subject's own kin."""
    if value.kind == "entity" and value.entity in known.family(question.fact.s):
        return "the question is about it"
    shown = f" {folded(question.prompt)} "
    names = known.names[value.entity] if value.kind == "entity" else {folded(label(value, known.base.entities))}
    return "the question names it" if any(name and f" {name} " in shown for name in names) else ""


def plausible(known: Knowledge, question: Question, value: Value) -> str:
    """Refuses what nobody would take for the answer: dates more than ten years off, measures more than five times as
    large or small, entities that have nothing in common with the right one but their type."""
    if value.kind == "entity":
        return "" if tempting(known, question.fact, value.entity) else "nothing connects it with the answer"
    if value.kind == "date":
        return "it is more than ten years off" if distance(question.key, value) > YEARS_APART else ""
    if value.kind == "text":
        return ""
    return "it is another order of size" if 2 ** distance(question.key, value) > TIMES_APART else ""


def tempting(known: Knowledge, fact: Fact, other: str) -> bool:
    """Whether an entity is like the right one: taken for it or for one that is, an answer to the same question about
    another subject, a part of the same whole, or tied to the same things."""
    key = fact.v.entity
    if confusable(known, key, other) or known.profiles[key] & known.profiles[other]:
        return True
    if any(other == f.v.entity for f in known.by_predicate[fact.p]):
        return True
    if set(known.entity(key).part_of) & set(known.entity(other).part_of):
        return True
    return any(confusable(known, key, e) and confusable(known, e, other) for e in known.by_type[known.entity(key).type])


GUARDS: dict[str, Guard] = {"false": false, "unlinked": unlinked, "unmentioned": unmentioned, "plausible": plausible}


def homogeneous(known: Knowledge, key: Value, value: Value) -> Value | None:
    """The value in the key's form: type, granularity, unit, currency, roundness; None where that cannot be."""
    if "homogeneous" in known.without:
        return value
    if key.kind == "entity":
        return value if known.entity(key.entity).type == known.entity(value.entity).type else None
    if key.kind == "date":
        grain = dates.period(key.date).grain
        date = dates.coarsened(value.date, grain)
        return Value("date", date=date, bound=key.bound, tz=value.tz) if date else None
    if key.unit != value.unit or key.currency != value.currency:
        return None
    return replace(value, bound=key.bound)


def candidates(known: Knowledge, question: Question) -> list[Value]:
    """Values that could be offered if they were false, the most tempting first, each once."""
    key = question.key
    if key.kind == "entity":
        return [Value("entity", entity=e) for e in _entities_ranked(known, question)]
    found: dict[str, tuple[tuple[float, ...], Value]] = {}
    for fact in _facts_with(known, question):
        value = homogeneous(known, key, fact.v)
        if value is None:
            continue
        far = 0.0 if key.kind == "text" else distance(key, value)
        rank = (float(fact.p != question.fact.p and fact.s != question.fact.s), far)
        text = folded(label(value, known.base.entities))
        if text not in found or rank < found[text][0]:
            found[text] = rank, value
    return [value for _, value in sorted(found.values(), key=lambda item: (item[0], repr(item[1])))]


def _facts_with(known: Knowledge, question: Question) -> Iterable[Fact]:
    """The facts whose values have the kind asked for; texts mean something only under the same predicate."""
    if question.key.kind == "text":
        return known.by_predicate[question.fact.p]
    return (fact for fact in known.base.facts.values() if fact.v.kind == question.key.kind)


def _entities_ranked(known: Knowledge, question: Question) -> list[str]:
    key = known.entity(question.key.entity)
    used = {fact.v.entity for fact in known.by_predicate[question.fact.p]}
    things = (Value("entity", entity=e) for e in known.base.entities if e != key.id)
    others = [value.entity for value in things if homogeneous(known, question.key, value)]

    def rank(other: str) -> tuple[bool, bool, bool, int, int]:
        thing = known.entity(other)
        shared = len(known.profiles[key.id] & known.profiles[other])
        return (
            not confusable(known, key.id, other),
            other not in used,
            not set(thing.part_of) & set(key.part_of),
            -shared,
            mixed(seed(question.fact.id, other)),
        )

    return sorted(others, key=rank)


def confusable(known: Knowledge, one: str, two: str) -> bool:
    """Whether either of two entities says that it is easily taken for the other."""
    return two in known.entity(one).confusable or one in known.entity(two).confusable


class Choice(NamedTuple):
    """The wrong options chosen, or none and why."""

    wrong: tuple[Value, ...]
    guard: str = ""
    reason: str = ""


def choose(known: Knowledge, question: Question) -> Choice:
    """Two or three wrong options for a question; none where the base cannot prove enough values false."""
    if "closed" not in known.without and not known.closed(question.fact):
        reason = f"`{question.fact.p}` is open: what the base does not say may still be true"
        return Choice((), "closed", reason)
    legal: list[Value] = []
    refused: dict[str, int] = {}
    for value in candidates(known, question):
        guard = _refusing(known, question, value)
        if guard:
            refused[guard] = refused.get(guard, 0) + 1
        elif "apart" in known.without or not any(known.overlap(value, other) for other in legal):
            legal.append(value)
        if len(legal) == POOL:
            break
    if len(legal) < FEWEST:
        why = "; ".join(f"{count} fell to the guard `{guard}`" for guard, count in refused.items())
        found = plural(len(legal), "wrong option")
        reason = f"{found} can be proved false, {FEWEST} are needed" + (f" ({why})" if why else "")
        return Choice((), "few", reason)
    return Choice(_balanced(known, question, legal))


def _refusing(known: Knowledge, question: Question, value: Value) -> str:
    if same(value, question.key) or _text(known, value) == _text(known, question.key):
        return "false"
    return next((n for n, guard in GUARDS.items() if n not in known.without and guard(known, question, value)), "")


def _text(known: Knowledge, value: Value) -> str:
    return folded(label(value, known.base.entities))


def _balanced(known: Knowledge, question: Question, legal: list[Value]) -> tuple[Value, ...]:
    """The best of the legal values among which the key's length takes the place that a hash has drawn for it.

    Drawn evenly, so that over a deck neither the longest nor the shortest nor the middling option is one to bet on.
    """
    count = min(MOST, len(legal))
    if "lengths" in known.without:
        return tuple(legal[:count])
    goal = mixed(seed(question.fact.id, "length")) % (count + 1)
    lengths = [len(label(value, known.base.entities)) for value in legal]
    key = len(label(question.key, known.base.entities))
    firm = sum(v.kind == "entity" and confusable(known, question.key.entity, v.entity) for v in legal[:count])

    def cost(picked: tuple[int, ...]) -> tuple[int, int, int]:
        lost = sum(i not in picked for i in range(firm))
        shorter = sum(lengths[i] < key for i in picked)
        longer = sum(lengths[i] > key for i in picked)
        off = max(0, shorter - goal, goal - (count - longer))
        return max(0, lost - 1), off, sum(picked)

    best = min(combinations(range(len(legal)), count), key=cost)
    return tuple(legal[i] for i in best)
