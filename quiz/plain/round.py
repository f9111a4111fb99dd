"""A quiz round in plain lines."""

from typing import TextIO

from quiz.game import Given, Next, Quit, Retry, Round, share_line
from quiz.plain import shapes
from quiz.plain.lines import Lines
from quiz.session import WORDS
from quiz.text import clean, plural
from quiz.workspace import PlayRun


class PlainRound:
    """One round, read from one stream and printed on another."""

    def __init__(self, run: PlayRun, lines: TextIO, out: TextIO) -> None:
        self.run = run
        self.lines = Lines(lines, out, run.rest)

    def start(self) -> bool:
        """Go on until the round or the input ends. Whether every answer could be saved."""
        plan = self.run.round.plan
        if self.run.round.done:
            self.lines.say("Nothing here can be asked for points: cards to think through are for `quiz study`.")
            return True
        limit = f", {plural(plan.seconds, 'second')} each" if plan.seconds else ""
        self.lines.say(f"{plan.title}: {plural(len(plan.items), 'card')}{limit}. :q ends the round.")
        while self._close(self._played(self.run.round)):
            pass
        return not self.run.unsaved

    def _played(self, state: Round) -> Round:
        while not state.done:
            state = self.run.play(Next() if self._question(state) else Quit())
        return state

    def _question(self, state: Round) -> bool:
        """Ask the card in hand. False at the end of the input, or when enough is enough."""
        shape, dealt = state.shape, state.dealt
        assert shape is not None
        assert dealt is not None
        head = f"Card {len(state.scored) + 1} of {len(state.scored) + 1 + len(state.left)}"
        self.lines.say("", f"{head} ({state.score} points)  {dealt.deck}", *shapes.question(shape))
        while (line := self.lines.read(shapes.ask_for(shape))) is not None and line.strip() != ":q":
            try:
                given = shapes.answer(shape, clean(line))
            except ValueError as error:
                self.lines.say(str(error).capitalize() + ".")
                continue
            self._answered(self.run.play(Given(given)))
            return True
        return False

    def _answered(self, state: Round) -> None:
        last, verdict, dealt = state.scored[-1], state.verdict, state.dealt
        assert verdict is not None
        assert dealt is not None
        self.lines.say(f"{WORDS[verdict.outcome]}. {verdict.reason}".strip() + f" +{last.points}")
        if verdict.outcome != "right":
            self.lines.say(f"Answer: {last.solution}")
        if dealt.card.why:
            self.lines.say(dealt.card.why)
        if last.combo >= 3:
            self.lines.say(f"{last.combo} in a row.")

    def _close(self, state: Round) -> bool:
        """Say how it went. Whether what was missed is to be asked once more."""
        if not state.scored:
            return False
        best = "  Your best round so far!" if state.new_best else ""
        self.lines.say("", f"{state.score} points: {state.right} of {plural(len(state.scored), 'answer')} right.{best}")
        if state.longest >= 3:
            self.lines.say(f"Longest run: {state.longest} right in a row.")
        for missed in state.missed:
            self.lines.say(f"Missed: {' '.join(missed.prompt.split())} -> {missed.solution}")
        self.lines.say(share_line(state))
        if not state.missed:
            return False
        line = self.lines.read("Once more what was missed? y/n > ")
        if line is None or line.strip().lower() not in ("y", "yes"):
            return False
        self.run.play(Retry())
        return True
