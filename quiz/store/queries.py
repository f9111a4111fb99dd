"""Questions to the index: what is due, what a card says, how the days went. Read only."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from quiz.cards import Card, load
from quiz.history import State
from quiz.scheduling import Phase
from quiz.session import Candidate, DayLimits, Dealt, Order
from quiz.store.index import STATE_COLUMNS, Index, state_of

_COLUMNS = "n, key, deck, card, kin, several, due, due_ms, position, phase, stability, last"


class DeckInfo(NamedTuple):
    """A deck as the tree shows it."""

    n: int
    id: str
    title: str
    folder: str
    path: str
    cards: int
    due: int
    """Reviews due, within today's limit."""
    new: int
    """New items, within today's limit."""
    learning: int
    backlog: int
    """Reviews due, without a limit."""


class DeckName(NamedTuple):
    """A deck that has a file."""

    n: int
    id: str
    title: str
    folder: str
    path: str


class DayCount(NamedTuple):
    """What was done on a study day."""

    new: int
    reviews: int
    answers: int
    right: int
    took: int


def deck_names(index: Index) -> list[DeckName]:
    """All decks that have a file, by folder and title, without counting anything."""
    rows = index.db.execute(
        "select n, id, title, folder, path from deck where path is not null order by folder, title, id"
    )
    return [DeckName(n, deck_id, title or deck_id, folder, path) for n, deck_id, title, folder, path in rows]


def deck_infos(index: Index, day: int, limits: DayLimits) -> list[DeckInfo]:
    """All decks that have cards, with what there is to do on a study day, by folder and title."""
    db = index.db
    counts, entangled = {}, set()
    for phase, which in _TO_ASK.items():
        rows = db.execute(
            f"select deck, count(*), max(several) from item where {which} and card is not null and suspended=0"
            " and buried<>:day group by deck",
            {"day": day},
        )
        for deck, count, several in rows:
            counts[deck, phase] = count
            if several:
                entangled.add(deck)
    done = done_today(index, day)
    out = []
    cards = dict(db.execute("select deck, count(*) from card group by deck"))
    for n, deck_id, title, folder, path in deck_names(index):
        backlog = counts.get((n, Phase.REVIEW), 0)
        if n in entangled:  # siblings stand in each other's way: only asking for them tells how many there are
            learning, due, new = map(len, candidates(index, [n], day, limits, Order.DUE))
        else:
            news, reviews = done.get(n, (0, 0))
            learning = counts.get((n, Phase.LEARNING), 0)
            due = min(backlog, max(0, limits.reviews - reviews))
            new = min(counts.get((n, Phase.NEW), 0), max(0, limits.new - news))
        out.append(DeckInfo(n, deck_id, title, folder, path, cards.get(n, 0), due, new, learning, backlog))
    return out


_TO_ASK = {Phase.LEARNING: "phase in (1,3) and due<=:day", Phase.REVIEW: "phase=2 and due<=:day", Phase.NEW: "phase=0"}
"""What makes an item one to ask on a study day."""


def done_today(index: Index, day: int) -> dict[int, tuple[int, int]]:
    """By deck: new items and reviews that were answered on a study day."""
    rows = index.db.execute(
        "select deck, sum(case phase when 0 then reviews else 0 end), sum(case phase when 2 then reviews else 0 end)"
        " from day where day=? group by deck",
        (day,),
    )
    return {deck: (new, reviews) for deck, new, reviews in rows}


def day_count(index: Index, day: int) -> DayCount:
    """The sums of one study day."""
    row = index.db.execute(
        "select coalesce(sum(case phase when 0 then reviews else 0 end),0),"
        " coalesce(sum(case phase when 2 then reviews else 0 end),0), coalesce(sum(reviews),0),"
        " coalesce(sum(case when grade>1 then reviews else 0 end),0), coalesce(sum(took),0) from day where day=?",
        (day,),
    ).fetchone()
    return DayCount(*row)


def streak(index: Index, day: int) -> int:
    """Study days in a row with a review, up to this day or the one before."""
    length, expected = 0, day
    for (studied,) in index.db.execute("select distinct day from day where day<=? order by day desc", (day,)):
        if not length and studied == day - 1:
            expected = studied
        if studied != expected:
            break
        length += 1
        expected -= 1
    return length


def candidates(
    index: Index, decks: Sequence[int], day: int, limits: DayLimits, order: Order, tag: str = ""
) -> tuple[list[Candidate], list[Candidate], list[Candidate]]:
    """Learning, due and new items of the decks, one of a card, within what is left of today's limits.

    In the order of due day and of position; other orders get everything that is due, and cut it themselves.
    """
    done = done_today(index, day)
    learning: list[Candidate] = []
    reviews: list[Candidate] = []
    new: list[Candidate] = []
    for number in decks:
        deck = _Deck(index, number, day, tag)
        news_done, reviews_done = done.get(number, (0, 0))
        learning += deck.learning()
        reviews += deck.reviews(max(0, limits.reviews - reviews_done), order)
        new += deck.new(max(0, limits.new - news_done))
    return learning, reviews, new


class _Deck:
    """What a deck gives on a study day. An item whose sibling goes before it is passed over: it comes another day."""

    def __init__(self, index: Index, number: int, day: int, tag: str) -> None:
        self.index, self.number, self.day, self.tag = index, number, day, tag
        self.taken: set[int] = set()
        """Cards of several items that have had their turn today."""
        begun = index.db.execute("select 1 from day where day=? and deck=?", (day, number)).fetchone()
        self.begun = begun is not None
        """Whether anything of the deck has been answered today; if not, no sibling has been either."""

    def learning(self) -> list[Candidate]:
        """All that are being learnt; of siblings the first, but for those that were begun today."""
        out = []
        for c in self._rows(Phase.LEARNING, "due_ms, n"):
            if c.several and c.last_day != self.day and (c.card in self.taken or self._siblings(c.key)[0]):
                self.taken.add(c.card)
                continue
            if c.several:
                self.taken.add(c.card)
            out.append(c)
        return out

    def reviews(self, limit: int, order: Order) -> list[Candidate]:
        """Those that are due; in the order of due days no more than the limit."""
        if order is Order.DUE:
            return self._first(limit, self._rows(Phase.REVIEW, "due, n", limit))
        return [c for c in self._rows(Phase.REVIEW, "due, n") if not (c.several and self._blocked(c))] if limit else []

    def new(self, limit: int) -> list[Candidate]:
        """The first new ones as they stand in the deck."""
        return self._first(limit, self._rows(Phase.NEW, "position", limit))

    def _first(self, limit: int, rows: Iterator[Candidate]) -> list[Candidate]:
        out: list[Candidate] = []
        for c in rows:
            if len(out) == limit:
                break
            if c.several:
                if self._blocked(c):
                    continue
                self.taken.add(c.card)
            out.append(c)
        return out

    def _blocked(self, c: Candidate) -> bool:
        if c.card in self.taken:
            return True
        if not self.begun and c.phase != Phase.NEW:
            return False
        seen, due = self._siblings(c.key)
        if seen or (due and c.phase == Phase.NEW):
            self.taken.add(c.card)
            return True
        return False

    def _siblings(self, key: str) -> tuple[int, int]:
        """Whether an item of the card was answered today, and whether a review of it is due."""
        stem = key.partition("#")[0]
        found: tuple[int, int] = self.index.db.execute(
            "select max(last=:day), max(phase=2 and due<=:day and suspended=0 and buried<>:day) from item"
            " where key>=:stem and key<:end and card is not null",
            {"day": self.day, "stem": stem, "end": stem + "$"},  # after "#", before anything that an id may hold
        ).fetchone()
        return found

    def _rows(self, phase: Phase, order: str, limit: int = -1) -> Iterator[Candidate]:
        if limit == 0:
            return
        tagged = " and exists (select 1 from card where card.n=item.card and body like :tag escape '\\')"
        pattern = self.tag.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        cursor = self.index.db.execute(
            f"select {_COLUMNS} from item where deck={self.number} and {_TO_ASK[phase]} and card is not null"
            f" and suspended=0 and buried<>:day{tagged if self.tag else ''} order by {order}",
            {"day": self.day, "tag": f'%"{pattern}"%'},
        )
        try:
            yield from (Candidate(*row) for row in cursor)
        finally:
            cursor.close()  # a query that is left half-way would keep the index from being tidied


def playable(index: Index, decks: Sequence[int]) -> list[tuple[int, int]]:
    """(card, item) of everything in decks that may be asked, whether it is due or not."""
    return index.db.execute(
        "select card, n from item where deck in (select value from json_each(?)) and card is not null and suspended=0"
        " order by n",
        (json.dumps(list(decks)),),
    ).fetchall()


def candidate(index: Index, key: str) -> Candidate | None:
    """The item of a key, if it has a card."""
    row = index.db.execute(f"select {_COLUMNS} from item where key=? and card is not null", (key,)).fetchone()
    return Candidate(*row) if row else None


def deal(index: Index, n: int) -> Dealt | None:
    """An item with its card and state; None when its card is gone."""
    row = index.db.execute(
        f"select item.key, part, deck.title, deck.id, card.body, {STATE_COLUMNS} from item"
        " join card on card.n=item.card join deck on deck.n=item.deck where item.n=?",
        (n,),
    ).fetchone()
    if row is None:
        return None
    return Dealt(n, row[0], row[1], row[2] or row[3], card_of(row[4]), state_of(row[5:]))


def card_of(body: str) -> Card:
    """A card out of its compiled form."""
    return load(json.loads(body))


def find_item(index: Index, key: str) -> int:
    """The number of the item of a key; 0 when there is none with a card."""
    row = index.db.execute("select n from item where key=? and card is not null", (key,)).fetchone()
    return int(row[0]) if row else 0


def note(index: Index, n: int) -> str:
    """The text of a note."""
    row = index.db.execute("select body from note where n=?", (n,)).fetchone()
    return str(row[0]) if row else ""


def totals(index: Index) -> dict[str, Any]:
    """How much there is: decks, cards, items, items in review, reviews."""
    db = index.db

    def one(sql: str) -> int:
        return int(db.execute(sql).fetchone()[0] or 0)

    return {
        "decks": one("select count(*) from deck where path is not null"),
        "cards": one("select count(*) from card"),
        "items": one("select count(*) from item where card is not null"),
        "kept_without_card": one("select count(*) from item where card is null"),
        "in_review": one(f"select count(*) from item where phase={int(Phase.REVIEW)}"),
        "reviews": one("select sum(reviews) from day"),
    }


def state_by_key(index: Index, key: str) -> State:
    """The state of an item."""
    return index.state(key)[1]
