"""Number: write a number; how far off is still right can be said."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal

from quiz.cards.card import Card, Lint, OptionalText, Text, Texts
from quiz.cards.marking import mark
from quiz.cards.shapes import Answer, Shape, Type
from quiz.cards.verdict import Outcome, Verdict, partly, right


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Card):
    """A question whose answer is a number, with or without a unit, or a sum of money."""

    kind: Literal["number"]
    q: Text
    answer: Text
    """The number as it is written: `1,053 kg`, `US$20 million`, `25`."""
    within: OptionalText = ""
    """How far off is still right: `5` in the unit of the answer, or `5 %`. Twice as far is partly right."""
    accept: Texts = ()
    """The same in other units or words."""
    hint: OptionalText = ""
    """The unit that is expected, if it is to be said."""

    examples: ClassVar = (
        """
id = "languages"
kind = "number"
q = "Into how many languages was it translated?"
answer = "25"
""",
        """
id = "distance"
kind = "number"
q = "How far away is the Moon, on average?"
answer = "384,400 km"
within = "2 %"
hint = "in km"
""",
    )

    def ask(self, part: str, seed: int) -> Shape:
        return Type(self.q, self.hint)

    def mark(self, part: str, answer: Answer) -> Verdict:
        given = answer if isinstance(answer, str) else ""
        verdict = mark(self.answer, given, accept=self.accept, value="number")
        if verdict.outcome is Outcome.RIGHT or not self.within or not given.strip():
            return verdict
        from quiz.cards.marking.numbers import distance, tolerance

        off, allowed = distance(self.answer, given), tolerance(self.answer, self.within)
        if off is None or allowed is None or off > 2 * allowed:
            return verdict
        exact = f"Exactly it is {self.answer}."
        return right(exact) if off <= allowed else partly(f"Close. {exact}")

    def solution(self, part: str) -> str:
        return self.answer

    def full_marks(self, part: str) -> Answer:
        return self.answer

    def lint(self) -> Iterator[Lint]:
        from quiz.cards.marking.numbers import is_amount, tolerance

        if not is_amount(self.answer):
            yield Lint(
                "M323", f"`{self.answer}` is no number", "write it in digits, or make the card `typed`", "answer"
            )
        elif self.within and tolerance(self.answer, self.within) is None:
            yield Lint("M324", f"`{self.within}` is no distance", "write `5` or `5 %`", "within")
