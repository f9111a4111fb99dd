"""Scheduling settings are events: every device follows the latest, undo takes them back, and none stops the program."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies_log import DAY_MS, DEVICES, ITEMS, START, draft

from quiz.errors import QuizError
from quiz.history import Event, Kind, encode
from quiz.scheduling import Parameters
from quiz.scheduling.parameters import WEIGHTS
from quiz.session import Order
from quiz.store.home import Home
from quiz.store.parameters import MAX_SETTINGS, parameters_of
from quiz.store.settings import Scheduling, scheduling_of
from quiz.store.store import Store

Open = Callable[[Home], Store]
Follows = Callable[[Store], None]
Noticeable = Callable[[Store], dict[str, Any]]
DEFAULT = Parameters()


def setting(said: str, at: int = START) -> Event:
    return draft("", Kind.SETTINGS, at=at, said=said)


def study(store: Store) -> None:
    """Reviews in every phase, on several days."""
    for n in range(6):
        for item in ITEMS[:2]:
            store.append(draft(item, at=START + n * 4 * DAY_MS, grade=3 if n != 3 else 1))


@pytest.mark.parametrize(
    "said",
    ['{"learning_steps":[]}', '{"desired_retention":0.75}', '{"relearning_steps":[]}', '{"fuzz":false}',
     '{"maximum_interval":3}', json.dumps({"weights": [1.0, 1.5, 3.0, *WEIGHTS[3:]]})],
)  # fmt: skip
def test_settings_recompute_everything_and_their_undo_restores_it(
    store: Store, opened: Open, said: str, noticeable: Noticeable, follows: Follows
) -> None:
    study(store)
    before = noticeable(store)
    log = len(list(store.events()))
    store.append(setting(said))
    assert len(list(store.events())) == log + 1
    changed = noticeable(store)
    assert (changed["item"], changed["day"]) != (before["item"], before["day"])
    assert store.scheduler.parameters == parameters_of(said) != DEFAULT
    follows(store)
    study(store)
    for _ in range(12):
        store.undo(draft(kind=Kind.VOID))
    assert noticeable(store) == changed
    undone = store.undo(draft(kind=Kind.VOID))
    assert undone
    assert (undone.event.said, undone.item) == (said, "")
    assert noticeable(store) == before
    assert store.scheduler.parameters == DEFAULT
    store.undo(draft(kind=Kind.VOID), redo=True)
    assert noticeable(store) == changed
    again = opened(store.home)
    assert again.scheduler.parameters == parameters_of(said)
    follows(again)


def test_answers_undone_after_other_steps_leave_the_days_as_they_were(store: Store, follows: Follows) -> None:
    """The phase in which an answer was given depends on the steps: the days are counted anew with them."""
    study(store)
    store.append(setting('{"learning_steps":[]}'))
    for _ in range(13):
        store.undo(draft(kind=Kind.VOID, at=START + 90 * DAY_MS))
        assert store.index.db.execute("select count(*) from day where reviews<=0 or took<0").fetchone() == (0,)
        follows(store)
    assert store.index.db.execute("select count(*) from day").fetchone() == (0,)


def test_the_latest_settings_hold_wherever_they_were_made(store: Store, follows: Follows) -> None:
    study(store)
    store.append(setting('{"new":1}', at=START + 90 * DAY_MS))
    for seq, at, said in ((1, START, '{"new":2,"learning_steps":[]}'), (2, START + 99 * DAY_MS, '{"new":3}')):
        event = setting(said)._replace(device=DEVICES[0], seq=seq, clock=at)
        with open(Path(store.home.log) / f"2025-12.{DEVICES[0]}.log", "ab") as file:
            file.write(encode(event))
        store.catch_up()
        assert store.index.meta("settings") == ('{"new":1}' if seq == 1 else said)
        assert store.scheduler.parameters == DEFAULT
        follows(store)


def test_settings_with_all_weights_are_kept_whole(store: Store, opened: Open) -> None:
    weights = [weight + 0.0123456789012345 * (n > 3) for n, weight in enumerate(WEIGHTS)]
    weights[7], weights[20] = 1 / 3, 0.123456789012345678
    said = json.dumps({"weights": weights, "new": 20, "learning_steps": [60, 600], "order": "due", "x": "y" * 200})
    assert len(said) > 512
    event, _ = store.append(setting(said))
    assert event.said == said
    assert opened(store.home).scheduler.parameters.weights == tuple(weights)


@pytest.mark.parametrize(
    "said",
    ['{"desired_retention":2}', '{"desired_retention":"0.9"}', '{"desired_retention":NaN}', '{"weights":[1,2]}',
     '{"weights":null}', '{"learning_steps":[600,60]}', '{"learning_steps":[60.5]}', '{"learning_steps":[true]}',
     '{"fuzz":"no"}', '{"maximum_interval":0}', '{"maximum_interval":10.5}', "no json", "[]", "", '{"new":1',
     json.dumps({"x": "y" * MAX_SETTINGS}), '{"x":"\u00e9"}', "[" * 2000],
)  # fmt: skip
def test_settings_that_cannot_be_followed_are_refused_before_they_are_written(store: Store, said: str) -> None:
    store.append(setting('{"new":7}'))
    with pytest.raises(QuizError):
        store.append(setting(said))
    assert len(list(store.events())) == 1
    assert store.index.meta("settings") == '{"new":7}'
    store.append(draft())


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=22) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=25,
)
names = st.sampled_from(
    ["new", "reviews", "order", "rollover", "weights", "desired_retention", "maximum_interval", "learning_steps",
     "relearning_steps", "fuzz", "other"]
)  # fmt: skip


@given(st.text(max_size=30) | json_values.map(json.dumps) | st.dictionaries(names, json_values).map(json.dumps))
def test_no_settings_stop_the_program(said: str) -> None:
    """Whatever another program, or a newer one, wrote: what cannot be followed keeps its default."""
    parameters = parameters_of(said)
    assert isinstance(parameters.maximum_interval, int)
    assert all(isinstance(step, int) for step in (*parameters.learning_steps, *parameters.relearning_steps))
    scheduling = scheduling_of(said, parameters)
    assert min(scheduling.new, scheduling.reviews, scheduling.rollover) >= 0
    assert scheduling.rollover < 24 * 60
    assert isinstance(scheduling.order, Order)


def test_what_can_be_followed_is_followed_beside_what_cannot() -> None:
    said = '{"new":5,"reviews":-1,"order":"random","rollover":"4","desired_retention":0.8,"weights":[1],"fuzz":false}'
    parameters = parameters_of(said)
    assert parameters == Parameters(desired_retention=0.8, fuzz=False)
    assert scheduling_of(said, parameters) == Scheduling(5, 200, Order.RANDOM, 240, parameters)


@pytest.mark.parametrize("said", ["no json", '{"desired_retention":5,"weights":{}}', "[1]", "\ud800", "[" * 3000])
def test_a_home_opens_with_unreadable_settings_of_another_device(store: Store, opened: Open, said: str) -> None:
    event = setting(said)._replace(device=DEVICES[0], seq=1)
    (Path(store.home.log) / f"2025-12.{DEVICES[0]}.log").write_bytes(encode(event))
    store.catch_up()
    again = opened(store.home)
    for one in (store, again):
        assert one.scheduler.parameters == DEFAULT
        assert one.index.meta("settings") is None or json.loads(one.index.meta("settings"))
        one.append(draft())
