"""Which item is next: learning steps, siblings, kin, the mix of new and known, each day's limits."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

from quiz.scheduling import Phase
from quiz.seeds import seed as seed_of
from quiz.session.plan import KIN_DISTANCE, LEARN_AHEAD_MS, Candidate, DayLimits, Order

LOOKAHEAD = 400
"""How far into the queue kin are avoided."""

_BY_TIME = attrgetter("due_ms", "n")

Recall = Callable[[Candidate], float]
Done = Mapping[int, tuple[int, int]]
"""By deck: new items and reviews already answered today."""


class Queue(NamedTuple):
    """What is left to ask in a sitting, the item in hand left out. No two of its items are of one card."""

    main: tuple[Candidate, ...] = ()
    learning: tuple[Candidate, ...] = ()
    """By the time at which they are due."""
    recent: tuple[str, ...] = ()
    """What the last cards were about, latest last."""
    last: int = 0
    """The item asked last."""
    new: int = 0
    """New items in `main`."""

    def left(self) -> tuple[int, int, int]:
        """New, learning and review items still to be asked."""
        return self.new, len(self.learning), len(self.main) - self.new


def build(
    learning: Iterable[Candidate],
    reviews: Sequence[Candidate],
    new: Sequence[Candidate],
    *,
    order: Order = Order.DUE,
    limits: DayLimits | None = None,
    done: Done | None = None,
    seen: Iterable[int] = (),
    seed: int = 0,
    recall: Recall = lambda candidate: 0.0,
) -> Queue:
    """The queue of a study day. `seen` are cards of which an item was answered today.

    Where siblings compete, one that is being learnt goes first, then a review; a new item waits for every review that
    is due, even one beyond the limit. `recall` gives the chance of recall, for the order by it.
    """
    waiting = sorted(learning, key=_BY_TIME)
    taken = {*seen, *(c.card for c in waiting if c.several)}
    limits, done = limits or DayLimits(), done or {}
    known = _limited(_sorted(reviews, order, seed, recall), limits.reviews, {d: n[1] for d, n in done.items()}, taken)
    taken |= {c.card for c in reviews if c.several}
    fresh = _limited(_sorted_new(new, order, seed), limits.new, {d: n[0] for d, n in done.items()}, taken)
    return Queue(tuple(mixed(known, fresh)), tuple(waiting), new=len(fresh))


def _sorted(items: Sequence[Candidate], order: Order, seed: int, recall: Recall) -> list[Candidate]:
    if order is Order.RANDOM:
        return sorted(items, key=lambda c: (seed_of(seed, c.n), c.n))
    if order is Order.ADDED:
        return sorted(items, key=attrgetter("deck", "position", "n"))
    if order is Order.RETRIEVABILITY:
        return sorted(items, key=lambda c: (-recall(c), c.n))
    return sorted(items, key=attrgetter("due", "n"))


def _sorted_new(items: Sequence[Candidate], order: Order, seed: int) -> list[Candidate]:
    if order is Order.RANDOM:
        return sorted(items, key=lambda c: (seed_of(seed, c.n), c.n))
    return sorted(items, key=attrgetter("position", "deck", "n"))


def _limited(items: Iterable[Candidate], limit: int, done: Mapping[int, int], taken: set[int]) -> list[Candidate]:
    """At most `limit` a deck with what was done, and one item of a card; `taken` grows."""
    used = dict(done)
    out = []
    for c in items:
        if used.get(c.deck, 0) >= limit or (c.several and c.card in taken):
            continue
        used[c.deck] = used.get(c.deck, 0) + 1
        if c.several:
            taken.add(c.card)
        out.append(c)
    return out


def mixed(known: Sequence[Candidate], fresh: Sequence[Candidate]) -> list[Candidate]:
    """New items spread evenly among known ones: in any beginning their share is off by one item at most."""
    total, k = len(known) + len(fresh), 0
    out: list[Candidate] = []
    for f, new in enumerate(fresh):
        before = -(-(f + 1) * total // len(fresh)) - 1 - f
        out += known[k:before]
        out.append(new)
        k = before
    return out + list(known[k:])


def pick(queue: Queue, now_ms: int) -> Candidate | None:
    """The item to ask now; None when nothing is left within the time that learning may be brought forward.

    A learning step that is over goes first, then the queue, then steps that are nearly over. The item asked last is not
    asked again while there is another.
    """
    due = [c for c in queue.learning if c.due_ms <= now_ms]
    for c in due:
        if c.n != queue.last:
            return c
    found = _from_main(queue)
    if found and found.n != queue.last:
        return found
    ahead = [c for c in queue.learning if c.due_ms <= now_ms + LEARN_AHEAD_MS]
    for c in ahead:
        if c.n != queue.last:
            return c
    return found or (ahead[0] if ahead else None)


def _from_main(queue: Queue) -> Candidate | None:
    recent = set(" ".join(queue.recent).split())
    near = {"": False}
    """Whether something about these entities was asked just now: many items are about the same ones."""
    nearest: Candidate | None = None
    for looked, c in enumerate(queue.main):
        if nearest is None or nearest.n == queue.last:
            nearest = c
        if c.n == queue.last:
            continue
        if c.kin not in near:
            near[c.kin] = not recent.isdisjoint(c.kin.split())
        if not near[c.kin]:
            return c
        if looked >= LOOKAHEAD:
            break
    return nearest


def asked(queue: Queue, candidate: Candidate) -> Queue:
    """The queue once an item has been put to the learner."""
    return dropped(queue, candidate.n)._replace(last=candidate.n, recent=(*queue.recent, candidate.kin)[-KIN_DISTANCE:])


def returned(queue: Queue, candidate: Candidate) -> Queue:
    """The queue with the item that was in hand and has not been answered: next, or among those being learnt."""
    queue = dropped(queue, candidate.n)._replace(recent=queue.recent[:-1], last=0)
    if candidate.phase in (Phase.LEARNING, Phase.RELEARNING):
        return learning_again(queue, candidate)
    return queue._replace(main=(candidate, *queue.main), new=queue.new + (candidate.phase == Phase.NEW))


def renewed(old: Queue, new: Queue, hand: Candidate | None = None) -> Queue:
    """A queue built anew in the middle of a sitting: it goes on from the old one and leaves out the item in hand."""
    if hand:
        siblings = [c.n for c in (*new.main, *new.learning) if hand.several and c.card == hand.card]
        for n in (hand.n, *siblings):
            new = dropped(new, n)
    return new._replace(recent=old.recent, last=old.last)


def find(queue: Queue, n: int) -> Candidate | None:
    """The item of a number, if it is left to ask."""
    return next((c for c in (*queue.main, *queue.learning) if c.n == n), None)


def added(queue: Queue, candidate: Candidate) -> Queue:
    """The queue with an item at its end."""
    queue = dropped(queue, candidate.n)
    return queue._replace(main=(*queue.main, candidate), new=queue.new + (candidate.phase == Phase.NEW))


def learning_again(queue: Queue, candidate: Candidate) -> Queue:
    """The queue with an item that comes back at its `due_ms`."""
    queue = dropped(queue, candidate.n)
    return queue._replace(learning=tuple(sorted((*queue.learning, candidate), key=_BY_TIME)))


def dropped(queue: Queue, n: int) -> Queue:
    """The queue without an item."""
    for i, c in enumerate(queue.main):
        if c.n == n:
            main = queue.main[:i] + queue.main[i + 1 :]
            queue = queue._replace(main=main, new=queue.new - (c.phase == Phase.NEW))
            break
    if any(c.n == n for c in queue.learning):
        queue = queue._replace(learning=tuple(c for c in queue.learning if c.n != n))
    return queue
