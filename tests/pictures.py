"""Makes the pictures of the README out of the program itself: `python tests/pictures.py`."""

import asyncio
import os
import re
import tempfile
from pathlib import Path

PICTURES = Path(__file__).resolve().parent.parent / ".github" / "pictures"
SIZE = (92, 26)


async def study(folder: Path) -> None:
    """A sitting on the decks that are shipped, with a few answers given."""
    from quiz.store.home import Home
    from quiz.tui.app import QuizApp, start
    from quiz.tui.screens.home import HomeScreen
    from quiz.tui.screens.study import StudyScreen
    from quiz.workspace import Workspace

    workspace = Workspace(Home(str(folder)))
    run = start(workspace, workspace.scope("ispace.missions"))
    app = QuizApp(workspace, StudyScreen(run))
    async with app.run_test(size=SIZE) as pilot:
        for _ in range(40):
            view = app.screen.view if isinstance(app.screen, StudyScreen) else run.view
            if view.right:
                break
            if view.stage == "answered":
                await pilot.press("3")
            elif hasattr(view.shape, "options"):
                await _pick(pilot, app)
            else:
                await pilot.press("enter")
        await pilot.pause()
        save(app, "study")
    app = QuizApp(workspace, HomeScreen(workspace))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        save(app, "home")
    workspace.close()


async def _pick(pilot: object, app: object) -> None:
    screen = app.screen  # type: ignore[attr-defined]
    view, card = screen.view, screen.run.sitting.dealt
    wanted = card.card.full_marks(card.part)[0]
    place = [option.id for option in view.shape.options].index(wanted)
    await pilot.press(str(place + 1))  # type: ignore[attr-defined]


def save(app: object, name: str) -> None:
    """Write one picture."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    svg = app.export_screenshot(title="quiz")  # type: ignore[attr-defined]
    # A picture loads nothing: no fonts from elsewhere.
    svg = re.sub(r"@font-face \{.*?\}|<!--.*?-->", "", svg, flags=re.DOTALL)
    (PICTURES / f"{name}.svg").write_text(
        "\n".join(line for line in svg.splitlines() if line.strip()) + "\n", encoding="utf-8"
    )
    print(PICTURES / f"{name}.svg")


if __name__ == "__main__":
    os.environ["TEXTUAL_ANIMATIONS"] = "none"
    with tempfile.TemporaryDirectory() as place:
        asyncio.run(study(Path(place)))
