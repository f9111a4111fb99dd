"""A quiz round on the screen: points, runs, the clock, and once more what was missed."""

from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
from faces.tui.desk import Desk, OwnDecks, at_home, choice, deck, match, order, played, recall, studying, typed

from quiz.history import Mode
from quiz.session import Stage
from quiz.tui import keys
from quiz.tui.screens.help import HelpScreen
from quiz.tui.screens.home import HomeScreen
from quiz.tui.screens.round import RoundScreen
from quiz.workspace import PlayRun

CHOICES = deck(*(choice(f"c{n}", ["Red"], ["Blue"]) for n in range(6)))


def playing(
    tmp_path: Path, *decks: str, count: int = 3, seconds: int = 0, size: tuple[int, int] = (80, 24)
) -> AbstractAsyncContextManager[Desk]:
    def first(workspace: OwnDecks) -> RoundScreen:
        return RoundScreen(PlayRun(workspace, workspace.scope(None), count, seconds, seed=1))

    return studying(tmp_path, *decks, size=size, first=first)


async def give(desk: Desk, text: str) -> None:
    await desk.press(str([option.text for option in desk.view.shape.options].index(text) + 1))


@played
async def test_points_and_runs(tmp_path: Path) -> None:
    async with playing(tmp_path, CHOICES, count=4) as desk:
        assert desk.sees("1 of 4", "0 points", "Choose")
        for n, (text, points) in enumerate([("Red", 100), ("Red", 210), ("Blue", 210), ("Red", 310)], 1):
            assert desk.sees(f"{n} of 4")
            await give(desk, text)
            assert desk.view.stage is Stage.ANSWERED
            assert desk.sees("✓ Right" if text == "Red" else "✗ Wrong", f"{points} points")
            assert not desk.sees("1 Again"), "there is nothing to grade"
            await desk.press("space")
        assert desk.sees(
            "310 points", "your best yet", "75% right of 4 answers", "Missed (1)", "All decks: 3 of 4, 310"
        )
        assert {(row.kind, row.mode) for row in desk.rows} == {("r", Mode.QUIZ)}
        await desk.press("a")
        assert desk.sees("1 of 1", "0 points")
        await give(desk, "Red")
        await desk.press("enter")
        assert desk.sees("100 points", "100% right of 1 answer")
        assert not desk.sees("your best yet"), "a repetition is no record"
        assert len(desk.rows) == 5


@played
async def test_every_shape_can_be_played(tmp_path: Path) -> None:
    cards = deck(
        recall("r"), typed("t", "Atlas"), order("o", ["Ant", "Bee"]), match("m", {"Ant": "six", "Cow": "four"}, [])
    )
    async with playing(tmp_path, cards, count=9) as desk:
        asked = set()
        while desk.view.stage is not Stage.DONE:
            asked.add(type(desk.view.shape).__name__)
            await desk.press("enter", "enter")
        assert asked == {"Type", "Arrange", "Pair"}, "a thought cannot be marked"


@played
async def test_the_clock_counts_down_and_ends_a_question(tmp_path: Path) -> None:
    async with playing(tmp_path, CHOICES, seconds=20) as desk:
        assert desk.sees("20 s", "1 of 3")
        desk.clock.at_ms += 16_000
        desk.study._look_at_the_clock()
        await desk.settle()
        assert desk.sees("4 s")
        assert desk.view.stage is Stage.ASKING
        desk.clock.at_ms += 4_000
        desk.study._look_at_the_clock()
        await desk.settle()
        assert desk.view.stage is Stage.ANSWERED
        assert desk.sees("✗ Wrong")
        await desk.press("space")
        assert desk.sees("20 s", "2 of 3")


@played
async def test_no_key_of_studying_does_harm_in_a_round(tmp_path: Path) -> None:
    async with playing(tmp_path, CHOICES) as desk:
        mine = {name for key in keys.ROUND for name in key.keys.split(",")}
        for name in sorted({name for key in keys.STUDY for name in key.keys.split(",")} - mine):
            before = (desk.view, desk.study.hand, len(desk.rows))
            await desk.press(name)
            assert (desk.view, desk.study.hand, len(desk.rows)) == before, name
        await desk.press("question_mark")
        assert isinstance(desk.app.screen, HelpScreen)
        assert desk.sees("On to the next card")
        assert not desk.sees("Not today")


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 40)])
def test_a_round_fits_every_size(size: tuple[int, int], tmp_path: Path) -> None:
    @played
    async def play() -> None:
        async with playing(tmp_path, CHOICES, seconds=30, size=size) as desk:
            assert desk.sees("30 s", "1 of 3", "0 points")
            await give(desk, "Red")
            assert desk.sees("100 points", "✓ Right", "esc leave")

    play()


@played
async def test_from_the_home_screen_and_back(tmp_path: Path) -> None:
    async with at_home(tmp_path, CHOICES) as desk:
        await desk.press("p")
        assert isinstance(desk.app.screen, RoundScreen)
        await desk.press("1", "escape")
        assert desk.view.stage is Stage.DONE
        await desk.press("escape")
        assert isinstance(desk.app.screen, HomeScreen)


@played
async def test_thoughts_alone_make_no_round(tmp_path: Path) -> None:
    async with at_home(tmp_path, deck(recall("r"))) as desk:
        await desk.press("p")
        assert isinstance(desk.app.screen, HomeScreen)
        assert desk.sees("Nothing here can be asked for points.")
