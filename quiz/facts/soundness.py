"""Whether the tables of a base fit together: references, dates, sentences, the kinds of values."""

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from quiz.deckfile.check import listed, quoted
from quiz.deckfile.report import Report
from quiz.deckfile.spans import Path
from quiz.facts import dates
from quiz.facts.model import Entity, Fact, Predicate, Source
from quiz.facts.read_value import BROKEN, COMPANIONS
from quiz.facts.sentences import PLACEHOLDERS, unknown_places

LONGEST_FACT_ID = 56
"""Characters, so that `fact.template` is still an id."""

SENTENCES = (
    "ask", "ask_list", "ask_which", "ask_planned", "reverse", "reverse_answer", "statement", "statement_planned",
)  # fmt: skip
"""The fields of a predicate that hold places."""


@dataclass(slots=True)
class Entry:
    """A table of a fact file: what it became, and where it stands."""

    thing: Any
    report: Report
    path: Path

    def add(self, code: str, message: str, hint: str, *at: str | int, warning: bool = False) -> None:
        """Note a problem with one of its values."""
        self.report.add(code, message, hint, value=(*self.path, *at), warning=warning)


Entries = dict[str, dict[str, Entry]]
"""Tables by their name and their id."""


def check_references(entries: Entries) -> None:
    """Note everything that does not fit, in the reports of the entries."""
    for entry in entries["source"].values():
        _check_source(entry)
    for entry in entries["entity"].values():
        _check_entity(entry, entries)
    for entry in entries["predicate"].values():
        _check_predicate(entry, entries)
    for entry in entries["fact"].values():
        _check_fact(entry, entries)


def _dangling(entry: Entry, name: str, table: str, entries: Entries, *at: str | int) -> bool:
    """Note a reference to what there is not; whether that was so."""
    if name in entries[table]:
        return False
    close = get_close_matches(name[:64], sorted(entries[table]), n=1)
    hint = f"did you mean `{close[0]}`?" if close else f"there is no [[{table}]] with that id"
    entry.add("F616", f"{quoted(name)} is no {table}", hint, *at)
    return True


def _check_date(entry: Entry, key: str) -> None:
    text = getattr(entry.thing, key)
    if not text:
        return
    try:
        dates.period(text)
    except ValueError as error:
        entry.add("F617", str(error), 'as "2022-12-11", "2022-12" or "2022"', key)


def _check_source(entry: Entry) -> None:
    source: Source = entry.thing
    _check_date(entry, "date")
    _check_date(entry, "as_of")
    for number, section in enumerate(source.sections):
        if section in source.sections[:number]:
            entry.add("I001", f"the section {quoted(section)} is there twice", "take one out", "sections", number)


def _check_entity(entry: Entry, entries: Entries) -> None:
    entity: Entity = entry.thing
    for key in ("name", "type"):
        if not getattr(entity, key).strip():
            entry.add("E007", f"`{key}` is empty", "write something", key)
    for key, names in (("part_of", entity.part_of), ("confusable", entity.confusable)):
        for number, name in enumerate(names):
            _dangling(entry, name, "entity", entries, key, number)
    if entity.version_of:
        _dangling(entry, entity.version_of, "entity", entries, "version_of")
    ring = _ring(entity.id, entries)
    if ring:
        key = "part_of" if entity.part_of else "version_of"
        message = f"{quoted(entity.id)} is a part of itself: {' → '.join(ring)}"
        entry.add("F620", message, "a whole comes above its parts", key)


def _ring(start: str, entries: Entries) -> list[str]:
    """The way from an entity up to itself, or nothing."""
    table = entries["entity"]
    came_from = {start: ""}
    todo = [start]
    while todo:
        here = todo.pop(0)
        thing = table[here].thing
        for above in (*thing.part_of, *([thing.version_of] if thing.version_of else [])):
            if above == start:
                way = [start, here]
                while came_from[way[-1]]:
                    way.append(came_from[way[-1]])
                return way[::-1] + ([start] if way[-1] != start else [])
            if above in table and above not in came_from:
                came_from[above] = here
                todo.append(above)
    return []


def _check_predicate(entry: Entry, entries: Entries) -> None:
    predicate: Predicate = entry.thing
    kind, _, of_type = predicate.value.partition(":")
    types = sorted({entity.thing.type for entity in entries["entity"].values()})
    if kind not in COMPANIONS or (kind == "entity") != bool(of_type):
        close = get_close_matches(predicate.value, COMPANIONS, n=1)
        hint = f"did you mean `{close[0]}`?" if close else f"one of {listed(COMPANIONS)}; entity:TYPE for entities"
        entry.add("F618", f"{quoted(predicate.value)} is no kind of value", hint, "value")
    elif of_type and of_type not in types:
        close = get_close_matches(of_type, types, n=1)
        hint = f"did you mean `entity:{close[0]}`?" if close else "give an [[entity]] that type"
        entry.add("F618", f"no entity is of the type {quoted(of_type)}", hint, "value", warning=True)
    for number, subject in enumerate(predicate.complete):
        _dangling(entry, subject, "entity", entries, "complete", number)
    for number, other in enumerate(predicate.disjoint):
        _dangling(entry, other, "predicate", entries, "disjoint", number)
    for key in SENTENCES:
        _check_sentence(entry, getattr(predicate, key), key)
    if predicate.deck and entries["deck"]:
        _dangling(entry, predicate.deck, "deck", entries, "deck")


def _check_sentence(entry: Entry, text: str, key: str) -> None:
    for place in unknown_places(text):
        known = [f"{{{name}}}" for name in PLACEHOLDERS]
        close = get_close_matches(place, known, n=1)
        hint = f"did you mean `{close[0]}`?" if close else f"places are {listed(known)}"
        entry.add("F619", f"{quoted(place)} is no place for a name or a value", hint, key)


def _check_fact(entry: Entry, entries: Entries) -> None:
    fact: Fact = entry.thing
    if len(fact.id) > LONGEST_FACT_ID:
        message = f"the id is {len(fact.id)} characters long"
        entry.add("I004", message, f"{LONGEST_FACT_ID} at most: cards add a word to it", "id")
    _dangling(entry, fact.s, "entity", entries, "s")
    if not _dangling(entry, fact.p, "predicate", entries, "p"):
        _check_value(entry, entries)
        _check_as_of(entry, entries["predicate"][fact.p].thing)
    _check_section(entry, entries)
    for number, other in enumerate(fact.contradicts):
        _dangling(entry, other, "fact", entries, "contradicts", number)
    if fact.superseded_by:
        _dangling(entry, fact.superseded_by, "fact", entries, "superseded_by")
    _check_date(entry, "as_of")
    _check_valid(entry)
    _check_sentence(entry, fact.ask, "ask")
    _check_sentence(entry, fact.statement, "statement")


def _check_value(entry: Entry, entries: Entries) -> None:
    fact: Fact = entry.thing
    if fact.v == BROKEN:
        return
    kind, _, of_type = entries["predicate"][fact.p].thing.value.partition(":")
    if kind != fact.v.kind:
        entry.add("F618", f"`{fact.p}` takes a value of the kind {quoted(kind)}, not {fact.v.kind}", "", "v")
    elif kind == "entity" and not _dangling(entry, fact.v.entity, "entity", entries, "v", "entity"):
        found = entries["entity"][fact.v.entity].thing.type
        if found != of_type:
            hint = f"{quoted(fact.v.entity)} is of the type {quoted(found)}"
            entry.add("F618", f"`{fact.p}` takes entities of the type {quoted(of_type)}", hint, "v", "entity")


def _check_as_of(entry: Entry, predicate: Predicate) -> None:
    fact: Fact = entry.thing
    if fact.as_of:
        return
    if fact.status != "actual":
        hint = 'add `as_of = "2020-12"`: when the document says so'
        entry.add("F605", f"what is {fact.status} needs the day on which it was", hint, "status")
    elif any("{as_of}" in text for text in (fact.ask or predicate.ask, fact.statement or predicate.statement)):
        entry.add("F605", "its sentences say `as of`, and it has no `as_of`", 'add `as_of = "2020-12"`', "id")


def _check_section(entry: Entry, entries: Entries) -> None:
    fact: Fact = entry.thing
    name, mark, section = fact.source.partition("#")
    sources = entries["source"]
    if name not in sources:
        close = get_close_matches(name, sorted(sources), n=1)
        hint = f"did you mean `{close[0]}`?" if close else "as `source#section`, of a [[source]]"
        entry.add("F611", f"{quoted(name)} is no source", hint, "source")
    elif not mark or section not in sources[name].thing.sections:
        sections = sources[name].thing.sections
        close = get_close_matches(section, sections, n=1)
        hint = f"did you mean `{name}#{close[0]}`?" if close else f"its sections are {listed(sections)}"
        entry.add("F611", f"{quoted(name)} has no section {quoted(section)}", hint, "source")


def _check_valid(entry: Entry) -> None:
    fact: Fact = entry.thing
    if not fact.valid:
        return
    first, mark, last = fact.valid.partition("/")
    try:
        ends = [dates.period(text) for text in (first, last) if text]
    except ValueError as error:
        entry.add("F617", str(error), 'as "2013/2018" or "2010/"', "valid")
        return
    if not mark or not ends:
        entry.add("F617", f"{quoted(fact.valid)} is no stretch of time", 'as "2013/2018" or "2010/"', "valid")
    elif ends[-1].end <= ends[0].start:
        entry.add("F617", f"{quoted(fact.valid)} ends before it begins", "the earlier date comes first", "valid")
