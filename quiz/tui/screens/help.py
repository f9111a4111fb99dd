"""The list of keys, from the key table."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from quiz.tui.keys import Key


class HelpScreen(ModalScreen[None]):
    """All keys of a screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,f1,enter,space", "dismiss", "Close", show=False)
    ]

    def __init__(self, title: str, table: tuple[Key, ...]) -> None:
        super().__init__()
        self.title = title
        self.table = table

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="help"):
            yield Static(self._content(), markup=False)

    def _content(self) -> Content:
        lines = [Content(f"Keys: {self.title}").stylize("bold"), Content("")]
        for key in self.table:
            lines.append(Content.assemble((f"{key.shown or key.keys:>6}", "bold $primary"), f"   {key.help}"))
        lines += [Content(""), Content("Every answer is saved the moment you grade it.").stylize("$muted")]
        return Content("\n").join(lines)
