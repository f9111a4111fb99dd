"""Running a quiz round: its cards out of the index, its answers into the log."""

import contextlib

from quiz.cards import Reveal
from quiz.errors import StoreError
from quiz.game import (
    Ask,
    Given,
    Next,
    Put,
    Quit,
    Retry,
    Round,
    RoundEffect,
    RoundEvent,
    RoundPlan,
    begin_round,
    round_step,
    view_of_round,
)
from quiz.history import Kind, Mode
from quiz.seeds import mixed
from quiz.seeds import seed as seed_of
from quiz.session import Again, Event, Give, GradeWith, Stop, View
from quiz.store import queries
from quiz.workspace.workspace import Scope, Workspace


def plan_round(workspace: Workspace, scope: Scope, count: int, seconds: int, seed: int) -> RoundPlan:
    """A round of `count` cards of a scope, drawn by a seed.

    One item of a card, none that was suspended, none to think through: nobody could mark it.
    """
    index = workspace.store.index
    items = queries.playable(index, [deck.n for deck in scope.decks])
    chosen: dict[int, int] = {}
    while items and len(chosen) < count:
        seed = mixed(seed)
        at = (seed * len(items)) >> 64
        items[at], items[-1] = items[-1], items[at]
        card, n = items.pop()
        dealt = None if card in chosen else queries.deal(index, n)
        if dealt and not isinstance(dealt.card.ask(dealt.part, 0), Reveal):
            chosen[card] = n
    best = workspace.best_round(_name(scope, count, seconds))
    return RoundPlan(scope.title, tuple(chosen.values()), seconds, seed, best)


def _name(scope: Scope, count: int, seconds: int) -> str:
    """What rounds are compared with: the same decks, as many cards, as much time."""
    return f"{seed_of(*(deck.id for deck in scope.decks)):016x} {count} {seconds}"


_MEANINGS: dict[type, RoundEvent] = {GradeWith: Next(), Stop: Quit(), Again: Retry()}


class PlayRun:
    """One round on a workspace."""

    def __init__(self, workspace: Workspace, scope: Scope, count: int, seconds: int, seed: int) -> None:
        self.workspace = workspace
        self.unsaved = 0
        """Answers that could not be written into the log."""
        self._name = _name(scope, count, seconds)
        self.round: Round
        self.round, effects = begin_round(plan_round(workspace, scope, count, seconds, seed))
        self._carry_out(effects)

    @property
    def view(self) -> View:
        """What a face may draw now."""
        return view_of_round(self.round, self.workspace.clock.now_ms())._replace(unsaved=self.unsaved)

    def send(self, event: Event) -> View:
        """Let something happen that a face of sittings knows: an answer, on to the next, enough, once more."""
        meaning = _MEANINGS.get(type(event))
        if isinstance(event, Give):
            self.play(Given(event.answer))
        elif meaning is not None:
            self.play(meaning)
        return self.view

    def rest(self) -> None:
        """The player is thinking: a good moment to tidy the index up."""
        self.workspace.store.tidy()

    def finish(self) -> None:
        """The round is left; all of it is in the log already."""

    def play(self, event: RoundEvent) -> Round:
        """Let something happen; the round after everything that follows from it."""
        self.round, effects = round_step(self.round, event, self.workspace.clock.now_ms())
        self._carry_out(effects)
        if self.round.done and self.round.new_best:
            self.workspace.set_best_round(self._name, self.round.score)
        return self.round

    def _carry_out(self, effects: tuple[RoundEffect, ...]) -> None:
        for effect in effects:
            if isinstance(effect, Ask):
                self.play(Put(queries.deal(self.workspace.store.index, effect.n)))
            else:
                draft = self.workspace.draft(self.workspace.moment())._replace(
                    kind=Kind.REVIEW, item=effect.item, mode=Mode.QUIZ, grade=effect.grade, took=effect.took,
                    verdict=effect.verdict, said=effect.said, revision=effect.revision,
                )  # fmt: skip
                self.unsaved += 1
                with contextlib.suppress(StoreError):  # a game goes on; the learner is told at its end
                    self.workspace.store.append(draft)
                    self.unsaved -= 1
