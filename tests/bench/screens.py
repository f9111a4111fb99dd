"""The study screen in a terminal: how soon it is there, how soon it follows a key, how much memory it takes."""

import re
from typing import NamedTuple

from tests.bench.fresh import PROGRAM
from tests.bench.homes import SCOPE, Prepared
from tests.bench.terminal import Terminal

QUESTION = re.compile(rb"(Which|What) \w")
GRADES = re.compile(rb"Good")
NEXT = re.compile(QUESTION.pattern + rb"|Done for now|Nothing")


class Start(NamedTuple):
    """Milliseconds from the start of the process."""

    painted: float
    """Until the question had been written to the terminal."""
    reacted: float
    """Until the answer had been: the key was pressed as soon as the question was there."""


class Keys(NamedTuple):
    """Milliseconds from pressing each key to the end of a frame, and megabytes at the end."""

    show: list[float]
    """To the frame with the answer."""
    next: list[float]
    """To the frame with the next question."""
    still: list[float]
    """To the last frame, which may say again what the one before said."""
    memory: float


def study(home: Prepared) -> list[str]:
    """The command that studies on the screen."""
    return [*PROGRAM, "--home", str(home.home), "study", SCOPE]


def start(command: list[str]) -> Start:
    """Start a study screen and press a key."""
    with Terminal(command) as terminal:
        painted = terminal.seen(QUESTION)
        terminal.press(b" ")
        reacted = terminal.seen(GRADES)
        return Start((painted - terminal.started) * 1000, (reacted - terminal.started) * 1000)


def answer(command: list[str], cards: int) -> Keys:
    """Study cards, each with a key that shows the answer and a key that grades it and brings the next."""
    show, following, still = [], [], []
    with Terminal(command) as terminal:
        terminal.settled(terminal.painted(QUESTION))
        for n in range(cards):
            pressed = terminal.press(b" ")
            painted = terminal.painted(GRADES)
            show.append((painted - pressed) * 1000)
            terminal.settled(painted)
            pressed = terminal.press(b"1" if n % 8 == 7 else b"3")
            painted = terminal.painted(NEXT)
            following.append((painted - pressed) * 1000)
            still.append((terminal.settled(painted) - pressed) * 1000)
            if not QUESTION.search(terminal.output):
                break  # nothing is left to study
        return Keys(show, following, still, terminal.peak_memory())
