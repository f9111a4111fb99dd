"""Every command of studying, through the door that the process uses: what it prints where, and its exit code."""

import json
from pathlib import Path

import pytest
from faces.command_line import MARS, NOON, NOWHERE, TODAY, Quiz

from quiz.history import Event, Kind, Mode, encode
from quiz.scheduling import day_text

# -- due ---------------------------------------------------------------------------------------------------------------


def test_due_is_a_table_and_a_sum(quiz: Quiz) -> None:
    said = quiz("due")
    assert said.code == 0
    assert said.out.splitlines() == [
        "Mars                                          0 due     1 new   space.mars",
        "The Moon                                      0 due     3 new   space.moon",
        "The Sun                                       0 due     1 new   sun",
        f"0 cards due, 5 new, on {TODAY}.",
    ]
    assert said.err == ""


def test_due_in_short_is_two_numbers(answered: Quiz) -> None:
    assert answered("due", "--short").out == "1 4\n"
    assert answered("due", "--short", "space.mars").out == "0 1\n"


def test_due_as_json(answered: Quiz) -> None:
    said = answered("due", "--json", "space.moon")
    assert said.json == {
        "format": 1, "day": TODAY, "due": 0, "learning": 1, "new": 2,
        "decks": [
            {"id": "space.moon", "title": "The Moon", "cards": 3, "due": 0, "learning": 1, "new": 2, "backlog": 0}
        ],
    }  # fmt: skip
    assert said.err == ""


def test_due_on_another_day(quiz: Quiz) -> None:
    quiz("study", "--plain", "space.mars", typed="\n4\n")
    assert quiz("due", "space.mars", "--short").out == "0 0\n"
    later = day_text(20_400 + 30)
    assert quiz("due", "space.mars", "--short", "--at", later).out == "1 0\n"
    assert quiz("due", "space.mars", "--json", "--at", later).json["day"] == later
    assert quiz("due", "--at", "soon").code == 2


@pytest.mark.parametrize("name", ["space.moon", "space.mo", "home/decks/moon.deck.toml"])
def test_a_deck_by_its_id_the_beginning_of_it_or_its_file(quiz: Quiz, name: str) -> None:
    decks = quiz("due", "--json", name).json["decks"]
    assert [deck["id"] for deck in decks] == ["space.moon"]


def test_decks_by_their_folder(quiz: Quiz) -> None:
    assert [deck["id"] for deck in quiz("due", "--json", "sky").json["decks"]] == ["sun"]
    assert [deck["id"] for deck in quiz("due", "--json", "home/decks/sky").json["decks"]] == ["sun"]


def test_a_deck_outside_the_known_folders(quiz: Quiz, tmp_path: Path) -> None:
    (tmp_path / "far.deck.toml").write_text(MARS.replace("space.mars", "far"))
    assert quiz("due", "--short", "far.deck.toml").out == "0 1\n"
    assert quiz("study", "--plain", "far.deck.toml", typed="\n4\n").code == 0
    assert quiz("due", "--short", "far.deck.toml").out == "0 0\n"
    assert "far/a" in quiz("log").out


def test_no_such_deck(quiz: Quiz) -> None:
    said = quiz("due", "pluto")
    assert (said.code, said.out) == (2, "")
    assert said.err == ("quiz: there is no deck `pluto`\n  hint: decks: space.mars, space.moon, sun\n")


def test_a_deck_by_the_last_part_of_its_id(quiz: Quiz) -> None:
    assert quiz("due", "--short", "moo").out == quiz("due", "--short", "space.moon").out == "0 3\n"


def test_a_beginning_that_several_decks_share(quiz: Quiz) -> None:
    said = quiz("study", "--plain", "space")
    assert (said.code, said.out) == (2, "")
    assert said.err == "quiz: `space` could be several decks\n  hint: decks: space.mars, space.moon\n"


# -- study -------------------------------------------------------------------------------------------------------------


def test_study_in_plain_lines(quiz: Quiz) -> None:
    said = quiz("study", "--plain", "space.mars", typed="\n4\n")
    assert said.code == 0
    assert said.out.startswith("Mars: 0 due, 1 new.")
    assert said.out.endswith("Done: 1 answer, 100% right.\n")
    assert said.err == ""


def test_study_of_one_tag(quiz: Quiz) -> None:
    said = quiz("study", "--plain", "--tag", "people", typed="\n4\n:u\n\n4\nMare Tranquillitatis\n4\n")
    assert "All decks: 0 due, 2 new." in said.out
    assert said.out.endswith("Done: 2 answers, 100% right.\n"), "an undo brings back no card without the tag"
    assert "Nothing is due now." in quiz("study", "--plain", "--tag", "peop%").out


@pytest.mark.parametrize("order", ["due", "retrievability", "random", "added"])
def test_study_in_an_order(quiz: Quiz, order: str) -> None:
    assert quiz("study", "--plain", "--order", order).code == 0


def test_study_with_no_terminal_is_plain(quiz: Quiz) -> None:
    assert quiz("study", "space.mars").out.startswith("Mars: ")


def test_quiz_alone_with_no_terminal_says_so_and_is_plain(quiz: Quiz) -> None:
    said = quiz()
    assert said.code == 0
    assert said.out.startswith("All decks: 0 due, 5 new.")
    assert said.err == "quiz: no screen here, so in plain lines; `quiz --help` lists the commands\n"


@pytest.mark.parametrize("arguments", [["--minutes", "0"], ["--minutes", "x"], ["--order", "best"], ["--what"]])
def test_study_used_wrongly(quiz: Quiz, arguments: list[str]) -> None:
    said = quiz("study", "--plain", *arguments)
    assert (said.code, said.out) == (2, "")
    assert "Usage: quiz study" in said.err


def test_counts_of_due_are_what_study_then_asks(quiz: Quiz) -> None:
    quiz("config", "set", "new", "2")
    assert quiz("due", "--short").out == "0 4\n"
    assert "0 due, 4 new" in quiz("study", "--plain", typed="\n").out.splitlines()[0]


# -- log, undo ---------------------------------------------------------------------------------------------------------


def test_log_for_people(answered: Quiz) -> None:
    answered("study", "--plain", "space.moon", typed=":s\n:f look\n")
    said = answered("log")
    assert said.out.splitlines()[0] == f"{TODAY}T12:00:00+00:00  review   Good   space.moon/walk"
    assert [line.split()[1] for line in said.out.splitlines()] == ["review", "suspend", "flag"]
    assert answered("log", "-n", "1").out.splitlines()[0].endswith("  look")
    assert said.err == ""


def test_log_as_json_lines(answered: Quiz) -> None:
    lines = [json.loads(line) for line in answered("log", "--json").out.splitlines()]
    assert len(lines) == 1
    assert lines[0] | {"uid": ""} == {
        "uid": "", "kind": "review", "at_ms": NOON, "local": f"{TODAY}T12:00:00+00:00", "day": TODAY,
        "item": "space.moon/walk", "mode": "s", "grade": 3, "took_ms": 0, "verdict": "", "said": "",
        "revision": lines[0]["revision"],
    }  # fmt: skip
    assert lines[0]["uid"].endswith("-1")


def test_undo_and_redo(answered: Quiz) -> None:
    before = answered("due", "--json").out
    said = answered("undo")
    assert said.code == 0
    assert said.out == f"Undone: {TODAY}T12:00:00+00:00  review   Good   space.moon/walk\n"
    assert answered("due", "--short").out == "0 5\n"
    assert answered("undo").err == "There is nothing to undo.\n"
    assert answered("undo").code == 1
    assert answered("undo", "--redo").out.startswith("Brought back: ")
    assert answered("due", "--json").out == before
    assert (answered("undo", "--redo").code, answered("undo", "--redo").err) == (1, "There is nothing to redo.\n")


def test_undo_of_a_setting(quiz: Quiz) -> None:
    quiz("config", "set", "new", "1")
    assert quiz("due", "--short").out == "0 3\n"
    assert "settings" in quiz("undo").out
    assert quiz("due", "--short").out == "0 5\n"


def test_importing_rows(quiz: Quiz, tmp_path: Path) -> None:
    event = Event(Kind.REVIEW, "other2", 1, NOON - 86_400_000, 60, 20_399, "sun/a", Mode.STUDY, 4, 900)
    undone = event._replace(seq=2, clock=event.clock + 5, item="space.mars/a")
    void = undone._replace(kind=Kind.VOID, seq=3, clock=event.clock + 9, grade=0, mode="", said="other2-2")
    file = tmp_path / "other.log"
    file.write_bytes(encode(event) + encode(undone) + encode(void))
    said = quiz("log", "--import", str(file))
    assert (said.code, said.out, said.err) == (0, "", "3 rows imported\n")
    assert quiz("due", "--short").out == "0 4\n", "the answer counts, the one taken back does not"
    again = quiz("log", "--import", str(file))
    assert (again.code, again.err) == (0, "0 rows imported, 3 here already\n")
    assert len(quiz("log").out.splitlines()) == 3


def test_importing_what_is_no_log(quiz: Quiz, tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("to do:\nlearn\n")
    said = quiz("log", "--import", str(file))
    assert (said.code, said.out) == (1, "")
    assert "2 lines cannot be read, the first at byte 0" in said.err
    assert "nothing was imported" in said.err
    assert quiz("log").out == ""
    assert quiz("log", "--import", str(tmp_path / "nothing")).code == 2


# -- play --------------------------------------------------------------------------------------------------------------


def test_a_round_in_lines_moves_no_schedule(quiz: Quiz) -> None:
    said = quiz("play", "space.moon", "-n", "5", "--seed", "1", typed="wrong\nwrong\nn\n")
    assert (said.code, said.err) == (0, "")
    assert "The Moon: 2 cards. :q ends the round." in said.out
    assert "The Moon: 0 of 2, 0 points  ✗✗" in said.out
    rows = [json.loads(row) for row in quiz("log", "--json").out.splitlines()]
    assert [(row["mode"], row["grade"]) for row in rows] == [("q", 1), ("q", 1)]
    assert quiz("due", "--short", "space.moon").out == "0 3\n"


def test_the_seed_draws_the_cards(quiz: Quiz) -> None:
    drawn = [[quiz("play", "-n", "1", "--seed", str(seed)).out for seed in range(8)] for _ in range(2)]
    assert drawn[0] == drawn[1]
    assert len(set(drawn[0])) > 1


def test_a_round_has_no_place_for_thoughts(quiz: Quiz) -> None:
    said = quiz("play", "sun")
    assert said.code == 0
    assert said.out == "Nothing here can be asked for points: cards to think through are for `quiz study`.\n"


def test_a_round_that_is_not_saved_says_so(quiz: Quiz, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIZ_HOME", NOWHERE)
    monkeypatch.setattr("quiz.workspace.workspace.shipped_decks", lambda: str(Path("home") / "decks"))
    assert quiz("play", "space.moon", "-n", "1", typed="x\nn\n").code == 3


def test_no_round_on_a_deck_that_is_not_there(quiz: Quiz) -> None:
    assert quiz("play", "pluto").code == 2
    assert quiz("play", "-n", "0").code == 2
