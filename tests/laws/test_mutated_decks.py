"""Thousands of damaged decks, read in a process with little memory: no exception, no endless parse, no escape.

Run as a script it reads the mutants FIRST to LAST and prints what it found.
"""

import json
import resource
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from quiz.deckfile.problem import Problem
from quiz.deckfile.read import read_deck
from quiz.deckfile.toml import MAX_BYTES, decode
from quiz.seeds import mixed, seed
from quiz.text import clean

DECKS = Path(__file__).parents[1] / "golden" / "decks"
MEMORY = 512 * 2**20
GROWTH = 64 * 2**20
SECONDS = 2
"""Processor time for one mutant."""

PIECES = (
    b'"', b"'", b'"""', b"'''", b"[", b"]", b"[[", b"]]", b"{", b"}", b"=", b".", b",", b"#", b"\\", b"\n", b"\r\n",
    b"\x00", b"\xff", b"\xed\xa0\x80", b"\xe2\x80\xae", b"\x1b]52;c;eA==\x07", b"\\u202e", b"\\ud800", b"\\U00110000",
    b"\\x1b", b"9" * 999, b"{{c1::", b"}}", b"::", b"[" * 30, b"{a=" * 30, b"{0.__class__}", b"[/]",
    "\u0301".encode() * 40, "👩\u200d🚀".encode(), b"\xef\xbb\xbf",
)  # fmt: skip
LINES = (
    b"[[card]]", b"[card]", b"[card.notes]", b"[card.accept]", b"[defaults]", b"card = 1", b"card = [{}]",
    b"format = 2", b'kind = "cloze"', b'kind = "choice"', b'kind = "recall"', b'id = "a"', b'was = ["a", "b"]',
    b"a.b.c = 1", b"tags = 5", b'image = "../../etc/passwd"', b'text = "{{c1::a::b}} {{c2::c}}"', b'wrong = ["x"]',
    b'answers = ["x", "y"]', b'q = "[/] {0.__class__} %s"', b"notes.x = 1", b'accept = ["x"]', b'reverse = "x?"',
    b'accept = { c1 = ["x"] }',
)  # fmt: skip
VALUES = (
    b'""', b'" "', b'"x"', b"5", b"-0", b"1.5", b"nan", b"-inf", b"true", b"2022-12-11", b"07:32", b"[]", b"{}",
    b"[[]]", b"[{}]", b'["x"]', b'["x", 5]', b'{ x = "y" }', b"{ x.y = 1 }", b"0x" + b"f" * 900, b'"""\nx\n"""',
    b"'\\'", b'"\\u202e"', b'"\\u001b[2J"', b'"{{c1::x}}"', b'"' + b"long " * 4000 + b'"',
    b"[" + b'"x", ' * 200 + b"]", b"1" * 5000, b"2022-02-31",
)  # fmt: skip


class Chance:
    """Numbers that a seed decides."""

    def __init__(self, number: int) -> None:
        self.state = seed("mutant", number)

    def below(self, limit: int) -> int:
        self.state = mixed(self.state)
        return self.state % max(1, limit)

    def one_of(self, things: Sequence[bytes]) -> bytes:
        return things[self.below(len(things))]


def change_bytes(data: bytes, other: bytes, chance: Chance) -> bytes:
    """Insert, drop, repeat, overwrite or cut somewhere."""
    at, length = chance.below(len(data) + 1), 1 + chance.below(40)
    way = chance.below(6)
    if way == 0:
        return data[:at] + chance.one_of(PIECES) + data[at:]
    if way == 1:
        return data[:at] + data[at + length :]
    if way == 2:
        return data[:at] + data[at : at + length] * (2 + chance.below(50)) + data[at:]
    if way == 3:
        return data[:at] + bytes([chance.below(256)]) + data[at + 1 :]
    if way == 4:
        return data[: at or 1]
    return data[:at] + chance.one_of(PIECES) * (1 + chance.below(300)) + data[at + length :]


def change_lines(data: bytes, other: bytes, chance: Chance) -> bytes:
    """Insert, drop, double or swap lines, or give a key another value: often still TOML."""
    lines, others = data.split(b"\n"), other.split(b"\n")
    at, way = chance.below(len(lines)), chance.below(7)
    if way == 0:
        lines.insert(at, chance.one_of(LINES))
    elif way == 1:
        del lines[at]
    elif way == 2:
        lines.insert(at, lines[chance.below(len(lines))])
    elif way == 3:
        swapped = chance.below(len(lines))
        lines[at], lines[swapped] = lines[swapped], lines[at]
    elif way == 4:
        start = chance.below(len(others))
        lines[at:at] = others[start : start + 1 + chance.below(12)]
    else:
        key, equals, _ = lines[at].partition(b"=")
        lines[at] = key + equals + b" " + chance.one_of(VALUES) if equals else chance.one_of(LINES)
    return b"\n".join(lines)


def mutant(sources: list[bytes], number: int) -> bytes:
    """A deck with one to four changes, decided by its number."""
    chance = Chance(number)
    data = chance.one_of(sources)
    change = change_bytes if number % 3 == 0 else change_lines
    for _ in range(1 + chance.below(4)):
        data = change(data, chance.one_of(sources), chance)
    return data


def bombs() -> list[bytes]:
    """Files made to take time or memory: nested, dotted, large, many."""
    head = b'format = 1\nid = "a"\ntitle = "A"\n'
    choice = b'[[card]]\nid = "a"\nkind = "choice"\nq = "x?"\nanswer = "y"\n'
    return [
        b"a" + b".a" * 20_000 + b" = 1",
        b"\n".join(b"k%d.b.c.d.e.f.g.h = 1" % i for i in range(10_000)),
        b"\n".join(b"[k%d.b.c.d.e.f.g.h]" % i for i in range(40_000)),
        b"a = " + b"[" * 100_000 + b"]" * 100_000,
        b"a = " + b"{a=" * 100_000,
        b"a = [" + b"[]," * 100_000 + b"]",
        b"a = 0x" + b"f" * 2_000_000,
        b"a = " + b"1_" * 2_000_000,
        b'a = """' + b"\\" * 2_000_001,
        b'"' * 2_000_001,
        b"[[" * 600_000,
        b"#" * MAX_BYTES,
        b"#" * (MAX_BYTES + 1),
        head + b"[[card]]\n" * 60_000,
        head + b"".join(b"[[card]]\nid = 5\nqq = 1\n" for _ in range(5_000)),
        head + choice + b"wrong = [" + b"1," * 200_000 + b"]",
        head + choice + b'wrong = ["z"]\n[card.notes]\n' + b"\n".join(b"k%d = 1" % i for i in range(50_000)),
        head + b"x = [" + b'"\\u202e",' * 30_000 + b"]",
        head + b"\n".join(b"k%d = 1" % i for i in range(50_000)),
    ]


def read(raw: bytes) -> list[Problem]:
    text, problems = decode(raw, "mutant.deck.toml")
    return problems if text is None else read_deck(text, "mutant.deck.toml")[1]


def run(first: int, last: int) -> dict[str, object]:
    """Read the mutants; raises whatever a reader raises, TimeoutError and MemoryError too."""
    sources = [file.read_bytes() for file in sorted(DECKS.glob("*/*.deck.toml"))]

    def too_long(number: int, frame: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGVTALRM, too_long)
    for source in sources:
        read(source)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    codes: Counter[str] = Counter()
    for number in range(first, last):
        signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
        problems = read(mutant(sources, number))
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        codes.update({problem.code for problem in problems} or {"none"})
        for problem in problems:
            said = problem.text()
            assert clean(said) == said, (number, said)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    return {"read": last - first, "codes": codes, "grown": grown}


def run_bombs() -> dict[str, object]:
    """Read the bombs; a parse that takes too long ends the process."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for raw in bombs():
        signal.setitimer(signal.ITIMER_VIRTUAL, 3 * SECONDS)
        problems = read(raw)
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        assert 1 <= len(problems) < 2_100
    return {"read": len(bombs())}


def in_a_small_process(*arguments: str) -> dict[str, object]:
    done = subprocess.run([sys.executable, __file__, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, object] = json.loads(done.stdout)
    return found


def check_mutants(first: int, last: int) -> None:
    found = in_a_small_process(str(first), str(last))
    assert found["read"] == last - first
    assert isinstance(found["grown"], int)
    assert found["grown"] < GROWTH
    codes = found["codes"]
    assert isinstance(codes, dict)
    reached = {"none", "E001", "E002", "E003", "E004", "E005", "E007", "E010", "E011", "I002", "I004", "C105"}
    assert reached <= codes.keys()


def test_hundreds_of_damaged_decks_are_read_without_harm() -> None:
    check_mutants(0, 500)


@pytest.mark.slow
def test_thousands_of_damaged_decks_are_read_without_harm() -> None:
    check_mutants(500, 10_500)


def test_files_made_to_take_time_or_memory_are_refused_in_little_of_both() -> None:
    assert in_a_small_process("bombs")["read"] == len(bombs())


if __name__ == "__main__":
    given = sys.argv[1:]
    print(json.dumps(run_bombs() if given == ["bombs"] else run(*map(int, given))))
