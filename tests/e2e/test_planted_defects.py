"""The harness itself: defects are planted in the process under test, and each must be found."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from e2e import planted
from e2e.kills import kill_once
from e2e.power import Command, cut, record, work

CUTS = 60

BY_POWER_CUTS = {
    planted.no_sync: "acknowledged events",
    planted.no_folder_sync: "acknowledged events",
    planted.acknowledged_before_written: "acknowledged events",
    planted.buffered: "acknowledged events",
    planted.rename_without_sync: "neither old nor new",
    planted.in_place: "neither old nor new",
    planted.rename_not_synced: "neither old nor new",
}


@pytest.mark.parametrize("defect", BY_POWER_CUTS, ids=lambda defect: defect.__name__)
def test_power_cuts_find(defect: Callable[[], None], new_home: Callable[[str], Path], many: Path, folder: Path) -> None:
    ground = folder / "ground"
    ground.mkdir()
    shutil.move(new_home("home"), ground / "home")
    _, sitting, add, write, rewrite, *_ = work(ground, many.parent, 12)
    commands: list[Command] = [sitting] if "events" in BY_POWER_CUTS[defect] else [add, write, rewrite]
    losses = cut(record(ground, folder, commands, defect.__name__), folder, CUTS, 1)
    assert any(BY_POWER_CUTS[defect] in loss.what for loss in losses)


def test_kills_find_rows_that_wait(new_home: Callable[[str], Path], many: Path) -> None:
    script = str(Path(__file__).parent / "with_defect.py")
    with pytest.raises(AssertionError, match="grades acknowledged"):
        kill_once(new_home("home"), many, random.Random(1), 50, (script, planted.buffered.__name__))
