"""Units and currencies by all their names, with exact factors."""

from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple


class Unit(NamedTuple):
    """What is measured, and how much of the base unit one of these is; `zero` is where its scale begins."""

    measures: str
    factor: Fraction
    zero: Fraction = Fraction(0)
    metric: bool = True


_TABLE = """
length  1e-9      nm nanometre nanometer
length  1e-6      um μm µm micron micrometre micrometer
length  1e-3      mm millimetre millimeter
length  1e-2      cm centimetre centimeter
length  1         m metre meter
length  1e3       km kilometre kilometer kms
length! 0.0254    in inch inches
length! 0.3048    ft foot feet
length! 0.9144    yd yard
length! 1609.344  mi mile
length! 1852      nmi
length! 149597870700 au
length! 9460730472580800 ly lightyear
mass    1e-6      mg milligram milligramme
mass    1e-3      g gram gramme
mass    1         kg kilogram kilogramme kilo kgs
mass    1e3       t tonne ton tons
mass!   0.45359237 lb lbs pound
mass!   0.028349523125 oz ounce
mass!   6.35029318 st stone
time    1e-3      ms millisecond
time    1         s sec second secs
time!   60        min minute mins
time!   3600      h hr hour hrs
time!   86400     d day days
time!   604800    wk week
months  1         mo month
months! 12        yr year yrs
months! 120       decade
months! 1200      century centuries
volume  1e-6      ml millilitre milliliter cc
volume  1e-3      l litre liter
area    1e4       ha hectare
area!   4046.8564224 acre
power   1         w watt
power   1e3       kw kilowatt
power   1e6       mw megawatt
power   1e9       gw gigawatt
energy  1         j joule
energy  1e3       kj kilojoule
energy  1e6       mj megajoule
energy! 3.6e3     wh
energy! 3.6e6     kwh
energy! 3.6e9     mwh
force   1         newton
force   1e3       kn kilonewton
pressure 1        pa pascal
pressure 100      hpa hectopascal mbar millibar
pressure 1e3      kpa kilopascal
pressure 1e5      bar
pressure! 101325  atm atmosphere
frequency 1       hz hertz
frequency 1e3     khz kilohertz
frequency 1e6     mhz megahertz
frequency 1e9     ghz gigahertz
data    1         byte
data    1e3       kb kilobyte
data    1e6       mb megabyte
data    1e9       gb gigabyte
data    1e12      tb terabyte
tension 1         v volt
tension 1e3       kv kilovolt
current 1         amp ampere amps
angle   1         ° deg degree
share   1         % percent pct percentage
"""


def _units() -> dict[str, Unit]:
    out = {}
    for line in _TABLE.split("\n"):
        if line:
            measures, factor, *names = line.split()
            unit = Unit(measures.rstrip("!"), Fraction(factor), metric=not measures.endswith("!"))
            for name in names:
                out[name] = unit
                if len(name) > 3:
                    out[name + "s"] = unit
    for scale, degree, zero in (
        ("k kelvin kelvins", Fraction(1), Fraction(0)),
        ("°c c celsius °celsius centigrade degc", Fraction(1), Fraction("273.15")),
        ("°f f fahrenheit °fahrenheit degf", Fraction(5, 9), Fraction("459.67") * Fraction(5, 9)),
    ):
        out |= {name: Unit("temperature", degree, zero, metric=degree == 1) for name in scale.split()}
    return out


UNITS = _units()
_POWERS = {"square": 2, "sq": 2, "cubic": 3, "cu": 3}
_JOINED = {
    "per cent": "%", "degree celsius": "°c", "degrees celsius": "°c", "degrees c": "°c", "degree c": "°c", "° c": "°c",
    "degrees fahrenheit": "°f", "degrees f": "°f", "° f": "°f", "nautical mile": "nmi", "nautical miles": "nmi",
    "light year": "ly", "light years": "ly", "metric ton": "t", "metric tons": "t", "metric tonnes": "t",
    "astronomical unit": "au", "astronomical units": "au", "kilowatt hours": "kwh", "kilowatt hour": "kwh",
    "kph": "km/h", "kmh": "km/h", "mph": "mi/h",
}  # fmt: skip


@lru_cache(maxsize=512)
def unit(name: str) -> Unit | None:
    """The unit of a name in small letters: `km/h`, `metres per second`, `square km`, `m3`."""
    name = _JOINED.get(name, name)
    if name in UNITS:
        return UNITS[name]
    over, slash, under = name.replace(" per ", "/").partition("/")
    if slash:
        above, below = unit(over.strip()) if "/" not in under else None, UNITS.get(under.strip())
        return _quotient(above, below) if above and below else None
    first, _, rest = name.partition(" ")
    if first in _POWERS:
        return _power(UNITS.get(rest), _POWERS[first])
    return _power(UNITS.get(name[:-1]), int(name[-1])) if name[-1:] in ("2", "3") else None


def _quotient(above: Unit, below: Unit) -> Unit | None:
    if "temperature" in (above.measures, below.measures):
        return None
    return Unit(f"{above.measures}/{below.measures}", above.factor / below.factor, metric=above.metric and below.metric)


def _power(base: Unit | None, power: int) -> Unit | None:
    if not base or base.measures != "length":
        return None
    return Unit("area" if power == 2 else "volume", base.factor**power, metric=base.metric)


DOLLAR, YEN_SIGN = "$", "¥"
"""Signs that several currencies share; without more they mean the first of these."""
SHARED = {DOLLAR: ("USD", "AUD", "CAD", "NZD", "HKD", "SGD"), YEN_SIGN: ("JPY", "CNY")}

CURRENCIES = {
    name: code
    for code, names in (
        ("USD", "usd|us$|us dollar|us dollars|u.s. dollar|u.s. dollars|american dollars|united states dollars"),
        ("AUD", "aud|a$|au$|australian dollar|australian dollars"),
        ("CAD", "cad|c$|ca$|canadian dollar|canadian dollars"),
        ("NZD", "nzd|nz$|new zealand dollars"),
        ("HKD", "hkd|hk$|hong kong dollars"),
        ("SGD", "sgd|s$|sg$|singapore dollars"),
        (DOLLAR, "$|dollar|dollars|bucks"),
        ("EUR", "eur|€|euro|euros"),
        ("GBP", "gbp|£|pound|pounds|pound sterling|pounds sterling|sterling|british pounds|quid"),
        ("JPY", "jpy|yen|japanese yen|円"),
        ("CNY", "cny|rmb|yuan|renminbi|chinese yuan"),
        (YEN_SIGN, "¥"),
        ("CHF", "chf|franc|francs|swiss francs"),
        ("AED", "aed|dirham|dirhams|emirati dirhams"),
        ("INR", "inr|₹|rupee|rupees|indian rupees"),
        ("KRW", "krw|₩|won|korean won"),
    )
    for name in names.split("|")
}


def same_currency(asked: str, said: str) -> bool | None:
    """Whether one is the other; None when a shared sign leaves it open."""
    if asked == said or asked in SHARED.get(said, ())[:1] or said in SHARED.get(asked, ()):
        return True
    return None if asked in SHARED.get(said, ()) else False
