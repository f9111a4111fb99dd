"""Events from elsewhere, made this device's own."""

from collections.abc import Iterable

from quiz.history import Event, Kind


def as_own(events: Iterable[Event], here: Iterable[Event], device: str, seq: int) -> list[Event]:
    """The events as new ones of a device whose latest number is `seq`, oldest first.

    What is here already, but for device and number, is left out. A void follows its target to the target's new uid.
    """
    wanted = dict.fromkeys(events)
    clocks = {event.clock for event in wanted}
    uids: dict[str, str] = {}
    known: dict[Event, list[str]] = {}
    for event in here:
        if event in wanted:  # itself, so that no twin with the same content takes its place
            del wanted[event]
            uids[event.uid] = event.uid
        elif event.clock in clocks:
            known.setdefault(_content(event), []).append(event.uid)
    out: list[Event] = []
    for event in sorted(wanted, key=lambda event: event.order):
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
