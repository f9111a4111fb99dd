"""A round on a real folder: its answers are in the log, its best is kept, and no schedule has moved."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
import tomli_w

from quiz.game import Given, Next, Quit, Round
from quiz.history import FRESH, Kind, Mode
from quiz.plain.round import PlainRound
from quiz.store import queries
from quiz.store.home import Home
from quiz.workspace import Clock, PlayRun, Workspace

CARDS = [{"id": f"c{n}", "kind": "choice", "q": f"Which {n}?", "answer": "yes", "wrong": ["no"]} for n in range(8)]
THOUGHT = {"id": "thought", "kind": "recall", "q": "What?", "answer": "this"}
GAPS = {"id": "gaps", "kind": "cloze", "text": "{{c1::One}} and {{c2::two}}."}


class StillClock(Clock):
    """A clock that stands."""

    def now_ms(self) -> int:
        return 1_780_056_000_000

    def offset(self) -> int:
        return 0


class Alone(Workspace):
    """Only the decks of the home folder."""

    @property
    def folders(self) -> tuple[str, ...]:
        return (self.home.decks,)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    (tmp_path / "decks").mkdir()
    deck = {"format": 1, "id": "deck", "title": "A deck", "card": [*CARDS, THOUGHT, GAPS]}
    (tmp_path / "decks" / "a.deck.toml").write_text(tomli_w.dumps(deck))
    found = Alone(Home(str(tmp_path)), StillClock())
    yield found
    found.close()


def begun(workspace: Workspace, count: int = 5, seed: int = 7) -> PlayRun:
    return PlayRun(workspace, workspace.scope(None), count, 0, seed)


def all_right(run: PlayRun) -> Round:
    while not run.round.done:
        assert run.round.dealt
        run.play(Given(run.round.dealt.card.full_marks(run.round.dealt.part)))
        run.play(Next())
    return run.round


def test_answers_are_in_the_log_and_the_schedule_stands(workspace: Workspace) -> None:
    state = all_right(begun(workspace))
    rows = list(workspace.store.events())
    dealt = [queries.deal(workspace.store.index, answer.n) for answer in state.scored]
    assert [row.item for row in rows] == [one.key for one in dealt if one]
    assert {(row.kind, row.mode, row.grade, row.verdict) for row in rows} == {(Kind.REVIEW, Mode.QUIZ, 3, "r")}
    assert all(queries.state_by_key(workspace.store.index, row.item) == FRESH for row in rows)
    assert workspace.today().answers == 0, "a game is no study"


def test_a_card_is_asked_once_and_thoughts_never(workspace: Workspace) -> None:
    plan = begun(workspace, count=100).round.plan
    dealt = [queries.deal(workspace.store.index, n) for n in plan.items]
    assert sorted(one.card.id for one in dealt if one) == ["c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7", "gaps"]


def test_what_was_suspended_is_not_asked(workspace: Workspace) -> None:
    workspace.store.append(workspace.draft(workspace.moment())._replace(kind=Kind.SUSPEND, item="deck/c3", grade=1))
    suspended = queries.find_item(workspace.store.index, "deck/c3")
    assert suspended not in begun(workspace, count=100).round.plan.items


def test_a_seed_draws_the_same_cards_in_the_same_order(workspace: Workspace) -> None:
    assert begun(workspace).round.plan.items == begun(workspace).round.plan.items
    assert len({begun(workspace, seed=seed).round.plan.items for seed in range(20)}) > 10


def test_the_best_is_kept_for_rounds_of_one_kind(workspace: Workspace) -> None:
    first = all_right(begun(workspace))
    assert first.new_best
    assert not all_right(begun(workspace)).new_best, "as good is no better"
    assert begun(workspace).round.plan.best == first.score == 600
    assert begun(workspace, count=3).round.plan.best == 0
    workspace.set_best(9)
    assert (workspace.best(), begun(workspace).round.plan.best) == (9, 600)


def test_a_broken_record_is_no_record(workspace: Workspace) -> None:
    for text in ("", "[]", '{"combo": "x", "rounds": 5}', '{"rounds": {"a": []}}'):
        Path(workspace.home.records).write_text(text)
        assert (workspace.best(), begun(workspace).round.plan.best) == (0, 0)


def test_the_game_goes_on_when_the_log_cannot_be_written(workspace: Workspace) -> None:
    workspace.store.unwritable = "full"
    run = begun(workspace)
    assert len(all_right(run).scored) == run.unsaved == 5


def plain(workspace: Workspace, *typed: str) -> str:
    out = io.StringIO()
    PlainRound(begun(workspace, count=2, seed=1), io.StringIO("".join(f"{line}\n" for line in typed)), out).start()
    return out.getvalue()


def test_a_round_in_lines(workspace: Workspace) -> None:
    run = begun(workspace, count=2, seed=1)
    places = []
    while not run.round.done:
        options = getattr(run.round.shape, "options", ())
        places.append(str([option.text for option in options].index("yes") + 1))
        run.play(Given(None))
        run.play(Next())
    said = plain(workspace, "x", places[0], "", "y", ":q")
    assert "A deck: 2 cards" in said or "All decks: 2 cards" in said
    assert "A number from 1 to 2, please." in said
    assert "Right. +100" in said
    assert "100 points: 1 of 2 answers right." in said
    assert "1 of 2, 100 points  ✓✗" in said
    assert said.count("Card 1 of 1 (0 points)") == 1, "what was missed comes once more"


def test_the_end_of_the_input_ends_a_round(workspace: Workspace) -> None:
    said = plain(workspace)
    assert "Card 1 of 2" in said
    assert "points:" not in said


def test_quitting_keeps_what_was_answered(workspace: Workspace) -> None:
    run = begun(workspace)
    run.play(Given(None))
    assert run.play(Quit()).done
    assert len(list(workspace.store.events())) == 1
