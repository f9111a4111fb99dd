"""Cloze: a text with gaps, `{{c1::answer::hint}}`. Each numbered gap is a question of its own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from quiz.cards.card import Card, Lint, Text, Texts
from quiz.cards.marking import mark
from quiz.cards.shapes import Answer, Shape, Type
from quiz.cards.verdict import Verdict, partly, right, wrong

GAP = re.compile(r"\{\{(c[1-9][0-9]?)::((?:(?!\}\}|::|\{\{).)+)(?:::((?:(?!\}\}|\{\{).)+))?\}\}", re.DOTALL)
BLANK = "[…]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cloze(Card):
    """A text in which words are left out."""

    kind: Literal["cloze"]
    text: Text
    accept: dict[str, Texts] = field(default_factory=dict)
    """Other answers that are right, by gap: `{ c1 = ["…"] }`."""

    examples: ClassVar = (
        """
id = "m2-landing"
kind = "cloze"
text = "The {{c1::RESILIENCE}} lander was to come down in {{c2::Mare Frigoris::which plain?}}."
accept = { c2 = ["the Sea of Cold"] }
""",
    )

    def parts(self) -> tuple[str, ...]:
        found = dict.fromkeys(match[1] for match in GAP.finditer(self.text))
        return tuple(sorted(found, key=lambda part: int(part[1:])))

    def ask(self, part: str, seed: int) -> Shape:
        def shown(match: re.Match[str]) -> str:
            if match[1] != part:
                return match[2]
            return f"[{match[3]}]" if match[3] else BLANK

        return Type(GAP.sub(shown, self.text))

    def gaps(self, part: str) -> list[str]:
        """The texts left out under one number, in order."""
        return [match[2] for match in GAP.finditer(self.text) if match[1] == part]

    def mark(self, part: str, answer: Answer) -> Verdict:
        gaps = self.gaps(part)
        given = answer if isinstance(answer, str) else ""
        if len(gaps) == 1:
            return mark(gaps[0], given, accept=self.accept.get(part, ()))
        said = [piece.strip() for piece in given.split(";")]
        said += [""] * (len(gaps) - len(said))
        verdicts = [mark(gap, piece) for gap, piece in zip(gaps, said, strict=False)]
        share = sum(verdict.share for verdict in verdicts) / len(gaps)
        if share == 1.0:
            return right()
        reason = " ".join(verdict.reason for verdict in verdicts if verdict.reason)
        return partly(reason, share) if share else wrong(reason)

    def solution(self, part: str) -> str:
        return "; ".join(self.gaps(part))

    def full_marks(self, part: str) -> Answer:
        return "; ".join(self.gaps(part))

    def lint(self) -> Iterator[Lint]:
        rest = GAP.sub("", self.text)
        if not self.parts():
            yield Lint("Z200", "a cloze without a gap", "write a gap as {{c1::answer}}", "text")
        elif "{{" in rest or "}}" in rest:
            yield Lint("Z204", "braces that do not form a gap", "write a gap as {{c1::answer::hint}}", "text")
        for part in self.parts():
            shown = self.prompt(part).casefold()
            for gap in dict.fromkeys(self.gaps(part)):
                folded = gap.casefold()
                if len(gap) > 2 and folded in shown and re.search(rf"\b{re.escape(folded)}\b", shown):
                    yield Lint("Z203", f"the answer `{gap}` stands elsewhere in the text", "reword the text", "text")
        for part in self.accept:
            if part not in self.parts():
                yield Lint("Z206", f"`accept` names {part}, which is no gap", "use the number of a gap", "accept")
