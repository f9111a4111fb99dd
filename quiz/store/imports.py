"""Events from elsewhere, made this device's own."""

from collections.abc import Iterable

from quiz.history import Event, Kind


def as_own(events: Iterable[Event], here: Iterable[Event], device: str, seq: int) -> list[Event]:
    """The events as new ones of a device whose latest number is `seq`, oldest first.

    What is here already, but for device and number, is left out. A void follows its target to the target's new uid.
    """
    ordered = sorted(dict.fromkeys(events), key=lambda event: event.order)
    clocks = {event.clock for event in ordered}
    known: dict[Event, list[str]] = {}
    for event in here:
        if event.clock in clocks:
            known.setdefault(_content(event), []).append(event.uid)
    uids: dict[str, str] = {}
    out: list[Event] = []
    for event in ordered:
        if event.kind == Kind.VOID:
            event = event._replace(said=uids.get(event.said, event.said))
        same = known.get(_content(event))
        if same:
            uids[event.uid] = same.pop(0)
            continue
        seq += 1
        out.append(event._replace(device=device, seq=seq))
        uids[event.uid] = out[-1].uid
    return out


def _content(event: Event) -> Event:
    return event._replace(device="", seq=0)
