"""Lines out and lines in."""

from collections.abc import Callable
from typing import TextIO


class Lines:
    """Somebody who reads what is printed on one stream and types on another."""

    def __init__(self, typed: TextIO, out: TextIO, rest: Callable[[], None]) -> None:
        """`rest` is called while they think."""
        self.typed = typed
        self.out = out
        self.rest = rest

    def say(self, *lines: str) -> None:
        """Print lines."""
        for line in lines:
            self.out.write(line + "\n")
        self.out.flush()

    def read(self, prompt: str) -> str | None:
        """What is typed at a prompt; None at the end of the input."""
        self.out.write(prompt)
        self.out.flush()
        self.rest()
        line = self.typed.readline()
        if not line:
            self.out.write("\n")
            return None
        if not self.typed.isatty():  # a terminal shows what is typed by itself, with its newline
            self.out.write("\n")
        return line.rstrip("\n")
