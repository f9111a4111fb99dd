"""Order: put things in their order."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Annotated, ClassVar, Literal

from quiz.cards.bounds import Length
from quiz.cards.card import Card, Lint, Text, Texts, chosen_texts, option_id
from quiz.cards.shapes import Answer, Arrange, Option, Shape
from quiz.cards.verdict import UNANSWERED, Verdict, partly, right, wrong
from quiz.seeds import shuffled

MOST_ITEMS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Order(Card):
    """Things to be put in order; they stand here as they belong."""

    kind: Literal["order"]
    q: Text
    items: Annotated[tuple[Text, ...], Length(2, MOST_ITEMS)]
    """First to last."""
    labels: Texts = ()
    """What is shown beside each item with the answer, such as its date; one for each, or none."""

    examples: ClassVar = (
        """
id = "missions"
kind = "order"
q = "Put these in order, the earliest first."
items = ["Mission 1 is launched", "Mission 1 is lost", "Mission 2 is launched"]
labels = ["December 2022", "April 2023", "January 2025"]
""",
    )

    def ask(self, part: str, seed: int) -> Shape:
        options = [Option(option_id(self.id, text), text) for text in self.items]
        mixed = shuffled(options, seed)
        if mixed == options:  # chance must not give the answer away
            mixed = [*options[1:], options[0]]
        return Arrange(self.q, tuple(mixed))

    def mark(self, part: str, answer: Answer) -> Verdict:
        """Kendall's tau: pairs in order less pairs the wrong way round, by all pairs; below chance it is nothing."""
        given = self._texts(answer)
        if not given:
            return UNANSWERED
        if given == list(self.items):
            return right()
        places = {text: place for place, text in enumerate(given)}
        pairs = list(combinations(self.items, 2))
        known = [(a, b) for a, b in pairs if a in places and b in places]
        turned = [(a, b) for a, b in known if places[a] > places[b]]
        share = max(0.0, (len(known) - 2 * len(turned)) / len(pairs))
        if turned:
            reason = f"{turned[0][0]} comes before {turned[0][1]}."
        else:
            reason = f"{len(self.items) - len(given)} of {len(self.items)} are missing."
        return partly(reason, share) if share else wrong(reason)

    def solution(self, part: str) -> str:
        return "; ".join(self.solution_rows(part))

    def solution_rows(self, part: str) -> tuple[str, ...]:
        labels = self.labels if len(self.labels) == len(self.items) else ("",) * len(self.items)
        return tuple(
            f"{n}. {text} ({label})" if label else f"{n}. {text}"
            for n, (text, label) in enumerate(zip(self.items, labels, strict=True), 1)
        )

    def full_marks(self, part: str) -> Answer:
        return tuple(option_id(self.id, text) for text in self.items)

    def said(self, part: str, answer: Answer) -> str:
        return "; ".join(f"{n}. {text}" for n, text in enumerate(self._texts(answer), 1))

    def _texts(self, answer: Answer) -> list[str]:
        return chosen_texts(self.id, self.items, answer)

    def lint(self) -> Iterator[Lint]:
        if len({text.casefold().strip() for text in self.items}) < len(self.items):
            yield Lint("M302", "two items are the same", "take one of them out", "items")
        if self.labels and len(self.labels) != len(self.items):
            yield Lint("M321", "`labels` are not as many as `items`", "write one for each item", "labels")
