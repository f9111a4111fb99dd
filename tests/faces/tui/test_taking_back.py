"""Undo, redo, what a sitting counts, how it closes, and what comes back."""

import json
from pathlib import Path

from faces.tui.desk import CHOICE, DAY, MINUTE, RECALL, TYPED, at_home, deck, played, recall, studying, typed

from quiz.history import Kind
from quiz.session import Stage
from quiz.tui.screens.home import HomeScreen


@played
async def test_undo_goes_back_over_cards_as_far_as_one_likes(tmp_path: Path) -> None:
    async with studying(tmp_path, deck(CHOICE, TYPED, RECALL, recall("s"))) as desk:
        await desk.press("1", "4")
        await desk.type("At")
        await desk.press("enter", "4", "space", "4", "space")
        assert desk.sees("Question s?", "Answer s")
        await desk.press("u")
        assert desk.sees("Question r?", "Undone: the last grade.")
        assert desk.view.stage is Stage.ASKING
        await desk.press("u")
        assert desk.sees("Type t.")
        assert desk.field.value == "", "the answer is to be given anew"
        await desk.press("ctrl+z")
        assert desk.sees("Choose c.", "4 new")
        assert desk.view.done == 0
        await desk.press("u")
        assert desk.sees("There is nothing to undo.", "Choose c.")
        assert [event.kind for event in desk.rows] == [Kind.REVIEW] * 3 + [Kind.VOID] * 3


@played
async def test_redo_brings_it_all_back(tmp_path: Path) -> None:
    async with studying(tmp_path, deck(*(recall(f"c{n}") for n in range(4)))) as desk:
        await desk.press("space", "4", "space", "4", "u", "u", "U")
        assert (desk.view.done, desk.view.why.key) == (1, "deck/c1")
        await desk.press("ctrl+y")
        assert (desk.view.done, desk.view.why.key) == (2, "deck/c2")
        await desk.press("U")
        assert desk.sees("There is nothing to redo.")


@played
async def test_undo_reaches_into_the_sitting_before(tmp_path: Path) -> None:
    async with at_home(tmp_path, deck(*(recall(f"c{n}") for n in range(3)))) as desk:
        await desk.press("enter", "space", "4", "escape", "escape", "enter")
        assert desk.view.why.key == "deck/c1"
        await desk.press("u")
        assert desk.view.why.key == "deck/c0"
        assert desk.sees("3 new")


@played
async def test_undo_of_putting_off_suspending_and_flagging(tmp_path: Path) -> None:
    async with studying(tmp_path, deck(*(recall(f"c{n}") for n in range(4)))) as desk:
        for key in ("b", "s"):
            await desk.press(key)
            assert desk.view.why.key == "deck/c1"
            await desk.press("u")
            assert desk.view.why.key == "deck/c0"
        await desk.press("f", "u")
        assert desk.view.why.key == "deck/c0"
        assert not desk.view.why.flagged


@played
async def test_undo_from_the_closing_page(tmp_path: Path) -> None:
    async with studying(tmp_path, deck(RECALL)) as desk:
        await desk.press("space", "4")
        assert desk.sees("Done for now.")
        await desk.press("u")
        assert desk.sees("Question r?")
        assert desk.view.stage is Stage.ASKING


@played
async def test_right_answers_in_a_row(tmp_path: Path) -> None:
    async with studying(tmp_path, deck(*(recall(f"c{n}") for n in range(6)))) as desk:
        combos = []
        for grade in "443144":
            await desk.press("space", grade)
            combos.append(desk.lines[0].split()[-1])
        assert combos[1:3] == ["×2", "×3★"]
        assert desk.view.stage is Stage.ASKING, "what was graded Again comes back"
        await desk.press("escape")
        assert desk.sees("3 right in a row", "your best yet", "83% right of 6 answers")
        await desk.press("escape")
    assert json.loads((tmp_path / "records.json").read_text())["combo"] == 3


@played
async def test_a_best_is_kept_however_the_program_is_left(tmp_path: Path) -> None:
    async with at_home(tmp_path, deck(*(recall(f"c{n}") for n in range(4)))) as desk:
        await desk.press("enter", "space", "4", "space", "4", "space", "4", "ctrl+q")
    assert json.loads((tmp_path / "records.json").read_text())["combo"] == 3


@played
async def test_no_new_best_below_the_old_one(tmp_path: Path) -> None:
    (tmp_path / "records.json").write_text('{"combo": 4}')
    async with studying(tmp_path, deck(*(recall(f"c{n}") for n in range(3)))) as desk:
        for _ in range(3):
            await desk.press("space", "4")
        assert desk.sees("3 right in a row")
        assert not desk.sees("your best yet")


@played
async def test_the_closing_page_names_what_was_missed(tmp_path: Path) -> None:
    cards = [recall("a", "First\\nline?", "One"), recall("b"), typed("t", "Atlas")]
    async with studying(tmp_path, deck(*cards)) as desk:
        await desk.press("space", "1", "space", "4", "x", "enter", "enter", "escape")
        assert desk.sees("Missed (2)", "✗ First line? → One", "✗ Type t. → Atlas", "33% right of 3 answers")
        assert "a again" in desk.footer()


@played
async def test_practising_what_was_missed_moves_no_schedule(tmp_path: Path) -> None:
    async with studying(tmp_path, deck(recall("a"), recall("b"), recall("c"))) as desk:
        await desk.press("space", "1", "space", "1", "space", "4", "escape")
        due = [event.item for event in desk.rows if event.grade == 1]
        await desk.press("a")
        assert desk.sees("Practice")
        await desk.press("w")
        assert desk.sees("Practice: this does not move the schedule.")
        before = {event.item: event for event in desk.rows}
        assert set(due) <= set(before)
        await desk.press("space", "4", "space", "4")
        assert desk.sees("Practice done.", "100% right of 2 answers")
        assert [event.mode for event in desk.rows[3:]] == ["c", "c"]
        await desk.press("escape")


@played
async def test_learning_cards_come_back(tmp_path: Path) -> None:
    async with studying(tmp_path, deck(recall("a"), recall("b"))) as desk:
        await desk.press("space", "1", "space", "4")
        assert desk.view.why.key == "deck/a", "nothing else is left, so it need not wait"
        await desk.press("escape")
        assert desk.sees("1 card will be back now.")
        desk.clock.at_ms += 2 * MINUTE
        await desk.press("c")
        assert desk.view.why.key == "deck/a"
        assert desk.sees("1 learning")
        await desk.press("space", "4")
        assert desk.sees("Done for now.")
        assert not desk.sees("will be back")
        await desk.press("c")
        assert desk.view.stage is Stage.DONE


@played
async def test_what_fell_due_while_the_program_stood_open(tmp_path: Path) -> None:
    async with at_home(tmp_path, deck(recall("a"))) as desk:
        await desk.press("enter", "space", "4", "escape")
        assert isinstance(desk.app.screen, HomeScreen)
        assert not desk.sees("1 due")
        desk.clock.at_ms += 40 * DAY
        await desk.press("enter")
        assert desk.sees("Question a?", "1 due")
        await desk.press("w")
        assert desk.sees("Review, due", "chance that you know it")
