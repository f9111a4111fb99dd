"""Typed: write the answer; it is marked by the type of its value."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from quiz.cards.card import Card, OptionalText, Text, Texts
from quiz.cards.marking import ValueType, mark
from quiz.cards.shapes import Answer, Shape, Type
from quiz.cards.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed(Card):
    """A question whose answer is written."""

    kind: Literal["typed"]
    q: Text
    answer: Text
    accept: Texts = ()
    """Other answers that are right."""
    value: ValueType = "auto"
    """What the answer is: decides how it is compared."""
    hint: OptionalText = ""
    """The form that is expected."""

    examples: ClassVar = (
        """
id = "launch-day"
kind = "typed"
q = "On which day did HAKUTO-R Mission 1 launch, in UTC?"
answer = "11 December 2022"
value = "date"
""",
        """
id = "rover"
kind = "typed"
q = "Which micro rover did Mission 2 carry?"
answer = "TENACIOUS"
accept = ["the TENACIOUS rover"]
""",
    )

    def ask(self, part: str, seed: int) -> Shape:
        return Type(self.q, self.hint)

    def mark(self, part: str, answer: Answer) -> Verdict:
        return mark(self.answer, answer if isinstance(answer, str) else "", accept=self.accept, value=self.value)

    def solution(self, part: str) -> str:
        return self.answer

    def full_marks(self, part: str) -> Answer:
        return self.answer
