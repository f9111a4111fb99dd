"""A problem in a file that somebody wrote: code, message, place, hint. Collected, never raised one at a time."""

from dataclasses import dataclass, field

from quiz.text import cells, clean, one_line, shortened

EXCERPT = 100
"""Terminal cells of the offending line that are shown."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file: line and column from 1 (columns count characters), and how long the offending text is."""

    line: int
    column: int
    length: int = 1


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a file."""

    code: str
    """A letter for the group (E file, I identity, C card, Z cloze, M choice, F fact) and a number."""
    message: str
    hint: str = ""
    place: Place | None = None
    file: str = ""
    line_text: str = ""
    """The line in which it stands."""
    warning: bool = field(default=False)
    """A weakness, not an error: the deck can still be used."""

    @property
    def where(self) -> str:
        """`file:line:column`."""
        name = one_line(self.file)
        return f"{name}:{self.place.line}:{self.place.column}" if self.place else name

    def text(self) -> str:
        """The problem as a compiler would print it: place, code, message; the line with a caret; the hint."""
        word = "warning " if self.warning else ""
        lines = [f"{self.where}: {word}{self.code} {one_line(self.message)}"]
        if self.place and self.line_text.strip():
            lines += _excerpt(self.line_text, self.place)
        if self.hint:
            lines.append(f"    hint: {one_line(self.hint)}")
        return "\n".join(lines)

    def as_json(self) -> dict[str, object]:
        """Plain values for a script."""
        return {
            "code": self.code,
            "severity": "warning" if self.warning else "error",
            "message": one_line(self.message),
            "hint": one_line(self.hint),
            "file": one_line(self.file),
            "line": self.place.line if self.place else None,
            "column": self.place.column if self.place else None,
        }


def _excerpt(line: str, place: Place) -> list[str]:
    start = place.column - 1
    first = max(0, start - EXCERPT // 2) if len(line) > EXCERPT else 0
    before = one_line_keeping_spaces(line[first:start])
    offending = one_line_keeping_spaces(line[start : start + place.length])
    after = one_line_keeping_spaces(line[start + place.length :][:EXCERPT])
    shown = shortened(clean(before + offending + after), EXCERPT)
    carets = max(1, min(cells(offending), EXCERPT - cells(before)))
    number = str(place.line)
    return [f"  {number} | {shown}", f"  {' ' * len(number)} | {' ' * cells(before)}{'^' * carets}"]


def one_line_keeping_spaces(text: str) -> str:
    """The text with every character that could break the picture replaced by one that cannot."""
    return "".join(c if c.isprintable() else " " if c == "\t" else "\ufffd" for c in text)
