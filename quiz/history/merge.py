"""Joining logs: a set union. Any order, any number of times, the same result."""

from collections.abc import Iterable

from quiz.history.event import Event


def merge(*logs: Iterable[Event]) -> list[Event]:
    """All events once, in their order. Two contents under one uid: the smaller one, on every device."""
    by_uid: dict[tuple[str, int], Event] = {}
    for log in logs:
        for event in log:
            known = by_uid.setdefault((event.device, event.seq), event)
            if event is not known and event < known:
                by_uid[event.device, event.seq] = event
    return sorted(by_uid.values(), key=lambda event: event.order)


def clashes(*logs: Iterable[Event]) -> list[str]:
    """Uids under which the logs hold different contents: two devices with one id, or a changed file."""
    seen: dict[tuple[str, int], Event] = {}
    out: dict[str, None] = {}
    for log in logs:
        for event in log:
            if seen.setdefault((event.device, event.seq), event) != event:
                out[event.uid] = None
    return list(out)
