"""A deck as it is used: what its file says, checked, without its layout."""

from collections.abc import Iterator
from dataclasses import dataclass

from quiz.cards import Card, item_key

FORMAT = 1
"""The deck format that this program reads and writes."""


@dataclass(frozen=True, slots=True)
class Deck:
    """A titled collection of cards with an id that is part of every item's key."""

    id: str
    title: str
    cards: tuple[Card, ...]
    description: str = ""
    lang: str = "en"
    license: str = ""
    tags: tuple[str, ...] = ()
    format: int = FORMAT

    def items(self) -> Iterator[tuple[Card, str, str]]:
        """Every schedulable question: its card, the part of the card, and the item's key."""
        for card in self.cards:
            for part in card.parts():
                yield card, part, item_key(self.id, card.id, part)
