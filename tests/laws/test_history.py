"""Laws of the log as values: rows, damage, merge, undo and replay."""

from collections.abc import Iterable, Sequence
from zlib import crc32

import pytest
from hypothesis import Phase, example, find, given, settings
from hypothesis import strategies as st
from strategies_log import DEVICES, ITEMS, START, STARTING_DAY, events, logs, texts

from quiz.errors import NewerFormatError
from quiz.history import (
    FRESH,
    MAX_CLOCK,
    MAX_DAY,
    MAX_SAID,
    PACKED,
    Count,
    Event,
    Kind,
    Mode,
    Record,
    State,
    clashes,
    decode,
    encode,
    finished,
    fold,
    fold_plain,
    has_note,
    is_plain,
    kept,
    merge,
    parse,
    record,
    replay,
    reviews_in,
    settings_of,
)
from quiz.history.row import LONGEST_ROW
from quiz.scheduling import NEW, Scheduler, item_seed

SCHEDULER = Scheduler()
REVIEW = Event(
    Kind.REVIEW, DEVICES[0], 1, START, 60, STARTING_DAY, ITEMS[0], Mode.STUDY, 3, 4877, "r", "Tokyo", "a1b2c3"
)
SEED = item_seed(ITEMS[0])


def row_of(*columns: object) -> bytes:
    """A row with a right checksum, whatever stands in it."""
    body = "\t".join(map(str, columns)).encode()
    return b"%b\t%08x\n" % (body, crc32(body))


# -- one row ----------------------------------------------------------------------------------------------------------


@given(events)
def test_a_row_says_what_the_event_said(event: Event) -> None:
    row = encode(event)
    assert row.endswith(b"\n")
    assert row.count(b"\n") == 1
    assert decode(row[:-1]) == event._replace(said=kept(event.kind, event.said))


@given(st.text(st.characters(), max_size=600), st.sampled_from([str(kind) for kind in Kind]))
@example("x" * MAX_SAID + "\\", Kind.REVIEW)
@example("\ud83d", Kind.REVIEW)
def test_what_is_kept_of_any_text_comes_back(said: str, kind: str) -> None:
    mode = Mode.STUDY if kind == Kind.REVIEW else ""
    event = REVIEW._replace(kind=kind, mode=mode, said=said)
    back = decode(encode(event)[:-1])
    assert back is not None
    assert back.said == kept(kind, said)
    assert kept(kind, back.said) == back.said
    if kind != Kind.SETTINGS:
        assert len(back.said) == min(len(said), MAX_SAID)
    if said.isprintable():  # a lone surrogate is not
        assert back.said == said[: len(back.said)]


@pytest.mark.parametrize(
    "broken",
    [
        {"item": "a\tb"}, {"revision": "a\nb"}, {"device": ""}, {"seq": 0}, {"seq": 1 << 32}, {"clock": 0},
        {"clock": MAX_CLOCK + 1}, {"day": MAX_DAY + 1}, {"grade": 5}, {"grade": -1}, {"offset": 100_000},
        {"item": "x" * LONGEST_ROW},
    ],
    ids=str,
)  # fmt: skip
def test_a_row_that_could_not_be_read_back_is_not_written(broken: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="no row can hold"):
        encode(REVIEW._replace(**broken))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        (0, "r0"), (0, "x1"), (0, ""), (1, "5"), (1, "-5"), (1, "aaaaaa-0"), (1, f"aaaaaa-{1 << 32}"),
        (1, "aaaaaa-x"), (2, 0), (2, -5), (2, MAX_CLOCK + 1), (2, 10**30), (2, "9" * 5000), (3, 100_000), (3, ""),
        (4, "2149-06-07"), (4, "9999-12-31"), (4, "yesterday"), (6, ""), (6, "S"), (6, "ß"), (6, "study"), (6, "中"),
        (7, 0), (7, 5), (7, -1), (7, 300), (7, "good"), (8, "soon"),
    ],
)  # fmt: skip
def test_a_right_checksum_does_not_make_an_event_possible(column: int, value: object) -> None:
    columns = ["r1", "aaaaaa-1", START, 60, "2025-12-29", ITEMS[0], "s", 3, 4877, "r", "Tokyo", "a1b2c3"]
    assert parse(row_of(*columns))[0]
    columns[column] = value
    found, damages = parse(row_of(*columns))
    assert not found
    assert len(damages) == 1


@pytest.mark.parametrize("columns", [11, 13])
def test_a_row_has_twelve_columns_and_a_checksum(columns: int) -> None:
    text = ["r1", "aaaaaa-1", START, 60, "2025-12-29", ITEMS[0], "s", 3, 4877, "r", "Tokyo", "a1b2c3", "more"]
    assert not parse(row_of(*text[:columns]))[0]


@pytest.mark.parametrize("kind", ["r2", "x2", "r17", "r99999"])
def test_rows_of_a_newer_version_are_refused(kind: str) -> None:
    data = encode(REVIEW) + row_of(kind, "whatever", "there", "is")
    with pytest.raises(NewerFormatError, match=kind[1:]):
        parse(data)
    with pytest.raises(NewerFormatError):
        finished(data[:-1])


def test_a_version_too_long_to_be_one_is_damage() -> None:
    assert len(parse(row_of("r" + "9" * 5000, "x"))[1]) == 1


# -- a file with damage -----------------------------------------------------------------------------------------------


@given(st.binary(max_size=300) | st.lists(st.sampled_from([b"\t", b"\n", b"r1", encode(REVIEW)])).map(b"".join))
def test_parse_never_raises_and_accounts_for_every_damage(data: bytes) -> None:
    found, damages = parse(data, start=7)
    for damage in damages:
        assert damage.length > 0
        piece = data[damage.offset - 7 : damage.offset - 7 + damage.length]
        assert len(piece) == damage.length
        assert b"\n" not in piece
        assert piece[:60].decode(errors="replace") == damage.excerpt
    assert 0 <= finished(data) <= len(data)
    for event in found:
        assert encode(event)[:-1] in data


@given(logs.filter(bool), st.data())
def test_a_flipped_byte_is_noticed_and_costs_one_row(log: list[Event], data: st.DataObject) -> None:
    rows = [encode(event) for event in log]
    hit = data.draw(st.integers(0, len(rows) - 1), label="row")
    at = data.draw(st.integers(0, len(rows[hit]) - 1), label="byte")
    value = data.draw(st.integers(0, 255).filter(lambda b: b != rows[hit][at]), label="value")
    flipped = bytearray(rows[hit])
    flipped[at] = value
    found, damages = parse(b"".join([*rows[:hit], bytes(flipped), *rows[hit + 1 :]]))
    others = log[:hit] + log[hit + 1 :]
    if at == len(flipped) - 1:  # the newline: the row is whole, and so is what runs into it
        assert found == log
        assert not damages
    else:
        assert found == others
        start = sum(map(len, rows[:hit]))
        assert damages
        assert all(start <= d.offset and d.offset + d.length <= start + len(flipped) for d in damages)


def test_every_flip_of_every_byte_of_a_row_is_noticed() -> None:
    before, row, after = (encode(REVIEW._replace(seq=seq)) for seq in (1, 2, 3))
    kept_rows = [REVIEW._replace(seq=1), REVIEW._replace(seq=3)]
    for at in range(len(row) - 1):
        for value in range(256):
            if value != row[at]:
                assert parse(before + row[:at] + bytes([value]) + row[at + 1 :] + after)[0] == kept_rows


@given(logs.filter(bool), st.data())
def test_a_flipped_newline_costs_nothing(log: list[Event], data: st.DataObject) -> None:
    """Two rows run into each other, but each has its own checksum."""
    rows = [bytearray(encode(event)) for event in log]
    for row in data.draw(st.lists(st.sampled_from(rows), min_size=1, max_size=3), label="rows"):
        row[-1] = data.draw(st.sampled_from(b"\x00\t r\x0b\xff"), label="value")
    assert parse(b"".join(rows)) == (log, [])


@given(logs, st.data())
def test_a_torn_tail_costs_only_the_torn_row(log: list[Event], data: st.DataObject) -> None:
    text = b"".join(map(encode, log))
    cut = data.draw(st.integers(0, len(text)))
    whole = text[:cut].count(b"\n")
    if text[cut : cut + 1] == b"\n":  # only its newline is missing
        whole += 1
    end = finished(text[:cut])
    assert parse(text[:end]) == (log[:whole], [])
    closed = text[:cut] + b"\n" + encode(REVIEW)
    found, damages = parse(closed)
    assert found == [*log[:whole], REVIEW]
    assert len(damages) == (end < cut)


# -- merge ------------------------------------------------------------------------------------------------------------


@st.composite
def parted(draw: st.DrawFn, parts: int) -> tuple[list[Event], ...]:
    """Logs that share some of their events."""
    log = draw(logs)
    return tuple([event for event in log if draw(st.booleans())] for _ in range(parts))


@given(parted(2))
def test_merge_is_commutative_and_idempotent(pair: tuple[list[Event], ...]) -> None:
    ours, theirs = pair
    both = merge(ours, theirs)
    assert both == merge(theirs, ours) == merge(both, both) == merge(both, ours) == merge([*ours, *theirs])
    assert set(both) == set(ours) | set(theirs)
    assert len(both) == len(set(both))
    assert both == sorted(both, key=lambda event: event.order)
    assert not clashes(ours, theirs)


@given(parted(3))
def test_merge_is_associative(three: tuple[list[Event], ...]) -> None:
    a, b, c = three
    assert merge(merge(a, b), c) == merge(a, merge(b, c)) == merge(a, b, c)


@given(st.lists(events, max_size=8))
def test_two_contents_under_one_uid_are_told_and_the_same_one_wins_everywhere(log: list[Event]) -> None:
    log = [event._replace(seq=1 + event.seq % 2) for event in log]
    turned = log[::-1]
    assert merge(log) == merge(turned) == merge(log[::2], log[1::2])
    by_uid: dict[str, set[Event]] = {}
    for event in log:
        by_uid.setdefault(event.uid, set()).add(event)
    assert set(clashes(log)) == set(clashes(turned)) == {uid for uid, found in by_uid.items() if len(found) > 1}


@given(logs)
def test_the_order_of_events_is_total_and_keeps_the_order_of_each_device(log: list[Event]) -> None:
    assert len({event.order for event in log}) == len(log)
    for device in DEVICES:
        own = [event for event in merge(log) if event.device == device]
        assert [event.seq for event in own] == list(range(1, len(own) + 1))


# -- replay -----------------------------------------------------------------------------------------------------------


def effective(log: Sequence[Event]) -> list[Event]:
    """The events that count, by the words of the law: nothing effective of their own device takes them back."""
    by_uid = {event.uid: event for event in log}

    def counts(event: Event) -> bool:
        return not any(
            void.kind == Kind.VOID and void.said == event.uid and void.device == event.device and void.seq > event.seq
            and void.item == event.item and counts(void)
            for void in by_uid.values()
        )  # fmt: skip

    return [e for e in sorted(by_uid.values(), key=lambda e: e.order) if e.kind != Kind.VOID and counts(e)]


def naive(log: Sequence[Event]) -> dict[str, State]:
    """The state of every item, one full answer after the other."""
    states = {event.item: FRESH for event in log}
    notes: dict[str, int] = {}
    for event in merge(log):
        if has_note(event):
            notes.setdefault(event.said, len(notes) + 1)
    for e in effective(log):
        state = states[e.item]
        if e.kind == Kind.REVIEW and e.mode == Mode.STUDY:
            answer = SCHEDULER.answer(state.memory, e.grade, e.day, e.clock, item_seed(e.item))
            state = state._replace(memory=answer)
        elif e.kind == Kind.SUSPEND:
            state = state._replace(suspended=e.grade == 1)
        elif e.kind == Kind.BURY:
            state = state._replace(buried=e.day if e.grade else -1)
        elif e.kind == Kind.FLAG:
            state = state._replace(flag=notes[e.said] if e.grade else 0)
        elif e.kind == Kind.FORGET:
            state = state._replace(memory=NEW)
        states[e.item] = state
    return states


@given(logs)
def test_replay_is_what_the_effective_events_say_one_after_the_other(log: list[Event]) -> None:
    assert replay(log, SCHEDULER) == naive(log)


@given(logs, st.data())
def test_replay_does_not_look_at_the_order_of_rows_nor_at_repeated_ones(log: list[Event], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(log + log[: len(log) // 2]))
    assert replay(shuffled, SCHEDULER) == replay(log, SCHEDULER)


def records_of(log: Iterable[Event], item: str) -> list[Record]:
    numbers = {device: n for n, device in enumerate(DEVICES)}
    return [record(e, numbers[e.device], note=1 if has_note(e) else 0) for e in merge(log) if e.item == item]


@given(logs)
def test_folding_is_appending_one_record_after_the_other(log: list[Event]) -> None:
    records = records_of([event for event in log if event.kind != Kind.VOID], ITEMS[0])
    state = FRESH
    chain: list[Count] = []
    for new in records:
        state = fold([new], SCHEDULER, SEED, chain, state)
    counts: list[Count] = []
    assert fold(records, SCHEDULER, SEED, counts) == state
    assert counts == chain


@given(logs)
def test_a_plain_history_folds_in_one_loop_as_it_does_record_by_record(log: list[Event]) -> None:
    records = records_of([event for event in log if event.kind != Kind.VOID], ITEMS[0])
    packed = b"".join(PACKED.pack(*r) for r in records)
    assert is_plain(packed) == all(r[4] == ord("S") for r in records)
    studied = [r for r in records if r[4] == ord("S")]
    if studied:
        packed = b"".join(PACKED.pack(*r) for r in studied)
        counts: list[Count] = []
        expected = fold(studied, SCHEDULER, SEED, counts)
        state, phases = fold_plain(packed, SCHEDULER, SEED)
        assert state == expected
        assert [
            Count(day, p, grade, took) for (day, grade, took), p in zip(reviews_in(packed), phases, strict=True)
        ] == counts


@given(logs)
def test_a_record_survives_packing(log: list[Event]) -> None:
    records = records_of(log, ITEMS[0])
    packed = b"".join(PACKED.pack(*one) for one in records)
    assert list(PACKED.iter_unpack(packed)) == records


@given(logs, st.data())
def test_voids_are_free_of_order(log: list[Event], data: st.DataObject) -> None:
    """A void counts wherever the clock puts it: before its target, after it, at the same moment."""
    voids = [event for event in log if event.kind == Kind.VOID]
    moved = {
        void: void._replace(clock=data.draw(st.integers(START - 10, START + 10), label=void.uid)) for void in voids
    }
    assert replay([moved.get(event, event) for event in log], SCHEDULER) == replay(log, SCHEDULER)


@given(logs)
def test_a_void_that_arrives_before_its_target_takes_effect_when_the_target_comes(log: list[Event]) -> None:
    """Rows of a device may arrive without the ones before them."""
    known: list[Event] = []
    for event in reversed(log):
        known.append(event)
        assert replay(known, SCHEDULER) == naive(known)


@given(logs.filter(bool), st.data())
def test_undo_is_the_exact_inverse_and_its_undo_restores(log: list[Event], data: st.DataObject) -> None:
    last = merge(log)[-1]
    own = [event for event in log if event.device == last.device]
    target = data.draw(st.sampled_from(own))
    seq, clock = len(own) + 1, last.clock + 1
    void = Event(Kind.VOID, target.device, seq, clock, 0, STARTING_DAY, target.item, said=target.uid)
    back = void._replace(seq=seq + 1, clock=clock + 1, said=void.uid)
    before = replay(log, SCHEDULER)
    assert replay([*log, void, back], SCHEDULER) == before
    gone = [e for e in log if e in effective(log) and e != target]
    if target in effective(log):
        left = with_texts(gone)
        assert with_texts([*log, void]) == {item: left.get(item, (FRESH, "")) for item in before}


def with_texts(log: list[Event]) -> dict[str, tuple[State, str]]:
    """What the events say, the notes by their texts: their numbers count those of undone flags too."""
    notes = ["", *dict.fromkeys(event.said for event in merge(log) if has_note(event))]
    return {item: (state._replace(flag=bool(state.flag)), notes[state.flag]) for item, state in naive(log).items()}


@given(logs)
def test_a_void_of_a_strangers_event_has_no_effect(log: list[Event]) -> None:
    strange = [e for e in log if e.kind == Kind.VOID and not e.said.startswith(e.device)]
    without = {e.item: FRESH for e in strange} | replay([e for e in log if e not in strange], SCHEDULER)
    voided = {e.said for e in log if e.kind == Kind.VOID}
    if not any(e.uid in voided for e in strange):
        flags = {item: bool(state.flag) for item, state in without.items()}
        found = replay(log, SCHEDULER)
        assert {item: state._replace(flag=0) for item, state in found.items()} == {
            item: state._replace(flag=0) for item, state in without.items()
        }
        assert {item: bool(state.flag) for item, state in found.items()} == flags


@given(logs, st.sampled_from([Mode.CRAM, Mode.QUIZ, Mode.GAME, Mode.CLASS]), st.integers(0, 40))
def test_only_study_moves_the_schedule(log: list[Event], mode: Mode, at: int) -> None:
    clock = merge(log)[min(at, len(log) - 1)].clock if log else START
    idle = REVIEW._replace(device="mmmmmm", clock=clock, mode=mode, grade=1)
    assert replay([*log, idle], SCHEDULER) == {idle.item: FRESH} | replay(log, SCHEDULER)
    counts: list[Count] = []
    assert fold([record(idle, 0)], SCHEDULER, SEED, counts) == FRESH
    assert not counts


@given(logs)
def test_forgetting_begins_anew_and_keeps_what_is_no_memory(log: list[Event]) -> None:
    last = merge(log)[-1].clock if log else START
    forget = REVIEW._replace(kind=Kind.FORGET, device="mmmmmm", clock=last + 1, mode="", grade=1)
    again = REVIEW._replace(device="mmmmmm", seq=2, clock=last + 2)
    before = replay(log, SCHEDULER).get(ITEMS[0], FRESH)
    after = replay([*log, forget], SCHEDULER)[ITEMS[0]]
    assert after.memory == NEW
    assert after._replace(memory=before.memory) == before
    assert replay([*log, forget, again], SCHEDULER)[ITEMS[0]].memory == SCHEDULER.answer(
        NEW, 3, again.day, again.clock, SEED
    )


@pytest.mark.parametrize(
    ("kind", "on", "off"),
    [
        (Kind.SUSPEND, State(suspended=True), FRESH), (Kind.BURY, State(buried=STARTING_DAY), FRESH),
        (Kind.FLAG, State(flag=1), FRESH),
    ],
)  # fmt: skip
@pytest.mark.parametrize("note", ["look again", ""])
def test_suspending_burying_and_flagging_can_be_taken_away(kind: Kind, on: State, off: State, note: str) -> None:
    set_ = REVIEW._replace(kind=kind, mode="", grade=1, said=note)
    assert replay([set_], SCHEDULER) == {ITEMS[0]: on}
    assert replay([set_, set_._replace(seq=2, clock=START + 1, grade=0)], SCHEDULER) == {ITEMS[0]: off}


def test_events_of_the_same_millisecond_go_by_device_and_both_count() -> None:
    """Again before Good and Good before Again lead to different memories: the order has to be the same everywhere."""
    again, good = REVIEW._replace(grade=1), REVIEW._replace(device=DEVICES[2])
    expected = SCHEDULER.fold([(1, STARTING_DAY, START), (3, STARTING_DAY, START)], SEED)
    assert replay([good, again], SCHEDULER)[ITEMS[0]].memory == expected
    assert expected.reps == 2


# -- settings ---------------------------------------------------------------------------------------------------------


@given(logs, st.data())
def test_the_latest_settings_that_were_not_taken_back_hold(log: list[Event], data: st.DataObject) -> None:
    log = [
        event._replace(item="", kind=event.kind if event.kind == Kind.VOID else Kind.SETTINGS, mode="", grade=0)
        for event in log
    ]
    log = [event if event.kind == Kind.VOID else event._replace(said=f'{{"new":{i}}}') for i, event in enumerate(log)]
    expected = effective(log)
    assert settings_of(data.draw(st.permutations(log))) == (expected[-1].said if expected else None)


@given(texts)
def test_settings_are_not_cut(said: str) -> None:
    long = said * 30
    row = REVIEW._replace(kind=Kind.SETTINGS, item="", mode="", grade=0, said=long[:1500])
    assert decode(encode(row)[:-1]) == row


def test_scripts_reach_what_they_are_for() -> None:
    """The strategy makes ties, voids of voids and voids of strangers; else the laws above would say little."""

    def tie(log: list[Event]) -> bool:
        return len({e.clock for e in log}) < len(log) and len({e.device for e in log}) > 1

    def void_of_void(log: list[Event]) -> bool:
        uids = {e.uid for e in log if e.kind == Kind.VOID}
        return any(e.kind == Kind.VOID and e.said in uids and e.said.startswith(e.device) for e in log)

    def stranger(log: list[Event]) -> bool:
        uids = {e.uid for e in log}
        return any(e.kind == Kind.VOID and e.said in uids and not e.said.startswith(e.device) for e in log)

    for wanted in (tie, void_of_void, stranger):
        find(logs, wanted, settings=settings(max_examples=1000, phases=[Phase.generate], database=None))
