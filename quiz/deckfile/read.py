"""Deck text to a deck: everything that is wrong with it is said at once, each with its place."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice
from typing import Annotated, Any

from quiz.cards import Card, Lint, kind, kind_names
from quiz.cards.bounds import Length
from quiz.cards.card import OptionalText, Text, Texts
from quiz.deckfile import lint
from quiz.deckfile.check import MOST_UNKNOWN, checked, listed, quoted, unknown_keys
from quiz.deckfile.deck import FORMAT, Deck
from quiz.deckfile.fields import KEYS, form
from quiz.deckfile.ids import SLUG_IN_WORDS, image_fault, is_slug, slug, unique
from quiz.deckfile.problem import Problem
from quiz.deckfile.report import Report
from quiz.deckfile.spans import Path
from quiz.deckfile.toml import decode, normalised, values

MAX_CARDS = 50_000

MOST_FAULTS = 20
"""Weaknesses of one card that are listed."""
_GAP_MARKS = re.compile(r"\{\{c\d+::|\}\}")
OWN_TABLES = frozenset({"anki"})
"""Tables of a card that another program left there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The keys of a deck that are not tables."""

    format: int
    """Version of the format: 1."""
    id: str
    """Stable: it is part of the key under which progress is kept."""
    title: Text
    description: OptionalText = ""
    lang: Annotated[str, Length(1, 35)] = "en"
    """Language of the deck, as "en" or "pt-BR"."""
    license: OptionalText = ""
    """Under what terms the deck may be passed on, as "CC-BY-4.0"."""
    tags: Texts = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Defaults:
    """What cards take over that do not say otherwise."""

    tz: OptionalText = ""
    """Time zone of dates, as "UTC"."""
    source: OptionalText = ""
    """Where it is stated: `source#section`."""
    tags: Texts = ()


def read_deck(text: str, file: str, *, quality: bool = True) -> tuple[Deck | None, list[Problem]]:
    """The deck in a text and all problems in the order of the text; None for the deck if one of them is an error.

    Without `quality` only what makes a deck unusable is looked for, which takes half the time.
    """
    report = Report(normalised(text), file)
    deck = _deck(report, quality)
    return deck, report.problems()


def _deck(report: Report, quality: bool) -> Deck | None:
    raw = values(report)
    if raw is None or not _is_ours(raw, report):
        return None
    head = _head(raw, report)
    defaults = _defaults(raw, report)
    found = _cards(raw.get("card"), defaults, report)
    _ids(raw.get("card"), report)
    sound = _faults(found, raw, report, quality)
    if quality:
        _quality(sound, found, raw, report)
    if report.failed or head is None:
        return None
    return Deck(**head, cards=tuple(found.values()))


def _is_ours(raw: Mapping[str, Any], report: Report) -> bool:
    version = raw.get("format")
    if version is None:
        report.add("E005", "`format` is missing", "the first line of a deck is `format = 1`", key=())
    elif type(version) is not int:
        report.add("E002", "`format` must be a whole number", "write `format = 1`", value=("format",))
    elif version > FORMAT:
        hint = f"this program reads format {FORMAT}; get a newer one"
        report.add("E006", "written for a newer program", hint, value=("format",))
        return False
    elif version < FORMAT:
        report.add("E006", "there is no such format", f"write `format = {FORMAT}`", value=("format",))
    return True


def read_deck_bytes(data: bytes, path: str, *, quality: bool = True) -> tuple[Deck | None, list[Problem]]:
    """The same out of the bytes of a file."""
    text, problems = decode(data, path)
    return (None, problems) if text is None else read_deck(text, path, quality=quality)


def _head(raw: Mapping[str, Any], report: Report) -> dict[str, Any] | None:
    own = form(Head).keys
    unknown_keys(raw, own | {"defaults", "card"}, (), report)
    plain = {key: value for key, value in raw.items() if key in own} | {"format": FORMAT}
    name = plain.get("id")
    if name is None:
        title = raw.get("title")
        proposal = slug(title if isinstance(title, str) else "", "my-deck")
        report.add("I002", "the deck has no id", f'add `id = "{proposal}"`; progress is kept under it', key=())
        plain["id"] = proposal
    elif isinstance(name, str):
        _slug(name, ("id",), report)
    return checked(plain, Head, (), report)


def _defaults(raw: Mapping[str, Any], report: Report) -> dict[str, Any]:
    table = raw.get("defaults", {})
    if not isinstance(table, dict):
        report.add("E002", "`defaults` must be a table", "write [defaults] on a line of its own", key=("defaults",))
        return {}
    return table if checked(table, Defaults, ("defaults",), report) is not None else {}


def _cards(tables: Any, defaults: Mapping[str, Any], report: Report) -> dict[int, Card]:
    """The sound cards by their place in the deck."""
    if isinstance(tables, dict):
        hint = "write [[card]] with two brackets for each card"
        report.add("E002", "[card] makes a single table", hint, key=("card",))
        return {}
    if tables is not None and not isinstance(tables, list):
        report.add("E002", "`card` must be a list of tables", "begin each card with [[card]]", key=("card",))
        return {}
    if not tables:
        report.add("E005", "a deck without cards", "begin a card with [[card]]", key=())
        return {}
    if len(tables) > MAX_CARDS:
        report.add("E010", f"{len(tables):,} cards in one deck", f"{MAX_CARDS:,} at most; split it", key=("card",))
        return {}
    inherited: dict[type, dict[str, Any]] = {}
    cards: dict[int, Card] = {}
    for index, table in enumerate(tables):
        cls = _kind(table, ("card", index), report)
        if cls is None:
            continue
        if cls not in inherited:
            inherited[cls] = {key: value for key, value in defaults.items() if key in form(cls).keys}
        fields = _card_fields(table, cls, index, inherited[cls], report)
        if fields is not None:
            cards[index] = cls(**fields)
    return cards


def _kind(table: Any, path: Path, report: Report) -> type[Card] | None:
    if not isinstance(table, dict):
        report.add("E002", "a card must be a table", "begin each card with [[card]]", value=path)
        return None
    name = table.get("kind")
    if isinstance(name, str):
        try:
            return kind(name)
        except KeyError:
            close = get_close_matches(name[:64].lower(), kind_names(), n=1)
            hint = f"did you mean `{close[0]}`?" if close else f"kinds: {listed(kind_names())}"
            report.add("E004", f"unknown kind {quoted(name)}", hint, value=(*path, "kind"))
    elif name is None:
        report.add("E005", "`kind` is missing", f'add `kind = "…"`: {listed(kind_names())}', key=path)
    else:
        report.add("E002", "`kind` must be text in quotes", f"kinds: {listed(kind_names())}", value=(*path, "kind"))
    return None


def _card_fields(
    table: dict[str, Any], cls: type[Card], index: int, inherited: Mapping[str, Any], report: Report
) -> dict[str, Any] | None:
    path = ("card", index)
    if not OWN_TABLES.isdisjoint(table):
        table = {key: value for key, value in table.items() if key not in OWN_TABLES or not isinstance(value, dict)}
    if "id" not in table:
        table = {**table, "id": "missing"}  # said by _ids; the rest is looked at all the same
    fields = checked(table, cls, path, report, inherited=inherited)
    if fields is not None and fields["image"]:
        fault = image_fault(fields["image"])
        if fault:
            hint = "name a file beside the deck or in a folder there: `pictures/moon.png`"
            report.add("E009", f"{quoted(fields['image'])} {fault}", hint, value=(*path, "image"))
    return fields


def _ids(tables: Any, report: Report) -> None:
    """Every card has an id, nobody shares it, and no earlier id is claimed twice."""
    cards = [(i, t) for i, t in enumerate(tables if isinstance(tables, list) else ()) if isinstance(t, dict)]
    first: dict[str, int] = {}
    for index, table in cards[:MAX_CARDS]:
        name = table.get("id")
        if isinstance(name, str) and first.setdefault(name, index) != index:
            line = report.locator.value(("card", first[name], "id")).line
            report.add("I001", f"the id {quoted(name)} is taken", f"line {line} has it", value=("card", index, "id"))
        elif isinstance(name, str):
            _slug(name, ("card", index, "id"), report)
    taken = set(first)
    for index, table in cards[:MAX_CARDS]:
        if "id" not in table:
            proposal = unique(slug(_first_text(table), f"card-{index + 1}"), taken)
            taken.add(proposal)
            hint = f'add `id = "{proposal}"`; progress follows it'
            report.add("I002", "the card has no id", hint, key=("card", index))
    claims: dict[str, int] = {}
    for index, table in cards[:MAX_CARDS]:
        if "was" in table:
            _earlier_ids(table["was"], index, first, claims, report)


def _earlier_ids(was: Any, index: int, living: Mapping[str, int], claims: dict[str, int], report: Report) -> None:
    names = was if isinstance(was, list) else ()
    for number, name in enumerate(names[:MOST_UNKNOWN]):
        if not isinstance(name, str):
            continue
        path = ("card", index, "was", number)
        if name in living:
            line = report.locator.value(("card", living[name], "id")).line
            report.add("I006", f"{quoted(name)} is the id of a card", f"it is in line {line}", value=path)
        elif name in claims:
            line = report.locator.value(("card", claims[name], "was")).line
            report.add("I006", f"{quoted(name)} is claimed twice", f"by the card in line {line} too", value=path)
        else:
            _slug(name, path, report)
        claims.setdefault(name, index)


def _slug(name: str, path: Path, report: Report) -> None:
    if is_slug(name):
        return
    proposal = slug(name, "")
    hint = f"{SLUG_IN_WORDS}: `{proposal}`" if proposal else SLUG_IN_WORDS
    report.add("I004", f"{quoted(name)} cannot be an id", hint, value=path)


def _first_text(table: Mapping[str, Any]) -> str:
    named = (table.get(key) for key in ("q", "text"))
    others = (value for key, value in table.items() if key != "kind")
    text = next((value for value in (*named, *others) if isinstance(value, str)), "")
    return _GAP_MARKS.sub("", text[:400])


def _faults(cards: Mapping[int, Card], raw: Mapping[str, Any], report: Report, quality: bool) -> dict[int, Card]:
    """Tell what the kinds find in their cards; without `quality` errors only. The cards that can be asked."""
    sound = dict(cards)
    for index, card in cards.items():
        for fault in islice(card.lint(), MOST_FAULTS):
            if fault.code in lint.ERRORS:
                sound.pop(index, None)
            elif not quality:
                continue
            _weakness(fault, raw, index, report)
    return sound


def _quality(sound: Mapping[int, Card], cards: Mapping[int, Card], raw: Mapping[str, Any], report: Report) -> None:
    """Tell what could be better about the questions, one by one, two by two, and over the whole deck."""
    asked: list[lint.Question] = []
    for index, card in sound.items():
        questions = lint.questions(index, card)
        for question in questions:
            for rule in lint.QUESTION_RULES:
                weakness = rule(question)
                if weakness:
                    _weakness(weakness, raw, index, report)
        asked += questions
    for pair_rule in lint.PAIR_RULES:
        for index, weakness, other in pair_rule(asked):
            line = report.locator.key(("card", other)).line
            _weakness(weakness._replace(message=f"{weakness.message} (line {line})"), raw, index, report)
    _deck_lint(list(cards.values()), report)


def _deck_lint(cards: Sequence[Card], report: Report) -> None:
    for rule in lint.DECK_RULES:
        weakness = rule(cards)
        if weakness:
            report.add(weakness.code, weakness.message, weakness.hint, value=(weakness.field,), warning=True)


def _weakness(found: Lint, raw: Mapping[str, Any], index: int, report: Report) -> None:
    path: Path = ("card", index)
    key = KEYS.get(found.field, found.field)
    where = (*path, key) if key in raw["card"][index] else path
    warning = found.code not in lint.ERRORS
    report.add(found.code, found.message, found.hint, value=where, warning=warning)
