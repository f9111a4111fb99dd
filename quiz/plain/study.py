"""A sitting in plain lines. Never waits for a learning step, never moves the cursor, never needs colour."""

from typing import TextIO

from quiz.cards import Reveal, Type
from quiz.plain import shapes
from quiz.plain.lines import Lines
from quiz.session import Bury, Event, Flag, Give, GradeWith, Show, Stage, Stop, Suspend, Turn, Undo, View
from quiz.text import clean, plural
from quiz.workspace import Run

HELP = """\
At a question: type the answer, or its number. An empty line shows the answer of a card you think through;
for a typed answer it means "don't know".
At the grade: 1 Again, 2 Hard, 3 Good, 4 Easy; an empty line takes the one suggested.
y  turn the verdict: I was right, or I was not          w  why this card, and where its answer comes from
Commands anywhere, after a colon:
:u undo   :r redo   :s suspend   :b not today   :f NOTE flag   :w why   :h this help   :q quit"""

_COMMANDS: dict[str, tuple[Event, str]] = {
    "u": (Undo(), ""), "r": (Undo(redo=True), ""), "s": (Suspend(), "Suspended: not asked any more."),
    "b": (Bury(), "Put off until tomorrow."), "q": (Stop(), ""),
}  # fmt: skip
"""What is sent, and what is said when it is done; an undo says by itself what it undid."""


class PlainStudy:
    """One sitting, read from one stream and printed on another."""

    def __init__(self, run: Run, lines: TextIO, out: TextIO) -> None:
        self.run = run
        self.lines = Lines(lines, out, run.rest)
        self.view: View = run.view

    def start(self) -> bool:
        """Go on until the sitting or the input ends. Whether every answer could be saved."""
        self.lines.say(f"{self.view.title}: {self._left(self.view)}. :h for help.")
        while self.view.stage is not Stage.DONE:
            more = self._ask() if self.view.stage is Stage.ASKING else self._grade()
            if not more:
                self.view = self.run.send(Stop())
        self._close(self.view)
        return not self.view.unsaved

    # -- a question ---------------------------------------------------------------------------------------------------

    def _ask(self) -> bool:
        view, shape = self.view, self.view.shape
        assert shape is not None
        self.lines.say("", f"Question {view.number} ({self._left(view)})  {view.deck}", *shapes.question(shape))
        while (line := self.lines.read(shapes.ask_for(shape))) is not None:
            if line.startswith(":"):
                if self._command(line):
                    return True
                continue
            try:
                given = shapes.answer(shape, clean(line))
            except ValueError as error:
                self.lines.say(str(error).capitalize() + ".")
                continue
            self.view = self.run.send(Show() if isinstance(shape, Reveal) else Give(given))
            self._answered(empty=given is None and not isinstance(shape, Reveal))
            return True
        return False

    def _answered(self, empty: bool) -> None:
        view = self.view
        if view.verdict:
            reason = f" {view.verdict.reason}" if view.verdict.reason else ""
            self.lines.say("Don't know." if empty else f"{view.verdict.word}.{reason}")
        other = isinstance(view.shape, Type) and view.said != view.solution
        if not view.verdict or view.verdict.outcome != "right" or other:
            rows = [f"  {row}" for row in view.rows]
            self.lines.say(*(["Answer:", *rows] if len(rows) > 1 else [f"Answer: {view.solution}"]))
        if view.reason_why:
            self.lines.say(view.reason_why)
        if view.why and view.why.source:
            self.lines.say(f"Source: {view.why.source}")

    def _grade(self) -> bool:
        names = "  ".join(f"{g.grade} {g.label} {g.interval}".rstrip() for g in self.view.grades)
        suggested = next((g.label for g in self.view.grades if g.suggested), "Good")
        self.lines.say(names)
        while (line := self.lines.read(f"Grade, Enter for {suggested} > ")) is not None:
            word = line.strip().lower()
            if word == "y" and self.view.verdict:
                self.view = self.run.send(Turn())
                self.lines.say(f"Now: {self.view.verdict.word if self.view.verdict else ''}.")
                return True
            if word == "w":
                self._why()
            elif word in ("", "1", "2", "3", "4"):
                self.view = self.run.send(GradeWith(int(word or 0)))
                if self.view.notice:
                    self.lines.say(self.view.notice)
                if self.view.combo >= 3 and self.view.combo % 5 == 0:
                    self.lines.say(f"{self.view.combo} right in a row.")
                return True
            elif not line.startswith(":"):
                self.lines.say("1, 2, 3, 4 or Enter, please.")
            elif self._command(line):
                return True
        return False

    # -- commands -----------------------------------------------------------------------------------------------------

    def _command(self, line: str) -> bool:
        """Carry out a command. Whether it moved the sitting."""
        word, _, note = line[1:].strip().partition(" ")
        moved = word in _COMMANDS
        if moved:
            event, done = _COMMANDS[word]
            self.view = self.run.send(event)
            if done:
                self.lines.say(done)
        elif word == "f":
            self.view = self.run.send(Flag(clean(note)))
            self.lines.say("Flagged." if self.view.why and self.view.why.flagged else "Flag taken away.")
        elif word == "w":
            self._why()
        else:
            self.lines.say(HELP)
        if self.view.notice and word != "w":
            self.lines.say(self.view.notice)
        return moved

    def _why(self) -> None:
        why = self.view.why
        if why:
            parts = [why.state, f"Item {why.key}."]
            parts += [f"Source: {why.source}."] if why.source else []
            parts += [f"Fact: {why.fact}."] if why.fact else []
            self.lines.say(*parts)

    # -- lines --------------------------------------------------------------------------------------------------------

    def _close(self, view: View) -> None:
        closing = view.closing
        if closing is None:
            return
        left = view.new + view.review
        if not closing.answered:
            nothing = "Nothing more for now." if closing.waiting else "Nothing is due now."
            self.lines.say("", "No answers." if left else nothing)
        else:
            share = closing.right / closing.answered
            self.lines.say("", f"Done: {plural(closing.answered, 'answer')}, {share:.0%} right.")
            if closing.longest >= 3:
                best = ", your best so far" if closing.new_best else ""
                self.lines.say(f"Longest run: {closing.longest} right in a row{best}.")
        for missed in closing.missed:
            self.lines.say(f"Missed: {' '.join(missed.prompt.split())} -> {missed.solution}")
        for leech in closing.leeches:
            self.lines.say(f"Keeps slipping: {' '.join(leech.split())}")
        if left:
            self.lines.say(f"Left: {view.review} due, {view.new} new.")
        if closing.waiting:
            self.lines.say(f"{plural(closing.waiting, 'card')} will come back later today.")
        if view.unsaved:
            self.lines.say(f"{plural(view.unsaved, 'change')} could not be saved.")

    def _left(self, view: View) -> str:
        parts = [f"{view.review} due", f"{view.new} new"]
        return ", ".join(parts + ([f"{view.learning} learning"] if view.learning else []))
