"""The study screen: one for every card, updated in place. Keys become events, the view becomes widgets."""

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.geometry import Region, Size
from textual.reactive import Reactive
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, Static

from quiz.cards import Reveal, Type
from quiz.session import (
    Again,
    Bury,
    Event,
    Flag,
    Give,
    GradeWith,
    Order,
    Show,
    Stage,
    Stop,
    Suspend,
    Turn,
    Undo,
    View,
    Wake,
)  # fmt: skip
from quiz.text import clean
from quiz.tui import content, keys
from quiz.tui.hands import Arranging, Pairing, Picking, hand_for
from quiz.tui.widgets.grades import GradeBar
from quiz.tui.widgets.lines import Drawn, KeyLine, StatusLine
from quiz.workspace import PlayRun, Run, Scope, Workspace

FLASH_SECONDS = 0.15
WAKE_SECONDS = 15.0
REST_SECONDS = 0.3
"""After a card was shown: nobody answers sooner, so the index may tidy up."""


def start(workspace: Workspace, scope: Scope, minutes: int = 0, tag: str = "", order: Order | None = None) -> Run:
    """A new sitting on some decks."""
    plan = workspace.plan(scope, minutes, order, tag)
    return Run(workspace, plan, workspace.queue(scope, workspace.moment(), tag, order))


class StudyApp(App[int]):
    """What a sitting asks of the application."""

    unsaved = 0
    """Changes that could not be saved when their sitting ended."""


class CardBox(Vertical):
    """Holds a question and its answer. It never scrolls, so a change of its height asks for no second layout."""

    virtual_size = Reactive(Size(0, 0), layout=False, repaint=False)


class StudyScreen(Screen[None]):
    """A sitting."""

    BINDINGS: ClassVar[list[BindingType]] = keys.bindings(keys.STUDY)
    AUTO_FOCUS = ""
    TABLE: ClassVar[tuple[keys.Key, ...]] = keys.STUDY

    def __init__(self, run: Run | PlayRun) -> None:
        super().__init__()
        self.run = run
        self.view: View = run.view
        self.hand = hand_for(self.view.shape)
        self.why = False
        self._flash: Timer | None = None
        self._drawn_for = Size(0, 0)
        self._finished = False

    def compose(self) -> ComposeResult:
        yield StatusLine(id="status", markup=False)
        with VerticalScroll(id="desk", can_focus=False), CardBox(id="card"):
            yield Static(id="question", markup=False)
            yield Drawn(id="options", markup=False)
            yield Input(id="typed", max_length=512, select_on_focus=False)
            yield Static(id="answer", markup=False)
        yield GradeBar(id="grades", markup=False)
        yield KeyLine(id="keys", markup=False)

    def on_mount(self) -> None:
        self.set_interval(WAKE_SECONDS, self._tick)
        self._draw()

    def on_resize(self) -> None:
        if self.app.size == self._drawn_for:
            return  # the first one says what was known when the screen was built
        self._draw()
        self.call_after_refresh(self.call_after_refresh, self._bring_into_view)

    def on_unmount(self) -> None:
        self._finish()

    def _finish(self) -> None:
        """End the sitting, and tell the application what it leaves unsaved; once."""
        if not self._finished:
            self._finished = True
            self.run.finish()
            if isinstance(self.app, StudyApp):
                self.app.unsaved += self.run.view.unsaved

    # -- events out ---------------------------------------------------------------------------------------------------

    def send(self, event: Event) -> None:
        """Let something happen and draw what comes of it."""
        before = self.view
        self.view = self.run.send(event)
        if self._asks_anew(before):
            self.hand = hand_for(self.view.shape)
            self.query_one("#typed", Input).value = ""
            self.query_one("#card").set_classes("")
        if self._asks_anew(before) or self.view.stage is Stage.DONE:
            self.why = False
        self._draw()
        self.call_after_refresh(self.call_after_refresh, self._bring_into_view)
        if self._asks_anew(before):
            self.set_timer(REST_SECONDS, self.run.rest)
        if self.view.stage is Stage.ANSWERED and before.stage is Stage.ASKING and self.view.verdict:
            self._flash_card(self.view.verdict.outcome)

    def _asks_anew(self, before: View) -> bool:
        """Whether a question stands there that did not stand there before."""
        now = self.view
        if now.stage is not Stage.ASKING:
            return False
        return before.stage is not Stage.ASKING or _asked(now) != _asked(before)

    def action_show(self, key: str = "enter") -> None:
        """Show or give the answer, take the grade, go on. Space takes up and puts down where there is something to."""
        shape = self.view.shape
        if key == "space" and self._choosing() and not isinstance(self.hand, Picking):
            self.action_mark()
            return
        if self.view.stage is Stage.DONE:
            self.action_more()
        elif self.view.stage is Stage.ANSWERED:
            self.send(GradeWith())
        elif self.hand:
            self.send(Give(self.hand.answer()))
        elif isinstance(shape, Type):
            self.send(Give(clean(self.query_one("#typed", Input).value).strip() or None))
        elif isinstance(shape, Reveal):
            self.send(Show())

    def action_digit(self, key: str) -> None:
        if self.view.stage is Stage.ANSWERED:
            self.action_grade(int(key))
        else:
            self.action_choose(int(key) - 1)

    def action_grade(self, grade: int) -> None:
        if 1 <= grade <= 4:
            self.send(GradeWith(grade))

    def action_choose(self, row: int) -> None:
        """Go to a row by its number; where one option is the answer, that gives it."""
        if self._choosing() and self.hand and (row < self.hand.rows or isinstance(self.hand, Pairing)):
            self.hand = self.hand.at(row)
            if self.hand.complete:
                self.action_show()
            else:
                self._draw_options()

    def action_row(self, row: int) -> None:
        """A row was clicked: the same, but things to arrange are taken up, and the left side of pairs comes first."""
        if not self._choosing():
            return
        if isinstance(self.hand, Pairing):
            if row >= self.hand.rows:
                self.action_choose(row - self.hand.rows)
            else:
                self.hand = self.hand._replace(cursor=row)
                self._draw_options()
        elif isinstance(self.hand, Arranging):
            self.hand = self.hand.at(row).held()
            self._draw_options()
        else:
            self.action_choose(row)

    def action_mark(self) -> None:
        if self._choosing() and self.hand:
            self.hand = self.hand.held()
            self._draw_options()

    def action_move(self, by: int) -> None:
        if self._choosing() and self.hand:
            self.hand = self.hand.moved(by)
            self._draw_options()
            self._bring_into_view()
        else:
            self.query_one("#desk", VerticalScroll).scroll_relative(y=by, animate=False)

    def _choosing(self) -> bool:
        return self.view.stage is Stage.ASKING and self.hand is not None

    def action_turn(self) -> None:
        self.send(Turn())

    def action_undo(self) -> None:
        self.send(Undo())

    def action_redo(self) -> None:
        self.send(Undo(redo=True))

    def action_flag(self) -> None:
        self.send(Flag())

    def action_bury(self) -> None:
        self.send(Bury())

    def action_suspend(self) -> None:
        self.send(Suspend())

    def action_why(self) -> None:
        if self.view.stage is not Stage.DONE:
            self.why = not self.why
            self._draw()
            self.call_after_refresh(self.call_after_refresh, self._bring_into_view)

    def action_again(self) -> None:
        self.send(Again())

    def action_more(self) -> None:
        self.send(Wake())

    def action_leave(self) -> None:
        if self.view.stage is not Stage.DONE and self.view.done:
            self.send(Stop())
        else:
            self._finish()
            if len(self.app.screen_stack) > 1:
                self.dismiss()
            else:
                self.app.exit(0)

    def action_help(self) -> None:
        from quiz.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen("Study", self.TABLE))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in the field for a typed answer."""
        if self.view.stage is Stage.ASKING:
            self.action_show()

    def on_input_changed(self) -> None:
        """Under a long question the field comes into view when it is written in."""
        field = self.query_one("#typed", Input)
        if field.value:
            self.query_one("#desk", VerticalScroll).scroll_to_widget(field, animate=False)

    def take_letter(self, letter: str) -> bool:
        """Put a letter into the field, if there is one now; it was pressed before the field had the focus."""
        if keys.on_screen(self.view) == keys.TYPING:
            self.query_one("#typed", Input).insert_text_at_cursor(letter)
            return True
        return False

    # -- the view in ---------------------------------------------------------------------------------------------------

    def _draw(self) -> None:
        view = self.view
        self._drawn_for = self.app.size
        with self.app.batch_update():
            self._draw_status()
            self._draw_card(view)
            self.query_one(GradeBar).show(view)
            warning = f"{view.unsaved} not saved" if view.unsaved else ""
            notice = "" if warning and view.notice.startswith("not saved") else view.notice
            self.query_one(KeyLine).show(keys.footer(self.TABLE, keys.on_screen(view)), notice, warning)

    def _draw_status(self) -> None:
        self.query_one(StatusLine).show(self.view)

    def _draw_card(self, view: View) -> None:
        question, answer = self.query_one("#question", Static), self.query_one("#answer", Static)
        typed = self.query_one("#typed", Input)
        asking_text = view.stage is Stage.ASKING and isinstance(view.shape, Type)
        self.query_one("#card").border_title = None
        if view.closing:
            question.update(content.closing_page(view.closing, view.title))
        elif view.shape:
            question.update(content.question(view))
        self._draw_options()
        if asking_text != typed.display:
            typed.display = asking_text
        if asking_text and isinstance(view.shape, Type):
            typed.placeholder = view.shape.hint or "type your answer, Enter to give it"
            self.set_focus(typed, scroll_visible=False)
        elif self.focused is typed:
            self.set_focus(None)
        shown = view.stage is Stage.ANSWERED or (self.why and view.stage is Stage.ASKING)
        answer.display = shown
        if view.stage is Stage.ANSWERED:
            answer.update(content.answer(view, self.why))
        elif shown:
            answer.update(content.reasons(view))

    def _draw_options(self) -> None:
        options = self.query_one("#options", Static)
        choosing = self.hand is not None and self.view.closing is None
        options.display = choosing
        if self.hand and choosing:
            options.update(content.options(self.view, self.hand))

    def _bring_into_view(self) -> None:
        """Where not everything fits: the question, then the marked option, then the answer."""
        view = self.view
        if view.stage is Stage.ANSWERED or (self.why and view.stage is Stage.ASKING):
            answer = self.query_one("#answer")
            self._bring(answer, 0, answer.virtual_region.height)
        elif self._choosing() and self.hand and self.hand.cursor:
            options = self.query_one("#options")
            self._bring(options, *content.rows_of(view, self.hand, options.content_size.width))
        else:
            self.query_one("#desk", VerticalScroll).scroll_home(animate=False)

    def _bring(self, widget: Widget, row: int, height: int) -> None:
        """Bring some rows of a widget into view; Textual's own way of it does not count the padding around."""
        card = self.query_one("#card")
        top = card.virtual_region.y + card.gutter.top + widget.virtual_region.y
        self.query_one("#desk", VerticalScroll).scroll_to_region(Region(0, top + row, 1, height), animate=False)

    def _flash_card(self, outcome: str) -> None:
        """The border takes the colour of the verdict for a moment; the words and marks say the same."""
        card = self.query_one("#card")
        card.set_classes(outcome)
        if self._flash:
            self._flash.stop()
        self._flash = self.set_timer(FLASH_SECONDS, lambda: card.set_classes("")) if self._moves() else None

    def _moves(self) -> bool:
        return self.run.workspace.looks.motion and self.app.animation_level != "none"

    def _tick(self) -> None:
        if self.view.stage is Stage.DONE:
            self.view = self.run.view
            self._draw()


def _asked(view: View) -> tuple[int, str]:
    return view.number, view.why.key if view.why else ""
