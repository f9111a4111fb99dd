"""The screens at a desk of their own: a real workspace on a folder to throw away, a clock that stands still.

Keys and clicks go in by Textual's pilot, and what a person would see comes out as lines of text.
"""

import asyncio
import functools
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import ParamSpec

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.app import App
from textual.message_pump import MessagePump
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input

from quiz.history import Event, parse
from quiz.session import View
from quiz.store.home import Home
from quiz.tui.app import QuizApp
from quiz.tui.screens.home import HomeScreen
from quiz.tui.screens.study import StudyScreen, start
from quiz.workspace import Workspace
from quiz.workspace.clock import Clock

NOON = 1_780_056_000_000
"""29 May 2026, 12:00 UTC, in ms."""
MINUTE = 60_000
DAY = 86_400_000
SIZE = (80, 24)
SCROLLBAR = " ▁▂▃▄▅▆▇█"
CHARACTERS = {"space": " ", "enter": "\r", "question_mark": "?", "escape": "\x1b", "tab": "\t"}

Parameters = ParamSpec("Parameters")


class StillClock(Clock):
    """A clock that moves when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.at_ms = NOON

    def now_ms(self) -> int:
        return self.at_ms

    def offset(self) -> int:
        return 0


class OwnDecks(Workspace):
    """A workspace without the decks that come with the program: only those that a test wrote."""

    @property
    def folders(self) -> tuple[str, ...]:
        return (self.home.decks,)


class Desk:
    """A screen with somebody at the keys."""

    def __init__(self, app: QuizApp, pilot: Pilot[int], clock: StillClock) -> None:
        self.app = app
        self.pilot = pilot
        self.clock = clock
        self.home = Path(app.workspace.home.root)

    # -- hands

    async def press(self, *keys: str) -> None:
        """Press keys, by Textual's names, one after another."""
        for key in keys:
            self.app.post_message(events.Key(key, key if len(key) == 1 else CHARACTERS.get(key)))
            await self.settle()

    async def burst(self, *keys: str) -> None:
        """Press keys faster than the program can follow."""
        for key in keys:
            self.app.post_message(events.Key(key, key if len(key) == 1 else CHARACTERS.get(key)))
        await self.settle()

    async def type(self, text: str) -> None:
        """Type letters."""
        await self.press(*["space" if letter == " " else letter for letter in text])

    async def click(self, text: str, row: int = 0) -> None:
        """Click on the first place where a text stands, at or below a row."""
        for y, line in enumerate(self.lines):
            if y >= row and text in line:
                x = cell_len(line[: line.index(text)])
                await self.pilot.click(offset=(x, y))
                await self.settle()
                return
        raise AssertionError(f"{text!r} is nowhere in\n{self.text}")

    async def resize(self, width: int, height: int) -> None:
        """Change the size of the terminal."""
        await self.pilot.resize_terminal(width, height)
        await self.settle()

    async def settle(self) -> None:
        """Wait until no message is on its way and everything that was asked for has been drawn.

        The pilot's own pause looks at the processor's time instead, which tells little on a busy machine.
        """
        quiet = 0
        while quiet < 2:
            if not self.app.is_running:
                return
            screen = self.app.screen
            pumps: list[MessagePump] = [self.app, screen, *screen.walk_children()]
            for pump in pumps:
                await _heard(pump, pump.call_later)
            await _heard(screen, screen.call_after_refresh)
            busy = any(pump.message_queue_size for pump in pumps) or self.app._resize_timer is not None
            quiet = 0 if busy or screen is not self.app.screen else quiet + 1

    # -- eyes

    @property
    def lines(self) -> list[str]:
        """What is on the screen."""
        return lines(self.app)

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.lines)

    def sees(self, *texts: str) -> bool:
        """Whether texts stand on the screen, wherever lines were broken."""
        flat = " ".join(" ".join(line.rstrip(SCROLLBAR) for line in self.lines).split())
        return all(" ".join(text.split()) in flat for text in texts)

    @property
    def study(self) -> StudyScreen:
        screen = self.app.screen
        assert isinstance(screen, StudyScreen), f"this is {screen}"
        return screen

    @property
    def view(self) -> View:
        return self.study.view

    @property
    def field(self) -> Input:
        """The field for a typed answer."""
        return self.study.query_one("#typed", Input)

    @property
    def rows(self) -> list[Event]:
        """The log, as it is on the disk."""
        out: list[Event] = []
        for path in sorted((self.home / "log").glob("*.log")):
            events, damages = parse(path.read_bytes())
            assert not damages
            out += events
        return out

    @property
    def grades(self) -> list[tuple[str, int]]:
        """Card and grade of each review in the log."""
        return [(event.item.partition("/")[2], event.grade) for event in self.rows if event.kind == "r"]

    def footer(self) -> str:
        return self.lines[-1]


async def _heard(pump: MessagePump, send: Callable[[Callable[[], None]], object]) -> None:
    """Wait until a message has gone through a queue, or its owner has been closed."""
    done = asyncio.Event()
    send(done.set)
    while not done.is_set() and pump.is_running and pump.app.is_running:
        await asyncio.sleep(0.0005)


def segments(app: App[int]) -> list[list[Segment]]:
    """What is on the screen, with its styles."""
    return [list(strip) for strip in app.screen._compositor.render_strips()]


def lines(app: App[int]) -> list[str]:
    """What is on the screen."""
    return ["".join(segment.text for segment in row) for row in segments(app)]


def played(test: Callable[Parameters, Awaitable[None]]) -> Callable[Parameters, None]:
    """Run a test to its end in a loop of its own."""

    @functools.wraps(test)
    def run(*args: Parameters.args, **kwargs: Parameters.kwargs) -> None:
        async def main() -> None:
            await test(*args, **kwargs)

        asyncio.run(main())

    return run


@asynccontextmanager
async def _at(
    tmp_path: Path, decks: tuple[str, ...], size: tuple[int, int], first: Callable[[OwnDecks], Screen[None]]
) -> AsyncIterator[Desk]:
    folder = tmp_path / "decks"
    folder.mkdir(exist_ok=True)
    for n, deck in enumerate(decks):
        (folder / f"{n}.deck.toml").write_text(deck, encoding="utf-8")
    clock = StillClock()
    workspace = OwnDecks(Home(str(tmp_path)), clock)
    assert not workspace.decks_report.broken, "a deck of the test has errors"
    app = QuizApp(workspace, first(workspace))
    try:
        async with app.run_test(size=size) as pilot:
            desk = Desk(app, pilot, clock)
            await desk.settle()
            yield desk
        if app.crash is not None:
            raise app.crash
    finally:
        workspace.close()


def _sitting(workspace: OwnDecks) -> StudyScreen:
    return StudyScreen(start(workspace, workspace.scope(None)))


def studying(
    tmp_path: Path, *decks: str, size: tuple[int, int] = SIZE, first: Callable[[OwnDecks], StudyScreen] = _sitting
) -> AbstractAsyncContextManager[Desk]:
    """Study some decks, which are written down first."""
    return _at(tmp_path, decks, size, first)


def at_home(tmp_path: Path, *decks: str, size: tuple[int, int] = SIZE) -> AbstractAsyncContextManager[Desk]:
    """Begin at the home screen."""
    return _at(tmp_path, decks, size, HomeScreen)


# -- decks ------------------------------------------------------------------------------------------------------------


def deck(*cards: str, deck_id: str = "deck", title: str = "A deck") -> str:
    """The text of a deck."""
    head = f'format = 1\nid = "{deck_id}"\ntitle = "{title}"\n'
    return head + "".join(f"\n[[card]]\n{card}\n" for card in cards)


def recall(card: str, q: str = "", answer: str = "", more: str = "") -> str:
    """A card to think through."""
    q, answer = q or f"Question {card}?", answer or f"Answer {card}"
    return f'id = "{card}"\nkind = "recall"\nq = "{q}"\nanswer = "{answer}"\n{more}'


def typed(card: str, answer: str, more: str = "") -> str:
    """A card with a field to type in."""
    return f'id = "{card}"\nkind = "typed"\nq = "Type {card}."\nanswer = "{answer}"\n{more}'


def choice(card: str, right: list[str], wrong: list[str], more: str = "") -> str:
    """A card with options, of which one or several are right."""
    answer = f'answer = "{right[0]}"' if len(right) == 1 else f"answers = {right!r}"
    return f'id = "{card}"\nkind = "choice"\nq = "Choose {card}."\n{answer}\nwrong = {wrong!r}\n{more}'


RECALL = recall("r")
TYPED = typed("t", "Atlas", 'hint = "a crater"\nsource = "a book#chapter"\nwhy = "It is in the north-east."')
CHOICE = choice("c", ["Tycho"], ["Endymion", "Copernicus"], '[card.notes]\n"Endymion" = "That one is elsewhere."')
SEVERAL = choice("m", ["Red", "Blue"], ["Tin", "Lead"])


def order(card: str, items: list[str], more: str = "") -> str:
    """A card with things to put in order."""
    return f'id = "{card}"\nkind = "order"\nq = "Arrange {card}."\nitems = {items!r}\n{more}'


def match(card: str, pairs: dict[str, str], extra: list[str], more: str = "") -> str:
    """A card with things to join."""
    joined = "".join(f'"{left}" = "{right}"\n' for left, right in pairs.items())
    return f'id = "{card}"\nkind = "match"\nq = "Join {card}."\nextra = {extra!r}\n{more}\n[card.pairs]\n{joined}'
