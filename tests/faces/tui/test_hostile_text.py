"""Text from decks is shown as it stands: nothing in it is markup, a link or an action.

One screen stays up for all the examples, and is drawn again and again.
"""

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from faces.tui.desk import Desk, OwnDecks, deck, played, recall, segments, studying
from hypothesis import example, given, settings
from hypothesis import strategies as st

from quiz.cards import Choose, Option, Reveal, Shape, Type
from quiz.session import Closing, Event, GradeView, Stage, View, Wake
from quiz.session.machine import Answered
from quiz.session.view import VerdictView, Why
from quiz.text import clean
from quiz.tui.content import CLICK
from quiz.tui.hands import hand_for
from quiz.tui.keys import STUDY
from quiz.tui.screens.study import StudyScreen, start
from quiz.workspace import Run

MARKUP = (
    "[/", "[/]", "[bold]", "[@click=app.quit]x[/]", "[@click=screen.dismiss()]y", "[link=https://example.org]z[/link]",
    "[on red]", "[$primary]", "\\[x]", "[[", "]", "[i]x[/i]", "[red", "{0}", "%s", "$text", "[/x]", "@click=app.quit",
    "\x1b]0;title\x07", "\x1b[31m", "\u202e", "\u200b", "月", "👩‍🚀", "e\u0301",
)  # fmt: skip
EXAMPLES = min(1000, 30 if settings.default.max_examples <= 50 else settings.default.max_examples)
GRADES = tuple(GradeView(n, label, "1 d", n == 3) for n, label in enumerate(("Again", "Hard", "Good", "Easy"), 1))
OURS = re.compile(r"row\(\d+\)|grade\([1-4]\)|" + "|".join(re.escape(key.click) for key in STUDY if key.click))


def texts() -> st.SearchStrategy[str]:
    """Clean text that would do much if it were markup; never empty."""
    part = st.one_of(st.sampled_from(MARKUP), st.text(max_size=10))
    return st.lists(part, min_size=1, max_size=5).map("".join).map(clean).map(lambda text: text.strip() or "[/")


class Planted(Run):
    """A sitting that shows what it is told to."""

    planted: View | None = None

    @property
    def view(self) -> View:
        return self.planted or super().view

    def send(self, event: Event) -> View:
        return self.planted or super().send(event)


class Wall:
    """One study screen that stays up while texts come and go."""

    def __init__(self, runner: asyncio.Runner, desk: Desk) -> None:
        self.runner = runner
        self.desk = desk

    def show(self, view: View) -> None:
        run = self.desk.study.run
        assert isinstance(run, Planted)
        run.planted = view
        self.runner.run(self._draw())

    async def _draw(self) -> None:
        self.desk.study.send(Wake())
        self.desk.study.hand = hand_for(self.desk.study.view.shape)
        self.desk.study.send(Wake())
        await self.desk.settle()
        assert self.desk.app.crash is None
        assert self.desk.app.is_running

    def inside(self, widget: str) -> str:
        """What stands in a widget, without white space."""
        found = self.desk.study.query_one(widget)
        region = found.content_region
        strips = self.desk.app.screen._compositor.render_strips()[region.y : region.bottom]
        return squeezed("".join(strip.crop(region.x, region.right).text for strip in strips))

    def metas(self) -> Iterator[tuple[str, object]]:
        for row in segments(self.desk.app):
            for segment in row:
                if segment.style:
                    assert not segment.style.link
                    yield from segment.style.meta.items()

    def check(self, where: dict[str, list[str]]) -> None:
        """All texts stand where they should, in this order, and only our own actions can be clicked."""
        for widget, wanted in where.items():
            found, place = self.inside(widget), 0
            for text in wanted:
                place = found.find(squeezed(text), place)
                assert place >= 0, f"{text!r} does not stand in {widget}: {found!r}"
                place += len(squeezed(text))
        for name, value in self.metas():
            assert name in (CLICK, "offset"), f"{name} can be clicked: {value}"
            assert name != CLICK or OURS.fullmatch(str(value)), value


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.fixture(scope="module")
def wall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wall]:
    home = tmp_path_factory.mktemp("home")
    with asyncio.Runner() as runner:
        context = studying(home, deck(recall("r")), size=(100, 70), first=planted)
        desk = runner.run(context.__aenter__())
        yield Wall(runner, desk)
        runner.run(context.__aexit__(None, None, None))


def planted(workspace: OwnDecks) -> StudyScreen:
    run = start(workspace, workspace.scope(None))
    return StudyScreen(Planted(workspace, run.sitting.plan, run.sitting.queue))


def shapes(prompt: str, options: list[str]) -> list[Shape]:
    several = tuple(Option(f"o{n}", text) for n, text in enumerate(options))
    return [Reveal(prompt), Type(prompt, options[0]), Choose(prompt, several), Choose(prompt, several, many=True)]


@settings(max_examples=EXAMPLES)
@given(st.lists(texts(), min_size=8, max_size=8), st.integers(0, 3))
@example(["[/"] * 8, 0)
@example(["[/"] * 8, 1)
@example(["[/"] * 8, 2)
@example(["[@click=app.quit]x[/]"] * 8, 2)
@example(["\\[x] \\"] * 8, 3)
def test_every_text_is_shown_as_it_stands(wall: Wall, some: list[str], n: int) -> None:
    prompt, first, second, said, solution, reason, source, title = some
    shape = shapes(prompt, [first, second])[n]
    choosing = isinstance(shape, Choose)
    why = Why("state", source, solution, "deck/item", False)
    asking = View(Stage.ASKING, title, title, n + 1, shape, why=why, total=4, notice=reason)
    wall.show(asking)
    wall.check({"#question": [prompt], "#options": [first, second] if choosing else []})
    verdict = None if isinstance(shape, Reveal) else VerdictView("wrong", "Wrong", reason)
    answered = asking._replace(stage=Stage.ANSWERED, solution=solution, reason_why=reason, grades=GRADES)
    wall.show(
        answered._replace(verdict=verdict, right=("o0",), chosen=("o1",))
        if choosing
        else answered._replace(verdict=verdict, said=said)
    )
    told = [reason] if verdict else []
    told += [] if choosing or (verdict and said == solution) else [said, solution]
    wall.check({"#question": [prompt], "#answer": [*told, reason, source]})
    missed = tuple(Answered("u", "deck/x", 1, 1, "wrong", text, said, solution, 0) for text in (prompt, first))
    closing = Closing(2, 1, 1.5, 3, 3, True, missed, (second,), 1, 5, False)
    wall.show(View(Stage.DONE, title, closing=closing, number=9))
    wall.check({"#question": [title, prompt, solution, first, solution, second]})


@played
async def test_a_click_on_hostile_text_does_nothing(tmp_path: Path) -> None:
    bad = "[@click=app.quit]here[/]"
    card = recall("r", bad, bad, f'why = "{bad}"\nsource = "{bad}"')
    async with studying(tmp_path, deck(card, recall("s"), title=bad)) as desk:
        await desk.click("here")
        await desk.click("here", row=2)
        assert desk.view.stage is Stage.ASKING
        await desk.press("space")
        rows = [n for n, line in enumerate(desk.lines) if "here" in line]
        assert len(rows) >= 5
        for row in rows:
            await desk.click("here", row=row)
        await desk.press("1", "escape")
        assert desk.sees(f"✗ {bad} → {bad}")
        await desk.click("here", row=2)
        assert desk.app.is_running
        assert desk.view.stage is Stage.DONE
