"""Marking dates and times: the same is right, a longer stretch around it is partly right, another is wrong."""

from datetime import date
from itertools import product

from quiz.cards.marking.read_dates import MONTHS, When, parse
from quiz.cards.marking.read_times import Clock
from quiz.cards.marking.reasons import named
from quiz.cards.verdict import Outcome, Verdict, partly, right, wrong

_DAY = 24 * 60


def is_date(text: str) -> bool:
    """Whether a text can only be read as one date or time."""
    return len(parse(text)) == 1


def form_of(answer: str) -> str:
    """How exactly a date has to be given, in words; "" when it cannot be said."""
    found = parse(answer)
    if len(found) != 1:
        return ""
    when = found[0]
    time = when.clock.minute is not None
    if when.day:
        return "day, month, year and time" if time else "day, month and year" if when.years else "day and month"
    if when.part == "decade":
        return "the decade"
    if when.part:
        return "quarter, half or part of a year, and the year"
    if when.months:
        return "month and year" if when.years else "the month"
    return "the time" if time else "the year"


def mark_date(expected: str, given: str) -> Verdict | None:
    """The verdict on a date or time; None when one of the two is none."""
    meant, said = parse(expected) or parse(expected, loose=True), parse(given, loose=True)
    if not meant or not said:
        return None
    verdicts = [_marked(one, other, expected) for one, other in product(meant, said)]
    return max(verdicts, key=lambda verdict: verdict.share)


def _marked(meant: When, said: When, expected: str) -> Verdict:
    answer = _written(meant) if expected.strip()[:4].isdigit() else named(expected)
    if meant.clock.minute is None:
        zones = meant.clock.zone, said.clock.zone
        if None not in zones and zones[0] != zones[1] and said.clock.minute is None:
            return wrong(f"Right day, wrong zone: it was {answer}.")
        return _day(meant, said, answer)
    if not _has_day(meant):
        return _time(meant.clock, said.clock, answer) if said.clock.minute is not None else _other(said, answer)
    moments = _moment(meant), _moment(said)
    if None not in moments:
        return right() if moments[0] == moments[1] else _other_time(meant.clock, said.clock, answer)
    return _day_and_time(meant, said, answer)


def _day_and_time(meant: When, said: When, answer: str) -> Verdict:
    if not _has_day(said):
        time = _time(meant.clock, said.clock, answer)
        return time if time.outcome is Outcome.WRONG else partly(f"Right time, the day was missing: {answer}.")
    day = _day(meant, said, answer)
    if day.outcome is Outcome.WRONG:
        return day
    if said.clock.minute is None:
        whole = day.outcome is Outcome.RIGHT
        return partly(f"Right day, the time was missing: {answer}.") if whole else partly(day.reason, day.share / 2)
    time = _time(meant.clock, said.clock, answer)
    if time.outcome is Outcome.WRONG or day.outcome is Outcome.RIGHT:
        return time
    return partly(day.reason, min(day.share, time.share))


def _has_day(when: When) -> bool:
    return when.years is not None or when.months is not None


def _moment(when: When) -> int | None:
    """Minutes of UTC, when day, time and zone are all known."""
    minute, _, zone = when.clock
    if when.day is None or when.years is None or when.months is None or minute is None or zone is None:
        return None
    year = when.years[0]
    return date(year, when.months[0], when.day).toordinal() * _DAY + minute - zone if 0 < year < 10_000 else None


def _time(meant: Clock, said: Clock, answer: str) -> Verdict:
    if meant.minute is None or said.minute is None:
        return wrong(f"It was {answer}.")
    shift = (meant.zone or 0) - (said.zone or 0) if None not in (meant.zone, said.zone) else 0
    seconds = {meant.second, said.second} - {None}
    if (meant.minute - said.minute - shift) % _DAY or len(seconds) > 1:
        return _other_time(meant, said, answer)
    if meant.zone is not None and said.zone is None:
        return partly(f"Right time, the zone was missing: {answer}.", 0.75)
    return right()


def _other_time(meant: Clock, said: Clock, answer: str) -> Verdict:
    if meant.minute == said.minute and meant.zone != said.zone:
        return wrong(f"Right time, wrong zone: it was {answer}.")
    return wrong(f"That is another time: it was {answer}.")


def _day(meant: When, said: When, answer: str) -> Verdict:
    if not _has_day(said) or _clash(meant, said):
        return _other(said, answer)
    missing = {
        name
        for name, asked, told in (
            ("year", meant.years, said.years),
            ("month", meant.months, said.months),
            ("day", meant.day and (meant.day, meant.day + 1), said.day and (said.day, said.day + 1)),
        )
        if asked and (not told or told[1] - told[0] > asked[1] - asked[0])
    }
    if not missing:
        return right()
    if missing == {"day"}:
        return partly(f"Right month, the day was missing: {answer}.")
    if missing == {"year"}:
        return partly(f"The year was missing: {answer}.")
    if missing == {"month"} and meant.part:
        return partly(f"Right year, more exactly it was {answer}.", 0.25)
    if "year" not in missing:
        return partly(f"Right year, the {'day' if 'day' in missing else 'month'} was missing: {answer}.", 0.25)
    if "month" not in missing:
        return partly(f"Right month, the rest was missing: {answer}.", 0.25)
    return wrong(f"That is too vague: it was {answer}.")


def _clash(meant: When, said: When) -> bool:
    """Whether one of the two lies outside the other."""
    stretches = (meant.years, said.years), (meant.months, said.months)
    return bool(meant.day and said.day and meant.day != said.day) or any(
        one and other and not (_within(one, other) or _within(other, one)) for one, other in stretches
    )


def _within(inner: tuple[int, int], outer: tuple[int, int]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _other(said: When, answer: str) -> Verdict:
    written = _written(said)
    if said.day and said.years and str(said.years[0]) in answer:
        written = _written(said._replace(years=None))
    return wrong(f"{written}, but it was {answer}." if written else f"It was {answer}.")


def _written(when: When) -> str:
    """A date as it is written in Britain: 11 December 2022, Q4 2022, late 2024, 07:38."""
    parts = [str(when.day)] if when.day else []
    if when.part and when.part != "decade":
        parts.append(when.part)
    elif when.months:
        parts.append(MONTHS[when.months[0] - 1])
    if when.years:
        parts.append(_year(when.years[0]) + "s" * (when.part == "decade"))
    minute = when.clock.minute
    if minute is not None:
        parts.append(f"{'at ' if parts else ''}{minute // 60:02}:{minute % 60:02}")
    return " ".join(parts)


def _year(year: int) -> str:
    if year < 0:
        return f"{-year} BC"
    return f"{year} AD" if year < 1000 else str(year)
