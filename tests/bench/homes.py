"""Home folders for the bench: built once, put back to what they were after each measurement that writes."""

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from quiz.store.home import Home, device_id
from quiz.workspace import Clock, Workspace
from tests.bench import data, fresh

SCOPE = "bench"
"""The folder of decks that is studied; the decks that come with the program are there too, as they always are."""
OTHER = "otherx"
LATE_ROWS = 10_000
SMALL = 1000
EDIT = "now "
"""What a changed deck has before each answer."""
_HOUR_NS = 3_600_000_000_000


@dataclass(frozen=True)
class Prepared:
    """A home folder and, beside it, what is needed to put it back."""

    folder: Path
    cards: int

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def kept(self) -> Path:
        return self.folder / "kept"

    @property
    def decks(self) -> Path:
        return self.home / "decks" / SCOPE

    def keep(self) -> None:
        """Take the home folder as it is now for what it is to be put back to."""
        self.kept.mkdir(exist_ok=True)
        shutil.copyfile(self.home / "index.db", self.kept / "index.db")
        sizes = {path.name: path.stat().st_size for path in (self.home / "log").iterdir()}
        (self.kept / "sizes.json").write_text(json.dumps(sizes))

    def restore(self) -> None:
        """Put log, index and decks back; the index is on the disk when this returns."""
        sizes = json.loads((self.kept / "sizes.json").read_text())
        for path in (self.home / "log").iterdir():
            if path.name not in sizes:
                path.unlink()
            elif path.stat().st_size > sizes[path.name]:
                os.truncate(path, sizes[path.name])
        for name in ("index.db-wal", "index.db-shm", "records.json"):
            (self.home / name).unlink(missing_ok=True)
        self.place_decks("decks")
        shutil.copyfile(self.kept / "index.db", self.home / "index.db")
        with (self.home / "index.db").open("rb+") as file:
            os.fsync(file.fileno())

    def place_decks(self, name: str) -> None:
        """Put the deck files of a kept folder in place, if others are there."""
        for source in (self.kept / name).glob("*"):
            here, wanted = (self.decks / source.name).stat(), source.stat()
            if (here.st_size, here.st_mtime_ns) != (wanted.st_size, wanted.st_mtime_ns):
                shutil.copy2(source, self.decks / source.name)

    def add_late_rows(self) -> int:
        """Copy the log of another device in. Returns its bytes."""
        source = next(self.kept.glob(f"*.{OTHER}.log"))
        shutil.copyfile(source, self.home / "log" / source.name)
        return source.stat().st_size

    def size(self) -> int:
        """Bytes of everything in the home folder: log, index, decks."""
        return sum(path.stat().st_size for path in self.home.rglob("*") if path.is_file())


@dataclass(frozen=True)
class Homes:
    """All home folders of a run."""

    folder: Path
    cards: int

    @property
    def full(self) -> Prepared:
        """All the cards."""
        return Prepared(self.folder / "full", self.cards)

    @property
    def small(self) -> Prepared:
        """A hundredth of them, to see what grows."""
        return Prepared(self.folder / "small", min(SMALL, max(1, self.cards // 2)))

    @property
    def tiny(self) -> Prepared:
        """One deck with five new cards."""
        return Prepared(self.folder / "tiny", 5)


def prepare(folder: Path, cards: int, sim: Path | None) -> Homes:
    """The home folders, built unless they are there already."""
    homes = Homes(folder / f"{cards}{'-' + sim.stem if sim else ''}", cards)
    done = homes.folder / "done"
    if not done.exists():
        shutil.rmtree(homes.folder, ignore_errors=True)
        homes.folder.mkdir(parents=True)
        fresh.call("homes:build", folder=str(homes.folder), cards=cards, sim=str(sim or ""))
        done.touch()
    else:
        for home in (homes.full, homes.small, homes.tiny):
            home.restore()
            fresh.call("homes:settle", folder=str(home.folder), cards=home.cards)
    return homes


def build(folder: str, cards: int, sim: str) -> None:
    """Make all home folders."""
    homes = Homes(Path(folder), cards)
    for home in (homes.full, homes.small):
        course = data.from_sim(Path(sim), home.cards) if sim else data.made(home.cards)
        _fill(home, course)
    _fill(homes.tiny, data.Course(data.made(5).notes[:5], []))


def _fill(home: Prepared, course: data.Course) -> None:
    (home.home / "log").mkdir(parents=True)
    home.kept.mkdir()
    (home.home / "settings.toml").unlink(missing_ok=True)
    today = Clock().moment().day
    device = device_id(Home(str(home.home)))
    data.write_log(home.home / "log", course, course.reviews, today - course.span, device)
    late = data.late_reviews(course, min(LATE_ROWS, 10 * len(course.notes)))
    files = data.write_log(home.kept, course, late, today - course.span, OTHER)
    joined = b"".join(path.read_bytes() for path in files)
    for path in files[:-1]:
        path.unlink()
    files[-1].write_bytes(joined)
    for name, edit in (("decks", ""), ("changed", EDIT)):
        data.write_decks(home.kept / name, course, edit)
        for path in (home.kept / name).iterdir():  # long ago, as decks mostly are: what is new is looked at twice
            then = path.stat().st_mtime_ns - _HOUR_NS
            os.utime(path, ns=(then, then))
    shutil.copytree(home.kept / "decks", home.decks)
    settle(str(home.folder), home.cards)


def settle(folder: str, cards: int) -> None:
    """Open a home folder, so that its index is up to date, and take it as it is."""
    home = Prepared(Path(folder), cards)
    Workspace(Home(str(home.home))).close()
    home.keep()
