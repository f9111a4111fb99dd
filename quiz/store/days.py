"""What reviews add to the statistics of their study days, gathered before it is written."""

import sqlite3
from collections.abc import Iterable, Mapping

from quiz.history import Count, reviews_in

_ONE = 1 << 56
"""A review in a sum; the milliseconds stand below it."""
_HALF = _ONE >> 1
_COUNT_UP = (
    "insert into day values (?,?,?,?,?,?) on conflict do update set"
    " reviews = reviews + excluded.reviews, took = took + excluded.took"
)


class DayChanges:
    """Sums by study day, deck, phase before the answer, and grade."""

    def __init__(self) -> None:
        self.sums: dict[int, int] = {}
        """Keys and values are packed into whole numbers: a million reviews are counted in."""

    def add(self, deck: int, counts: Iterable[Count], sign: int = 1) -> None:
        """Count reviews of a deck in, or out with the sign -1."""
        sums = self.sums
        for day, phase, grade, took in counts:
            key = deck << 32 | day << 8 | phase << 4 | grade
            sums[key] = sums.get(key, 0) + sign * (_ONE + took)

    def add_packed(self, deck: int, packed: bytes | bytearray, phases: bytearray) -> None:
        """Count in a history that consists of reviews only; `phases` are those before each of them."""
        sums = self.sums
        get, base = sums.get, deck << 32
        for (day, grade, took), phase in zip(reviews_in(packed), phases, strict=True):
            key = base | day << 8 | phase << 4 | grade
            sums[key] = get(key, 0) + _ONE + took

    def add_sums(self, sums: Mapping[int, int]) -> None:
        """Add what another one gathered."""
        for key, total in sums.items():
            self.sums[key] = self.sums.get(key, 0) + total

    def write(self, db: sqlite3.Connection) -> None:
        """Add them to the index; call inside a transaction."""
        rows, fewer = [], []
        for key, total in self.sums.items():
            reviews = (total + _HALF) >> 56
            took = total - reviews * _ONE
            if reviews or took:
                where = (key >> 8 & 0xFFFFFF, key >> 32, key >> 4 & 0xF, key & 0xF)
                rows.append((*where, reviews, took))
                if reviews < 0:
                    fewer.append(where)
        db.executemany(_COUNT_UP, rows)
        db.executemany("delete from day where day=? and deck=? and phase=? and grade=? and reviews=0", fewer)
