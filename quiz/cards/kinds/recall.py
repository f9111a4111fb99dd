"""Recall: think of the answer, look, grade yourself. Asked the other way round too, if told how."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from quiz.cards.card import Card, OptionalText, Text
from quiz.cards.shapes import Answer, Reveal, Shape

REVERSE = "rev"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall(Card):
    """A question and its answer."""

    kind: Literal["recall"]
    q: Text
    answer: Text
    reverse: OptionalText = ""
    """The question asked the other way round; its answer is `subject`, or `q` when there is none."""
    subject: OptionalText = ""

    examples: ClassVar = (
        """
id = "headquarters"
kind = "recall"
q = "Where does ispace have its headquarters?"
answer = "Tokyo"
""",
        """
id = "sorato-rover"
kind = "recall"
q = "What was the name of Team Hakuto's rover?"
answer = "Sorato"
reverse = "Whose rover was called Sorato?"
subject = "Team Hakuto's"
""",
    )

    def parts(self) -> tuple[str, ...]:
        return ("", REVERSE) if self.reverse else ("",)

    def ask(self, part: str, seed: int) -> Shape:
        return Reveal(self.reverse if part == REVERSE else self.q)

    def mark(self, part: str, answer: Answer) -> None:
        return None

    def solution(self, part: str) -> str:
        return (self.subject or self.q) if part == REVERSE else self.answer

    def full_marks(self, part: str) -> Answer:
        return None
