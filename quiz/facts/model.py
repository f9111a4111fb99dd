"""Facts: who, what, value, when it held, and the section of a document that says so.

A fact file (`*.facts.toml`) holds any of the tables `[[source]]`, `[[entity]]`, `[[predicate]]`, `[[fact]]` and
`[[deck]]`; all files of a folder make one base. The classes here are the base after it has been read and found sound.
"""

from dataclasses import dataclass, field
from typing import Literal

Status = Literal["actual", "planned", "expected", "cancelled"]
"""What a document says of a value: it came about, it was the plan, it was the outlook, it was called off."""


@dataclass(frozen=True, slots=True)
class Source:
    """A document. Its sections are anchors; facts refer to `id#section`."""

    id: str
    title: str
    publisher: str = ""
    date: str = ""
    """Partial ISO date of publication."""
    as_of: str = ""
    """Until when its "now" may be taken to hold, as a partial ISO date."""
    license: str = ""
    sections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something that facts are about."""

    id: str
    type: str
    """person, organisation, mission, lander, rover, payload, rocket, spacecraft, place, programme, law, …"""
    name: str
    """As it stands inside a sentence, with its article if it has one: "the Moon"."""
    aliases: tuple[str, ...] = ()
    """Other names that are right when somebody types them."""
    part_of: tuple[str, ...] = ()
    """Entities that this one belongs to: the Moon for a crater, a company for its subsidiary."""
    version_of: str = ""
    """The entity of which this is a version: Falcon 9 for Falcon 9 Block 5."""
    confusable: tuple[str, ...] = ()
    """Entities that are easily taken for it: the best wrong options."""
    difference: str = ""
    """One sentence that tells it from them."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A deck that cards are gathered in, under the id that predicates name."""

    id: str
    """The deck's id behind the base's: `BASE.ID`."""
    title: str
    """Shown with its questions: it should not name what they ask for."""
    description: str = ""
    license: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Value:
    """What a fact says. `kind` decides which of the fields count and how the value is written and compared."""

    kind: Literal["entity", "date", "number", "money", "quantity", "text"]
    entity: str = ""
    text: str = ""
    date: str = ""
    """2022-12-11, 2022-12, 2022, 2022-H2, 2022-Q4."""
    time: str = ""
    """07:38, with `tz`."""
    tz: str = ""
    """UTC, JST, EST: the zone in which date and time hold; "" where the document gives none."""
    number: str = ""
    """Decimal digits."""
    unit: str = ""
    currency: str = ""
    """ISO code."""
    bound: Literal["", "over", "about", "around", "late", "early"] = ""
    """How exact it is: `over` is open upwards, `about` is a round number, `late` the end of a year."""


@dataclass(frozen=True, slots=True)
class Predicate:
    """What can be said of an entity, and the sentences in which it is asked.

    `{s}` is the subject's name, `{v}` the value, `{on_v}` a date with its preposition; `{tz}`, `{as_of}` and `{note}`
    come from the fact; `{S}` and `{V}` begin a sentence. An empty sentence means that it is not asked that way.
    """

    id: str
    value: str
    """The kind of value, and for entities their type: date, number, money, quantity, text, entity:rover."""
    ask: str
    """A question whose answer is the value."""
    reverse: str = ""
    """A question whose answer is the subject; asked only where the value has one subject."""
    reverse_answer: str = "{s}"
    statement: str = ""
    """A sentence that states the fact, for clozes and reveals; `{v}` becomes the gap."""
    ask_planned: str = ""
    """The question where the status is planned, expected or cancelled; without it such facts are not asked."""
    statement_planned: str = ""
    functional: bool = False
    """At most one true value for a subject at a time, so that another value is provably wrong."""
    complete: tuple[str, ...] = ()
    """Subjects whose list of values is given in full by a document."""
    disjoint: tuple[str, ...] = ()
    """Predicates whose values are surely not values of this one: a headquarters is no branch office."""
    ask_list: str = ""
    """The question for the whole list, for the subjects in `complete`."""
    ask_which: str = ""
    """The question for one of several values, asked with options: "Which of these flew on {s}?"."""
    deck: str = ""
    """The deck that its cards go to; "" for none."""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement of a document."""

    id: str
    s: str
    """Entity id."""
    p: str
    """Predicate id."""
    v: Value
    source: str
    """`source#section`."""
    status: Status = "actual"
    as_of: str = ""
    """When the document says it (partial ISO date); needed for everything planned or expected."""
    valid: str = ""
    """When it held: "2013/2018", "2010/"."""
    superseded_by: str = ""
    """The fact that came instead."""
    contradicts: tuple[str, ...] = ()
    """Facts of other documents that say otherwise."""
    note: str = ""
    """A qualification that belongs to the statement and is shown with the answer."""
    why: str = ""
    """One sentence more for the reveal."""
    ask: str = ""
    """This fact's own question, where the predicate's would not read well."""
    statement: str = ""
    """This fact's own sentence."""


@dataclass(frozen=True, slots=True)
class FactBase:
    """All facts of a folder, by id, in the order in which they were written."""

    id: str
    sources: dict[str, Source] = field(default_factory=dict)
    entities: dict[str, Entity] = field(default_factory=dict)
    predicates: dict[str, Predicate] = field(default_factory=dict)
    facts: dict[str, Fact] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
