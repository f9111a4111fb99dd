"""Whether a fact can be asked so that there is one right answer, and in which words."""

from quiz.facts import dates
from quiz.facts.knowledge import Knowledge
from quiz.facts.model import Fact
from quiz.facts.sentences import fill, slots
from quiz.facts.values import folded, same


def question(known: Knowledge, fact: Fact) -> str:
    """The question whose answer is the value, or "" if there is none for a fact of this status."""
    predicate = known.base.predicates[fact.p]
    template = fact.ask or (predicate.ask if fact.status == "actual" else predicate.ask_planned)
    return fill(template, slots(known, fact)) if template else ""


def statement_template(known: Knowledge, fact: Fact) -> str:
    """The sentence that states the fact, with its places, or "" if there is none for a fact of this status."""
    predicate = known.base.predicates[fact.p]
    return fact.statement or (predicate.statement if fact.status == "actual" else predicate.statement_planned)


def stale(known: Knowledge, fact: Fact) -> str:
    """Why an actual fact is not to be asked any more, or ""."""
    if "stale" in known.without or fact.status != "actual" or not fact.superseded_by or fact.ask:
        return ""
    return f"`{fact.superseded_by}` has taken its place"


def dated(known: Knowledge, fact: Fact, text: str) -> str:
    """Why a sentence about a plan does not say whose or when the plan was, or "": it needs the day of the document, or
    the words "according to"."""
    if "dated" in known.without or fact.status == "actual":
        return ""
    if dates.written(fact.as_of) in text or "according to" in text.casefold():
        return ""
    return f"a plan is asked with its date: `As of {dates.written(fact.as_of)}, …`"


def one_answer(known: Knowledge, fact: Fact) -> str:
    """Why the question has, or may have, more than one right answer, or "". A fact's own question is taken to single
    its value out."""
    if "one-answer" in known.without or fact.ask:
        return ""
    for other in known.by_question[fact.s, fact.p]:
        if other.id == fact.id or not _asked_alike(fact, other):
            continue
        if same(other.v, fact.v):
            if known.order[other.id] < known.order[fact.id]:
                return f"`{other.id}` says the same"
        elif not _rougher(known, other, fact):
            return f"`{other.id}` is another answer"
    for other in known.kindred[fact.id]:
        if other.id in fact.contradicts or fact.id in other.contradicts:
            return f"`{other.id}` says otherwise"
    return ""


def _asked_alike(fact: Fact, other: Fact) -> bool:
    if fact.status == "actual":
        return other.status == "actual"
    return other.status != "actual" and fact.as_of == other.as_of


def _rougher(known: Knowledge, other: Fact, fact: Fact) -> bool:
    """Whether the other says no more than this fact does: "2022" beside "11 December 2022"."""
    if fact.v.kind != "date" or other.v.kind != "date" or not known.overlap(fact.v, other.v):
        return False
    mine, theirs = dates.period(fact.v.date).grain, dates.period(other.v.date).grain
    return dates.FINENESS[mine] < dates.FINENESS[theirs]


def one_subject(known: Knowledge, fact: Fact) -> str:
    """Why the value may belong to another subject too, in whatever status, zone or granularity, or ""."""
    if "one-subject" in known.without:
        return ""
    for other in known.by_predicate[fact.p]:
        if other.s != fact.s and known.overlap(other.v, fact.v):
            return f"`{other.id}` gives it to another subject"
    twins = [e for e in known.namesakes(fact.s) if folded(known.entity(e).name) == folded(known.entity(fact.s).name)]
    return f"`{twins[0]}` has the same name" if twins else ""


def open_question(known: Knowledge, fact: Fact) -> bool:
    """Whether answers that the base does not know may be right too."""
    return not known.closed(fact) and not fact.ask
