"""Whatever the size of the terminal and the width of the characters: what matters can be seen, and nothing breaks."""

from pathlib import Path

import pytest
from faces.tui.desk import CHOICE, RECALL, TYPED, Desk, at_home, choice, deck, lines, played, recall, studying, typed
from rich.cells import cell_len

from quiz.session import Stage
from quiz.tui.screens.study import StudyScreen

SMALL, LARGE = (40, 12), (200, 60)
TINY = [(39, 11), (24, 6), (10, 3), (5, 2), (3, 1), (1, 1)]
LONG = "An option whose text is so long that it goes over more than one line of a small terminal"
OPTIONS = [f"{LONG}, number {n}" for n in range(1, 6)]
WIDE = ["月面着陸船", "Ω-Träger", "🚀 rocket", "한국어 옵션", "हिन्दी", "e\u0301tude", "👩‍🚀 astronaut"]


def sees_keys(desk: Desk) -> bool:
    return "esc leave" in desk.footer() and "help" in desk.footer()


@played
async def test_six_long_options_in_a_small_terminal(tmp_path: Path) -> None:
    card = choice("c", ["The right one"], OPTIONS, 'source = "a book#chapter"')
    async with studying(tmp_path, deck(card, RECALL), size=SMALL) as desk:
        assert desk.sees("Choose c.")
        assert sees_keys(desk)
        for n, option in enumerate(desk.view.shape.options):
            assert desk.study.hand.cursor == n
            assert desk.sees(option.text), f"{option.text!r} is marked and cannot be seen:\n{desk.text}"
            assert "›" in desk.text
            await desk.press("down")
        assert desk.study.hand.cursor == 0
        assert desk.sees("Choose c."), "back at the first option the question stands above it"
        await desk.press("up", "enter")
        assert desk.sees(desk.view.verdict.word, "1 Again", "2 Hard", "3 Good", "4 Easy")
        assert sees_keys(desk)
        seen = desk.text
        for _ in range(40):
            await desk.press("k")
            seen = desk.text + "\n" + seen
        assert desk.sees("Choose c.")
        assert desk.sees("4 Easy")
        for _ in range(40):
            await desk.press("j")
        assert desk.sees("a book#chapter")


@played
async def test_six_short_options_fit_into_a_small_terminal(tmp_path: Path) -> None:
    card = choice("c", ["Right"], ["One", "Two", "Three", "Four", "Five"])
    async with studying(tmp_path, deck(card, RECALL), size=SMALL) as desk:
        assert desk.sees("Choose c.", *(option.text for option in desk.view.shape.options))


@played
async def test_a_new_question_begins_at_its_top(tmp_path: Path) -> None:
    words = " ".join(f"word{n}" for n in range(60))
    cards = [recall(f"c{n}", f"Top{n} {words}", f"Answer {words} end{n}") for n in range(3)]
    async with studying(tmp_path, deck(*cards), size=SMALL) as desk:
        for n in range(3):
            assert desk.sees(f"Top{n}")
            await desk.press("space")
            assert desk.sees("Answer word0"), "an answer begins with its first line"
            for _ in range(30):
                await desk.press("down")
            assert desk.sees(f"end{n}", "1 Again")
            await desk.press("4")
        assert desk.sees("Done for now.")


@played
async def test_the_field_can_be_seen_under_a_long_question(tmp_path: Path) -> None:
    words = " ".join(f"word{n}" for n in range(60))
    card = f'id = "t"\nkind = "typed"\nq = "Top {words}"\nanswer = "Atlas"'
    async with studying(tmp_path, deck(card), size=SMALL) as desk:
        assert desk.sees("Top")
        await desk.type("Atl")
        assert desk.sees("Atl"), "what is typed can be seen"
        await desk.type("as")
        await desk.press("enter")
        assert desk.sees("Right")


STAGES = {
    "thinking": (RECALL, []),
    "choosing": (CHOICE, ["down"]),
    "typing": (TYPED, ["A", "t"]),
    "revealed": (RECALL, ["space"]),
    "chosen": (CHOICE, ["1"]),
    "typed": (TYPED, ["A", "enter"]),
    "why": (RECALL, ["w"]),
    "done": (RECALL, ["space", "1", "escape"]),
}


@pytest.mark.parametrize("stage", STAGES)
def test_larger_and_smaller_and_back(stage: str, tmp_path: Path) -> None:
    card, names = STAGES[stage]

    @played
    async def play() -> None:
        async with studying(tmp_path, deck(card, recall("x")), size=SMALL) as desk:
            await desk.press(*names)
            before, view = desk.text, desk.view
            assert sees_keys(desk)
            await desk.resize(*LARGE)
            assert sees_keys(desk)
            assert max(map(cell_len, desk.lines)) == LARGE[0]
            if view.shape:
                assert desk.sees(view.shape.prompt, *(o.text for o in getattr(view.shape, "options", ())))
            if view.stage is Stage.ANSWERED:
                assert desk.sees(view.solution, *(f"{g.grade} {g.label}" for g in view.grades))
            for size in TINY:
                await desk.resize(*size)
            await desk.resize(*SMALL)
            assert desk.text == before
            assert desk.view == view

    play()


@pytest.mark.parametrize("size", TINY)
def test_below_the_smallest_size_nothing_breaks(size: tuple[int, int], tmp_path: Path) -> None:
    @played
    async def play() -> None:
        async with at_home(tmp_path, deck(CHOICE, TYPED, RECALL), size=size) as desk:
            await desk.press("t", "question_mark", "escape", "ctrl+p", "escape")
            await desk.press("enter", "down", "enter", "w", "f1", "escape", "enter")
            await desk.press("A", "enter", "enter", "space", "1", "escape", "a")
            while isinstance(desk.app.screen, StudyScreen):
                await desk.press("escape")
            await desk.resize(80, 24)
            assert desk.sees("All decks")

    play()


@pytest.mark.parametrize("size", [SMALL, (80, 24)])
def test_wide_characters_keep_everything_in_line(size: tuple[int, int], tmp_path: Path) -> None:
    @played
    async def play() -> None:
        cards = [choice("c", [WIDE[0]], WIDE[1:]), typed("t", WIDE[0]), recall("r", WIDE[2], "\\n".join(WIDE))]
        decks = [deck(*cards, deck_id=f"d{n}", title=title * 3) for n, title in enumerate(WIDE)]
        async with at_home(tmp_path, *decks, size=size) as desk:

            def straight() -> None:
                for row in lines(desk.app):
                    assert cell_len(row) == size[0], row
                edges = [row for row in desk.lines if "│" in row]
                assert len({cell_len(row[: row.rindex("│")]) for row in edges}) <= 1, desk.text

            straight()
            await desk.press("down", "enter")
            straight()
            for key in ("down", "down", "enter", "enter", "月", "enter", "w", "enter", "space", "1", "escape"):
                await desk.press(key)
                straight()

    play()
