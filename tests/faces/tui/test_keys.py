"""Every key of the table does what its help says where the table says so, and nothing anywhere else."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from faces.tui.desk import Desk, at_home, choice, deck, match, order, played, recall, studying, typed
from textual.widgets import OptionList

from quiz.history import Kind
from quiz.session import Stage
from quiz.tui import keys
from quiz.tui.keys import ANSWERED, ARRANGING, CHOOSING, DONE, HOME, PAIRING, STUDY, THINKING, TYPING, Key
from quiz.tui.screens.help import HelpScreen
from quiz.tui.screens.study import StudyScreen, start

PRINTABLE = {"space": " ", "question_mark": "?"}
STAGES = (THINKING, CHOOSING, ARRANGING, PAIRING, TYPING, ANSWERED, DONE)
MANY = range(40)
WRONG = ["Tin", "Lead", "Iron", "Gold", "Zinc", "Salt", "Sand"]

DECKS = {
    THINKING: deck(*(recall(f"c{n}") for n in MANY)),
    CHOOSING: deck(*(choice(f"c{n}", ["Red", "Blue"], WRONG) for n in MANY)),
    ARRANGING: deck(*(order(f"c{n}", WRONG) for n in MANY)),
    PAIRING: deck(*(match(f"c{n}", dict(zip(WRONG, reversed(WRONG), strict=True)), ["Red", "Blue"]) for n in MANY)),
    TYPING: deck(*(typed(f"c{n}", "Atlas") for n in MANY)),
    ANSWERED: deck(*(choice(f"c{n}", ["Red"], WRONG) for n in MANY)),
    DONE: deck(*(recall(f"c{n}") for n in MANY)),
}


def works(key: Key, stage: str) -> bool:
    return not key.stages or stage in key.stages


def names(table: tuple[Key, ...], stage: str = "") -> list[tuple[Key, str]]:
    """Keys that do something in a stage, by each of their names."""
    return [(key, name) for key in table if works(key, stage) for name in key.keys.split(",")]


def letter(name: str) -> str:
    """What a key writes into a field; "" for one that writes nothing."""
    return name if len(name) == 1 else PRINTABLE.get(name, "")


async def reach(desk: Desk, stage: str) -> None:
    """Get to a stage, with a grade behind us that can be taken back."""
    if isinstance(desk.app.screen, HelpScreen):
        await desk.press("escape")
    if desk.view.stage is Stage.DONE:
        await desk.press("c")
    while desk.view.stage is Stage.ASKING and not desk.view.done:
        await desk.press("enter", "1")
    if desk.view.stage is Stage.ANSWERED and stage is not ANSWERED:
        await desk.press("1")
    if stage is ANSWERED and desk.view.stage is Stage.ASKING:
        await desk.press("enter")
    if stage is DONE:
        await desk.press("escape")
    assert keys.on_screen(desk.view) == stage


# -- what each key does; the stage has been reached -------------------------------------------------------------------


async def shows(desk: Desk, name: str) -> None:
    await desk.press(name)
    assert desk.view.stage is Stage.ANSWERED
    assert desk.sees("Answer c", "1 Again")


async def chooses_the_marked(desk: Desk, name: str) -> None:
    await desk.press("down", "down")
    marked = desk.view.shape.options[desk.study.hand.cursor]
    await desk.press(name)
    assert desk.view.chosen == (marked.id,)


async def gives(desk: Desk, name: str) -> None:
    await desk.type("my own words")
    await desk.press(name)
    assert desk.view.said == "my own words"


async def takes(desk: Desk, name: str) -> None:
    [suggested] = [grade.grade for grade in desk.view.grades if grade.suggested]
    count = len(desk.grades)
    await desk.press(name)
    assert [grade for _, grade in desk.grades[count:]] == [suggested]


async def picks(desk: Desk, name: str) -> None:
    option = desk.view.shape.options[int(name) - 1]
    await desk.press(name)
    assert desk.study.hand.marked == {option.id}
    await desk.press(name)
    assert not desk.study.hand.marked


async def grades(desk: Desk, name: str) -> None:
    count = len(desk.grades)
    await desk.press(name)
    assert [grade for _, grade in desk.grades[count:]] == [int(name)]


async def goes_down(desk: Desk, name: str) -> None:
    for before, after in ((0, 1), (desk.study.hand.rows - 1, 0)):
        desk.study.hand = desk.study.hand._replace(cursor=before)
        await desk.press(name)
        assert desk.study.hand.cursor == after


async def goes_up(desk: Desk, name: str) -> None:
    for before, after in ((1, 0), (0, desk.study.hand.rows - 1)):
        desk.study.hand = desk.study.hand._replace(cursor=before)
        await desk.press(name)
        assert desk.study.hand.cursor == after


async def gives_as_it_stands(desk: Desk, name: str) -> None:
    answer = desk.study.hand.answer()
    await desk.press(name)
    assert desk.view.stage is Stage.ANSWERED
    assert (desk.view.chosen or desk.view.joined) == answer


async def takes_up_and_puts_down(desk: Desk, name: str) -> None:
    first, second, third, *rest = desk.study.hand.order
    desk.study.hand = desk.study.hand._replace(cursor=0)
    await desk.press(name)
    assert "↕" in desk.text
    await desk.press("down", "down", name)
    assert desk.study.hand.order == (second, third, first, *rest)
    assert "↕" not in desk.text
    await desk.press("up")
    assert desk.study.hand.order == (second, third, first, *rest)


async def places(desk: Desk, name: str) -> None:
    place = int(name) - 1
    desk.study.hand = desk.study.hand._replace(cursor=0)
    first = desk.study.hand.order[0]
    await desk.press("x", name, "x")
    there = place if place < desk.study.hand.rows else 0
    assert desk.study.hand.order[there] == first
    await desk.press("1", name)
    assert desk.study.hand.cursor == there


async def joins(desk: Desk, name: str) -> None:
    desk.study.hand = desk.study.hand._replace(cursor=2)
    left, right = desk.view.shape.left[2].id, desk.view.shape.right[int(name) - 1].id
    await desk.press(name)
    assert (left, right) in desk.study.hand.joined
    assert [pair for pair in desk.study.hand.joined if left in pair or right in pair] == [(left, right)]


async def parts(desk: Desk, name: str) -> None:
    await desk.press("1")
    joined = desk.study.hand.joined
    row = next(n for n, option in enumerate(desk.view.shape.left) if option.id == joined[-1][0])
    desk.study.hand = desk.study.hand._replace(cursor=row)
    await desk.press(name)
    assert desk.study.hand.joined == joined[:-1]


async def scrolls(desk: Desk, name: str) -> None:
    before = desk.view
    await desk.resize(40, 12)
    place = desk.study.query_one("#desk")
    place.scroll_to(y=0 if name in ("down", "j") else place.max_scroll_y, animate=False)
    await desk.settle()
    start = place.scroll_y
    await desk.press(name)
    assert place.scroll_y == min(place.max_scroll_y, max(0, start + (1 if name in ("down", "j") else -1)))
    await desk.resize(80, 24)
    assert desk.view == before


async def marks(desk: Desk, name: str) -> None:
    desk.study.hand = desk.study.hand._replace(cursor=0)
    await desk.press("down", name, "down", name)
    first, second, third, *_ = [option.id for option in desk.view.shape.options]
    assert desk.study.hand.marked == {second, third}
    await desk.press(name)
    assert desk.study.hand.marked == {second}
    assert first not in desk.study.hand.marked


async def turns(desk: Desk, name: str) -> None:
    outcomes = []
    for _ in range(3):
        outcomes.append(desk.view.verdict.outcome)
        assert desk.sees(desk.view.verdict.word)
        await desk.press(name)
    assert outcomes in (["wrong", "right", "wrong"], ["right", "wrong", "right"])


async def tells_why(desk: Desk, name: str) -> None:
    state = "New: you have not met it yet."
    assert not desk.sees(state)
    await desk.press(name)
    assert desk.sees(state, desk.view.why.key)
    await desk.press(name)
    assert not desk.sees(state)


async def undoes(desk: Desk, name: str) -> None:
    events, done = len(desk.rows), desk.view.done
    await desk.press(name)
    assert [event.kind for event in desk.rows[events:]] == [Kind.VOID]
    assert desk.view.done == done - 1
    assert desk.sees("Undone")


async def redoes(desk: Desk, name: str) -> None:
    await desk.press("ctrl+z" if keys.on_screen(desk.view) == TYPING else "u")
    events, done = len(desk.rows), desk.view.done
    await desk.press(name)
    assert [event.kind for event in desk.rows[events:]] == [Kind.VOID]
    assert desk.view.done == done + 1
    assert desk.sees("Brought back")


async def flags(desk: Desk, name: str) -> None:
    for expected in (True, False):
        key = desk.view.why.key
        await desk.press(name)
        assert desk.rows[-1].kind == Kind.FLAG
        assert desk.view.why.flagged is expected
        assert desk.view.why.key == key
        assert ("⚑" in desk.text) is expected


async def puts_off(desk: Desk, name: str, kind: Kind = Kind.BURY) -> None:
    key = desk.view.why.key
    await desk.press(name)
    assert (desk.rows[-1].kind, desk.rows[-1].item) == (kind, key)
    assert desk.view.stage is Stage.ASKING
    assert desk.view.why.key != key


async def suspends(desk: Desk, name: str) -> None:
    await puts_off(desk, name, Kind.SUSPEND)


async def practises(desk: Desk, name: str) -> None:
    missed = len(desk.view.closing.missed)
    assert missed
    await desk.press(name)
    assert desk.view.practice
    assert desk.view.total == missed


async def goes_on(desk: Desk, name: str) -> None:
    await desk.press(name)
    assert desk.view.stage is Stage.ASKING


async def leaves(desk: Desk, name: str) -> None:
    was_done = desk.view.stage is Stage.DONE
    await desk.press(name)
    if was_done:
        assert not isinstance(desk.app.screen, StudyScreen)
        desk.app.push_screen(StudyScreen(start(desk.app.workspace, desk.app.workspace.scope(None))))
        await desk.settle()
    else:
        assert desk.view.stage is Stage.DONE


async def helps(desk: Desk, name: str) -> None:
    await desk.press(name)
    assert isinstance(desk.app.screen, HelpScreen)


EFFECTS: dict[str, Callable[[Desk, str], Awaitable[None]]] = {
    "show": shows, "choose": chooses_the_marked, "give": gives, "accept": takes, "pick": picks, "grade": grades,
    "done": gives_as_it_stands, "hold": takes_up_and_puts_down, "place": places, 
    "join": joins, "part": parts,
    "down": goes_down, "up": goes_up, "further": scrolls, "back": scrolls, "toggle": marks, "turn": turns,
    "why": tells_why, "undo": undoes,
    "undo-typing": undoes, "redo": redoes, "flag": flags, "bury": puts_off, "suspend": suspends, "again": practises,
    "more": goes_on, "leave": leaves, "help": helps,
}  # fmt: skip


@pytest.mark.parametrize("stage", STAGES)
def test_every_key_does_what_it_says(stage: str, tmp_path: Path) -> None:
    @played
    async def play() -> None:
        async with at_home(tmp_path, DECKS[stage]) as desk:
            await desk.press("enter")
            for key, name in names(STUDY, stage):
                if stage is TYPING and letter(name):
                    continue  # it writes a letter: see the next test
                await reach(desk, stage)
                await EFFECTS[key.id](desk, name)

    play()


def test_the_table_of_effects_is_complete() -> None:
    assert set(EFFECTS) == {key.id for key in STUDY}


def fingerprint(desk: Desk) -> tuple[object, ...]:
    """Everything that a key might change, but for a notice."""
    study = desk.study
    return (
        study.view._replace(notice=""), study.hand, study.why, desk.field.value, len(desk.rows),
        desk.lines[:-1],
    )  # fmt: skip


@pytest.mark.parametrize("stage", STAGES)
def test_a_key_does_nothing_where_the_table_does_not_name_it(stage: str, tmp_path: Path) -> None:
    @played
    async def play() -> None:
        async with at_home(tmp_path, DECKS[stage]) as desk:
            await desk.press("enter")
            await reach(desk, stage)
            active = {name for _, name in names(STUDY, stage) if not (stage is TYPING and letter(name))}
            every = {name for key in STUDY for name in key.keys.split(",")}
            for name in sorted(every - active):
                before = fingerprint(desk)
                await desk.press(name)
                assert isinstance(desk.app.screen, StudyScreen), f"{name} left the screen"
                if stage is TYPING and letter(name):
                    assert desk.field.value == letter(name)
                    await desk.press("backspace")
                assert fingerprint(desk) == before, f"{name} did something while {stage}"

    play()


@pytest.mark.parametrize("stage", STAGES)
def test_the_footer_names_what_works_now(stage: str, tmp_path: Path) -> None:
    @played
    async def play() -> None:
        async with at_home(tmp_path, DECKS[stage], size=(160, 24)) as desk:
            await desk.press("enter")
            await reach(desk, stage)
            for key in STUDY:
                shown = f"{key.shown or key.keys} {key.label}"
                assert (shown in desk.footer()) == (key.footer and works(key, stage)), shown
            await desk.resize(40, 12)
            assert "esc leave" in desk.footer()
            assert "help" in desk.footer()

    play()


@played
async def test_every_key_of_the_home_screen(tmp_path: Path) -> None:
    async with at_home(tmp_path, deck(recall("r"), recall("s"))) as desk:
        home = desk.app.screen
        tried = set()
        for key, name in names(HOME):
            if key.id == "quit":
                continue
            tried.add(key.id)
            desk.app.screen.query_one(OptionList).highlighted = 1
            events, theme = len(desk.rows), desk.app.theme
            await desk.press(name)
            if key.id in ("study", "all"):
                assert desk.view.title == ("A deck" if key.id == "study" else "All decks")
                await desk.press("space", "4", "escape") if key.id == "all" else None
            elif key.id == "undo":
                assert [event.kind for event in desk.rows[events:]] == [Kind.VOID]
            elif key.id == "theme":
                assert desk.app.theme != theme
            elif key.id == "palette":
                assert type(desk.app.screen).__name__ == "CommandPalette"
            elif key.id == "help":
                assert isinstance(desk.app.screen, HelpScreen)
            if desk.app.screen is not home:
                await desk.press("escape")
            assert desk.app.screen is home
        assert tried == {key.id for key in HOME} - {"quit"}


@pytest.mark.parametrize("name", [name for key, name in names(HOME) if key.id == "quit"])
def test_quitting_from_home(name: str, tmp_path: Path) -> None:
    @played
    async def play() -> None:
        async with at_home(tmp_path, deck(recall("r"))) as desk:
            await desk.press(name)
            assert desk.app.return_code == 0
            assert not desk.app.is_running

    play()


@played
async def test_letters_go_into_the_field_and_nowhere_else(tmp_path: Path) -> None:
    async with studying(tmp_path, deck(typed("t", "quasi"), recall("r"))) as desk:
        await desk.type("qusfw1234yabcxjkU?")
        assert desk.field.value == "qusfw1234yabcxjkU?"
        await desk.press("tab", "shift+tab")
        await desk.click("Type t.")
        await desk.click("A deck")
        await desk.type("qs")
        assert desk.field.value == "qusfw1234yabcxjkU?qs"
        assert not desk.rows
        assert desk.view.stage is Stage.ASKING


@played
async def test_letters_pressed_before_the_field_is_there_go_into_it(tmp_path: Path) -> None:
    async with studying(tmp_path, deck(recall("r"), typed("t", "quasi"), typed("u", "sufficient"))) as desk:
        await desk.burst("space", "4", *"qsuasibf")
        assert sorted(desk.field.value) == sorted("qsuasibf")
        assert [event.kind for event in desk.rows] == [Kind.REVIEW]
        await desk.press("enter")
        assert desk.view.stage is Stage.ANSWERED


@played
async def test_what_was_typed_outlives_a_glance_elsewhere(tmp_path: Path) -> None:
    from textual import events

    async with studying(tmp_path, deck(typed("t", "Atlas"), recall("r"))) as desk:
        await desk.type("Atl")
        desk.app.post_message(events.AppBlur())
        await desk.settle()
        await desk.resize(60, 20)
        desk.app.post_message(events.AppFocus())
        await desk.settle()
        await desk.type("as")
        await desk.press("f1", "escape", "enter")
        assert desk.view.said == "Atlas"
        await desk.press("enter")
        assert desk.field.value == ""
