"""What a card is: kinds (open), shapes (five, closed), marking and verdicts."""

from quiz.cards.card import MAX_TEXT, Card, Lint, item_key, revision
from quiz.cards.registry import kind, kind_names, load
from quiz.cards.shapes import Answer, Arrange, Choose, Option, Pair, Reveal, Shape, Type
from quiz.cards.verdict import UNANSWERED, Outcome, Verdict

__all__ = [
    "MAX_TEXT", "UNANSWERED", "Answer", "Arrange", "Card", "Choose", "Lint", "Option", "Outcome", "Pair", "Reveal",
    "Shape", "Type", "Verdict", "item_key", "kind", "kind_names", "load", "revision",
]  # fmt: skip
