"""The index may be deleted, damaged, old or impossible: the log makes it anew, and studying goes on."""

import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from e2e.same_index import told
from hypothesis import given
from hypothesis import strategies as st
from strategies_log import ITEMS, draft

from quiz.errors import DamageError, NewerFormatError, StoreError
from quiz.history import Kind, fold, record
from quiz.scheduling import item_seed
from quiz.store.home import Home
from quiz.store.index import MEMORY, SCHEMA_VERSION, Index
from quiz.store.rebuild import rebuild
from quiz.store.store import Store

Open = Callable[[Home], Store]
PAGE = 4096


def fill(store: Store, events: int = 400) -> None:
    for n in range(events):
        store.append(draft(f"d/card-{n % 150}", grade=1 + n % 4, said=f"answer {n}"))
    store.append(draft("d/card-1", Kind.FLAG, grade=1, said="look"))


@pytest.fixture(scope="module")
def filled(scratch: Path) -> Path:
    """A home folder to copy."""
    root = scratch / "filled" / "home"
    store = Store(Home(str(root)))
    fill(store, 150)
    store.close()
    return root


def assert_whole(store: Store, events: int) -> None:
    fresh = Index(MEMORY)
    with fresh.transaction():
        rebuild(fresh, store.log, {})
    assert told(store.index) == told(fresh)
    fresh.close()
    assert len(list(store.events())) == events


@pytest.mark.parametrize("text", [b"", b"no database", b"SQLite format 3\0" + bytes(5000), None], ids=repr)
def test_an_index_that_is_none_is_made_anew(home: Home, opened: Open, text: bytes | None) -> None:
    first = Store(home)
    fill(first, 20)
    first.close()
    if text is None:
        Path(home.index).unlink()
    else:
        Path(home.index).write_bytes(text)
    again = opened(home)
    assert_whole(again, 21)
    assert not again.unwritable
    again.append(draft())
    assert Path(home.index).read_bytes()[:15] == b"SQLite format 3"


def test_a_half_made_index_is_made_anew(home: Home, opened: Open) -> None:
    """The program was killed while it made the file."""
    home.create()
    db = sqlite3.connect(home.index)
    db.execute("create table meta (key text primary key, value) without rowid")
    db.commit()
    db.close()
    store = opened(home)
    fill(store, 5)
    assert_whole(store, 6)


pages = st.sets(st.integers(0, 30), min_size=1, max_size=4)
keys = st.sampled_from(["d/card-0", "d/card-77", "d/card-149", "d/unheard-of"])


@given(hit=pages, value=st.sampled_from([0, 0xEE, 0x0D, 0xFF]), end=st.none() | st.integers(0, 100_000), key=keys)
def test_no_damage_of_the_index_costs_an_event_or_ends_the_program(
    filled: Path, hit: set[int], value: int, end: int | None, key: str
) -> None:
    """Pages of rubbish, zeroed, cut off: opening, studying and undoing work, and the end is right in every table."""
    with tempfile.TemporaryDirectory(dir=filled.parent) as folder:
        home = Home(str(Path(folder) / "home"))
        shutil.copytree(filled, home.root)
        text = bytearray(Path(home.index).read_bytes())
        for page in hit:
            if page * PAGE < len(text):
                text[page * PAGE : (page + 1) * PAGE] = bytes([value]) * PAGE
        Path(home.index).write_bytes(bytes(text[:end]))
        store = Store(home)
        event, state = store.append(draft(key))
        events = list(store.events())
        assert state == fold(
            [record(e, 1, 1) for e in events if e.item == key], store.scheduler, item_seed(key)
        )._replace(flag=state.flag)
        undone = store.undo(draft(kind=Kind.VOID))
        assert undone
        assert undone.event == event
        store.close()
        again = Store(home)
        if again.index.fault():  # where nobody has looked yet
            again.rebuild()
        assert_whole(again, 153)
        again.close()


@pytest.mark.parametrize("version", [SCHEMA_VERSION - 1, "one", None])
def test_an_index_of_an_older_form_is_made_anew(home: Home, opened: Open, version: object) -> None:
    first = Store(home)
    fill(first, 10)
    first.index.set_meta("version", version)
    first.index.db.execute("drop table day")
    first.close()
    assert_whole(opened(home), 11)


def test_an_index_of_a_newer_form_is_refused_and_left_alone(home: Home) -> None:
    first = Store(home)
    fill(first, 10)
    first.index.set_meta("version", SCHEMA_VERSION + 1)
    first.close()
    before = Path(home.index).read_bytes()
    for _ in range(2):
        with pytest.raises(NewerFormatError, match="newer quiz"):
            Store(home)
    assert Path(home.index).read_bytes() == before
    Path(home.index).unlink()
    store = Store(home)
    assert_whole(store, 11)
    store.close()


def test_where_no_index_can_be_the_log_is_written_all_the_same(home: Home, opened: Open) -> None:
    """A folder stands in its place."""
    home.create()
    Path(home.index).mkdir()
    for n in range(3):
        store = opened(home)
        assert not store.unwritable
        event, state = store.append(draft())
        assert (event.seq, state.memory.reps) == (n + 1, n + 1)
        assert_whole(store, n + 1)


def test_tables_that_contradict_the_log_are_made_anew(store: Store) -> None:
    fill(store, 10)
    store.index.db.execute("drop table history")
    _, state = store.append(draft("d/card-1"))
    assert state.memory.reps == 2
    assert_whole(store, 12)


def test_errors_of_the_disk_and_of_the_index_are_told_apart(store: Store) -> None:
    """Only a damaged index is thrown away."""
    with pytest.raises(DamageError, match="is damaged"), store.index.transaction() as db:
        db.execute("select * from nothing")
    blocker = sqlite3.connect(store.home.index, isolation_level=None)
    blocker.execute("begin immediate")
    store.index.db.execute("pragma busy_timeout=1")
    with pytest.raises(StoreError, match="locked") as caught, store.index.transaction():
        pass
    assert not isinstance(caught.value, DamageError)
    blocker.close()
    with store.index.transaction():
        pass


def test_a_transaction_is_all_or_nothing(store: Store) -> None:
    fill(store, 3)
    before = told(store.index)

    def half() -> None:
        with store.index.transaction() as db:
            db.execute("delete from item")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    assert told(store.index) == before


def test_rebuilding_in_a_sitting_keeps_the_numbers_of_items(home: Home, opened: Open, tmp_path: Path) -> None:
    """A sitting knows its items by number: they must not turn into others while it runs."""
    deck = tmp_path / "d.deck.toml"
    cards = "".join(
        f'[[card]]\nid = "c{n}"\nkind = "recall"\nq = "question {n}?"\nanswer = "answer {n}"\n' for n in range(9)
    )
    deck.write_text(f'format = 1\nid = "d"\ntitle = "D"\n{cards}', encoding="utf-8")
    store = opened(home)
    store.sync_decks([str(deck)], 0)
    for n in (7, 2, 5, 7):
        store.append(draft(f"d/c{n}"))
    store.append(draft("other/card"))

    def numbers() -> dict[str, int]:
        return dict(store.index.db.execute("select key, n from item"))

    before = numbers()
    decks = dict(store.index.db.execute("select id, n from deck"))
    places = list(store.index.db.execute("select key, part, position from item where card is not null order by key"))
    assert len(places) == 9
    log = next(Path(home.log).iterdir())
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:4]))
    store.append(draft("d/c1"))  # notices that the file was shortened
    assert numbers().items() <= before.items()
    assert dict(store.index.db.execute("select id, n from deck")) == decks
    found = store.index.db.execute("select key, part, position from item where card is not null order by key")
    assert list(found) == places
    assert store.index.state("d/c1")[1].memory.reps == 1
    assert store.index.state(ITEMS[0])[0] == 0
