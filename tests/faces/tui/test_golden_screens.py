"""Four screens as they were last looked at and found good. QUIZ_GOLDEN=write takes them as they are now."""

import os
from pathlib import Path

import pytest
from faces.tui.desk import DAY, Desk, at_home, choice, deck, played, recall, typed

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "tui"
CARDS = (
    typed("flag", "Apollo 11", 'why = "It stood too near."\nsource = "a book#moonwalk"'),
    choice("crater", ["Tycho"], ["Endymion", "Copernicus", "Plato"]),
    recall("side", "Why do we always see the same side of the Moon?", "It turns once on each round."),
)
DECKS = (
    deck(*CARDS, deck_id="moon", title="The Moon"),
    deck(*(recall(f"c{n}") for n in range(40)), deck_id="mars", title="Mars"),
)

SCREENS: dict[str, tuple[str, ...]] = {
    "home": (),
    "question": ("down", "down", "enter", "A", "enter", "y", "enter"),
    "answer": ("down", "down", "enter", "A", "enter"),
    "closing": ("down", "down", "enter", "A", "enter", "1", "1", "4", "space", "4", "escape"),
}


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_looks_as_it_did(name: str, tmp_path: Path) -> None:
    @played
    async def play() -> None:
        async with at_home(tmp_path, *DECKS) as desk:
            if name == "home":
                await on_another_day(desk)
            await desk.press(*SCREENS[name])
            compare(GOLDEN / f"{name}.txt", desk.text + "\n")

    play()


async def on_another_day(desk: Desk) -> None:
    """Some answers yesterday and today."""
    for _ in range(2):
        desk.clock.at_ms += DAY
        await desk.press("home", "down", "enter", "space", "4", "space", "3", "escape", "escape")
    await desk.press("home", "down")


def compare(path: Path, found: str) -> None:
    if os.environ.get("QUIZ_GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(found, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == found
