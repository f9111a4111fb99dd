"""Choice: one right option among wrong ones, or several right ones."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, ClassVar, Literal

from quiz.cards.bounds import Length
from quiz.cards.card import Card, Lint, OptionalText, Text, Texts, chosen_texts, option_id
from quiz.cards.shapes import Answer, Choose, Option, Shape
from quiz.cards.verdict import UNANSWERED, Verdict, partly, right, wrong
from quiz.seeds import shuffled

MAX_OPTIONS = 26


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Card):
    """A question with options, shown in another order each time."""

    kind: Literal["choice"]
    q: Text
    answer: OptionalText = ""
    """The right option; or give several as `answers`."""
    answers: Texts = ()
    wrong: Annotated[tuple[Text, ...], Length(1, 25)]
    notes: dict[str, Text] = field(default_factory=dict)
    """What to say when an option was chosen, by the text of the option."""

    examples: ClassVar = (
        """
id = "m2-lander"
kind = "choice"
q = "Which lander flew on HAKUTO-R Mission 2?"
answer = "RESILIENCE"
wrong = ["APEX 1.0", "TENACIOUS"]

[notes]
"TENACIOUS" = "That is the micro rover that it carried."
""",
        """
id = "offices"
kind = "choice"
q = "Where does ispace have offices besides its headquarters?"
answers = ["Luxembourg", "The United States"]
wrong = ["The Netherlands", "Canada"]
""",
    )

    @property
    def right(self) -> tuple[str, ...]:
        """All the options that are right."""
        return self.answers or (self.answer,)

    def ask(self, part: str, seed: int) -> Shape:
        options = [Option(option_id(self.id, text), text) for text in (*self.right, *self.wrong)]
        return Choose(self.q, tuple(shuffled(options, seed)), many=bool(self.answers))

    def mark(self, part: str, answer: Answer) -> Verdict:
        chosen = self._texts(answer)
        if not chosen:
            return UNANSWERED
        hits = sum(text in self.right for text in chosen)
        misses = len(chosen) - hits
        note = " ".join(self.notes[text] for text in chosen if text in self.notes and text not in self.right)
        if hits == len(self.right) and not misses:
            return right(" ".join(self.notes[text] for text in chosen if text in self.notes))
        share = max(0.0, (hits - misses) / len(self.right))
        if share:
            return partly(note or f"{hits} of {len(self.right)} right, {misses} wrong.", share)
        return wrong(note)

    def solution(self, part: str) -> str:
        return "; ".join(self.right)

    def full_marks(self, part: str) -> Answer:
        return tuple(option_id(self.id, text) for text in self.right)

    def said(self, part: str, answer: Answer) -> str:
        return "; ".join(self._texts(answer))

    def _texts(self, answer: Answer) -> list[str]:
        return chosen_texts(self.id, (*self.right, *self.wrong), answer)

    def lint(self) -> Iterator[Lint]:
        if bool(self.answer) == bool(self.answers):
            yield Lint("M300", "a choice has either `answer` or `answers`", "keep one of the two", "answer")
        if len(self.right) + len(self.wrong) > MAX_OPTIONS:
            yield Lint("M309", f"more than {MAX_OPTIONS} options", "three wrong ones are enough", "wrong")
        folded = [text.casefold().strip() for text in self.wrong]
        for text in self.right:
            if text.casefold().strip() in folded:
                yield Lint("M303", f"`{text}` is both right and wrong", "take it out of `wrong`", "wrong")
        if len(set(folded)) < len(folded):
            yield Lint("M302", "two options are the same", "take one of them out", "wrong")
        for text in self.notes:
            if text not in self.right and text not in self.wrong:
                yield Lint("M314", f"a note for `{text}`, which is no option", "use the option's own text", "notes")
