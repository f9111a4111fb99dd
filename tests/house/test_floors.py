"""The floors hold: a folder uses only what is below it, the core is pure, only the screens know Textual."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
LINT = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"


def linted(folder: Path) -> subprocess.CompletedProcess[str]:
    """What the linter of imports says of the program in a folder."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, "-c", LINT], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_the_floors_hold() -> None:
    done = linted(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert " kept, 0 broken" in done.stdout


def test_a_floor_that_reaches_up_is_noticed(tmp_path: Path) -> None:
    """The linter can fail: one import too many, in a copy of the program, breaks two contracts."""
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    for file in (ROOT / "quiz").rglob("*.py"):
        copy = tmp_path / file.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(file.read_bytes())
    with open(tmp_path / "quiz" / "session" / "queue.py", "a", encoding="utf-8") as file:
        file.write("\nimport quiz.workspace\nimport time\n")
    done = linted(tmp_path)
    assert done.returncode == 1
    assert "quiz.session is not allowed to import quiz.workspace" in done.stdout
    assert "quiz.session is not allowed to import time" in done.stdout
