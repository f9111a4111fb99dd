"""The problems of one file, gathered while it is read: all of them, each with its place."""

from functools import cached_property

from quiz.deckfile.problem import Place, Problem
from quiz.deckfile.spans import Locator, Path

MOST = 1_000
"""Errors, and warnings, that are listed of one file."""


class Report:
    """Gathers problems. The text is searched for places only when there is a problem to list."""

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file
        self._errors: list[Problem] = []
        self._warnings: list[Problem] = []
        self._seen: set[tuple[str, str, Place | None]] = set()
        self._left_out = 0

    @cached_property
    def locator(self) -> Locator:
        """Where things stand in the text."""
        return Locator(self.text)

    @property
    def failed(self) -> bool:
        """Whether one of the problems is an error."""
        return bool(self._errors)

    @property
    def full(self) -> bool:
        """Whether a further error would only be counted: its wording is not worth the time."""
        return len(self._errors) >= MOST

    @property
    def full_of_warnings(self) -> bool:
        """Whether a further warning would only be counted."""
        return len(self._warnings) >= MOST

    def add(
        self,
        code: str,
        message: str,
        hint: str = "",
        *,
        key: Path | None = None,
        value: Path | None = None,
        place: Place | None = None,
        warning: bool = False,
    ) -> None:
        """Note a problem at a key, at a value or at a place; beyond MOST it is only counted."""
        if self.full_of_warnings if warning else self.full:
            self._left_out += 1
            return
        if key is not None:
            place = self.locator.key(key)
        elif value is not None:
            place = self.locator.value(value)
        if (code, message, place) in self._seen:
            return
        self._seen.add((code, message, place))
        line = self.locator.line(place.line) if place else ""
        problems = self._warnings if warning else self._errors
        problems.append(Problem(code, message, hint, place, self.file, line, warning))

    def problems(self) -> list[Problem]:
        """All of them in the order of the text; the last one says how many are not listed."""
        found = [*self._errors, *self._warnings]
        found.sort(key=lambda problem: (problem.place.line, problem.place.column) if problem.place else (0, 0))
        if self._left_out:
            message = f"{self._left_out:,} more problems are not listed"
            found.append(Problem("E010", message, "mend these first", file=self.file, warning=not self.failed))
        return found
