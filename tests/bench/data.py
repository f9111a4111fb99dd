"""Data for the bench: cards in ten decks, reviews of a simulated learner as a log, all from one seed.

Or, with a `sim.db` that another program was measured on, the same notes and reviews as those.
"""

import random
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from quiz.history import Event, encode
from quiz.scheduling import NEW, Memory, Phase, Scheduler
from quiz.store.log import LogFolder

DAY_MS = 86_400_000
DECKS = 10
SPAN, REST = 430, 30
"""Days from the first review to today, and how many of the last ones had no review."""
WORDS = [
    "amber", "anchor", "basalt", "beacon", "candle", "canyon", "cedar", "cinder", "comet", "copper", "delta",
    "ember", "fable", "fathom", "garnet", "glacier", "harbour", "hazel", "indigo", "island", "jasper", "kernel",
    "lantern", "ledger", "marble", "meadow", "mirror", "nectar", "oasis", "orchard", "pebble", "plume", "quartz",
    "raven", "ripple", "saffron", "summit", "tundra", "velvet", "willow",
]  # fmt: skip

Note = tuple[str, str, str]
"""(question, answer, tags)."""
Review = tuple[int, int, int, int]
"""(ms since the first day, card, grade, ms taken)."""


class Course(NamedTuple):
    """What somebody learns, and how it went so far."""

    notes: list[Note]
    reviews: list[Review]
    span: int = SPAN

    @property
    def deck_size(self) -> int:
        return max(1, -(-len(self.notes) // DECKS))

    def key(self, card: int) -> str:
        """The item of a card."""
        return f"bench.d{card // self.deck_size}/c{card:06d}"


def made(count: int) -> Course:
    """A course of so many cards; the same one every time."""
    notes = notes_of(count, random.Random(1))
    return Course(notes, reviews_of(count, random.Random(2)))


def from_sim(path: Path, count: int) -> Course:
    """The first notes of a `sim.db`, with their reviews."""
    db = sqlite3.connect(path)
    notes = db.execute("select front, back, tags from notes where i < ? order by i", (count,)).fetchall()
    reviews = db.execute("select ms, c, rating, taken from revlog where c < ? order by ms", (count,)).fetchall()
    span = int(db.execute("select v from meta where k='span'").fetchone()[0])
    db.close()
    return Course(notes, reviews, span)


def write_decks(folder: Path, course: Course, edit: str = "") -> None:
    """Deck files of the notes; `edit` is put before every answer."""
    folder.mkdir(parents=True, exist_ok=True)
    for first in range(0, len(course.notes), course.deck_size):
        n = first // course.deck_size
        lines = [f'format = 1\nid = "bench.d{n}"\ntitle = "Bench {n}"\n']
        for i, (question, answer, tags) in enumerate(course.notes[first : first + course.deck_size], first):
            tag_list = ", ".join(f'"{tag}"' for tag in tags.split())
            lines.append(
                f'\n[[card]]\nid = "c{i:06d}"\nkind = "recall"\nq = "{question}"\nanswer = "{edit}{answer}"\n'
                f"tags = [{tag_list}]\n"
            )
        (folder / f"bench{n}.deck.toml").write_text("".join(lines), encoding="utf-8")


def notes_of(count: int, chance: random.Random) -> list[Note]:
    """Questions, answers and tags, about 165 characters a card."""
    return [
        (
            f"Which {' '.join(chance.choices(WORDS, k=6))} has number {i}?",
            f"{' '.join(chance.choices(WORDS, k=10))} {chance.randrange(10_000)}",
            " ".join(f"topic{n:03d}" for n in chance.sample(range(200), chance.choice((1, 1, 2)))),
        )
        for i in range(count)
    ]


def reviews_of(count: int, chance: random.Random) -> list[Review]:
    """A learner who follows the program's own due days, a little late, and then rests: about a third falls due."""
    scheduler = Scheduler()
    rows: list[Review] = []
    for card in range(count):
        strength = chance.lognormvariate(0, 0.3)
        memory, day = NEW, chance.randrange(SPAN - 2 * REST)
        while day < SPAN - REST:
            minute = 17 * 60 + chance.randrange(180)
            while True:
                grade = _grade(scheduler.retrievability(memory, day) ** (1 / strength), memory, chance)
                ms = day * DAY_MS + minute * 60_000 + chance.randrange(60_000)
                memory = scheduler.answer(memory, grade, day, ms, card)
                rows.append((ms, card, grade, 2000 + int(chance.expovariate(1 / 4000))))
                if memory.due_day > day:
                    break
                minute += 5 + chance.randrange(10)
            interval = memory.due_day - day
            day = memory.due_day + int(chance.expovariate(1 / (0.04 * interval + 0.2)))
    rows.sort()
    return rows


def _grade(recall: float, memory: Memory, chance: random.Random) -> int:
    if memory.phase == Phase.NEW:
        return chance.choice((1, 2, 3, 3, 3, 3, 3, 4))
    if memory.phase == Phase.REVIEW and chance.random() > recall:
        return 1
    return chance.choice((2, 3, 3, 3, 3, 3, 3, 3, 4))


def late_reviews(course: Course, rows: int) -> list[Review]:
    """What another device has to tell: reviews of the days of rest, no item twice while there are others."""
    chance = random.Random(3)
    cards = list(range(len(course.notes)))
    chance.shuffle(cards)
    out = []
    for n in range(rows):
        day = course.span - REST + 1 + n * (REST - 2) // rows
        ms = day * DAY_MS + 12 * 3_600_000 + n * 1000
        out.append((ms, cards[n % len(cards)], chance.choice((1, 2, 3, 3, 3, 3, 3, 4)), 2000 + chance.randrange(9000)))
    return sorted(out)


def events(course: Course, reviews: Iterable[Review], first_day: int, device: str) -> Iterator[Event]:
    """The reviews as events of a device; `first_day` is the study day of the first one."""
    chance = random.Random(4)
    last = 0
    for seq, (ms, card, grade, took) in enumerate(reviews, 1):
        clock = max(first_day * DAY_MS + ms, last + 1)
        last = clock
        said = "" if chance.random() < 0.6 else str(chance.randrange(9999)) if chance.random() < 0.5 else "some words"
        day = clock // DAY_MS
        key = course.key(card)
        yield Event("r", device, seq, clock, 0, day, key, "s", grade, took, "r" if said else "", said, "a1b2c3")


def write_log(folder: Path, course: Course, reviews: Iterable[Review], first_day: int, device: str) -> list[Path]:
    """The reviews as log files, one a month as the program writes them; their paths."""
    names = LogFolder(str(folder), device)
    paths = []
    for name, month in groupby(events(course, reviews, first_day, device), lambda event: names.name_for(event.clock)):
        with (folder / name).open("wb") as file:
            file.writelines(map(encode, month))
        paths.append(folder / name)
    return paths
