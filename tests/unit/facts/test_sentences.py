"""Sentences with places for names and values."""

import pytest
from oracle_facts import by_hand

from quiz.facts.knowledge import Knowledge
from quiz.facts.sentences import Gap, fill, places, sentence, slots, takes_an, unknown_places

BASE = by_hand(
    'entity moon name="the Moon" | type="place"',
    'entity ispace name="ispace" | type="organisation"',
    'predicate reached value="date" | ask="?"',
    'predicate owns value="entity:place" | ask="?"',
    'fact day s="moon" | p="reached" | v={date="2022-12-11", tz="UTC"} | note="by some accounts"',
    'fact plan s="ispace" | p="reached" | v={date="2024", bound="late"} | status="planned" | as_of="2020-12"',
    'fact whole s="ispace" | p="owns" | v={entity="moon"}',
)
KNOWN = Knowledge(BASE)


@pytest.mark.parametrize(
    ("fact", "template", "text"),
    [
        ("day", "When was {s} reached{tz}?", "When was the Moon reached, in UTC?"),
        ("day", "{S} was reached {on_v}.", "The Moon was reached on 11 December 2022."),
        ("day", "{V} was the day, {note}.", "11 December 2022 was the day, by some accounts."),
        ("plan", "As of {as_of}, {s} was to go {on_v}{tz}.", "As of December 2020, ispace was to go in late 2024."),
        ("plan", "{S} ({note}) waits.", "ispace () waits."),
        ("plan", "{S} waits {note}.", "ispace waits."),
        ("whole", "{V} is {s}'s.", "The Moon is ispace's."),
        ("whole", "Nothing to fill, {but} braces.", "Nothing to fill, {but} braces."),
    ],
)
def test_places_are_filled(fact: str, template: str, text: str) -> None:
    assert fill(template, slots(KNOWN, BASE.facts[fact])) == text


def test_a_value_is_put_in_as_it_is() -> None:
    values = {"s": Gap("", "{v} {0} {s.__class__} %s"), "v": Gap("", "x")}
    assert fill("{s}!", values) == "{v} {0} {s.__class__} %s!"


def test_a_full_stop_is_not_doubled() -> None:
    assert fill("It is {v}.", {"v": Gap("", "ispace, inc.")}) == "It is ispace, inc."


def test_a_gap_keeps_its_preposition_and_hides_the_article() -> None:
    values = slots(KNOWN, BASE.facts["day"])
    assert fill("It was {on_v}.", values, {"on_v": "[…]"}) == "It was on […]."
    assert fill("It was a {v}.", {"v": Gap("", "rover")}, {"v": "[…]"}) == "It was a(n) […]."


@pytest.mark.parametrize(
    "text", ["hour", "ESA rover", "MBRSC rover", "8", "80", "11", "18,000", "honest man", "orbit", "X"]
)
def test_an(text: str) -> None:
    assert takes_an(text)
    assert fill("It is a {v}.", {"v": Gap("", text)}) == f"It is an {text}."


@pytest.mark.parametrize(
    "text", ["rover", "NASA rover", "US firm", "unit", "university", "European", "one-off", "1", "110", "UNESCO disk"]
)
def test_a(text: str) -> None:
    assert not takes_an(text)
    assert fill("It is an {v}.", {"v": Gap("", text)}) == f"It is a {text}."


def test_an_uninformed_rover_takes_an() -> None:
    assert takes_an("uninformed rover")
    assert not takes_an("")


def test_places_that_there_are_not_are_found() -> None:
    assert unknown_places("{s} and {v} in {tz}") == []
    assert unknown_places("{x} {s {S}") == ["{x}", "{s "]
    assert unknown_places("a } alone") == ["}"]
    assert places("{s} {on_v} {v}", "v", "on_v") == 2


def test_a_sentence_begins_large_and_ends() -> None:
    assert sentence("it went", KNOWN) == "It went."
    assert sentence("ispace went!", KNOWN) == "ispace went!"
    assert sentence("", KNOWN) == ""
