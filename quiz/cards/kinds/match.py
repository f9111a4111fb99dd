"""Match: join what belongs together."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from quiz.cards.bounds import Length
from quiz.cards.card import Card, Lint, Text, option_id
from quiz.cards.shapes import Answer, Option, Pair, Shape
from quiz.cards.verdict import UNANSWERED, Verdict, partly, right, wrong
from quiz.seeds import mixed, shuffled

MOST_PAIRS = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Match(Card):
    """Pairs that were torn apart."""

    kind: Literal["match"]
    q: Text
    pairs: Annotated[dict[str, Text], Length(2, MOST_PAIRS)]
    """Left to right."""
    extra: Annotated[tuple[Text, ...], Length(0, MOST_PAIRS)] = ()
    """Things on the right that belong to nothing."""

    examples: ClassVar = (
        """
id = "rovers"
kind = "match"
q = "Which rover belongs to which undertaking?"
extra = ["HAKUTO-R Mission 3"]

[pairs]
"Sorato" = "Team Hakuto"
"Rashid" = "HAKUTO-R Mission 1"
"TENACIOUS" = "HAKUTO-R Mission 2"
""",
    )

    def ask(self, part: str, seed: int) -> Shape:
        left = [Option(self._left(text), text) for text in self.pairs]
        right_side = [Option(self._right(text), text) for text in (*self.pairs.values(), *self.extra)]
        return Pair(self.q, tuple(shuffled(left, seed)), tuple(shuffled(right_side, mixed(seed))))

    def mark(self, part: str, answer: Answer) -> Verdict:
        given = self._given(answer)
        if not given:
            return UNANSWERED
        wrongly = [text for text, other in self.pairs.items() if given.get(text) != other]
        if not wrongly:
            return right()
        reason = f"{wrongly[0]} – {self.pairs[wrongly[0]]}."
        share = 1 - len(wrongly) / len(self.pairs)
        return partly(reason, share) if share else wrong(reason)

    def solution(self, part: str) -> str:
        return "; ".join(self.solution_rows(part))

    def solution_rows(self, part: str) -> tuple[str, ...]:
        return tuple(f"{text} – {other}" for text, other in self.pairs.items())

    def full_marks(self, part: str) -> Answer:
        return tuple((self._left(text), self._right(other)) for text, other in self.pairs.items())

    def said(self, part: str, answer: Answer) -> str:
        given = self._given(answer)
        return "; ".join(f"{text} – {given[text]}" for text in self.pairs if text in given)

    def _left(self, text: str) -> str:
        return option_id(self.id, f"left {text}")

    def _right(self, text: str) -> str:
        return option_id(self.id, f"right {text}")

    def _given(self, answer: Answer) -> dict[str, str]:
        """What was joined, as texts; of two joins of one thing the last."""
        lefts = {self._left(text): text for text in self.pairs}
        rights = {self._right(text): text for text in (*self.pairs.values(), *self.extra)}
        pairs = [pair for pair in answer if isinstance(pair, tuple)] if isinstance(answer, tuple) else []
        return {lefts[a]: rights[b] for a, b in pairs if a in lefts and b in rights}

    def lint(self) -> Iterator[Lint]:
        folded = [text.casefold().strip() for text in (*self.pairs.values(), *self.extra)]
        if len(set(folded)) < len(folded):
            yield Lint("M302", "two things on the right are the same", "each belongs to one on the left", "pairs")
        if any(not text.strip() for text in self.pairs):
            yield Lint("M322", "one thing on the left is empty", "write something", "pairs")
