"""Questions to the index: what is due, what a card says, how the days went. Read only."""

import json
from collections.abc import Sequence
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


class DayCount(NamedTuple):
    """What was done on a study day."""

    new: int
    reviews: int
    answers: int
    right: int
    took: int


def deck_infos(index: Index, day: int, limits: DayLimits) -> list[DeckInfo]:
    """All decks that have cards, with what there is to do on a study day, by folder and title."""
    db = index.db
    due = dict(
        db.execute(
            "select deck, count(*) from item where phase=2 and card is not null and due<=? and suspended=0"
            " and buried<>? group by deck",
            (day, day),
        )
    )
    new = dict(
        db.execute(
            "select deck, count(*) from item where phase=0 and card is not null and suspended=0 and buried<>?"
            " group by deck",
            (day,),
        )
    )
    learning = dict(
        db.execute(
            "select deck, count(*) from item where phase in (1,3) and card is not null and due<=? and suspended=0"
            " and buried<>? group by deck",
            (day, day),
        )
    )
    done = done_today(index, day)
    out = []
    decks = db.execute(
        "select n, id, title, folder, path, (select count(*) from card where card.deck=deck.n) from deck"
        " where path is not null order by folder, title, id"
    )
    for n, deck_id, title, folder, path, cards in decks:
        news, reviews = done.get(n, (0, 0))
        out.append(
            DeckInfo(
                n, deck_id, title or deck_id, folder, path, cards,
                min(due.get(n, 0), max(0, limits.reviews - reviews)), min(new.get(n, 0), max(0, limits.new - news)),
                learning.get(n, 0), due.get(n, 0),
            )
        )
    return out


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
    """Learning, due and new items of the decks, within what is left of today's limits.

    In the order of due day and of position; other orders look at everything that is due before the limit cuts.
    """
    done = done_today(index, day)
    learning: list[Candidate] = []
    reviews: list[Candidate] = []
    new: list[Candidate] = []
    for deck in decks:
        news_done, reviews_done = done.get(deck, (0, 0))
        learning += _rows(index, f"deck={deck} and phase in (1,3) and due<={day}", "due, due_ms, n", -1, day, tag)
        limit = max(0, limits.reviews - reviews_done)
        wanted = f"deck={deck} and phase=2 and due<={day}"
        reviews += _rows(index, wanted, "due, n", limit if order is Order.DUE else -1, day, tag)
        new += _rows(index, f"deck={deck} and phase=0", "position", max(0, limits.new - news_done), day, tag)
    return learning, reviews, new


def _rows(index: Index, where: str, order: str, limit: int, day: int, tag: str) -> list[Candidate]:
    if limit == 0:
        return []
    tagged = " and exists (select 1 from card where card.n=item.card and body like ? escape '\\')" if tag else ""
    pattern = tag.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    rows = index.db.execute(
        f"select {_COLUMNS} from item where {where} and card is not null and suspended=0 and buried<>?"
        f"{tagged} order by {order} limit ?",
        (day, *([f'%"{pattern}"%'] if tag else []), limit),
    )
    return [Candidate(*row) for row in rows]


def candidate(index: Index, key: str) -> Candidate | None:
    """The item of a key, if it has a card."""
    row = index.db.execute(
        f"select {_COLUMNS} from item where key=? and card is not null", (key,)
    ).fetchone()
    return Candidate(*row) if row else None


def seen_today(index: Index, card: int, day: int) -> bool:
    """Whether an item of the card was answered on a study day."""
    row = index.db.execute("select 1 from item where card=? and last=?", (card, day)).fetchone()
    return row is not None


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
