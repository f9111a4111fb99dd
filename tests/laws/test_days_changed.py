"""Sums by day: what was counted in and out is what stands in the index, whatever the order."""

import sqlite3
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from quiz.history import MAX_DAY, PACKED, Count
from quiz.store.days import DayChanges

TABLE = (
    "create table day (day integer, deck integer, phase integer, grade integer, reviews integer not null,"
    " took integer not null, primary key (day, deck, phase, grade)) without rowid"
)
counts = st.builds(
    Count,
    st.sampled_from([0, 1, 20_000, MAX_DAY]),
    st.integers(0, 3),
    st.integers(1, 4),
    st.sampled_from([0, 1, 65_535, (1 << 32) - 1]),
)
decks = st.sampled_from([1, 2, 70_000])


@given(st.lists(st.tuples(decks, counts)), st.data())
def test_the_sums_are_those_of_counting_one_by_one(all_in: list[tuple[int, Count]], data: st.DataObject) -> None:
    out = data.draw(st.lists(st.sampled_from(range(len(all_in))), unique=True)) if all_in else []
    db = sqlite3.connect(":memory:", isolation_level=None)
    db.execute(TABLE)
    first, second = DayChanges(), DayChanges()
    for deck, count in all_in:
        first.add(deck, [count])
    for n in out:
        data.draw(st.sampled_from([first, second])).add(all_in[n][0], [all_in[n][1]], -1)
    first.write(db)
    second.write(db)
    reviews: Counter[tuple[int, ...]] = Counter()
    took: Counter[tuple[int, ...]] = Counter()
    for n, (deck, count) in enumerate(all_in):
        if n not in out:
            where = (count.day, deck, count.phase, count.grade)
            reviews[where] += 1
            took[where] += count.took
    assert db.execute("select * from day order by 1,2,3,4").fetchall() == [
        (*where, reviews[where], took[where]) for where in sorted(reviews)
    ]


@given(decks, st.lists(counts))
def test_a_packed_history_counts_as_its_reviews_do(deck: int, reviews: list[Count]) -> None:
    one, other = DayChanges(), DayChanges()
    one.add(deck, reviews)
    packed = b"".join(PACKED.pack(1, 1, c.day, 1, ord("S"), c.grade, c.took) for c in reviews)
    other.add_packed(deck, packed, bytearray(c.phase for c in reviews))
    assert vars(one) == vars(other)
