"""Random fact bases, small and full of traps: near dates in several zones, shared names, parts and versions, plans."""

from hypothesis import strategies as st

from quiz.facts.model import Entity, Fact, FactBase, Predicate, Source, Topic, Value

NAMES = (
    "Alpha", "the Alpha", "Alpha 2", "Beta", "Gamma Base", "the Gamma", "Mission 1", "Mission 2", "Delta",
    "delta works", "Epsilon Space Centre", "Zeta", "Eta 2022", "Theta of Beta", "Iota", "a disc", "Kappa", "Mu",
)  # fmt: skip
TYPES = ("rover", "mission", "organisation", "person")
DATES = (
    "2022-12-09", "2022-12-10", "2022-12-11", "2022-12-12", "2022-12-14", "2022-12-31", "2023-01-01", "2023-04-25",
    "2025-06-05", "2025-06-06", "2025-06-20", "2025-06-20", "2022-11", "2022-12", "2023-01", "2023-05", "2022", "2023",
    "2024", "2026", "2022-H2", "2022-Q4", "2023-Q1", "2010", "2035",
)  # fmt: skip
ZONES = ("", "", "UTC", "JST", "EST", "+14:00", "-12:00")
TEXTS = (
    "a hard landing", "hard landing", "a soft landing", "the lander", "a rover", "success", "failure", "late failure",
    "American", "Japanese", "the loss of all propellant in the last phase of the descent", "UTC",
)  # fmt: skip

entity_ids = [f"e{number}" for number in range(12)]


@st.composite
def values(draw: st.DrawFn, kind: str, entities: list[Entity]) -> Value:
    """A value of a kind; for entities one of their type."""
    kind, _, of_type = kind.partition(":")
    if kind == "entity":
        return Value("entity", entity=draw(st.sampled_from([e.id for e in entities if e.type == of_type])))
    if kind == "text":
        return Value("text", text=draw(st.sampled_from(TEXTS)))
    if kind == "date":
        return draw(date_values())
    bound = draw(st.sampled_from(("", "", "", "over", "about", "around")))
    if kind == "money":
        sums = ("20000000", "21000000", "22000000", "50000000", "90000000", "125000000", "400000000")
        currency = draw(st.sampled_from(("USD", "USD", "EUR", "JPY")))
        return Value("money", number=draw(st.sampled_from(sums)), currency=currency, bound=bound)
    if kind == "quantity":
        unit = draw(st.sampled_from(("metre", "metre", "metre", "kilometre", "kilogram", "stripe")))
        number = draw(st.sampled_from(("0.5", "1", "2", "3", "500", "520", "1000", "1500")))
        return Value("quantity", number=number, unit=unit, bound=bound)
    return Value("number", number=draw(st.sampled_from(("2", "3", "4", "5", "7", "100", "105", "275"))), bound=bound)


@st.composite
def date_values(draw: st.DrawFn) -> Value:
    """A date, whole or partial, with or without zone, time and bound."""
    date = draw(st.sampled_from(DATES))
    tz = draw(st.sampled_from(ZONES))
    time = draw(st.sampled_from(("", "", "00:30", "07:38", "19:17"))) if tz and len(date) == 10 else ""
    bounds = ["", "", "around"]
    if len(date) in (4, 7) and "H" not in date and "Q" not in date:
        bounds.append("late")
    return Value("date", date=date, time=time, tz=tz, bound=draw(st.sampled_from(bounds)))


@st.composite
def entity_lists(draw: st.DrawFn) -> list[Entity]:
    """Entities of a few types; a whole comes before its parts, so that there is no ring."""
    entities: list[Entity] = []
    types = draw(st.lists(st.sampled_from(TYPES), min_size=1, max_size=2, unique=True))
    for identity in entity_ids[: draw(st.integers(4, len(entity_ids)))]:
        earlier = [e.id for e in entities]
        some = st.lists(st.sampled_from(earlier), max_size=1, unique=True) if earlier else st.just([])
        entities.append(
            Entity(
                id=identity,
                type=draw(st.sampled_from(types)),
                name=draw(st.sampled_from(NAMES)),
                aliases=tuple(draw(st.lists(st.sampled_from(NAMES), max_size=1))),
                part_of=tuple(draw(some)) if draw(st.integers(0, 3)) == 0 else (),
                version_of="".join(draw(some)) if draw(st.integers(0, 5)) == 0 else "",
                confusable=tuple(draw(st.lists(st.sampled_from(earlier), max_size=3, unique=True))) if earlier else (),
                difference=draw(st.sampled_from(("", "The one is not the other."))),
            )
        )
    return entities


@st.composite
def predicates(draw: st.DrawFn, number: int, entities: list[Entity]) -> Predicate:
    """A predicate with sentences in all directions."""
    of_types = [f"entity:{t}" for t in sorted({e.type for e in entities})]
    kinds = ["date", "date", "number", "money", "quantity", "text", *of_types, *of_types]
    word = ("launch", "cargo", "goal", "price", "seat")[number]
    planned = draw(st.booleans())
    when = draw(st.sampled_from(("As of {as_of}, ", "As of {as_of}, ", "Once, ")))
    return Predicate(
        id=word,
        value=draw(st.sampled_from(kinds)),
        ask=f"What is the {word} of {{s}}{{tz}}?",
        reverse=draw(st.sampled_from(("", f"Whose {word} is {{v}}?"))),
        statement=draw(st.sampled_from(("", f"The {word} of {{s}} is {{v}}.", f"{{S}} has its {word} {{on_v}}."))),
        ask_planned=f"{when}what was the {word} of {{s}} to be?" if planned else "",
        statement_planned=f"{when}the {word} of {{s}} was to be {{v}}." if planned else "",
        functional=draw(st.sampled_from((True, True, False))),
        complete=tuple(draw(st.lists(st.sampled_from([e.id for e in entities]), max_size=3, unique=True))),
        ask_list=draw(st.sampled_from(("", f"What are all the {word}s of {{s}}?"))),
        ask_which=draw(st.sampled_from(("", f"Which of these is a {word} of {{s}}?"))),
        disjoint=draw(st.sampled_from(((), (), ("launch",)))) if number else (),
        deck=draw(st.sampled_from(("one", "one", "two"))),
        tags=(word,),
    )


@st.composite
def bases(draw: st.DrawFn) -> FactBase:
    """A base in which references hold; values may contradict each other."""
    entities = draw(entity_lists())
    asked = [draw(predicates(number, entities)) for number in range(draw(st.integers(1, 4)))]
    facts: list[Fact] = []
    for number in range(draw(st.integers(3, 16))):
        predicate = draw(st.sampled_from(asked))
        status = draw(st.sampled_from(("actual", "actual", "actual", "planned", "cancelled")))
        earlier = [fact.id for fact in facts]
        facts.append(
            Fact(
                id=f"f{number}",
                s=draw(st.sampled_from([e.id for e in entities])),
                p=predicate.id,
                v=draw(values(predicate.value, entities)),
                source=draw(st.sampled_from(("book#one", "book#two", "paper#one"))),
                status=status,
                as_of="" if status == "actual" else draw(st.sampled_from(("2020-12", "2022", "2022-12-11"))),
                superseded_by=draw(st.sampled_from(earlier)) if earlier and draw(st.integers(0, 5)) == 0 else "",
                contradicts=(draw(st.sampled_from(earlier)),) if earlier and draw(st.integers(0, 7)) == 0 else (),
                note=draw(st.sampled_from(("", "", "so the book says"))),
            )
        )
    sections = ("one", "two")
    return FactBase(
        id="base",
        sources={name: Source(name, name.title(), sections=sections) for name in ("book", "paper")},
        entities={entity.id: entity for entity in entities},
        predicates={predicate.id: predicate for predicate in asked},
        facts={fact.id: fact for fact in facts},
        topics=draw(st.sampled_from(({}, {"one": Topic("one", "All about Zeta", tags=("failure",))}))),
    )


@st.composite
def catalogues(draw: st.DrawFn) -> FactBase:
    """A base in which many subjects have one value each, some of them with names far longer than the others."""
    rows = draw(st.integers(4, 24))
    long = draw(st.sets(st.integers(0, rows - 1)))
    entities = [Entity(f"s{row}", "place", f"Spot {row}") for row in range(rows)]
    for row in range(rows + draw(st.integers(0, 8))):
        more = " of the Wide and Windy Plain" * (row in long)
        length = draw(st.integers(1, 6))
        near = [f"v{row + step}" for step in (-2, -1) if row + step >= 0]
        name = f"{'Qx' * length}{row}{more}"
        entities.append(Entity(f"v{row}", "crater", name, confusable=tuple(near) if draw(st.booleans()) else ()))
    lies = Predicate(
        "lies-in", "entity:crater", "In which crater is {s}?", "Which spot is in {v}?", functional=True, deck="craters"
    )
    values = [Value("entity", entity=f"v{row}") for row in range(rows)]
    facts = [Fact(f"s{row}.in", f"s{row}", "lies-in", value, "map#1") for row, value in enumerate(values)]
    return FactBase(
        "moon",
        {"map": Source("map", "Map", sections=("1",))},
        {entity.id: entity for entity in entities},
        {lies.id: lies},
        {fact.id: fact for fact in facts},
    )
