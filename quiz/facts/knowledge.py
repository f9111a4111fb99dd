"""What a base says, looked up: names, families of entities, and the values known for a question."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator

from quiz.facts.model import Entity, Fact, FactBase, Value
from quiz.facts.values import folded, overlaps


class Knowledge:
    """A base with its indexes. `without` names guards and aspects that are switched off; only tests do that."""

    def __init__(self, base: FactBase, without: Collection[str] = ()) -> None:
        self.base = base
        self.without = frozenset(without)
        self.names = {e.id: frozenset(map(folded, (e.name, *e.aliases))) - {""} for e in base.entities.values()}
        self._sharing: dict[str, set[str]] = defaultdict(set)
        for entity, names in self.names.items():
            for name in names:
                self._sharing[name].add(entity)
        self.by_type: dict[str, list[str]] = defaultdict(list)
        for thing in base.entities.values():
            self.by_type[thing.type].append(thing.id)
        words = {e: {word for name in names for word in name.split()} for e, names in self.names.items()}
        self.bearers = Counter((base.entities[e].type, word) for e, own in words.items() for word in own)
        """How many entities of a type have a word in one of their names."""
        self.order = {fact: number for number, fact in enumerate(base.facts)}
        self._wholes: dict[str, frozenset[str]] = {}
        self._families: dict[str, frozenset[str]] = {}
        self.by_predicate: dict[str, list[Fact]] = defaultdict(list)
        self.by_question: dict[tuple[str, str], list[Fact]] = defaultdict(list)
        self.touching: dict[str, list[Fact]] = defaultdict(list)
        self.kindred: dict[str, list[Fact]] = defaultdict(list)
        for fact in base.facts.values():
            self._add(fact)
        self._parts: dict[str, set[str]] = defaultdict(set)
        for part in base.entities:
            for whole in self.wholes(part):
                self._parts[whole].add(part)
        self.profiles = {e: frozenset(self._profile(e)) for e in base.entities}

    def _add(self, fact: Fact) -> None:
        self.by_predicate[fact.p].append(fact)
        self.by_question[fact.s, fact.p].append(fact)
        self.touching[fact.s].append(fact)
        if fact.v.kind == "entity":
            self.touching[fact.v.entity].append(fact)
        for other in (fact.superseded_by, *fact.contradicts):
            if other in self.base.facts:
                self.kindred[fact.id].append(self.base.facts[other])
                self.kindred[other].append(fact)

    def _profile(self, entity: str) -> Iterator[tuple[str, str]]:
        for fact in self.touching[entity]:
            if fact.s == entity:
                yield fact.p, repr(fact.v)
            else:
                yield f"of {fact.p}", fact.s

    def entity(self, entity: str) -> Entity:
        """The entity with this id."""
        return self.base.entities[entity]

    def wholes(self, entity: str) -> frozenset[str]:
        """Everything that an entity is a part or a version of, at any depth."""
        if entity not in self._wholes:
            found: set[str] = set()
            todo = [entity]
            while todo:
                new = set(self._direct_wholes(todo.pop())) - found
                found |= new
                todo += sorted(new)
            self._wholes[entity] = frozenset(found - {entity})
        return self._wholes[entity]

    def _direct_wholes(self, entity: str) -> Iterator[str]:
        thing = self.base.entities[entity]
        if "part" not in self.without:
            yield from thing.part_of
        if "version" not in self.without and thing.version_of:
            yield thing.version_of

    def namesakes(self, entity: str) -> frozenset[str]:
        """The other entities that share a name with it."""
        return frozenset(e for name in self.names[entity] for e in self._sharing[name]) - {entity}

    def meant(self, value: Value) -> tuple[str, ...]:
        """The entities that somebody may think of who reads an entity's name."""
        if "alias" in self.without:
            return (value.entity,)
        return tuple(sorted(self._sharing[folded(self.base.entities[value.entity].name)] | {value.entity}))

    def related(self, a: str, b: str) -> bool:
        """Whether two entities may stand for one another: a shared name, a part and its whole, a version."""
        if a in self.wholes(b) or b in self.wholes(a):
            return True
        return "alias" not in self.without and not self.names[a].isdisjoint(self.names[b])

    def family(self, entity: str) -> frozenset[str]:
        """An entity and all that may stand for it."""
        if entity not in self._families:
            kin = {entity} | self.wholes(entity) | self._parts[entity]
            self._families[entity] = frozenset(kin if "alias" in self.without else kin | self.namesakes(entity))
        return self._families[entity]

    def overlap(self, a: Value, b: Value) -> bool:
        """Whether two values may both be true answers to one question."""
        if {a.kind, b.kind} == {"entity", "text"} and "alias" not in self.without:
            text, thing = (a, b) if a.kind == "text" else (b, a)
            return folded(text.text) in self.names[thing.entity]
        if a.kind == b.kind == "entity":
            return any(one == two or self.related(one, two) for one in self.meant(a) for two in self.meant(b))
        return overlaps(a, b, self.related, self.without)

    def truths(self, fact: Fact) -> Iterator[Fact]:
        """Everything the base says in answer to this fact's question.

        In any status and at any time, of the subject, its parts and wholes, and in the facts replaced or contradicted.
        """
        for subject in sorted(self.family(fact.s)):
            yield from self.by_question[subject, fact.p]
        yield from self.kindred[fact.id]

    def closed(self, fact: Fact) -> bool:
        """Whether the base knows all right answers, so that another one is provably wrong."""
        predicate = self.base.predicates[fact.p]
        return predicate.functional or fact.s in predicate.complete
