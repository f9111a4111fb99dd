"""Long work that was shared with a child comes to the same as work done alone."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import tomli_w
from e2e.same_index import told
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies_decks import decks
from strategies_log import logs

from quiz.cards import kind_names
from quiz.history import Event, encode, merge
from quiz.scheduling import Parameters, Scheduler
from quiz.store import apply, aside, gather
from quiz.store import compile as compiling
from quiz.store.apply import apply_many, recompute
from quiz.store.compile import compiled
from quiz.store.index import MEMORY, Index
from quiz.store.log import LogFolder
from quiz.store.rebuild import rebuild

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork; all is done alone")
FAST_DISK = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
SOME = settings(max_examples=max(25, settings.default.max_examples // 5))
"""Each example begins processes."""
FROM_EVENTS = ("device", "note", "day", "item", "history")
OTHER = Scheduler(Parameters(learning_steps=(60, 600, 86_400), weights=(0.5, *Parameters().weights[1:])))


@contextmanager
def shared(always: bool) -> Iterator[None]:
    """Share everything, or nothing."""
    least = 0 if always else 1 << 60
    places = (gather, apply, compiling)
    before = [place.WORTH_A_CHILD for place in places]
    possible = aside._possible
    try:
        for place in places:
            place.WORTH_A_CHILD = least
        aside._possible = lambda: True
        yield
    finally:
        aside._possible = possible
        for place, was in zip(places, before, strict=True):
            place.WORTH_A_CHILD = was


def write(folder: Path, log: list[Event], twice: bool) -> None:
    """Rows into files of months; perhaps some of them in two files."""
    rows: dict[str, bytes] = {}
    for n, event in enumerate(log):
        names = [f"2026-{1 + n % 4:02}.{event.device}.log"] + ["2026-09.zzzzzz.log"] * (twice and n % 3 == 0)
        for name in names:
            rows[name] = rows.get(name, b"") + encode(event)
    for name, data in rows.items():
        (folder / name).write_bytes(data)


@SOME
@given(logs, st.booleans())
def test_an_index_made_by_two_is_the_one_made_by_one(log: list[Event], twice: bool) -> None:
    with tempfile.TemporaryDirectory(dir=FAST_DISK) as folder:
        write(Path(folder), log, twice)
        found = []
        for always in (True, False):
            with shared(always):
                index = Index(MEMORY)
                with index.transaction():
                    scheduler = rebuild(index, LogFolder(folder, "aaaaaa"), {})
                found.append(told(index))
                with index.transaction():
                    recompute(index, scheduler, OTHER)
                found.append(told(index))
                index.close()
    assert found[:2] == found[2:]
    for used, made in zip((scheduler, OTHER), found, strict=False):
        index = Index(MEMORY)
        with index.transaction():
            apply_many(index, merge(log), used)
        one_by_one = told(index)
        index.close()
        assert {name: made[name] for name in FROM_EVENTS} == {name: one_by_one[name] for name in FROM_EVENTS}


@SOME
@given(st.data())
def test_decks_compiled_by_two_are_those_compiled_by_one(data: st.DataObject) -> None:
    names = data.draw(st.lists(st.sampled_from(kind_names()), max_size=3))
    files = [(f"{n}.deck.toml", tomli_w.dumps(data.draw(decks(name))).encode()) for n, name in enumerate(names)]
    files += data.draw(st.lists(st.tuples(st.just("bad.deck.toml"), st.binary(max_size=40)), max_size=2))
    with shared(True):
        both = compiled(files)
    with shared(False):
        assert compiled(files) == both
    assert len(both) == len(files)
