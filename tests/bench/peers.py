"""What the peer, Anki's backend, takes for the same work: out of a results file, else as it was measured once."""

import json
from pathlib import Path
from typing import Any, NamedTuple

REFERENCE: dict[str, tuple[float, tuple[str, ...]]] = {
    "first card": (274.0, ("first_card", "ms")),
    "grade p50": (0.605, ("review 1000", "cycle", "p50")),
    "grade p99": (6.1, ("review 1000", "cycle", "p99")),
    "grade max": (37.0, ("review 1000", "cycle", "max")),
    "undo p50": (0.27, ("review 1000", "undo", "p50")),
    "undo p99": (0.88, ("review 1000", "undo", "p99")),
    "recompute": (2570.0, ("recompute", "ms")),
    "reschedule": (3360.0, ("reschedule", "ms")),
    "import with reviews": (7389.0, ("import_apkg 100000 1", "ms")),
    "import csv": (1652.0, ("import_csv 100000", "import_ms")),
    "memory": (147.0, ("review 1000", "rss_mb")),
    "disk": (117.0, ("import_apkg 100000 1", "size_mb")),
}
"""Anki 26.9.3 on 100,000 cards and 1,009,076 reviews, with two shared cores and a write-cached virtual disk; and where
the number stands in a results file. Milliseconds and megabytes."""


class Peer(NamedTuple):
    """A number to be measured against."""

    value: float
    name: str


class Peers:
    """The peer's numbers by name."""

    def __init__(self, path: Path | None) -> None:
        """Read a results file, or none. Raises OSError and ValueError."""
        self._results: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path else {}

    def __getitem__(self, name: str) -> Peer:
        """The number of a name; a reference where the file does not have it."""
        value, keys = REFERENCE[name]
        found: Any = self._results
        for key in keys:
            found = found.get(key) if isinstance(found, dict) else None
        return Peer(float(found), "") if isinstance(found, int | float) else Peer(value, "reference")
