"""Laws of the queue: who is asked, in which order, how far apart. Each is checked against a naive reading of it."""

from collections import Counter
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quiz.scheduling import Phase
from quiz.seeds import seed as seed_of
from quiz.session import Candidate, DayLimits, Order, Queue, build, pick
from quiz.session.plan import KIN_DISTANCE, LEARN_AHEAD_MS
from quiz.session.queue import added, asked, dropped, find, learning_again, mixed, renewed, returned

NOW = 1_800_000_000_000
MINUTE = 60_000
DECKS = 3
LEARNING = (Phase.LEARNING, Phase.RELEARNING)
WHOLE = DayLimits(new=10_000, reviews=10_000)


@st.composite
def worlds(draw: st.DrawFn, size: int = 14) -> tuple[list[Candidate], list[Candidate], list[Candidate]]:
    """Learning, due and new items of some cards in three decks; some cards have several items."""
    learning, reviews, new = [], [], []
    several = draw(st.frozensets(st.integers(0, 9)))
    for n in range(1, draw(st.integers(0, size)) + 1):
        card = draw(st.integers(0, 9))
        lone = card not in several
        phase = draw(st.sampled_from([Phase.NEW, Phase.REVIEW, Phase.REVIEW, Phase.LEARNING, Phase.RELEARNING]))
        candidate = Candidate(
            n, f"d/{n}", card % DECKS, 1000 + n if lone else card,
            kin=draw(st.sampled_from(["", "", "m1", "m2", "m1 m2", "m3"])), several=not lone,
            due=draw(st.integers(90, 100)), position=draw(st.integers(0, 20)), phase=phase,
            stability=draw(st.sampled_from([0.5, 3.0, 40.0])), last_day=draw(st.integers(60, 99)),
            due_ms=NOW + draw(st.integers(-5, 40)) * MINUTE if phase in LEARNING else 0,
        )  # fmt: skip
        {Phase.NEW: new, Phase.REVIEW: reviews}.get(phase, learning).append(candidate)
    return learning, reviews, new


orders = st.sampled_from(Order)
limits = st.builds(DayLimits, st.integers(0, 6), st.integers(0, 6))
doings = st.dictionaries(st.integers(0, DECKS - 1), st.tuples(st.integers(0, 4), st.integers(0, 4)))


def recall(candidate: Candidate) -> float:
    return candidate.stability / (candidate.stability + 100 - candidate.last_day)


KEYS: dict[Order, Callable[[Candidate], tuple[float, ...]]] = {
    Order.DUE: lambda c: (c.due, c.n),
    Order.ADDED: lambda c: (c.deck, c.position, c.n),
    Order.RETRIEVABILITY: lambda c: (-recall(c), c.n),
    Order.RANDOM: lambda c: (seed_of(7, c.n), c.n),
}


def queue_of(world: tuple[list[Candidate], ...], order: Order = Order.DUE, **rest: object) -> Queue:
    learning, reviews, new = world
    return build(learning, reviews, new, order=order, seed=7, recall=recall, **rest)  # type: ignore[arg-type]


def served(queue: Queue) -> list[Candidate]:
    """Everything that the queue gives if each answer is the last one for today, in the order of asking."""
    out, now = [], NOW
    while queue.main or queue.learning:
        candidate = pick(queue, now)
        if candidate is None:
            now += MINUTE
            continue
        queue = asked(queue, candidate)
        out.append(candidate)
    return out


# -- who ---------------------------------------------------------------------------------------------------------------


@given(worlds(), orders, limits, doings, st.frozensets(st.integers(0, 9), max_size=3))
def test_the_queue_is_what_the_rules_say(
    world: tuple[list[Candidate], ...], order: Order, limits: DayLimits, done: dict[int, tuple[int, int]],
    seen: frozenset[int],
) -> None:  # fmt: skip
    learning, reviews, new = world
    queue = queue_of(world, order, limits=limits, done=done, seen=seen)

    def first_of_its_card(c: Candidate, among: list[Candidate]) -> bool:
        return not any(o.card == c.card and o.n != c.n for o in among[: among.index(c)])

    def within(limit: int, index: int, among: list[Candidate]) -> list[Candidate]:
        room = {deck: limit - done.get(deck, (0, 0))[index] for deck in range(DECKS)}
        return [c for c in among if sum(o.deck == c.deck for o in among[: among.index(c)]) < room[c.deck]]

    reviews = sorted(reviews, key=KEYS[order])
    by_place = KEYS[Order.RANDOM] if order is Order.RANDOM else lambda c: (c.position, c.deck, c.n)
    new = sorted(new, key=by_place)
    gone = seen | {c.card for c in learning}
    free = [c for c in reviews if not c.several or (c.card not in gone and first_of_its_card(c, reviews))]
    gone |= {c.card for c in reviews}
    fresh = [c for c in new if not c.several or (c.card not in gone and first_of_its_card(c, new))]
    assert [c for c in queue.main if c.phase == Phase.REVIEW] == within(limits.reviews, 1, free)
    assert [c for c in queue.main if c.phase == Phase.NEW] == within(limits.new, 0, fresh)
    assert list(queue.learning) == sorted(learning, key=lambda c: (c.due_ms, c.n))


@given(worlds(), orders, limits)
def test_counts_are_what_is_then_served(world: tuple[list[Candidate], ...], order: Order, limits: DayLimits) -> None:
    queue = queue_of(world, order, limits=limits)
    new, learning, review = queue.left()
    given = served(queue)
    assert len(given) == len({c.n for c in given}) == new + learning + review
    phases = Counter(c.phase for c in given)
    assert (phases[Phase.NEW], phases[Phase.REVIEW]) == (new, review)


@given(worlds(), orders)
def test_one_item_of_a_card_and_reviews_go_before_new_ones(world: tuple[list[Candidate], ...], order: Order) -> None:
    main = queue_of(world, order, limits=WHOLE).main
    cards = Counter(c.card for c in main if c.several)
    assert not cards or max(cards.values()) == 1
    due = {c.card for c in world[1] if c.several}
    assert not any(c.card in due for c in main if c.phase == Phase.NEW)


# -- in which order ----------------------------------------------------------------------------------------------------


@given(worlds(size=25), orders)
def test_each_order_is_that_order(world: tuple[list[Candidate], ...], order: Order) -> None:
    queue = queue_of(world, order, limits=WHOLE)
    keys = [KEYS[order](c) for c in queue.main if c.phase == Phase.REVIEW]
    assert keys == sorted(keys)
    if order is Order.RETRIEVABILITY:
        chances = [recall(c) for c in queue.main if c.phase == Phase.REVIEW]
        assert all(a >= b for a, b in pairwise(chances))


@given(worlds(size=25), orders, st.randoms(use_true_random=False))
def test_the_order_is_total_and_knows_no_order_of_arrival(
    world: tuple[list[Candidate], ...], order: Order, luck: object
) -> None:
    shuffled = []
    for part in world:
        part = list(part)
        luck.shuffle(part)  # type: ignore[attr-defined]
        shuffled.append(part)
    assert queue_of(tuple(shuffled), order) == queue_of(world, order)


@given(worlds(size=25), orders, st.integers(0, 10))
def test_building_anew_keeps_the_order_of_what_is_left(
    world: tuple[list[Candidate], ...], order: Order, answered: int
) -> None:
    queue = queue_of(world, order, limits=WHOLE)
    gone = {c.n for c in queue.main[:answered]}
    cards = {c.card for c in queue.main[:answered] if c.several}
    rest = tuple([c for c in part if c.n not in gone] for part in world)
    again = queue_of(rest, order, limits=WHOLE, seen=cards)  # type: ignore[arg-type]
    for phase in (Phase.NEW, Phase.REVIEW):
        assert [c for c in again.main if c.phase == phase] == [c for c in queue.main[answered:] if c.phase == phase]


@given(st.integers(0, 40), st.integers(0, 40))
def test_new_items_are_spread_evenly(known: int, fresh: int) -> None:
    out = mixed([Candidate(n, "", 0, n, phase=Phase.REVIEW) for n in range(known)], [
        Candidate(1000 + n, "", 0, n) for n in range(fresh)
    ])  # fmt: skip
    assert [c.n for c in out if c.n < 1000] == list(range(known))
    assert [c.n - 1000 for c in out if c.n >= 1000] == list(range(fresh))
    for length in range(1, len(out) + 1):
        new = sum(c.n >= 1000 for c in out[:length])
        assert abs(new - length * fresh / (known + fresh)) <= 1


# -- when --------------------------------------------------------------------------------------------------------------


def others(queue: Queue, now: int) -> bool:
    """Whether anything but the item asked last can be asked."""
    near = [c for c in queue.learning if c.due_ms <= now + LEARN_AHEAD_MS]
    return any(c.n != queue.last for c in (*queue.main, *near))


@given(worlds(size=20), st.lists(st.tuples(st.integers(0, 12), st.integers(-4, 30)), max_size=60))
def test_what_is_asked_when(world: tuple[list[Candidate], ...], answers: list[tuple[int, int]]) -> None:
    """Learning items at their time, nothing twice in a row, kin apart: in any run in which items come back.

    An item comes back after so many minutes, at the end of the queue (below 0), or not at all (0).
    """
    queue, now = queue_of(world, limits=WHOLE), NOW
    shown: list[Candidate] = []
    for wait, back in answers:
        now += wait * MINUTE
        c = pick(queue, now)
        if c is None:
            assert not queue.main
            assert all(o.due_ms > now + LEARN_AHEAD_MS for o in queue.learning)
            continue
        assert c.n != queue.last or not others(queue, now)
        over = [o for o in queue.learning if o.due_ms <= now and o.n != queue.last]
        if c.phase in LEARNING:
            nothing_else = not over and all(o.n == queue.last for o in queue.main)
            assert c.due_ms <= now or (nothing_else and c.due_ms <= now + LEARN_AHEAD_MS)
        else:
            assert not over
            near = {entity for o in shown[-KIN_DISTANCE:] for entity in o.kin.split()}
            if near & set(c.kin.split()):
                assert all(near & set(o.kin.split()) or o.n == queue.last for o in queue.main)
        shown.append(c)
        queue = asked(queue, c)
        assert find(queue, c.n) is None
        if back > 0:
            queue = learning_again(queue, c._replace(phase=Phase.LEARNING, due_ms=now + back * MINUTE))
        elif back < 0:
            queue = added(queue, c._replace(phase=Phase.REVIEW, due_ms=0))


def test_kin_are_five_cards_apart_where_that_can_be() -> None:
    items = [Candidate(n, "", 0, n, kin="m1" if n < 3 else "", phase=Phase.REVIEW, due=n) for n in range(1, 11)]
    places = [place for place, c in enumerate(served(queue_of(([], items, [])))) if c.kin]
    assert places == [0, KIN_DISTANCE + 1]


def test_the_item_asked_last_waits_for_any_other() -> None:
    last, kin = Candidate(1, "", 0, 1, phase=Phase.REVIEW), Candidate(2, "", 0, 2, kin="m1", phase=Phase.REVIEW)
    soon, late = (Candidate(n, "", 0, n, phase=Phase.LEARNING, due_ms=NOW + n * MINUTE) for n in (20, 21))
    assert pick(Queue((last, kin), last=1, recent=("m1", "")), NOW) == kin
    assert pick(Queue((kin, last), last=1, recent=("m1", "")), NOW) == kin
    assert pick(Queue((last,), (soon,), last=1), NOW) == soon
    assert pick(Queue((last,), (late,), last=1), NOW) == last
    assert pick(Queue(learning=(soon._replace(due_ms=NOW),), last=20), NOW) == soon._replace(due_ms=NOW)


def test_learning_is_brought_forward_by_no_more_than_twenty_minutes() -> None:
    soon, late = (Candidate(n, "", 0, n, phase=Phase.LEARNING, due_ms=NOW + n * MINUTE) for n in (20, 21))
    assert pick(Queue(learning=(soon, late)), NOW) == soon
    assert pick(Queue(learning=(late,)), NOW) is None
    assert pick(Queue(learning=(late,)), NOW + MINUTE) == late


# -- changes -----------------------------------------------------------------------------------------------------------


def consistent(queue: Queue) -> bool:
    numbers = [c.n for c in (*queue.main, *queue.learning)]
    return len(numbers) == len(set(numbers)) and queue.new == sum(c.phase == Phase.NEW for c in queue.main)


@given(worlds(), st.data())
def test_changes_lose_nothing(world: tuple[list[Candidate], ...], data: st.DataObject) -> None:
    queue = queue_of(world)
    assume(queue.main or queue.learning)
    before = {c.n for c in (*queue.main, *queue.learning)}
    c = data.draw(st.sampled_from([*queue.main, *queue.learning]))
    hand = asked(queue, c)
    assert consistent(hand)
    assert {o.n for o in (*hand.main, *hand.learning)} == before - {c.n}
    back = returned(hand, c)
    assert consistent(back)
    assert {o.n for o in (*back.main, *back.learning)} == before
    assert back.left() == queue.left()
    assert c in back.main[:1] or c in back.learning
    assert dropped(dropped(queue, c.n), c.n) == dropped(queue, c.n)
    assert added(queue, c).left() == (queue.left() if c in queue.main else added(dropped(queue, c.n), c).left())
    held = renewed(queue, queue, c)
    assert consistent(held)
    assert find(held, c.n) is None
    assert not c.several or not any(o.card == c.card for o in (*held.main, *held.learning))


@pytest.mark.parametrize("items", [0, 1])
def test_nothing_and_next_to_nothing(items: int) -> None:
    queue = build([], [Candidate(1, "a/b", 0, 1, phase=Phase.REVIEW)][:items], [])
    assert queue.left() == (0, 0, items)
    assert (pick(queue, NOW) is None) == (not items)
