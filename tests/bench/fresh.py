"""A function of the bench in a process of its own, so that no measurement warms up or burdens the next."""

import importlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
"""The project; every process of the bench is started there and so runs the program that lies there."""
DEADLINE = 900.0
PROGRAM = [sys.executable, "-c", "import sys; from quiz.cli.main import main; sys.exit(main())"]
"""What the installed `quiz` command runs."""


def environment() -> dict[str, str]:
    """Nothing of the one who runs the bench but where programs are, and a terminal with all colours."""
    return {
        "PATH": os.environ.get("PATH", os.defpath), "HOME": "/nonexistent", "LC_ALL": "C.UTF-8",
        "TERM": "xterm-256color", "COLORTERM": "truecolor",
    }  # fmt: skip


def call(target: str, **arguments: Any) -> Any:
    """What the function `module:name` returns in a new process; both ways as JSON."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.fresh", target, json.dumps(arguments)],
        cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=DEADLINE,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"bench: {target} failed\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    """Run one function for `call`."""
    module, _, name = sys.argv[1].partition(":")
    result = getattr(importlib.import_module(f"tests.bench.{module}"), name)(**json.loads(sys.argv[2]))
    print(json.dumps(result))


if __name__ == "__main__":
    main()
