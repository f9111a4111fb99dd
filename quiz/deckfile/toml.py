"""TOML text to plain values: bounded before it is parsed, made harmless after."""

import re
import unicodedata
from typing import Any, Literal

import tomli

from quiz.deckfile.problem import Place, Problem
from quiz.deckfile.report import Report
from quiz.deckfile.spans import STRING, TO_BRACKET, Path
from quiz.text import clean, one_line, shortened

MAX_BYTES = 8 * 2**20
MAX_DEPTH = 32
"""Brackets inside one another."""
MAX_KEY_PARTS = 8
"""Parts of a dotted key."""
MAX_VALUES = 1_000_000
"""Keys, items and brackets in one file."""
MAX_TABLES = 150_000
"""Tables with a header in one file."""
MAX_WORD = 1_000
"""Characters of a number or of a key without quotes."""
_DOT = 4
"""A dot in a key makes a table, which takes the room of this many values."""

_STRING_OR_COMMENT = re.compile(rf"{STRING}|#[^\n]*+")
_NOT_BRACKETS = re.compile(r"[^\[\]{}]++")
_LONG_KEY = re.compile(rf"(?:\.[^.\n,=\[\]{{}}]*+){{{MAX_KEY_PARTS}}}")
_HEADER = re.compile(r"^[ \t]*\[", re.MULTILINE)
_LONG_WORD = re.compile(rf"\b\w{{{MAX_WORD + 1}}}")
_NOT_NEWLINE = re.compile(r"[^\n]")
_TWICE = ("Cannot overwrite", "Cannot declare", "Cannot mutate", "Duplicate")
_CURLY = re.compile("[\u2018-\u201f\u00ab\u00bb]")


def decode(raw: bytes, file: str) -> tuple[str | None, list[Problem]]:
    """The text of a file, or None and why it is not to be read. A byte order mark is left out."""
    if len(raw) > MAX_BYTES:
        hint = "split it into several decks"
        return None, [Problem("E010", f"the file is larger than {MAX_BYTES // 2**20} MiB", hint, file=file)]
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return None, [Problem("E011", "the file is UTF-16, not UTF-8", "save it as UTF-8", file=file)]
        before = raw[: error.start].decode("utf-8") + "\ufffd"
        report = Report(before, file)
        message = f"byte 0x{raw[error.start]:02x} is not UTF-8 text"
        report.add("E011", message, "save the file as UTF-8", place=report.locator.at(len(before) - 1, len(before)))
        return None, report.problems()
    if "\0" in text:
        report = Report(text, file)
        at = text.index("\0")
        report.add("E011", "the file holds a NUL character: it is not text", place=report.locator.at(at, at + 1))
        return None, report.problems()
    return text, []


def parse(text: str, file: str) -> tuple[dict[str, Any] | None, list[Problem]]:
    """The values in a TOML text, every string made harmless, or None and why there are none."""
    report = Report(normalised(text), file)
    return values(report), report.problems()


def normalised(text: str) -> str:
    """The text with "\\n" for every line end and no byte order mark: what places refer to."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def values(report: Report) -> dict[str, Any] | None:
    """The values in the text of a report; None when there are none, and the report says why."""
    text = report.text
    if not _bounded(text, report):
        return None
    try:
        found = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        _syntax(error, report)
        return None
    except RecursionError:
        report.add("E010", f"brackets or tables nest deeper than {MAX_DEPTH} levels")
        return None
    except ValueError:
        report.add("E001", "a number has too many digits", "put it in quotes if it is text")
        return None
    # Without an escape and without a suspect character in the text there is none in a value either.
    if "\\" in text or (not text.isascii() and clean(text) is not text):
        found = _harmless(found, (), report)
    return found


def _bounded(text: str, report: Report) -> bool:
    if len(text) > MAX_BYTES:
        report.add("E010", f"the text is longer than {MAX_BYTES:,} characters", "split it into several decks")
        return False
    bare = _STRING_OR_COMMENT.sub("x", text)
    size = sum(bare.count(mark) for mark in "=,[{") + _DOT * bare.count(".")
    if size > MAX_VALUES or len(_HEADER.findall(bare)) > MAX_TABLES:
        report.add("E010", f"the file holds more than {MAX_VALUES:,} values or {MAX_TABLES:,} tables", "split it")
        return False
    if _LONG_WORD.search(bare):
        message = f"a number or a key has more than {MAX_WORD:,} characters"
        report.add("E010", message, "text goes in quotes", place=_in_place(_LONG_WORD, text, report))
        return False
    if bare.count(".") >= MAX_KEY_PARTS and _LONG_KEY.search(bare):
        message, place = f"a key has more than {MAX_KEY_PARTS} parts", _in_place(_LONG_KEY, text, report)
        report.add("E010", message, "a dot in a key makes a table", place=place)
        return False
    if _too_deep(bare):
        place = report.locator.at(*_deepest(text))
        report.add("E010", f"brackets nest deeper than {MAX_DEPTH} levels", "is a bracket left open?", place=place)
        return False
    return True


def _in_place(pattern: re.Pattern[str], text: str, report: Report) -> Place | None:
    """Where a pattern stands outside of strings and comments."""
    found = pattern.search(_STRING_OR_COMMENT.sub(lambda match: _NOT_NEWLINE.sub("x", match[0]), text))
    return report.locator.at(*found.span()) if found else None


def _too_deep(bare: str) -> bool:
    brackets = _NOT_BRACKETS.sub("", bare)
    rest = brackets
    for _ in range(MAX_DEPTH // 2):  # each round takes one or two levels out
        rest = rest.replace("[]", "").replace("{}", "")
        if not rest:
            return False
    depth = 0
    for bracket in brackets:
        depth = depth + 1 if bracket in "[{" else max(0, depth - 1)
        if depth > MAX_DEPTH:
            return True
    return False


def _deepest(text: str) -> tuple[int, int]:
    """Where the bracket that is one too deep stands."""
    pos = depth = 0
    while depth <= MAX_DEPTH and (bracket := TO_BRACKET.match(text, pos)):
        pos = bracket.end()
        depth = depth + 1 if bracket[1] in "[{" else max(0, depth - 1)
    return max(0, pos - 1), pos


def _syntax(error: tomli.TOMLDecodeError, report: Report) -> None:
    """Say what the parser says, in our words where they are plainer, pointing at what has to be changed."""
    text, pos = report.text, min(error.pos, len(report.text))
    start = text.rfind("\n", 0, pos) + 1
    end = text.find("\n", start)
    line = text[start : end if end >= 0 else None]
    message, hint = _plainer(error.msg, line, line[pos - start :])
    if error.msg.startswith(_TWICE):
        indent = len(line) - len(line.lstrip())
        place = report.locator.at(start + indent, start + max(indent + 1, len(line.split("=")[0].rstrip())))
    else:
        place = report.locator.at(pos, pos + 1)
    report.add("E001", shortened(one_line(message), 160), hint, place=place)


_PLAINER: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("Unescaped '\\'",), "a backslash that stands for nothing",
     r"write \\ for one, or put the text into single quotes: '…'"),
    (_TWICE, "this key or table is there already", "keep one of the two"),
    (("Expected '='",), "a key without `=` and a value", 'a line is `key = "value"`, a comment begins with #'),
    (("Unclosed array",), "a list that is not closed", "end it with ], and put a comma between its items"),
    (("Illegal character '\\n'",), "a text that is not closed on its line",
     'end it with ", or begin and end it with """ for several lines'),
    (("Unterminated string", 'Expected "\'"', "Expected '\"'"), "a text that is not closed",
     "end it with the quotation mark it begins with"),
)  # fmt: skip
"""How the parser's messages begin, and how we put them."""


def _plainer(message: str, line: str, rest: str) -> tuple[str, str]:
    """The message in words that need no knowledge of TOML, and what to do."""
    if message == "Invalid value" and rest.strip()[:1] in ("", "#"):
        return "a value is missing", ""
    if message in ("Invalid value", "Invalid statement") and _CURLY.match(rest):
        return "a typographic quotation mark", 'TOML wants straight ones: "…"'
    if message == "Invalid value" and rest[:1].isalpha():
        return "a text without quotation marks", 'write it as "…"; true and false go without'
    if message.startswith("Expected newline"):
        quotes = len(re.findall(r'(?<!\\)"', line))
        inside = r"write a quotation mark inside a text as \"" if quotes > 2 else ""
        return "something follows the value on its line", inside if quotes else 'text goes in quotes: "…"'
    return next(((words, hint) for begins, words, hint in _PLAINER if message.startswith(begins)), (message, ""))


def _harmless(value: Any, path: Path, report: Report) -> Any:
    """The value with every string cleaned; a warning for each that was changed."""
    if isinstance(value, str):
        return _cleaned(value, path, report)
    if isinstance(value, list):
        return [_harmless(item, (*path, i), report) for i, item in enumerate(value)]
    if isinstance(value, dict):
        return {
            _cleaned(key, (*path, key), report, "key"): _harmless(item, (*path, key), report)
            for key, item in value.items()
        }
    return value


def _cleaned(text: str, path: Path, report: Report, side: Literal["key", "value"] = "value") -> str:
    harmless = clean(text)
    if harmless != text and report.full_of_warnings:
        report.add("I005", "", warning=True)
    elif harmless != text:
        hidden = dict.fromkeys(char for char in text if clean(char) != char)
        names = ", ".join(_named(char) for char in list(hidden)[:3]) or "a pile of combining marks"
        message = f"characters that do not show or could steer a terminal were taken out: {names}"
        hint = "write the text without them"
        if side == "key":
            report.add("I005", message, hint, key=path, warning=True)
        else:
            report.add("I005", message, hint, value=path, warning=True)
    return harmless


def _named(char: str) -> str:
    name = unicodedata.name(char, "")
    return f"U+{ord(char):04X} {name}".strip()
