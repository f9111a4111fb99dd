"""Sittings in plain lines, word for word: a deck and what was typed go in, the whole transcript comes out.

A file in golden/plain has three parts: `=== deck`, `=== typed` and `=== transcript`. A typed line that begins with @ is
not typed but happens: `@wait 90` seconds pass, `@full` the disk is full, `@room` it is not any more, `@minutes 5` ends
the sitting after five, `@again` ends this sitting and begins another one, `@piped` there is no terminal.
After a wanted change of wording: QUIZ_GOLDEN=write pytest tests/faces/test_plain_transcripts.py, and read the diff.
"""

import io
import os
import resource
from collections.abc import Iterator
from pathlib import Path

import pytest

from quiz.cards import Arrange, Choose, Option, Pair, Reveal, Type
from quiz.plain import shapes
from quiz.plain.study import PlainStudy
from quiz.store.home import Home
from quiz.text import clean
from quiz.workspace import Clock, Run, Workspace

GOLDEN = sorted((Path(__file__).parents[1] / "golden" / "plain").glob("*.txt"))
NOON = 20_400 * 86_400_000 + 12 * 3_600_000


class StillClock(Clock):
    """A clock that moves only where a transcript says so."""

    at = NOON

    def now_ms(self) -> int:
        return self.at

    def offset(self) -> int:
        return 0


class Alone(Workspace):
    """A workspace that looks for decks in its home folder only."""

    @property
    def folders(self) -> tuple[str, ...]:
        return (self.home.decks,)


class Keyboard(io.StringIO):
    """What is typed; a terminal shows it, as a terminal does."""

    def __init__(self, lines: list[str], out: io.StringIO, clock: StillClock, piped: bool) -> None:
        super().__init__()
        self.rest = lines
        self.out, self.clock, self.piped = out, clock, piped

    def isatty(self) -> bool:
        return not self.piped

    def readline(self, size: int | None = -1, /) -> str:
        while self.rest and self.rest[0].startswith("@"):
            word, _, value = self.rest[0].partition(" ")
            if word == "@wait":
                self.clock.at += int(value) * 1000
            elif word == "@full":
                _allow_bytes(0)
            elif word == "@room":
                _allow_bytes(None)
            elif word == "@again":
                return ""
            self.rest.pop(0)
        if not self.rest:
            return ""
        line = self.rest.pop(0) + "\n"
        if not self.piped:
            self.out.write(line)
        return line


def _allow_bytes(limit: int | None) -> None:
    """A file may grow to so many bytes: 0 is a full disk for everything that is written."""
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard if limit is None else limit, hard))


@pytest.fixture(autouse=True)
def _room_at_last() -> Iterator[None]:
    yield
    _allow_bytes(None)


def parts(text: str) -> dict[str, str]:
    out: dict[str, str] = {}
    for part in text.split("=== ")[1:]:
        name, _, body = part.partition("\n")
        out[name] = body
    return out


def transcript(deck: str, typed: str, folder: Path) -> str:
    """What a learner sees who types those lines."""
    home, clock, out = Home(str(folder)), StillClock(), io.StringIO()
    home.create()
    if deck.strip():
        (folder / "decks" / "deck.deck.toml").write_text(deck, encoding="utf-8")
    lines = typed.split("\n")[:-1]
    piped, minutes = "@piped" in lines, next((int(line[9:]) for line in lines if line.startswith("@minutes")), 0)
    while True:
        workspace = Alone(home, clock)
        keyboard = Keyboard(lines, out, clock, piped)
        try:
            assert not workspace.decks_report.broken
            scope = workspace.scope(None)
            run = Run(workspace, workspace.plan(scope, minutes), workspace.queue(scope, workspace.moment()))
            saved = PlainStudy(run, keyboard, out).start()
        finally:
            _allow_bytes(None)
            workspace.close()
        out.write("" if saved else "(not everything is saved)\n")
        lines = keyboard.rest
        if not lines or lines.pop(0) != "@again":
            break
        out.write("\n(another sitting)\n\n")
    assert not keyboard.rest, "the sitting ended before all was typed"
    return out.getvalue()


@pytest.mark.parametrize("file", GOLDEN, ids=lambda file: file.stem)
def test_transcript(file: Path, tmp_path: Path) -> None:
    text = file.read_text(encoding="utf-8")
    given = parts(text)
    out = transcript(given["deck"], given["typed"], tmp_path)
    if os.environ.get("QUIZ_GOLDEN") == "write":
        file.write_text(text.partition("=== transcript\n")[0] + "=== transcript\n" + out, encoding="utf-8")
        given = parts(file.read_text(encoding="utf-8"))
    assert out == given["transcript"]
    assert out == clean(out)


def test_a_screen_reader_gets_whole_lines_and_nothing_that_steers_a_terminal(tmp_path: Path) -> None:
    deck = 'format = 1\nid = "d"\ntitle = "D"\n[[card]]\nid = "a"\nkind = "typed"\nq = "A?"\nanswer = "a"\n'
    out = transcript(deck, "\x1b[31mno\u202e\x07\n:f note\x1b]0;x\x07\n\n@piped\n", tmp_path)
    assert "\x1b" not in out
    assert "\x07" not in out
    assert "\r" not in out


# -- the five shapes ---------------------------------------------------------------------------------------------------

OPTIONS = (Option("x1", "First"), Option("y2", "Second"), Option("z3", "Third"))
SHAPES = {
    "reveal": Reveal("Q?"), "type": Type("Q?", "a year"), "choose": Choose("Q?", OPTIONS),
    "many": Choose("Q?", OPTIONS, many=True), "arrange": Arrange("Q?", OPTIONS),
    "pair": Pair("Q?", OPTIONS[:2], OPTIONS),
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "lines", "prompt"),
    [
        ("reveal", ["Q?"], "Enter shows the answer > "),
        ("type", ["Q?", "(a year)"], "Your answer > "),
        ("choose", ["Q?", "  1. First", "  2. Second", "  3. Third"], "Number > "),
        ("many", ["Q?", "  1. First", "  2. Second", "  3. Third"], "Numbers of all that are right > "),
        ("arrange", ["Q?", "  1. First", "  2. Second", "  3. Third"], "Numbers in order > "),
        (
            "pair",
            ["Q?", "  a. First", "  b. Second", *(f"  {i}. {o.text}" for i, o in enumerate(OPTIONS, 1))],
            "Pairs such as a2 b1 > ",
        ),
    ],
)
def test_how_a_shape_is_printed(name: str, lines: list[str], prompt: str) -> None:
    assert shapes.question(SHAPES[name]) == lines
    assert shapes.ask_for(SHAPES[name]) == prompt


@pytest.mark.parametrize(
    ("name", "line", "answer"),
    [
        ("reveal", "anything", None),
        ("type", "  1969 ", "1969"),
        ("type", "", None),
        ("choose", "2", ("y2",)),
        ("choose", " ", None),
        ("many", "1, 3", ("x1", "z3")),
        ("many", "3 1", ("z3", "x1")),
        ("arrange", "3 2 1", ("z3", "y2", "x1")),
        ("pair", "a2 b1", (("x1", "y2"), ("y2", "x1"))),
        ("pair", "A3,B1", (("x1", "z3"), ("y2", "x1"))),
    ],
)
def test_how_a_line_becomes_an_answer(name: str, line: str, answer: object) -> None:
    assert shapes.answer(SHAPES[name], line) == answer


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("choose", "4"), ("choose", "0"), ("choose", "1 2"), ("choose", "first"), ("choose", "²"), ("choose", "-1"),
        ("many", "1 4"), ("arrange", "x"), ("pair", "a"), ("pair", "c1"), ("pair", "a9"), ("pair", "11"),
    ],
)  # fmt: skip
def test_a_line_that_makes_no_sense_is_asked_for_again(name: str, line: str) -> None:
    with pytest.raises(ValueError, match="please"):
        shapes.answer(SHAPES[name], line)
