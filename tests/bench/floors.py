"""What nothing can be faster than: starting Python, importing Textual, an empty application, making a row durable."""

import os
import select
import subprocess
import sys
import time
from pathlib import Path

from quiz.store.atomic import sync_data
from tests.bench.fresh import DEADLINE, ROOT, environment

PROMPT = b"> "
PYTHON = [sys.executable, "-c", "import os; os.write(1, b'> ')"]
TEXTUAL = [sys.executable, "-c", "import os, textual.app; os.write(1, b'> ')"]
EMPTY_APP = [sys.executable, str(Path(__file__).with_name("empty_app.py"))]
"""As many widgets as the study screen has, of the same classes, with nothing behind them."""
ROW = (
    b"r1\tbenchx-1000000\t1758099610000\t540\t2025-09-17\tbench.d3/c031234\ts\t3\t4877\tr\tsome words\ta1b2\t0b7ac102\n"
)


def prompted(command: list[str]) -> float:
    """Milliseconds from starting a command, with pipes for input and output, until it prompts."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT, env=environment()
    )
    assert process.stdin
    assert process.stdout
    text = b""
    with process:
        while not text.endswith(PROMPT):
            ready = select.select([process.stdout], [], [], DEADLINE)[0]
            chunk = os.read(process.stdout.fileno(), 65536) if ready else b""
            if not chunk:
                raise SystemExit(f"bench: {command} ended before it prompted, after {text[-300:]!r}")
            text += chunk
        took = (time.perf_counter() - start) * 1000
        process.stdin.close()
        while os.read(process.stdout.fileno(), 65536):
            pass
    return took


class RawLog:
    """A file that rows are appended to and made durable in, and nothing else."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "raw.log"
        self._fd = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        self.times: list[float] = []

    def append(self) -> None:
        """Append a row, make it durable and note how long that took."""
        start = time.perf_counter()
        os.write(self._fd, ROW)
        sync_data(self._fd)
        self.times.append((time.perf_counter() - start) * 1000)

    def close(self) -> None:
        """Take the file away."""
        os.close(self._fd)
        self._path.unlink()
