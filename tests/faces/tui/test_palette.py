"""The palette names every deck, as it is called."""

from pathlib import Path

import pytest
from faces.tui.desk import Desk, at_home, deck, played, recall, studying
from textual.command import CommandList
from textual.pilot import Pilot

HOSTILE = ("[/", "[@click=app.quit]Moon[/]", "[bold]Sun", "a [b c", "\\\\[x]")


async def listed(desk: Desk) -> list[str]:
    """What the palette offers now."""
    pilot: Pilot[int] = desk.pilot
    offered = desk.app.screen.query_one(CommandList)
    for _ in range(100):
        await pilot.pause()
        await desk.settle()
        if offered.option_count and not desk.app.screen.workers._workers:
            break
    return [str(option.prompt).partition("\n")[0] for option in offered.options]


@pytest.mark.parametrize("where", [at_home, studying])
def test_every_deck_stands_in_the_palette(where: object, tmp_path: Path) -> None:
    titles = ["Moon", "Sun", *HOSTILE]
    decks = [deck(recall("r"), deck_id=f"d{n}", title=title) for n, title in enumerate(titles)]

    @played
    async def play() -> None:
        async with where(tmp_path, *decks, size=(80, 50)) as desk:
            await desk.press("ctrl+p")
            offered = await listed(desk)
            for title in titles:
                assert f"Study {title}".replace("\\\\", "\\") in offered
            assert desk.app.is_running

    play()


@played
async def test_a_deck_is_found_by_typing_and_studied(tmp_path: Path) -> None:
    decks = [deck(recall("r"), deck_id=f"d{n}", title=title) for n, title in enumerate(("Moon", "Sun", *HOSTILE))]
    async with at_home(tmp_path, *decks) as desk:
        await desk.press("ctrl+p")
        for letter in "@click":
            await desk.press(letter)
        assert await listed(desk) == ["Study [@click=app.quit]Moon[/]"]
        await desk.press("down", "enter")
        await listed_or_gone(desk)
        assert desk.view.title == "[@click=app.quit]Moon[/]"
        assert desk.sees("[@click=app.quit]Moon[/]")
        await desk.click("@click=app.quit")
        assert desk.app.is_running
        assert desk.sees("Question r?")


async def listed_or_gone(desk: Desk) -> None:
    """Wait until the palette has closed."""
    for _ in range(100):
        await desk.pilot.pause()
        await desk.settle()
        if type(desk.app.screen).__name__ != "CommandPalette":
            return
