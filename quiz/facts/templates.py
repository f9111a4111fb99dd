"""Which cards a fact gives, and how they read.

At most three scheduled questions a fact: one forwards (typed, recall or a gap in a sentence), one with options, one
backwards. Which kind asks forwards depends on the type of the value, and among those that suit it on a hash of the
fact's id, so that a deck varies and a fact keeps its kind when others come or go.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from quiz.cards import load
from quiz.facts import asking, dates
from quiz.facts.distractors import Question, choose, confusable
from quiz.facts.knowledge import Knowledge
from quiz.facts.leaks import leak
from quiz.facts.model import Fact, Topic, Value
from quiz.facts.sentences import Gap, fill, places, sentence, slots
from quiz.facts.values import CURRENCY_NAMES, capital, folded, label, moment, name_at_start, unit_word
from quiz.seeds import mixed, seed

SUITED: dict[str, tuple[str, ...]] = {
    "date": ("typed", "cloze"),
    "number": ("typed", "cloze"),
    "money": ("typed", "cloze"),
    "quantity": ("typed", "cloze"),
    "entity": ("typed", "recall", "cloze"),
    "text": ("recall", "cloze"),
}
"""The kinds that ask forwards, by the kind of the value."""

MOST_WORDS_TYPED = 4
MOST_WORDS_IN_GAP = 6
MOST_WORDS = 12
"""Words of an answer that are still one thing to know."""
MOST_ID = 64

Fields = dict[str, Any]


class Refusal(NamedTuple):
    """A card that is not made: its id, the guard that refused it, and why."""

    card: str
    guard: str
    reason: str


class Refused(Exception):
    """Raised by a template that cannot make its card: guard and reason."""

    def __init__(self, guard: str, reason: str) -> None:
        super().__init__(reason)
        self.guard = guard
        self.reason = reason


class Asked(NamedTuple):
    """One question of a card with the value that answers it."""

    part: str
    answer: Value


class Draft(NamedTuple):
    """A card as the fields of its table, and what answers its questions."""

    fields: Fields
    asked: tuple[Asked, ...]
    facts: tuple[str, ...]
    which: bool = False
    """Whether its options belong to the question: "Which of these …?"."""


def drafts(known: Knowledge, fact: Fact, topic: Topic) -> tuple[list[Draft], list[Refusal]]:
    """The cards of one fact, and those that were refused."""
    made: list[Draft] = []
    refused: list[Refusal] = []

    def attempt(name: str) -> Draft | None:
        try:
            draft = TEMPLATES[name](known, fact)
            check_leaks(known, fact, topic, draft)
        except Refused as error:
            refused.append(Refusal(f"{fact.id}.{name}", error.guard, error.reason))
            return None
        made.append(draft)
        return draft

    kinds = SUITED[fact.v.kind]
    first = mixed(seed(fact.id)) % len(kinds)
    order = list(dict.fromkeys((*kinds[first:], *kinds[:first], "recall")))
    forwards = next((draft for name in order if (draft := attempt(name))), None)
    attempt("choice")
    if known.base.predicates[fact.p].reverse and (forwards is None or len(forwards.asked) == 1):
        attempt("reverse")
    return made, refused


def check_leaks(known: Knowledge, fact: Fact, topic: Topic, draft: Draft) -> None:
    """Raises Refused if what is shown with a question gives its answer away."""
    if "leak" in known.without:
        return
    card = load(draft.fields)
    around = " · ".join((topic.title, *topic.tags, *card.tags))
    said = dates.written(fact.as_of) if fact.as_of and fact.status != "actual" else ""
    for part, answer in draft.asked:
        reason = leak(known, card.prompt(part), answer, said=said)
        if reason:
            raise Refused("leak", reason)
        if leak(known, around, answer):
            raise Refused("leak", f"the deck's title or tags give `{label(answer, known.base.entities)}` away")


def _about(fact: Fact) -> list[str]:
    return list(dict.fromkeys((fact.s, *([fact.v.entity] if fact.v.kind == "entity" else []))))


def _common(fact: Fact, template: str, kind: str) -> Fields:
    identity = f"{fact.id}.{template}"
    if len(identity) > MOST_ID:
        raise Refused("id", f"the id would be longer than {MOST_ID} characters; shorten the fact's")
    return {"id": identity, "kind": kind}


def _rest(known: Knowledge, fact: Fact, *explained: str) -> Fields:
    predicate = known.base.predicates[fact.p]
    fields: Fields = {"why": why(known, fact, *explained), "source": fact.source, "fact": fact.id}
    fields |= {"about": _about(fact), "tags": list(predicate.tags)}
    return {key: value for key, value in fields.items() if value}


def why(known: Knowledge, fact: Fact, *explained: str) -> str:
    """What is shown with the answer: qualification, exact time, what had been planned, more, what tells it apart."""
    parts = [fact.note]
    if moment(fact.v):
        parts.append(f"exactly: {moment(fact.v)}")
    for plan in known.kindred[fact.id]:
        template = asking.statement_template(known, plan)
        if plan.superseded_by == fact.id and template and plan.status != "actual":
            parts.append(fill(template, slots(known, plan)))
    parts.append(fact.why)
    parts += [known.entity(entity).difference for entity in explained]
    return " ".join(dict.fromkeys(sentence(part, known) for part in parts if part))


def _explained(fact: Fact, *, subject: bool = False) -> list[str]:
    """The entity to be told from others: the value, or else the subject if that is asked for too."""
    if fact.v.kind == "entity":
        return [fact.v.entity]
    return [fact.s] if subject else []


def _forwards(known: Knowledge, fact: Fact) -> str:
    """The question, if it may be asked forwards. Raises Refused."""
    prompt = asking.question(known, fact)
    if not prompt:
        raise Refused("no-question", f"`{fact.p}` has no question for what is {fact.status}")
    _may_ask(known, fact, prompt)
    _check("one-answer", asking.one_answer(known, fact))
    return prompt


def _may_ask(known: Knowledge, fact: Fact, prompt: str) -> None:
    _check("stale", asking.stale(known, fact))
    _check("dated", asking.dated(known, fact, prompt))


def _check(guard: str, reason: str) -> None:
    if reason:
        raise Refused(guard, reason)


def typed(known: Knowledge, fact: Fact) -> Draft:
    """Write the value."""
    prompt = _forwards(known, fact)
    if asking.open_question(known, fact):
        raise Refused("closed", f"`{fact.p}` is open: another answer may be right and would be marked wrong")
    value = fact.v
    answer = label(value, known.base.entities)
    if len(answer.split()) > MOST_WORDS_TYPED and value.kind in {"entity", "text"}:
        raise Refused("long", f"more than {MOST_WORDS_TYPED} words are not typed")
    _check("vague", vague(value))
    fields = _common(fact, "typed", "typed") | {"q": prompt, "answer": answer}
    fields |= _typed_as(known, value, prompt)
    return Draft(fields | _rest(known, fact, *_explained(fact)), (Asked("", value),), (fact.id,))


def vague(value: Value) -> str:
    """Why a date is too vague to be written down and marked, or ""."""
    if value.kind == "date" and (value.bound or dates.period(value.date).grain in {"quarter", "half"}):
        return "a vague date is not typed"
    return ""


def _typed_as(known: Knowledge, value: Value, prompt: str) -> Fields:
    """How a typed answer is compared, what else is right, and the form that is expected."""
    accept = accepted(known, value)
    kind = "text" if value.kind == "entity" else value.kind
    fields: Fields = {"accept": accept} if accept else {}
    fields["value"] = kind
    form = expected_form(value, prompt)
    return fields | ({"hint": form} if form else {})


def accepted(known: Knowledge, value: Value) -> list[str]:
    """Other names of a value that are right: an entity's aliases, but none that another entity has too."""
    if value.kind != "entity":
        return []
    thing = known.entity(value.entity)
    taken = {name for e in known.namesakes(thing.id) for name in known.names[e]} | {folded(thing.name)}
    names = {folded(alias): alias for alias in reversed(thing.aliases)}
    return [alias for alias in thing.aliases if names.get(folded(alias)) == alias and folded(alias) not in taken]


def expected_form(value: Value, prompt: str) -> str:
    """What a typed answer should look like, in words, where that is not plain."""
    if value.kind == "date":
        form = {"day": "day, month and year", "month": "month and year", "year": "year"}[dates.period(value.date).grain]
        return form + _zone(value, prompt)
    if value.kind == "money":
        return f"in {CURRENCY_NAMES.get(value.currency, value.currency)}"
    if value.kind == "quantity":
        return f"in {unit_word(value.unit, '2')}"
    return "a number" if value.kind == "number" else ""


def recall(known: Knowledge, fact: Fact) -> Draft:
    """Think of the value; and of the subject, where the value has only one."""
    prompt = _forwards(known, fact)
    answer = label(fact.v, known.base.entities)
    if len(answer.split()) > MOST_WORDS:
        raise Refused("long", f"an answer of more than {MOST_WORDS} words is more than one thing to know")
    fields = _common(fact, "recall", "recall") | {"q": prompt, "answer": answer}
    asked = [Asked("", fact.v)]
    backwards = _backwards(known, fact)
    if backwards:
        fields |= {"reverse": backwards[0], "subject": backwards[1]}
        asked.append(Asked("rev", Value("entity", entity=fact.s)))
    rest = _rest(known, fact, *_explained(fact, subject=bool(backwards)))
    return Draft(fields | rest, tuple(asked), (fact.id,))


def _backwards(known: Knowledge, fact: Fact) -> tuple[str, str] | None:
    """The question for the subject and its answer, if it may be asked and does not leak."""
    try:
        return _reverse(known, fact)
    except Refused:
        return None


def _reverse(known: Knowledge, fact: Fact) -> tuple[str, str]:
    predicate = known.base.predicates[fact.p]
    if not predicate.reverse or fact.status != "actual":
        raise Refused("no-question", f"`{fact.p}` is not asked backwards for what is {fact.status}")
    _check("stale", asking.stale(known, fact))
    _check("one-subject", asking.one_subject(known, fact))
    values = slots(known, fact)
    prompt = fill(predicate.reverse, values)
    if "leak" not in known.without:
        _check("leak", leak(known, prompt, Value("entity", entity=fact.s)))
    subject = capital(fill(predicate.reverse_answer, values), known.base.entities)
    plain = predicate.reverse_answer in {"{s}", "{S}"}
    return prompt, name_at_start(known.entity(fact.s)) if plain else subject


def reverse(known: Knowledge, fact: Fact) -> Draft:
    """Write the subject."""
    prompt, answer = _reverse(known, fact)
    fields = _common(fact, "reverse", "typed") | {"q": prompt, "answer": answer}
    accept = [name for name in accepted(known, Value("entity", entity=fact.s)) if name != answer]
    fields |= ({"accept": accept} if accept else {}) | {"value": "text"}
    rest = _rest(known, fact, fact.s)
    return Draft(fields | rest, (Asked("", Value("entity", entity=fact.s)),), (fact.id,))


def cloze(known: Knowledge, fact: Fact) -> Draft:
    """The statement with the value left out; and with the subject left out, where the value has only one."""
    template = asking.statement_template(known, fact)
    if not template or places(template, "v", "V", "on_v") != 1:
        raise Refused("no-question", f"`{fact.p}` has no sentence that names the value once")
    values = slots(known, fact)
    _may_ask(known, fact, fill(template, values, dict.fromkeys(("v", "V", "on_v"), "…")))
    _check("one-answer", asking.one_answer(known, fact))
    if asking.open_question(known, fact) or (fact.ask and not fact.statement and not known.closed(fact)):
        raise Refused("closed", f"`{fact.p}` is open: another answer may be right and would be marked wrong")
    _check("vague", vague(fact.v))
    answer = values["v"].text
    if len(answer.split()) > MOST_WORDS_IN_GAP:
        raise Refused("long", f"more than {MOST_WORDS_IN_GAP} words do not fit a gap")
    gaps, accept = {}, {}
    bare = fill(template, values, dict.fromkeys(("s", "S", "v", "V", "on_v"), "…"))
    for name in ("v", "V", "on_v"):
        gaps[name] = _gap("c1", values[name], gap_hint(known, fact.v, bare))
    accept["c1"] = accepted(known, fact.v)
    asked = [Asked("c1", fact.v)]
    if _subject_gap(known, fact, template):
        for name in ("s", "S"):
            gaps[name] = _gap("c2", values[name], gap_hint(known, Value("entity", entity=fact.s), bare))
        accept["c2"] = accepted(known, Value("entity", entity=fact.s))
        asked.append(Asked("c2", Value("entity", entity=fact.s)))
    fields = _common(fact, "cloze", "cloze") | {"text": fill(template, values, gaps)}
    fields |= {"accept": accept} if (accept := {part: names for part, names in accept.items() if names}) else {}
    rest = _rest(known, fact, *_explained(fact, subject=len(asked) > 1))
    return Draft(fields | rest, tuple(asked), (fact.id,))


def _gap(part: str, gap: Gap, hint: str) -> str:
    text = gap.text
    if any(mark in text for mark in ("{{", "}}", "::")) or text.endswith("}"):
        raise Refused("marks", "the text holds the marks of a gap")
    return f"{{{{{part}::{text}::{hint}}}}}" if hint else f"{{{{{part}::{text}}}}}"


def _subject_gap(known: Knowledge, fact: Fact, template: str) -> bool:
    if fact.status != "actual" or places(template, "s", "S") != 1 or not known.base.predicates[fact.p].reverse:
        return False
    if asking.one_subject(known, fact):
        return False
    shown = fill(template, slots(known, fact), {"s": "…", "S": "…"})
    return not leak(known, shown, Value("entity", entity=fact.s))


def _zone(value: Value, around: str) -> str:
    """The zone in which a day is meant, where the question does not name it."""
    return f", in {value.tz}" if value.tz and value.tz not in around else ""


def gap_hint(known: Knowledge, value: Value, around: str) -> str:
    """What stands in a gap instead of the answer; "" where the rest of the sentence says it already."""
    if value.kind == "date":
        if value.bound:
            return "when?"
        grain = dates.period(value.date).grain
        if grain == "day":
            return f"which day{_zone(value, around)}?"
        return {"month": "which month and year?", "year": "which year?"}.get(grain, "when?")
    if value.kind == "money":
        return "how much?"
    if value.kind == "number":
        return "how many?"
    if value.kind == "quantity":
        return f"how many {unit_word(value.unit, '2')}?"
    if value.kind == "text":
        return ""
    kind = known.entity(value.entity).type.replace("-", " ")
    if kind == "person":
        return "who?"
    return "" if kind in around.casefold() else f"which {kind}?"


def choice(known: Knowledge, fact: Fact) -> Draft:
    """Pick the value among two or three that are provably wrong."""
    predicate = known.base.predicates[fact.p]
    which = bool(predicate.ask_which) and fact.s in predicate.complete and fact.status == "actual" and not fact.ask
    prompt = fill(predicate.ask_which, slots(known, fact)) if which else _forwards(known, fact)
    _check("stale", asking.stale(known, fact))
    chosen = choose(known, Question(fact, prompt))
    _check(chosen.guard, chosen.reason)
    entities = known.base.entities
    fields = _common(fact, "choice", "choice") | {"q": prompt, "answer": label(fact.v, entities)}
    fields["wrong"] = [label(value, entities) for value in chosen.wrong]
    notes = _notes(known, fact, chosen.wrong)
    fields |= ({"notes": notes} if notes else {}) | _rest(known, fact, *_explained(fact))
    return Draft(fields, (Asked("", fact.v),), (fact.id,), which)


def _notes(known: Knowledge, fact: Fact, wrong: tuple[Value, ...]) -> dict[str, str]:
    """What to say of a wrong option that is easily taken for the right one."""
    if fact.v.kind != "entity":
        return {}
    own = known.entity(fact.v.entity).difference
    notes = {}
    for value in wrong:
        difference = known.entity(value.entity).difference
        if difference and difference != own and confusable(known, fact.v.entity, value.entity):
            notes[label(value, known.base.entities)] = sentence(difference, known)
    return notes


TEMPLATES: dict[str, Callable[[Knowledge, Fact], Draft]] = {
    "typed": typed, "recall": recall, "cloze": cloze, "choice": choice, "reverse": reverse,
}  # fmt: skip
