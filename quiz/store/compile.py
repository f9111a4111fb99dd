"""Decks compiled into the index: cards as the study machine reads them, items with their places."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import fields
from json import JSONEncoder
from typing import TYPE_CHECKING, NamedTuple

from quiz.cards import Card, item_key
from quiz.history import Count, fold
from quiz.scheduling import Scheduler, item_seed
from quiz.store.apply import correct_days, history, in_order, pack
from quiz.store.aside import aside
from quiz.store.index import UPDATE_STATE, Index, columns_of

if TYPE_CHECKING:
    pass

WORTH_A_CHILD = 1_000_000
"""Bytes of deck files from which a second process is worth its beginning."""
NO_CARD = "update item set card=null, part='', position=0, several=0, kin=''"


class Withdrawn(Exception):
    """A card no longer claims an earlier id whose history it took over: only the log can tell the two apart."""


class CompiledCard(NamedTuple):
    """A card as it goes into the index."""

    id: str
    parts: tuple[str, ...]
    kin: str
    body: str
    """Its fields that differ from their defaults, as JSON."""
    was: tuple[str, ...]


class CompiledDeck(NamedTuple):
    """A deck file as it goes into the index; without an id when it has errors."""

    id: str
    title: str
    cards: Sequence[CompiledCard]
    errors: int


def compiled(files: Sequence[tuple[str, bytes]]) -> list[CompiledDeck]:
    """The decks in the bytes of files, by path and content."""
    cut = len(files) // 2
    mine, others = files[:cut], files[cut:]
    with aside(lambda: _plain(others), sum(len(data) for _, data in files) >= WORTH_A_CHILD) as rest:
        plain = _plain(mine) + rest.result()
    return [CompiledDeck(deck[0], deck[1], [CompiledCard(*card) for card in deck[2]], deck[3]) for deck in plain]


Plain = tuple[str, str, list[tuple[str, tuple[str, ...], str, str, tuple[str, ...]]], int]
"""A CompiledDeck that consists of tuples, as another process can hand it on."""


def _plain(files: Iterable[tuple[str, bytes]]) -> list[Plain]:
    from quiz.deckfile.read import read_deck_bytes  # pydantic: only when a deck has to be read

    out: list[Plain] = []
    for path, data in files:
        deck, problems = read_deck_bytes(data, path, quality=False)
        if deck is None:
            out.append(("", "", [], sum(not problem.warning for problem in problems)))
        else:
            cards = [(card.id, card.parts(), " ".join(card.about), body_of(card), card.was) for card in deck.cards]
            out.append((deck.id, deck.title, cards, 0))
    return out


_json = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_EMPTY: tuple[object, ...] = ("", (), {})
_names: dict[type[Card], tuple[str, ...]] = {}
"""The fields of each kind."""


def body_of(card: Card) -> str:
    """The fields of a card that differ from their defaults, as JSON."""
    kind = type(card)
    names = _names.get(kind) or _names.setdefault(kind, tuple(field.name for field in fields(card)))
    told = [(name, getattr(card, name)) for name in names]
    return _json({name: value for name, value in told if value not in _EMPTY})


def put_in(index: Index, deck: CompiledDeck, path: str, folder: str, scheduler: Scheduler) -> None:
    """Put the cards of a deck into the index; progress stays with the ids. Call inside a transaction.

    What is there as it should be is not written again. Raises Withdrawn.
    """
    db = index.db
    n = index.deck(deck.id)
    db.execute("update deck set title=?, path=?, folder=? where n=?", (deck.title, path, folder, n))
    numbers = _put_cards(db, n, deck.cards)
    known = {row[0]: row[1:] for row in db.execute(f"select key, n, {_PLACE} from item where deck=?", (n,))}
    new, old, aliases = [], [], []
    position = 0
    for card in deck.cards:
        for part in card.parts:
            key = item_key(deck.id, card.id, part)
            place = (numbers[card.id], part, position, int(len(card.parts) > 1), card.kin)
            position += 1
            item = known.pop(key, None)
            if item is None:
                new.append((key, n, *place))
            elif item[1:] != place:
                old.append((*place, item[0]))
            aliases += [(item_key(deck.id, was, part), key) for was in card.was]
    db.executemany(f"{NO_CARD} where n=?", [(item[0],) for item in known.values() if item[1] is not None])
    db.executemany("update item set card=?, part=?, position=?, several=?, kin=? where n=?", old)
    db.executemany(f"insert into item (key, deck, {_PLACE}) values (?,?,?,?,?,?,?)", new)
    _withdraw(db, deck.id, dict(aliases))
    for was, key in aliases:
        db.execute("insert or replace into alias values (?,?)", (was, key))
        _take_over(index, was, key, scheduler)


_PLACE = "card, part, position, several, kin"


def _put_cards(db: sqlite3.Connection, deck: int, cards: Sequence[CompiledCard]) -> dict[str, int]:
    """Make the cards of a deck these; their numbers by id."""
    known = {row[0]: (row[1], row[2]) for row in db.execute("select id, n, body from card where deck=?", (deck,))}
    free = db.execute("select max(n) from card").fetchone()[0] or 0
    numbers: dict[str, int] = {}
    new, changed = [], []
    for card in cards:
        number, body = known.pop(card.id, (0, ""))
        if not number:
            number = free = free + 1
            new.append((number, deck, card.id, card.body))
        elif body != card.body:
            changed.append((card.body, number))
        numbers[card.id] = number
    db.executemany("delete from card where n=?", [(number,) for number, _ in known.values()])
    db.executemany("update card set body=? where n=?", changed)
    db.executemany("insert into card values (?,?,?,?)", new)
    return numbers


def _withdraw(db: sqlite3.Connection, deck: str, aliases: dict[str, str]) -> None:
    """Forget earlier ids of a deck that no card claims any more. Raises Withdrawn."""
    known = db.execute("select old, new from alias where old>=? and old<?", (f"{deck}/", f"{deck}0")).fetchall()
    for was, key in known:
        if aliases.get(was) != key:
            db.execute("delete from alias where old=?", (was,))
            if db.execute("select 1 from history join item on n=item where key=?", (key,)).fetchone():
                raise Withdrawn


def _take_over(index: Index, was: str, key: str, scheduler: Scheduler) -> None:
    """Give an item the history of its earlier key."""
    db = index.db
    old = db.execute("select n, deck from item where key=? and card is null", (was,)).fetchone()
    if old is None:
        return
    n, deck = db.execute("select n, deck from item where key=?", (key,)).fetchone()
    names = {row[0]: row[1] for row in db.execute("select n, id from device")}
    mine, theirs = history(db, n), history(db, old[0])
    if theirs:
        records = in_order(mine + theirs, names)
        before: list[Count] = []
        after: list[Count] = []
        state = fold(records, scheduler, item_seed(key), after)
        fold(mine, scheduler, item_seed(key), before)
        fold(theirs, scheduler, item_seed(was), before)
        correct_days(db, deck, before, after)
        db.execute(UPDATE_STATE, (*columns_of(state), records[-1][0], n))
        db.execute("insert or replace into history values (?,?)", (n, pack(records)))
    db.execute("delete from history where item=?", (old[0],))
    db.execute("delete from item where n=?", (old[0],))
