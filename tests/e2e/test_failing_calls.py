"""Each single call by which the store writes fails once, or from then on: the sitting goes on, every answer is in the
log once or is named as not saved."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from e2e.failing import GRADES
from e2e.program import DEADLINE, answers, deck_text, environment, quiz, times_said
from e2e.same_index import assert_same

from quiz.errors import StoreError
from quiz.history import Event, Kind, parse

DONE = (0, StoreError.exit_code)


@pytest.mark.slow
def test_every_call(new_home: Callable[[str], Path], folder: Path) -> None:
    if not os.path.isdir("/proc/self/fd"):
        pytest.skip("cannot tell which file a call is about")
    home, to = new_home("home"), folder / "sittings"
    to.mkdir()
    deck = folder / "few.deck.toml"
    deck.write_text(deck_text(20, "few"), encoding="utf-8")
    assert quiz(home, "study", "--plain", str(deck)).returncode == 0
    script = str(Path(__file__).parent / "failing.py")
    arguments = [sys.executable, script, str(home), str(deck), str(to)]
    subprocess.run(arguments, check=True, env=environment(), timeout=2 * DEADLINE)
    wrong = {}
    sittings = sorted(to.iterdir())
    for place in sittings:
        told = json.loads((place / "told.json").read_text(encoding="utf-8"))
        if found := what_is_wrong(place / "home", told):
            wrong[f"{told['calls'][told['at']]} {told['at']} {told['how']} lasting={told['lasting']}"] = found
    assert not wrong, f"{len(wrong)} of {len(sittings)} sittings: {wrong}"
    assert len(sittings) > 30


def effective(events: list[Event]) -> list[Event]:
    """The events that have not been taken back: what nobody knows to be in the log is taken back when it is there."""
    gone = {event.said for event in events if event.kind == Kind.VOID}
    return [event for event in events if event.uid not in gone]


def what_is_wrong(home: Path, told: dict[str, Any]) -> list[str]:
    """What is wrong after one sitting."""
    text = told["text"]
    events = [event for path in sorted((home / "log").glob("*.log")) for event in parse(path.read_bytes())[0]]
    kept = [card for card, _ in answers(effective(events))]
    unsaved = GRADES - len(kept)
    out = []
    if told["code"] not in DONE or "Traceback" in text:
        out.append(f"exit code {told['code']}: {text[-300:]}")
    if text.count("Question ") != GRADES + 1:
        out.append("the cards did not go on turning")
    if kept != [f"c{n:04}" for n in range(len(kept))]:
        out.append(f"kept {kept}")
    if told["how"] and unsaved and times_said(text) != 1:
        out.append(f"said {times_said(text)} times that it is not saved")
    if told["how"] and not told["lasting"] and unsaved and told["calls"][told["at"]] != "open":
        out.append(f"{unsaved} not saved though only one call failed")
    named = [int(number) for number in re.findall(r"(\d+) \w+ could not be saved", text)]
    if sum(named) not in (unsaved, unsaved + told["lasting"]):  # a row of which nobody knows counts as not saved
        out.append(f"{unsaved} not saved; {named} named; the end is {text[-200:]}")
    try:
        assert_same(home)
    except AssertionError as error:
        out.append(str(error))
    return out
