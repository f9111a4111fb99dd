"""Every key: one table from which bindings, the footer, the help screen and the palette are made."""

from typing import NamedTuple

from textual.binding import Binding, BindingType

from quiz.cards import Arrange, Choose, Pair, Type
from quiz.session import Stage, View


class Key(NamedTuple):
    """A key of a screen."""

    id: str
    keys: str
    """Textual's names, with commas between alternatives."""
    action: str
    label: str
    """In the footer, short."""
    help: str
    stages: tuple[str, ...] = ()
    """What is on the screen when it does something; () for always."""
    shown: str = ""
    """How the key is written."""
    footer: bool = True

    @property
    def click(self) -> str:
        """The action of a click on its name; "" where one of many keys would have to be meant."""
        name = self.keys.split(",")[-1]
        return self.action.replace("{key}", name) if "{key}" not in self.action or not name.isdigit() else ""


THINKING, CHOOSING, TYPING, ANSWERED, DONE = "thinking", "choosing", "typing", "answered", "done"
"""What a sitting shows: a question to think through, options, a field to type in, the answer, the end."""
ARRANGING, PAIRING = "arranging", "pairing"
"""Or things to put in order, and things to join."""
PICKING = (CHOOSING, ARRANGING, PAIRING)
ASKING = (THINKING, *PICKING)
NOT_TYPING = (*ASKING, ANSWERED, DONE)
SCROLLING = (THINKING, TYPING, ANSWERED, DONE)

STUDY: tuple[Key, ...] = (
    Key("show", "space,enter", "show('{key}')", "show", "Show the answer", (THINKING,), "space"),
    Key("choose", "space,enter", "show('{key}')", "choose", "Choose the marked option", (CHOOSING,), "enter"),
    Key(
        "give",
        "enter",
        "show('{key}')",
        "answer",
        "Give what was typed; nothing means you don't know",
        (TYPING,),
        "enter",
    ),
    Key("accept", "space,enter", "show('{key}')", "take", "Take the grade that is marked", (ANSWERED,), "space"),
    Key("pick", "1,2,3,4,5,6,7,8,9", "digit('{key}')", "choose", "Choose an option by its number", (CHOOSING,), "1–9"),
    Key("grade", "1,2,3,4", "digit('{key}')", "grade", "Grade: 1 Again, 2 Hard, 3 Good, 4 Easy", (ANSWERED,), "1–4"),
    Key("done", "enter", "show('{key}')", "done", "Give it as it stands", (ARRANGING, PAIRING), "enter"),
    Key("hold", "space,x", "mark", "hold", "Take a thing up, and put it down again", (ARRANGING,), "space"),
    Key(
        "place", "1,2,3,4,5,6,7,8,9", "digit('{key}')", "place", "Go to a place, with what is held", (ARRANGING,), "1–9"
    ),
    Key(
        "join", "1,2,3,4,5,6,7,8,9", "digit('{key}')", "join", "Join it to the one with this number", (PAIRING,), "1–9"
    ),
    Key("part", "space,x", "mark", "part", "Take a pair apart", (PAIRING,), "space"),
    Key("down", "down,j", "move(1)", "down", "The next one", PICKING, "↓", footer=False),
    Key("up", "up,k", "move(-1)", "up", "The one before", PICKING, "↑", footer=False),
    Key("further", "down,j", "move(1)", "down", "Scroll down where there is more", SCROLLING, "↓", footer=False),
    Key("back", "up,k", "move(-1)", "up", "Scroll up", SCROLLING, "↑", footer=False),
    Key("toggle", "x", "mark", "mark", "Mark an option where several are right", (CHOOSING,), "x", footer=False),
    Key("turn", "y", "turn", "I was right", "Turn the verdict: I was right, or I was not", (ANSWERED,), "y"),
    Key("why", "w", "why", "why", "Why this card now, and where its answer comes from", (*ASKING, ANSWERED), "w"),
    Key("undo", "u,ctrl+z", "undo", "undo", "Take back the latest change, as far back as you like", NOT_TYPING, "u"),
    Key("undo-typing", "ctrl+z", "undo", "undo", "The same, while an answer is being typed", (TYPING,), "^z"),
    Key("redo", "U,ctrl+y", "redo", "redo", "Bring back what was undone", (), "U", footer=False),
    Key("flag", "f", "flag", "flag", "Flag the card, or take its flag away", (*ASKING, ANSWERED), "f"),
    Key("bury", "b", "bury", "not today", "Not today", (*ASKING, ANSWERED), "b", footer=False),
    Key("suspend", "s", "suspend", "suspend", "Ask this no more", (*ASKING, ANSWERED), "s", footer=False),
    Key("again", "a", "again", "again", "Practise what was missed", (DONE,), "a"),
    Key("more", "c,space,enter", "more", "go on", "Go on with cards that have come back", (DONE,), "c"),
    Key("leave", "escape,q", "leave", "leave", "Leave; everything is saved already", (), "esc"),
    Key("help", "question_mark,f1", "help", "help", "This list", (), "?, F1"),
)

_IN_ROUNDS = frozenset([
    "show", "choose", "give", "done", "pick", "hold", "place", "join", "part", "down", "up", "further", "back",
    "toggle", "leave", "help",
])  # fmt: skip
ROUND: tuple[Key, ...] = (
    Key("next", "space,enter", "show('{key}')", "next", "On to the next card", (ANSWERED,), "space"),
    Key("again", "a", "again", "again", "Once more what was missed", (DONE,), "a"),
    *(key for key in STUDY if key.id in _IN_ROUNDS),
)

HOME: tuple[Key, ...] = (
    Key("study", "enter,space", "study", "study", "Study the deck that is marked", shown="enter"),
    Key("all", "a", "study_all", "all", "Study everything that is due", shown="a"),
    Key("play", "p", "play", "play", "Play a round for points on what is marked", shown="p"),
    Key("undo", "u", "undo", "undo", "Take back the latest change", shown="u"),
    Key("theme", "t", "theme", "theme", "Next theme", shown="t", footer=False),
    Key("palette", "ctrl+p", "app.command_palette", "commands", "Every command by name", shown="^p"),
    Key("help", "question_mark,f1", "help", "help", "This list", shown="?"),
    Key("quit", "q,escape", "app.quit", "quit", "Quit; everything is saved already", shown="q"),
)


def bindings(table: tuple[Key, ...]) -> list[BindingType]:
    """The bindings of a screen; one key may stand for several stages, the action sorts them out."""
    out: dict[str, Binding] = {}
    for key in table:
        for name in key.keys.split(","):
            if name not in out:
                action = key.action.replace("{key}", name)
                out[name] = Binding(name, action, key.help, show=False, id=f"{key.id}.{name}")
    return list(out.values())


_SHAPES: dict[type, str] = {Type: TYPING, Choose: CHOOSING, Arrange: ARRANGING, Pair: PAIRING}


def on_screen(view: View) -> str:
    """What a sitting shows, as the table names it."""
    if view.stage is Stage.ASKING:
        return _SHAPES.get(type(view.shape), THINKING)
    return ANSWERED if view.stage is Stage.ANSWERED else DONE


def footer(table: tuple[Key, ...], stage: str = "") -> list[Key]:
    """The keys that the footer names in a stage."""
    return [key for key in table if key.footer and (not key.stages or stage in key.stages)]
