"""What is true by a base, worked out another way than the program does.

By the days that clocks may show, and by reading the options back from their text. Each law gives what breaks it.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import comb, inf
from typing import Any, NamedTuple

import tomli

from quiz.facts.generate import Generated
from quiz.facts.model import Fact, FactBase, Predicate, Value
from quiz.facts.read import read_facts

Law = Callable[[FactBase, Generated], Iterator[str]]

OFFSETS = {"UTC": 0, "JST": 9, "EST": -5, "+14:00": 14, "-12:00": -12}
SCALE = {"million": 10**6, "billion": 10**9}
LENGTHS = {"metre": 1, "metres": 1, "kilometre": 1000, "kilometres": 1000}
WHOLE = {4: 365, 7: 30, 10: 7}
"""Days that "around" covers on either side, by the length of the date as it is written."""


class Card(NamedTuple):
    """A generated card as its table, with its deck and its fact."""

    table: dict[str, Any]
    deck: dict[str, Any]
    fact: Fact
    predicate: Predicate

    @property
    def name(self) -> str:
        return str(self.table["id"])


def cards(base: FactBase, generated: Generated) -> list[Card]:
    """All the cards in the texts of the decks."""
    found = []
    for text in generated.decks.values():
        deck = tomli.loads(text)
        for table in deck["card"]:
            fact = base.facts[table["from"]]
            found.append(Card(table, deck, fact, base.predicates[fact.p]))
    return found


def choices(base: FactBase, generated: Generated) -> Iterator[Card]:
    """The cards with options."""
    return (card for card in cards(base, generated) if card.table["kind"] == "choice")


# --- words


def words(text: str) -> list[str]:
    """Small words without accents and articles."""
    flat = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    found = re.findall(r"[a-z0-9]+", flat)
    return found[1:] if found[:1] in (["the"], ["a"], ["an"]) and len(found) > 1 else found


def within(part: list[str], whole: list[str]) -> bool:
    """Whether words stand one after the other among others."""
    return bool(part) and any(whole[at : at + len(part)] == part for at in range(len(whole) - len(part) + 1))


# --- entities


def names(base: FactBase, entity: str) -> set[tuple[str, ...]]:
    thing = base.entities[entity]
    return {tuple(words(name)) for name in (thing.name, *thing.aliases)}


def above(base: FactBase, entity: str) -> set[str]:
    thing = base.entities[entity]
    direct = {*thing.part_of, thing.version_of} - {""}
    return direct.union(*(above(base, whole) for whole in direct))


def kin(base: FactBase, one: str, two: str) -> bool:
    """Whether one may be said for the other."""
    named_alike = bool(names(base, one) & names(base, two))
    return one == two or named_alike or one in above(base, two) or two in above(base, one)


def called(base: FactBase, text: str, of_type: str) -> list[str]:
    """The entities of a type that an option may mean."""
    return [e.id for e in base.entities.values() if e.type == of_type and e.name.lower() == text.lower()]


# --- days


def days_of(text: str) -> tuple[date, date]:
    """First and last day of a partial ISO date."""
    year = int(text[:4])
    if "H" in text or "Q" in text:
        size, number = (6, int(text[-1])) if "H" in text else (3, int(text[-1]))
        first, months = date(year, size * (number - 1) + 1, 1), size
    elif len(text) == 4:
        first, months = date(year, 1, 1), 12
    elif len(text) == 7:
        first, months = date(year, int(text[5:]), 1), 1
    else:
        return date.fromisoformat(text), date.fromisoformat(text)
    after = first
    for _ in range(months):
        after = (after + timedelta(days=31)).replace(day=1)
    return first, after - timedelta(days=1)


def shown_days(value: Value) -> tuple[date, date]:
    """First and last day that some calendar on Earth may show for a dated fact."""
    first, last = days_of(value.date)
    if len(value.date) == 10 and "Q" not in value.date:
        clocks = [value.time] if value.time else ["00:00", "23:59"]
        homes = [OFFSETS[value.tz]] if value.tz else [-12, 14]
        shown = [
            (datetime.fromisoformat(f"{value.date}T{clock}") + timedelta(hours=zone - home)).date()
            for clock in clocks
            for home in homes
            for zone in (-12, 14)
        ]
        first, last = min(first, *shown), max(last, *shown)
    off = days_of(value.date)[0] - loosened(value.date, value.bound)[0]
    return first - off, last + off


def loosened(text: str, bound: str) -> tuple[date, date]:
    """First and last day of a partial date, and as many more as "around" may mean."""
    first, last = days_of(text)
    off = timedelta(days={"H": 181, "Q": 90}.get(text[5:6], 0) or WHOLE[len(text)])
    return (first - off, last + off) if bound in ("about", "around") else (first, last)


def read_date(text: str) -> tuple[str, str, str]:
    """A written date as bound, form and ISO date."""
    bound = next((b for b in ("around", "about", "late", "early") if text.lower().startswith(b)), "")
    rest = text[len(bound) :].strip()
    for form, out in (("%d %B %Y", "%Y-%m-%d"), ("%B %Y", "%Y-%m"), ("%Y", "%Y")):
        try:
            return bound, form, datetime.strptime(f"{rest} +0000", f"{form} %z").strftime(out)
        except ValueError:
            continue
    found = re.fullmatch(r"[Tt]he (\w+) (half|quarter) of (\d{4})", rest)
    assert found, text
    number = ("first", "second", "third", "fourth").index(found[1]) + 1
    return bound, found[2], f"{found[3]}-{'H' if found[2] == 'half' else 'Q'}{number}"


# --- measures


class Measured(NamedTuple):
    """A written number: its bound, what stands around it, and the least and the most it may be."""

    bound: str
    unit: str
    low: Fraction
    high: Fraction | float


def read_measure(text: str) -> Measured:
    """A written number, sum or quantity."""
    found = re.fullmatch(r"(?i)(over|about|around)? ?([^\d\s]*|[A-Z]{3} )([\d,.]+) ?(.*)", text)
    assert found, text
    number = Fraction(found[3].replace(",", "")) * SCALE.get(found[4], 1)
    unit = found[2] if found[4] in SCALE else found[2] + found[4]
    return _measured((found[1] or "").lower(), unit, number)


def measure_of(value: Value) -> Measured:
    symbol = {"USD": "US$", "EUR": "€", "JPY": "¥"}.get(value.currency, "")
    return _measured(value.bound, symbol or value.unit, Fraction(value.number))


def _measured(bound: str, unit: str, number: Fraction) -> Measured:
    number *= LENGTHS.get(unit, 1)
    if bound == "over":
        return Measured(bound, unit, number, inf)
    spread = number / 10 if bound else Fraction(0)
    return Measured(bound, unit, number - spread, number + spread)


# --- laws


def truths(base: FactBase, fact: Fact) -> list[Fact]:
    """Everything said in answer to a fact's question, in any status."""
    found = [other for other in base.facts.values() if other.p == fact.p and kin(base, other.s, fact.s)]
    tied = [fact.superseded_by, *fact.contradicts]
    tied += [f.id for f in base.facts.values() if fact.id in (f.superseded_by, *f.contradicts)]
    return found + [base.facts[name] for name in tied if name]


def may_be(base: FactBase, option: str, value: Value, of_type: str) -> bool:
    """Whether an option's text may mean a value."""
    if value.kind == "entity":
        return any(kin(base, meant, value.entity) for meant in called(base, option, of_type))
    if value.kind == "text":
        one, two = set(words(option)), set(words(value.text))
        return one <= two or two <= one
    if value.kind == "date":
        bound, _, iso = read_date(option)
        first, last = shown_days(value)
        begin, end = loosened(iso, bound)
        return first <= end and begin <= last
    said, true = read_measure(option), measure_of(value)
    lengths = said.unit in LENGTHS and true.unit in LENGTHS
    if not lengths and said.unit.rstrip("s") != true.unit:
        return False
    return said.low <= true.high and true.low <= said.high


def no_true_distractor(base: FactBase, generated: Generated) -> Iterator[str]:
    for card in choices(base, generated):
        kind, _, of_type = card.predicate.value.partition(":")
        for option in card.table["wrong"]:
            for fact in truths(base, card.fact):
                if fact.v.kind == kind and may_be(base, option, fact.v, of_type):
                    yield f"{card.name}: {option} is true by {fact.id}"


def no_open_choice(base: FactBase, generated: Generated) -> Iterator[str]:
    for card in choices(base, generated):
        if not card.predicate.functional and card.fact.s not in card.predicate.complete:
            yield f"{card.name}: {card.predicate.id} is open"


def no_tied_distractor(base: FactBase, generated: Generated) -> Iterator[str]:
    for card in choices(base, generated):
        kind, _, of_type = card.predicate.value.partition(":")
        for option in card.table["wrong"] if kind == "entity" else ():
            for fact in base.facts.values():
                if _declared_apart(base, card.fact, fact):
                    continue
                for one, two in ((fact.s, fact.v.entity), (fact.v.entity, fact.s)):
                    if not one or not two or not kin(base, one, card.fact.s) or base.entities[two].type != of_type:
                        continue
                    if any(kin(base, meant, two) for meant in called(base, option, of_type)):
                        yield f"{card.name}: {option} is tied to {card.fact.s} by {fact.id}"


def _declared_apart(base: FactBase, one: Fact, two: Fact) -> bool:
    first, second = base.predicates[one.p], base.predicates[two.p]
    if first.id in second.disjoint or second.id in first.disjoint:
        return True
    both = one.s in first.complete and one.s in second.complete
    return first.id != second.id and one.s == two.s and both


def alike_options(base: FactBase, generated: Generated) -> Iterator[str]:
    for card in choices(base, generated):
        options = [card.table["answer"], *card.table["wrong"]]
        kind, _, of_type = card.predicate.value.partition(":")
        if kind == "entity":
            forms = {bool(called(base, option, of_type)) for option in options} - {True}
            forms |= {None}
        elif kind == "date":
            forms = {read_date(option)[:2] for option in options}
        elif kind == "text":
            forms = {kind}
        else:
            forms = {(m.bound, m.unit.rstrip("s")) for m in map(read_measure, options)}
        if len(forms) > 1:
            yield f"{card.name}: unlike options {options}"
        if len({tuple(words(option)) for option in options}) < len(options):
            yield f"{card.name}: one option twice {options}"
        if not 2 <= len(card.table["wrong"]) <= 3:
            yield f"{card.name}: {len(card.table['wrong'])} wrong options"


def options_apart(base: FactBase, generated: Generated) -> Iterator[str]:
    """No wrong option implies another: whoever rules out one would have to rule out both."""
    for card in choices(base, generated):
        kind, _, of_type = card.predicate.value.partition(":")
        for one in card.table["wrong"] if kind == "entity" else ():
            for two in card.table["wrong"]:
                if one < two and all(
                    kin(base, a, b) for a in called(base, one, of_type) for b in called(base, two, of_type)
                ):
                    yield f"{card.name}: {one} and {two} are kin"


def not_in_question(base: FactBase, generated: Generated) -> Iterator[str]:
    for card in choices(base, generated):
        shown = words(card.table["q"])
        for option in card.table["wrong"]:
            if within(words(option), shown):
                yield f"{card.name}: {option} stands in the question"


def one_subject(base: FactBase, generated: Generated) -> Iterator[str]:
    for card in cards(base, generated):
        backwards = card.name.endswith(".reverse") or "reverse" in card.table or "{{c2::" in card.table.get("text", "")
        for other in base.facts.values() if backwards else ():
            if other.s == card.fact.s or other.p != card.fact.p:
                continue
            if _both_true(base, card.fact.v, other.v):
                yield f"{card.name}: {other.id} has the same value"


def _both_true(base: FactBase, one: Value, two: Value) -> bool:
    if one.kind == "entity":
        return kin(base, one.entity, two.entity)
    if one.kind == "text":
        first, second = set(words(one.text)), set(words(two.text))
        return first <= second or second <= first
    if one.kind == "date":
        (start, end), (begin, stop) = shown_days(one), loosened(two.date, two.bound)
        (start2, end2), (begin2, stop2) = loosened(one.date, one.bound), shown_days(two)
        return (start <= stop and begin <= end) or (start2 <= stop2 and begin2 <= end2)
    a, b = measure_of(one), measure_of(two)
    return (a.unit == b.unit or {a.unit, b.unit} <= set(LENGTHS)) and a.low <= b.high and b.low <= a.high


def one_answer(base: FactBase, generated: Generated) -> Iterator[str]:
    for card in cards(base, generated):
        fact = card.fact
        template = card.name.rpartition(".")[2]
        which = template == "choice" and card.predicate.ask_which and fact.s in card.predicate.complete
        if template in ("reverse", "list") or which or fact.ask:
            continue
        if template in ("typed", "cloze") and not card.predicate.functional and fact.s not in card.predicate.complete:
            yield f"{card.name}: an open question is marked"
        for other in base.facts.values():
            alike = (other.status == "actual") == (fact.status == "actual") and (
                fact.status == "actual" or other.as_of == fact.as_of
            )
            if other.id == fact.id or (other.s, other.p) != (fact.s, fact.p) or not alike or other.v == fact.v:
                continue
            shorter = fact.v.kind == "date" and len(other.v.date) < len(fact.v.date)
            rougher = shorter and _both_true(base, fact.v, other.v)
            halves = {"H", "Q"} & {*fact.v.date, *other.v.date}
            if not rougher and not halves and not _equal(fact.v, other.v):
                yield f"{card.name}: {other.id} is another answer"


def _equal(one: Value, two: Value) -> bool:
    if one.kind == "text":
        return words(one.text) == words(two.text)
    if one.kind == "date":
        return bool(one.time and two.time) and shown_days(one) == shown_days(two)
    return one.kind == "quantity" and measure_of(one)[2:] == measure_of(two)[2:]


def asked(card: Card) -> Iterator[tuple[str, str, str]]:
    """Every question of a card: its part, what is shown, and the answer."""
    table = card.table
    if table["kind"] != "cloze":
        yield "", table["q"], table["answer"]
        if "reverse" in table:
            yield "rev", table["reverse"], table["subject"]
        return
    gaps = re.findall(r"\{\{(c\d)::(.*?)(?:::(.*?))?\}\}", table["text"])
    for part, answer, _ in gaps:
        shown = table["text"]
        for name, text, hint in gaps:
            whole = f"{{{{{name}::{text}{f'::{hint}' if hint else ''}}}}}"
            shown = shown.replace(whole, f"[{hint}]" if name == part else text)
        yield part, shown, answer


def no_leak(base: FactBase, generated: Generated) -> Iterator[str]:
    for card in cards(base, generated):
        around = [words(text) for text in (card.deck["title"], *card.deck.get("tags", ()), *card.table.get("tags", ()))]
        for part, shown, answer in asked(card):
            forms = {tuple(words(one)) for one in answer.split("; ")}
            if backwards(card, part):
                forms |= names(base, card.fact.s)
            elif card.fact.v.kind == "entity" and not card.name.endswith(".list"):
                forms |= names(base, card.fact.v.entity)
            for form in forms:
                for text in (words(shown), *around):
                    if within(list(form), text):
                        yield f"{card.name}#{part}: {' '.join(form)} stands in {text}"


def backwards(card: Card, part: str) -> bool:
    """Whether the question asks for the subject."""
    return part in ("rev", "c2") or card.name.endswith(".reverse")


def one_prompt(base: FactBase, generated: Generated) -> Iterator[str]:
    answers: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for card in cards(base, generated):
        which = card.table["q"].startswith("Which of these") if "q" in card.table else False
        for _, shown, answer in asked(card) if not which else ():
            answers.setdefault(tuple(words(shown)), set()).add(tuple(words(answer)))
    yield from (f"{' '.join(shown)}: {found}" for shown, found in answers.items() if len(found) > 1)


def plans_dated(base: FactBase, generated: Generated) -> Iterator[str]:
    for card in cards(base, generated):
        if card.fact.status == "actual":
            continue
        year = card.fact.as_of[:4]
        for _, shown, _ in asked(card):
            if year not in shown and "according to" not in shown.lower():
                yield f"{card.name}: a plan without its date: {shown}"


def no_stale(base: FactBase, generated: Generated) -> Iterator[str]:
    for card in cards(base, generated):
        if card.fact.status == "actual" and card.fact.superseded_by and not card.name.endswith(".list"):
            yield f"{card.name}: {card.fact.superseded_by} has come instead"


def plausible_options(base: FactBase, generated: Generated) -> Iterator[str]:
    for card in choices(base, generated):
        kind = card.predicate.value.partition(":")[0]
        for option in card.table["wrong"]:
            if kind == "date":
                far = days_of(read_date(option)[2])[0] - days_of(read_date(card.table["answer"])[2])[0]
                if abs(far.days) > 10 * 366 + 1:
                    yield f"{card.name}: {option} is far from {card.table['answer']}"
            elif kind in ("number", "money", "quantity"):
                low, high = sorted(read_measure(t).low for t in (option, card.table["answer"]))
                if high > 5 * low:
                    yield f"{card.name}: {option} is far from {card.table['answer']}"


def fair_lengths(base: FactBase, generated: Generated) -> Iterator[str]:
    by_deck: dict[str, list[Card]] = {}
    for card in choices(base, generated):
        by_deck.setdefault(card.deck["id"], []).append(card)
    for deck, found in by_deck.items():
        for best in (max, min):
            hits, chance = 0, 0.0
            for card in found:
                key, others = len(card.table["answer"]), [len(text) for text in card.table["wrong"]]
                hits += key != best(others) and best(key, *others) == key
                chance += 1 / (1 + len(others)) / len(found)
            count = len(found)
            odds = sum(comb(count, k) * chance**k * (1 - chance) ** (count - k) for k in range(hits, count + 1))
            if hits and odds < 0.0099:
                yield f"{deck}: the answer stands out in {hits} of {count}"


LAWS: tuple[Law, ...] = (
    no_true_distractor, no_open_choice, no_tied_distractor, alike_options, options_apart, not_in_question, one_subject,
    one_answer, no_leak, one_prompt, plans_dated, no_stale, plausible_options, fair_lengths,
)  # fmt: skip


# --- bases written by hand

HEAD = """
format = 1
id = "base"

[[source]]
id = "book"
title = "The book"
sections = ["one"]
"""


def fact_file(*tables: str) -> str:
    """A fact file with a source, out of tables in short form: `entity id key=value …`, one a line."""
    lines = [HEAD]
    for table in tables:
        kind, identity, *rest = table.strip().split(" ", 2)
        lines.append(f'\n[[{kind}]]\nid = "{identity}"')
        lines += [part.strip() for part in (rest[0].split(" | ") if rest else ())]
        if kind == "fact" and "source" not in table:
            lines.append('source = "book#one"')
    return "\n".join(lines) + "\n"


def by_hand(*tables: str) -> FactBase:
    """The base that such a file gives."""
    base, problems = read_facts({"hand.facts.toml": fact_file(*tables)})
    assert base, [problem.text() for problem in problems]
    return base
