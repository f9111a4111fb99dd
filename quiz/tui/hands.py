"""What somebody is about to answer: the options marked, the order laid out, the pairs joined so far. Pure."""

from typing import NamedTuple

from quiz.cards import Answer, Arrange, Choose, Pair, Shape


class Picking(NamedTuple):
    """One option, or several."""

    shape: Choose
    cursor: int = 0
    marked: frozenset[str] = frozenset()

    @property
    def rows(self) -> int:
        """Rows that the cursor can stand on."""
        return len(self.shape.options)

    def moved(self, by: int) -> "Picking":
        """The cursor moved, around the ends."""
        return self._replace(cursor=(self.cursor + by) % self.rows)

    def at(self, row: int) -> "Picking":
        """The cursor on a row, which is marked or not any more where several may be."""
        here = self._replace(cursor=row)
        return here.held() if self.shape.many else here

    def held(self) -> "Picking":
        """The option at the cursor marked, or not any more."""
        return self._replace(marked=self.marked ^ {self.shape.options[self.cursor].id}) if self.shape.many else self

    @property
    def complete(self) -> bool:
        """Whether going to a row is the answer."""
        return not self.shape.many

    def answer(self) -> Answer:
        """What would be given now."""
        if self.shape.many and self.marked:
            return tuple(option.id for option in self.shape.options if option.id in self.marked)
        return (self.shape.options[self.cursor].id,)


class Arranging(NamedTuple):
    """Things in the order that they have by now; one of them may be held."""

    shape: Arrange
    order: tuple[str, ...]
    cursor: int = 0
    holds: bool = False

    @property
    def rows(self) -> int:
        """Rows that the cursor can stand on."""
        return len(self.order)

    def moved(self, by: int) -> "Arranging":
        """The cursor moved; what is held goes with it, but not around the ends."""
        if not self.holds:
            return self._replace(cursor=(self.cursor + by) % self.rows)
        return self.at(min(max(self.cursor + by, 0), self.rows - 1))

    def at(self, row: int) -> "Arranging":
        """The cursor on a row; what is held is put there."""
        if not self.holds:
            return self._replace(cursor=row)
        order = list(self.order)
        order.insert(row, order.pop(self.cursor))
        return self._replace(order=tuple(order), cursor=row)

    def held(self) -> "Arranging":
        """The thing at the cursor taken up, or put down."""
        return self._replace(holds=not self.holds)

    @property
    def complete(self) -> bool:
        """Whether going to a row is the answer: never."""
        return False

    def answer(self) -> Answer:
        """What would be given now."""
        return self.order


class Pairing(NamedTuple):
    """Things on the left, joined to things on the right."""

    shape: Pair
    joined: tuple[tuple[str, str], ...] = ()
    cursor: int = 0

    @property
    def rows(self) -> int:
        """Rows that the cursor can stand on: those on the left."""
        return len(self.shape.left)

    def moved(self, by: int) -> "Pairing":
        """The cursor moved, around the ends."""
        return self._replace(cursor=(self.cursor + by) % self.rows)

    def at(self, row: int) -> "Pairing":
        """The thing at the cursor joined to a row on the right, and the cursor on the next that is not joined.

        What that row was joined to is free again.
        """
        if row >= len(self.shape.right):
            return self
        here, there = self.shape.left[self.cursor].id, self.shape.right[row].id
        kept = tuple(pair for pair in self.joined if here not in pair and there not in pair)
        new = self._replace(joined=(*kept, (here, there)))
        done = dict(new.joined)
        free = [n % self.rows for n in range(self.cursor + 1, self.cursor + self.rows)]
        return new._replace(cursor=next((n for n in free if self.shape.left[n].id not in done), self.cursor))

    def held(self) -> "Pairing":
        """The thing at the cursor free again."""
        here = self.shape.left[self.cursor].id
        return self._replace(joined=tuple(pair for pair in self.joined if pair[0] != here))

    @property
    def complete(self) -> bool:
        """Whether going to a row is the answer: never, because it may be joined anew."""
        return False

    def answer(self) -> Answer:
        """What would be given now."""
        return self.joined


Hand = Picking | Arranging | Pairing


def hand_for(shape: Shape | None) -> Hand | None:
    """An empty hand for a question; None where nothing is chosen."""
    if isinstance(shape, Choose):
        return Picking(shape)
    if isinstance(shape, Arrange):
        return Arranging(shape, tuple(item.id for item in shape.items))
    return Pairing(shape) if isinstance(shape, Pair) else None
