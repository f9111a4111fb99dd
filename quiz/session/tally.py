"""What was answered in a sitting, and what it adds up to."""

from typing import NamedTuple

from quiz.session.plan import Candidate


class Answered(NamedTuple):
    """One graded answer of this sitting."""

    uid: str
    item: str
    n: int
    grade: int
    outcome: str
    """Of the verdict, or of the grade where the learner judged."""
    prompt: str
    said: str
    solution: str
    took: int
    leech: bool = False
    candidate: Candidate | None = None
    combo: int = 0
    """Right answers in a row up to this one."""

    @property
    def right(self) -> bool:
        """Whether it goes on with the run of right answers."""
        return self.grade != 1 and self.outcome == "right"


def combo_of(answered: tuple[Answered, ...]) -> int:
    """Right answers in a row up to the last one."""
    return answered[-1].combo if answered else 0


def with_answer(answered: tuple[Answered, ...], new: Answered) -> tuple[Answered, ...]:
    """One more answer, its combo counted."""
    return (*answered, new._replace(combo=combo_of(answered) + 1 if new.right else 0))


def without(answered: tuple[Answered, ...], gone: Answered) -> tuple[Answered, ...]:
    """The answers but for one, the combos counted anew."""
    left: tuple[Answered, ...] = ()
    for answer in answered:
        if answer is not gone:
            left = with_answer(left, answer)
    return left


def missed_of(given: tuple[Answered, ...]) -> list[Answered]:
    """The first miss of each item that was missed."""
    missed: dict[int, Answered] = {}
    for answer in given:
        if not answer.right:
            missed.setdefault(answer.n, answer)
    return list(missed.values())
