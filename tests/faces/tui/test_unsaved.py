"""A disk that takes nothing: the bar says so, the sitting goes on, and what was answered is written later."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from faces.tui.desk import at_home, deck, played, recall, studying

from quiz.session import Stage


@contextmanager
def unwritable(home: Path) -> Iterator[None]:
    """The folder of the log goes away for a while: a file stands in its place."""
    log, away = home / "log", home / "log-away"
    log.rename(away)
    log.write_text("no folder")
    try:
        yield
    finally:
        log.unlink()
        away.rename(log)


CARDS = deck(*(recall(f"c{n}") for n in range(6)))


@played
async def test_what_is_not_saved_is_said_and_saved_later(tmp_path: Path) -> None:
    async with studying(tmp_path, CARDS) as desk:
        await desk.press("space", "4")
        assert not desk.sees("not saved")
        with unwritable(tmp_path):
            await desk.press("space", "4")
            assert "! 1 not saved" in desk.footer()
            assert desk.sees("Question c2?")
            await desk.press("space")
            assert "! 1 not saved" in desk.footer()
            await desk.press("1")
            assert "! 2 not saved" in desk.footer()
            assert "help" in desk.footer()
        await desk.press("space", "4")
        assert not desk.sees("not saved")
        assert desk.grades == [("c0", 4), ("c1", 4), ("c2", 1), ("c3", 4)]


@played
async def test_undo_of_what_was_never_saved(tmp_path: Path) -> None:
    async with studying(tmp_path, CARDS) as desk:
        with unwritable(tmp_path):
            await desk.press("space", "4")
            assert "! 1 not saved" in desk.footer()
            await desk.press("u")
            assert desk.sees("Question c0?")
            assert not desk.sees("not saved")
        await desk.press("space", "3")
        assert desk.grades == [("c0", 3)]


@played
async def test_the_closing_page_does_not_hide_it(tmp_path: Path) -> None:
    async with studying(tmp_path, CARDS, size=(40, 12)) as desk:
        with unwritable(tmp_path):
            await desk.press("space", "4", "escape")
            assert desk.view.stage is Stage.DONE
            assert "! 1 not saved" in desk.footer()
            await desk.press("escape")
            assert desk.app.unsaved == 1, "for the exit code and the last line"


@played
async def test_leaving_saves_what_can_be_saved_by_then(tmp_path: Path) -> None:
    async with studying(tmp_path, CARDS) as desk:
        with unwritable(tmp_path):
            await desk.press("space", "4")
        await desk.press("escape")
        assert not desk.sees("not saved")
        assert desk.grades == [("c0", 4)]
        await desk.press("escape")
        assert desk.app.unsaved == 0


@played
async def test_undo_at_home_when_nothing_can_be_written(tmp_path: Path) -> None:
    async with at_home(tmp_path, CARDS) as desk:
        await desk.press("enter", "space", "4", "escape", "escape")
        with unwritable(tmp_path):
            await desk.press("u")
            assert desk.app.crash is None
            assert desk.sees("not saved")
        await desk.press("u")
        assert desk.sees("Undone: deck/c0")


@played
async def test_a_home_that_cannot_be_written_at_all(tmp_path: Path) -> None:
    (tmp_path / "lock").mkdir()
    async with at_home(tmp_path, CARDS) as desk:
        assert "! not saved" in desk.footer()
        await desk.press("enter", "space", "4")
        assert "! 1 not saved" in desk.footer()
