"""What a command brings into memory: a status bar that asks what is due must not wait for a screen or a validator."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
DECK = 'format = 1\nid = "d"\ntitle = "D"\n' + "".join(
    f'\n[[card]]\nid = "c{n}"\n{body}'
    for n, body in enumerate(
        [
            'kind = "recall"\nq = "A?"\nanswer = "B"\n',
            'kind = "typed"\nq = "C?"\nanswer = "Duluth"\n',
            'kind = "choice"\nq = "E?"\nanswer = "F"\nwrong = ["G", "H"]\n',
            'kind = "cloze"\ntext = "The {{c1::moon}}."\n',
        ]
    )
)
RUN = """
import json, os, sys
before = set(sys.modules)
from quiz.cli.main import run
os.environ["TERM"] = "dumb"
code = run(json.loads(os.environ["ARGUMENTS"]))
sys.stdout.flush()
os.write(int(os.environ["TO"]), json.dumps([code, sorted(set(sys.modules) - before)]).encode())
"""


def loaded(home: Path, *arguments: str, typed: str = "") -> tuple[int, set[str]]:
    """The exit code of a command and the modules that it imported, in a process of its own."""
    reader, writer = os.pipe()
    environment = {**os.environ, "QUIZ_HOME": str(home), "ARGUMENTS": json.dumps(arguments), "TO": str(writer)}
    with subprocess.Popen(
        [sys.executable, "-c", RUN], env=environment, pass_fds=[writer], text=True, cwd=home,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        os.close(writer)
        with open(reader, "rb") as pipe:
            _, err = process.communicate(typed, timeout=60)
            told: Any = json.loads(pipe.read() or "[-1, []]")
    assert told[0] != -1, err
    return told[0], set(told[1])


def heavy(modules: set[str], *names: str) -> set[str]:
    return {module for module in modules if module.partition(".")[0] in names}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose decks have been compiled, the shipped ones too, with an answer in the log."""
    place = tmp_path_factory.mktemp("home")
    (place / "decks").mkdir()
    deck = place / "decks" / "d.deck.toml"
    deck.write_text(DECK)
    os.utime(deck, ns=(1_700_000_000 * 10**9,) * 2)
    code, modules = loaded(place, "study", "--plain", "d", typed="\n3\nno\n\n1\n\n")
    assert code == 0
    assert "pydantic" in modules, "a deck that has never been read has to be validated"
    return place


LIGHT = ("textual", "rich", "pydantic", "pydantic_core", "annotated_types", "tomli_w", "asyncio", "platformdirs")


@pytest.mark.parametrize(
    "arguments",
    [["due"], ["due", "--short", "d"], ["due", "--json"], ["log"], ["log", "--json", "-n", "3"], ["undo"],
     ["undo", "--redo"], ["doctor"], ["decks"], ["backup", "b.tar.gz"], ["completion", "fish"]],
    ids=" ".join,
)  # fmt: skip
def test_the_fast_path_is_light(home: Path, arguments: list[str]) -> None:
    code, modules = loaded(home, *arguments)
    assert code == 0
    assert not heavy(modules, *LIGHT)
    assert "quiz.deckfile.read" not in modules


def test_studying_in_plain_lines_is_light(home: Path) -> None:
    code, modules = loaded(home, "study", "--plain", "d", typed="Duluth\n\n1\n\nmoon\n\n" * 2)
    assert code == 0
    assert not heavy(modules, *LIGHT)


@pytest.mark.parametrize(
    "arguments",
    [["check", "decks"], ["schema"], ["schema", "facts"], ["config", "show"], ["generate", "facts", "-o", "out"]],
    ids=" ".join,
)
def test_what_reads_decks_needs_no_screen(home: Path, arguments: list[str]) -> None:
    facts = home / "facts"
    facts.mkdir(exist_ok=True)
    source = '[[source]]\nid = "s"\ntitle = "S"\npublisher = "P"\nas_of = "2025"\nsections = ["a"]\n'
    (facts / "f.facts.toml").write_text(f'format = 1\nid = "f"\n{source}')
    code, modules = loaded(home, *arguments)
    assert code in (0, 1)
    assert not heavy(modules, "textual", "rich")


def test_the_package_itself_costs_nothing() -> None:
    code = "import sys; before = set(sys.modules); import quiz; print(sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['quiz']"


def test_help_imports_no_command(home: Path) -> None:
    code, modules = loaded(home, "--help")
    assert code == 0
    commands = {module for module in modules if module.startswith("quiz.")}
    assert commands <= {"quiz.cli", "quiz.cli.main", "quiz.cli.output", "quiz.errors"}
