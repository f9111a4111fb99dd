"""The bench itself runs, on very little; what it measures then says nothing."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SUBJECTS = ("start", "grade", "undo", "replay", "rebuild", "compile", "key", "memory", "disk", "growth", "floor")


@pytest.mark.bench
def test_the_table_has_a_line_for_everything(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.bench", "--cards", "60", "--rounds", "1", "--data", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    lines = [line.split(" | ") for line in done.stdout.splitlines() if " | " in line]
    assert [cell.strip() for cell in lines[0]] == ["work", "ours", "peer", "ratio", "at most", "floor"]
    for subject in SUBJECTS:
        mine = [line for line in lines if line[0].startswith(subject)]
        assert mine, f"no line for {subject}"
        assert all(re.match(r"\d", line[1]) for line in mine)
