"""The one table: what was measured, what it is measured against, and how far it may go."""

import statistics
from collections.abc import Sequence
from typing import NamedTuple

from tests.bench.peers import Peer

HEAD = ("work", "ours", "peer", "ratio", "at most", "floor")


class Row(NamedTuple):
    """One line of the table."""

    work: str
    values: Sequence[float]
    """One a round; the median counts."""
    unit: str = "ms"
    peer: Peer | None = None
    times: float = 0.0
    """At most so many times the peer; 0 for no such bound."""
    more: float | None = None
    """At most so much more than the peer."""
    at_most: float | None = None
    """At most this."""
    floor: Peer | None = None

    @property
    def ours(self) -> float:
        return statistics.median(self.values)

    @property
    def bound(self) -> float | None:
        """What `ours` may be at most, in its unit; None when it is only told."""
        if self.peer and self.times:
            return self.peer.value * self.times
        if self.peer and self.more is not None:
            return self.peer.value + self.more
        return self.at_most

    @property
    def over(self) -> bool:
        """Whether it is more than it may be."""
        return self.bound is not None and self.ours > self.bound


def percentile(values: Sequence[float], share: float) -> float:
    """The value that so many of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def number(value: float) -> str:
    """A number with three digits that matter."""
    size = abs(value)
    places = 3 if size < 1 else 2 if size < 10 else 1 if size < 100 else 0
    return f"{value:,.{places}f}"


def cells(row: Row) -> tuple[str, ...]:
    """A line as texts."""
    low, high = min(row.values), max(row.values)
    ours = f"{number(row.ours)} {row.unit}"
    if len(row.values) > 1:
        ours += f" ({number(low)}–{number(high)})"
    peer = f"{number(row.peer.value)} {row.peer.name}".strip() if row.peer else ""
    ratio = f"{row.ours / row.peer.value:.2f}x" if row.peer else ""
    if row.peer and row.more is not None:
        ratio = f"{row.ours - row.peer.value:+.1f} {row.unit}"
    bound = ""
    if row.times:
        bound = f"{row.times:g}x"
    elif row.more is not None:
        bound = f"+{row.more:g} {row.unit}"
    elif row.at_most is not None:
        bound = f"{number(row.at_most)} {row.unit}"
    if row.over:
        bound += " OVER"
    floor = f"{number(row.floor.value)} {row.floor.name}" if row.floor else ""
    return row.work, ours, peer, ratio, bound, floor


def table(rows: Sequence[Row]) -> list[str]:
    """The table as lines."""
    lines = [HEAD, *(cells(row) for row in rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(HEAD))]
    texts = [" | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines]
    texts.insert(1, "-|-".join("-" * width for width in widths))
    return texts
