"""Whether a question gives its answer away."""

from decimal import Decimal

from quiz.facts import dates
from quiz.facts.knowledge import Knowledge
from quiz.facts.model import Value
from quiz.facts.values import folded, written

_FILLERS = (
    "a about after all also an and any are as at be been before but by did do does during first for from "
    "had has have he her his how if in into is it its last may more most near new no not of off on one or "
    "other our out over own part per said she so than that the their them then there these they this "
    "those to two under until up was were what when where which who whom whose will with would"
)
FILLERS = frozenset(_FILLERS.split(" "))
"""Words that say nothing about an answer."""

STEM = 5
"""Letters that two words have to begin with alike to count as one: Japan, Japanese."""


def leak(known: Knowledge, shown: str, answer: Value, *, said: str = "") -> str:
    """Why what is shown gives the answer away, or "". `said` is a part of it that may hold a word of the answer, but
    not all of it: the "as of" of a plan."""
    words = folded(shown)
    for form in forms(known, answer):
        if form and f" {form} " in f" {words} ":
            return f"`{form}` stands in the question"
    rest = f" {words} ".replace(f" {folded(said)} ", " ") if said else words
    telling = _telling(known, answer)
    told = sorted(word for word in telling if any(alike(word, other) for other in rest.split()))
    if told and 2 * len(told) >= len(telling):
        return f"`{', '.join(told)}` of the answer stands in the question"
    return ""


def forms(known: Knowledge, answer: Value) -> list[str]:
    """The ways of writing a value that must not be read off the question, folded."""
    if answer.kind == "entity":
        return sorted(known.names[answer.entity])
    if answer.kind == "date":
        return [folded(written(answer, known.base.entities))]
    text = folded(written(answer, known.base.entities))
    if answer.kind == "text":
        return [text]
    number = Decimal(answer.number)
    return [text, folded(f"{number:,f}"), folded(f"{number:f}")]


def _telling(known: Knowledge, answer: Value) -> set[str]:
    """The words that tell the answer from others of its kind."""
    if answer.kind == "date":
        grain = dates.period(answer.date).grain
        return {answer.date[:4]} if grain != "year" or answer.bound else set()
    if answer.kind == "text":
        return set(_content(folded(answer.text)))
    if answer.kind != "entity":
        return set()
    thing = known.entity(answer.entity)
    words = {word for word in folded(thing.name).split() if word.isdigit() or len(word) > 1}
    telling = {word for word in words if known.bearers[thing.type, word] == 1}
    return telling - FILLERS - set(folded(thing.type).split())


def _content(words: str) -> list[str]:
    return [word for word in words.split() if len(word) > 2 and word not in FILLERS]


def alike(one: str, two: str) -> bool:
    """Whether two folded words are forms of one: equal, or the longer begins with the shorter."""
    short, long = sorted((one, two), key=len)
    return short == long or (len(short) >= STEM and long.startswith(short))
