"""The study day: a whole number of days since 1970, fixed when an answer is given and never recomputed."""

from datetime import UTC, date, datetime, timedelta

EPOCH = date(1970, 1, 1).toordinal()
ROLLOVER_MINUTES = 4 * 60
"""A study day begins at this minute of the local day, unless the learner says otherwise."""


def study_day(at_ms: int, offset_minutes: int, rollover_minutes: int = ROLLOVER_MINUTES) -> int:
    """The study day of a UTC instant, seen from a place `offset_minutes` east of UTC."""
    return (at_ms + (offset_minutes - rollover_minutes) * 60_000) // 86_400_000


def next_rollover(at_ms: int, offset_minutes: int, rollover_minutes: int = ROLLOVER_MINUTES) -> int:
    """The UTC instant in ms at which the next study day begins, if the offset stays."""
    shift = (offset_minutes - rollover_minutes) * 60_000
    return ((at_ms + shift) // 86_400_000 + 1) * 86_400_000 - shift


def day_text(day: int) -> str:
    """ISO date of a study day."""
    return date.fromordinal(EPOCH + day).isoformat()


def day_of(text: str) -> int:
    """Study day of an ISO date. Raises ValueError."""
    return date.fromisoformat(text).toordinal() - EPOCH


def local_text(at_ms: int, offset_minutes: int) -> str:
    """The instant as local date and time with its offset, to the second."""
    local = datetime.fromtimestamp(at_ms // 1000, UTC) + timedelta(minutes=offset_minutes)
    sign = "-" if offset_minutes < 0 else "+"
    hours, minutes = divmod(abs(offset_minutes), 60)
    return f"{local:%Y-%m-%dT%H:%M:%S}{sign}{hours:02}:{minutes:02}"
