"""What the tests of commands share: three decks, a clock that stands still, and what a command said."""

import json
from collections.abc import Callable
from typing import Any, NamedTuple

from quiz.scheduling import day_text
from quiz.workspace import Clock

NOON = 20_400 * 86_400_000 + 12 * 3_600_000
TODAY = day_text(20_400)
TOMORROW = day_text(20_401)
NOWHERE = "/proc/nobody/home"
"""Not even the administrator can make this folder."""
MOON = """format = 1
id = "space.moon"
title = "The Moon"

[[card]]
id = "walk"
kind = "recall"
q = "Who was first to walk on the Moon?"
answer = "Neil Armstrong"
tags = ["people"]

[[card]]
id = "sea"
kind = "typed"
q = "Which sea did Apollo 11 land in?"
answer = "Mare Tranquillitatis"
tags = ["people", "places"]

[[card]]
id = "words"
kind = "cloze"
text = "One small {{c1::step}}, one giant {{c2::leap}}."
"""
MARS = 'format = 1\nid = "space.mars"\ntitle = "Mars"\n\n[[card]]\nid = "a"\nkind = "recall"\nq = "A?"\nanswer = "B"\n'
SUN = MARS.replace("space.mars", "sun").replace("Mars", "The Sun")


class Said(NamedTuple):
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class StillClock(Clock):
    """A clock that tests set."""

    at = NOON

    def now_ms(self) -> int:
        return StillClock.at

    def offset(self) -> int:
        return 0


Quiz = Callable[..., Said]
