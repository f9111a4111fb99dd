"""True or false: a statement to judge."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal

from quiz.cards.card import Card, Lint, OptionalText, Text, option_id
from quiz.cards.shapes import Answer, Choose, Option, Shape
from quiz.cards.verdict import UNANSWERED, Verdict, right, wrong

WORDS = ("True", "False")


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueFalse(Card):
    """A statement, and whether it is true."""

    kind: Literal["truefalse"]
    q: Text
    """The statement."""
    answer: bool
    instead: OptionalText = ""
    """What is true instead, for a false statement; said with the answer."""

    examples: ClassVar = (
        """
id = "m1-landing"
kind = "truefalse"
q = "HAKUTO-R Mission 1 landed softly on the Moon."
answer = false
instead = "Communication was lost during the descent, and the lander crashed."
""",
        """
id = "tokyo"
kind = "truefalse"
q = "ispace has its headquarters in Tokyo."
answer = true
""",
    )

    def ask(self, part: str, seed: int) -> Shape:
        return Choose(f"True or false? {self.q}", tuple(Option(option_id(self.id, word), word) for word in WORDS))

    def mark(self, part: str, answer: Answer) -> Verdict:
        said = self.said(part, answer)
        if not said:
            return UNANSWERED
        return right(self.instead) if said == self._word else wrong(self.instead)

    @property
    def _word(self) -> str:
        return WORDS[0] if self.answer else WORDS[1]

    def solution(self, part: str) -> str:
        return self._word

    def full_marks(self, part: str) -> Answer:
        return (option_id(self.id, self._word),)

    def said(self, part: str, answer: Answer) -> str:
        if not isinstance(answer, tuple) or len(answer) != 1:
            return ""
        return next((word for word in WORDS if option_id(self.id, word) == answer[0]), "")

    def lint(self) -> Iterator[Lint]:
        if self.answer and self.instead:
            yield Lint("M320", "a true statement has no `instead`", "put it into `why`", "instead")
        elif not self.answer and not (self.instead or self.why):
            yield Lint("C109", "nothing says what is true instead", "add `instead`", "answer")
