"""A home folder and the door of the commands."""

import io
from pathlib import Path

import pytest
from faces.command_line import MARS, MOON, NOON, SUN, Quiz, Said, StillClock

from quiz.cli import main


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder with three decks and no other decks in sight, at a noon that stands still."""
    place = tmp_path / "home"
    (place / "decks" / "sky").mkdir(parents=True)
    (place / "decks" / "moon.deck.toml").write_text(MOON)
    (place / "decks" / "mars.deck.toml").write_text(MARS)
    (place / "decks" / "sky" / "sun.deck.toml").write_text(SUN)
    (tmp_path / "none").mkdir()
    monkeypatch.setenv("QUIZ_HOME", str(place))
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("quiz.workspace.workspace.Clock", StillClock)
    monkeypatch.setattr("quiz.workspace.workspace.shipped_decks", lambda: str(tmp_path / "none"))
    monkeypatch.setattr(StillClock, "at", NOON)
    return place


@pytest.fixture
def quiz(home: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Quiz:
    def run(*arguments: str, typed: str = "") -> Said:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        capfd.readouterr()
        code = main.run([str(argument) for argument in arguments])
        return Said(code, *capfd.readouterr())

    return run


@pytest.fixture
def answered(quiz: Quiz) -> Quiz:
    """One card of the Moon answered: Good, with a learning step of ten minutes ahead."""
    assert quiz("study", "--plain", "space.moon", typed="\n3\n").code == 0
    return quiz
