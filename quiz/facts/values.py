"""Values: one formatter for all of them, and whether two of them may both be true."""

import re
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple
from unicodedata import combining, normalize

from quiz.facts import dates
from quiz.facts.model import Entity, Value

Aspect = Literal["alias", "part", "version", "status", "zone", "granularity", "tolerance"]
"""A way in which values that look different may both be true. Tests switch one off to see its guard fail."""

Related = Callable[[str, str], bool]
"""Whether two entities, by id, may stand for one another."""

TOLERANCE = Decimal("0.1")
"""The share by which "about" and "around" may be off."""

SYMBOLS = {"USD": "US$", "EUR": "€", "JPY": "¥", "GBP": "£", "AUD": "A$", "CAD": "C$"}
CURRENCY_NAMES = {"USD": "US dollars", "EUR": "euros", "JPY": "yen", "GBP": "pounds"}
SCALES = ((Decimal(10) ** 12, "trillion"), (Decimal(10) ** 9, "billion"), (Decimal(10) ** 6, "million"))

UNITS: dict[str, tuple[str, Decimal]] = {
    "millimetre": ("length", Decimal("0.001")), "centimetre": ("length", Decimal("0.01")),
    "metre": ("length", Decimal(1)), "kilometre": ("length", Decimal(1000)),
    "foot": ("length", Decimal("0.3048")), "mile": ("length", Decimal("1609.344")),
    "gram": ("mass", Decimal("0.001")), "kilogram": ("mass", Decimal(1)), "tonne": ("mass", Decimal(1000)),
    "second": ("time", Decimal(1)), "minute": ("time", Decimal(60)), "hour": ("time", Decimal(3600)),
    "day": ("time", Decimal(86400)), "week": ("time", Decimal(604800)), "litre": ("volume", Decimal(1)),
    "watt": ("power", Decimal(1)), "kilowatt": ("power", Decimal(1000)),
}  # fmt: skip
"""What a unit measures, and how many of the basic one it is. Other units can be written but not converted."""
MEASURED = frozenset(what for what, _ in UNITS.values())

IRREGULAR = {"foot": "feet", "person": "people", "percent": "percent"}
ARTICLES = ("the ", "a ", "an ")
LOWER_CASE_NAMES = frozenset({"organisation", "organization", "company", "agency", "person", "band", "brand"})
"""Types whose names keep a small first letter at the start of a sentence: a company that writes itself so."""


def written(value: Value, entities: Mapping[str, Entity]) -> str:
    """The value as it stands inside a sentence. Times are left out; `moment` writes them."""
    if value.kind == "entity":
        return entities[value.entity].name
    if value.kind == "text":
        return value.text
    if value.kind == "date":
        text = dates.written(value.date)
    elif value.kind == "money":
        text = _money(Decimal(value.number), value.currency)
    elif value.kind == "quantity":
        text = f"{_grouped(Decimal(value.number))} {unit_word(value.unit, value.number)}"
    else:
        text = _grouped(Decimal(value.number))
    return f"{value.bound} {text}" if value.bound else text


def label(value: Value, entities: Mapping[str, Entity]) -> str:
    """The value as it stands alone, as an answer or an option."""
    if value.kind == "entity":
        return name_at_start(entities[value.entity])
    return capital(written(value, entities), entities)


def with_preposition(value: Value, entities: Mapping[str, Entity]) -> tuple[str, str]:
    """The preposition with its space, and the value: ("on ", "11 December 2022"), ("in ", "late 2024")."""
    text = written(value, entities)
    if value.kind != "date":
        return "", text
    word = dates.preposition(dates.period(value.date).grain, value.bound)
    return (f"{word} " if word else ""), text


def moment(value: Value) -> str:
    """Time, zone and date of a dated value that has a time: "07:38 UTC on 11 December 2022"; else ""."""
    if value.kind != "date" or not value.time:
        return ""
    return f"{value.time} {value.tz} on {dates.written(value.date)}".replace("  ", " ")


def capital(text: str, entities: Mapping[str, Entity]) -> str:
    """The text with a capital first letter, unless it begins with a word or a name that is written otherwise."""
    first = text.split(" ", 1)[0]
    if not first[:1].islower() or first != first.lower():
        return text
    if any(_keeps_small(e) and text.startswith(e.name) for e in entities.values()):
        return text
    return text[:1].upper() + text[1:]


def name_at_start(entity: Entity) -> str:
    """An entity's name at the start of a sentence."""
    return entity.name if _keeps_small(entity) else capital(entity.name, {})


def _keeps_small(entity: Entity) -> bool:
    name = entity.name
    return entity.type in LOWER_CASE_NAMES and name[:1] != name[:1].upper() and not name.startswith(ARTICLES)


def bare(name: str) -> str:
    """A name without its article."""
    lower = name.casefold()
    for article in ARTICLES:
        if lower.startswith(article):
            return name[len(article) :]
    return name


@lru_cache(maxsize=16_384)
def folded(text: str) -> str:
    """What is left of a text when case, accents, punctuation and a leading article are taken away."""
    flat = "".join(c for c in normalize("NFKD", text.casefold()) if not combining(c))
    return " ".join(re.findall(r"\w+", bare(" ".join(flat.split()))))


def unit_word(unit: str, number: str) -> str:
    """The unit after a number: "metre" or "metres", "metres per second"; abbreviations stay as they are."""
    head, *rest = unit.split(" per ")
    if Decimal(number) == 1 or len(head) <= 2:
        return unit
    words = head.split(" ")
    last = words[-1]
    words[-1] = IRREGULAR.get(last, last if last.endswith("s") else f"{last}s")
    return " per ".join([" ".join(words), *rest])


def _grouped(number: Decimal) -> str:
    return f"{number:,f}"


def _money(number: Decimal, currency: str) -> str:
    symbol = SYMBOLS.get(currency, f"{currency} ")
    for size, word in SCALES:
        scaled = number / size
        if abs(scaled) >= 1 and scaled == round(scaled, 3):
            return f"{symbol}{scaled.normalize():f} {word}"
    return f"{symbol}{_grouped(number)}"


def same(a: Value, b: Value) -> bool:
    """Whether two values say exactly the same, however they are written."""
    if a.kind != b.kind or a.bound != b.bound:
        return False
    if a.kind == "entity":
        return a.entity == b.entity
    if a.kind == "text":
        return folded(a.text) == folded(b.text)
    if a.kind == "date":
        return _same_date(a, b)
    return _measure(a) == _measure(b)


def _same_date(a: Value, b: Value) -> bool:
    one, two = dates.period(a.date, a.time), dates.period(b.date, b.time)
    here, there = dates.zone_offset(a.tz), dates.zone_offset(b.tz)
    if one.grain == two.grain == "minute" and here is not None and there is not None:
        return one.start - here == two.start - there
    return one == two and a.tz == b.tz


def overlaps(a: Value, b: Value, related: Related, without: Collection[str] = ()) -> bool:
    """Whether both may be true answers to one question: in some zone, at some granularity, within what "about" or
    "over" leaves open, as part and whole, or under another name. In doubt, they may.

    `without` switches aspects off, for tests.
    """
    if a.kind != b.kind:
        return False
    if a.kind == "entity":
        return a.entity == b.entity or related(a.entity, b.entity)
    if a.kind == "text":
        return _texts_overlap(a.text, b.text, without)
    if a.kind == "date":
        return _dates_overlap(a, b, without)
    return _numbers_overlap(a, b, without)


def _texts_overlap(a: str, b: str, without: Collection[str]) -> bool:
    one, two = set(folded(a).split()), set(folded(b).split())
    if "granularity" in without:
        return one == two
    return one <= two or two <= one


def _dates_overlap(a: Value, b: Value, without: Collection[str]) -> bool:
    one, two = _covered(a, without), _covered(b, without)
    if "granularity" in without and _day_or(one.grain) != _day_or(two.grain):
        return False
    if _meet(dates.whole_day(one), dates.whole_day(two)):
        return True
    if "zone" in without:
        return False
    # A time is not written with a date: against what clocks elsewhere may show stands the whole day.
    return _meet(dates.in_all_zones(one, a.tz), dates.whole_day(two)) or _meet(
        dates.whole_day(one), dates.in_all_zones(two, b.tz)
    )


def _covered(value: Value, without: Collection[str]) -> dates.Period:
    covered = dates.period(value.date, value.time)
    if value.bound not in {"about", "around"} or "tolerance" in without:
        return covered
    more = dates.AROUND[covered.grain]
    return covered._replace(start=covered.start - more, end=covered.end + more)


def _day_or(grain: dates.Grain) -> dates.Grain:
    return "day" if grain == "minute" else grain


def _meet(one: dates.Period, two: dates.Period) -> bool:
    return one.start < two.end and two.start < one.end


def _numbers_overlap(a: Value, b: Value, without: Collection[str]) -> bool:
    one, two = _measure(a, without), _measure(b, without)
    if one.what != two.what:
        # What cannot be converted cannot be told apart; a length and a mass can.
        return a.kind == "money" or not {one.what, two.what} <= MEASURED
    return one.low <= two.high and two.low <= one.high


class Measure(NamedTuple):
    """What is measured, and the least and the most that it may be."""

    what: str
    low: Decimal
    high: Decimal


def _measure(value: Value, without: Collection[str] = ()) -> Measure:
    number, what = Decimal(value.number), value.currency
    if value.kind == "quantity":
        what, factor = UNITS.get(value.unit, (value.unit, Decimal(1)))
        number *= factor
    if "tolerance" not in without and value.bound == "over":
        return Measure(what, number, Decimal("Infinity"))
    loose = value.bound in {"about", "around"} and "tolerance" not in without
    spread = abs(number) * TOLERANCE if loose else Decimal(0)
    return Measure(what, number - spread, number + spread)


def distance(a: Value, b: Value) -> float:
    """How far apart two dates (in years) or two measures (as the logarithm of their ratio to base 2) are."""
    if a.kind == "date":
        one, two = dates.period(a.date, a.time), dates.period(b.date, b.time)
        return abs(one.start + one.end - two.start - two.end) / (2 * 365.25 * dates.DAY)
    low, high = sorted((abs(Decimal(a.number)), abs(Decimal(b.number))))
    if not low:
        return 0.0 if not high else 64.0
    return float((high / low).ln() / Decimal(2).ln())
