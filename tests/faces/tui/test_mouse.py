"""The mouse does what the keys do: the same deck twice, once with each, leaves the same log and the same screen."""

import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from faces.tui.desk import CHOICE, RECALL, SEVERAL, TYPED, Desk, at_home, deck, match, order, played, recall, studying
from textual.widgets import OptionList

from quiz.session import Stage
from quiz.tui.screens.help import HelpScreen
from quiz.tui.screens.home import HomeScreen

Act = Callable[[Desk], Awaitable[None]]


def keys(*names: str) -> Act:
    async def act(desk: Desk) -> None:
        await desk.press(*names)

    return act


def clicks(*texts: str) -> Act:
    async def act(desk: Desk) -> None:
        for text in texts:
            await desk.click(text)

    return act


def number(text: str) -> Act:
    """Press the number of an option."""

    async def act(desk: Desk) -> None:
        [n] = [n for n, option in enumerate(desk.view.shape.options, 1) if option.text == text]
        await desk.press(str(n))

    return act


def puts(text: str, place: int) -> Act:
    """Take a thing up and put it down at a place."""

    async def act(desk: Desk) -> None:
        texts = {item.id: item.text for item in desk.view.shape.items}
        row = [texts[i] for i in desk.study.hand.order].index(text)
        await desk.press(str(row + 1), "space", str(place), "space")

    return act


def drags(text: str, place: int) -> Act:
    """The same with two clicks."""

    async def act(desk: Desk) -> None:
        texts = {item.id: item.text for item in desk.view.shape.items}
        await desk.click(text)
        await desk.click(texts[desk.study.hand.order[place - 1]])

    return act


def joins(left: str, right: str) -> Act:
    """Join two things by keys."""

    async def act(desk: Desk) -> None:
        row = [option.text for option in desk.view.shape.left].index(left)
        while desk.study.hand.cursor != row:
            await desk.press("down")
        await desk.press(str([option.text for option in desk.view.shape.right].index(right) + 1))

    return act


def then(*acts: Act) -> Act:
    async def act(desk: Desk) -> None:
        for one in acts:
            await one(desk)

    return act


BACK = (recall("x"), recall("y"))
"""Cards that follow, so that a sitting goes on."""

SAME: dict[str, tuple[str, Act, Act, Act]] = {
    "an option": (deck(CHOICE, *BACK), keys(), number("Endymion"), clicks("Endymion")),
    "several options": (
        deck(SEVERAL, *BACK), keys(), then(number("Red"), number("Tin"), number("Tin"), keys("enter")),
        clicks("Red", "Tin", "Tin", "enter choose"),
    ),
    "things in order": (
        deck(order("o", ["Ant", "Bee", "Cow", "Dog"]), *BACK), keys(),
        then(puts("Dog", 1), puts("Ant", 4), keys("enter")),
        then(drags("Dog", 1), drags("Ant", 4), clicks("enter done")),
    ),
    "pairs": (
        deck(match("m", {"Ant": "six", "Cow": "four"}, ["eight"]), *BACK), keys(),
        then(joins("Ant", "eight"), joins("Cow", "four"), joins("Ant", "six"), keys("enter")),
        clicks("Ant", "eight", "Cow", "four", "Ant", "six", "enter done"),
    ),
    "show": (deck(*BACK), keys(), keys("space"), clicks("space show")),
    "give": (deck(TYPED, *BACK), keys("A", "t"), keys("enter"), clicks("enter answer")),
    "take": (deck(*BACK), keys("space"), keys("space"), clicks("space take")),
    "turn": (deck(CHOICE, *BACK), keys("1"), keys("y"), clicks("y I was right")),
    "why": (deck(*BACK), keys(), keys("w"), clicks("w why")),
    "flag": (deck(*BACK), keys(), keys("f"), clicks("f flag")),
    "undo": (deck(*BACK), keys("space", "4"), keys("u"), clicks("u undo")),
    "undo while typing": (deck(RECALL, TYPED), keys("space", "4"), keys("ctrl+z"), clicks("^z undo")),
    "leave": (deck(*BACK), keys("space", "1"), keys("escape"), clicks("esc leave")),
    "again": (deck(*BACK), keys("space", "1", "escape"), keys("a"), clicks("a again")),
    "go on": (deck(*BACK), keys("space", "1", "escape"), keys("c"), clicks("c go on")),
} | {
    f"grade {grade}": (deck(*BACK), keys("space"), keys(str(grade)), clicks(f"{grade} {label}"))
    for grade, label in enumerate(("Again", "Hard", "Good", "Easy"), 1)
}  # fmt: skip


@pytest.mark.parametrize("name", SAME)
def test_keys_and_mouse_do_the_same(name: str, tmp_path: Path) -> None:
    cards, before, by_keys, by_mouse = SAME[name]
    seen = []

    @played
    async def play(act: Act, home: Path) -> None:
        async with studying(home, cards, size=(120, 24)) as desk:
            await before(desk)
            start = desk.text
            await act(desk)
            assert desk.text != start
            seen.append((desk.view, desk.rows, desk.study.hand, desk.text))

    one, other = tmp_path / "keys", tmp_path / "mouse"
    one.mkdir()
    play(by_keys, one)
    other.mkdir()
    shutil.copy(one / "device", other)
    play(by_mouse, other)
    assert seen[0] == seen[1]


@pytest.mark.parametrize("field", ["3 Good", "10 min"])
def test_the_whole_field_of_a_grade_can_be_clicked(field: str, tmp_path: Path) -> None:
    @played
    async def play() -> None:
        async with studying(tmp_path, deck(*BACK)) as desk:
            await desk.press("space")
            await desk.click(field)
            assert desk.grades == [("x", 3)]

    play()


@played
async def test_nothing_happens_at_a_click_on_text(tmp_path: Path) -> None:
    async with studying(tmp_path, deck(CHOICE, *BACK)) as desk:
        for text in ("Choose c.", "A deck", "2 new"[1:]):
            await desk.click(text)
        assert desk.view.stage is Stage.ASKING
        await desk.click("Tycho")
        await desk.click("Endymion")  # answered already: an option is no button any more
        assert desk.view.chosen == tuple(o.id for o in desk.view.shape.options if o.text == "Tycho")
        assert not desk.rows


@played
async def test_home_by_mouse(tmp_path: Path) -> None:
    decks = [deck(recall("r"), deck_id=name, title=f"Deck {name}") for name in ("one", "two")]
    async with at_home(tmp_path, *decks) as desk:
        await desk.click("Deck two")
        assert desk.view.title == "Deck two"
        await desk.click("esc leave")
        assert isinstance(desk.app.screen, HomeScreen)
        await desk.click("All decks")
        assert desk.view.title == "All decks"
        await desk.click("esc leave")
        await desk.click("? help")
        assert isinstance(desk.app.screen, HelpScreen)
        await desk.press("escape")
        desk.app.screen.query_one(OptionList).highlighted = 1
        await desk.click("enter study")
        assert desk.view.title == "Deck one"
        await desk.click("esc leave")
        await desk.click("^p commands")
        assert type(desk.app.screen).__name__ == "CommandPalette"
        await desk.press("escape")
        await desk.click("q quit")
        assert desk.app.return_code == 0
