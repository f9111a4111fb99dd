"""Data for the bench: cards as decks of 10,000, reviews of a simulated learner as a log, all from one seed.

Or, with a `sim.db` that another program was measured on, the same notes and reviews as those.
"""

import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from quiz.history import Event, encode
from quiz.scheduling import NEW, Memory, Phase, Scheduler

DAY_MS = 86_400_000
DECK_SIZE = 10_000
WORDS = (
    "amber anchor basalt beacon candle canyon cedar cinder comet copper delta ember fable fathom garnet glacier harbour "
    "hazel indigo island jasper kernel lantern ledger marble meadow mirror nectar oasis orchard pebble plume quartz raven "
    "ripple saffron summit tundra velvet willow"
).split()

Review = tuple[int, int, int, int]
"""(ms since the first day, card, grade, ms taken)."""


def key(card: int) -> str:
    """The item of a card."""
    return f"bench.d{card // DECK_SIZE}/c{card:06d}"


def write_decks(folder: Path, notes: list[tuple[str, str, str]]) -> None:
    """Deck files of the notes (question, answer, tags)."""
    folder.mkdir(parents=True, exist_ok=True)
    for first in range(0, len(notes), DECK_SIZE):
        n = first // DECK_SIZE
        lines = [f'format = 1\nid = "bench.d{n}"\ntitle = "Bench {n}"\n']
        for i, (question, answer, tags) in enumerate(notes[first : first + DECK_SIZE], first):
            tag_list = ", ".join(f'"{tag}"' for tag in tags.split())
            lines.append(
                f'\n[[card]]\nid = "c{i:06d}"\nkind = "recall"\nq = "{question}"\nanswer = "{answer}"\ntags = [{tag_list}]\n'
            )
        (folder / f"bench{n}.deck.toml").write_text("".join(lines), encoding="utf-8")


def notes_of(count: int, chance: random.Random) -> list[tuple[str, str, str]]:
    """Questions, answers and tags, about 165 characters a card."""
    return [
        (
            f"Which {' '.join(chance.choices(WORDS, k=6))} has number {i}?",
            f"{' '.join(chance.choices(WORDS, k=10))} {chance.randrange(10_000)}",
            " ".join(f"topic{chance.randrange(200):03d}" for _ in range(chance.choice((1, 1, 2)))),
        )
        for i in range(count)
    ]


def reviews_of(count: int, chance: random.Random, span: int = 430, rest: int = 30) -> list[Review]:
    """A learner who follows the program's own due days, mostly on time, and then rests: about a third falls due."""
    scheduler = Scheduler()
    rows: list[Review] = []
    for card in range(count):
        strength = chance.lognormvariate(0, 0.3)
        memory, day = NEW, chance.randrange(span - 2 * rest)
        while day < span - rest:
            minute = 17 * 60 + chance.randrange(180)
            while True:
                grade = _grade(scheduler.retrievability(memory, day) ** (1 / strength), memory, chance)
                ms = day * DAY_MS + minute * 60_000 + chance.randrange(60_000)
                memory = scheduler.answer(memory, grade, day, ms, card)
                rows.append((ms, card, grade, 2000 + int(chance.expovariate(1 / 4000))))
                if memory.due_day > day:
                    break
                minute += 5 + chance.randrange(10)
            day = memory.due_day + (chance.randrange(1, 4) if chance.random() < 0.2 else 0)
    rows.sort()
    return rows


def _grade(recall: float, memory: Memory, chance: random.Random) -> int:
    if memory.phase == Phase.NEW:
        return chance.choice((1, 2, 3, 3, 3, 3, 3, 4))
    if memory.phase == Phase.REVIEW and chance.random() > recall:
        return 1
    return chance.choice((2, 3, 3, 3, 3, 3, 3, 3, 4))


def from_sim(path: Path) -> tuple[list[tuple[str, str, str]], list[Review], int]:
    """Notes, reviews and the number of days in a `sim.db`."""
    db = sqlite3.connect(path)
    notes = db.execute("select front, back, tags from notes order by i").fetchall()
    reviews = db.execute("select ms, c, rating, taken from revlog order by ms").fetchall()
    span = int(db.execute("select v from meta where k='span'").fetchone()[0])
    db.close()
    return notes, reviews, span


def events(reviews: list[Review], first_day: int, chance: random.Random, device: str = "benchx") -> Iterator[Event]:
    """The reviews as events; `first_day` is the study day of the first one."""
    last = 0
    for seq, (ms, card, grade, took) in enumerate(reviews, 1):
        clock = max(first_day * DAY_MS + ms, last + 1)
        last = clock
        said = "" if chance.random() < 0.6 else str(chance.randrange(9999)) if chance.random() < 0.5 else "some words"
        day = clock // DAY_MS
        yield Event("r", device, seq, clock, 0, day, key(card), "s", grade, took, "r" if said else "", said, "a1b2c3")


def write_log(path: Path, reviews: list[Review], first_day: int) -> None:
    """The reviews as a log file."""
    with path.open("wb") as file:
        file.writelines(map(encode, events(reviews, first_day, random.Random(2))))
