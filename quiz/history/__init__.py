"""The log of a learner as values: events, their text form, their union, and what they add up to."""

from quiz.history.event import MAX_CLOCK, MAX_DAY, MAX_SAID, Event, Kind, Mode, kept, split_uid
from quiz.history.merge import clashes, merge
from quiz.history.replay import (
    FLAG,
    FRESH,
    PACKED,
    VOID,
    Count,
    Record,
    State,
    fold,
    fold_plain,
    has_note,
    is_plain,
    record,
    replay,
    reviews_in,
    settings_of,
)
from quiz.history.row import Damage, columns_in, decode, encode, finished, parse

__all__ = [
    "FLAG", "FRESH", "MAX_CLOCK", "MAX_DAY", "MAX_SAID", "PACKED", "VOID", "Count", "Damage", "Event", "Kind", "Mode",
    "Record", "State", "clashes", "columns_in", "decode", "encode", "finished", "fold", "fold_plain", "has_note",
    "is_plain", "kept", "merge", "parse", "record", "replay", "reviews_in", "settings_of", "split_uid",
]  # fmt: skip
