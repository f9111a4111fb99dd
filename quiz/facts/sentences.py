"""Sentences with places for names and values: `{s}` launched `{on_v}`."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from quiz.facts import dates
from quiz.facts.knowledge import Knowledge
from quiz.facts.model import Fact
from quiz.facts.values import capital, label, name_at_start, with_preposition

PLACEHOLDERS = ("s", "S", "v", "V", "on_v", "tz", "as_of", "note")
"""What may stand in braces."""

_PLACE = re.compile(r"(?:\b([Aa])n? )?\{(" + "|".join(PLACEHOLDERS) + r")\}")
_ANY_PLACE = re.compile(r"\{([^{}]*)\}?|\}")

_SPELT_WITH_AN = frozenset("AEFHILMNORSX")
_SAID_WITHOUT_AN = re.compile(r"(?:uni(?!n|m)|unesco|us[aeiu]|eu|ewe|one\b|once|ubi|ura|uto)", re.IGNORECASE)
_SILENT_H = re.compile(r"(?:hour|honest|honou?r|heir)", re.IGNORECASE)
_SAID_YOU = frozenset({"US", "USA", "UK", "UN", "UAE", "EU"})


class Gap(NamedTuple):
    """A slot's text split: what stands before it (a preposition), and what can be left out."""

    before: str
    text: str


def unknown_places(template: str) -> list[str]:
    """What stands in braces and is no placeholder, as it is written."""
    return [found[0] for found in _ANY_PLACE.finditer(template) if found[1] not in PLACEHOLDERS or found[0][-1] != "}"]


def slots(known: Knowledge, fact: Fact) -> dict[str, Gap]:
    """What each placeholder becomes for a fact."""
    subject = known.entity(fact.s)
    before, value = with_preposition(fact.v, known.base.entities)
    return {
        "s": Gap("", subject.name),
        "S": Gap("", name_at_start(subject)),
        "v": Gap("", value),
        "V": Gap("", label(fact.v, known.base.entities)),
        "on_v": Gap(before, value),
        "tz": Gap("", f", in {fact.v.tz}" if fact.v.tz else ""),
        "as_of": Gap("", dates.written(fact.as_of) if fact.as_of else ""),
        "note": Gap("", fact.note),
    }


def fill(template: str, values: Mapping[str, Gap], gaps: Mapping[str, str] | None = None) -> str:
    """The sentence with its places filled. A value is put in as it is, whatever it contains; "a" or "an" before a place
    follows what is put there. `gaps` gives, by placeholder, what to show in place of the value: "{{c1::…}}".
    """
    hidden = gaps or {}

    def filled(found: re.Match[str]) -> str:
        name = found[2]
        gap = values[name]
        text = gap.before + hidden.get(name, gap.text)
        if not found[1]:
            return text
        if name in hidden:
            return f"{found[1]}(n) {text}"
        return f"{found[1]}{'n' if takes_an(text) else ''} {text}"

    return _tidy(_PLACE.sub(filled, template))


def places(template: str, *names: str) -> int:
    """How often these placeholders stand in a sentence."""
    return sum(found[2] in names for found in _PLACE.finditer(template))


def takes_an(text: str) -> bool:
    """Whether "an" stands before this text: an hour, an MBRSC rover, an 8; a unit, a US firm."""
    word = re.split(r"[\s,–-]", text.strip("\"'“‘("), maxsplit=1)[0]
    if word[:1].isdigit():
        return word.startswith("8") or word in {"11", "18"}
    if word.isupper() and not any(c in "AEIOUY" for c in word[1:]):
        return word[0] in _SPELT_WITH_AN and word not in _SAID_YOU
    if _SILENT_H.match(word):
        return True
    return word[:1].casefold() in tuple("aeiou") and not _SAID_WITHOUT_AN.match(word) and word not in _SAID_YOU


def sentence(text: str, known: Knowledge) -> str:
    """The text as a sentence: a capital letter in front, a full stop behind."""
    text = capital(text.strip(), known.base.entities)
    return text if not text or text[-1] in '.?!…”"' else f"{text}."


def _tidy(text: str) -> str:
    text = re.sub(r" {2,}", " ", text)
    text = re.sub(r" ([.,;?!])(?= |$)", r"\1", text)
    return re.sub(r"(?<!\.)\.\.$", ".", text).strip()
