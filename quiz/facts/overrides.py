"""Changes to generated cards that outlive the next generation: a file beside the facts, by card id."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import tomli_w

from quiz.cards import kind, kind_names
from quiz.deckfile.check import quoted, unknown_keys
from quiz.deckfile.fields import form
from quiz.deckfile.problem import Problem
from quiz.deckfile.report import Report
from quiz.deckfile.toml import normalised, parse, values

FORMAT = 1
FIXED = frozenset({"id", "kind", "from"})
"""Keys of a card that cannot be overridden: progress and facts hang on them."""


def read_overrides(text: str, file: str) -> tuple[dict[str, dict[str, Any]] | None, list[Problem]]:
    """The overrides in a text, by card id, and all problems; None for the overrides if one of them is an error."""
    report = Report(normalised(text), file)
    raw = values(report)
    found: dict[str, dict[str, Any]] = {}
    if raw is not None:
        if raw.get("format") != FORMAT:
            hint = f"the first line is `format = {FORMAT}`"
            report.add("E006", "there is no such format", hint, value=("format",))
        unknown_keys(raw, {"format", "card"}, (), report)
        cards = raw.get("card", {})
        if not isinstance(cards, dict):
            report.add("E002", "`card` must be a table", 'begin each override with [card."fact.kind"]', key=("card",))
            cards = {}
        keys = _card_keys() - FIXED | {"drop"}
        for identity, table in cards.items():
            if _is_override(identity, table, keys, report):
                found[identity] = table
    return None if report.failed else found, report.problems()


def _card_keys() -> frozenset[str]:
    classes: list[type] = [kind(name) for name in kind_names()]
    return frozenset(key for cls in classes for key in form(cls).keys)


def _is_override(identity: str, table: Any, keys: frozenset[str], report: Report) -> bool:
    path = ("card", identity)
    if not isinstance(table, dict):
        hint = f'write [card."{identity}"] on a line of its own'
        report.add("E002", f"the override of {quoted(identity)} must be a table", hint, value=path)
        return False
    for key in FIXED & table.keys():
        report.add("E003", f"{quoted(key)} cannot be overridden", "progress and facts hang on it", key=(*path, key))
    unknown_keys({key: value for key, value in table.items() if key not in FIXED}, keys, path, report)
    if not isinstance(table.get("drop", False), bool):
        report.add("E002", "`drop` must be true or false", "without quotes", value=(*path, "drop"))
    return True


class Difference(NamedTuple):
    """What somebody changed in a generated deck: as overrides, and in words what these cannot express."""

    overrides: str
    others: list[str]


def difference(generated: str, found: str) -> Difference:
    """How a deck that was found differs from the one generated. Both texts have to be sound decks."""
    ours, theirs = (parse(text, "")[0] or {} for text in (generated, found))
    cards = {card["id"]: card for card in ours.get("card", [])}
    edited = {card["id"]: card for card in theirs.get("card", [])}
    changes: dict[str, dict[str, Any]] = {}
    others = [f"the deck's {key}" for key in sorted({*ours, *theirs} - {"card"}) if ours.get(key) != theirs.get(key)]
    for identity, card in cards.items():
        if identity not in edited:
            changes[identity] = {"drop": True}
            continue
        changed = _changed(card, edited[identity])
        others += [f"the {key} of {identity}" for key in sorted(FIXED & changed.keys())]
        changed = {key: value for key, value in changed.items() if key not in FIXED}
        if changed:
            changes[identity] = changed
    others += [f"the card {identity}" for identity in edited if identity not in cards]
    if not others and not changes and list(cards) != list(edited):
        others.append("the order of the cards")
    return Difference(overrides_text(changes) if changes else "", others)


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    new = {key: value for key, value in after.items() if before.get(key) != value}
    # What was taken out is overridden with nothing.
    return new | {key: type(value)() for key, value in before.items() if key not in after and key not in FIXED}


def overrides_text(changes: Mapping[str, Mapping[str, Any]]) -> str:
    """Overrides as the text of their file, without its first line: `format = 1`."""
    return tomli_w.dumps({"card": changes}, indent=2)
