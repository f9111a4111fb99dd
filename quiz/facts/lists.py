"""Lists that a document gives in full: the card that asks for all of them."""

from quiz.facts.asking import stale
from quiz.facts.knowledge import Knowledge
from quiz.facts.model import Fact
from quiz.facts.sentences import fill, sentence, slots
from quiz.facts.templates import MOST_ID, Asked, Draft, Refused, accepted
from quiz.facts.values import label

FEWEST, MOST = 2, 9
"""Values of a list that somebody may be asked to write down."""
MOST_NAMES = 26
"""Other names of them that a card has room for."""


def full_lists(known: Knowledge) -> list[list[Fact]]:
    """The facts of each list that is declared complete, in the order in which they were written."""
    found = []
    for predicate in known.base.predicates.values():
        for subject in predicate.complete:
            said = known.by_question[subject, predicate.id]
            facts = [fact for fact in said if fact.status == "actual" and not stale(known, fact)]
            if len(facts) >= FEWEST and predicate.ask_list:
                found.append(facts)
    return found


def list_id(facts: list[Fact]) -> str:
    """The id of the card for a list: subject and predicate, since it belongs to no single fact."""
    return f"{facts[0].s}.{facts[0].p}.list"


def all_of(known: Knowledge, facts: list[Fact]) -> Draft:
    """Write all the values of a list. Raises Refused."""
    first = facts[0]
    predicate = known.base.predicates[first.p]
    if len(facts) > MOST:
        raise Refused("long", f"a list of {len(facts)} is too long to be written down")
    if len(list_id(facts)) > MOST_ID:
        raise Refused("id", f"the id would be longer than {MOST_ID} characters")
    labels = [label(fact.v, known.base.entities) for fact in facts]
    if any(";" in text for text in labels):
        raise Refused("marks", "a value holds the mark that parts a list: `;`")
    things = [first.s, *(fact.v.entity for fact in facts if fact.v.kind == "entity")]
    notes = dict.fromkeys(sentence(text, known) for fact in facts for text in (fact.note, fact.why) if text)
    fields = {
        "id": list_id(facts),
        "kind": "typed",
        "q": fill(predicate.ask_list, slots(known, first)),
        "answer": "; ".join(labels),
        "accept": [name for fact in facts for name in accepted(known, fact.v)][:MOST_NAMES],
        "value": "list",
        "hint": f"{len(labels)} answers, parted by semicolons",
        "why": " ".join(notes),
        "source": first.source,
        "fact": first.id,
        "about": list(dict.fromkeys(things))[:MOST_NAMES],
        "tags": list(predicate.tags),
    }
    said = {key: value for key, value in fields.items() if value}
    return Draft(said, tuple(Asked("", fact.v) for fact in facts), tuple(fact.id for fact in facts))
