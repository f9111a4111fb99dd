"""The house is in order: what stands where, how long files are, whether what is documented is what there is."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

from quiz.cli.main import COMMANDS
from quiz.tui import keys

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "quiz").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
TOP = {"quiz", "decks", "tests", "pyproject.toml", "README.md"}
LONGEST_FILE = 400
LARGEST_FILE = 1_000_000


def tracked() -> list[Path]:
    """The files under version control; all files where there is none."""
    run = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if run.returncode:
        return [path for path in ROOT.rglob("*") if path.is_file() and ".venv" not in path.parts]
    return [ROOT / name for name in run.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def test_the_top_level_holds_what_was_asked_for_and_nothing_else() -> None:
    top = {path.relative_to(ROOT).parts[0] for path in tracked()}
    assert {name for name in top if not name.startswith(".")} <= TOP


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_is_short_enough_to_hold_one_idea(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_says_what_lives_there(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), f"{path} has no docstring"


def test_no_file_is_large() -> None:
    assert [path for path in tracked() if path.stat().st_size > LARGEST_FILE] == []


def test_nothing_names_a_path_of_one_machine() -> None:
    pattern = re.compile(r"(?<![\w.])/(?:work|root|home)/[a-z]\w+")
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in tracked()
        if path.suffix in {".py", ".md", ".toml", ".yml", ".tcss", ".sql", ".json"}
        for match in pattern.finditer(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert found == []


def test_text_from_decks_is_never_formatted_evaluated_or_run() -> None:
    """No str.format, eval, exec or subprocess anywhere in the program."""
    banned = {"eval", "exec", "compile", "__import__"}
    found = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if name in {"format", "format_map"} and isinstance(node.func, ast.Attribute):
                    found.append(f"{path.relative_to(ROOT)}:{node.lineno} {name}")
                if name in banned and not isinstance(node.func, ast.Attribute):
                    found.append(f"{path.relative_to(ROOT)}:{node.lineno} {name}")
            if isinstance(node, ast.Import) and any(a.name == "subprocess" for a in node.names):
                found.append(f"{path.relative_to(ROOT)}:{node.lineno} subprocess")
    assert found == []


def test_every_open_names_its_encoding_or_is_binary() -> None:
    found = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "open":
                mode = node.args[1].value if len(node.args) > 1 and isinstance(node.args[1], ast.Constant) else "r"
                if "b" not in str(mode) and not any(k.arg == "encoding" for k in node.keywords):
                    found.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert found == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_stands_in_the_readme(command: str) -> None:
    assert f"`quiz {command}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_path_on_the_map_exists() -> None:
    text = (ROOT / "quiz" / "README.md").read_text(encoding="utf-8")
    table = text.partition("## To add or change")[2].partition("\n## ")[0]
    named = re.findall(r"`((?:\.\./)?[\w./-]+/[\w./-]*)`", table)
    missing = [name for name in named if not name.startswith("tests/") and not (ROOT / "quiz" / name).exists()]
    missing += [name for name in named if name.startswith("tests/") and not (ROOT / name).exists()]
    assert missing == []


@pytest.mark.parametrize("table", [keys.STUDY, keys.HOME], ids=["study", "home"])
def test_a_key_does_one_thing_at_a_time(table: tuple[keys.Key, ...]) -> None:
    stages = {stage for key in table for stage in key.stages} or {""}
    for stage in stages:
        here = [name for key in table if not key.stages or stage in key.stages for name in key.keys.split(",")]
        assert len(here) == len(set(here)), f"two keys clash while {stage}"
    assert all(key.help and key.label for key in table)


def test_the_set_up_commands_stand_in_the_readme_word_for_word() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert (
        "    python3 -m venv --without-pip .venv && python3 -m pip --python .venv install -e '.[dev]'"
        " && .venv/bin/quiz\n    .venv/bin/pytest\n" in text
    )
