"""The deck tree: the folders that decks lie in."""

from collections.abc import Sequence
from typing import NamedTuple

from quiz.store.queries import DeckInfo


class Branch(NamedTuple):
    """A line of the tree: all decks, a folder, or a deck."""

    title: str
    depth: int
    decks: tuple[DeckInfo, ...]
    """Everything below it."""

    @property
    def due(self) -> int:
        """Reviews and learning steps for today."""
        return sum(deck.due + deck.learning for deck in self.decks)

    @property
    def new(self) -> int:
        """New items for today."""
        return sum(deck.new for deck in self.decks)


def branches(decks: Sequence[DeckInfo]) -> list[Branch]:
    """The tree from the top, all decks first. The decks stand by folder."""
    out = [Branch("All decks", 0, tuple(decks))]
    seen: set[str] = set()
    for deck in decks:
        folders = deck.folder.split("/") if deck.folder else []
        for depth, name in enumerate(folders):
            path = "/".join(folders[: depth + 1])
            if path not in seen:
                seen.add(path)
                below = tuple(d for d in decks if d.folder == path or d.folder.startswith(f"{path}/"))
                out.append(Branch(f"{name}/", depth, below))
        out.append(Branch(deck.title, len(folders), (deck,)))
    return out
