"""Commands about files and settings: decks, checks, backups, configuration, and what holds of all commands."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from faces.command_line import MARS, MOON, NOON, NOWHERE, SUN, Quiz

from quiz.cli import main
from quiz.history import Event, Kind, Mode, encode

# -- decks -------------------------------------------------------------------------------------------------------------


def test_decks(quiz: Quiz, home: Path) -> None:
    said = quiz("decks")
    assert said.out.splitlines()[:2] == [
        "space.mars                            1 cards   Mars", f"    {home}/decks/mars.deck.toml",
    ]  # fmt: skip
    listed = quiz("decks", "--json").json
    assert listed["format"] == 1
    assert listed["decks"][1] == {
        "id": "space.moon", "title": "The Moon", "cards": 3, "path": f"{home}/decks/moon.deck.toml",
    }  # fmt: skip


def test_adding_a_folder(quiz: Quiz, tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "venus.deck.toml").write_text(MARS.replace("mars", "venus"))
    said = quiz("decks", "add", "more")
    assert (said.code, said.out, said.err) == (0, "", f"1 decks found in {tmp_path}/more\n")
    assert "space.venus" in quiz("due").out
    assert quiz("decks", "add", "more").code == 0
    assert quiz("config", "show", "--json").json["settings"]["folders"]["value"] == [f"{tmp_path}/more"]
    assert (quiz("decks", "add", "nowhere").code, quiz("decks", "add", "home/settings.toml").code) == (2, 2)


def test_a_broken_deck_is_named_and_the_rest_goes_on(quiz: Quiz, home: Path, tmp_path: Path) -> None:
    quiz("due")
    (home / "decks" / "moon.deck.toml").write_text(MOON + "\n[[card")
    said = quiz("due", "--short")
    assert (said.code, said.out) == (0, "0 5\n"), "its last sound version is still there"
    assert said.err == f"quiz: {home}/decks/moon.deck.toml has errors and is left as it was; see `quiz check`\n"
    (tmp_path / "new.deck.toml").write_text("[[card")
    said = quiz("study", "--plain", "new.deck.toml")
    assert (said.code, said.out) == (1, "")
    assert "quiz: new.deck.toml has errors\n  hint: `quiz check new.deck.toml` lists them" in said.err


def test_two_decks_with_one_id(quiz: Quiz, home: Path) -> None:
    (home / "decks" / "sky" / "zz.deck.toml").write_text(SUN)
    said = quiz("due", "--short")
    assert said.err == f"quiz: {home}/decks/sky/zz.deck.toml is not used: another deck has the id `sun`\n"
    assert said.out == "0 5\n"


# -- check, schema, generate -------------------------------------------------------------------------------------------


def test_check(quiz: Quiz, home: Path) -> None:
    said = quiz("check", str(home / "decks"))
    assert (said.code, said.out) == (0, "")
    assert said.err == "3 files, 5 cards: 0 errors, 0 warnings\n"


def test_check_of_a_bad_deck(quiz: Quiz, tmp_path: Path) -> None:
    bad = tmp_path / "bad.deck.toml"
    bad.write_text(MARS.replace("answer", "anwser"))
    said = quiz("check", str(bad))
    assert said.code == 1
    assert f"{bad}:9:1: E003 unknown key `anwser`\n" in said.out
    found = quiz("check", "--json", str(bad))
    assert found.code == 1
    assert found.json["format"] == 1
    assert found.json["errors"] == len(found.json["problems"]) > 0
    assert (quiz("check", "nothing.deck.toml").code, quiz("check").code) == (2, 2)
    assert quiz("check", str(tmp_path / "none")).code == 2


@pytest.mark.parametrize("what", [[], ["deck"], ["facts"]])
def test_schema(quiz: Quiz, what: list[str]) -> None:
    said = quiz("schema", *what)
    assert said.code == 0
    assert said.json["type"] == "object"
    assert said.err == ""


FACTS = """format = 1
id = "tiny"

[[source]]
id = "book"
title = "A book"
publisher = "Somebody"
as_of = "2025-01"
sections = ["one"]
"""


def test_generate_and_check_of_facts(quiz: Quiz, tmp_path: Path) -> None:
    assert quiz("generate", str(tmp_path / "none"), "-o", "out").code == 2
    (tmp_path / "facts").mkdir()
    (tmp_path / "facts" / "tiny.facts.toml").write_text(FACTS + "nonsense = [\n")
    assert quiz("generate", "facts", "-o", "out").code == 1
    assert quiz("check", "facts").code == 1
    assert not (tmp_path / "out").exists()
    (tmp_path / "facts" / "tiny.facts.toml").write_text(FACTS)
    assert quiz("check", "facts").code == 0
    assert quiz("check", "facts/tiny.facts.toml").code == 0


# -- doctor, backup, restore -------------------------------------------------------------------------------------------


def test_doctor(answered: Quiz, home: Path) -> None:
    said = answered("doctor")
    assert (said.code, said.err) == (0, "All is sound.\n")
    assert f"home               {home}\n" in said.out
    facts = answered("doctor", "--json").json
    assert facts | {"quiz": "", "python": "", "sqlite": "", "device": ""} == {
        "format": 1, "quiz": "", "python": "", "sqlite": "", "home": str(home), "device": "", "log_files": 1,
        "decks": 3, "cards": 5, "items": 6, "kept_without_card": 0, "in_review": 0, "reviews": 1, "findings": [],
    }  # fmt: skip


def test_doctor_finds_damage_and_makes_the_index_anew(answered: Quiz, home: Path) -> None:
    file = next((home / "log").iterdir())
    file.write_bytes(file.read_bytes() + b"what is this\n")
    said = answered("doctor")
    assert said.code == 1
    assert f"! {file.name}: cannot read 12 bytes at byte " in said.out
    assert said.err.endswith("Something needs a look.\n")
    said = answered("doctor", "--rebuild")
    assert "index made anew from 1 row\n" in said.err
    assert answered("due", "--short").out == "1 4\n"
    assert answered("due").err.startswith("quiz: 1 damaged places in the log")


def test_backup_and_restore(answered: Quiz, home: Path, tmp_path: Path) -> None:
    said = answered("backup", "all.tar.gz")
    assert (said.code, said.out) == (0, "")
    assert said.err.startswith("5 files in all.tar.gz, ")
    answered("study", "--plain", "space.mars", typed="\n4\n")
    (home / "decks" / "sky" / "sun.deck.toml").unlink()
    (home / "decks" / "mars.deck.toml").write_text(MARS + "# mine\n")
    said = answered("restore", "all.tar.gz")
    assert (said.code, said.out) == (0, "")
    assert said.err.splitlines() == [
        "0 rows and 1 file brought back", "kept decks/mars.deck.toml as it is here; the one in the backup differs",
    ]  # fmt: skip
    assert len(answered("log").out.splitlines()) == 2
    elsewhere = str(tmp_path / "elsewhere")
    assert answered("--home", elsewhere, "restore", "all.tar.gz").err.startswith("1 row and 4 files brought back")
    assert answered("--home", elsewhere, "due", "--short").out == "1 4\n"


def test_restoring_what_is_no_backup(quiz: Quiz, home: Path) -> None:
    assert quiz("restore", "nothing.tar.gz").code == 3
    said = quiz("restore", str(home / "decks" / "moon.deck.toml"))
    assert (said.code, said.out) == (3, "")
    assert "is no backup, or is damaged" in said.err


# -- config, completion ------------------------------------------------------------------------------------------------


def test_config(quiz: Quiz) -> None:
    assert quiz("config", "set", "new", "3").code == 0
    shown = quiz("config", "show", "--json").json
    assert shown["format"] == 1
    assert shown["settings"]["new"] == {"value": 3, "from": "log"}
    assert shown["settings"]["reviews"] == {"value": 200, "from": "default"}
    assert "new                  3                        log\n" in quiz("config", "show").out
    assert quiz("config", "set", "learning_steps", "[30, 300]").code == 0
    assert quiz("config", "set", "fuzz", "false").code == 0
    settings = quiz("config", "show", "--json").json["settings"]
    assert settings["learning_steps"]["value"] == [30, 300]
    assert settings["fuzz"]["value"] is False
    assert settings["new"]["value"] == 3


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("new", "-1"), ("new", "many"), ("new", "99999999999"), ("reviews", "1.5"), ("rollover", "1440"),
        ("order", "best"), ("desired_retention", "1"), ("desired_retention", "nan"), ("maximum_interval", "0"),
        ("fuzz", "3"), ("fuzz", "maybe"), ("weights", "[1]"), ("weights", "7"), ("learning_steps", '["a"]'),
        ("learning_steps", "[" * 100_000), ("learning_steps", "[0]"), ("theme", "blue"),
    ],
)  # fmt: skip
def test_a_setting_that_would_not_be_followed_is_refused(quiz: Quiz, name: str, value: str) -> None:
    said = quiz("config", "set", name, value)
    assert (said.code, said.out) == (2, "")
    assert "Usage: quiz config set" in said.err or "Invalid value" in said.err
    assert quiz("log").out == ""


def test_a_settings_file_that_is_wrong(quiz: Quiz, home: Path) -> None:
    (home / "settings.toml").write_text("colour = 3\n")
    said = quiz("due")
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(f"quiz: {home}/settings.toml: unknown setting `colour`\n  hint: there are folders,")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(quiz: Quiz, shell: str) -> None:
    said = quiz("completion", shell)
    assert said.code == 0
    assert "_QUIZ_COMPLETE" in said.out
    assert quiz("completion", "tcsh").code == 2


def test_completion_of_a_deck(
    quiz: Quiz, home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Nothing but the words may appear while somebody types, whatever is wrong with the decks."""
    (home / "decks" / "broken.deck.toml").write_text("[[card")
    monkeypatch.setenv("_QUIZ_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "quiz study space.m")
    monkeypatch.setenv("COMP_CWORD", "2")
    with pytest.raises(SystemExit) as ended:
        quiz()
    assert ended.value.code == 0
    assert capfd.readouterr() == ("plain,space.mars\nplain,space.moon\n", "")
    (home / "settings.toml").write_text("colour = 3\n")
    with pytest.raises(SystemExit):
        quiz()
    assert capfd.readouterr() == ("\n", "")


# -- the whole ---------------------------------------------------------------------------------------------------------


def test_help_names_every_command(quiz: Quiz) -> None:
    said = quiz("--help")
    assert said.code == 0
    assert all(f"\n  {name} " in said.out for name in main.COMMANDS)
    assert said.err == ""


@pytest.mark.parametrize("name", sorted(main.COMMANDS))
def test_each_command_explains_itself(quiz: Quiz, name: str) -> None:
    said = quiz(name, "-h")
    assert said.code == 0
    assert said.out.startswith(f"Usage: quiz {name}")
    assert main.COMMANDS[name][1]


def test_version_and_nonsense(quiz: Quiz) -> None:
    assert quiz("--version").out.startswith("quiz, version ")
    said = quiz("stuyd")
    assert (said.code, said.out) == (2, "")
    assert "No such command" in said.err


def test_a_home_that_cannot_be_written(quiz: Quiz) -> None:
    said = quiz("--home", NOWHERE, "due", "--short")
    assert (said.code, said.out) == (0, "0 0\n")
    assert said.err.startswith("quiz: not saved: ")
    assert quiz("--home", NOWHERE, "undo").code == 1
    assert quiz("--home", NOWHERE, "config", "set", "new", "3").code == 3
    study = quiz("--home", NOWHERE, "study", "--plain", "home/decks/sky/sun.deck.toml", typed="\n4\n")
    assert study.code == 3
    assert study.out.endswith("1 change could not be saved.\n")


def test_a_home_that_is_a_file(quiz: Quiz, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    said = quiz("--home", str(tmp_path / "file"), "due", "--short")
    assert (said.code, said.out) == (0, "0 0\n")
    assert said.err.startswith("quiz: not saved: ")


def test_a_log_of_a_newer_program_is_refused(answered: Quiz, home: Path) -> None:
    file = next((home / "log").iterdir())
    row = file.read_bytes().replace(b"r1\t", b"r2\t")
    body = row.rpartition(b"\t")[0]
    file.with_name("2025-01.zzzzzz.log").write_bytes(b"%b\t%08x\n" % (body, crc32(body)))
    said = answered("due")
    assert (said.code, said.out) == (3, "")
    assert "version 2" in said.err


def test_an_interrupt(quiz: Quiz, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("quiz.cli.opening.Workspace", interrupted)
    assert quiz("due").code == 130


def test_a_crash_is_one_line_and_the_rest_is_kept(
    quiz: Quiz, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr("quiz.workspace.workspace.Workspace.decks", broken)
    said = quiz("due")
    assert (said.code, said.out) == (70, "")
    assert said.err == (
        f"quiz: a defect of the program: ZeroDivisionError; the details are in {home}/crash.log\n"
        "  nothing that was saved is lost\n"
    )
    kept = (home / "crash.log").read_text()
    assert kept.startswith("Traceback")
    assert "by nothing" in kept
    other = tmp_path / "other"
    assert quiz("--home", str(other), "due").code == 70
    assert (other / "crash.log").exists()


def test_a_crash_without_a_place_to_write_prints_everything(quiz: Quiz, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr("quiz.workspace.workspace.Workspace.decks", broken)
    said = quiz("--home", NOWHERE, "due")
    assert said.code == 70
    assert "Traceback" in said.err


def process(home: Path, *arguments: str, **more: Any) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "QUIZ_HOME": str(home), **more.pop("environment", {})}
    command = [sys.executable, "-m", "quiz", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, check=False, **more)


def test_a_reader_that_goes_away(home: Path) -> None:
    """As in `quiz log | head -1`: no words, and the exit code of a process that the pipe ended."""
    rows = b"".join(
        encode(Event(Kind.REVIEW, "other2", n, NOON + n, 0, 20_400, "sun/a", Mode.STUDY, 3)) for n in range(1, 3000)
    )
    (home / "log").mkdir()
    (home / "log" / "2025-11.other2.log").write_bytes(rows)
    script = f'"{sys.executable}" -m quiz log | head -1; echo "${{PIPESTATUS[0]}}"'
    environment = {**os.environ, "QUIZ_HOME": str(home)}
    done = subprocess.run(["bash", "-c", script], env=environment, capture_output=True, check=True)
    lines = done.stdout.decode().splitlines()
    assert len(lines) == 2
    assert lines[1] == "141"
    assert b"Broken" not in done.stderr
    assert b"Exception" not in done.stderr


def test_bytes_that_are_no_text_do_not_end_a_sitting(home: Path) -> None:
    done = process(home, "study", "--plain", "sun", input=b"\xff\xfe\n1\n", environment={"PYTHONUTF8": "1"})
    assert done.returncode == 0
    assert b"Done: 1 answer" in done.stdout
    narrow = process(home, "decks", environment={"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"})
    assert narrow.returncode == 0
    assert b"Traceback" not in narrow.stderr
