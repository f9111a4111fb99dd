"""Date: write a date, as exactly as the answer is."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal

from quiz.cards.card import Card, Lint, OptionalText, Text, Texts
from quiz.cards.marking import mark
from quiz.cards.shapes import Answer, Shape, Type
from quiz.cards.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Date(Card):
    """A question whose answer is a date or a time; the form that is asked for is said."""

    kind: Literal["date"]
    q: Text
    answer: Text
    """As it is written, or as EDTF: `11 December 2022`, `2022-12-11`, `2022-12`, `2022`, `late 2024`."""
    zone: OptionalText = ""
    """The time zone in which it is asked."""
    accept: Texts = ()
    """Other dates that are right, such as the day in another zone."""

    examples: ClassVar = (
        """
id = "m1-launch"
kind = "date"
q = "When was HAKUTO-R Mission 1 launched?"
answer = "11 December 2022"
zone = "UTC"
""",
        """
id = "renamed"
kind = "date"
q = "When did the company become ispace?"
answer = "May 2013"
""",
    )

    def ask(self, part: str, seed: int) -> Shape:
        from quiz.cards.marking.dates import form_of

        form = form_of(self.answer)
        return Type(self.q, f"{form}, {self.zone}" if form and self.zone else form or self.zone)

    def mark(self, part: str, answer: Answer) -> Verdict:
        given = answer if isinstance(answer, str) else ""
        return mark(self.answer, given, accept=self.accept, value="date")

    def solution(self, part: str) -> str:
        return self.answer

    def full_marks(self, part: str) -> Answer:
        return self.answer

    def lint(self) -> Iterator[Lint]:
        from quiz.cards.marking.dates import is_date

        if not is_date(self.answer):
            yield Lint("M325", f"`{self.answer}` is no date", "write it as 11 December 2022 or 2022-12-11", "answer")
