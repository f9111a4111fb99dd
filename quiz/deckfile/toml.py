"""TOML text to plain values: bounded before it is parsed, made harmless after."""

import re
import unicodedata
from typing import Any, Literal

import tomli

from quiz.deckfile.problem import Problem
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

_STRING_OR_COMMENT = re.compile(rf"{STRING}|#[^\n]*+")
_NOT_BRACKETS = re.compile(r"[^\[\]{}]++")
_LONG_KEY = re.compile(rf"(?:\.[^.\n,=\[\]{{}}]*+){{{MAX_KEY_PARTS}}}")
_HEADER = re.compile(r"^[ \t]*\[", re.MULTILINE)
_NOT_NEWLINE = re.compile(r"[^\n]")
_CURLY = re.compile("[\u2018-\u201f\u00ab\u00bb]")


def decode(raw: bytes, file: str) -> tuple[str | None, list[Problem]]:
    """The text of a file, or None and why it is not to be read. A byte order mark is left out."""
    if len(raw) > MAX_BYTES:
        hint = "split it into several decks"
        return None, [Problem("E010", f"the file is larger than {MAX_BYTES // 2**20} MiB", hint, file=file)]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return None, [Problem("E011", "the file is UTF-16, not UTF-8", "save it as UTF-8", file=file)]
        before = raw[: error.start].decode("utf-8-sig") + "\ufffd"
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
    if sum(bare.count(mark) for mark in "=,[{") > MAX_VALUES or len(_HEADER.findall(bare)) > MAX_TABLES:
        report.add("E010", f"the file holds more than {MAX_VALUES:,} values or {MAX_TABLES:,} tables", "split it")
        return False
    if bare.count(".") >= MAX_KEY_PARTS and _LONG_KEY.search(bare):
        # The same with everything in its place, so that the key can be pointed at.
        in_place = _STRING_OR_COMMENT.sub(lambda match: _NOT_NEWLINE.sub("x", match[0]), text)
        key = _LONG_KEY.search(in_place)
        place = report.locator.at(*key.span()) if key else None
        report.add("E010", f"a key has more than {MAX_KEY_PARTS} parts", "a dot in a key makes a table", place=place)
        return False
    if _too_deep(bare):
        hint = "is a bracket left open?"
        report.add("E010", f"brackets nest deeper than {MAX_DEPTH} levels", hint, place=report.locator.at(*_deepest(text)))
        return False
    return True


def _too_deep(bare: str) -> bool:
    brackets = _NOT_BRACKETS.sub("", bare)
    rest = brackets
    for _ in range(MAX_DEPTH):  # each round takes the innermost pairs out
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
    if error.msg.startswith(("Cannot overwrite", "Cannot declare", "Cannot mutate", "Duplicate")):
        indent = len(line) - len(line.lstrip())
        place = report.locator.at(start + indent, start + max(indent + 1, len(line.split("=")[0].rstrip())))
    else:
        place = report.locator.at(pos, pos + 1)
    report.add("E001", shortened(one_line(message), 160), hint, place=place)


def _plainer(message: str, line: str, rest: str) -> tuple[str, str]:
    if message == "Invalid value" and (not rest.strip() or rest.lstrip()[0] == "#"):
        return "a value is missing", ""
    if message in ("Invalid value", "Invalid statement") and _CURLY.match(rest):
        return "a typographic quotation mark", 'TOML wants straight ones: "…"'
    if message == "Invalid value" and re.match(r"[^\W\d]", rest):
        return "a text without quotation marks", 'write it as "…"; true and false go without'
    if message.startswith("Unescaped '\\'"):
        return "a backslash that stands for nothing", "write \\\\ for one, or put the text into single quotes: '…'"
    if message.startswith(("Cannot overwrite", "Cannot declare", "Duplicate", "Cannot mutate")):
        return "this key or table is there already", "keep one of the two"
    if message.startswith("Expected newline"):
        quotes = len(re.findall(r'(?<!\\)"', line))
        hint = r'write a quotation mark inside a text as \"' if quotes > 2 else "" if quotes else 'text goes in quotes: "…"'
        return "something follows the value on its line", hint
    if message.startswith("Expected '='"):
        return "a key without `=` and a value", 'a line is `key = "value"`, a comment begins with #'
    if message in ("Unterminated string", 'Expected "\'"', "Expected '\"'"):
        return "a text that is not closed", "end it with the quotation mark it begins with"
    if message.startswith("Illegal character '\\n'"):
        return "a text that is not closed on its line", 'end it with ", or begin and end it with """ for several lines'
    return message, ""


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
    if harmless != text:
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
