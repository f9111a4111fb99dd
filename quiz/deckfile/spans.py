"""Where in a TOML text a key, a value or a table header stands. Built when the first problem asks, not before."""

import re
from collections.abc import Iterator

import tomli

from quiz.deckfile.problem import Place

Path = tuple[str | int, ...]
Span = tuple[int, int]
"""Start and end, in characters."""

# A string that is not closed takes the rest of its line or of the text: the parser stops there, and this stays linear.
STRING = (
    r'"""[^"\\]*+(?:(?:\\[\s\S]?|"{1,2}(?!"))[^"\\]*+)*+(?:"{3,5}|\Z)'
    r"|'''[^']*+(?:'{1,2}(?!')[^']*+)*+(?:'{3,5}|\Z)"
    r'|"[^"\\\n]*+(?:\\[^\n][^"\\\n]*+)*+"?'
    r"|'[^'\n]*+'?"
)
_STRING = re.compile(STRING)
TO_BRACKET = re.compile(rf"(?:[^\[\]{{}}\"'#]++|{STRING}|#[^\n]*+)*+([\[\]{{}}])")
_BETWEEN = re.compile(r"(?:[\s,]|#[^\n]*+)*+")
_KEY_PART = re.compile(r"[ \t]*+(\"[^\"\\\n]*+(?:\\[^\n][^\"\\\n]*+)*+\"|'[^'\n]*+'|[^\s.=,\[\]{}\"'#]++)[ \t]*+")
_EQUALS = re.compile(r"=[ \t]*+")
_SCALAR = re.compile(r"[^,\]}\n#]*+")

_MOST_KEYS = 10_000
"""Keys of one table that are told apart; those after them get the place of their table."""
_MOST_TABLES_KEPT = 64
_LONGEST = 200
"""Characters that a place covers at most."""


class Locator:
    """Finds places in a TOML text that has been parsed. Asked for what is not there, it gives the nearest ancestor."""

    def __init__(self, text: str) -> None:
        self._text = text.replace("\r\n", "\n")
        self._headers: dict[Path, Span] = {}
        self._bodies: dict[Path, Span] = {}
        self._implied: dict[Path, Span] = {}
        """Tables that only the header of a table inside them names, with the part of that header."""
        self._tables: dict[int, dict[Path, tuple[Span, Span | None]]] = {}
        self._arrays: dict[int, list[int]] = {}
        self._lines: dict[int, str] = {}

    def key(self, path: Path) -> Place:
        """The place of a key; of an array item, its value."""
        return self._nearest(path, 0)

    def value(self, path: Path) -> Place:
        """The place of a value."""
        return self._nearest(path, 1)

    def table(self, path: Path) -> Place:
        """The place of the header of a table or of an item of an array of tables, as ("card", 3)."""
        return self._nearest(path, 0)

    def written(self, path: Path) -> str:
        """A value as it is written; "" for a table with a header and for what is not there."""
        found = self._find(path)
        return self._text[slice(*found[1])] if found and found[1] and path not in self._bodies else ""

    def line(self, number: int) -> str:
        """A line of the text, counted from 1."""
        if number not in self._lines:
            start = 0
            for _ in range(number - 1):
                start = self._text.find("\n", start) + 1
            end = self._text.find("\n", start)
            self._lines[number] = self._text[start : end if end >= 0 else None]
        return self._lines[number]

    def at(self, start: int, end: int) -> Place:
        """The place of a stretch of the text, cut off at the end of its line."""
        first = self._text.rfind("\n", 0, start)
        line_end = self._text.find("\n", start)
        stop = min(end, line_end if line_end >= 0 else len(self._text), start + _LONGEST)
        number = self._text.count("\n", 0, start) + 1
        self._lines.setdefault(number, self._text[first + 1 : line_end if line_end >= 0 else None])
        return Place(number, start - first, max(1, stop - start))

    def _nearest(self, path: Path, side: int) -> Place:
        for cut in range(len(path), 0, -1):
            found = self._find(path[:cut])
            if found:
                return self.at(*((found[1] or found[0]) if side and cut == len(path) else found[0]))
        return Place(1, 1)

    def _find(self, path: Path) -> tuple[Span, Span | None] | None:
        if not self._bodies:
            self._read_headers()
        for cut in range(len(path), -1, -1):
            if path[:cut] not in self._bodies:
                continue
            if cut == len(path):
                span = self._headers.get(path, (0, 0))
                return span, span
            found = self._in_table(*self._bodies[path[:cut]], path[cut:])
            if found:
                return found
        implied = self._implied.get(path)
        return (implied, None) if implied else None

    def _in_table(self, start: int, stop: int, rest: Path) -> tuple[Span, Span | None] | None:
        table = self._table(start, stop)
        for cut in range(len(rest), 0, -1):
            hit = table.get(rest[:cut])
            if not hit:
                continue
            if cut == len(rest):
                return hit
            if hit[1]:
                return self._in_value(hit[1], rest[cut:])
        return None

    def _in_value(self, span: Span, rest: Path) -> tuple[Span, Span | None] | None:
        start, stop = span
        opening, step = self._text[start : start + 1], rest[0]
        if opening == "{":
            return self._in_table(start + 1, stop - 1, rest)
        if opening != "[" or not isinstance(step, int):
            return None
        items = self._items(start, stop)
        if not 0 <= step < len(items):
            return None
        item = (items[step], self._value_end(items[step]))
        return (item, item) if len(rest) == 1 else self._in_value(item, rest[1:])

    def _table(self, start: int, stop: int) -> dict[Path, tuple[Span, Span | None]]:
        """The keys of a table body or an inline table, dotted ones whole and by their first parts."""
        if start in self._tables:
            return self._tables[start]
        if len(self._tables) >= _MOST_TABLES_KEPT:
            self._tables.clear()
        table: dict[Path, tuple[Span, Span | None]] = {}
        for names, spans, value in self._statements(start, stop):
            table[names] = ((spans[0][0], spans[-1][1]), value)
            for cut in range(1, len(names)):
                table.setdefault(names[:cut], (spans[cut - 1], None))
            if len(table) >= _MOST_KEYS:
                break
        self._tables[start] = table
        return table

    def _items(self, start: int, stop: int) -> list[int]:
        if start not in self._arrays:
            if len(self._arrays) >= _MOST_TABLES_KEPT:
                self._arrays.clear()
            starts, pos = [], self._after_gap(start + 1)
            while pos < stop - 1:
                starts.append(pos)
                pos = self._after_gap(max(pos + 1, self._value_end(pos)))
            self._arrays[start] = starts
        return self._arrays[start]

    def _statements(self, start: int, stop: int) -> Iterator[tuple[tuple[str, ...], list[Span], Span]]:
        pos = self._after_gap(start)
        while pos < stop:
            names, spans, pos = self._key(pos)
            equals = _EQUALS.match(self._text, pos)
            if not names or not equals:  # only in a text that is no TOML
                pos = self._after_gap(max(pos + 1, self._text.find("\n", pos)))
                continue
            end = self._value_end(equals.end())
            yield names, spans, (equals.end(), end)
            pos = self._after_gap(max(end, equals.end()))

    def _key(self, pos: int) -> tuple[tuple[str, ...], list[Span], int]:
        names: list[str] = []
        spans: list[Span] = []
        while part := _KEY_PART.match(self._text, pos):
            names.append(_name(part[1]))
            spans.append(part.span(1))
            pos = part.end()
            if self._text[pos : pos + 1] != ".":
                break
            pos += 1
        return tuple(names), spans, pos

    def _after_gap(self, pos: int) -> int:
        gap = _BETWEEN.match(self._text, pos)
        return gap.end() if gap else pos

    def _value_end(self, pos: int) -> int:
        first = self._text[pos : pos + 1]
        if first and first in "\"'":
            string = _STRING.match(self._text, pos)
            return string.end() if string else pos
        if first and first in "[{":
            return self._bracket_end(pos)
        scalar = _SCALAR.match(self._text, pos)
        return pos + len(scalar[0].rstrip()) if scalar else pos

    def _bracket_end(self, pos: int) -> int:
        depth = 0
        while bracket := TO_BRACKET.match(self._text, pos):
            pos = bracket.end()
            depth += 1 if bracket[1] in "[{" else -1
            if depth <= 0:
                return pos
        return len(self._text)

    def _read_headers(self) -> None:
        """Find every `[table]` and `[[table]]`: an opening bracket outside of values that is the first on its line."""
        text, pos, depth = self._text, 0, 0
        body: Path = ()
        body_start = 0
        counts: dict[Path, int] = {}
        while bracket := TO_BRACKET.match(text, pos):
            pos = bracket.end()
            if bracket[1] in "]}":
                depth = max(0, depth - 1)
                continue
            if depth or text[text.rfind("\n", 0, pos) + 1 : pos - 1].strip(" \t"):
                depth += 1
                continue
            self._bodies.setdefault(body, (body_start, pos - 1))
            body, pos = self._read_header(pos - 1, counts)
            body_start = pos
        self._bodies.setdefault(body, (body_start, len(text)))

    def _read_header(self, start: int, counts: dict[Path, int]) -> tuple[Path, int]:
        array = self._text.startswith("[[", start)
        names, spans, pos = self._key(start + 1 + array)
        path: Path = ()
        for number, name in enumerate(names):
            path = (*path, name)
            if number < len(names) - 1:
                if path in counts:
                    path = (*path, counts[path] - 1)
                else:
                    self._implied.setdefault(path, spans[number])
            elif array:
                self._implied.setdefault(path, spans[number])
                counts[path] = counts.get(path, 0) + 1
                path = (*path, counts[path] - 1)
        while self._text[pos : pos + 1] == "]":
            pos += 1
        self._headers.setdefault(path, (start, pos))
        return path, pos


def _name(written: str) -> str:
    """A part of a key without its quotes and escapes."""
    if written[0] not in "\"'":
        return written
    if written[0] == "'" or "\\" not in written:
        return written[1:-1]
    try:
        return str(tomli.loads(f"k={written}")["k"])
    except tomli.TOMLDecodeError:
        return written
