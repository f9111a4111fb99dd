"""A learner's folder read naively: what its decks and its list of events add up to, from the beginning each time.

It knows the scheduler and nothing else of the program: no index, no queue, no incremental state.
"""

from collections import Counter
from typing import NamedTuple

from quiz.history import Kind, Mode
from quiz.scheduling import NEW, Memory, Phase, Scheduler, item_seed
from quiz.seeds import seed as seed_of
from quiz.session import Order
from quiz.workspace import Clock, Workspace

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
START = 20_000 * DAY + 12 * HOUR
LEARNING = (Phase.LEARNING, Phase.RELEARNING)


class StillClock(Clock):
    """A clock that somebody else moves."""

    at = START
    east = 0

    def now_ms(self) -> int:
        return self.at

    def offset(self) -> int:
        return self.east


class Alone(Workspace):
    """A workspace that looks for decks in its home folder only."""

    @property
    def folders(self) -> tuple[str, ...]:
        return (self.home.decks,)


# -- decks -------------------------------------------------------------------------------------------------------------

BODIES = {
    "recall": 'kind = "recall"\nq = "What is {n}?"\nanswer = "It is {n}."\n',
    "both": 'kind = "recall"\nq = "What is {n}?"\nanswer = "It is {n}."\nreverse = "Which is it, {n}?"\n',
    "typed": 'kind = "typed"\nq = "Write {n}."\nanswer = "number {n}"\nvalue = "text"\n',
    "choice": 'kind = "choice"\nq = "Which is {n}?"\nanswer = "this {n}"\nwrong = ["that", "another"]\n',
    "cloze": 'kind = "cloze"\ntext = "The {{{{c1::one{n}}}}}, the {{{{c2::two{n}}}}}, the {{{{c3::three{n}}}}}."\n',
}
PARTS = {"recall": [""], "both": ["", "#rev"], "typed": [""], "choice": [""], "cloze": ["#c1", "#c2", "#c3"]}
DECKS = ("one", "two")


class Item(NamedTuple):
    """An item as the model knows it."""

    key: str
    deck: str
    card: str
    several: bool
    position: int


def deck_text(deck: str, kinds: list[str]) -> str:
    cards = [f'\n[[card]]\nid = "c{n}"\n' + BODIES[kind].format(n=n) for n, kind in enumerate(kinds)]
    return f'format = 1\nid = "{deck}"\ntitle = "Deck {deck}"\n' + "".join(cards)


class Happened(NamedTuple):
    """An event as the model keeps it."""

    uid: str
    kind: str
    key: str
    grade: int
    day: int
    clock: int
    mode: str
    said: str


class Model:
    """What events and decks add up to, read from the beginning each time."""

    def __init__(self) -> None:
        self.kinds: dict[str, list[str]] = {deck: [] for deck in DECKS}
        self.log: list[Happened] = []
        self.scheduler = Scheduler()

    def items(self) -> list[Item]:
        out = []
        for deck, kinds in self.kinds.items():
            position = 0
            for n, kind in enumerate(kinds):
                for part in PARTS[kind]:
                    several = len(PARTS[kind]) > 1
                    out.append(Item(f"{deck}/c{n}{part}", deck, f"{deck}/c{n}", several, position))
                    position += 1
        return out

    def effective(self) -> list[Happened]:
        gone: set[str] = set()
        for event in reversed(self.log):
            if event.kind == Kind.VOID and event.uid not in gone:
                gone.add(event.said)
        return [e for e in self.log if e.kind != Kind.VOID and e.uid not in gone]

    def undoable(self) -> Happened | None:
        return self.effective()[-1] if self.effective() else None

    def redoable(self) -> Happened | None:
        """What the latest effective void took back, if nothing effective came after it."""
        gone: set[str] = set()
        by_uid = {event.uid: event for event in self.log}
        for event in reversed(self.log):
            if event.uid in gone:
                continue
            if event.kind != Kind.VOID:
                return None
            if by_uid[event.said].kind != Kind.VOID:
                return by_uid[event.said]
            gone.add(event.said)
        return None

    def limits(self) -> tuple[int, int]:
        said = [e.said for e in self.effective() if e.kind == Kind.SETTINGS]
        new, reviews = said[-1].split() if said else ("20", "200")
        return int(new), int(reviews)

    def state(self, key: str) -> tuple[Memory, bool, int, bool]:
        """Memory, suspended, study day on which it is put off, flagged."""
        memory, suspended, buried, flagged = NEW, False, -1, False
        for e in self.effective():
            if e.key != key:
                continue
            if e.kind == Kind.REVIEW and e.mode == Mode.STUDY:
                memory = self.scheduler.answer(memory, e.grade, e.day, e.clock, item_seed(key))
            elif e.kind == Kind.SUSPEND:
                suspended = True
            elif e.kind == Kind.BURY:
                buried = e.day
            elif e.kind == Kind.FLAG:
                flagged = e.grade == 1
            elif e.kind == Kind.FORGET:
                memory = NEW
        return memory, suspended, buried, flagged

    def answered_on(self, day: int) -> Counter[tuple[str, int]]:
        """By deck and phase before the answer."""
        out: Counter[tuple[str, int]] = Counter()
        memories: dict[str, Memory] = {}
        for e in self.effective():
            memory = memories.get(e.key, NEW)
            if e.kind == Kind.REVIEW and e.mode == Mode.STUDY:
                if e.day == day:
                    out[e.key.split("/")[0], memory.phase] += 1
                memories[e.key] = self.scheduler.answer(memory, e.grade, e.day, e.clock, item_seed(e.key))
            elif e.kind == Kind.FORGET:
                memories[e.key] = NEW
        return out

    def to_ask(
        self, deck: str, day: int, order: Order, numbers: dict[str, int]
    ) -> tuple[list[str], list[str], list[str]]:
        """Keys of learning, due and new items of a deck that a study day asks for."""
        states = {item: self.state(item.key) for item in self.items() if item.deck == deck}
        memory = {item: states[item][0] for item in states}
        free = [i for i in states if not states[i][1] and states[i][2] != day]
        waiting = [i for i in free if memory[i].phase in LEARNING and memory[i].due_day <= day]
        due = [i for i in free if memory[i].phase == Phase.REVIEW and memory[i].due_day <= day]
        new = [i for i in free if memory[i].phase == Phase.NEW]
        waiting.sort(key=lambda i: (memory[i].due_ms, numbers[i.key]))

        def by_order(i: Item) -> tuple[float, ...]:
            n = numbers[i.key]
            if order is Order.DUE:
                return memory[i].due_day, n
            if order is Order.ADDED:
                return i.position, n
            if order is Order.RANDOM:
                return seed_of(seed_of("queue", day), n), n
            return -self.scheduler.retrievability(memory[i], day), n

        due.sort(key=by_order)

        def siblings(i: Item, among: list[Item]) -> bool:
            return i.several and any(o.card == i.card and o != i for o in among)

        def seen(i: Item) -> bool:
            return i.several and any(o.card == i.card and memory[o].last_day == day for o in states)

        learning = [
            i for place, i in enumerate(waiting)
            if memory[i].last_day == day or not (seen(i) or siblings(i, waiting[:place]))
        ]  # fmt: skip
        reviews = [
            i for place, i in enumerate(due) if not (seen(i) or siblings(i, waiting) or siblings(i, due[:place]))
        ]
        fresh = [
            i for place, i in enumerate(new) if not (seen(i) or siblings(i, waiting + due) or siblings(i, new[:place]))
        ]
        done = self.answered_on(day)
        new_limit, review_limit = self.limits()
        reviews = reviews[: max(0, review_limit - done[deck, Phase.REVIEW])]
        fresh = fresh[: max(0, new_limit - done[deck, Phase.NEW])]
        return [i.key for i in learning], [i.key for i in reviews], [i.key for i in fresh]
