"""Themes, motion, and the verdict that is never told by colour alone."""

from itertools import product
from pathlib import Path

import pytest
from faces.tui.desk import CHOICE, RECALL, deck, played, recall, segments, studying
from textual.color import Color
from textual.theme import Theme

from quiz.tui.themes import THEMES

TEXTS = ("foreground", "muted", "right", "wrong", "accent", "primary")
GROUNDS = ("background", "surface", "panel")
AA = 4.5
"""Contrast that WCAG 2 asks for between text and what is behind it."""


def luminance(color: Color) -> float:
    """Relative luminance, by WCAG 2."""
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color.normalized]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: Color, other: Color) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_text_stands_out_from_what_is_behind_it(theme: Theme) -> None:
    colours = {**{name: getattr(theme, name, None) for name in (*TEXTS, *GROUNDS)}, **theme.variables}
    for text, ground in product(TEXTS, GROUNDS):
        found = contrast(Color.parse(colours[text]), Color.parse(colours[ground]))
        assert found >= AA, f"{text} on {ground}: {found:.1f}"


@pytest.mark.parametrize("name", ["quiz-dark", "quiz-light", "textual-light", "nord"])
def test_a_theme_of_the_settings(name: str, tmp_path: Path) -> None:
    @played
    async def play() -> None:
        (tmp_path / "settings.toml").write_text(f'theme = "{name}"\n')
        async with studying(tmp_path, deck(CHOICE, RECALL)) as desk:
            assert desk.app.theme == name
            light = not desk.app.current_theme.dark
            await desk.press("1")
            assert desk.sees(desk.view.verdict.word, "1 Again")
            ground = Color.parse(desk.app.theme_variables["background"])
            assert (ground.brightness > 0.5) is light
            drawn = [segment.style.bgcolor for row in segments(desk.app) for segment in row if segment.style]
            corner = drawn[0].get_truecolor()
            assert (Color(*corner).brightness > 0.5) is light
            muted = Color.parse(desk.app.theme_variables["muted"])
            wanted = AA if name.startswith("quiz") else 4  # others choose their own grounds
            assert contrast(muted, ground) >= wanted, "our own colours follow the theme"

    play()


@played
async def test_an_unknown_theme_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('theme = "none such"\n')
    async with studying(tmp_path, deck(RECALL)) as desk:
        assert desk.app.theme == "quiz-dark"


@pytest.mark.parametrize("still", ["setting", "TEXTUAL_ANIMATIONS"])
def test_without_motion_nothing_flashes(still: str, tmp_path: Path) -> None:
    @played
    async def play() -> None:
        if still == "setting":
            (tmp_path / "settings.toml").write_text("motion = false\n")
        async with studying(tmp_path, deck(CHOICE, recall("x"), recall("y"))) as desk:
            if still == "TEXTUAL_ANIMATIONS":
                desk.app.animation_level = "none"
            card = desk.study.query_one("#card")
            await desk.press("1")
            assert desk.study._flash is None
            assert card.classes == {desk.view.verdict.outcome}, "the border says it and stays"
            await desk.press("4")
            assert not card.classes, "the next question has no verdict yet"

    play()


@played
async def test_the_border_takes_the_colour_of_the_verdict_for_a_moment(tmp_path: Path) -> None:
    async with studying(tmp_path, deck(CHOICE, RECALL)) as desk:
        card = desk.study.query_one("#card")
        await desk.press("1")
        outcome = desk.view.verdict.outcome
        assert {outcome} >= card.classes
        for _ in range(1000):
            if not card.classes:
                break
            await desk.settle()
        assert not card.classes
        assert desk.sees({"right": "✓ Right", "wrong": "✗ Wrong"}[outcome])


@played
async def test_marks_say_what_colours_say(tmp_path: Path) -> None:
    async with studying(tmp_path, deck(CHOICE, RECALL)) as desk:
        await desk.press("1")
        chosen = next(o.text for o in desk.view.shape.options if o.id in desk.view.chosen)
        [row] = [row for row in desk.lines if chosen in row]
        assert {"right": "✓", "wrong": "✗"}[desk.view.verdict.outcome] in row
