"""From nothing to the first answer, and what the home screen says."""

from pathlib import Path

from faces.tui.desk import CHOICE, DAY, RECALL, TYPED, at_home, deck, played, recall, typed
from textual.widgets import OptionList

from quiz.tui.screens.home import HomeScreen
from quiz.tui.screens.study import StudyScreen


@played
async def test_two_keys_answer_the_first_card(tmp_path: Path) -> None:
    async with at_home(tmp_path, deck(CHOICE)) as desk:
        assert desk.sees("Welcome", "Press Enter and answer your first card")
        await desk.press("enter", "1")
        assert desk.view.verdict
        assert desk.sees(desk.view.verdict.word, "1 Again", "4 Easy")


@played
async def test_two_keys_show_the_answer_of_a_card_to_think_through(tmp_path: Path) -> None:
    async with at_home(tmp_path, deck(RECALL)) as desk:
        await desk.press("enter", "space")
        assert desk.sees("Question r?", "Answer r", "3 Good")


@played
async def test_an_empty_home_says_so_and_leads_back(tmp_path: Path) -> None:
    async with at_home(tmp_path) as desk:
        await desk.press("enter")
        assert desk.sees("Nothing is due now.")
        await desk.press("enter", "space", "c", "a", "u", "w", "1")
        assert desk.sees("Nothing is due now.")
        await desk.press("escape")
        assert isinstance(desk.app.screen, HomeScreen)


@played
async def test_the_home_screen_counts_what_was_done(tmp_path: Path) -> None:
    cards = [recall(f"c{n}") for n in range(4)]
    async with at_home(tmp_path, deck(*cards)) as desk:
        await desk.press("enter", "space", "4", "space", "4", "escape", "escape")
        assert isinstance(desk.app.screen, HomeScreen)
        assert desk.sees("2 answers of 20", "1 day in a row", "100% right")
        assert not desk.sees("Welcome")
        desk.clock.at_ms += DAY
        await desk.press("a", "space", "1", "escape", "escape")
        assert desk.sees("1 answer of 20", "2 days in a row", "0% right")


@played
async def test_enter_studies_the_deck_that_is_marked(tmp_path: Path) -> None:
    decks = [deck(recall(name), deck_id=name, title=f"Deck {name}") for name in ("one", "two", "three")]
    async with at_home(tmp_path, *decks) as desk:
        titles = ["All decks", *(info.title for info in desk.app.workspace.decks())]
        for n, title in enumerate(titles):
            await desk.press("home", *["down"] * n)
            assert desk.app.screen.query_one(OptionList).highlighted == n
            await desk.press("enter" if n % 2 else "space")
            assert desk.view.title == title
            assert desk.view.new == (3 if n == 0 else 1)
            await desk.press("escape")


@played
async def test_a_studies_everything_whatever_is_marked(tmp_path: Path) -> None:
    async with at_home(tmp_path, deck(RECALL), deck(TYPED, deck_id="other")) as desk:
        await desk.press("down", "a")
        assert desk.view.new == 2


@played
async def test_undo_at_home_takes_back_the_last_grade(tmp_path: Path) -> None:
    async with at_home(tmp_path, deck(RECALL)) as desk:
        await desk.press("u")
        assert desk.sees("There is nothing to undo.")
        await desk.press("enter", "space", "4", "escape")
        assert not desk.sees("There is nothing to undo.")
        await desk.press("u")
        assert desk.sees("Undone: deck/r")
        assert [event.kind for event in desk.rows] == ["r", "v"]
        assert desk.app.workspace.today().answers == 0


@played
async def test_t_changes_the_theme(tmp_path: Path) -> None:
    async with at_home(tmp_path, deck(RECALL)) as desk:
        dark = desk.app.theme
        await desk.press("t")
        assert (dark, desk.app.theme) == ("quiz-dark", "quiz-light")
        assert not desk.app.current_theme.dark
        await desk.press("t")
        assert desk.app.theme == dark


@played
async def test_every_deck_can_be_reached_in_a_small_terminal(tmp_path: Path) -> None:
    decks = [deck(recall("r"), deck_id=f"d{n:02}", title=f"Deck {n:02}") for n in range(15)]
    async with at_home(tmp_path, *decks, size=(40, 12)) as desk:
        for n in range(15):
            await desk.press("down")
            assert desk.sees(f"Deck {n:02}"), f"{n} is marked and cannot be seen:\n{desk.text}"
        assert "q quit" in desk.footer()
        assert "? help" in desk.footer()


@played
async def test_the_first_sitting_ends_the_program_when_it_is_left(tmp_path: Path) -> None:
    async with at_home(tmp_path, deck(typed("t", "x"))) as desk:
        await desk.press("enter", "escape")
        assert not isinstance(desk.app.screen, StudyScreen)
        await desk.press("q")
        assert desk.app.return_code == 0
