"""Reading a million rows in columns and reading them as events are the same reading."""

from hypothesis import given
from hypothesis import strategies as st

from quiz.history import Event, columns_in, encode, parse

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
REVIEWS = st.builds(
    Event,
    kind=st.sampled_from("rrrrsfbgv"),
    device=st.sampled_from(["aaaaaa", "bbbbbb"]),
    seq=st.integers(1, 2**32 - 1),
    clock=st.integers(1, 5_000_000_000_000),
    offset=st.integers(-1440, 1440),
    day=st.integers(0, 65_535),
    item=st.sampled_from(["deck/card", "deck/card#c1", "ünï/ß"]),
    mode=st.sampled_from("scqgk"),
    grade=st.integers(1, 4),
    took=st.integers(0, 2**32 - 1),
    verdict=st.sampled_from(["", "r", "p", "w"]),
    said=WORDS,
    revision=st.sampled_from(["", "a1b2c3"]),
)


def as_columns(event: Event) -> tuple[object, ...]:
    return (
        event.item.encode(), event.device.encode(), event.seq, event.clock, event.day, ord(event.mode.upper()),
        event.grade, event.took,
    )  # fmt: skip


@given(st.lists(REVIEWS, max_size=12), st.binary(max_size=12), st.data())
def test_columns_say_what_events_say(events: list[Event], noise: bytes, data: st.DataObject) -> None:
    text = bytearray(b"".join(map(encode, events)))
    if text and data.draw(st.booleans()):
        at = data.draw(st.integers(0, len(text) - 1))
        text[at : at + data.draw(st.integers(0, 3))] = noise
    expected, damages = parse(bytes(text))
    found: list[object] = []
    torn = 0
    for row in columns_in(bytes(text)):
        if isinstance(row, bytes):
            inside, damaged = parse(row)
            found += [as_columns(e) if e.kind == "r" else e for e in inside]
            torn += len(damaged)
        else:
            found.append(row)
    assert found == [as_columns(e) if e.kind == "r" else e for e in expected]
    assert torn == len(damages)
