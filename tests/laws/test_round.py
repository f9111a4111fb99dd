"""What holds of a quiz round, whatever is answered, skipped, repeated or broken off."""

from dataclasses import replace

import tomli
from hypothesis import given
from hypothesis import strategies as st

from quiz.cards import Answer, Card, Choose, Outcome, Reveal, Type, kind, kind_names, load
from quiz.game import (
    COMBO_POINTS,
    MOST_COMBO_POINTS,
    POINTS,
    Ask,
    Given,
    Next,
    Put,
    Quit,
    Retry,
    Round,
    RoundEffect,
    RoundEvent,
    RoundPlan,
    Write,
    begin_round,
    round_step,
    share_line,
)
from quiz.history import FRESH
from quiz.session import Dealt

CARDS: list[Card] = [
    replace(load(tomli.loads(example)), id=f"{name}-{n}")
    for name in kind_names()
    for n, example in enumerate(kind(name).examples)
]
ITEMS = [(card, part) for card in CARDS for part in card.parts()]
NOW = 1_780_000_000_000


def dealt(n: int) -> Dealt | None:
    """The item of a number; some have gone."""
    if n >= len(ITEMS):
        return None
    card, part = ITEMS[n]
    return Dealt(n, f"deck/{card.id}#{part}", part, "Deck", card, FRESH)


plans = st.builds(
    RoundPlan,
    st.just("Round"),
    st.lists(st.integers(0, len(ITEMS) + 1), max_size=8).map(tuple),
    st.sampled_from([0, 0, 5]),
    st.integers(0, 2**64 - 1),
    st.sampled_from([0, 150, 10_000]),
)
answers = st.sampled_from(["right", "right", "right", None, "nonsense"])
moves = st.lists(st.tuples(st.sampled_from(["give", "next", "put", "quit", "retry"]), answers, st.integers(0, 9_000)))


class Player:
    """Deals what a round asks for, and remembers what it wrote."""

    def __init__(self, plan: RoundPlan) -> None:
        self.now = NOW
        self.written: list[Write] = []
        self.asked: list[int] = []
        self.state, effects = begin_round(plan)
        self.carry_out(effects)

    def send(self, event: RoundEvent) -> Round:
        self.state, effects = round_step(self.state, event, self.now)
        self.carry_out(effects)
        return self.state

    def carry_out(self, effects: tuple[RoundEffect, ...]) -> None:
        for effect in effects:
            if isinstance(effect, Ask):
                self.asked.append(effect.n)
                self.send(Put(dealt(effect.n)))
            else:
                self.written.append(effect)

    def answer(self, how: str | None) -> Answer:
        if how != "right" or self.state.dealt is None:
            return how
        return self.state.dealt.card.full_marks(self.state.dealt.part)


def played(plan: RoundPlan, steps: list[tuple[str, str | None, int]]) -> Player:
    player = Player(plan)
    for name, how, wait in steps:
        player.now += wait
        events: dict[str, RoundEvent] = {
            "give": Given(player.answer(how)), "next": Next(), "put": Put(dealt(0)), "quit": Quit(), "retry": Retry(),
        }  # fmt: skip
        before, count = player.state, len(player.written)
        after = player.send(events[name])
        check(after)
        if name == "retry" and before.done and before.missed:
            assert not after.plan.counts
            assert set(player.asked[-len(after.plan.items) :]) <= {answer.n for answer in before.missed}
            continue
        assert after.scored[: len(before.scored)] == before.scored, "what was answered stays"
        assert len(player.written) - count == len(after.scored) - len(before.scored), "each answer is written once"
    return player


def check(state: Round) -> None:
    score = combo = longest = 0
    for answer in state.scored:
        right = answer.outcome is Outcome.RIGHT
        bonus = min(combo * COMBO_POINTS, MOST_COMBO_POINTS) if right else 0
        assert bonus <= answer.points <= POINTS + bonus
        assert (answer.points == 0) == (answer.outcome is Outcome.WRONG)
        if right:
            assert answer.points == POINTS + bonus
        combo = combo + 1 if right else 0
        assert answer.combo == combo
        score, longest = score + answer.points, max(longest, combo)
    assert (state.score, state.combo, state.longest) == (score, combo, longest)
    assert state.right + len(state.missed) == len(state.scored) <= len(state.plan.items)
    assert not isinstance(state.shape, Reveal), "a thought cannot be marked"
    assert (state.dealt is None) == (state.shape is None)
    assert not (state.done and state.left)
    assert share_line(state).count("✓") == state.right


@given(plans, moves)
def test_points_combos_and_rows_agree_whatever_happens(
    plan: RoundPlan, steps: list[tuple[str, str | None, int]]
) -> None:
    player = played(plan, steps)
    assert all(1 <= write.grade <= 3 and write.took >= 0 for write in player.written)


@given(plans, moves)
def test_the_same_round_played_alike_is_the_same(plan: RoundPlan, steps: list[tuple[str, str | None, int]]) -> None:
    assert played(plan, steps).state == played(plan, steps).state


@given(plans)
def test_all_right_in_time_earns_everything(plan: RoundPlan) -> None:
    player = Player(plan)
    while not player.state.done:
        player.send(Given(player.answer("right")))
        player.send(Next())
    asked = [n for n in plan.items if (one := dealt(n)) and not isinstance(one.card.ask(one.part, 0), Reveal)]
    assert [answer.n for answer in player.state.scored] == asked
    assert player.state.right == player.state.longest == len(asked)
    assert player.state.new_best == (plan.counts and player.state.score > plan.best)
    assert not player.state.missed


@given(plans.filter(lambda plan: plan.seconds), st.booleans())
def test_what_comes_too_late_is_wrong_and_how_fast_it_comes_earns_nothing(plan: RoundPlan, late: bool) -> None:
    player = Player(plan)
    while not player.state.done:
        player.now += plan.seconds * 1000 + late
        player.send(Given(player.answer("right")))
        assert player.state.scored[-1].outcome is (Outcome.WRONG if late else Outcome.RIGHT)
        player.send(Next())


def test_the_line_to_share_gives_no_answer_away() -> None:
    numbers = tuple(n for n, (card, part) in enumerate(ITEMS) if isinstance(card.ask(part, 0), Type | Choose))
    player = Player(RoundPlan("Round", numbers))
    while not player.state.done:
        player.send(Given(None))
        player.send(Next())
    line = share_line(player.state)
    assert line == f"Round: 0 of {len(numbers)}, 0 points  {'✗' * len(numbers)}"
