"""What every card has, whatever its kind. Frozen standard dataclasses: nothing heavy is imported to ask a question."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated, ClassVar, NamedTuple
from zlib import crc32

from quiz.cards.bounds import Length
from quiz.cards.shapes import Answer, Shape
from quiz.cards.verdict import Verdict

MAX_TEXT = 16_384
"""Characters in one field of a card."""

Text = Annotated[str, Length(1, MAX_TEXT)]
OptionalText = Annotated[str, Length(0, MAX_TEXT)]
Texts = Annotated[tuple[Text, ...], Length(0, 26)]


class Lint(NamedTuple):
    """A weakness of a card: a code, what is wrong, what to do, and the field it stands in."""

    code: str
    message: str
    hint: str
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One thing to know. A kind adds its fields and says how it is asked and marked."""

    id: str
    """Stable inside its deck: progress follows it, not the text."""
    why: OptionalText = ""
    """Shown with the answer."""
    source: OptionalText = ""
    """Where it is stated: `source#section`."""
    fact: OptionalText = ""
    """Id of the fact it was generated from."""
    about: Texts = ()
    """Entities it is about; cards about one entity are kept apart."""
    tags: Texts = ()
    was: Texts = ()
    """Earlier ids, whose progress it takes over."""
    image: OptionalText = ""
    """Picture file inside the deck's folder."""
    alt: OptionalText = ""
    """The picture in words."""

    examples: ClassVar[tuple[str, ...]] = ()
    """Cards of this kind in TOML, for the manual and the tests."""

    def parts(self) -> tuple[str, ...]:
        """The schedulable questions in this card: "" for the only or the first one."""
        return ("",)

    def ask(self, part: str, seed: int) -> Shape:
        """The question. The same seed gives the same question."""
        raise NotImplementedError

    def mark(self, part: str, answer: Answer) -> Verdict | None:
        """The verdict on an answer, or None when the learner has to judge."""
        raise NotImplementedError

    def solution(self, part: str) -> str:
        """The right answer, as text."""
        raise NotImplementedError

    def solution_rows(self, part: str) -> tuple[str, ...]:
        """The same, a row for each thing in it."""
        return (self.solution(part),)

    def full_marks(self, part: str) -> Answer:
        """The answer that earns full marks."""
        raise NotImplementedError

    def said(self, part: str, answer: Answer) -> str:
        """An answer as text, for the log and the closing page."""
        return answer if isinstance(answer, str) else ""

    def lint(self) -> Iterator[Lint]:
        """Weaknesses of this kind's own fields."""
        return iter(())

    def prompt(self, part: str) -> str:
        """The text of the question, without its options."""
        return self.ask(part, 0).prompt

    def revision(self, part: str) -> str:
        """Six characters that change when what is asked or what is right changes."""
        return revision(self.prompt(part), self.solution(part))


def revision(prompt: str, solution: str) -> str:
    """Six hexadecimal characters of a checksum over prompt and answer."""
    return f"{_checksum(prompt, solution) & 0xFFFFFF:06x}"


def option_id(card: str, text: str) -> str:
    """The id of an option: tells nothing about its place or truth."""
    return f"{_checksum(card, text):08x}"


def chosen_texts(card: str, texts: Iterable[str], answer: Answer) -> list[str]:
    """The texts of the options whose ids an answer names, each once; what names none is passed over."""
    if not isinstance(answer, tuple):
        return []
    by_id = {option_id(card, text): text for text in texts}
    return list(dict.fromkeys(by_id[i] for i in answer if isinstance(i, str) and i in by_id))


def _checksum(one: str, other: str) -> int:
    return crc32(f"{one}\x00{other}".encode())


def item_key(deck: str, card: str, part: str) -> str:
    """`deck/card` or `deck/card#part`."""
    return f"{deck}/{card}#{part}" if part else f"{deck}/{card}"
