"""A question, its answer, and what is said about it, in every shape."""

from pathlib import Path

from faces.tui.desk import CHOICE, RECALL, SEVERAL, TYPED, Desk, choice, deck, played, recall, studying, typed

from quiz.session import Stage


async def pick(desk: Desk, *texts: str) -> None:
    """Press the numbers of options."""
    for text in texts:
        [n] = [n for n, option in enumerate(desk.view.shape.options, 1) if option.text == text]
        await desk.press(str(n))


def line(desk: Desk, text: str) -> str:
    [found] = [line for line in desk.lines if text in line]
    return found


@played
async def test_a_card_to_think_through(tmp_path: Path) -> None:
    card = recall("r", "Why?", "Because.", 'why = "It is so."\nsource = "book#3"\nfrom = "some.fact"')
    async with studying(tmp_path, deck(card, recall("s"))) as desk:
        assert desk.sees("Why?", "A deck", "2 new")
        for later in ("Because.", "1 Again", "book#3"):
            assert not desk.sees(later)
        await desk.press("w")
        assert desk.sees("New: you have not met it yet.", "deck/r")
        assert not desk.sees("book#3"), "a source may give the answer away"
        await desk.press("w", "space")
        assert desk.sees("Why?", "Because.", "It is so.", "book#3", "1 Again", "2 Hard", "3 Good", "4 Easy")
        assert not {"Right", "Wrong"} & set(desk.text.split()), "nobody has judged it"
        for grade in desk.view.grades:
            assert grade.interval
            assert desk.sees(grade.interval)
        await desk.press("w")
        assert desk.sees("source book#3", "fact some.fact")
        await desk.press("4")
        assert desk.grades == [("r", 4)]
        assert desk.sees("Question s?", "1 new")
        assert not desk.sees("source"), "the reasons were about the card before"


@played
async def test_a_right_typed_answer(tmp_path: Path) -> None:
    async with studying(tmp_path, deck(TYPED, RECALL)) as desk:
        assert desk.sees("Type t.", "a crater")
        await desk.type("atlas")
        await desk.press("enter")
        assert desk.sees("✓ Right", "It is in the north-east.", "a book#chapter")
        assert [grade.grade for grade in desk.view.grades if grade.suggested] == [3]
        await desk.press("enter")
        assert desk.grades == [("t", 3)]
        assert desk.rows[0].said == "atlas"


@played
async def test_a_wrong_typed_answer(tmp_path: Path) -> None:
    async with studying(tmp_path, deck(TYPED, RECALL)) as desk:
        await desk.type("Tycho")
        await desk.press("enter")
        assert desk.sees("✗ Wrong", "You said Tycho", "Answer Atlas", desk.view.verdict.reason)
        await desk.press("y")
        assert desk.sees("✓ Right", "You say it was right.")
        await desk.press("y")
        assert desk.sees("✗ Wrong", "You say it was not right.")
        await desk.press("space")
        assert desk.grades == [("t", 1)]


@played
async def test_an_empty_field_means_dont_know(tmp_path: Path) -> None:
    async with studying(tmp_path, deck(TYPED, RECALL)) as desk:
        await desk.type("   ")
        await desk.press("enter")
        assert desk.sees("✗ Wrong", "Not answered.", "Atlas")
        await desk.press("enter")
        assert desk.grades == [("t", 1)]


@played
async def test_one_of_several_options(tmp_path: Path) -> None:
    async with studying(tmp_path, deck(CHOICE, RECALL)) as desk:
        assert desk.sees("Choose c.", "Tycho", "Endymion", "Copernicus")
        await pick(desk, "Endymion")
        assert desk.sees("✗ Wrong", "That one is elsewhere.")
        assert "✓" in line(desk, "Tycho")
        assert "✗" in line(desk, "Endymion")
        assert not {"✓", "✗"} & set(line(desk, "Copernicus"))
        await desk.press("enter")
        assert (desk.grades, desk.rows[0].said) == ([("c", 1)], "Endymion")


@played
async def test_several_options_are_right(tmp_path: Path) -> None:
    async with studying(tmp_path, deck(SEVERAL, RECALL)) as desk:
        await pick(desk, "Red", "Tin")
        assert "●" in line(desk, "Red")
        assert "●" in line(desk, "Tin")
        assert "●" not in line(desk, "Lead")
        await pick(desk, "Tin")
        assert desk.view.stage is Stage.ASKING
        await desk.press("enter")
        assert desk.sees("≈ Partly right", "1 of 2 right, 0 wrong.")
        assert "✓" in line(desk, "Red")
        assert "✓" in line(desk, "Blue")
        await desk.press("enter")
        assert (desk.grades, desk.rows[0].said) == ([("m", 2)], "Red")


@played
async def test_cursor_and_marks_begin_anew_with_each_card(tmp_path: Path) -> None:
    cards = [choice(f"c{n}", ["Red", "Blue"], ["Tin", "Lead"]) for n in range(3)]
    async with studying(tmp_path, deck(*cards)) as desk:
        await desk.press("down", "x", "down", "b")
        assert (desk.study.hand.cursor, desk.study.hand.marked) == (0, frozenset())
        await desk.press("down", "x", "enter", "4")
        assert (desk.study.hand.cursor, desk.study.hand.marked) == (0, frozenset())


@played
async def test_more_options_than_digits(tmp_path: Path) -> None:
    options = [f"Option {letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXY"]
    async with studying(tmp_path, deck(choice("c", ["Right"], options), RECALL), size=(80, 40)) as desk:
        last = desk.view.shape.options[-1]
        await desk.press("up", "enter")
        assert desk.view.chosen == (last.id,)


@played
async def test_the_same_words_on_two_cards_are_two_questions(tmp_path: Path) -> None:
    cards = [recall("a", "Same?", "Yes."), recall("b", "Same?", "Yes."), typed("t", "x")]
    async with studying(tmp_path, deck(*cards)) as desk:
        await desk.press("w")
        assert desk.sees("deck/a")
        await desk.press("b")
        assert desk.view.why.key == "deck/b"
        assert not desk.sees("deck/b"), "the reasons were asked for another card"


@played
async def test_progress_and_what_is_left(tmp_path: Path) -> None:
    async with studying(tmp_path, deck(*(recall(f"c{n}") for n in range(5)))) as desk:
        assert desk.sees("5 new")
        await desk.press("space", "1", "space", "4")
        assert desk.sees("1 learning", "3 new")
        assert "█" in desk.lines[0]
        await desk.resize(50, 20)
        assert desk.sees("4 left")


@played
async def test_help_lists_every_key_and_leads_back(tmp_path: Path) -> None:
    from quiz.tui.keys import HOME, STUDY

    async with studying(tmp_path, deck(TYPED, RECALL), size=(80, 40)) as desk:
        await desk.type("At")
        await desk.press("f1")
        for key in STUDY:
            assert desk.sees(f"{key.shown} {key.help}"), key.id
        await desk.press("escape")
        assert desk.field.value == "At"
        await desk.type("las")
        assert desk.field.value == "Atlas"
    from faces.tui.desk import at_home

    async with at_home(tmp_path, size=(80, 40)) as desk:
        await desk.press("question_mark")
        for key in HOME:
            assert desk.sees(f"{key.shown} {key.help}"), key.id


@played
async def test_help_can_be_read_in_a_small_terminal(tmp_path: Path) -> None:
    from quiz.tui.keys import STUDY

    async with studying(tmp_path, deck(RECALL), size=(40, 12)) as desk:
        desk.app.animation_level = "none"  # a page that is still gliding in would be read half
        await desk.press("question_mark")
        seen = desk.text
        for _ in range(12):
            await desk.press("pagedown")
            seen += "\n" + desk.text
        words = set(seen.split())
        for key in STUDY:
            assert set(key.help.split()) <= words, key.help
        await desk.press("question_mark")
        assert desk.sees("Question r?")
