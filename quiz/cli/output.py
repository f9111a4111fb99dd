"""The only writer to stdout and stderr of the commands: stdout is data, stderr is talk."""

import json
import sys
from typing import Any

FORMAT = 1
"""Version of what `--json` prints."""


def data(*lines: str) -> None:
    """What was asked for."""
    for line in lines:
        sys.stdout.write(line + "\n")


def as_json(**values: Any) -> None:
    """One object with a format number."""
    sys.stdout.write(json.dumps({"format": FORMAT, **values}, ensure_ascii=False) + "\n")


def talk(*lines: str) -> None:
    """What goes along with it."""
    for line in lines:
        sys.stderr.write(line + "\n")
    sys.stderr.flush()


class ProgressLine:
    """A share of long work, on stderr if somebody is looking."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.shown = -1
        self.watched = sys.stderr.isatty()

    def __call__(self, share: float) -> None:
        percent = int(share * 100)
        if self.watched and percent != self.shown:
            self.shown = percent
            sys.stderr.write(f"\r{self.what} {percent} %" + ("\n" if percent >= 100 else ""))
            sys.stderr.flush()
