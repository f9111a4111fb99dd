"""A byte of the log changes on the disk: at most the rows it touches are lost, no other row is taken for one, and
`quiz doctor` says where."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from e2e.program import quiz

from quiz.errors import NewerFormatError
from quiz.history import Event, Kind, encode, parse, row

FLIPS = 1000
SEED = 6


def log_of(rows: int) -> tuple[bytes, list[Event]]:
    """A log such as a device writes."""
    chance = random.Random(SEED)
    words = ["", "7", "11 Dec 2022", "Kanazawa", "a\ttab and a\nnewline", "はやぶさ"]
    events = [
        Event(
            Kind.FLAG if n % 17 == 0 else Kind.REVIEW, "kx3f7q", n, 1_790_000_000_000 + n, 540, 20_717, f"many/c{n:04}",
            "s", 1 + n % 4, chance.randrange(20_000), chance.choice(["", "r", "w"]), chance.choice(words), "a1b2c3",
        )
        for n in range(1, rows + 1)
    ]  # fmt: skip
    return b"".join(map(encode, events)), events


def harm_of_flips(flips: int) -> list[str]:
    """Change one byte at a time; what goes wrong besides the loss of the row that was hit."""
    data, events = log_of(120)
    chance = random.Random(SEED)
    starts = [0]
    while (end := data.find(b"\n", starts[-1])) != -1:
        starts.append(end + 1)
    wrong = []
    for _ in range(flips):
        at, mask = chance.randrange(len(data)), chance.randrange(1, 256)
        flipped = data[:at] + bytes([data[at] ^ mask]) + data[at + 1 :]
        hit = max(n for n, start in enumerate(starts) if start <= at)
        try:
            found, damages = parse(flipped)
        except NewerFormatError:
            wrong.append(f"byte {at}: the whole log is refused")
            continue
        if not {*events[:hit], *events[hit + 1 :]} <= set(found):
            wrong.append(f"byte {at}: other rows are lost")
        if not set(found) <= set(events):
            wrong.append(f"byte {at}: a wrong row is accepted")
        if len(found) < len(events) and not damages:
            wrong.append(f"byte {at}: a lost row is not named")
    return wrong


def test_only_the_row_that_is_hit_is_lost() -> None:
    assert not harm_of_flips(FLIPS)


def test_an_ignored_checksum_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(row, "crc32", lambda body: 0)
    assert any("a wrong row is accepted" in harm for harm in harm_of_flips(300))


def test_the_doctor_names_it(new_home: Callable[[str], Path]) -> None:
    home = new_home("home")
    path = next((home / "log").glob("*.log"))
    device = path.name.split(".")[1]
    data = path.read_bytes() + b"".join(encode(e._replace(device=device, seq=e.seq + 2)) for e in log_of(60)[1])
    path.write_bytes(data)
    sound = quiz(home, "doctor")
    assert sound.returncode == 0, sound.stdout
    # In the part that the index has applied, and at the end when it forgets what it knew.
    for share, how in ((0.3, ()), (0.999, ("--rebuild",))):
        at = int(share * (len(data) - 1))
        path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        start = data.rfind(b"\n", 0, at) + 1
        told = quiz(home, "doctor", *how)
        assert told.returncode == 1
        assert f"{path.name}: cannot read" in told.stdout
        assert f"at byte {start}:" in told.stdout
        assert told.stdout.count("cannot read") == 1
