"""What Hypothesis may make of a log: rows of any text, and what devices with crooked clocks write together."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from hypothesis import strategies as st

from quiz.history import MAX_CLOCK, MAX_DAY, Event, Kind, Mode
from quiz.history.event import MAX_OFFSET, MAX_SEQ

DEVICES = ("aaaaaa", "kkkkkk", "zzzzzz")
ITEMS = ("d/a", "d/b#c1", "e/a")
START = 1_767_000_000_000
"""UTC ms of a day in December 2025."""
DAY_MS = 86_400_000
STARTING_DAY = START // DAY_MS

awkward = st.sampled_from(
    ["", "\t", "\n", "\\", "\\t", "\r\n", "\\\\n", "r1\t", "\x00", "\x85", "\u2028", "é", "日本", "🚀"]
)
texts = st.lists(awkward | st.text(max_size=20), max_size=6).map("".join)
"""Any text that UTF-8 can hold, with much of what separates and escapes."""
words = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\t\n"), max_size=12)
"""What may stand in a column that is not escaped."""

events = st.builds(
    Event,
    kind=st.sampled_from([str(kind) for kind in Kind]),
    device=st.sampled_from(DEVICES),
    seq=st.integers(1, 50) | st.integers(1, MAX_SEQ),
    clock=st.integers(START, START + 50) | st.integers(1, MAX_CLOCK),
    offset=st.integers(-MAX_OFFSET, MAX_OFFSET),
    day=st.integers(0, MAX_DAY),
    item=st.sampled_from(ITEMS) | words,
    mode=st.just(""),
    grade=st.integers(0, 4),
    took=st.integers(0, 2**32 - 1),
    verdict=st.sampled_from(["", "r", "p", "w"]),
    said=texts,
    revision=st.sampled_from(["", "a1b2c3"]) | words,
).flatmap(lambda event: _review(event) if event.kind == Kind.REVIEW else st.just(event))
"""One event, such as a program may have written."""


def _review(event: Event) -> st.SearchStrategy[Event]:
    modes = st.sampled_from([str(mode) for mode in Mode])
    return st.tuples(modes, st.integers(1, 4)).map(lambda drawn: event._replace(mode=drawn[0], grade=drawn[1]))


class Step(NamedTuple):
    """One thing that one of the devices writes."""

    device: int
    kind: str
    item: int
    mode: str
    grade: int
    later: int
    """UTC ms after the step before it, on any device."""
    days: int
    """Study days after the last one; a flight or a clock set back makes it negative."""
    target: int
    """How far back among the device's own events the target of a void is; below 0 it is a stranger's, or none."""


_RARE = [Kind.SUSPEND, Kind.BURY, Kind.FLAG, Kind.FORGET]
kinds = st.sampled_from([Kind.REVIEW] * 4 + [Kind.VOID] * 2 + _RARE).map(str)
steps = st.builds(
    Step,
    device=st.sampled_from([0, 0, 0, 1, 1, 2]),
    kind=kinds,
    item=st.sampled_from([0, 0, 0, 1, 2]),
    mode=st.sampled_from([Mode.STUDY] * 4 + [Mode.CRAM, Mode.QUIZ, Mode.GAME, Mode.CLASS]).map(str),
    grade=st.integers(1, 4),
    later=st.sampled_from([0, 0, 1, 1000, DAY_MS]),
    days=st.sampled_from([0, 0, 1, 3, 30, -1, -400]),
    target=st.sampled_from([0, 0, 0, 1, 1, 2, 5, -1, -2, -3]),
)


def written(script: Sequence[Step]) -> list[Event]:
    """The events of a script, in the order in which they were written. Devices do not hear of each other."""
    own: dict[str, list[Event]] = {device: [] for device in DEVICES}
    out: list[Event] = []
    now, day = START, STARTING_DAY
    for step in script:
        device = DEVICES[step.device]
        now, day = now + step.later, max(0, day + step.days)
        mine = own[device]
        clock = max(now, mine[-1].clock + 1 if mine else 0)
        event = Event(step.kind, device, len(mine) + 1, clock, 0, day, ITEMS[step.item], took=100 + len(out))
        if step.kind == Kind.REVIEW:
            event = event._replace(mode=step.mode, grade=step.grade)
        elif step.kind == Kind.VOID:
            item, said = _target(step, mine, out, device)
            event = event._replace(item=item, said=said)
        else:
            event = event._replace(grade=step.grade % 2, said=f"note {step.grade}" if step.kind == Kind.FLAG else "")
        mine.append(event)
        out.append(event)
    return out


def _target(step: Step, mine: Sequence[Event], out: Sequence[Event], device: str) -> tuple[str, str]:
    """Item and uid that a void aims at."""
    strangers = [event for event in out if event.device != device]
    if step.target == -1 and strangers:
        return strangers[-1].item, strangers[-1].uid
    if step.target >= 0 and mine:
        event = mine[-1 - step.target % len(mine)]
        return event.item, event.uid
    return ITEMS[step.item], "nobody" if step.target == -2 else f"{device}-{len(mine) + 3}"


logs = st.lists(steps, max_size=30).map(written)
"""What three devices wrote: same milliseconds, voids of voids, of strangers and of nothing, days that run backwards."""


def draft(item: str = ITEMS[0], kind: str = Kind.REVIEW, at: int = START, **more: Any) -> Event:
    """An event as the workspace drafts it: a Good in study unless told otherwise."""
    review = {"mode": str(Mode.STUDY), "grade": 3, "took": 1500, "verdict": "r", "said": "Tokyo", "revision": "a1b2c3"}
    values = (review if kind == Kind.REVIEW else {}) | more
    return Event(kind, "", 0, at, 60, at // DAY_MS, item, **values)
