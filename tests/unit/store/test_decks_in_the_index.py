"""Deck files in the index: edits keep progress, renamed cards carry theirs, broken and double decks do no harm."""

import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from e2e.same_index import told_with_decks
from hypothesis import given
from hypothesis import strategies as st
from strategies_log import DAY_MS, DEVICES, START, draft

from quiz.history import Event, Kind, encode
from quiz.store import queries
from quiz.store.decks import find_decks
from quiz.store.home import Home
from quiz.store.store import Store

Open = Callable[[Home], Store]
LATER = 4_000_000_000_000
"""UTC ms of a look at the files long after they were written, so that unchanged files are not read again."""


def card(name: str, *was: str, q: str = "", reverse: bool = False) -> str:
    lines = [f'id = "{name}"', 'kind = "recall"', f'q = "{q or name} is what?"', f'answer = "{name}!"']
    if was:
        lines.append(f"was = {list(was)}")
    if reverse:
        lines.append(f'reverse = "What is {name}?"')
    return "\n[[card]]\n" + "\n".join(lines) + "\n"


def deck(*cards: str, name: str = "d") -> str:
    return f'format = 1\nid = "{name}"\ntitle = "Deck {name}"\n{"".join(cards)}'


class Desk:
    """A store and a folder of decks that are edited."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store = store
        self.folder = folder
        folder.mkdir(exist_ok=True)
        self.looks = 0

    def put(self, text: str | None, name: str = "d") -> Any:
        """Write a deck file, or remove it, and bring the index up to date."""
        path = self.folder / f"{name}.deck.toml"
        if text is None:
            path.unlink()
        else:
            path.write_text(text, encoding="utf-8")
            self.looks += 1
            os.utime(path, (self.looks, self.looks))
        return self.sync()

    def sync(self) -> Any:
        return self.store.sync_decks([str(self.folder)], LATER)

    def reps(self, key: str) -> int:
        """Answers that the memory of an item rests on; -1 when there is no such item with a card."""
        found = queries.find_item(self.store.index, key)
        return self.store.index.state(key)[1].memory.reps if found else -1

    def cards(self) -> list[str]:
        rows = self.store.index.db.execute("select key from item where card is not null order by deck, position")
        return [row[0] for row in rows]

    def hear(self, *events: Event) -> None:
        """Rows of another device arrive."""
        path = Path(self.store.home.log) / f"2025-12.{DEVICES[2]}.log"
        with open(path, "ab") as file:
            file.write(b"".join(map(encode, events)))
        self.store.catch_up()


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    return Desk(store, tmp_path / "decks")


def theirs(key: str, seq: int, grade: int = 3) -> Event:
    return draft(key, at=START + seq, grade=grade)._replace(device=DEVICES[2], seq=seq)


def test_editing_a_card_keeps_its_progress(desk: Desk) -> None:
    desk.put(deck(card("a"), card("b")))
    _, state = desk.store.append(draft("d/a"))
    desk.put(deck(card("b"), card("a", q="Something else")))
    assert desk.cards() == ["d/b", "d/a"]
    assert desk.store.index.state("d/a")[1] == state
    desk.put(deck(card("b"), card("a").replace('"recall"', '"typed"')))
    assert desk.store.index.state("d/a")[1] == state
    desk.put(deck(card("b")))
    assert desk.cards() == ["d/b"]
    assert desk.store.index.state("d/a")[1] == state
    desk.put(deck(card("a"), card("b")))
    assert desk.reps("d/a") == 1


def test_moving_and_removing_a_file_keeps_progress(desk: Desk) -> None:
    desk.put(deck(card("a")))
    desk.store.append(draft("d/a"))
    os.rename(desk.folder / "d.deck.toml", desk.folder / "elsewhere.deck.toml")
    desk.sync()
    assert desk.reps("d/a") == 1
    desk.put(None, "elsewhere")
    assert desk.cards() == []
    _, state = desk.store.append(draft("d/a"))  # by another device's deck, say
    assert state.memory.reps == 2
    desk.put(deck(card("a")))
    assert desk.reps("d/a") == 2


def test_a_file_that_says_another_id_is_another_deck(desk: Desk) -> None:
    desk.put(deck(card("a")))
    desk.store.append(draft("d/a"))
    desk.put(deck(card("a"), name="e"))
    assert desk.cards() == ["e/a"]
    assert desk.reps("e/a") == 0
    desk.put(deck(card("a")))
    assert desk.cards() == ["d/a"]
    assert desk.reps("d/a") == 1


def test_items_of_a_card_come_and_go_with_their_progress(desk: Desk) -> None:
    desk.put(deck(card("a", reverse=True)))
    desk.store.append(draft("d/a"))
    desk.store.append(draft("d/a#rev"))
    desk.store.append(draft("d/a#rev"))
    desk.put(deck(card("a")))
    assert desk.cards() == ["d/a"]
    desk.put(deck(card("a", reverse=True)))
    assert [desk.reps("d/a"), desk.reps("d/a#rev")] == [1, 2]


# -- renamed cards ----------------------------------------------------------------------------------------------------


def test_a_renamed_card_carries_its_history(desk: Desk, opened: Open) -> None:
    desk.put(deck(card("a", reverse=True)))
    for grade in (1, 3, 4):
        _, state = desk.store.append(draft("d/a", at=START + grade * DAY_MS, grade=grade))
    desk.store.append(draft("d/a#rev", Kind.FLAG, grade=1, said="odd"))
    desk.put(deck(card("new", "a", reverse=True)))
    carried = desk.store.index.state("d/new")[1].memory
    assert (carried.stability, carried.reps, carried.last_day) == (
        state.memory.stability, 3, state.memory.last_day,
    )  # fmt: skip
    assert queries.note(desk.store.index, desk.store.index.state("d/new#rev")[1].flag) == "odd"
    assert desk.store.index.state("d/a")[0] == 0
    assert_as_if_read_anew(desk, opened)


def test_events_under_the_old_id_that_come_later_count_for_the_new_one(desk: Desk, opened: Open) -> None:
    """Another device studied with the deck as it was."""
    desk.put(deck(card("a")))
    desk.store.append(draft("d/a"))
    desk.put(deck(card("new", "a")))
    desk.store.append(draft("d/new"))
    desk.hear(theirs("d/a", 1, grade=1), theirs("d/new", 2))
    assert desk.reps("d/new") == 4
    _, state = desk.store.append(draft("d/a"))
    assert state.memory.reps == 5
    assert_as_if_read_anew(desk, opened)
    taken = [desk.store.undo(draft(kind=Kind.VOID)) for _ in range(4)]
    assert [one and (one.event.item, one.item, one.state.memory.reps) for one in taken] == [
        ("d/a", "d/new", 4), ("d/new", "d/new", 3), ("d/a", "d/new", 2), None,
    ]  # fmt: skip
    assert_as_if_read_anew(desk, opened)


def test_histories_of_the_old_and_the_new_id_are_joined_in_their_order(desk: Desk, opened: Open) -> None:
    desk.hear(theirs("d/new", 1, grade=1), theirs("d/a", 2, grade=4), theirs("d/new", 3, grade=2))
    desk.put(deck(card("new", "a")))
    reviews = [(1, START // DAY_MS, START + 1), (4, START // DAY_MS, START + 2), (2, START // DAY_MS, START + 3)]
    memory = desk.store.index.state("d/new")[1].memory
    expected = desk.store.scheduler.fold(reviews, 0)
    assert (memory.stability, memory.difficulty, memory.reps) == (expected.stability, expected.difficulty, 3)
    assert_as_if_read_anew(desk, opened)


def test_a_card_renamed_twice_carries_all(desk: Desk, opened: Open) -> None:
    desk.put(deck(card("a")))
    desk.store.append(draft("d/a"))
    desk.put(deck(card("b", "a")))
    desk.store.append(draft("d/b"))
    desk.put(deck(card("c", "b", "a")))
    assert desk.reps("d/c") == 2
    desk.hear(theirs("d/a", 1), theirs("d/b", 2))
    assert desk.reps("d/c") == 4
    assert_as_if_read_anew(desk, opened)


def test_a_withdrawn_claim_gives_the_histories_back(desk: Desk, opened: Open) -> None:
    """The author claimed the wrong card: the log still knows which was which."""
    desk.put(deck(card("a")))
    desk.store.append(draft("d/a"))
    desk.store.append(draft("d/b"))
    desk.put(deck(card("b", "a")))
    assert desk.reps("d/b") == 2
    report = desk.put(deck(card("a"), card("b")))
    assert (report.broken, report.shadowed) == ((), ())
    assert [desk.reps("d/a"), desk.reps("d/b")] == [1, 1]
    assert_as_if_read_anew(desk, opened)
    desk.put(deck(card("b"), card("c", "a")))
    assert [desk.reps("d/c"), desk.reps("d/b")] == [1, 1]
    assert_as_if_read_anew(desk, opened)


def test_making_the_index_anew_carries_the_history_of_renamed_cards(desk: Desk, opened: Open) -> None:
    """Also when the log was replaced in the middle of a sitting, and nobody asked for the decks again."""
    desk.put(deck(card("a")))
    desk.store.append(draft("d/a"))
    desk.put(deck(card("new", "a")))
    desk.store.rebuild()
    assert desk.cards() == ["d/new"]
    assert desk.reps("d/new") == 1
    desk.hear(theirs("d/a", 1), theirs("d/new", 2))
    path = Path(desk.store.home.log) / f"2025-12.{DEVICES[2]}.log"
    path.write_bytes(path.read_bytes().splitlines(keepends=True)[0])
    _, state = desk.store.append(draft("d/new"))
    desk.store.catch_up()
    assert desk.reps("d/new") == 3
    assert state.memory.reps in (3, 4)  # whether the loss was seen before the answer or after it
    assert_as_if_read_anew(desk, opened)


def assert_as_if_read_anew(desk: Desk, opened: Open) -> None:
    """Every table says what it says after the index was deleted and log and decks were read again."""
    before = told_with_decks(desk.store.index)
    anew = opened(desk.store.home)
    anew.sync_decks([str(desk.folder)], LATER)
    shared = told_with_decks(anew.index)
    anew.rebuild()
    fresh = told_with_decks(anew.index)
    for table, expected in fresh.items():
        assert before[table] == expected, table
        assert shared[table] == expected, table


VERSIONS: tuple[Sequence[str], ...] = (
    [card("a"), card("b")],
    [card("b", q="new words"), card("a", reverse=True)],
    [card("b", "a")],
    [card("c", "a", "b"), card("e")],
    [card("c", "b"), card("a", reverse=True)],
    [card("a", "b"), card("c")],
)


@given(st.lists(st.tuples(st.sampled_from("veeetu"), st.integers(0, 5), st.integers(1, 4)), max_size=14))
def test_editing_and_studying_end_as_if_all_was_read_anew(scratch: Path, steps: list[tuple[str, int, int]]) -> None:
    folder = Path(tempfile.mkdtemp(dir=scratch))
    stores: list[Store] = []

    def another(home: Home) -> Store:
        stores.append(Store(home))
        return stores[-1]

    desk = Desk(another(Home(str(folder / "home"))), folder / "decks")
    keys = ("d/a", "d/a#rev", "d/b", "d/c", "d/e", "other/x")
    seq = 0
    desk.put(deck(*VERSIONS[0]))
    for what, n, grade in steps:
        if what == "v":
            desk.put(deck(*VERSIONS[n]))
        elif what == "e":
            desk.store.append(draft(keys[n], at=START + n * DAY_MS, grade=grade))
        elif what == "t":
            seq += 1
            desk.hear(theirs(keys[n], seq, grade))
        else:
            desk.store.undo(draft(kind=Kind.VOID))
    assert_as_if_read_anew(desk, another)
    for store in stores:
        store.close()


# -- decks that are wrong ---------------------------------------------------------------------------------------------


def test_a_broken_deck_keeps_its_last_sound_cards(desk: Desk) -> None:
    desk.put(deck(card("a"), card("b")))
    desk.store.append(draft("d/a"))
    for wrong in ("not toml [", deck(card("a"), card("a")), deck(card("a")).replace('answer = "a!"', ""), "", "\x00"):
        report = desk.put(wrong)
        assert report.broken == (str(desk.folder / "d.deck.toml"),)
        assert desk.cards() == ["d/a", "d/b"]
        assert desk.reps("d/a") == 1
        assert desk.sync().broken == report.broken  # said again though nothing changed
    report = desk.put(deck(card("b")))
    assert report.broken == ()
    assert desk.cards() == ["d/b"]


def test_a_deck_that_never_was_sound_is_named_and_gives_nothing(desk: Desk) -> None:
    report = desk.put("id = ")
    assert len(report.broken) == 1
    assert desk.cards() == []


def test_the_first_of_two_decks_with_one_id_wins_and_the_other_is_named(desk: Desk, tmp_path: Path) -> None:
    desk.put(deck(card("first")), "a")
    report = desk.put(deck(card("second")), "b")
    one, two = (str(desk.folder / f"{name}.deck.toml") for name in "ab")
    assert report.shadowed == (("d", two),)
    assert desk.cards() == ["d/first"]
    assert desk.sync().shadowed == (("d", two),)
    desk.store.append(draft("d/first"))
    desk.store.append(draft("d/second"))
    assert desk.store.sync_decks([two, str(desk.folder)], LATER).shadowed == (("d", one),)  # named, so it goes first
    assert desk.cards() == ["d/second"]
    assert desk.reps("d/second") == 1
    assert desk.sync().shadowed == (("d", two),)
    assert desk.cards() == ["d/first"]
    desk.put(None, "a")
    assert desk.cards() == ["d/second"]
    assert desk.put("broken [", "a").shadowed == ()
    assert desk.cards() == ["d/second"]


def test_what_is_no_deck_file_is_passed_over(desk: Desk, tmp_path: Path) -> None:
    desk.put(deck(card("a")))
    (tmp_path / "outside.deck.toml").write_text(deck(card("x"), name="x"), encoding="utf-8")
    (desk.folder / "link.deck.toml").symlink_to(tmp_path / "outside.deck.toml")
    (desk.folder / "loop").symlink_to(desk.folder)
    (desk.folder / ".hidden.deck.toml").write_text(deck(card("x"), name="x"), encoding="utf-8")
    (desk.folder / "folder.deck.toml").mkdir()
    os.mkfifo(desk.folder / "pipe.deck.toml")
    deep = desk.folder.joinpath(*["deep"] * 9)
    deep.mkdir(parents=True)
    (deep / "far.deck.toml").write_text(deck(card("x"), name="x"), encoding="utf-8")
    assert desk.sync().broken == ()
    assert desk.cards() == ["d/a"]
    assert find_decks([str(desk.folder / "pipe.deck.toml"), str(desk.folder / "none")]) == []


def test_a_file_that_is_too_large_is_broken_and_not_read(desk: Desk) -> None:
    desk.put(deck(card("a")))
    path = desk.folder / "d.deck.toml"
    with open(path, "ab") as file:
        file.truncate(9 << 20)
    assert desk.sync().broken == (str(path),)
    assert desk.cards() == ["d/a"]


def test_an_unchanged_file_is_not_opened(desk: Desk) -> None:
    desk.put(deck(card("a")))
    path = desk.folder / "d.deck.toml"
    status = path.stat()
    path.write_text(deck(card("b")), encoding="utf-8")  # as long as before
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert path.stat().st_size == status.st_size
    assert desk.sync().compiled == 0
    assert desk.cards() == ["d/a"]
    os.utime(path, ns=(status.st_atime_ns, LATER * 1_000_000))  # changed just before we look: look again
    desk.sync()
    assert desk.cards() == ["d/b"]
    path.write_text(deck(card("c")), encoding="utf-8")
    os.utime(path, ns=(status.st_atime_ns, LATER * 1_000_000))
    desk.sync()
    assert desk.cards() == ["d/c"]


def test_many_decks_and_many_items(store: Store, tmp_path: Path) -> None:
    """As many as a collection of years has files; each keeps its own."""
    folder = tmp_path / "many"
    folder.mkdir()
    for n in range(300):
        (folder / f"{n:03}.deck.toml").write_text(deck(*(card(f"c{i}") for i in range(3)), name=f"deck-{n:03}"))
    report = store.sync_decks([str(folder)], LATER)
    assert report.compiled == 300
    assert store.index.db.execute("select count(*) from item where card is not null").fetchone() == (900,)
    events = [
        draft(f"deck-{n % 300:03}/c{n % 3}", at=START + n)._replace(device=DEVICES[2], seq=n + 1) for n in range(2000)
    ]
    (Path(store.home.log) / f"2025-12.{DEVICES[2]}.log").write_bytes(b"".join(map(encode, events)))
    assert store.catch_up() == 2000
    assert store.index.db.execute("select sum(reps), count(*) from item where reps").fetchone() == (2000, 300)
    assert store.sync_decks([str(folder)], LATER).compiled == 0
