"""Text from outside: made harmless once, at the boundary, and measured in terminal cells.

Decks, file names, nicknames, imports and pasted text all pass `clean` before anything else sees them.
"""

import re
from unicodedata import combining, east_asian_width

MAX_MARKS = 4
"""Combining marks allowed on one base character."""

# C0 (but tab and newline), DEL, C1, lone surrogates, non-characters: shown as U+FFFD.
_BROKEN = "\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff"
# Bidi controls, zero widths, invisible fillers, variation selectors, tags: dropped.
_HIDDEN = (
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_LINES = "\u2028\u2029"
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0e31-\u0e4e\u0f71-\u0f84\u1ab0-\u1aff"
    "\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
)
_SUSPECT = re.compile(f"[{_BROKEN}{_HIDDEN}{_LINES}]|[{_MARKS}]{{{MAX_MARKS + 1}}}")
_BROKEN_RE = re.compile(f"[{_BROKEN}]")
_HIDDEN_RE = re.compile(f"[{_HIDDEN}]")
_LINES_RE = re.compile(f"[{_LINES}]|\r\n?")
# A zero-width joiner or an emoji selector is kept where it builds an emoji.
_EMOJI = "[\u203c\u2049\u2122\u2139\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
_EMOJI_GLUE = re.compile(f"(?<={_EMOJI})(\ufe0f?\u200d(?={_EMOJI})|\ufe0f)")


def clean(text: str) -> str:
    """The text without anything that could steer a terminal or hide from a reader.

    Control characters become U+FFFD; bidi controls, zero widths and invisible characters go; line ends become "\\n";
    at most MAX_MARKS combining marks stay on a base. Cleaning twice changes nothing.
    """
    if text.isascii() and text.isprintable():
        return text
    if not _SUSPECT.search(text):
        return text
    text = _LINES_RE.sub("\n", text)
    text = _BROKEN_RE.sub("\ufffd", text)
    text = "".join(part if i % 2 else _HIDDEN_RE.sub("", part) for i, part in enumerate(_EMOJI_GLUE.split(text)))
    return _without_piles(text)


def _without_piles(text: str) -> str:
    out, marks = [], 0
    for char in text:
        marks = marks + 1 if combining(char) else 0
        if marks <= MAX_MARKS:
            out.append(char)
    return "".join(out)


def one_line(text: str) -> str:
    """Clean text on a single line: tabs and newlines become spaces."""
    return " ".join(clean(text).split())


def cells(text: str) -> int:
    """The width of one line of clean text in terminal cells."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(c) or c in "\u200d\ufe0f" else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def shortened(text: str, width: int) -> str:
    """The text in at most `width` cells, ending in an ellipsis where something was cut."""
    if cells(text) <= width:
        return text
    out, used = "", 0
    for char in text:
        used += cells(char)
        if used > width - 1:
            break
        out += char
    return out + "…" if width > 0 else ""


def plural(count: int, one: str, many: str = "") -> str:
    """ "1 card", "2 cards"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
