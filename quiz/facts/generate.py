"""A base of facts to decks: the same base gives the same text, byte for byte."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from quiz.cards import load
from quiz.deckfile.lint import at_least
from quiz.deckfile.write import deck_text
from quiz.facts.knowledge import Knowledge
from quiz.facts.lists import all_of, full_lists, list_id
from quiz.facts.model import Fact, FactBase, Topic
from quiz.facts.templates import Draft, Fields, Refusal, Refused, check_leaks, drafts
from quiz.facts.values import folded

UNLIKELY = 0.01
"""How improbable it must be by chance that the right option stands out by its length so often."""

_EASE = ("choice", "recall", "cloze", "typed")
"""The kinds in the order in which a fact is met: to recognise it is easier than to write it down."""

Overrides = Mapping[str, Mapping[str, Any]]
"""By card id: fields to replace, or `drop = true`."""


class Generated(NamedTuple):
    """What came of a base."""

    decks: dict[str, str]
    """Texts by file name."""
    refusals: list[Refusal]
    """Cards that were not made, and why."""
    unasked: list[str]
    """Facts of which no card was made at all, though their predicate names a deck."""
    unused: list[str]
    """Overrides whose card there is not."""


def generate(base: FactBase, overrides: Overrides | None = None, *, without: Collection[str] = ()) -> Generated:
    """The decks of a base. `without` switches guards off; only tests do that."""
    known = Knowledge(base, without)
    by_topic: dict[str, list[Draft]] = {topic: [] for topic in base.topics}
    refusals: list[Refusal] = []
    lists = defaultdict(list)
    for facts in full_lists(known):
        lists[facts[-1].id].append(facts)
    for fact in base.facts.values():
        topic = topic_of(base, fact)
        if topic is None:
            continue
        made, refused = drafts(known, fact, topic)
        refusals += refused
        made += _lists(known, lists[fact.id], topic, refusals)
        made.sort(key=lambda draft: _EASE.index(draft.fields["kind"]))
        by_topic.setdefault(topic.id, []).extend(made)
    if "one-prompt" not in known.without:
        _drop_ambiguous(by_topic, refusals)
    for made in by_topic.values():
        if "fair" not in known.without:
            made[:] = _fair(made, refusals)
    wanted = {} if overrides is None else overrides
    decks = {
        f"{topic}.deck.toml": _text(base, topic, _overridden(made, wanted)) for topic, made in by_topic.items() if made
    }
    ids = {draft.fields["id"] for made in by_topic.values() for draft in made}
    about = {fact for made in by_topic.values() for draft in made for fact in draft.facts}
    unasked = [fact.id for fact in base.facts.values() if fact.id not in about and base.predicates[fact.p].deck]
    return Generated(decks, refusals, unasked, [card for card in wanted if card not in ids])


def topic_of(base: FactBase, fact: Fact) -> Topic | None:
    """The deck that a fact's cards go to; None for a fact that is only known, not asked."""
    name = base.predicates[fact.p].deck
    if not name:
        return None
    title = name.replace("-", " ")
    return base.topics.get(name) or Topic(name, title[:1].upper() + title[1:])


def _lists(known: Knowledge, lists: Iterable[list[Fact]], topic: Topic, refusals: list[Refusal]) -> list[Draft]:
    made = []
    for facts in lists:
        try:
            draft = all_of(known, facts)
            check_leaks(known, facts[0], topic, draft)
        except Refused as error:
            refusals.append(Refusal(list_id(facts), error.guard, error.reason))
        else:
            made.append(draft)
    return made


def _drop_ambiguous(by_topic: dict[str, list[Draft]], refusals: list[Refusal]) -> None:
    """Take out every card with a question that another one asks too, with another answer. Options tell questions apart:
    "Which of these …?" may be asked again and again."""
    answers: dict[str, set[str]] = defaultdict(set)
    asked: dict[str, list[str]] = {}
    for draft in (draft for made in by_topic.values() for draft in made):
        card = load(draft.fields)
        if draft.which:
            continue
        asked[card.id] = [folded(card.prompt(part)) for part in card.parts()]
        for part in card.parts():
            answers[folded(card.prompt(part))].add(folded(card.solution(part)))
    for made in by_topic.values():
        for draft in list(made):
            if any(len(answers[prompt]) > 1 for prompt in asked.get(draft.fields["id"], ())):
                made.remove(draft)
                reason = "the same question has another answer elsewhere in the base"
                refusals.append(Refusal(draft.fields["id"], "one-prompt", reason))


def _fair(made: list[Draft], refusals: list[Refusal]) -> list[Draft]:
    """The drafts without choices that would make the length of an option a sign of its being right."""
    kept = list(made)
    for word, sign in (("longest", 1), ("shortest", -1)):
        while True:
            choices = [draft for draft in kept if draft.fields["kind"] == "choice"]
            standing = [(_excess(draft.fields, sign), i, draft) for i, draft in enumerate(choices)]
            hits = [item for item in standing if item[0] > 0]
            chance = sum(1 / (1 + len(draft.fields["wrong"])) for draft in choices) / max(1, len(choices))
            if not hits or at_least(len(hits), len(choices), chance) >= UNLIKELY:
                break
            worst = max(hits, key=lambda item: item[:2])[2]
            kept.remove(worst)
            reason = f"the right option would be the {word} in {len(hits)} of {len(choices)} choices of the deck"
            refusals.append(Refusal(worst.fields["id"], "fair", reason))
    return kept


def _excess(fields: Fields, sign: int) -> float:
    """By what share the right option is longer (or, with sign -1, shorter) than every other one."""
    key = len(fields["answer"])
    others = [len(text) for text in fields["wrong"]]
    return key / max(others) - 1 if sign > 0 else min(others) / key - 1


def _overridden(made: list[Draft], overrides: Overrides) -> list[Fields]:
    cards = []
    for draft in made:
        changes = dict(overrides.get(draft.fields["id"], {}))
        if not changes.pop("drop", False):
            cards.append(written_fields(draft.fields) | changes)
    return cards


def written_fields(fields: Fields) -> Fields:
    """The fields of a card under the keys that they have in a file."""
    return {"from" if name == "fact" else name: value for name, value in fields.items()}


def _text(base: FactBase, name: str, cards: list[Fields]) -> str:
    topic = base.topics.get(name) or Topic(name, name.replace("-", " ").capitalize())
    head = {
        "format": 1,
        "id": f"{base.id}.{name}",
        "title": topic.title,
        "description": topic.description,
        "lang": "en",
        "license": topic.license,
        "tags": list(topic.tags),
    }
    return deck_text({key: value for key, value in head.items() if value} | {"card": cards})
